"""Check-ins when something is wrong: runs that would overlap, crowds, plans changed under a run, time that jumps."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from governance_core.blockers.model import Blocker
from governance_core.cards.plain import plain_text
from governance_core.checkins.answering_messages import AnswerCheckIn
from governance_core.checkins.cards import outcome
from governance_core.checkins.events import MembersReminded, RunClosed, RunOpened
from governance_core.checkins.messages import CreateCheckIn, EditCheckIn, EndCheckIn
from governance_core.checkins.model import CheckIn, Run
from governance_core.checkins.tellings import MOST_NAMED, telling
from governance_core.circles.messages import AddMember, ChangeCircle, CloseCircle, FoundCircle, SetCommonPolicy
from governance_core.kernel.ids import CONFIG, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.metrics.messages import AddMetric
from governance_core.metrics.model import Metric
from governance_core.people.messages import JoinOrganisation
from tests.rules.given import Names
from tests.rules.organisation import ANA, BEN, ELI, GARDEN, days, hours
from tests.rules.world import World

C1, M1 = StreamId("C-1"), StreamId("M-1")
BEES = CircleId("bees")


@pytest.fixture
def world() -> World:
    return World.founded()


def create(**given: str) -> CreateCheckIn:
    plan = {"circle": GARDEN, "title": "Daily", "every": "daily 09:00", "open_for": "4h", "questions": "text: Done?"}
    return CreateCheckIn(**{**plan, **given})


def checkin(world: World) -> CheckIn:
    found: CheckIn = world.memory.state(C1)
    return found


def run(world: World) -> Run:
    found = checkin(world).run
    assert found is not None
    return found


def happened(world: World, kind: type[Event]) -> list[Event]:
    return [one.event for one in world.memory.journal[C1] if isinstance(one.event, kind)]


def blockers(world: World) -> list[str]:
    return [one.words for one in world.memory.states.values() if isinstance(one, Blocker)]


def test_a_run_that_is_still_open_when_the_next_is_due_is_closed_first_and_nothing_of_it_is_lost(world: World) -> None:
    """A holiday moves a run to a day later, and so nearer to the next one."""
    world.does(CONFIG, SetCommonPolicy(key="holidays", value="2026-03-23"))
    world.does(CONFIG, SetCommonPolicy(key="on_holiday", value="move"))
    world.does(ANA, AddMetric(circle=GARDEN, name="Plots"))
    asked = "metric: Plots\nblocker: In the way?"
    world.does(ANA, create(every="every mon 09:00", open_for="7d", questions=asked))
    world.wait(datetime(2026, 3, 29, 12, tzinfo=UTC) - world.now)
    first = run(world).number
    world.does(BEN, AnswerCheckIn(id=C1, first="41", second="No hinges"))
    world.wait(days(1))
    assert run(world).number == first + 1
    closed = [one for one in happened(world, RunClosed) if isinstance(one, RunClosed) and one.run == first]
    assert [(one.answered, one.at) for one in closed] == [(1, datetime(2026, 3, 30, 8, tzinfo=UTC))]
    metric: Metric = world.memory.state(M1)
    assert [(one.day, one.value) for one in metric.values] == [("2026-03-30", 4100)]
    assert blockers(world) == ["No hinges"]
    last = checkin(world).last
    assert last is not None
    assert "1 of 4 answered" in str(outcome(C1, last, checkin(world).last_before))


def test_two_check_ins_of_a_circle_may_be_open_at_once(world: World) -> None:
    world.does(ANA, create())
    world.does(ANA, create(title="Other", every="daily 10:00"))
    world.wait(days(1) + hours(2))
    world.does(BEN, AnswerCheckIn(id=C1, first="Dug"))
    world.does(BEN, AnswerCheckIn(id=StreamId("C-2"), first="Weeded"))
    other: CheckIn = world.memory.state(StreamId("C-2"))
    assert other.run is not None
    assert run(world).answers[BEN].words == ("Dug",)
    assert other.run.answers[BEN].words == ("Weeded",)


@pytest.mark.parametrize("every", ["daily 09:30", "daily 08:00", "every mon 07:00"])
def test_an_earlier_hour_while_a_run_is_open_opens_no_second_one_before_it_closed(world: World, every: str) -> None:
    world.does(ANA, create())
    world.wait(days(1) + hours(1))
    before = run(world)
    world.does(ANA, EditCheckIn(id=C1, every=every))
    assert run(world) == before
    world.wait(hours(4))
    assert (run(world).number, run(world).closed_at) == (before.number, before.closes_at)
    world.wait(days(8))
    kinds = [type(one.event) for one in world.memory.journal[C1] if isinstance(one.event, RunOpened | RunClosed)]
    assert kinds == [RunOpened, RunClosed] * (len(kinds) // 2) + [RunOpened] * (len(kinds) % 2)


@pytest.mark.parametrize("later", [hours(1), hours(5)])
@pytest.mark.parametrize("every", ["daily 17:00", "daily 12:00", "every mon, tue, wed 23:30"])
def test_a_later_hour_on_a_day_that_was_asked_counts_from_the_next_day(
    world: World, every: str, later: timedelta
) -> None:
    """Whether the run of the day is open still or not."""
    world.does(ANA, create())
    world.wait(days(1) + later)
    world.does(ANA, EditCheckIn(id=C1, every=every))
    world.wait(days(4))
    asked = [one.due.date() for one in happened(world, RunOpened) if isinstance(one, RunOpened)]
    assert len(asked) == len({*asked}), "no day twice"
    assert all(after - before == days(1) for before, after in pairwise(asked)), "and none left out"


def test_another_zone_while_a_run_is_open_neither_skips_nor_doubles_a_day(world: World) -> None:
    world.does(ANA, create())
    world.wait(days(1) + hours(1))
    world.does(CONFIG, ChangeCircle(circle=GARDEN, key="zone", value="Pacific/Auckland"))
    world.wait(days(3))
    assert {one.opened_at.hour for one in [run(world)]} == {20}, "nine in the morning there"
    opened = [one.due for one in happened(world, RunOpened) if isinstance(one, RunOpened)]
    apart = [later - earlier for earlier, later in pairwise(opened)]
    assert apart[1:] == [days(1)] * (len(opened) - 2)


def test_a_reminder_to_a_crowd_counts_and_names_nobody(world: World) -> None:
    crowd = [PersonId(f"p{number}") for number in range(MOST_NAMED + 1)]
    for one in crowd:
        world.does(CONFIG, JoinOrganisation(person=one, name=f"Person {one}"))
        world.does(CONFIG, AddMember(circle=GARDEN, person=one))
    world.does(ANA, create())
    world.wait(days(1) + hours(3))
    [reminded] = happened(world, MembersReminded)
    card = telling(C1, reminded, checkin(world), "UTC", None)
    assert card is not None
    assert plain_text(card.summary, Names(world.people)).startswith(f"{MOST_NAMED + 5} of you: C-1 Daily is open")


def test_a_circle_that_closes_in_the_middle_of_a_run_ends_it_with_what_was_said(world: World) -> None:
    world.does(CONFIG, FoundCircle(circle=BEES, name="Bees", parent=GARDEN))
    for one in (ANA, ELI):
        world.does(CONFIG, AddMember(circle=BEES, person=one))
    world.does(ANA, AddMetric(circle=BEES, name="Hives"))
    world.does(CONFIG, create(circle="bees", questions="blocker: In the way?\nmetric: Hives"))
    world.wait(days(1) + hours(1))
    world.does(ELI, AnswerCheckIn(id=C1, first="A swarm", second="3"))
    world.does(CONFIG, CloseCircle(circle=BEES))
    assert [one.event.kind for one in world.memory.journal[C1]][-3:] == [
        "checkin.run_closed",
        "checkin.answers_told",
        "checkin.ended",
    ]
    assert blockers(world) == []


def test_ended_in_the_middle_of_a_run_what_is_in_the_way_is_kept(world: World) -> None:
    world.does(ANA, create(questions="blocker: In the way?"))
    world.wait(days(1) + hours(1))
    world.does(BEN, AnswerCheckIn(id=C1, first="No hinges"))
    world.does(ANA, EndCheckIn(id=C1))
    assert blockers(world) == ["No hinges"]


def test_down_for_a_week_with_a_run_open_before_closes_it_and_opens_the_one_that_can_be_answered(world: World) -> None:
    world.does(ANA, create())
    world.wait(days(1) + hours(1))
    world.does(BEN, AnswerCheckIn(id=C1, first="Dug"))
    world.sleep(days(7))
    world.sweep()
    opened = [one for one in happened(world, RunOpened) if isinstance(one, RunOpened)]
    assert [(one.run, one.missed) for one in opened] == [(1, 0), (2, 6)]
    assert [one.answered for one in happened(world, RunClosed) if isinstance(one, RunClosed)] == [1]
