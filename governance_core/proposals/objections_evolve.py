"""What objections, and texts offered to meet them, make of a proposal."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from governance_core.kernel.decider import changed
from governance_core.kernel.message import Event
from governance_core.proposals.model import Proposal, Stage
from governance_core.proposals.objections_events import (
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
)
from governance_core.proposals.objections_model import Answer, AnswerKind, Objection, ObjectionState
from governance_core.proposals.settling import objection_after, settled
from governance_core.proposals.testing_evolve import AWAITED_ANEW
from governance_core.proposals.testing_model import Grounds
from governance_core.proposals.wording_model import Offer


def _raised(state: Proposal, e: ObjectionRaised) -> Proposal:
    grounds = Grounds(e.limits, e.caused, e.certain)
    objection = Objection(e.number, e.person, e.version, e.harm, e.safe, grounds=grounds, heard=e.at)
    stopped = state if e.left is None else changed(state, deadline=None, left=e.left)
    return changed(
        stopped,
        stage=Stage.OBJECTED,
        answers={**state.answers, e.person: Answer(AnswerKind.OBJECTION)},
        objections={**state.objections, e.number: objection},
    )


def _reworded(state: Proposal, e: ObjectionReworded) -> Proposal:
    answered = changed(state, answers={**state.answers, e.person: Answer(AnswerKind.OBJECTION)})
    reworded = objection_after(answered, e.number, harm=e.harm, safe=e.safe, orphaned_until=None, heard=e.at)
    grounds = Grounds(e.limits, e.caused, e.certain)
    kept = reworded.objections[e.number].found if reworded.objections[e.number].appeal_until else None
    return objection_after(reworded, e.number, grounds=grounds, found=kept, **AWAITED_ANEW)


def _withdrawn(state: Proposal, e: ObjectionWithdrawn) -> Proposal:
    became = ObjectionState.CONCERN if e.into is AnswerKind.CONCERN else ObjectionState.WITHDRAWN
    answered = changed(state, answers={**state.answers, e.person: Answer(e.into, e.words)})
    return settled(objection_after(answered, e.number, state=became, settled_in=state.version), e.number)


def _resolved(state: Proposal, e: ObjectionResolved) -> Proposal:
    return objection_after(state, e.number, state=ObjectionState.RESOLVED, settled_in=state.version + 1)


def _orphaned(state: Proposal, e: ObjectionOrphaned) -> Proposal:
    one = state.objections[e.number]
    appeal = {"found": None, "appealed": False, "appeal_until": None} if one.appeal_until else {}
    return objection_after(state, e.number, orphaned_until=e.until, test=None, remind_at=None, **appeal)


def _taken_over(state: Proposal, e: ObjectionTakenOver) -> Proposal:
    asked_anew = {
        number: replace(offer, objector_agrees=False) if offer.objection == e.number else offer
        for number, offer in state.offers.items()
    }
    answers = {**state.answers, e.person: Answer(AnswerKind.OBJECTION)}
    mine = {"person": e.person, "orphaned_until": None, "heard": e.at, **AWAITED_ANEW}
    return objection_after(changed(state, answers=answers, offers=asked_anew), e.number, **mine)


def _became_concern(state: Proposal, e: ObjectionBecameConcern) -> Proposal:
    concern = objection_after(
        state, e.number, state=ObjectionState.CONCERN, settled_in=state.version, orphaned_until=None
    )
    return settled(concern, e.number)


def _offered(state: Proposal, e: OfferMade) -> Proposal:
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


def _accepted(state: Proposal, e: OfferAccepted) -> Proposal:
    offer = state.offers[e.number]
    objector, proposer = offer.objector_agrees or e.role == "objector", offer.proposer_agrees or e.role == "proposer"
    agreed = replace(offer, objector_agrees=objector, proposer_agrees=proposer)
    return _heard(changed(state, offers={**state.offers, e.number: agreed}), offer.objection, e)


def _declined(state: Proposal, e: OfferDeclined) -> Proposal:
    others = {n: offer for n, offer in state.offers.items() if n != e.number}
    return _heard(changed(state, offers=others), state.offers[e.number].objection, e)


OBJECTIONS_EVOLVE: Mapping[type[Event], Callable[[Proposal, Any], Proposal]] = {
    ObjectionRaised: _raised,
    ObjectionReworded: _reworded,
    ObjectionWithdrawn: _withdrawn,
    ObjectionResolved: _resolved,
    ObjectionOrphaned: _orphaned,
    ObjectionTakenOver: _taken_over,
    ObjectionBecameConcern: _became_concern,
    OfferMade: _offered,
    OfferAccepted: _accepted,
    OfferDeclined: _declined,
}
