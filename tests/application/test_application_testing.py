"""Tests, appeals and silent objectors on a real store: rows, alarms, inboxes and homes; also when the bot was away."""

from typing import Any

from application_world import World

from governance_core.application.queries import Inbox
from governance_core.circles.messages import SetPolicy
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.people.messages import LeaveOrganisation
from governance_core.proposals.messages import (
    AbandonObjection,
    AnswerRound,
    AppealFinding,
    AskForTest,
    DecideAppeal,
    FindReasons,
    NothingRemains,
    RaiseObjection,
    SpeakInTest,
)

P1 = StreamId("P-1")
GARDEN = CircleId("garden")


def objected(world: World, test: str = "group") -> None:
    world.config(SetPolicy(circle=GARDEN, key="test", value=test))
    world.proposal()
    world.do(RaiseObjection(id=P1, harm="The pump is booked"), "ben")


def row(world: World) -> tuple[Any, ...]:
    """Stage, whether the clock runs, the objection's state, and the objector's answer."""
    stage, deadline = world.rows("SELECT stage, deadline FROM proposals WHERE org = ?", world.org)[0]
    state = world.rows("SELECT state FROM objections WHERE org = ?", world.org)[0][0]
    answer = world.rows("SELECT answer FROM answers WHERE org = ? AND person = 'ben'", world.org)[0][0]
    return stage, deadline is not None, state, answer


def in_the_commons(world: World) -> list[tuple[Any, ...]]:
    """What waits to be said in the home of the parent."""
    return world.rows("SELECT note FROM outbox WHERE place = 'commons' AND key LIKE 'say:P-1:%'")


def whole(world: World) -> None:
    """The register, the alarms and the snapshots are what the journal makes them, before and after a rebuild."""
    assert world.clean()
    world.store.rebuild(world.org)
    assert world.clean()


def test_a_test_goes_on_after_a_restart_and_ends_by_its_alarm(world: World) -> None:
    objected(world)
    world.do(AskForTest(id=P1), "ana")
    world.do(SpeakInTest(id=P1, says="differs", reason="It is free"), "dee")
    world.restart()
    assert world.rows("SELECT name FROM alarms") == [("test",)]
    world.clock.turn(hours=24)
    assert world.sweep() == 1
    assert world.state(P1).objections[1].contested
    assert row(world) == ("objected", False, "open", "objection")
    whole(world)


def test_a_test_that_ended_while_the_bot_was_down_ends_before_the_next_command(world: World) -> None:
    objected(world)
    world.do(AskForTest(id=P1), "ana")
    world.clock.turn(days=9)
    world.restart()
    late = SpeakInTest(id=P1, says="differs", reason="It is free")
    said = world.said(world.refusal(late, "dee"))
    assert "is not being tested: it was tested, and qualifies" in said
    assert world.kinds(P1)[-1] == "objection.found"


def test_what_is_set_aside_is_a_concern_in_every_list(world: World) -> None:
    objected(world)
    world.do(AskForTest(id=P1), "ana")
    world.do(NothingRemains(id=P1), "ben")
    assert row(world) == ("consent", True, "concern", "kept")
    for who in ("ana", "dee"):
        world.do(AnswerRound(id=P1, answer="consent"), who)
    assert world.state(P1).stage == "adopted"
    assert "Objection kept as a concern (1): Ben" in world.words(world.show("D-1", "ana"), 4000)
    whole(world)


def test_an_appeal_is_heard_of_in_the_parents_home_and_waits_in_an_inbox(world: World) -> None:
    objected(world, "facilitator")
    world.do(AskForTest(id=P1), "ana")
    assert "P-1" in world.words(world.answer(Inbox(), "dee"))
    world.do(FindReasons(id=P1, finding="limits", reason="Nothing is said"), "dee")
    assert not in_the_commons(world)
    world.do(AppealFinding(id=P1, reason="I water on Thursdays"), "ben")
    assert in_the_commons(world) == [("announce",)]
    assert row(world) == ("objected", False, "open", "objection")
    able = world.state(P1).objections[1].appeal_to
    assert able == ("cem", "eli"), "the commons has no roles, and the others are sides of it or found so"
    assert "P-1" in world.words(world.answer(Inbox(), able[0]))
    world.do(DecideAppeal(id=P1, decision="uphold", reason="Nothing is said"), able[0])
    assert row(world) == ("consent", True, "concern", "kept")
    whole(world)


def test_an_objector_who_leaves_everything_in_the_middle_of_a_test_leaves_no_alarm_of_it(world: World) -> None:
    objected(world)
    world.do(AskForTest(id=P1), "ana")
    world.config(LeaveOrganisation(person=PersonId("ben")))
    assert world.rows("SELECT name FROM alarms") == [("objections",)]
    world.clock.turn(days=3)
    world.sweep()
    assert world.state(P1).stage == "consent"
    whole(world)


def test_a_silent_objector_is_reminded_by_alarms_and_abandoned_by_hand(world: World) -> None:
    objected(world)
    for _ in range(8):
        world.clock.turn(hours=10)
        world.sweep()
    assert world.kinds(P1).count("objectors.reminded") >= 2
    assert world.state(P1).objections[1].reminded == 2
    world.do(AbandonObjection(id=P1, because="silent", reason="No word"), "dee")
    assert row(world) == ("consent", True, "concern", "kept")
    whole(world)
