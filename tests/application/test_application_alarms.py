"""What is due is pressed first: order of carrying out decides, and what was due before a command happened before it."""

from datetime import UTC, datetime, timedelta

import pytest
from application_world import START, TEXTS, World

from governance_core.circles.messages import AddMember, RemoveMember, SetPolicy
from governance_core.kernel.errors import Closed, Unknown
from governance_core.kernel.ids import CONFIG, CircleId, DeliveryKey, PersonId, StreamId
from governance_core.people.messages import DeclareAbsence, LeaveOrganisation
from governance_core.ports import Alarm, Due
from governance_core.proposals.messages import AnswerRound, CreateProposal, HandOver, RaiseObjection, SponsorProposal

P1, P2 = StreamId("P-1"), StreamId("P-2")
CONSENT = AnswerRound(id=P1, answer="consent")
DEADLINE = START + timedelta(days=3)


def silent_round(world: World) -> str:
    """In the repair café silence consents and half of the two must answer."""
    return world.proposal("cem", "repair")


def test_an_answer_after_the_deadline_meets_a_closed_round_and_the_closing_is_kept(world: World) -> None:
    silent_round(world)
    world.do(CONSENT, "cem")
    world.clock.turn(days=3, seconds=1)
    receipt = world.attempt(AnswerRound(id=P1, answer="consent"), "dee", DeliveryKey("discord", "late"))
    assert isinstance(receipt.refusal, Closed)
    assert (receipt.events, receipt.stream) == ((), "P-1")
    assert world.said(receipt.refusal).startswith("P-1 is closed: adopted as D-1.")
    assert world.kinds("P-1", 4) == ["electors.reminded", "proposal.adopted", "proposal.recorded"]
    assert world.state("D-1").answers["dee"].answer == "silent"
    assert world.count("inbox") == 0
    assert ("card:P-1",) in world.rows("SELECT key FROM outbox")
    again = world.refusal(CONSENT, "dee", DeliveryKey("discord", "late"))
    assert world.said(again) == world.said(receipt.refusal)
    assert world.clean()


@pytest.mark.parametrize("early,counted", [(timedelta(microseconds=1), True), (timedelta(0), False)])
def test_the_deadline_is_an_instant(world: World, early: timedelta, counted: bool) -> None:
    silent_round(world)
    world.do(CONSENT, "cem")
    world.clock.at = DEADLINE - early
    assert (world.attempt(CONSENT, "dee").refusal is None) is counted


def test_the_earliest_alarm_rings_first(world: World) -> None:
    world.proposal()
    world.do(CONSENT, "ben")
    world.clock.turn(days=3)
    world.do(CONSENT, "dee")
    assert world.kinds("P-1", 4) == ["electors.reminded", "electors.reminded", "round.extended", "answer.given"] or (
        world.kinds("P-1", 4) == ["electors.reminded", "round.extended", "answer.given"]
    )
    assert {one.actor for one in world.recorded("P-1", 4)} == {"clock", "person:dee@console"}
    assert world.state("P-1").deadline == datetime(2026, 3, 7, 9, 0, tzinfo=UTC)


def test_an_alarm_is_pressed_once(world: World) -> None:
    world.proposal()
    world.clock.turn(days=3)
    (first, *_) = world.dues()
    assert world.ring(first) is True
    version = len(world.recorded("P-1"))
    assert world.ring(first) is False
    world.restart()
    assert world.ring(first) is False
    assert len(world.recorded("P-1")) == version
    assert world.dues() == []


def test_a_late_sweep_finds_that_an_answer_pressed_it_already(world: World) -> None:
    silent_round(world)
    world.do(CONSENT, "cem")
    world.clock.turn(days=3)
    dues = world.dues()
    assert [due.alarm.name for due in dues] == ["reminder", "deadline"]
    world.refusal(CONSENT, "dee")
    assert [world.ring(due) for due in dues] == [False, False]
    assert world.kinds("P-1").count("proposal.adopted") == 1


def test_an_alarm_of_the_past_does_no_harm(world: World) -> None:
    """As when a sweep hung on to something that was moved since."""
    world.proposal()
    before = world.recorded("P-1")
    assert world.ring(Due(P1, Alarm("deadline", DEADLINE))) is False
    assert world.recorded("P-1") == before


def test_only_the_stream_of_the_command_is_closed_by_it(world: World) -> None:
    world.proposal()
    world.proposal()
    world.do(AnswerRound(id=P2, answer="consent"), "ben")
    world.clock.turn(days=3)
    world.attempt(CONSENT, "ben")
    assert world.state("P-1").stage == "lapsed"
    assert world.kinds("P-2") == ["proposal.created", "round.opened", "answer.given"]
    assert {due.stream for due in world.dues()} == {"P-2"}


def test_what_is_due_is_asked_of_the_journal_after_a_restart(world: World) -> None:
    silent_round(world)
    world.do(CONSENT, "cem")
    world.restart()
    world.clock.turn(days=30)
    assert isinstance(world.refusal(CONSENT, "dee"), Closed)
    world.restart()
    assert world.state("P-1").agreement == "D-1"
    assert world.dues() == []


def test_zero_answers_lapse_at_the_first_press_after_the_deadline(world: World) -> None:
    silent_round(world)
    world.clock.turn(days=3)
    assert "lapsed" in world.said(world.refusal(CONSENT, "dee"))
    assert world.count("agreements") == 0


def test_an_outsiders_press_closes_it_too_and_tells_them_nothing(world: World) -> None:
    world.proposal("ben", "care")
    world.clock.turn(days=4)
    refusal = world.refusal(CONSENT, "ana")
    assert isinstance(refusal, Unknown)
    assert world.said(refusal) == "There is no P-1 here. Check the number; lists show what you can see."
    assert world.state("P-1").stage == "lapsed"


LEAVING = {
    "the organisation": LeaveOrganisation(person=PersonId("cem")),
    "the circle": RemoveMember(circle=CircleId("repair"), person=PersonId("cem")),
}


@pytest.mark.parametrize("what", LEAVING)
def test_who_leaves_after_the_deadline_has_answered_a_round_that_is_over(world: World, what: str) -> None:
    """The sweep was late; the round ended with the answer that was given in time."""
    world.config(AddMember(circle=CircleId("repair"), person=PersonId("ana")))
    world.proposal("dee", "repair")
    world.do(CONSENT, "cem")
    world.do(CONSENT, "ana")
    world.clock.turn(days=3, minutes=1)
    world.do(LEAVING[what], CONFIG)
    assert world.state("P-1").agreement == "D-1"
    assert "elector.left" not in world.kinds("P-1")
    assert {person: given.answer for person, given in world.state("D-1").answers.items()} == {
        "cem": "consent",
        "ana": "consent",
        "dee": "silent",
    }
    assert world.dues() == []
    assert world.clean()


def test_an_absence_declared_after_the_deadline_comes_too_late(world: World) -> None:
    world.proposal()
    for who in ("ana", "ben"):
        world.do(CONSENT, who)
    world.clock.turn(days=3, minutes=1)
    world.do(DeclareAbsence(until="30d"), "dee")
    kinds = world.kinds("P-1")
    assert kinds.index("round.extended") < kinds.index("elector.away") < kinds.index("proposal.adopted")


def test_a_sponsor_who_comes_too_late_meets_a_withdrawn_proposal(world: World) -> None:
    world.proposal()
    world.do(HandOver(id=P1), "ana")
    world.clock.turn(days=3)
    refusal = world.refusal(SponsorProposal(id=P1), "ben")
    assert world.said(refusal).startswith("P-1 is closed: withdrawn.")
    assert world.kinds("P-1")[-1] == "proposal.ended"


def test_an_objection_stops_the_clock_and_its_alarms(world: World) -> None:
    world.proposal()
    assert world.rows("SELECT name FROM alarms ORDER BY name") == [("deadline",), ("reminder",)]
    world.do(RaiseObjection(id=P1, harm="The pump is booked"), "dee")
    assert world.rows("SELECT name FROM alarms") == [("objector",)]
    world.clock.turn(days=60)
    assert world.sweep() > 0
    assert world.state("P-1").stage == "objected"
    assert world.do(CONSENT, "ben").events


def test_the_rules_of_a_round_are_those_it_opened_with(world: World) -> None:
    world.proposal()
    world.config(
        SetPolicy(circle=CircleId("garden"), key="window", value="1h"),
        SetPolicy(circle=CircleId("garden"), key="silence", value="consents"),
    )
    world.do(CONSENT, "ben")
    world.clock.turn(hours=2)
    assert world.sweep() == 0
    assert world.state("P-1").deadline == DEADLINE
    world.clock.turn(days=3)
    world.sweep()
    assert "round.extended" in world.kinds("P-1")
    assert world.do(CreateProposal(circle=CircleId("garden"), title="Next", **TEXTS), "ana").state.deadline == (
        world.clock.at + timedelta(hours=1)
    )
