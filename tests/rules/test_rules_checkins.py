"""Check-ins: who is asked when, what an answer may be, and what becomes of runs that nobody was there to open."""

from datetime import UTC, datetime, timedelta

import pytest

from governance_core.actions.messages import AddAction
from governance_core.blockers.messages import RaiseBlocker, ResolveBlocker
from governance_core.blockers.model import Blocker
from governance_core.cards.card import Card
from governance_core.cards.form import Several
from governance_core.cards.plain import plain_card, plain_text
from governance_core.checkins.answering_messages import AnswerCheckIn, AnswerEarly, SkipCheckIn
from governance_core.checkins.blocked import blocked_in
from governance_core.checkins.cards import outcome, said_of
from governance_core.checkins.events import (
    MembersPrompted,
    MembersReminded,
    RunClosed,
    RunOpened,
    RunsMissed,
)
from governance_core.checkins.feature import CHECKINS, asks, prefill
from governance_core.checkins.guards import NothingOpen, NotInTheRun, RunOver
from governance_core.checkins.messages import CreateCheckIn, EditCheckIn, EndCheckIn, PauseCheckIn, ResumeCheckIn
from governance_core.checkins.model import SLOTS, CheckIn, Run, Standing
from governance_core.checkins.questions import read_questions
from governance_core.checkins.results import marks
from governance_core.checkins.tellings import telling
from governance_core.circles.messages import (
    AddMember,
    ChangeCircle,
    CloseCircle,
    FoundCircle,
    RemoveMember,
    SetCommonPolicy,
    SetHome,
)
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Refusal
from governance_core.kernel.ids import CONFIG, Actor, CircleId, PersonId, StreamId, Via
from governance_core.kernel.message import Command, Event
from governance_core.kernel.time import wall
from governance_core.people.messages import ChooseSettings, DeclareAbsence, LeaveOrganisation
from tests.rules.given import Names, helpful, words_of
from tests.rules.organisation import ANA, BEN, CEM, DEE, ELI, FAY, GARDEN, days, hours
from tests.rules.world import World

C1 = StreamId("C-1")
LISBON = "Europe/Lisbon"
FOUR = "text: Done?\nnext: Next?\nblocker: In the way?\nmood: Mood?\nnumber: Hours"
WEEK = timedelta(days=7)


@pytest.fixture
def world() -> World:
    return World.founded()


def create(**given: str) -> CreateCheckIn:
    return CreateCheckIn(
        **{"circle": GARDEN, "title": "Weekly", "every": "every mon 09:00", "questions": FOUR, **given}
    )


def checkin(world: World) -> CheckIn:
    found: CheckIn = world.memory.state(C1)
    return found


def run(world: World) -> Run:
    found = checkin(world).run
    assert found is not None
    return found


def happened(world: World, kind: type[Event]) -> list[Event]:
    return [one.event for one in world.memory.journal[C1] if isinstance(one.event, kind)]


def opened(world: World, **given: str) -> World:
    """A run is open since an hour."""
    world.does(ANA, create(**given))
    world.wait(WEEK + hours(1))
    return world


def answer(*words: str, person: PersonId | None = None, version: int | None = None) -> AnswerCheckIn:
    return AnswerCheckIn(id=C1, person=person, version=version, **dict(zip(SLOTS, words, strict=False)))


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert all(part in read for part in words), read


def test_those_who_keep_it_start_it_and_nobody_else(world: World) -> None:
    refused(world, BEN, create(), NotAllowed, "Ana", "start a check-in in Garden")
    world.does(DEE, create())
    assert checkin(world).standing is Standing.ACTIVE
    refused(world, BEN, PauseCheckIn(id=C1), NotAllowed)
    refused(world, BEN, EditCheckIn(id=C1, title="Other"), NotAllowed)
    refused(world, BEN, EndCheckIn(id=C1), NotAllowed)


@pytest.mark.parametrize(
    "given, words",
    [
        ({"every": "0 9 * * 1"}, "every mon, thu 09:00"),
        ({"every": "every 12 months on day 30 09:00 from 2026-02-01"}, "never happen"),
        ({"open_for": "8d"}, "still be open"),
        ({"open_for": "8d"}, "Write 7d or less, or a rarer schedule."),
        ({"open_for": "168h"}, "Write 7d, which follows the clocks when they change, or less"),
        ({"every": "daily 09:00", "open_for": "24h"}, "when it is asked again on 2026-03-29. Write 1d, which follows"),
        ({"every": "every mon, thu 09:00", "open_for": "4d"}, "asked again on 2026-03-12. Write 3d or less"),
        ({"every": "monthly on day 31 or last 09:00", "open_for": "30d"}, "again on 2027-02-28. Write 28d or less"),
        ({"open_for": "soon"}, "such as 8h"),
        ({"title": " "}, "empty"),
        ({"title": "x" * 81}, "81 characters"),
        ({"questions": " \n"}, "no question"),
        ({"questions": "a\nb\nc\nd\ne\nf"}, "one form holds five"),
        ({"questions": "choice: Where?"}, "after a ="),
        ({"questions": "text: Where? = a / b"}, "nothing to choose from"),
        ({"questions": "essay: Where?"}, "no questions of the kind essay"),
        ({"questions": "next: A\nnext: B"}, "one question of what is next"),
        ({"questions": "text: " + "x" * 101}, "at most 100 characters"),
        ({"observers": "cem"}, "no member of the circle"),
        ({"zone": "Moon/Sea"}, "no time zone"),
        ({"remind": "now"}, "half, off"),
    ],
)
def test_what_cannot_be_a_check_in_is_refused_with_how_to_write_it(
    world: World, given: dict[str, str], words: str
) -> None:
    refused(world, ANA, create(**given), Invalid, words)


@pytest.mark.parametrize(
    "given",
    [
        {"every": "daily 09:00", "open_for": "1d"},
        {"every": "every mon, thu 09:00", "open_for": "3d"},
        {"every": "every mon 09:00", "open_for": "1w"},
        {"every": "every 12 months on day 1 09:00", "open_for": "365d"},
    ],
)
def test_what_is_said_to_fit_between_two_does(world: World, given: dict[str, str]) -> None:
    world.does(ANA, create(**given))
    assert checkin(world).plan.open_for == given["open_for"]


def test_where_the_next_one_is_sooner_than_it_would_be_open_nobody_is_told_otherwise(world: World) -> None:
    """A holiday moves a run to the next day, and so nearer to the one after that."""
    world.does(CONFIG, SetCommonPolicy(key="holidays", value="2026-03-09"))
    world.does(CONFIG, SetCommonPolicy(key="on_holiday", value="move"))
    world.does(ANA, create(open_for="7d"))
    world.wait(WEEK + days(1) + hours(1))
    assert wall(run(world).due, LISBON).strftime("%a %H:%M") == "Tue 09:00"
    assert run(world).closes_at == checkin(world).next_at == run(world).due + timedelta(days=6)


def test_a_change_of_something_else_asks_nothing_of_those_who_left_nor_of_the_time(world: World) -> None:
    world.does(ANA, create(optional="dee", observers="fay"))
    world.does(CONFIG, RemoveMember(circle=GARDEN, person=FAY))
    world.does(ANA, EditCheckIn(id=C1, remind="2h"))
    plan = checkin(world).plan
    assert (plan.remind, plan.optional, plan.observers) == ("2h", (DEE,), ())
    refused(world, ANA, EditCheckIn(id=C1, observers="fay"), Invalid, "fay is no member of the circle")


def test_questions_are_kept_as_they_are_read() -> None:
    written = "text: A\nnext: B\nblocker: C\nchoice: D = a / b c\nchecklist: E = x / y"
    assert "\n".join(map(str, read_questions(written))) == written
    assert str(read_questions("What did you do?")[0]) == "text: What did you do?"


def test_it_opens_at_its_time_for_those_who_belong_then_and_closes_at_its_end(world: World) -> None:
    world.does(ANA, create(observers="dee"))
    world.does(CONFIG, AddMember(circle=GARDEN, person=ELI))
    world.wait(WEEK + hours(1))
    assert run(world).roster == (ANA, BEN, FAY, ELI)
    world.does(CONFIG, AddMember(circle=GARDEN, person=CEM))
    refused(world, CEM, answer("Late to the party"), NotInTheRun, "belonged to the circle when it opened")
    refused(world, DEE, answer("I watch"), NotInTheRun, "observers")
    world.does(CONFIG, RemoveMember(circle=GARDEN, person=ELI))
    assert run(world).roster == (ANA, BEN, FAY, ELI)
    world.wait(hours(8))
    assert run(world).closed_at == run(world).closes_at
    assert checkin(world).next_at == run(world).due + WEEK


def test_an_answer_can_be_changed_until_the_close_and_the_same_one_changes_nothing(world: World) -> None:
    opened(world)
    assert len(world.does(BEN, answer("Dug", "Weed")).events) == 1
    assert world.does(BEN, answer("Dug", "Weed")).events == ()
    world.does(BEN, answer("Dug", "Water"))
    assert run(world).answers[BEN].words == ("Dug", "Water", "", "", "")
    assert not run(world).answers[BEN].late


def test_a_question_that_is_not_mentioned_keeps_its_answer_and_blank_takes_it_away(world: World) -> None:
    opened(world)
    world.does(BEN, answer("Dug", "Weed", "No hose"))
    world.does(BEN, AnswerCheckIn(id=C1, second="Water"))
    assert run(world).answers[BEN].words[:3] == ("Dug", "Water", "No hose")
    world.does(BEN, AnswerCheckIn(id=C1, third=""))
    assert run(world).answers[BEN].words[:3] == ("Dug", "Water", "")
    refused(world, BEN, AnswerCheckIn(id=C1, first="", second=""), Invalid, "Nothing was answered")


def test_an_early_answer_is_put_right_in_part(world: World) -> None:
    world.does(ANA, create())
    world.does(BEN, AnswerEarly(id=C1, first="Dug", second="Weed"))
    world.does(BEN, AnswerEarly(id=C1, second="Water"))
    assert world.memory.state(C1).early[BEN].words[:2] == ("Dug", "Water")


def test_a_late_answer_is_taken_and_says_so_until_the_next_run_opens(world: World) -> None:
    opened(world).wait(hours(8))
    world.does(BEN, answer("Dug", version=1))
    assert run(world).answers[BEN].late
    world.wait(WEEK - hours(8))
    refused(world, BEN, answer("Dug", version=1), RunOver, "Run 1 of C-1 is over, and run 2 is open")


def test_an_answer_given_in_time_and_changed_after_the_close_says_both_and_counts_as_in_time(world: World) -> None:
    opened(world)
    for person, mood in ((ANA, "4"), (BEN, "2"), (DEE, "3"), (FAY, "5")):
        world.does(person, answer("Dug", "", "", mood, "2"))
    world.wait(hours(8))
    for number in ("1", "5"):
        world.does(BEN, answer("Dug twice", "", "", number, "3"))
    given, went = run(world).answers[BEN], str(outcome(C1, run(world), None))
    assert (given.late, given.changed) == (False, True)
    assert plain_text(marks(given), Names(world.people)) == " (given in time, changed late)"
    assert "4 of 4 answered" in went
    assert "1 changed late" in went
    assert "1 late" not in went
    assert "3.5 of 5, from 4 answers" in went, "moods are those of the close"
    assert "Hours: 9" in went


def test_at_the_very_second_of_the_close_it_is_closed_for_all_and_a_moment_before_for_none(world: World) -> None:
    opened(world)
    world.sleep(run(world).closes_at - world.now - timedelta(microseconds=1))
    world.does(ANA, answer("Dug"))
    world.sleep(timedelta(microseconds=1))
    for person in (BEN, DEE):
        world.does(person, answer("Weeded"))
    assert [run(world).answers[one].late for one in (ANA, BEN, DEE)] == [False, True, True]
    assert len(happened(world, RunClosed)) == 1
    assert "3 of 4 answered · 2 late" in plain_card(told(world, RunClosed), Names(world.people))


def told(world: World, kind: type[Event]) -> Card:
    """What the circle reads of the last such event."""
    telling = CHECKINS.telling
    assert telling is not None
    shown = telling(C1, happened(world, kind)[-1], checkin(world), world.memory, None)
    assert shown is not None
    return shown


def test_a_home_that_is_new_shows_what_is_under_way(world: World) -> None:
    """As where the channel of a run was deleted in the middle of it."""
    opened(world).does(BEN, answer("Dug"))
    world.does(DEE, RaiseBlocker(circle=GARDEN, what="No hinges"))
    world.does(DEE, RaiseBlocker(circle=GARDEN, what="No water"))
    world.does(DEE, ResolveBlocker(id=StreamId("X-2"), how="It rained"))
    world.does(ANA, AddAction(circle=GARDEN, what="Buy hinges", owner=BEN))
    world.does(CONFIG, SetHome(circle=GARDEN, platform="slack", place="C0OTHER"))
    shown = {(one.ref, one.place) for one in world.posted() if one.kind == "card" and one.platform == "slack"}
    assert shown == {(one, "C0OTHER") for one in ("C-1", "X-1", "A-1")}


def test_to_answer_late_after_skipping_it_or_to_change_a_late_answer_is_late(world: World) -> None:
    opened(world).does(DEE, SkipCheckIn(id=C1))
    world.wait(hours(8))
    for person in (BEN, DEE):
        world.does(person, answer("Dug"))
        world.does(person, answer("Dug twice"))
        assert (run(world).answers[person].late, run(world).answers[person].changed) == (True, False)
    assert "2 late" in str(outcome(C1, run(world), None))


def test_whoever_changes_an_answer_late_is_told_that_it_counts_as_given_in_time(world: World) -> None:
    opened(world).does(BEN, answer("Dug"))
    world.wait(hours(8))
    said = words_of_receipt(world, BEN, answer("Dug twice"))
    assert said.startswith("Changed late: your answer to C-1 Weekly. It was given in time and counts as that")
    said = words_of_receipt(world, DEE, answer("Dug"))
    assert said.startswith("Recorded late: your answer to C-1 Weekly. It was open until Mon 9 Mar 2026")


def words_of_receipt(world: World, by: PersonId, command: AnswerCheckIn) -> str:
    done = world.does(by, command)
    card = done.card()
    assert card is not None
    return plain_card(card, Names(world.people))


def test_to_skip_is_an_answer_and_takes_none_back(world: World) -> None:
    opened(world)
    world.does(BEN, SkipCheckIn(id=C1, reason="A cold"))
    assert world.does(BEN, SkipCheckIn(id=C1)).events == ()
    assert BEN not in run(world).silent()
    assert run(world).skipped() == (BEN,)
    world.does(BEN, answer("Dug after all"))
    assert run(world).skipped() == ()
    refused(world, BEN, SkipCheckIn(id=C1), Closed, "you have answered already")


def test_before_it_is_asked_one_can_answer_early_and_that_counts_when_it_opens(world: World) -> None:
    world.does(ANA, create())
    refused(world, BEN, answer("Dug"), NothingOpen, "/checkin early C-1")
    world.does(BEN, AnswerEarly(id=C1, first="Dug"))
    assert world.does(BEN, AnswerEarly(id=C1, first="Dug")).events == ()
    world.wait(WEEK + hours(1))
    assert run(world).answers[BEN].early
    assert BEN not in run(world).awaited()


def test_an_early_answer_to_other_questions_is_not_taken_for_one_to_these(world: World) -> None:
    world.does(ANA, create())
    world.does(BEN, AnswerEarly(id=C1, first="Dug"))
    world.does(ANA, EditCheckIn(id=C1, questions="text: How is the pump?"))
    world.wait(WEEK + hours(1))
    assert run(world).answers == {}


def test_the_announcement_of_other_questions_names_whose_early_answer_is_lost(world: World) -> None:
    world.does(ANA, create())
    world.does(BEN, AnswerEarly(id=C1, first="Dug"))
    assert "anew" not in announced(world, EditCheckIn(id=C1, every="every tue 09:00"))
    other = EditCheckIn(id=C1, questions="text: How is the pump?")
    assert "The questions are others: the early answer of Ben no longer counts; please answer anew." in announced(
        world, other
    )
    assert "anew" not in announced(world, EditCheckIn(id=C1, questions="text: How are you?")), "said once"
    world.does(BEN, AnswerEarly(id=C1, first="Well"))
    world.does(DEE, AnswerEarly(id=C1, first="Tired"))
    assert "the early answers of Ben and Dee no longer count; please" in announced(world, other)


def announced(world: World, change: EditCheckIn) -> str:
    """What the circle reads of a change by its lead."""
    [said] = world.does(ANA, change).events
    card = telling(C1, said, world.memory.state(C1), "UTC", None)
    assert card is not None
    return plain_card(card, Names(world.people))


def test_a_keeper_writes_down_an_answer_for_somebody_and_it_says_who_did(world: World) -> None:
    opened(world)
    refused(world, BEN, answer("Dug", person=DEE), NotAllowed, "answer for somebody else")
    world.does(ANA, answer("Dug", person=BEN))
    assert run(world).answers[BEN].by == ANA
    world.does(ANA, answer("Dug twice", person=BEN))
    world.does(BEN, answer("Weeded"))
    assert run(world).answers[BEN].by is None


def test_what_somebody_said_themselves_is_not_replaced_by_what_a_keeper_writes_down(world: World) -> None:
    opened(world).does(BEN, answer("Dug", "", "No hinges"))
    refused(world, ANA, answer("Told me on the phone", person=BEN), Closed, "they answered themselves")
    world.does(DEE, SkipCheckIn(id=C1))
    world.does(ANA, answer("Weeded", person=DEE))
    assert run(world).answers[BEN].words[2] == "No hinges"
    assert run(world).answers[DEE].by == ANA


@pytest.mark.parametrize(
    "words, said",
    [((), "Nothing was answered"), (("", "", "", "", "many"), "no number"), (("\u200b",), "Nothing was answered")],
)
def test_an_answer_that_cannot_be_one_is_refused_at_its_question(
    world: World, words: tuple[str, ...], said: str
) -> None:
    refused(opened(world), BEN, answer(*words), Invalid, said)


def test_a_long_answer_in_any_script_is_kept_whole(world: World) -> None:
    words = ("水やり" * 1300 + "🪴" * 100)[:4000]
    opened(world).does(BEN, answer(words, "עברית " * 600))
    assert run(world).answers[BEN].words[0] == words


def test_lists_are_ticked_by_their_words(world: World) -> None:
    opened(world, questions="checklist: Done? = water / sweep / lock\nchoice: Where? = shed / garden")
    world.does(BEN, answer("lock, Water", "shed"))
    assert run(world).answers[BEN].words == ("water, lock", "shed")
    world.does(DEE, answer("all"))
    assert run(world).answers[DEE].words[0] == "water, sweep, lock"
    refused(world, FAY, answer("paint"), Invalid, "There is no paint in this list")


def test_a_checklist_is_asked_as_something_of_which_any_can_be_picked(world: World) -> None:
    opened(world, questions="checklist: Done? = water / sweep")
    asked = asks("checkin.answer", checkin(world))["first"]
    assert asked is not None
    assert isinstance(asked.kind, Several)


def test_what_was_next_last_time_is_what_was_done_this_time(world: World) -> None:
    opened(world).does(BEN, answer("Dug", "Weed"))
    assert prefill("checkin.answer", checkin(world), BEN)["first"] == "Dug"
    world.wait(WEEK)
    filled = prefill("checkin.answer", checkin(world), BEN)
    assert filled == {"first": "Weed", "version": "2"}
    assert prefill("checkin.answer", checkin(world), DEE) == {"version": "2"}
    world.wait(WEEK)
    assert prefill("checkin.answer", checkin(world), BEN)["first"] == "Weed"


def test_the_form_asks_the_questions_of_the_check_in(world: World) -> None:
    opened(world, questions="text: How?\nmood: Mood?")
    asked = asks("checkin.answer", checkin(world))
    assert [one.label if one else None for one in asked.values()] == ["How?", "Mood?", None, None, None]
    world.does(ANA, EditCheckIn(id=C1, questions="text: Where?"))
    assert asks("checkin.answer", checkin(world)) == asked, "a run that is open keeps its questions"


def test_only_those_who_are_silent_are_reminded_and_once(world: World) -> None:
    world.does(BEN, DeclareAbsence(until="30d"))
    opened(world, optional="fay", every="every mon 09:00").does(DEE, SkipCheckIn(id=C1))
    assert run(world).away == (BEN,)
    world.wait(hours(7))
    [reminded] = happened(world, MembersReminded)
    assert isinstance(reminded, MembersReminded)
    assert reminded.persons == (ANA,)
    [closed] = happened(world, RunClosed)
    assert isinstance(closed, RunClosed)
    assert (closed.answered, closed.expected, closed.away) == (0, 3, (BEN,))


def test_whoever_is_asleep_is_reminded_when_awake_and_nobody_after_the_close(world: World) -> None:
    world.does(ANA, ChooseSettings(quiet_hours="08:00-15:00"))
    world.does(BEN, ChooseSettings(quiet_hours="08:00-20:00"))
    opened(world).wait(hours(8))
    first, second = happened(world, MembersReminded)
    assert isinstance(first, MembersReminded)
    assert isinstance(second, MembersReminded)
    assert (first.persons, second.persons) == ((DEE, FAY), (ANA,))
    assert wall(second.at, LISBON).hour == 15


def test_those_who_want_direct_messages_are_told_alone_at_their_own_hour(world: World) -> None:
    console = Actor.of_person(BEN, Via("console", "ben"))
    world.does(console, ChooseSettings(reminders="direct", prompts="11:30"))
    world.does(Actor.of_person(DEE, Via("console", "dee")), ChooseSettings(reminders="direct"))
    opened(world).wait(hours(8))
    prompted = [one for one in happened(world, MembersPrompted) if isinstance(one, MembersPrompted)]
    assert [(tuple(one.direct), wall(one.at, LISBON).strftime("%H:%M")) for one in prompted] == [
        ((DEE,), "09:00"),
        ((BEN,), "11:30"),
    ]


def test_paused_nobody_is_asked_and_resumed_it_goes_on_by_its_schedule(world: World) -> None:
    world.does(ANA, create())
    world.does(ANA, PauseCheckIn(id=C1))
    assert world.does(ANA, PauseCheckIn(id=C1)).events == ()
    world.wait(3 * WEEK)
    assert checkin(world).run is None
    world.does(ANA, ResumeCheckIn(id=C1))
    world.wait(WEEK)
    assert checkin(world).runs == 1
    world.does(ANA, EndCheckIn(id=C1))
    refused(world, ANA, ResumeCheckIn(id=C1), Closed, "it was ended")
    assert not [name for stream, name in world.memory.alarms if stream == C1]


def test_after_a_week_of_downtime_the_run_that_can_still_be_answered_opens_and_the_rest_are_our_fault(
    world: World,
) -> None:
    world.does(ANA, create(every="daily 09:00", open_for="4h"))
    world.sleep(days(6) + hours(2))
    world.sweep()
    [only] = happened(world, RunOpened)
    assert isinstance(only, RunOpened)
    assert (only.run, only.missed) == (1, 5)
    assert only.due == world.now - hours(2)
    assert only.closes_at == only.due + hours(4)


def test_after_downtime_over_every_run_none_opens_and_nobody_missed_it(world: World) -> None:
    world.does(ANA, create(every="daily 09:00", open_for="4h"))
    world.sleep(days(6) + hours(10))
    world.sweep()
    [missed] = happened(world, RunsMissed)
    assert isinstance(missed, RunsMissed)
    assert (missed.count, missed.down) == (6, True)
    assert checkin(world).run is None
    assert checkin(world).next_at == missed.last + days(1)


def test_a_run_that_was_open_when_the_program_stopped_is_closed_before_the_next_one_opens(world: World) -> None:
    opened(world).does(BEN, answer("Dug"))
    world.sleep(WEEK)
    world.sweep()
    kinds = [type(one.event) for one in world.memory.journal[C1]]
    assert kinds.index(RunClosed) < len(kinds) - 1 - kinds[::-1].index(RunOpened)
    assert run(world).number == 2
    assert happened(world, RunsMissed) == []


def test_started_again_in_the_very_minute_it_opens_once(world: World) -> None:
    world.does(ANA, create())
    world.sleep(WEEK)
    world.sweep()
    world.sweep()
    world.wait(timedelta(seconds=59))
    assert len(happened(world, RunOpened)) == 1


def test_a_clock_an_hour_ahead_that_is_put_right_doubles_nothing(world: World) -> None:
    world.does(ANA, create(every="daily 09:00", open_for="4h"))
    world.sleep(days(1))
    world.sweep()
    world.sleep(-hours(1))
    world.sweep()
    world.wait(hours(2))
    assert [one.due for one in happened(world, RunOpened) if isinstance(one, RunOpened)] == [world.now - hours(1)]


def test_a_roster_of_nobody_is_said_and_asks_nobody(world: World) -> None:
    world.does(CONFIG, create(observers="ana, ben, dee, fay"))
    world.wait(WEEK)
    [missed] = happened(world, RunsMissed)
    assert isinstance(missed, RunsMissed)
    assert not missed.down


def test_another_hour_in_the_middle_of_a_run_leaves_that_run_as_it_is(world: World) -> None:
    opened(world)
    before = run(world)
    world.does(ANA, EditCheckIn(id=C1, every="every mon 11:00", open_for="2h"))
    assert run(world) == before
    assert checkin(world).next_at == before.due + WEEK + hours(2)
    world.wait(WEEK + hours(2))
    assert run(world).closes_at == run(world).due + hours(2)


def test_another_zone_moves_the_next_run_and_not_the_open_one(world: World) -> None:
    opened(world)
    closes = run(world).closes_at
    world.does(CONFIG, ChangeCircle(circle=GARDEN, key="zone", value="America/New_York"))
    next_at = checkin(world).next_at
    assert run(world).closes_at == closes
    assert next_at is not None
    assert wall(next_at, "America/New_York").strftime("%a %H:%M") == "Mon 09:00"


def test_holidays_are_left_out_and_a_change_of_them_is_followed(world: World) -> None:
    world.does(ANA, create())
    world.does(CONFIG, SetCommonPolicy(key="holidays", value="2026-03-09, 03-16"))
    assert checkin(world).next_at == datetime(2026, 3, 23, 9, tzinfo=UTC)
    world.does(CONFIG, SetCommonPolicy(key="on_holiday", value="move"))
    assert checkin(world).next_at == datetime(2026, 3, 10, 9, tzinfo=UTC)
    world.does(CONFIG, SetCommonPolicy(key="holidays", value=None))
    assert checkin(world).next_at == datetime(2026, 3, 9, 9, tzinfo=UTC)


def test_the_clock_change_leaves_the_hour_as_it_is(world: World) -> None:
    world.does(ANA, create())
    world.wait(5 * WEEK)
    opened = [one.due for one in happened(world, RunOpened) if isinstance(one, RunOpened)]
    assert {wall(one, LISBON).hour for one in opened} == {9}
    assert len({one.hour for one in opened}) == 2


def test_how_a_run_went_names_nobody_who_is_silent_and_moods_only_together(world: World) -> None:
    opened(world)
    for person, mood in ((ANA, "4"), (BEN, "2"), (DEE, "3")):
        world.does(person, answer("Dug", "Weed", "The pump" if person == BEN else "", mood, "1.5"))
    world.wait(hours(8))
    shown = str(outcome(C1, run(world), checkin(world).before))
    assert said_of(run(world)) == "3 of 4 answered"
    assert "no answer: 1" in shown
    assert "fay" not in shown
    assert "Mood?" not in shown
    assert "Hours: 4.5" in shown
    assert blocked_in(run(world)) == {BEN: "The pump"}
    world.wait(WEEK - hours(8))
    for person, mood in ((ANA, "4"), (BEN, "2"), (DEE, "3"), (FAY, "5")):
        world.does(person, answer("Dug", "", "", mood, "2"))
    world.wait(hours(8))
    shown = str(outcome(C1, run(world), checkin(world).before))
    assert "4 of 4 answered (3 last time)" in shown
    assert "Mood? 3.5 of 5, from 4 answers" in shown
    assert "Hours: 8 (4.5 last time)" in shown


def test_whoever_left_the_organisation_is_not_missing(world: World) -> None:
    opened(world).does(CONFIG, LeaveOrganisation(person=DEE))
    world.wait(hours(8))
    [closed] = happened(world, RunClosed)
    assert isinstance(closed, RunClosed)
    assert (closed.expected, closed.away) == (3, (DEE,))


def test_what_is_in_the_way_becomes_a_blocker_once(world: World) -> None:
    opened(world)
    world.does(BEN, answer("Dug", "", "No hinges"))
    assert not blockers(world)
    world.wait(hours(8))
    assert [(one.asker, one.source) for one in blockers(world)] == [(BEN, C1)]
    world.does(DEE, answer("Dug", "", "No water"))
    assert [one.asker for one in blockers(world)] == [BEN, DEE]
    world.wait(WEEK - hours(8))
    world.does(BEN, answer("Dug", "", "no  hinges "))
    world.does(FAY, answer("Dug", "", "No soil"))
    world.wait(hours(8))
    assert [one.asker for one in blockers(world)] == [BEN, DEE, FAY]
    words = plain_card(told(world, RunClosed), Names(world.people))
    assert "Ben: no hinges · X-1, still open since Mon 9 Mar 2026" in words
    assert "Fay: No soil · X-3\n" in words


def test_what_was_in_the_way_of_somebody_who_lost_their_seat_is_kept(world: World) -> None:
    opened(world).does(BEN, answer("Dug", "", "No hinges"))
    world.does(ANA, RemoveMember(circle=GARDEN, person=BEN))
    world.wait(hours(8))
    assert [(one.asker, one.owner, one.words) for one in blockers(world)] == [(BEN, ANA, "No hinges")]


@pytest.mark.parametrize("words", ["none", "-", "Nothing.", "No!", "n/a", "Nichts", "特になし", "…"])
def test_where_nothing_is_in_the_way_there_is_no_blocker_however_it_is_said(world: World, words: str) -> None:
    opened(world).does(BEN, answer("", "", words))
    world.does(DEE, answer("", "", "No water, none at all"))
    assert blocked_in(run(world)) == {DEE: "No water, none at all"}
    world.wait(hours(8))
    assert [one.asker for one in blockers(world)] == [DEE]
    assert "2 of 4 answered" in said_of(run(world))


def test_what_is_in_the_way_at_length_becomes_a_blocker_all_the_same_and_once(world: World) -> None:
    words = "水やりのポンプが動かない🪴" * 300
    for _ in range(2):
        world.wait(WEEK)
        opened(world) if not blockers(world) else world.wait(hours(1))
        world.does(BEN, answer("", "", words[:4000]))
        world.wait(hours(8))
    [blocker] = blockers(world)
    assert blocker.words.startswith(words[:1900])
    assert blocker.words.endswith("… (C-1 has the rest)")


def blockers(world: World) -> list[Blocker]:
    return [one for one in world.memory.states.values() if isinstance(one, Blocker)]


def test_a_check_in_ends_with_its_circle(world: World) -> None:
    world.does(CONFIG, FoundCircle(circle=CircleId("bees"), name="Bees", parent=GARDEN))
    world.does(CONFIG, AddMember(circle=CircleId("bees"), person=ELI))
    world.does(CONFIG, create(circle="bees"))
    world.does(CONFIG, CloseCircle(circle=CircleId("bees")))
    assert checkin(world).standing is Standing.ENDED
