"""What each event of a test, an appeal or a wait for an objector makes of a proposal."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from governance_core.kernel.decider import changed
from governance_core.kernel.message import Event
from governance_core.proposals.model import Proposal, Stage
from governance_core.proposals.objections_model import Answer, AnswerKind, Objection, ObjectionState
from governance_core.proposals.settling import objection_after, settled
from governance_core.proposals.testing_events import (
    AppealDecided,
    ObjectionAppealed,
    ObjectionFound,
    ObjectionSetAside,
    ObjectionStands,
    ObjectionTestAsked,
    ObjectionTestRestarted,
    ObjectionVoiced,
    ObjectorsReminded,
)
from governance_core.proposals.testing_model import SETTLES, Finding, Found, Trial, Voice

AWAITED_ANEW: Mapping[str, Any] = {"reminded": 0, "reminded_at": None, "remind_at": None}
"""The objector did something, or is asked something new: their silence is reckoned from now on."""


def untested(objection: Objection) -> Objection:
    """An objection that meets another text: what was found of it, and its test, are off."""
    found = objection.found if objection.appeal_until else None
    return replace(objection, test=None, found=found, **AWAITED_ANEW)


def carried_over(state: Proposal) -> dict[int, Objection]:
    """All objections as they meet the next version of the text: those that are open are untested again."""
    standing = state.open_objections()
    return {number: untested(one) if one in standing else one for number, one in state.objections.items()}


def _asked(state: Proposal, e: ObjectionTestAsked) -> Proposal:
    return objection_after(state, e.number, test=Trial(e.by, e.until))


def _voiced(state: Proposal, e: ObjectionVoiced) -> Proposal:
    test = state.objections[e.number].test
    assert test is not None, "somebody says so in a test"
    voices = {**test.voices, e.person: Voice(e.qualifies, e.reason)}
    return objection_after(state, e.number, test=replace(test, voices=voices))


def _restarted(state: Proposal, e: ObjectionTestRestarted) -> Proposal:
    test = state.objections[e.number].test
    assert test is not None, "only a test that is going on begins anew"
    return objection_after(state, e.number, test=replace(test, until=e.until, reworded=e.times, voices={}))


def _found(state: Proposal, e: ObjectionFound) -> Proposal:
    finding = Finding(e.found, e.by, e.reason) if e.found in SETTLES else None
    return objection_after(state, e.number, test=None, found=finding, heard=e.at, **AWAITED_ANEW)


def _set_aside(state: Proposal, e: ObjectionSetAside) -> Proposal:
    finding = Finding(e.found, e.by, e.reason, e.missing)
    after = objection_after(state, e.number, test=None, found=finding)
    return _kept(after, e.number, e.person)


def _kept(state: Proposal, number: int, person: Any) -> Proposal:
    """It blocks no more. Its author is not waited for, and is not taken to consent either."""
    answer = Answer(AnswerKind.KEPT, state.objections[number].harm)
    others = [one for one in state.open_objections() if one.person == person and one.number != number]
    answered = state if others else changed(state, answers={**state.answers, person: answer})
    done = objection_after(
        answered, number, state=ObjectionState.CONCERN, settled_in=state.version, appeal_until=None, orphaned_until=None
    )
    return settled(done, number)


def _appealed(state: Proposal, e: ObjectionAppealed) -> Proposal:
    stopped = state if e.left is None else changed(state, deadline=None, left=e.left)
    answers = {**state.answers, e.person: Answer(AnswerKind.OBJECTION)}
    again = changed(stopped, stage=Stage.OBJECTED, answers=answers)
    until = {"appealed": True, "appeal_until": e.until, "appeal_to": e.to}
    return objection_after(again, e.number, state=ObjectionState.OPEN, settled_in=0, heard=e.at, **until)


def _appeal_decided(state: Proposal, e: AppealDecided) -> Proposal:
    if not e.reopened:
        return _kept(state, e.number, e.person)
    finding = Finding(Found.REOPENED, e.by, e.reason)
    return objection_after(state, e.number, found=finding, appeal_until=None, heard=e.at, **AWAITED_ANEW)


def _stands(state: Proposal, e: ObjectionStands) -> Proposal:
    return objection_after(state, e.number, heard=e.at, **AWAITED_ANEW)


def _reminded(state: Proposal, e: ObjectorsReminded) -> Proposal:
    for number in e.objections:
        count = state.objections[number].reminded + 1
        state = objection_after(state, number, reminded=count, reminded_at=e.at, remind_at=None)
    for number, at in e.later.items():
        state = objection_after(state, number, remind_at=at)
    return state


TESTING_EVOLVE: Mapping[type[Event], Callable[[Proposal, Any], Proposal]] = {
    ObjectionTestAsked: _asked,
    ObjectionVoiced: _voiced,
    ObjectionTestRestarted: _restarted,
    ObjectionFound: _found,
    ObjectionSetAside: _set_aside,
    ObjectionAppealed: _appealed,
    AppealDecided: _appeal_decided,
    ObjectionStands: _stands,
    ObjectorsReminded: _reminded,
}
