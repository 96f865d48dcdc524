"""What is said once when a proposal has ended: what it became, and what could not be done."""

from collections.abc import Callable, Mapping
from typing import Any

from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, Mention, Text, text
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Event
from governance_core.proposals.carrying_cards import carried_words
from governance_core.proposals.carrying_events import CarriedUndone
from governance_core.proposals.escalating_events import ProposalEscalated
from governance_core.proposals.events import ProposalAdopted, ProposalEnded
from governance_core.proposals.guards import OUTCOMES
from governance_core.proposals.model import Proposal
from governance_core.proposals.objections_model import AnswerKind
from governance_core.proposals.reminding import named


def _adopted(stream: StreamId, e: ProposalAdopted, state: Proposal) -> Text:
    as_agreement = _became(state) if state.agreement else ()
    consents = state.counted(AnswerKind.CONSENT) + state.counted(AnswerKind.CONCERN)
    concerns = state.counted(AnswerKind.CONCERN)
    tally = f" ({consents} of {len(state.electors)} consented" + (
        f", {concerns} with a concern)." if concerns else ")."
    )
    return text(named(stream, state), " is adopted", as_agreement, tally, _approves(state))


def _approves(state: Proposal) -> Text:
    """What it decided, where that was done."""
    done = state.item is not None and not state.undone
    return text(" ", carried_words(state.item, ""), ".") if state.item and done else ()


def _became(state: Proposal) -> Text:
    link = Link(state.agreement, state.agreement)
    if not state.changes or state.agreement != state.changes:
        return text(" as ", link)
    return text(", and ", link, " is dropped" if state.drops else f" is version {state.agreement_version} now")


def _ended(stream: StreamId, e: ProposalEnded, state: Proposal) -> Text:
    outcome = OUTCOMES[e.stage]
    because = "" if e.because in ("discarded", "withdrawn by its proposer", "taken to a meeting") else f": {e.because}"
    return text(
        named(stream, state),
        f" {'has' if outcome == 'lapsed' else 'is'} {outcome}{because}.",
        f" “{one_line(e.reason, 200)}”" if e.reason else "",
    )


def _escalated(stream: StreamId, e: ProposalEscalated, state: Proposal) -> Text:
    shown = state.went_on and not state.went_on_hidden
    as_which = text(" as ", Link(state.went_on, state.went_on)) if shown else ()
    linked = " The lead and the delegate of this circle decide there too."
    gap = f" Nobody is its {' or its '.join(e.unlinked)}: name one, so that this circle is heard there."
    said = f" The reason: “{one_line(e.reason, 200)}”." if e.reason else ""
    follow = gap if e.unlinked else linked
    return text(named(stream, state), " is escalated to the parent circle", as_which, ".", said, follow)


def _undone(stream: StreamId, e: CarriedUndone, state: Proposal) -> Text:
    """For everybody, and for whoever facilitates: they see to what is left to be done."""
    carried = state.carries[e.number - 1]
    adopted = text(named(stream, state), " stands as ", state.agreement or "adopted", ", but this could not be done: ")
    where = "this circle" if carried.circle == state.circle else carried.circle
    what = text(carried_words(carried, where), f". {e.why}")
    return text(adopted, what, *((" ", Mention(e.told), ", please see to it.") if e.told else ()))


OUTCOMES_SAID: Mapping[type[Event], Callable[[StreamId, Any, Proposal], Text]] = {
    ProposalAdopted: _adopted,
    ProposalEnded: _ended,
    ProposalEscalated: _escalated,
    CarriedUndone: _undone,
}
