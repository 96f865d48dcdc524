"""Check-ins through the whole core and a real store: what the register has of them, who sees it, and five hundred."""

from datetime import timedelta
from time import perf_counter

import pytest
from application_world import FEATURES, START, World, actor
from older_store import make_older

from governance_core.actions.messages import AddAction, ChangeAction
from governance_core.application.front_desk import FrontDesk, Outcome
from governance_core.application.paperwork import Paper, Paperwork, Refused
from governance_core.cards.form import Choice, Words
from governance_core.checkins.answering_messages import AnswerCheckIn, AnswerEarly, SkipCheckIn
from governance_core.checkins.feature import CHECKINS
from governance_core.checkins.guards import NotInTheRun
from governance_core.checkins.messages import CreateCheckIn, EditCheckIn, EndCheckIn, PauseCheckIn
from governance_core.checkins.queries import CheckInResults, ListCheckIns, ShowCheckIn
from governance_core.checkins.reading import ReadsCheckIns
from governance_core.circles.messages import AddMember, SetPolicy
from governance_core.digests.messages import ShowDigest
from governance_core.kernel.errors import Invalid, Unknown
from governance_core.kernel.ids import CircleId, DeliveryKey, PersonId, StreamId
from governance_core.metrics.messages import AddMetric, ReopenMetric, RetireMetric
from governance_core.people.messages import JoinOrganisation

C1 = StreamId("C-1")
GARDEN, CARE = CircleId("garden"), CircleId("care")
QUESTIONS = "text: Done?\nblocker: In the way?\nmood: Mood?"
LATER = START + timedelta(days=400)


def started(world: World, circle: CircleId = GARDEN, who: str = "ana", **given: str) -> World:
    """Asked every day from midnight on, and open for 23 hours."""
    told = {"title": "Daily", "every": "daily 00:00", "questions": QUESTIONS, "open_for": "23h", **given}
    world.do(CreateCheckIn(circle=circle, **told), who)
    world.clock.turn(days=1)
    world.sweep()
    return world


def test_the_register_says_how_runs_went(world: World) -> None:
    started(world)
    world.do(AnswerCheckIn(id=C1, first="Dug", second="No hinges"), "ben")
    world.do(SkipCheckIn(id=C1, reason="A cold"), "ana")
    world.clock.turn(days=1)
    world.sweep()
    world.do(AnswerCheckIn(id=C1, first="Weeded"), "ben")

    def looked(reader: object) -> None:
        half: ReadsCheckIns = reader.half(ReadsCheckIns)  # type: ignore[attr-defined]
        first, second = half.runs([GARDEN], START, LATER)
        assert (first.answered, first.skipped, first.late, first.closed_at is None) == (1, 1, 0, False)
        assert (second.answered, second.skipped, second.closed_at) == (1, 0, None)
        assert half.runs([CARE], START, LATER) == []
        assert half.runs([GARDEN], LATER, LATER) == []
        assert half.checkins([GARDEN])[0].open_run == 2

    world.read(looked)
    world.clean()


async def test_a_form_of_a_run_that_another_has_followed_goes_on_with_what_was_typed(world: World) -> None:
    papers = Paperwork(FrontDesk(world.org, world.store, FEATURES, lambda: None))
    started(world)
    form = world.form("checkin.answer", {"id": "C-1"}, "ben")
    assert dict(form.given)["version"] == "1"
    world.clock.turn(days=1)
    world.sweep()
    paper = Paper("checkin.answer", form.key, given=dict(form.given))
    refused = await papers.hand_in(paper, lambda _: {"first": "Dug"}, actor("ben"))
    assert isinstance(refused, Refused)
    assert "Run 1 of C-1 is over, and run 2 is open" in world.said(refused.refusal)
    assert [one.label for row in refused.refusal.shows for one in row.buttons] == ["Answer run 2"]
    whole, answers = world.read(lambda reader: papers.kept(form.key, actor("ben"), reader))
    assert (answers["first"], dict(whole.given)["version"]) == ("Dug", "2")
    done = await papers.hand_in(Paper("checkin.answer", form.key), lambda _: {"first": "Dug"}, actor("ben"))
    assert isinstance(done, Outcome)
    assert world.state("C-1").run.answers["ben"].words[0] == "Dug"


def changed_late(world: World) -> World:
    """Four answered the first run in time, Ben otherwise since; the second run is open."""
    world.config(AddMember(circle=GARDEN, person=PersonId("fay")))
    started(world, open_for="10h")
    for person, mood in (("ana", "4"), ("ben", "2"), ("dee", "3"), ("fay", "5")):
        world.do(AnswerCheckIn(id=C1, first="Dug", third=mood), person)
    world.clock.turn(hours=12)
    world.sweep()
    world.do(AnswerCheckIn(id=C1, first="Dug twice", third="1"), "ben")
    return world


def test_what_was_given_in_time_and_changed_late_says_both(world: World) -> None:
    changed_late(world)
    shown = world.words(world.answer(CheckInResults(id=C1), "dee"))
    assert "4 answers, 1 changed late" in shown
    assert "Ben (given in time, changed late): Done? Dug twice" in shown
    line = world.read(lambda reader: reader.half(ReadsCheckIns).run_of(C1, 1))
    assert (line.answered, line.late, line.changed, line.moods["Mood?"].total) == (4, 0, 1, 14)
    world.clean()


@pytest.mark.slow
def test_moods_of_a_run_of_long_ago_are_those_of_its_close_also_in_an_older_store(world: World) -> None:
    changed_late(world)
    for _ in range(3):
        world.clock.turn(days=1)
        world.sweep()
    world.config(SetPolicy(circle=GARDEN, key="digest", value="every sun 09:00"))
    said = "mood 3.5 of 5, from 4 answers"
    assert said in world.words(world.answer(ShowDigest(circle=GARDEN), "ana"))
    world.close()
    make_older(world.path, "0024")
    world.restart()
    assert said in world.words(world.answer(ShowDigest(circle=GARDEN), "ana"))
    line = world.read(lambda reader: reader.half(ReadsCheckIns).run_of(C1, 1))
    assert line.moods["Mood?"].total == 14


def test_early_answers_to_other_questions_are_not_in_the_results(world: World) -> None:
    world.do(
        CreateCheckIn(circle=GARDEN, title="Daily", every="daily 00:00", questions=QUESTIONS, open_for="23h"), "ana"
    )
    world.do(AnswerEarly(id=C1, first="Dug"), "ben")
    world.do(EditCheckIn(id=C1, questions="text: How is the pump?"), "ana")
    world.do(AnswerEarly(id=C1, first="It runs"), "ana")
    world.clock.turn(days=1)
    world.sweep()
    shown = world.words(world.answer(CheckInResults(id=C1), "ben"))
    assert "It runs" in shown
    assert "Dug" not in shown
    world.clean()


def test_whoever_retires_a_metric_hears_which_check_ins_ask_for_it_and_the_check_in_says_so(world: World) -> None:
    world.do(AddMetric(circle=GARDEN, name="Plots"), "ana")
    world.do(AddMetric(circle=GARDEN, name="Beds"), "ana")
    world.do(CreateCheckIn(circle=GARDEN, title="Other", every="daily 00:00", questions="metric: Beds"), "ana")
    world.do(CreateCheckIn(circle=GARDEN, title="Daily", every="daily 00:00", questions="metric: plots"), "ana")
    assert "is recorded in no metric" not in world.words(world.answer(ShowCheckIn(id=StreamId("C-2")), "ben"))
    said = world.words(world.do(RetireMetric(id=StreamId("M-1")), "ben").card())
    assert "C-2 still asks for it: what is answered there stays in the answers, and is recorded in no metric" in said
    assert "/checkin edit C-2; to undo this: /metric reopen M-1." in said
    assert "C-1" not in said
    shown = world.words(world.answer(ShowCheckIn(id=StreamId("C-2")), "ben"))
    assert "M-1 is not followed any more: what is answered to plots is recorded in no metric." in shown
    assert "/metric reopen M-1, or ask something else with /checkin edit C-2." in shown
    assert "still ask" not in world.words(world.do(RetireMetric(id=StreamId("M-1")), "ben").card())
    world.do(ReopenMetric(id=StreamId("M-1")), "ben")
    assert "is recorded in no metric" not in world.words(world.answer(ShowCheckIn(id=StreamId("C-2")), "ben"))
    world.do(EditCheckIn(id=StreamId("C-2"), questions="text: Done?"), "ana")
    assert "still ask" not in world.words(world.do(RetireMetric(id=StreamId("M-1")), "ben").card())


def test_the_register_finds_a_metric_by_name_whatever_its_capitals(world: World) -> None:
    world.do(AddMetric(circle=GARDEN, name="Plots"), "ana")
    refused = world.refusal(AddMetric(circle=GARDEN, name="plots"), "ben")
    assert isinstance(refused, Invalid)
    assert "M-1" in str(refused)


def test_one_of_a_private_circle_is_not_there_for_others(world: World) -> None:
    started(world, CARE, "eli")
    for query in (ShowCheckIn(id=C1), CheckInResults(id=C1)):
        with pytest.raises(Unknown, match="There is no C-1 here"):
            world.answer(query, "dee")
    assert "C-1" not in world.words(world.answer(ListCheckIns(), "dee"))
    assert not world.choices("checkin.show", "id", "", "dee")
    assert isinstance(world.refusal(AnswerCheckIn(id=C1, first="Hello"), "dee"), Unknown)
    assert "C-1" in world.words(world.answer(ListCheckIns(), "eli"))


def test_the_form_asks_what_the_check_in_asks_and_carries_its_run(world: World) -> None:
    started(world)
    form = world.form("checkin.answer", {"id": "C-1"}, "ben")
    assert [one.question.label for one in form.questions] == ["Done?", "In the way?", "Mood?"]
    assert isinstance(form.questions[0].question.kind, Words)
    assert isinstance(form.questions[2].question.kind, Choice)
    assert dict(form.given)["version"] == "1"
    assert [one.name for one in world.form("checkin.answer", {}, "ben").questions] == ["id"]
    wrong = world.form("checkin.answer", {"id": "C-1", "first": "Dug", "third": "splendid"}, "ben")
    assert [one.name for one in wrong.complaints] == ["third"]


def test_a_schedule_in_other_words_is_read_back_with_its_next_times_before_it_counts(world: World) -> None:
    plan = {"circle": "garden", "title": "Daily", "every": "every monday and friday 9:00"}
    form = world.form("checkin.create", plan)
    [complaint] = form.complaints
    assert complaint.read_as
    assert "every Monday and Friday at 09:00: next Fri 6 Mar 2026 09:00, Mon 9 Mar 2026 09:00" in complaint.complaint
    made = world.complete("checkin.create", {**plan, "every": complaint.value})
    assert isinstance(made, CreateCheckIn)
    assert made.every == "every mon, fri 09:00"
    [complaint] = world.form("checkin.create", {**plan, "every": "mon and fri at 9am"}).complaints
    assert "every Monday and Friday at 09:00: next Fri 6 Mar 2026 09:00, Mon 9 Mar 2026 09:00" in complaint.complaint
    for plain in (
        "daily 09:00",
        "every weekday 09:00",
        "every 2 weeks on tue 10:00",
        "monthly on day 31 or last 09:00",
    ):
        assert isinstance(world.complete("checkin.create", {**plan, "every": plain}), CreateCheckIn)
    assert isinstance(world.complete("checkin.create", {**plan, "every": "every blue moon"}), CreateCheckIn), "refused"


def test_no_form_opens_for_who_is_not_asked(world: World) -> None:
    started(world)
    with pytest.raises(NotInTheRun, match="belonged to the circle when it opened"):
        world.complete("checkin.answer", {"id": "C-1"}, "cem")


def test_the_same_answer_delivered_twice_is_one(world: World) -> None:
    started(world)
    key = DeliveryKey("discord", "1")
    first = world.do(AnswerCheckIn(id=C1, first="Dug"), "ben", key)
    assert world.do(AnswerCheckIn(id=C1, first="Dug"), "ben", key).id == first.id
    assert world.do(AnswerCheckIn(id=C1, first="Dug"), "ben").events == ()
    assert world.kinds("C-1").count("checkin.answered") == 1


def test_a_restart_in_the_middle_changes_nothing(world: World) -> None:
    started(world).do(AnswerCheckIn(id=C1, first="Dug"), "ben")
    before = world.state("C-1")
    world.restart()
    assert world.state("C-1") == before
    world.do(PauseCheckIn(id=C1), "ana")
    world.clean()


def test_five_hundred_people_are_asked_and_told_how_it_went(world: World) -> None:
    crowd = [PersonId(f"p{number}") for number in range(500)]
    world.config(*(JoinOrganisation(person=one, name=f"Person {one}") for one in crowd))
    world.config(*(AddMember(circle=GARDEN, person=one) for one in crowd))
    started(world)
    began = perf_counter()
    for one in crowd[:40]:
        world.do(AnswerCheckIn(id=C1, first="Dug " * 1000, third="4"), str(one))
    assert perf_counter() - began < 10, "an answer does not cost what there are people"
    world.clock.turn(days=1)
    world.sweep()
    told = world.recorded("C-1")
    assert sum(one.event.kind == "checkin.run_closed" for one in told) == 1
    shown = world.answer(CheckInResults(id=C1, run="1"), "ana")
    assert "40 answers" in world.words(shown)
    world.clean()


def test_whoever_lives_by_another_clock_than_the_schedule_is_told_whose_it_is(world: World) -> None:
    world.do(CreateCheckIn(circle=GARDEN, title="Daily", every="daily 09:00"), "ana")
    plain = said(world, EditCheckIn(id=C1, title="Every day"), "ana")
    assert "It is asked every day at 09:00. Next: " in plain
    told = said(world, EditCheckIn(id=C1, zone="America/New_York"), "ana")
    assert "It is asked every day at 09:00 (America/New_York). Next: " in told


def test_a_schedule_is_read_back_from_the_day_on_which_it_is_asked_again_and_in_its_zone(world: World) -> None:
    started(world, every="every mon, tue 09:00", open_for="20h", zone="Asia/Tokyo")
    edit = {"id": "C-1", "every": "daily at 23:00"}
    [complaint] = world.form("checkin.edit", edit, "ana").complaints
    assert "every day at 23:00: next Wed 4 Mar 2026 23:00, Thu 5 Mar" in complaint.complaint, "asked on the 3rd already"
    changed = said(world, EditCheckIn(id=C1, every=complaint.value, zone="Europe/Lisbon"), "ana")
    assert "Next: Wed 4 Mar 2026 23:00" in changed


def test_a_schedule_of_every_second_week_said_again_in_other_words_is_counted_as_it_was(world: World) -> None:
    world.do(CreateCheckIn(circle=GARDEN, title="Daily", every="every 2 weeks on tue 10:00"), "ana")
    for _ in range(9):
        world.clock.turn(days=1)
        world.sweep()
    [complaint] = world.form("checkin.edit", {"id": "C-1", "every": "every 2 weeks on tuesdays at 10:00"}).complaints
    assert "next Tue 17 Mar 2026 10:00" in complaint.complaint
    assert "Next: Tue 17 Mar 2026" in world.words(world.show("C-1", "ana"))


def test_the_end_of_a_run_is_on_the_clock_on_which_it_began_after_a_change_of_zone(world: World) -> None:
    started(world, open_for="20h")
    world.do(EditCheckIn(id=C1, zone="Asia/Tokyo"), "ana")
    drawn = world.read(lambda reader: CHECKINS.card(C1, reader.state(C1), reader, None))
    assert drawn.zone == "Europe/Lisbon", "what was announced in the circle's home is on that clock"


def test_whoever_hears_that_a_check_in_ended_knows_that_its_last_run_takes_late_answers(world: World) -> None:
    early = world.do(CreateCheckIn(circle=GARDEN, title="Never asked", every="daily 09:00"), "ana").stream
    assert world.words(world.do(EndCheckIn(id=early), "ana").card()).endswith("The answers stay.")
    world.do(
        CreateCheckIn(circle=GARDEN, title="Daily", every="daily 00:00", questions=QUESTIONS, open_for="23h"), "ana"
    )
    world.clock.turn(days=1)
    world.sweep()
    ended = world.words(world.do(EndCheckIn(id=StreamId("C-2")), "ana").card())
    assert "The answers stay, and its last run can still be answered late." in ended
    assert "Recorded late" in world.words(world.do(AnswerCheckIn(id=StreamId("C-2"), first="Dug"), "ben").card())


def said(world: World, command: EditCheckIn, who: str) -> str:
    return world.words(world.do(command, who).card())


def test_a_form_handed_in_blank_takes_an_answer_away_and_a_command_leaves_it_as_it_is(world: World) -> None:
    started(world)

    def answered(**typed: str) -> tuple[str, ...]:
        made = world.complete("checkin.answer", {"id": "C-1", **typed}, "ben")
        assert isinstance(made, AnswerCheckIn)
        words: tuple[str, ...] = world.do(made, "ben").state.run.answers["ben"].words
        return words

    assert answered(first="Dug", second="No hose") == ("Dug", "No hose", "")
    assert answered(first="Dug twice") == ("Dug twice", "No hose", "")
    assert answered(first="Dug twice", second="") == ("Dug twice", "", "")


def test_the_day_of_an_action_is_taken_away_by_a_form_that_is_blank_there_and_by_a_word(world: World) -> None:
    world.do(AddAction(circle=GARDEN, what="Order a pump", due="7d"), "ana")
    for typed in ({"due": ""}, {"due": "none"}):
        assert world.complete("action.change", {"id": "A-1", **typed}) == ChangeAction(id=StreamId("A-1"), due="")
    assert world.complete("action.change", {"id": "A-1", "what": "A hose"}) == ChangeAction(
        id=StreamId("A-1"), what="A hose"
    )
