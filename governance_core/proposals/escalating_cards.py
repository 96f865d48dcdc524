"""What people see of an escalation: the way to the parent circle, and on the new card what was tried before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from governance_core.cards.card import Block, Button, Press, Quote
from governance_core.cards.text import Link, Mention, Text, count, people, text
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.proposals.escalating_model import Origin
from governance_core.proposals.model import Proposal
from governance_core.proposals.objections_model import Objection, ObjectionState
from governance_core.proposals.shaping_cards import SHOWN, PressOf

FATES = {
    ObjectionState.OPEN: "not met",
    ObjectionState.WITHDRAWN: "withdrawn",
    ObjectionState.RESOLVED: "resolved",
    ObjectionState.CONCERN: "kept as a concern",
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a card says of other circles: the parent's name, what it would newly see, and where an item came from."""

    parent: str = ""
    private: bool = False
    came_from: str = ""


NOWHERE = Surroundings()


def escalation(state: Proposal, press: PressOf, around: Surroundings) -> Iterator[Button]:
    """The way to the parent circle, with a warning where it would be shown what was private."""
    if not state.may_be_escalated or not around.parent:
        return
    warning = f"{around.parent} will be shown the text, its versions, the objections and your reason, without names."
    if around.private:
        yield press("Escalate", "escalate-shown", confirm=f"{warning} Escalate it?")
    else:
        yield press("Escalate", "escalate")


def may_escalate(state: Proposal, facilitators: Sequence[PersonId]) -> Text:
    """Who may take it further, once enough was tried."""
    if not state.may_be_escalated:
        return ()
    enough = state.rules is not None and len(state.tried()) >= state.rules.rounds
    after = f" After {count(len(state.tried()), 'version')}, " if enough else " As it is contested, "
    return text(after, people(facilitators[:3], "or"), " may escalate it.")


def came_from(state: Proposal, around: Surroundings) -> Iterator[tuple[str, Text]]:
    """Where an escalated proposal comes from, and whether its circle is linked."""
    origin = state.origin
    if origin is not None:
        tried = f"after {count(len(origin.versions), 'version')}"
        named = text(Link(origin.proposal, origin.proposal), f" of {around.came_from}, {tried}")
        yield "Escalated from", text(f"a private sub-circle, {tried}") if origin.private else named
        if origin.unlinked:
            yield "Link", (f"subcircle not fully linked: no {' and no '.join(origin.unlinked)}",)


def from_below(stream: StreamId, state: Proposal) -> Iterator[Block]:
    """Why it comes from a sub-circle, and what was objected there and not met."""
    if state.origin is None:
        return
    whole = Press(stream, state.version, "read")
    if state.origin.reason:
        yield Quote("Why it was escalated", state.origin.reason, whole, _by(state.origin.by, state.origin))
    standing = [one for one in state.origin.objections if one.state is ObjectionState.OPEN]
    for one in standing[-SHOWN:]:
        yield Quote("Objected there", one.harm, whole, _by(one.person, state.origin))


def everything_tried(state: Proposal) -> Iterator[Block]:
    """The whole history in the sub-circle: every text, every objection, and why it was escalated."""
    if state.origin is None:
        return
    if state.origin.reason:
        yield Quote("Why it was escalated", state.origin.reason, by=_by(state.origin.by, state.origin))
    for number, wording in enumerate(state.origin.versions, 1):
        yield Quote(f"Tried there, version {number}", wording.text)
    for one in state.origin.objections:
        yield Quote(_label(one), one.harm, by=_by(one.person, state.origin))
        if one.safe:
            yield Quote("Would be safe enough with", one.safe)


def _label(objection: Objection) -> str:
    return f"Objection there to version {objection.version}, {FATES[objection.state]}"


def _by(person: PersonId, origin: Origin) -> Text:
    """Who said it; of a private circle nobody is named elsewhere."""
    return () if origin.private else (Mention(person),)
