"""Who may do what to a proposal, and at which of its stages (process.md, Who may do what)."""

from dataclasses import dataclass
from datetime import datetime

from governance_core.cards.card import Block, Button, Buttons, Press
from governance_core.cards.text import people, say
from governance_core.circles.model import Circle, Circles
from governance_core.kernel.acting import acting
from governance_core.kernel.checked import future_instant
from governance_core.kernel.errors import Closed, NotAllowed, Stale, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.model import People, by_what
from governance_core.proposals.carrying_model import Carried
from governance_core.proposals.differences import wording_difference
from governance_core.proposals.messages import RaiseObjection
from governance_core.proposals.model import Proposal, Stage
from governance_core.proposals.objections_model import Objection
from governance_core.proposals.reading import AgreementLine
from governance_core.proposals.refusals import (
    AsksForIt,
    JoinedLater,
    NothingToDecide,
    NotYetElector,
    SaidByItem,
    WrongStage,
)


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """The instant (UTC), who acts on which proposal, and the circles and people as they are in this transaction.

    `command` is what they pressed: where it changes nothing, the words of the answer depend on it. `changing` is the
    agreement that a new proposal would change.
    """

    now: datetime
    by: Actor
    stream: StreamId
    circles: Circles
    people: People
    command: Command | None = None
    changing: AgreementLine | None = None

    @property
    def me(self) -> PersonId:
        """The person who acts. Raises NotAllowed where there is none."""
        return acting(self.by)


AT = {
    Stage.CLARIFY: "at questions",
    Stage.REACT: "at reactions",
    Stage.AMEND: "being amended",
    Stage.CONSENT: "in its consent round",
    Stage.OBJECTED: "in its consent round",
}
NEXT = {
    Stage.CLARIFY: "Ask with /consent ask, or say with /consent clear that you have no questions.",
    Stage.REACT: "Say what you think of it with /consent react; you can answer once the round opens.",
    Stage.AMEND: "Its proposer changes it with /proposal amend and opens the round with /proposal open.",
    Stage.CONSENT: "Answer it with /consent answer, or object with /consent object.",
    Stage.OBJECTED: "Answer it with /consent answer, or object with /consent object.",
}
OUTCOMES = {
    Stage.ADOPTED: "adopted",
    Stage.WITHDRAWN: "withdrawn",
    Stage.DISCARDED: "discarded",
    Stage.LAPSED: "lapsed",
    Stage.ESCALATED: "taken to a meeting",
}


def outcome_of(state: Proposal) -> str:
    """What became of a proposal that has ended, in words."""
    if not state.escalated_to:
        return OUTCOMES[state.stage]
    return "escalated to the parent circle" + (
        f" as {state.went_on}" if state.went_on and not state.went_on_hidden else ""
    )


def require_open(state: Proposal, facts: ProposalFacts) -> None:
    """Raise Closed with the outcome when the proposal has ended, Unknown when there is none."""
    if state.stage is Stage.NOTHING:
        raise Unknown(what=f"{facts.stream}", hint=" /proposal list shows those you can see.")
    if state.is_open:
        return
    outcome = outcome_of(state) + (f" as {state.agreement}" if state.agreement else "")
    see = f"/decisions show {state.agreement}" if state.agreement else f"/proposal show {facts.stream}"
    raise Closed(ref=facts.stream, outcome=outcome, next=f"{see} shows the outcome.", shows=_late(state, facts))


def _late(state: Proposal, facts: ProposalFacts) -> tuple[Block, ...]:
    """Row 18: whoever objects after adoption can object to the agreement in one press."""
    if not state.agreement or state.drops or not isinstance(facts.command, RaiseObjection):
        return ()
    return (Buttons((Button(f"Object to {state.agreement}", Press(state.agreement, 0, "object-later")),)),)


def require_round(state: Proposal, facts: ProposalFacts) -> None:
    """Raise Closed or Unknown as `require_open`, WrongStage before the round."""
    require_open(state, facts)
    if not state.in_round:
        raise WrongStage(ref=facts.stream, at=AT[state.stage], next=NEXT[state.stage])


def require_version(state: Proposal, facts: ProposalFacts, seen: int | None) -> None:
    """Raise Stale, with what changed, when somebody acts on a version that is no longer in force (row 6)."""
    if seen is None or seen == state.version:
        return
    known = state.wordings[seen - 1] if 1 <= seen <= state.version else state.wordings[0]
    shows = wording_difference(known, state.wording, seen, state.version)
    raise Stale(ref=facts.stream, current=state.version, seen=seen, shows=shows)


def require_elector(state: Proposal, facts: ProposalFacts) -> PersonId:
    """The acting elector. Raises JoinedLater or NotAllowed for anybody else."""
    if facts.me in state.electors:
        return facts.me
    if state.item is not None and facts.me == state.item.person:
        raise AsksForIt(ref=facts.stream, item=state.item.key, shows=to_item(state.item))
    if facts.me in facts.circles.unconfirmed(state.circle, facts.people):
        raise _not_yet_elector(facts.circles.circles[state.circle])
    if facts.circles.sits_in(facts.me, state.circle):
        raise JoinedLater(ref=facts.stream, version=state.version)
    circle = facts.circles.circles[state.circle].name
    raise NotAllowed(
        who=f"electors of {circle}",
        do=f"take part in {facts.stream}",
        next=f"/circle show {state.circle} shows who sits there.",
    )


def require_own_words(state: Proposal, facts: ProposalFacts, *changed: str | None) -> None:
    """Raise SaidByItem where title, driver or text would be others than those of the item it decides."""
    said = (state.wording.title, state.wording.driver, state.wording.text)
    if state.item is not None and any(new not in (None, old) for new, old in zip(changed, said, strict=True)):
        raise said_by(state.item, facts)


def said_by(item: Carried, facts: ProposalFacts) -> SaidByItem:
    """The refusal to change here what is said there, with who can change it."""
    asked = say("Ask {who} to", who=people([item.person])) if item.person else "Ask whoever asked for it to"
    mine = item.person == facts.by.person
    return SaidByItem(
        ref=facts.stream, item=item.called or item.key, next="You can" if mine else asked, shows=to_item(item)
    )


def to_item(item: Carried) -> tuple[Block, ...]:
    """The way to the item that a proposal decides."""
    return (Buttons((view(item),)),)


def view(item: Carried) -> Button:
    """Shows the item that a proposal decides."""
    return Button(f"View {item.key}", Press(item.key, 0, item.shown_by))


def _not_yet_elector(circle: Circle) -> NotYetElector:
    platforms = " and ".join(sorted(platform.capitalize() for platform in circle.chats()))
    able = circle.confirmers()
    who, group = people(able, "or") if able else "an admin", by_what(circle.sources)
    return NotYetElector(circle=circle.name, group=group, platforms=platforms, who=who)


def nothing_to_decide(circle: CircleId, electors: bool, facts: ProposalFacts) -> NothingToDecide:
    """The refusal to open a round for nobody, with what would help."""
    here = facts.circles.circles[circle]
    unconfirmed = facts.circles.unconfirmed(circle, facts.people)
    able = people(here.confirmers(), "or") if here.confirmers() else "an admin"
    add = "Add members to the circle first."
    asked = f"Ask {{who}} to say who of those who came by {by_what(here.sources)} is a person of their own."
    confirm = say(asked, who=able)
    besides = "besides the proposer" if electors else "at all"
    return NothingToDecide(circle=here.name, besides=besides, next=confirm if unconfirmed else add)


def proposing(state: Proposal) -> PersonId | None:
    """Who speaks for the proposal: its proposer, unless they left or stepped back."""
    return state.proposer if state.orphaned_until is None else None


def objecting(objection: Objection) -> PersonId | None:
    """Who speaks for an objection: whoever raised it or took it over, unless they left."""
    return objection.person if objection.orphaned_until is None else None


def require_proposer(state: Proposal, facts: ProposalFacts, do: str) -> PersonId:
    """The acting proposer. Raises NotAllowed for anybody else."""
    if facts.me != proposing(state):
        if not proposing(state):
            take = f"Nobody is its proposer now: /proposal sponsor {facts.stream} makes you the one."
            raise NotAllowed(who="a sponsor", do=do, next=take)
        next_step = "You can offer an amendment to meet an objection, or object."
        raise NotAllowed(who=people([state.proposer]), do=do, next=next_step)
    return facts.me


def wanted_circle(circle: CircleId, facts: ProposalFacts) -> CircleId:
    """The circle, when it is open and the person may know of it. Raises Unknown."""
    if facts.circles.open(circle) is None or not facts.circles.may_see(facts.by.person, circle):
        raise Unknown(field="circle", what=f"circle {circle}", hint=" /circle list shows those you can see.")
    return circle


def checked_future(field: str, typed: str, facts: ProposalFacts, zone: str, day_starts: str) -> datetime:
    """The instant a date or length means. Raises Invalid when it is none, or has passed."""
    return future_instant(field, typed, facts.now, zone, day_starts)
