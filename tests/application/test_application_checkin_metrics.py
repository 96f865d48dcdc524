"""Check-ins that ask for a metric: under which name, also when it gets another, and what is recorded of the answers."""

import pytest
from application_world import FEATURES, World

from governance_core.checkins.answering_messages import AnswerCheckIn, AnswerEarly
from governance_core.checkins.events import RunClosed
from governance_core.checkins.messages import CreateCheckIn
from governance_core.checkins.queries import CheckInResults, ShowCheckIn
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.metrics.messages import AddMetric, ChangeMetric, ReopenMetric, RetireMetric

C1, M1 = StreamId("C-1"), StreamId("M-1")
GARDEN = CircleId("garden")


def asked_of_plots(world: World, questions: str) -> None:
    world.do(AddMetric(circle=GARDEN, name="Plots"), "ana")
    world.do(
        CreateCheckIn(circle=GARDEN, title="Daily", every="daily 00:00", questions=questions, open_for="8h"), "ana"
    )


def wrapped_up(world: World) -> str:
    [*_, closed] = [one.event for one in world.recorded(C1) if isinstance(one.event, RunClosed)]
    telling = FEATURES.of_stream(C1).telling  # type: ignore[union-attr]
    assert telling is not None
    return world.words(world.read(lambda r: telling(C1, closed, r.state(C1), r, None)))


@pytest.mark.parametrize(
    "questions, asked",
    [("metric: plots", "Beds in use"), ("metric: M-1 plots", "M-1 Beds in use"), ("metric: m-1", "M-1 Beds in use")],
)
def test_a_renamed_metric_is_asked_and_recorded_under_its_new_name_also_in_the_run_that_is_open(
    world: World, questions: str, asked: str
) -> None:
    asked_of_plots(world, questions)
    world.do(AnswerEarly(id=C1, first="3"), "ben")
    world.clock.turn(hours=16)
    world.sweep()
    said = world.words(world.do(ChangeMetric(id=M1, name="Beds in use"), "dee").card())
    assert "C-1 asks for it, from now on by its new name." in said
    assert world.form("checkin.answer", {"id": C1, "version": "1"}).questions[0].question.label == asked
    world.do(AnswerCheckIn(id=C1, first="5"), "ana")
    world.clock.turn(hours=8)
    world.sweep()
    assert f"{asked}: 4, on average" in wrapped_up(world)
    assert world.state(M1).values[-1].value == 400
    world.do(ChangeMetric(id=M1, name="Beds"), "dee")
    newest = asked.replace("Beds in use", "Beds")
    assert f"{newest}: 4, on average" in wrapped_up(world), "what stands there is called as it is now"
    world.do(AnswerCheckIn(id=C1, first="7"), "dee")
    assert world.state(M1).values[-1].value == 500, "a late answer is recorded too"
    assert f"• {newest}" in world.words(world.answer(ShowCheckIn(id=C1), "ben"))
    world.clock.turn(hours=16)
    world.sweep()
    world.do(AnswerCheckIn(id=C1, first="6"), "ana")
    world.clock.turn(hours=8)
    world.sweep()
    assert f"{newest}: 6 (5 last time)" in wrapped_up(world), "it is compared with what it was under its old name"
    assert newest in world.words(world.answer(CheckInResults(id=C1, run="1"), "ben"))
    world.restart()
    world.store.rebuild(world.org)
    assert f"{newest}: 6 (5 last time)" in wrapped_up(world)
    assert world.clean()


def test_early_answers_to_a_metric_that_is_renamed_count(world: World) -> None:
    asked_of_plots(world, "metric: plots")
    world.do(AnswerEarly(id=C1, first="3"), "ben")
    world.do(ChangeMetric(id=M1, name="Beds"), "dee")
    for _ in range(2):
        world.clock.turn(hours=16)
        world.sweep()
    assert "Beds: 3" in wrapped_up(world)


@pytest.mark.parametrize("name", ["A = B", "Beds " * 20 + "all", "Kids: number"])
def test_a_name_that_a_line_of_questions_cannot_hold_is_asked_for_by_its_id(world: World, name: str) -> None:
    asked_of_plots(world, "metric: plots")
    world.do(ChangeMetric(id=M1, name=name[:100]), "dee")
    world.clock.turn(hours=16)
    world.sweep()
    world.do(AnswerCheckIn(id=C1, first="5"), "ana")
    world.do(ChangeMetric(id=M1, name="Beds"), "dee")
    world.clock.turn(hours=8)
    world.sweep()
    assert "Beds: 5" in wrapped_up(world)
    assert world.state(M1).values[-1].value == 500


def test_words_of_its_own_beside_the_id_and_other_check_ins_stay_as_they_are(world: World) -> None:
    asked_of_plots(world, "metric: M-1 how many are dug?")
    world.do(AddMetric(circle=GARDEN, name="Water"), "ana")
    world.do(CreateCheckIn(circle=GARDEN, title="Other", every="daily 00:00", questions="metric: water"), "ana")
    said = world.words(world.do(ChangeMetric(id=M1, name="Beds"), "dee").card())
    assert "C-1 asks for it" in said
    assert "C-2" not in said
    assert "M-1 how many are dug?" in world.words(world.answer(ShowCheckIn(id=C1), "ben"))
    assert world.kinds("C-2") == ["checkin.created"]
    assert "asks for it" in world.words(world.do(ChangeMetric(id=M1, target="9"), "dee").card())


def test_the_wrap_up_says_that_what_was_answered_to_a_retired_metric_is_not_recorded(world: World) -> None:
    asked_of_plots(world, "metric: plots")
    world.clock.turn(hours=16)
    world.sweep()
    world.do(AnswerCheckIn(id=C1, first="5"), "ana")
    world.do(RetireMetric(id=M1), "dee")
    world.clock.turn(hours=8)
    world.sweep()
    assert "plots: 5 · not recorded: M-1 is retired" in wrapped_up(world)
    world.do(ReopenMetric(id=M1), "dee")
    world.do(AnswerCheckIn(id=C1, first="7"), "ben")
    assert "not recorded" not in wrapped_up(world)
    world.do(RetireMetric(id=M1), "dee")
    assert "not recorded" not in wrapped_up(world), "it was, before it was retired"
