"""What each event makes of a proposal: the second half of the decider, one small function an event."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from governance_core.kernel.decider import changed
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Event
from governance_core.proposals.events import (
    AbsencesChecked,
    AnswerGiven,
    DiscussionOpened,
    ElectorAway,
    ElectorLeft,
    ElectorsReminded,
    ObjectionBecameConcern,
    ObjectionOrphaned,
    ObjectionRaised,
    ObjectionResolved,
    ObjectionReworded,
    ObjectionTakenOver,
    ObjectionWithdrawn,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
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
from governance_core.proposals.evolve_further import EVOLVE_FURTHER
from governance_core.proposals.messages.outages import RoundGraced
from governance_core.proposals.model import Clarification, Proposal, Stage
from governance_core.proposals.objections_model import Answer, AnswerKind, Objection, ObjectionState
from governance_core.proposals.settling import objection_after, settled
from governance_core.proposals.shaping_events import (
    NothingToAsk,
    QuestionAnswered,
    QuestionAsked,
    ReactionGiven,
    StageOpened,
)
from governance_core.proposals.testing_evolve import AWAITED_ANEW, TESTING_EVOLVE, carried_over
from governance_core.proposals.testing_model import Grounds
from governance_core.proposals.wording_model import Offer, Wording


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


def _stage_opened(state: Proposal, e: StageOpened) -> Proposal:
    stopped = state.orphaned_until is not None
    return changed(
        state,
        stage=e.stage,
        electors=e.electors,
        away=e.away,
        rules=e.rules,
        quorum=e.quorum,
        opened=e.at,
        deadline=None if stopped else e.until,
        left=e.until - e.at if stopped else None,
        unquestioned=(),
        absences_checked=e.at,
    )


def _asked(state: Proposal, e: QuestionAsked) -> Proposal:
    asked = Clarification(e.number, e.person, e.question)
    others = tuple(person for person in state.unquestioned if person != e.person)
    return changed(state, questions={**state.questions, e.number: asked}, unquestioned=others)


def _explained(state: Proposal, e: QuestionAnswered) -> Proposal:
    answered = replace(state.questions[e.number], answer=e.answer)
    return changed(state, questions={**state.questions, e.number: answered})


def _nothing_to_ask(state: Proposal, e: NothingToAsk) -> Proposal:
    return changed(state, unquestioned=(*state.unquestioned, e.person))


def _reacted(state: Proposal, e: ReactionGiven) -> Proposal:
    return changed(state, reactions={**state.reactions, e.person: e.reaction})


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


def _objection_raised(state: Proposal, e: ObjectionRaised) -> Proposal:
    grounds = Grounds(e.limits, e.caused, e.certain)
    objection = Objection(e.number, e.person, e.version, e.harm, e.safe, grounds=grounds, heard=e.at)
    stopped = state if e.left is None else changed(state, deadline=None, left=e.left)
    return changed(
        stopped,
        stage=Stage.OBJECTED,
        answers={**state.answers, e.person: Answer(AnswerKind.OBJECTION)},
        objections={**state.objections, e.number: objection},
    )


def _objection_reworded(state: Proposal, e: ObjectionReworded) -> Proposal:
    answered = changed(state, answers={**state.answers, e.person: Answer(AnswerKind.OBJECTION)})
    reworded = objection_after(answered, e.number, harm=e.harm, safe=e.safe, orphaned_until=None, heard=e.at)
    grounds = Grounds(e.limits, e.caused, e.certain)
    kept = reworded.objections[e.number].found if reworded.objections[e.number].appeal_until else None
    return objection_after(reworded, e.number, grounds=grounds, found=kept, **AWAITED_ANEW)


def _objection_withdrawn(state: Proposal, e: ObjectionWithdrawn) -> Proposal:
    became = ObjectionState.CONCERN if e.into is AnswerKind.CONCERN else ObjectionState.WITHDRAWN
    answered = changed(state, answers={**state.answers, e.person: Answer(e.into, e.words)})
    return settled(objection_after(answered, e.number, state=became, settled_in=state.version), e.number)


def _objection_resolved(state: Proposal, e: ObjectionResolved) -> Proposal:
    return objection_after(state, e.number, state=ObjectionState.RESOLVED, settled_in=state.version + 1)


def _objection_orphaned(state: Proposal, e: ObjectionOrphaned) -> Proposal:
    return objection_after(state, e.number, orphaned_until=e.until, test=None, appeal_until=None, remind_at=None)


def _objection_taken_over(state: Proposal, e: ObjectionTakenOver) -> Proposal:
    asked_anew = {
        number: replace(offer, objector_agrees=False) if offer.objection == e.number else offer
        for number, offer in state.offers.items()
    }
    answers = {**state.answers, e.person: Answer(AnswerKind.OBJECTION)}
    mine = {"person": e.person, "orphaned_until": None, "heard": e.at, **AWAITED_ANEW}
    return objection_after(changed(state, answers=answers, offers=asked_anew), e.number, **mine)


def _objection_became_concern(state: Proposal, e: ObjectionBecameConcern) -> Proposal:
    concern = objection_after(
        state, e.number, state=ObjectionState.CONCERN, settled_in=state.version, orphaned_until=None
    )
    return settled(concern, e.number)


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


def _offer_made(state: Proposal, e: OfferMade) -> Proposal:
    terms = {"criteria": e.criteria, "deferred": e.deferred, "delegated": e.delegated}
    wording = replace(state.wording, title=e.title, text=e.text, review=e.review, **terms)
    offer = Offer(e.number, e.objection, e.by, wording, form=e.form)
    met = objection_after(state, e.objection, offered=state.objections[e.objection].offered + 1)
    return _heard(changed(met, offers={**state.offers, e.number: offer}, offers_made=e.number), e.objection, e)


def _heard(state: Proposal, number: int, e: OfferMade | OfferAccepted | OfferDeclined) -> Proposal:
    """Whatever an objector does about their objection is an answer."""
    if state.objections[number].person != e.by:
        return state
    return objection_after(state, number, heard=e.at, **AWAITED_ANEW)


def _offer_accepted(state: Proposal, e: OfferAccepted) -> Proposal:
    offer = state.offers[e.number]
    objector, proposer = offer.objector_agrees or e.role == "objector", offer.proposer_agrees or e.role == "proposer"
    agreed = replace(offer, objector_agrees=objector, proposer_agrees=proposer)
    return _heard(changed(state, offers={**state.offers, e.number: agreed}), offer.objection, e)


def _offer_declined(state: Proposal, e: OfferDeclined) -> Proposal:
    others = {n: offer for n, offer in state.offers.items() if n != e.number}
    return _heard(changed(state, offers=others), state.offers[e.number].objection, e)


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


_EVOLVE: Mapping[type[Event], Callable[[Proposal, Any], Proposal]] = {
    ProposalCreated: _created,
    RoundOpened: _round_opened,
    StageOpened: _stage_opened,
    QuestionAsked: _asked,
    QuestionAnswered: _explained,
    NothingToAsk: _nothing_to_ask,
    ReactionGiven: _reacted,
    ProposalAmended: _amended,
    ProposalForwarded: _forwarded,
    AnswerGiven: _answered,
    ObjectionRaised: _objection_raised,
    ObjectionReworded: _objection_reworded,
    ObjectionWithdrawn: _objection_withdrawn,
    ObjectionResolved: _objection_resolved,
    ObjectionOrphaned: _objection_orphaned,
    ObjectionTakenOver: _objection_taken_over,
    ObjectionBecameConcern: _objection_became_concern,
    DiscussionOpened: _discussion_opened,
    RoundResumed: _resumed,
    RoundExtended: _extended,
    RoundGraced: _graced,
    OfferMade: _offer_made,
    OfferAccepted: _offer_accepted,
    OfferDeclined: _offer_declined,
    ElectorLeft: _elector_left,
    ElectorAway: _elector_away,
    AbsencesChecked: _absences_checked,
    ElectorsReminded: _reminded,
    ProposalOrphaned: _orphaned,
    ProposalSponsored: _sponsored,
    ProposalAdopted: _adopted,
    ProposalEnded: _ended,
    ProposalRecorded: _recorded,
    **EVOLVE_FURTHER,
    **TESTING_EVOLVE,
}
"""Every event of a proposal; an event missing here is a defect a test finds."""
