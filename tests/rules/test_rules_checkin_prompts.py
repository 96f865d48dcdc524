"""Who is asked alone and when, who is reminded later because they want it, and who counts."""

from datetime import UTC, datetime, timedelta

import pytest

from governance_core.checkins.answering_messages import AnswerCheckIn, SkipCheckIn, SnoozeCheckIn
from governance_core.checkins.cards import outcome, said_of
from governance_core.checkins.events import MembersPrompted, MembersReminded, RunClosed
from governance_core.checkins.evolve import tally
from governance_core.checkins.guards import NothingOpen, NotInTheRun
from governance_core.checkins.messages import CreateCheckIn, EndCheckIn
from governance_core.checkins.model import SLOTS, Run
from governance_core.checkins.snoozing import NoLaterThen
from governance_core.circles.messages import AddMember, RemoveMember, SetHome
from governance_core.kernel.errors import Closed, Refusal
from governance_core.kernel.ids import CONFIG, Actor, PersonId, StreamId, Via
from governance_core.kernel.message import Event
from governance_core.kernel.time import wall
from governance_core.people.messages import AddAccount, ChooseSettings, DeclareAbsence
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, BEN, DEE, ELI, FAY, GARDEN, days, hours
from tests.rules.world import World

C1 = StreamId("C-1")
LISBON = "Europe/Lisbon"


@pytest.fixture
def world() -> World:
    return World.founded()


def opened(world: World, **given: str) -> World:
    """A run is open since an hour: it is ten."""
    plan = {"circle": GARDEN, "title": "Weekly", "every": "every mon 09:00", "questions": "text: Done?\nmood: Mood?"}
    world.does(ANA, CreateCheckIn(**{**plan, **given}))
    world.wait(days(7) + hours(1))
    return world


def run(world: World) -> Run:
    found: Run = world.memory.state(C1).run
    return found


def happened(world: World, kind: type[Event]) -> list[Event]:
    return [one.event for one in world.memory.journal[C1] if isinstance(one.event, kind)]


def told(world: World) -> list[tuple[str, tuple[PersonId, ...], dict[PersonId, str]]]:
    """The reminders: at which hour, to whom, and where to those who are told alone."""
    reminded = [one for one in happened(world, MembersReminded) if isinstance(one, MembersReminded)]
    return [(wall(one.at, LISBON).strftime("%H:%M"), one.persons, dict(one.direct)) for one in reminded if one.persons]


def prompts(world: World) -> list[tuple[str, dict[PersonId, str]]]:
    """At which hour whose own hour came, and where they were asked."""
    asked = [one for one in happened(world, MembersPrompted) if isinstance(one, MembersPrompted)]
    return [(wall(one.at, LISBON).strftime("%H:%M"), dict(one.direct)) for one in asked]


def on(person: PersonId, platform: str) -> Actor:
    return Actor.of_person(person, Via(platform, person))


def answer(*words: str) -> AnswerCheckIn:
    return AnswerCheckIn(id=C1, **dict(zip(SLOTS, words, strict=False)))


def refused(world: World, by: PersonId, command: SnoozeCheckIn, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert all(part in read for part in words), read


def test_where_a_program_may_write_first_the_check_in_comes_to_each_alone_and_elsewhere_to_nobody(world: World) -> None:
    for platform in ("slack", "discord"):
        world.does(CONFIG, SetHome(circle=GARDEN, platform=platform, place=f"{platform}-garden"))
    for person, platform in ((ANA, "slack"), (BEN, "discord"), (DEE, "slack"), (FAY, "slack")):
        world.does(CONFIG, AddAccount(person=person, platform=platform, account=f"{person}-there"))
    world.does(DEE, ChooseSettings(prompts="off"))
    world.does(FAY, ChooseSettings(prompts="11:00", zone=LISBON))
    opened(world).wait(hours(8))
    prompted = [one for one in happened(world, MembersPrompted) if isinstance(one, MembersPrompted)]
    assert [(dict(one.direct), wall(one.at, LISBON).hour) for one in prompted] == [
        ({ANA: "slack"}, 9),
        ({FAY: "slack"}, 11),
    ]


def test_whoever_has_no_home_there_is_not_written_to(world: World) -> None:
    world.does(CONFIG, AddAccount(person=ANA, platform="slack", account="U0ANA"))
    assert happened(opened(world), MembersPrompted) == []


def test_whoever_goes_away_before_their_hour_is_not_asked_alone(world: World) -> None:
    world.does(on(BEN, "console"), ChooseSettings(reminders="direct", prompts="11:30"))
    opened(world).does(BEN, DeclareAbsence(until="30d"))
    world.wait(hours(3))
    [prompted] = happened(world, MembersPrompted)
    assert isinstance(prompted, MembersPrompted)
    assert prompted.direct == {}


def test_whoever_is_asked_after_halfway_is_not_reminded_before_that(world: World) -> None:
    world.does(on(BEN, "console"), ChooseSettings(reminders="direct", prompts="16:00", zone=LISBON))
    opened(world).wait(hours(8))
    assert told(world) == [("13:00", (ANA, DEE, FAY), {})]
    assert prompts(world) == [("16:00", {BEN: "console"})]


def test_whoever_wants_to_be_reminded_later_is_not_asked_at_their_hour_as_well(world: World) -> None:
    world.does(on(BEN, "console"), ChooseSettings(reminders="direct", prompts="14:00", zone=LISBON))
    opened(world, remind="off").does(on(BEN, "discord"), SnoozeCheckIn(id=C1, when="afternoon"))
    world.wait(hours(8))
    assert told(world) == [("15:00", (BEN,), {BEN: "discord"})]
    assert prompts(world) == [("14:00", {})]


def test_whoever_loses_their_seat_is_asked_and_reminded_no_more_and_not_missing(world: World) -> None:
    world.does(on(BEN, "console"), ChooseSettings(reminders="direct", prompts="11:00", zone=LISBON))
    opened(world).does(DEE, SnoozeCheckIn(id=C1, when="hour"))
    for person in (BEN, DEE, FAY):
        world.does(ANA, RemoveMember(circle=GARDEN, person=person))
    world.wait(hours(8))
    assert prompts(world) == [("11:00", {})]
    assert told(world) == [("13:00", (ANA,), {})]
    [closed] = happened(world, RunClosed)
    assert isinstance(closed, RunClosed)
    assert (closed.expected, set(closed.away)) == (1, {BEN, DEE, FAY})


def test_reminded_later_is_reminded_then_and_not_before(world: World) -> None:
    opened(world)
    world.does(on(BEN, "discord"), SnoozeCheckIn(id=C1, when="afternoon"))
    world.does(on(DEE, "console"), SnoozeCheckIn(id=C1, when="hour"))
    assert world.does(on(BEN, "discord"), SnoozeCheckIn(id=C1, when="afternoon")).events == ()
    world.wait(hours(6))
    assert told(world) == [
        ("11:00", (DEE,), {DEE: "console"}),
        ("13:00", (ANA, DEE, FAY), {}),
        ("15:00", (BEN,), {BEN: "discord"}),
    ]


@pytest.mark.parametrize(
    "plan, hour, fay",
    [
        ({"open_for": "23h"}, "19:00", "07:00"),
        ({"every": "every sun 19:30", "open_for": "12h"}, "19:45", "07:00"),
        ({"open_for": "20h", "remind": "2h"}, "19:00", "18:00"),
    ],
)
def test_a_reminder_that_would_come_in_quiet_hours_until_the_close_comes_before_them(
    world: World, plan: dict[str, str], hour: str, fay: str
) -> None:
    """Fay is asleep an hour before the others, and up an hour before them: in time, or else she is reminded first."""
    opened(world, **plan).wait(days(1))
    reminded = sorted(told(world), key=lambda one: len(one[1]))
    assert reminded == [(fay, (FAY,), {}), (hour, (ANA, BEN, DEE), {})]


def test_whoever_sleeps_from_the_reminder_to_the_close_is_reminded_before_they_do_and_once(world: World) -> None:
    """Two of them, within six hours of the reminder; whoever is optional is left in peace."""
    for person, quiet in ((BEN, "12:00-20:00"), (DEE, "11:30-17:00"), (FAY, "11:00-20:00"), (ANA, "12:30-16:30")):
        world.does(person, ChooseSettings(quiet_hours=quiet, zone=LISBON))
    opened(world, optional="fay").wait(hours(8))
    assert told(world) == [("10:30", (DEE,), {}), ("11:00", (BEN,), {}), ("16:30", (ANA,), {})]


def test_whoever_answered_before_they_sleep_or_sleeps_all_along_is_not_reminded(world: World) -> None:
    world.does(BEN, ChooseSettings(quiet_hours="12:00-20:00"))
    world.does(DEE, ChooseSettings(quiet_hours="08:00-20:00"))
    opened(world).does(BEN, answer("Dug"))
    world.wait(hours(8))
    assert told(world) == [("13:00", (ANA, FAY), {})]
    assert len(happened(world, MembersReminded)) == 1


def test_nobody_is_reminded_before_they_were_asked(world: World) -> None:
    world.does(on(BEN, "console"), ChooseSettings(reminders="direct", prompts="11:45", quiet_hours="12:00-20:00"))
    opened(world).wait(hours(8))
    assert told(world) == [("13:00", (ANA, DEE, FAY), {})]


def test_opened_in_quiet_hours_that_last_until_the_close_reminds_nobody(world: World) -> None:
    opened(world, every="every mon 21:00").wait(days(1))
    assert told(world) == []


def test_reminded_later_is_not_reminded_once_they_answered_or_it_is_closed(world: World) -> None:
    opened(world, remind="off")
    world.does(BEN, SnoozeCheckIn(id=C1, when="hour"))
    world.does(DEE, SnoozeCheckIn(id=C1, when="close"))
    world.does(BEN, answer("Dug"))
    world.does(DEE, SkipCheckIn(id=C1))
    world.wait(hours(8))
    assert told(world) == []


def test_reminded_later_after_a_restart_that_came_too_late_is_reminded_at_once(world: World) -> None:
    opened(world, remind="off").does(BEN, SnoozeCheckIn(id=C1, when="hour"))
    world.sleep(hours(2))
    world.sweep()
    assert [hour for hour, _, _ in told(world)] == ["12:00"]


def test_a_time_at_which_it_is_no_use_is_refused(world: World) -> None:
    world.does(ANA, CreateCheckIn(circle=GARDEN, title="Weekly", every="every mon 09:00"))
    refused(world, BEN, SnoozeCheckIn(id=C1, when="hour"), NothingOpen)
    world.wait(days(7) + hours(1))
    refused(world, BEN, SnoozeCheckIn(id=C1, when="tomorrow"), NoLaterThen, "it is closed by then", "answer now")
    refused(world, ELI, SnoozeCheckIn(id=C1, when="hour"), NotInTheRun)
    world.wait(hours(6))
    refused(world, BEN, SnoozeCheckIn(id=C1, when="afternoon"), NoLaterThen, "that has passed")
    world.does(BEN, answer("Dug"))
    refused(world, BEN, SnoozeCheckIn(id=C1, when="close"), Closed, "you have answered already")
    world.wait(hours(2))
    refused(world, DEE, SnoozeCheckIn(id=C1, when="hour"), Closed, "answer late")


def test_a_run_that_ended_while_nobody_could_answer_says_so(world: World) -> None:
    """Whose fault it is that somebody is missing is not left open."""
    opened(world).sleep(hours(9))
    world.sweep()
    assert "I was not running when it ended, until " in str(outcome(C1, run(world), None))
    world.wait(days(7))
    assert "I was not running" not in str(outcome(C1, run(world), None))


def test_who_is_optional_or_away_is_not_counted_until_they_answer(world: World) -> None:
    world.does(FAY, DeclareAbsence(until="30d"))
    opened(world, optional="dee")
    assert said_of(run(world)) == "0 of 2 answered"
    world.does(DEE, answer("Swept"))
    assert said_of(run(world)) == "0 of 2 answered, and 1 optional"
    world.does(BEN, answer("Dug"))
    world.does(FAY, answer("From the train"))
    assert said_of(run(world)) == "2 of 3 answered, and 1 optional"
    world.wait(hours(8))
    [closed] = happened(world, RunClosed)
    assert isinstance(closed, RunClosed)
    assert (closed.answered, closed.expected, closed.optional, closed.away) == (3, 4, 1, ())
    assert run(world).silent() == (ANA,)


def test_where_nobody_must_answer_there_is_nothing_to_count_against(world: World) -> None:
    opened(world, optional="ana, ben, dee, fay").does(BEN, answer("Dug"))
    assert said_of(run(world)) == "1 answered"
    world.wait(hours(8))
    assert told(world) == []


def test_a_mood_that_comes_late_is_not_to_be_reckoned_from_the_average(world: World) -> None:
    world.does(CONFIG, AddMember(circle=GARDEN, person=ELI))
    opened(world)
    for person, mood in ((ANA, "4"), (BEN, "4"), (DEE, "4"), (FAY, "4")):
        world.does(person, answer("Dug", mood))
    world.wait(hours(8))
    before = tally(run(world)).figures
    world.does(ELI, answer("Late", "1"))
    world.does(ANA, answer("Dug", "1"))
    assert tally(run(world)).figures == before
    assert "4.0 of 5, from 4 answers" in str(outcome(C1, run(world), None))
    assert "5 of 5 answered" in str(outcome(C1, run(world), None))


def test_what_was_said_in_a_run_counts_when_the_check_in_is_ended(world: World) -> None:
    opened(world).does(BEN, answer("Dug"))
    world.does(ANA, EndCheckIn(id=C1))
    kinds = [one.event.kind for one in world.memory.journal[C1]]
    assert kinds[-3:] == ["checkin.run_closed", "checkin.answers_told", "checkin.ended"]


@pytest.mark.parametrize("ahead", [hours(1), -hours(1)])
def test_a_clock_that_is_an_hour_wrong_and_put_right_asks_everybody_once(world: World, ahead: timedelta) -> None:
    plan = {"circle": GARDEN, "title": "Daily", "every": "daily 09:00", "open_for": "4h"}
    world.does(ANA, CreateCheckIn(**plan))
    world.wait(days(1) - hours(0.5))
    world.sleep(ahead)
    world.sweep()
    world.wait(hours(2))
    world.sleep(-ahead)
    world.sweep()
    world.wait(days(1))
    opened_at = [one.event.due for one in world.memory.journal[C1] if one.event.kind == "checkin.run_opened"]  # type: ignore[attr-defined]
    assert opened_at == [datetime(2026, 3, 3, 9, tzinfo=UTC), datetime(2026, 3, 4, 9, tzinfo=UTC)]
    assert happened(world, RunClosed)
