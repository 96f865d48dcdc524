"""Metrics: who follows a number, one value a day, how it is read, said and put right."""

import pytest

from governance_core.cards.plain import plain_card
from governance_core.checkins.answering_messages import AnswerCheckIn
from governance_core.checkins.messages import CreateCheckIn
from governance_core.feature import Notice
from governance_core.kernel.decider import changed
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CONFIG, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import figure_of
from governance_core.metrics import cards, tellings
from governance_core.metrics.messages import AddMetric, ChangeMetric, RecordMetric, ReopenMetric, RetireMetric
from governance_core.metrics.model import KEPT, Direction, Metric
from tests.rules.given import Names, helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, CEM, DEE, FAY, GARDEN, REPAIR, days, hours
from tests.rules.world import World

M1, M3 = StreamId("M-1"), StreamId("M-3")


@pytest.fixture
def world() -> World:
    founded = World.founded()
    founded.does(ANA, followed())
    return founded


def followed(**fields: object) -> AddMetric:
    return AddMetric(**{"circle": GARDEN, "name": "Plots in use", "unit": "plots", "target": "45", **fields})  # type: ignore[arg-type]


def metric(world: World) -> Metric:
    found: Metric = world.memory.state(M1)
    return found


def values(world: World) -> list[tuple[str, int]]:
    return [(one.day, one.value) for one in metric(world).values]


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert all(part in read for part in words), read


def test_only_who_has_a_seat_adds_records_and_retires(world: World) -> None:
    refused(world, CEM, followed(), NotAllowed, "Only members of Garden")
    refused(world, BEN, followed(circle=CARE), Unknown)
    refused(world, CEM, RecordMetric(id=M1, value="4"), NotAllowed, "Only members of Garden", "M-1")
    refused(world, CEM, RetireMetric(id=M1), NotAllowed, "Only members of Garden")


def test_what_cannot_be_followed_is_said(world: World) -> None:
    refused(world, ANA, followed(name=" "), Invalid, "what is counted")
    refused(world, ANA, followed(name="x" * 101), Invalid, "fewer words")
    refused(world, ANA, followed(unit="x" * 21), Invalid, "fewer words")
    refused(world, ANA, followed(target="many"), Invalid, "no number")
    refused(world, ANA, followed(direction="target", target=""), Invalid, "there is no target")


def test_one_value_a_day_and_another_one_puts_it_right(world: World) -> None:
    world.does(BEN, RecordMetric(id=M1, value="38"))
    world.does(FAY, RecordMetric(id=M1, value="41"))
    world.does(FAY, RecordMetric(id=M1, value="36", day="2026-02-23"))
    assert values(world) == [("2026-02-23", 3600), ("2026-03-02", 4100)]
    assert world.does(BEN, RecordMetric(id=M1, value="41.0")).events == ()


def test_a_day_is_one_that_has_been(world: World) -> None:
    refused(world, BEN, RecordMetric(id=M1, value="4", day="2026-03-03"), Invalid, "still to come")
    refused(world, BEN, RecordMetric(id=M1, value="4", day="soonish"), Invalid)


def test_a_retired_one_is_not_recorded_and_keeps_its_values(world: World) -> None:
    world.does(BEN, RecordMetric(id=M1, value="38"))
    world.does(DEE, RetireMetric(id=M1))
    assert world.does(DEE, RetireMetric(id=M1)).events == ()
    refused(world, BEN, RecordMetric(id=M1, value="4"), Closed, "retired by Dee", "/metric reopen M-1")
    assert values(world) == [("2026-03-02", 3800)]


def test_what_is_retired_can_be_followed_again(world: World) -> None:
    world.does(BEN, RecordMetric(id=M1, value="38"))
    world.does(DEE, RetireMetric(id=M1))
    refused(world, CEM, ReopenMetric(id=M1), NotAllowed, "Only members of Garden")
    world.does(FAY, ReopenMetric(id=M1))
    assert world.does(FAY, ReopenMetric(id=M1)).events == ()
    world.does(BEN, RecordMetric(id=M1, value="40"))
    assert values(world) == [("2026-03-02", 4000)]


@pytest.mark.parametrize("name", ["Plots in use", " plots  IN use "])
def test_a_name_that_another_one_of_the_circle_has_is_refused(world: World, name: str) -> None:
    refused(world, BEN, followed(name=name), Invalid, "M-1 is called", "already", "/metric record M-1")
    world.does(CEM, followed(circle=REPAIR, name=name))
    world.does(BEN, followed(name="Beds"))
    refused(world, BEN, ChangeMetric(id=M3, name=name), Invalid, "M-1 is called", "/metric change M-1")
    world.does(BEN, ChangeMetric(id=M1, name="PLOTS in use"))
    assert metric(world).name == "PLOTS in use"


def test_what_is_retired_leaves_its_name_and_is_not_followed_again_beside_another(world: World) -> None:
    world.does(BEN, RetireMetric(id=M1))
    world.does(BEN, followed(name="plots in use"))
    refused(world, BEN, ReopenMetric(id=M1), Invalid, "M-2 is called Plots in use already", "/metric change M-2")
    world.does(BEN, ChangeMetric(id=StreamId("M-2"), name="Beds"))
    world.does(BEN, ReopenMetric(id=M1))
    assert metric(world).is_followed


def test_older_ones_of_the_same_name_can_still_be_changed(world: World) -> None:
    world.does(BEN, followed(name="Beds"))
    world.memory.states[StreamId("M-2")] = changed(metric(world), name="plots in use")
    world.does(BEN, ChangeMetric(id=M1, target="50"))
    world.does(BEN, ChangeMetric(id=M1, name="Plots"))
    assert (metric(world).target, metric(world).name) == (5000, "Plots")


def test_what_is_changed_stays_as_it_is_where_nothing_is_given(world: World) -> None:
    world.does(BEN, ChangeMetric(id=M1, name="Beds in use"))
    assert (metric(world).name, metric(world).unit, metric(world).target) == ("Beds in use", "plots", 4500)
    world.does(BEN, ChangeMetric(id=M1, unit="None", target=" none ", direction="down"))
    assert (metric(world).unit, metric(world).target, metric(world).direction) == ("", None, Direction.DOWN)
    assert world.does(BEN, ChangeMetric(id=M1, target="none")).events == ()
    world.does(BEN, ChangeMetric(id=M1, direction="target", target="4"))
    assert metric(world).target == 400


def test_who_may_not_change_it_and_what_it_cannot_become_is_said(world: World) -> None:
    refused(world, CEM, ChangeMetric(id=M1, name="Ours"), NotAllowed, "Only members of Garden")
    refused(world, BEN, ChangeMetric(id=M1, name=" "), Invalid, "what is counted")
    refused(world, BEN, ChangeMetric(id=M1, target="none", direction="target"), Invalid, "there is no target")
    refused(world, BEN, ChangeMetric(id=M1, target="lots"), Invalid, "no number")
    world.does(DEE, RetireMetric(id=M1))
    refused(world, BEN, ChangeMetric(id=M1, name="Ours"), Closed, "/metric reopen")


def test_a_value_that_was_none_is_taken_away(world: World) -> None:
    world.does(BEN, RecordMetric(id=M1, value="38", day="2026-02-23"))
    world.does(BEN, RecordMetric(id=M1, value="40"))
    world.does(FAY, RecordMetric(id=M1, value="None"))
    assert values(world) == [("2026-02-23", 3800)]
    assert world.does(FAY, RecordMetric(id=M1, value="none")).events == ()


def test_a_value_that_was_put_right_says_what_it_was_and_whoever_recorded_it_hears_so(world: World) -> None:
    world.does(BEN, RecordMetric(id=M1, value="54"))
    told = world.does(FAY, RecordMetric(id=M1, value="44"))
    last = metric(world).values[-1]
    assert (last.value, last.by, last.instead_of, last.instead_by) == (4400, FAY, 5400, BEN)
    assert tellings.notices(told.events[0], metric(world)) == (Notice(BEN, "whisper"),)
    heard = tellings.telling(M1, told.events[0], metric(world), "UTC")
    assert heard is not None
    said = plain_card(heard, Names(world.people))
    assert "Fay put your value of M-1 (Plots in use) for Mon 2 Mar 2026 right: 44 plots instead of 54 plots." in said
    own = world.does(FAY, RecordMetric(id=M1, value="45"))
    assert tellings.notices(own.events[0], metric(world)) == ()


def reached(world: World, value: str, day: str = "2026-03-02") -> bool:
    """Whether the circle hears that the target is reached because of this value."""
    done = world.does(BEN, RecordMetric(id=M1, value=value, day=day))
    return "metric.target_reached" in [one.kind for one in done.events]


def test_that_a_target_is_reached_is_said_once(world: World) -> None:
    assert [reached(world, value) for value in ("44", "45", "46", "40", "47")] == [False, True, False, False, True]
    world.wait(days(1))
    assert [reached(world, value, "2026-03-03") for value in ("40", "48", "49")] == [False, False, False]
    world.does(BEN, ChangeMetric(id=M1, target="60"))
    assert [reached(world, value, "2026-03-03") for value in ("59", "61")] == [False, True]
    world.does(BEN, ChangeMetric(id=M1, target="50"))
    assert not reached(world, "55", "2026-03-03")


@pytest.mark.parametrize("direction, values_", [("down", ("46", "45")), ("target", ("46", "45"))])
def test_a_target_is_reached_from_above_too(world: World, direction: str, values_: tuple[str, ...]) -> None:
    world.does(BEN, ChangeMetric(id=M1, direction=direction))
    assert [reached(world, value) for value in values_] == [False, True]


def test_a_day_long_past_reaches_no_target(world: World) -> None:
    assert not reached(world, "40")
    assert not reached(world, "50", "2026-02-23")


def test_it_keeps_the_latest_values_only(world: World) -> None:
    for number in range(KEPT + 3):
        world.does(BEN, RecordMetric(id=M1, value=str(number)))
        world.wait(days(1))
    assert len(values(world)) == KEPT
    assert values(world)[-1][1] == (KEPT + 2) * 100


@pytest.mark.parametrize(
    "typed, language, value",
    [
        ("41", "", 4100),
        ("0", "", 0),
        ("-3,5", "de", -350),
        ("1.234", "de", 123400),
        ("1,234", "en", 123400),
        ("1 234,5", "fr", 123450),
        ("\u0663\u066b\u0665", "ar", 350),
        ("+2", "en", 200),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, language: str, value: int) -> None:
    assert figure_of(typed, language) == value


@pytest.mark.parametrize("typed", ["", "-", "--3", "three", "3 plots", "1e3", "1.2345", "9" * 30, "1,234", "1/2"])
def test_what_is_no_number_or_could_be_two_is_not_taken(typed: str) -> None:
    with pytest.raises(ValueError, match=r"[A-Z]"):
        figure_of(typed)


def test_figures_are_said_in_words() -> None:
    assert cards.line_of(M1, "Plots in use", "plots", 4500, (4100, 3800)) == (
        "M-1 · Plots in use · 41 plots (3 more than before; target 45)"
    )
    assert cards.line_of(M1, "Waste", "%", None, (1250,)) == "M-1 · Waste · 12.5%"
    assert cards.line_of(M1, "Waste", "kg", None, ()) == "M-1 · Waste · no value yet"
    assert cards.change(10, 10) == "as before"
    assert cards.reached(4100, 4500, Direction.UP) == "4 to go"
    assert cards.reached(4600, 4500, Direction.UP) == "reached"
    assert cards.reached(4600, 4500, Direction.DOWN) == "1 to go"
    assert cards.reached(4600, 4500, Direction.TARGET) == "1 above it"


def test_a_picture_needs_a_few_values_and_none_below_nothing(world: World) -> None:
    for value in ("3", "4"):
        world.does(BEN, RecordMetric(id=M1, value=value))
        world.wait(days(1))
    assert cards.picture(metric(world), "UTC") is None
    world.does(BEN, RecordMetric(id=M1, value="5"))
    drawn = cards.picture(metric(world), "UTC")
    assert drawn is not None
    assert drawn.chart.bands[0].values == (300, 400, 500)
    assert "3 values from Mon 2 Mar 2026 to Wed 4 Mar 2026, between 3 and 5 plots." in str(drawn.caption)
    world.does(BEN, RecordMetric(id=M1, value="-1"))
    assert cards.picture(metric(world), "UTC") is None


def checked_in(world: World, question: str, *answers: str) -> None:
    """A run was asked this by the config file (which may name what is no metric yet), answered so, and closed."""
    world.does(CONFIG, CreateCheckIn(circle=GARDEN, title="Weekly", every="every mon 09:00", questions=question))
    world.wait(days(7) + hours(1))
    for person, said in zip((ANA, BEN), answers, strict=False):
        world.does(person, AnswerCheckIn(id=StreamId("C-1"), first=said))
    world.wait(hours(8))


@pytest.mark.parametrize("question", ["metric: M-1 plots in use", "metric: m-1", "metric: plots in use"])
def test_a_check_in_records_the_average_for_the_day_on_which_it_closes(world: World, question: str) -> None:
    checked_in(world, question, "40", "43")
    assert values(world) == [("2026-03-09", 4150)]
    last = metric(world).values[-1]
    assert (last.by, last.source) == (None, "C-1")


def test_a_late_answer_puts_the_value_of_the_check_in_right(world: World) -> None:
    checked_in(world, "metric: M-1", "40")
    world.wait(days(1))
    world.does(BEN, AnswerCheckIn(id=StreamId("C-1"), first="43"))
    assert values(world) == [("2026-03-09", 4150)]


@pytest.mark.parametrize("question", ["metric: Water", "number: M-1"])
def test_what_names_no_metric_of_the_circle_is_recorded_in_none(world: World, question: str) -> None:
    world.does(CEM, followed(circle=REPAIR, name="Water"))
    checked_in(world, question, "40")
    assert values(world) == []
    other: Metric = world.memory.state(StreamId("M-2"))
    assert other.values == ()


def test_the_largest_value_is_said_so_that_it_can_be_read(world: World) -> None:
    refused(world, BEN, RecordMetric(id=M1, value="9" * 15), Invalid, "at most 10 000 000 000 000.")


def test_a_check_in_that_nobody_answers_or_of_a_retired_metric_records_nothing(world: World) -> None:
    checked_in(world, "metric: M-1")
    assert values(world) == []
    world.does(ANA, RetireMetric(id=M1))
    world.wait(days(6.7))
    world.does(ANA, AnswerCheckIn(id=StreamId("C-1"), first="41"))
    world.wait(hours(9))
    assert values(world) == []
