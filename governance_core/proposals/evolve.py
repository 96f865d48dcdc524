"""What each event makes of a proposal: the second half of the decider, one small function an event."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from governance_core.kernel.decider import changed
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Event
from governance_core.proposals.carrying_events import CarriedUndone
from governance_core.proposals.escalating_evolve import ESCALATING_EVOLVE
from governance_core.proposals.events import (
    AbsencesChecked,
    AnswerGiven,
    DiscussionOpened,
    ElectorAway,
    ElectorLeft,
    ElectorsReminded,
    ProposalAdopted,
    ProposalAmended,
    ProposalCreated,
    ProposalEnded,
    ProposalForwarded,
    ProposalOrphaned,
    ProposalRecorded,
    ProposalSponsored,
    RoundExtended,
    RoundOpened,
    RoundResumed,
)
from governance_core.proposals.messages.outages import RoundGraced
from governance_core.proposals.model import Proposal, Stage
from governance_core.proposals.objections_evolve import OBJECTIONS_EVOLVE
from governance_core.proposals.objections_model import Answer
from governance_core.proposals.shaping_evolve import SHAPING_EVOLVE
from governance_core.proposals.spelling_evolve import SPELLING_EVOLVE
from governance_core.proposals.testing_evolve import TESTING_EVOLVE, carried_over
from governance_core.proposals.wording_model import Wording


def evolve(state: Proposal, event: Event) -> Proposal:
    """The proposal after an event. Raises KeyError for an event that is not a proposal's."""
    return _EVOLVE[type(event)](state, event)


def _created(state: Proposal, e: ProposalCreated) -> Proposal:
    wording = Wording(e.title, e.driver, e.text, e.review, e.expiry, e.criteria, e.deferred, e.delegated)
    return changed(
        state,
        circle=e.circle,
        proposer=e.proposer,
        wordings=(wording,),
        window=e.window,
        source=e.source,
        practice=e.practice,
        carries=e.carries,
        changes=StreamId(e.changes),
        drops=e.drops,
    )


def _round_opened(state: Proposal, e: RoundOpened) -> Proposal:
    blocked = bool(state.open_objections())
    stopped = blocked or state.orphaned_until is not None
    return changed(
        state,
        stage=Stage.OBJECTED if blocked else Stage.CONSENT,
        electors=e.electors,
        away=e.away,
        answers={},
        offers={},
        rules=e.rules,
        quorum=e.quorum,
        opened=e.at,
        deadline=None if stopped else e.deadline,
        left=e.deadline - e.at if stopped else None,
        extended=False,
        graced=timedelta(0),
        graced_until=None,
        reminded_until=e.at,
        remind_later={},
        absences_checked=e.at,
    )


def _amended(state: Proposal, e: ProposalAmended) -> Proposal:
    wording = Wording(e.title, e.driver, e.text, e.review, e.expiry, e.criteria, e.deferred, e.delegated)
    anew = changed(state, wordings=(*state.wordings, wording), answers={}, offers={}, correction=None)
    return changed(anew, objections=carried_over(state), carries=e.carries or state.carries)


def _forwarded(state: Proposal, e: ProposalForwarded) -> Proposal:
    wordings = (*state.wordings, state.wording)
    return changed(
        state, circle=e.circle, wordings=wordings, answers={}, offers={}, correction=None, began_here=len(wordings)
    )


def _answered(state: Proposal, e: AnswerGiven) -> Proposal:
    return changed(state, answers={**state.answers, e.person: Answer(e.answer, e.words)})


def _discussion_opened(state: Proposal, e: DiscussionOpened) -> Proposal:
    return changed(state, discussed_in=e.circle, discussed_since=e.objection)


def _resumed(state: Proposal, e: RoundResumed) -> Proposal:
    stage = Stage.CONSENT if state.in_round else state.stage
    return changed(
        state,
        stage=stage,
        deadline=e.deadline,
        left=None,
        reminded_until=e.at,
        remind_later={},
        absences_checked=e.at,
    )


def _extended(state: Proposal, e: RoundExtended) -> Proposal:
    return changed(
        state, deadline=e.deadline, extended=True, reminded_until=e.at, remind_later={}, absences_checked=e.at
    )


def _graced(state: Proposal, e: RoundGraced) -> Proposal:
    graced = state.graced + (e.until - e.since)
    return changed(state, deadline=e.deadline, graced=graced, graced_until=e.until)


def _elector_left(state: Proposal, e: ElectorLeft) -> Proposal:
    return changed(
        state,
        electors=tuple(person for person in state.electors if person != e.person),
        unquestioned=tuple(person for person in state.unquestioned if person != e.person),
        answers={person: answer for person, answer in state.answers.items() if person != e.person},
        away={person: absences for person, absences in state.away.items() if person != e.person},
        remind_later={person: at for person, at in state.remind_later.items() if person != e.person},
        quorum=e.quorum,
    )


def _elector_away(state: Proposal, e: ElectorAway) -> Proposal:
    others = {person: absences for person, absences in state.away.items() if person != e.person}
    return changed(state, away={**others, e.person: e.absences} if e.absences else others)


def _absences_checked(state: Proposal, e: AbsencesChecked) -> Proposal:
    return changed(state, absences_checked=e.at)


def _reminded(state: Proposal, e: ElectorsReminded) -> Proposal:
    return changed(state, reminded_until=e.at, remind_later=e.later)


def _orphaned(state: Proposal, e: ProposalOrphaned) -> Proposal:
    stopped = state if e.left is None else changed(state, deadline=None, left=e.left)
    return changed(stopped, orphaned_until=e.until)


def _sponsored(state: Proposal, e: ProposalSponsored) -> Proposal:
    asked_anew = {number: replace(offer, proposer_agrees=False) for number, offer in state.offers.items()}
    return changed(state, proposer=e.person, orphaned_until=None, offers=asked_anew)


def _adopted(state: Proposal, e: ProposalAdopted) -> Proposal:
    return changed(state, stage=Stage.ADOPTED, ended=e.at, deadline=None, left=None, offers={}, orphaned_until=None)


def _ended(state: Proposal, e: ProposalEnded) -> Proposal:
    words = f"{e.because}: {e.reason}" if e.reason and e.because else e.reason or e.because
    return changed(
        state, stage=e.stage, ended=e.at, outcome=words, deadline=None, left=None, offers={}, orphaned_until=None
    )


def _recorded(state: Proposal, e: ProposalRecorded) -> Proposal:
    return changed(state, agreement=e.agreement, agreement_version=e.version)


def _undone(state: Proposal, e: CarriedUndone) -> Proposal:
    return changed(state, undone={**state.undone, e.number: e.why})


_EVOLVE: Mapping[type[Event], Callable[[Proposal, Any], Proposal]] = {
    ProposalCreated: _created,
    RoundOpened: _round_opened,
    ProposalAmended: _amended,
    ProposalForwarded: _forwarded,
    AnswerGiven: _answered,
    DiscussionOpened: _discussion_opened,
    RoundResumed: _resumed,
    RoundExtended: _extended,
    RoundGraced: _graced,
    ElectorLeft: _elector_left,
    ElectorAway: _elector_away,
    AbsencesChecked: _absences_checked,
    ElectorsReminded: _reminded,
    ProposalOrphaned: _orphaned,
    ProposalSponsored: _sponsored,
    ProposalAdopted: _adopted,
    ProposalEnded: _ended,
    ProposalRecorded: _recorded,
    CarriedUndone: _undone,
    **SHAPING_EVOLVE,
    **OBJECTIONS_EVOLVE,
    **ESCALATING_EVOLVE,
    **SPELLING_EVOLVE,
    **TESTING_EVOLVE,
}
"""Every event of a proposal; an event missing here is a defect a test finds."""
