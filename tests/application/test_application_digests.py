"""Digests in a real store: by the circle's schedule, once, one for all that was missed; and who reads what in them."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from application_world import FEATURES, World, settle_in

from governance_core.actions.messages import AddAction, FinishAction
from governance_core.application.ask import pressed
from governance_core.blockers.handing_messages import AcceptBlocker, HandBlocker
from governance_core.blockers.messages import RaiseBlocker, ResolveBlocker
from governance_core.cards.card import Card
from governance_core.checkins.answering_messages import AnswerCheckIn
from governance_core.checkins.messages import CreateCheckIn
from governance_core.circles.messages import ChangeCircle, CloseCircle, FillRole, SetCommonPolicy, SetPolicy
from governance_core.digests.messages import (
    DigestHanded,
    DigestSent,
    DigestSkipped,
    PutOffDigest,
    SendDigestNow,
    ShowDigest,
)
from governance_core.digests.model import DIGESTS, stretch, stretch_of
from governance_core.kernel.errors import NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.metrics.messages import AddMetric, ListMetrics, RecordMetric, ShowMetric
from governance_core.people.messages import ChooseSettings, DeclareAbsence
from governance_core.proposals.messages import AnswerRound, RaiseObjection

GARDEN, CARE, COMMONS = CircleId("garden"), CircleId("care"), CircleId("commons")
GARDENERS = ("ana", "ben", "dee")
WEEKLY = "every mon 09:00"


def rule(value: str | None, circle: CircleId = GARDEN) -> SetPolicy:
    return SetPolicy(circle=circle, key="digest", value=value)


@pytest.fixture
def garden(world: World) -> World:
    """Monday 2 March 2026, 9 in the morning in Lisbon; the garden has its digest on Mondays at nine."""
    settle_in(world)
    world.config(
        SetPolicy(circle=GARDEN, key="digest", value=WEEKLY), SetPolicy(circle=GARDEN, key="window", value="9d")
    )
    return world


def sent(world: World) -> list[DigestSent]:
    return [one.event for one in world.recorded(DIGESTS) if isinstance(one.event, DigestSent)]


def due(world: World, circle: CircleId = GARDEN) -> datetime | None:
    followed = world.state(DIGESTS).followed
    found: datetime | None = followed[circle].due if circle in followed else None
    return found


def later(world: World, **span: float) -> None:
    """Time passes, alarm by alarm."""
    end = world.clock.at + timedelta(**span)
    while True:
        rows = world.rows("SELECT min(due) FROM alarms WHERE org = ?", world.org)
        first = datetime.fromisoformat(rows[0][0]).replace(tzinfo=UTC) if rows[0][0] else end
        world.clock.at = max(world.clock.at, min(first, end))
        world.sweep()
        if first > end or world.clock.at >= end:
            world.clock.at = end
            world.sweep()
            return


def digest(world: World, who: str = "ana", circle: CircleId = GARDEN) -> str:
    return world.words(world.answer(ShowDigest(circle=circle), who))


def told(world: World, event: DigestSent, viewer: str | None = None) -> Card | None:
    telling = FEATURES.of_stream(DIGESTS).telling  # type: ignore[union-attr]
    assert telling is not None
    person = PersonId(viewer) if viewer else None
    card: Card | None = world.read(lambda r: telling(DIGESTS, event, r.state(DIGESTS), r, person))
    return card


def test_it_is_sent_at_its_hour_in_the_circles_zone_also_when_the_clocks_change(garden: World) -> None:
    for _ in range(4):
        garden.proposal("ana")
        later(garden, days=7)
    hours = [one.until.astimezone(UTC) for one in sent(garden)]
    assert hours == [
        datetime(2026, 3, 9, 9, tzinfo=UTC),
        datetime(2026, 3, 16, 9, tzinfo=UTC),
        datetime(2026, 3, 23, 9, tzinfo=UTC),
        datetime(2026, 3, 30, 8, tzinfo=UTC),  # summer time in Lisbon since the 29th
    ]


def test_every_window_begins_where_the_one_before_ended_so_nothing_is_told_twice_or_never(garden: World) -> None:
    for _ in range(3):
        garden.proposal("ana")
        later(garden, days=3.3)
        garden.do(SendDigestNow(circle=GARDEN), "ana")
        later(garden, days=3.7)
    windows = [(one.since, one.until) for one in sent(garden)]
    assert len(windows) >= 6
    assert all(before[1] == after[0] for before, after in itertools.pairwise(windows))


def test_a_week_in_which_nothing_happens_is_silent_and_not_forgotten(garden: World) -> None:
    later(garden, days=8)
    assert garden.kinds(DIGESTS)[-1] == "digest.skipped"
    assert not sent(garden)
    assert due(garden) == datetime(2026, 3, 16, 9, tzinfo=UTC)


def test_what_was_missed_while_the_bot_was_down_is_one_digest(garden: World) -> None:
    garden.proposal("ana")
    garden.clock.turn(days=24)
    garden.sweep()
    [one] = sent(garden)
    assert one.until == garden.clock.at
    assert one.since < datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert due(garden) == datetime(2026, 3, 30, 8, tzinfo=UTC)
    card = told(garden, one, None)
    assert card is not None
    read = garden.words(card)
    assert "lapsed" in read, "it tells what became of all that was due meanwhile"
    assert "Closing soon" not in read
    garden.restart()
    garden.sweep()
    assert len(sent(garden)) == 1


def test_it_follows_the_rules_of_the_circle_the_one_above_and_the_organisation(garden: World) -> None:
    assert due(garden, COMMONS) is None
    garden.config(SetCommonPolicy(key="digest", value="monthly on first tue 10:00"))
    assert due(garden, COMMONS) == datetime(2026, 3, 3, 10, tzinfo=UTC)
    assert due(garden) == datetime(2026, 3, 9, 9, tzinfo=UTC)
    garden.config(rule("off"))
    assert due(garden) is None
    garden.config(rule(None))
    assert due(garden) == datetime(2026, 3, 3, 10, tzinfo=UTC)
    garden.config(ChangeCircle(circle=GARDEN, key="zone", value="Asia/Tokyo"))
    assert due(garden) == datetime(2026, 3, 3, 1, tzinfo=UTC)
    garden.config(*(FillRole(circle=GARDEN, role=one, person=None) for one in ("lead", "delegate", "facilitator")))
    garden.config(CloseCircle(circle=GARDEN))
    assert due(garden) is None


def test_a_schedule_set_again_as_it_is_changes_nothing(garden: World) -> None:
    before = garden.kinds(DIGESTS)
    garden.config(rule("off"), SetPolicy(circle=GARDEN, key="digest", value=WEEKLY))
    assert garden.kinds(DIGESTS) == [*before, "digest.stopped", "digest.scheduled"]
    garden.config(SetPolicy(circle=GARDEN, key="window", value="5d"))
    assert len(garden.kinds(DIGESTS)) == len(before) + 2


def test_the_channel_hears_nobody_named_who_did_not_answer_and_nothing_of_how_deciding_goes(garden: World) -> None:
    stream = StreamId(garden.proposal("ana"))
    garden.do(AnswerRound(id=stream, answer="consent"), "ben")
    later(garden, days=7)
    [one] = sent(garden)
    words = garden.words(told(garden, one))
    assert "P-1 · Water the beds · closes" in words
    assert "1 of 3 answered" in words
    assert "Ana" not in words
    assert "Dee" not in words
    assert "How deciding goes" not in words
    assert "Needs you" not in words


def test_who_answers_for_the_circle_sees_what_waits_for_them_and_how_deciding_goes(garden: World) -> None:
    for stream in (StreamId(garden.proposal("ana")), StreamId(garden.proposal("ben", title="Paint the shed"))):
        for person in GARDENERS[: 3 if stream == "P-1" else 1]:
            garden.do(AnswerRound(id=stream, answer="consent"), person)
    garden.do(RaiseObjection(id=StreamId("P-2"), harm="White gets dirty", safe="Green"), "dee")
    mine = digest(garden, "ben")
    assert "Needs you" in mine
    assert "P-2 · Paint the shed" in mine
    assert "90 days: 1 of 1 round adopted; 0 of 1 lapsed" in mine
    assert "answers given" not in mine, "three people are too few to say how many of them did"
    theirs = digest(garden, "cem")
    assert "Needs the circle" in theirs
    assert "objection open since" in theirs
    assert "90 days" not in theirs
    assert "Send it" not in theirs


def test_an_item_is_named_once_in_the_part_that_matters_most(garden: World) -> None:
    garden.do(RaiseBlocker(circle=GARDEN, what="The pump leaks", owner=PersonId("ben")), "ana")
    assert digest(garden, "ben").count("X-1 · ") == 1


def test_nobody_is_offered_alone_to_acknowledge_what_somebody_else_looks_after(garden: World) -> None:
    garden.do(RaiseBlocker(circle=GARDEN, what="The pump leaks", owner=PersonId("ben")), "dee")
    assert "[Acknowledge]" in digest(garden, "ben")
    theirs = digest(garden, "ana")
    assert "X-1 · The pump leaks · not acknowledged, today · Ben [Open]" in theirs
    assert "[Acknowledge]" not in theirs


def test_who_has_not_answered_themselves_can_still_remind_the_others_of_a_round_that_closes(garden: World) -> None:
    garden.proposal("ana")
    later(garden, days=3)
    words = digest(garden, "ben")
    assert "P-1 · Water the beds · consent, closes Wed 11 Mar 2026 09:00 [Open]" in words
    assert "P-1 · Water the beds · closes Wed 11 Mar 2026 09:00, 0 of 3 answered [Remind 3 people]" in words


def test_the_circle_above_reads_in_a_line_what_happened_below_but_nothing_of_a_private_circle(garden: World) -> None:
    garden.proposal("ana")
    garden.proposal("eli", circle="care")
    garden.config(rule(WEEKLY, COMMONS))
    garden.config(FillRole(circle=COMMONS, role="lead", person=PersonId("ana")))
    words = digest(garden, "ana", COMMONS)
    assert "Garden · 1 closing soon" in words or "Sub-circles" not in words
    later(garden, days=3)
    assert "Garden · 1 closing soon" in digest(garden, "ana", COMMONS)
    assert "Care" not in digest(garden, "ana", COMMONS)


def test_a_private_circles_digest_is_not_there_for_others(garden: World) -> None:
    with pytest.raises(Unknown):
        digest(garden, "ana", CARE)
    assert "Care" in digest(garden, "eli", CARE)
    assert isinstance(garden.refusal(SendDigestNow(circle=CARE), "ana"), Unknown)


def test_what_the_circle_was_told_is_read_by_its_lead_in_their_way_also_later(garden: World) -> None:
    garden.proposal("ana")
    later(garden, days=7, hours=1)
    told_card = told(garden, sent(garden)[-1])
    assert told_card is not None
    mine = next(button for button in told_card.buttons() if button.label == "For me")
    kind, raw = pressed(mine.press, FEATURES)
    assert kind == ShowDigest.spec.kind
    event = sent(garden)[-1]
    again = garden.answer(ShowDigest(circle=GARDEN, stretch=raw["stretch"]), "ana")
    assert "Needs you" in garden.words(again)
    assert "For Ana" in garden.words(again)
    assert "Send it" not in garden.words(again)
    later(garden, days=30)
    assert stretch_of(raw["stretch"]) == (event.since.replace(microsecond=0), event.until.replace(microsecond=0))
    assert garden.words(garden.answer(ShowDigest(circle=GARDEN, stretch=raw["stretch"]), "ana")) == garden.words(again)
    for odd in ("", "1-", "2-1", "99999999999-999999999999", "x"):
        assert stretch_of(odd) is None
        assert "digest" in garden.words(garden.answer(ShowDigest(circle=GARDEN, stretch=odd), "ana"))


def test_only_those_who_answer_for_the_circle_send_it_and_not_when_there_is_nothing(garden: World) -> None:
    assert isinstance(garden.refusal(SendDigestNow(circle=GARDEN), "cem"), NotAllowed)
    nothing = garden.refusal(SendDigestNow(circle=GARDEN), "ana")
    assert isinstance(nothing, Refusal)
    assert "Nothing happened in Garden" in garden.said(nothing)
    garden.proposal("ana")
    later(garden, days=3)
    garden.do(SendDigestNow(circle=GARDEN), "ana")
    assert [one.by for one in sent(garden)] == ["ana"]
    again = garden.refusal(SendDigestNow(circle=GARDEN), "dee")
    assert "send it again from Thu 5 Mar 2026 09:10 on" in garden.said(again)
    later(garden, minutes=10)
    garden.do(SendDigestNow(circle=GARDEN), "dee")
    assert [one.by for one in sent(garden)] == ["ana", "dee"]


def test_it_comes_as_a_direct_message_to_those_only_who_answer_for_it_and_asked_for_them(garden: World) -> None:
    garden.do(ChooseSettings(reminders="direct"), "ana@slack")
    garden.do(ChooseSettings(reminders="direct"), "cem")
    garden.proposal("ana")
    later(garden, days=7)
    [one] = sent(garden)
    assert dict(one.direct) == {"ana": "slack"}
    card = told(garden, one, "ana")
    assert card is not None
    assert card.private
    assert "Needs you" in garden.words(card)
    assert told(garden, one, "cem") is None, "somebody who answers for it no more is told nothing"
    rows = garden.rows("SELECT platform, place, personal FROM outbox WHERE key LIKE 'say:digests:%' ORDER BY 1")
    assert ("slack", "U0ANA", 1) in rows
    assert ("slack", "C0GARDEN", 0) in rows


def test_a_digest_drawn_again_or_from_a_register_made_anew_says_the_same(garden: World) -> None:
    stream = StreamId(garden.proposal("ana"))
    for person in GARDENERS:
        garden.do(AnswerRound(id=stream, answer="consent"), person)
    later(garden, days=7)
    [one] = sent(garden)
    first = garden.words(told(garden, one))
    garden.store.rebuild(garden.org)
    assert garden.words(told(garden, one)) == first
    assert "D-1 · Water the beds · adopted (3 consents)" in first
    assert garden.clean()


def test_what_does_not_fit_is_counted(garden: World) -> None:
    garden.config(SetPolicy(circle=GARDEN, key="window", value="3d"))
    for number in range(9):
        garden.proposal(GARDENERS[number % 3], title=f"Idea {number}")
    words = digest(garden, "eli")
    assert words.count("closes") <= 16
    later(garden, days=6.9)
    words = digest(garden, "eli")
    assert words.count("lapsed") == 5
    assert "4 more" in words


def test_check_ins_are_told_beside_the_time_before_and_only_the_lead_reads_who_did_not_answer(garden: World) -> None:
    garden.do(
        CreateCheckIn(circle=GARDEN, title="Monday round", every="every mon 08:00", questions="text: Done?"), "ana"
    )
    checkin = StreamId("C-1")
    later(garden, days=6.96)
    for person in ("ana", "ben"):
        garden.do(AnswerCheckIn(id=checkin, first="The beds"), person)
    later(garden, days=7)
    garden.do(AnswerCheckIn(id=checkin, first="The shed"), "ana")
    later(garden, hours=12)
    assert "C-1 · Monday round · closed" in digest(garden, "cem"), "of three people nobody says how many answered"
    assert "Ben" not in digest(garden, "cem")
    line = "C-1 · Monday round · 1 of 3 answered, down from 2 of 3"
    assert f"{line} · no answer from Ben and Dee · twice running from Dee" in digest(garden, "dee")


def test_how_a_check_in_went_is_told_a_lead_also_while_the_next_run_is_open(garden: World) -> None:
    garden.do(
        CreateCheckIn(circle=GARDEN, title="Monday round", every="every mon 08:00", questions="text: Done?"), "ana"
    )
    checkin = StreamId("C-1")
    later(garden, days=6.96)
    garden.do(AnswerCheckIn(id=checkin, first="The beds"), "ben")
    later(garden, days=7)
    words = digest(garden, "ana")
    assert "Needs you\n• C-1 · Monday round · check-in, open until" in words
    assert "C-1 · Monday round · 1 of 3 answered · no answer from Ana and Dee" in words
    later(garden, days=7)
    assert "no answer from Ana, Ben and Dee · twice running from Ana and Dee" in digest(garden, "ana")


def test_several_runs_in_one_digest_are_told_together_beside_those_before(garden: World) -> None:
    every = "every mon, wed, fri 10:00"
    garden.do(CreateCheckIn(circle=GARDEN, title="Round", every=every, questions="text: How?", open_for="2h"), "ana")
    later(garden, hours=1.5)
    for answering in (["ben"], ["ben", "dee"], ["ben", "dee"]):
        for person in answering:
            garden.do(AnswerCheckIn(id=StreamId("C-1"), first="Well"), person)
        later(garden, days=2)
    words = digest(garden, "ana")
    assert "C-1 · Round · 3 times, 5 of 9 answered · the last time no answer from Ana · twice running from Ana" in words
    assert "C-1 · Round · closed 3 times" in digest(garden, "cem")
    later(garden, days=7)
    assert "C-1 · Round · 3 times, 0 of 9 answered, 4 of 6 the time before" in digest(garden, "ana")


def test_what_is_in_the_way_is_told_again_until_it_is_resolved(garden: World) -> None:
    garden.do(RaiseBlocker(circle=GARDEN, what="The pump leaks", owner=PersonId("dee")), "ben")
    later(garden, days=14)
    assert len(sent(garden)) == 2
    assert "X-1 · The pump leaks" in garden.words(told(garden, sent(garden)[-1]))
    garden.do(ResolveBlocker(id=StreamId("X-1"), how="A new seal"), "dee")
    assert "X-1" not in digest(garden, "cem")


def test_what_got_done_is_told_once_and_what_is_due_soon_before_it_is(garden: World) -> None:
    garden.do(RaiseBlocker(circle=GARDEN, what="The pump leaks", owner=PersonId("dee")), "ben")
    garden.do(AddAction(circle=GARDEN, what="Order a seal", owner="ben", due="2026-03-13"), "ana")
    garden.do(AddAction(circle=GARDEN, what="Paint the shed", owner="ben", due="2026-06-13"), "ana")
    later(garden, days=7)
    first = garden.words(told(garden, sent(garden)[-1]))
    assert "Coming up\n• A-1 · Order a seal · to be done by Fri 13 Mar 2026 · Ben" in first
    assert "A-2" not in first
    later(garden, hours=1)
    garden.do(ResolveBlocker(id=StreamId("X-1"), how="A new seal"), "dee")
    garden.do(FinishAction(id=StreamId("A-1")), "ben")
    later(garden, days=7)
    second = garden.words(told(garden, sent(garden)[-1]))
    assert "Blockers and actions\n• X-1 · The pump leaks · resolved · Dee" in second
    assert "• A-1 · Order a seal · done · Ben" in second
    later(garden, days=7)
    assert len(sent(garden)) == 2


def test_a_circle_that_is_asked_to_take_something_over_reads_so_first(garden: World) -> None:
    garden.config(SetPolicy(circle=COMMONS, key="digest", value=WEEKLY))
    garden.do(RaiseBlocker(circle=GARDEN, what="The pump leaks", owner="ben"), "dee")
    garden.do(HandBlocker(id=StreamId("X-1"), to=COMMONS), "ben")
    later(garden, days=7)
    words = [garden.words(card) for one in sent(garden) if one.circle == COMMONS and (card := told(garden, one))]
    assert words
    needs = "Needs the circle\n• X-1 · The pump leaks · your circle is asked to take it over"
    assert all(needs in one and one.count("X-1") == 1 for one in words), words


def test_a_metric_is_told_of_where_it_got_a_value_and_to_those_who_may_see_its_circle(garden: World) -> None:
    garden.do(AddMetric(circle=GARDEN, name="Plots in use", unit="plots", target="45"), "ana")
    garden.do(RecordMetric(id=StreamId("M-1"), value="38"), "ana")
    garden.clock.turn(days=1)
    garden.do(RecordMetric(id=StreamId("M-1"), value="41"), "ana")
    assert "M-1 · Plots in use, in plots · 41 (3 more than before; target 45)" in digest(garden)
    later(garden, days=7)
    assert "Plots in use" not in digest(garden)
    garden.do(AddMetric(circle=CARE, name="Cases"), "eli")
    garden.do(RecordMetric(id=StreamId("M-2"), value="2"), "eli")
    listed = garden.words(garden.answer(ListMetrics(), "ana"))
    assert "M-1 · Plots in use · 41 plots" in listed
    assert "Cases" not in listed
    assert "M-2 · Cases · 2" in garden.words(garden.answer(ListMetrics(), "eli"))
    with pytest.raises(Unknown):
        garden.answer(ShowMetric(id=StreamId("M-2")), "ana")
    with pytest.raises(Unknown):
        garden.answer(ListMetrics(circle=CARE), "ana")


def test_a_digest_that_is_put_off_comes_then_and_tells_all_of_it(garden: World) -> None:
    garden.proposal("ana")
    receipt = garden.do(PutOffDigest(circle=GARDEN, until="2026-03-11 10:00"), "dee")
    assert "The next digest of Garden comes Wed 11 Mar 2026 10:00" in garden.words(receipt.card())
    later(garden, days=7.5)
    assert not sent(garden)
    later(garden, days=2)
    [one] = sent(garden)
    assert one.until == datetime(2026, 3, 11, 10, tzinfo=UTC)
    assert one.missed == 0, "it was put off, the bot was not away"
    assert due(garden) == datetime(2026, 3, 16, 9, tzinfo=UTC)


def test_a_skipped_digest_is_told_with_the_one_after_it(garden: World) -> None:
    garden.proposal("ana")
    garden.do(PutOffDigest(circle=GARDEN), "ana")
    later(garden, days=13.5)
    assert not sent(garden)
    later(garden, days=1)
    [one] = sent(garden)
    assert (one.since, one.until) == (datetime(2026, 2, 23, 9, tzinfo=UTC), datetime(2026, 3, 16, 9, tzinfo=UTC))


def test_only_those_who_answer_for_it_put_a_digest_off_to_a_day_that_is_ahead_and_not_far(garden: World) -> None:
    assert isinstance(garden.refusal(PutOffDigest(circle=GARDEN), "cem"), NotAllowed)
    assert "has passed" in garden.said(garden.refusal(PutOffDigest(circle=GARDEN, until="2026-03-01"), "ana"))
    assert "60 days" in garden.said(garden.refusal(PutOffDigest(circle=GARDEN, until="2026-09-01"), "ana"))
    garden.config(rule("off"))
    assert "no digest that comes by itself" in garden.said(garden.refusal(PutOffDigest(circle=GARDEN), "ana"))


def test_the_digest_after_a_downtime_says_for_how_many_it_stands(garden: World) -> None:
    garden.proposal("ana")
    garden.clock.turn(days=22)
    garden.sweep()
    [one] = sent(garden)
    words = garden.words(told(garden, one))
    assert "It stands for 2 digests before it, too: the bot was not running then." in words


def test_where_nothing_happened_a_circle_may_hear_just_that(garden: World) -> None:
    garden.config(SetPolicy(circle=GARDEN, key="empty_digest", value="line"))
    later(garden, days=8)
    assert not sent(garden)
    rows = garden.rows("SELECT place FROM outbox WHERE key LIKE 'say:digests:%' ORDER BY 1")
    assert {row[0] for row in rows} >= {"garden", "C0GARDEN"}
    [one] = [one.event for one in garden.recorded(DIGESTS) if isinstance(one.event, DigestSkipped)]
    telling = FEATURES.of_stream(DIGESTS).telling  # type: ignore[union-attr]
    assert telling is not None
    card = garden.read(lambda r: telling(DIGESTS, one, r.state(DIGESTS), r, None))
    assert garden.words(card) == "Garden: nothing happened since Mon 23 Feb 2026 09:00, and nothing waits."


def test_a_changed_weekday_or_clock_in_the_middle_neither_tells_twice_nor_leaves_out(garden: World) -> None:
    garden.proposal("ana")
    later(garden, days=3)
    garden.config(rule("every thu 18:00"))
    later(garden, days=4.5)
    [one] = sent(garden)
    assert one.until == datetime(2026, 3, 5, 18, tzinfo=UTC)
    garden.proposal("ben")
    garden.config(ChangeCircle(circle=GARDEN, key="zone", value="Pacific/Auckland"))
    later(garden, days=7)
    windows = [(one.since, one.until) for one in sent(garden)]
    assert windows[1] == (windows[0][1], datetime(2026, 3, 12, 5, tzinfo=UTC)), "six in the evening in Auckland"


def test_a_circle_that_is_closed_or_moved_between_is_told_no_more_or_by_its_new_rules(garden: World) -> None:
    garden.config(SetPolicy(circle=CircleId("repair"), key="digest", value="every tue 07:00"), rule(None))
    assert due(garden) is None
    garden.config(ChangeCircle(circle=GARDEN, key="parent", value="repair"))
    assert due(garden) == datetime(2026, 3, 3, 7, tzinfo=UTC)
    garden.do(RaiseBlocker(circle=GARDEN, what="The pump leaks", owner=PersonId("dee")), "ben")
    later(garden, days=2)
    [one] = sent(garden)
    assert garden.words(told(garden, one)).startswith("Garden · digest")


def test_a_done_action_names_who_did_it_and_whoever_handed_a_blocker_on_hears_that_it_is_resolved(
    garden: World,
) -> None:
    garden.do(RaiseBlocker(circle=GARDEN, what="The pump leaks", owner=PersonId("dee")), "ben")
    garden.do(AddAction(circle=GARDEN, what="Order a seal", owner="ben"), "ana")
    garden.do(HandBlocker(id=StreamId("X-1"), to=CircleId("repair")), "ana")
    garden.do(AcceptBlocker(id=StreamId("X-1")), "cem")
    later(garden, days=7)
    later(garden, hours=1)
    garden.do(ResolveBlocker(id=StreamId("X-1"), how="A new seal"), "cem")
    garden.do(FinishAction(id=StreamId("A-1")), "ana")
    later(garden, days=7)
    words = garden.words(told(garden, sent(garden)[-1]))
    assert "• X-1 · The pump leaks · resolved · Cem" in words
    assert words.count("X-1") == 1
    assert "• A-1 · Order a seal · done · Ana" in words


def handed(world: World) -> list[DigestHanded]:
    return [one.event for one in world.recorded(DIGESTS) if isinstance(one.event, DigestHanded)]


def test_a_lead_gets_theirs_at_their_own_hour_in_their_own_zone_as_of_the_same_window(garden: World) -> None:
    garden.do(ChooseSettings(reminders="direct", zone="America/New_York", prompts="10:00"), "ana@slack")
    garden.do(ChooseSettings(reminders="direct"), "dee@discord")
    garden.do(RaiseBlocker(circle=GARDEN, what="The pump leaks", owner=PersonId("dee")), "ben")
    later(garden, days=7)
    [one] = sent(garden)
    assert dict(one.direct) == {"ana": "slack", "dee": "discord"}
    assert dict(one.later) == {"ana": datetime(2026, 3, 9, 14, tzinfo=UTC)}, "ten in the morning in New York"
    rows = garden.rows("SELECT place FROM outbox WHERE personal AND key LIKE 'say:digests:%'")
    assert rows == [("311846090283712513",)]
    garden.do(ResolveBlocker(id=StreamId("X-1"), how="A new seal"), "dee")
    garden.restart()
    later(garden, hours=6)
    [given] = handed(garden)
    assert (given.person, given.platform, given.until) == ("ana", "slack", one.until)
    telling = FEATURES.of_stream(DIGESTS).telling  # type: ignore[union-attr]
    assert telling is not None
    words = garden.words(garden.read(lambda r: telling(DIGESTS, given, r.state(DIGESTS), r, PersonId("ana"))))
    assert "X-1 · The pump leaks · not acknowledged, 7 days" in words, "as of the end of the window"
    later(garden, days=1)
    assert len(handed(garden)) == 1
    assert garden.clean()


def test_nobody_is_written_to_in_their_quiet_hours(garden: World) -> None:
    garden.config(rule("every mon 05:00"))
    garden.do(ChooseSettings(reminders="direct"), "ana@slack")
    garden.do(RaiseBlocker(circle=GARDEN, what="The pump leaks", owner=PersonId("dee")), "ben")
    later(garden, days=7)
    [one] = sent(garden)
    assert dict(one.later) == {"ana": datetime(2026, 3, 9, 8, tzinfo=UTC)}


def test_whoever_is_away_or_left_meanwhile_gets_none(garden: World) -> None:
    for who in ("ana@slack", "ben@slack"):
        garden.do(ChooseSettings(reminders="direct", prompts="18:00"), who)
    garden.do(DeclareAbsence(start="2026-03-08", until="2026-03-12"), "ben")
    garden.do(RaiseBlocker(circle=GARDEN, what="The pump leaks", owner=PersonId("dee")), "ben")
    later(garden, days=7)
    [one] = sent(garden)
    assert list(one.direct) == ["ana"]
    garden.config(FillRole(circle=GARDEN, role="lead", person=PersonId("dee")))
    later(garden, hours=10)
    [given] = handed(garden)
    telling = FEATURES.of_stream(DIGESTS).telling  # type: ignore[union-attr]
    assert telling is not None
    assert garden.read(lambda r: telling(DIGESTS, given, r.state(DIGESTS), r, PersonId("ana"))) is None


def test_one_that_waited_for_somebodys_hour_while_the_bot_was_down_comes_as_one_with_the_next(garden: World) -> None:
    garden.do(ChooseSettings(reminders="direct", prompts="18:00"), "ana@slack")
    garden.do(RaiseBlocker(circle=GARDEN, what="The pump leaks", owner=PersonId("dee")), "ben")
    later(garden, days=7, hours=1)
    garden.do(ResolveBlocker(id=StreamId("X-1"), how="A new seal"), "dee")
    garden.clock.turn(days=14, hours=8.5)  # down over the hour of the first, and over two more
    garden.sweep()
    [one, both] = sent(garden)
    assert not handed(garden)
    own = both.earlier[PersonId("ana")]
    assert (own.since, both.since, both.missed, own.missed) == (one.since, one.until, 1, 1)
    words = garden.words(told(garden, both, "ana"))
    assert "X-1 · The pump leaks · resolved" in words
    assert "It stands for 2 digests before it, too" in words
    assert "It stands for 1 digest before it, too" in garden.words(told(garden, both))
    assert not garden.state(DIGESTS).pending
    assert garden.answer(ShowDigest(circle=GARDEN, stretch=stretch(both.since, both.until)), "ana")
    later(garden, days=2)
    assert not handed(garden)
    assert garden.clean()


def test_who_is_asleep_until_after_the_next_digest_gets_both_in_one_when_they_wake(garden: World) -> None:
    garden.config(rule("daily 09:00"))
    garden.do(ChooseSettings(reminders="direct", quiet_hours="17:00-10:00", prompts="18:00"), "ana@slack")
    garden.do(RaiseBlocker(circle=GARDEN, what="The pump leaks", owner=PersonId("dee")), "ben")
    later(garden, days=4, hours=2)
    windows = [(one.since, one.until) for one in sent(garden)]
    assert [(one.since, one.until, one.missed) for one in handed(garden)] == [
        (windows[0][0], windows[1][1], 0),
        (windows[2][0], windows[3][1], 0),
    ], "it waits for the hour of the first and no longer"


def test_nobody_is_named_as_silent_where_the_program_was_not_running_when_it_ended(garden: World) -> None:
    garden.do(
        CreateCheckIn(circle=GARDEN, title="Tuesday round", every="every tue 08:00", questions="text: Done?"), "ana"
    )
    later(garden, days=7.96)
    garden.do(AnswerCheckIn(id=StreamId("C-1"), first="The beds"), "ben")
    garden.clock.turn(hours=9)
    garden.sweep()
    words = digest(garden, "ana")
    assert "C-1 · Tuesday round · 1 of 3 answered, up from 0 of 3 · I was not running when it ended" in words
    assert "no answer from" not in words
