"""Rows 18 to 20: agreements are looked at again with their concerns, kept, objected to, and ended by their date."""

from datetime import UTC, datetime
from typing import Any

import pytest

from governance_core.cards.plain import plain_card, plain_text
from governance_core.circles.messages import AddMember, FillRole, RemoveMember, SetPolicy
from governance_core.circles.model import LEAD, SECRETARY
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Refusal, Stale, Unknown
from governance_core.kernel.ids import CONFIG, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.logbook.cards import agreement_card
from governance_core.logbook.dates import week_from
from governance_core.logbook.feature import alarms, boards
from governance_core.logbook.guards import NotAsked, NotInReview
from governance_core.logbook.messages import AgreementRecorded
from governance_core.logbook.model import Looked, Standing, Verdict, Why
from governance_core.logbook.reviewing import AnswerReview, AskReview, LookBack, NoteOutcome, ObjectLater
from governance_core.logbook.rules import RULES
from governance_core.logbook.tellings import telling
from governance_core.people.messages import DeclareAbsence, LeaveOrganisation
from governance_core.proposals.messages import AnswerRound, RaiseObjection
from tests.rules.given import Names, helpful, proposal, words_of
from tests.rules.living import (
    D1,
    GARDENERS,
    HAPPENED,
    KEEP,
    P1,
    RENEW,
    adopt,
    agreed,
    agreement,
    change,
    drop,
    due_again,
    end_it,
    events,
    everybody,
    kinds,
    late,
    new_text,
    noted,
    review,
)
from tests.rules.organisation import ANA, BEN, CARE, CEM, DEE, ELI, FAY, GARDEN, GIL, MONDAY, days, hours
from tests.rules.world import World


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> Refusal:
    """Refused for this reason, in helpful words that hold all of these; and nothing changed."""
    before = kinds(world)
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert not [part for part in words if part not in read], read
    assert kinds(world) == before
    return refusal


def card(world: World, stream: StreamId = D1) -> str:
    return plain_card(agreement_card(stream, agreement(world, stream), "Garden", "UTC"), Names(world.people))


def said(world: World) -> list[str]:
    """Everything the circle heard of the agreement, in order."""
    told = [telling(D1, one.event, agreement(world), "UTC") for one in world.memory.journal[D1]]
    return [plain_text(one.summary, Names(world.people)) for one in told if one is not None]


# Row 19: the review


def test_row_19_a_review_opens_a_week_before_its_date_in_the_home_of_its_circle() -> None:
    world = agreed()
    world.wait(days(82.9))
    assert agreement(world).review is None
    assert boards(agreement(world)) == ()
    world.wait(days(0.5))
    opened = review(world)
    assert (opened.number, opened.why, opened.by) == (1, Why.DATE, None)
    assert opened.opened == datetime(2026, 5, 24, 8, tzinfo=UTC)  # 09:00 in Lisbon, in summer
    assert opened.due == agreement(world).review_at == datetime(2026, 5, 31, 8, tzinfo=UTC)
    assert opened.electors == GARDENERS
    assert agreement(world).stands
    assert boards(agreement(world)) == (GARDEN,)
    assert [one.kind for one in world.posted()] == ["card", "say"]
    assert "It is time to look at D-1 Water the beds again, until Sun 31 May 2026" in said(world)[-1]


def test_row_19_every_concern_is_asked_back() -> None:
    world = due_again()
    assert "Concern 1: did it happen? (Ben): The hose is old" in card(world)
    world.does(BEN, LookBack(id=D1, happened="no"))
    world.does(ANA, LookBack(id=D1, happened="yes", words="It burst in April"))
    world.does(BEN, LookBack(id=D1, happened="no", words="I mended it"))
    assert agreement(world).looked == (
        Looked(ANA, 1, True, "It burst in April"),
        Looked(BEN, 1, False, "I mended it"),
    )
    shown = card(world)
    assert "Concern 1: did it happen? 1 yes, 1 no (Ben): The hose is old" in shown
    assert "It happened (Ana): It burst in April" in shown
    everybody(world, KEEP)
    assert "Concern 1: did it happen? 1 yes, 1 no (Ben): The hose is old" in card(world)


def test_row_19_a_concern_that_was_an_objection_is_asked_back_too() -> None:
    world = World.founded()
    world.does(ANA, proposal(review="90d"))
    world.does(FAY, RaiseObjection(id=P1, harm="The pump is booked"))
    for person in (ANA, BEN, DEE):
        world.does(person, AnswerRound(id=P1, answer="consent"))
    world.does(CONFIG, RemoveMember(circle=GARDEN, person=FAY))
    world.wait(hours(49))
    assert agreement(world).concerns() == ((FAY, "The pump is booked"),)
    world.wait(days(86))
    assert "concern 1: did it happen? (Fay): The pump is booked" in card(world)


@pytest.mark.parametrize("number", ["0", "2", "9" * 30, "x", "", "²"])
def test_row_19_a_concern_that_was_never_raised_is_not_asked(number: str) -> None:
    refused(due_again(), ANA, LookBack(id=D1, happened="yes", concern=number), Invalid, "D-1 has no concern")


def test_row_19_concerns_are_asked_of_the_electors_of_the_review_and_of_whoever_raised_them() -> None:
    world = due_again()
    refused(world, CEM, HAPPENED, NotAsked, "Only those who sat in Garden")
    refused(agreed(), BEN, HAPPENED, NotInReview, "/decisions renew")
    world.does(CONFIG, RemoveMember(circle=GARDEN, person=BEN))
    world.does(CONFIG, FillRole(circle=GARDEN, role="delegate", person=None))
    assert BEN not in review(world).electors
    world.does(BEN, HAPPENED)


def test_row_19_everybody_keeps_it_and_it_is_renewed_as_far_again() -> None:
    world = due_again()
    everybody(world, KEEP, (ANA, BEN, DEE))
    assert agreement(world).review is not None
    world.does(FAY, KEEP)
    made = agreement(world)
    assert made.review is None
    assert made.version == 1
    assert made.review_at == datetime(2026, 8, 29, 8, tzinfo=UTC)  # 90 days after the review date
    assert made.dates.opens_at == datetime(2026, 8, 22, 8, tzinfo=UTC)
    assert [(one.outcome, one.kept) for one in made.reviewed] == [("kept", 4)]
    assert "is kept as it is (4 said so). It is looked at again on Sat 29 Aug 2026." in said(world)[-1]
    world.wait(days(91))
    assert review(world).number == 2


def test_row_19_an_agreement_with_a_date_for_its_review_is_renewed_by_the_policy() -> None:
    world = due_again(review="2026-05-31")
    everybody(world, KEEP)
    assert agreement(world).review_at == datetime(2026, 11, 27, 9, tzinfo=UTC)  # 180 days, and winter again


def test_row_19_where_silence_counts_it_gives_the_renewal_on_the_review_date() -> None:
    world = due_again({"silence": "consents"})
    everybody(world, KEEP, (ANA, BEN))
    assert agreement(world).review is not None
    world.wait(days(7))
    made = agreement(world)
    assert made.review is None
    assert made.reviewed[-1].outcome == "kept"
    assert [one.event.silent for one in events(world, "agreement.renewed")] == [(DEE, FAY)]  # type: ignore[attr-defined]
    assert "(2 said so, 2 did not answer)" in said(world)[-1]


def test_row_19_silence_gives_nothing_without_the_quorum_or_without_any_answer_or_against_somebody() -> None:
    for acts in ([], [(ANA, KEEP)], [(ANA, KEEP), (BEN, KEEP), (DEE, change())]):
        world = due_again({"silence": "consents"})
        for by, command in acts:
            world.does(by, command)
        world.wait(days(8))
        assert review(world).overdue


def test_row_19_one_reason_to_change_stops_the_renewal_and_leads_to_the_full_process() -> None:
    world = due_again()
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="process", value="full"))
    everybody(world, KEEP, (ANA, BEN, FAY))
    receipt = world.does(DEE, change()).card()
    assert receipt is not None
    assert [one.label for one in receipt.buttons()] == ["Propose a change", "Propose to drop it", "View decision"]
    assert [one.note for one in world.posted() if one.kind == "say"] == ["announce"]
    assert agreement(world).review is not None
    assert "Change it (Dee): Thursday is too late" in card(world)
    world.does(ANA, new_text())
    assert str(world.proposal(StreamId("P-2")).stage) == "clarify"


def test_row_19_one_reason_to_drop_stops_it_too_and_a_proposal_ends_it() -> None:
    world = due_again()
    world.does(DEE, drop())
    world.does(ANA, end_it())
    adopt(world)
    made = agreement(world)
    assert (made.standing, made.ended_by, made.review) == (Standing.DROPPED, "P-2", None)
    assert alarms(made) == ()


def test_row_19_a_reason_is_needed_to_change_or_drop() -> None:
    world = due_again()
    for answer in ("change", "drop"):
        refused(world, ANA, AnswerReview(id=D1, answer=answer, reason=" "), Invalid, "The reason is empty")
    refused(world, ANA, AnswerReview(id=D1, answer="perhaps"), Invalid, "no answer to a review")


def test_row_19_keeping_takes_back_what_one_said_and_may_end_the_review() -> None:
    world = due_again()
    everybody(world, KEEP, (ANA, BEN, FAY))
    world.does(DEE, change())
    world.does(DEE, KEEP)
    assert agreement(world).reviewed[-1].outcome == "kept"


def test_row_19_an_answer_is_changeable_counts_once_and_the_same_twice_is_nothing() -> None:
    world = due_again()
    for command in (KEEP, drop(), change("A"), change("B")):
        assert world.does(ANA, command).events
        assert not world.does(ANA, command).events
    assert {person: one.verdict for person, one in review(world).answers.items()} == {ANA: Verdict.CHANGE}


def test_row_19_only_those_with_a_seat_when_it_opened_are_asked() -> None:
    world = due_again()
    world.does(CONFIG, AddMember(circle=GARDEN, person=CEM))
    for outsider in (CEM, ELI, GIL):
        refused(world, outsider, KEEP, NotAsked, "/decisions object")
    refused(agreed(), ANA, KEEP, NotInReview, "D-1 is not under review now")


def test_row_19_a_press_on_an_older_version_is_refused_with_what_changed() -> None:
    world = agreed()
    world.does(ANA, new_text())
    adopt(world)
    world.does(ANA, RENEW)
    pressed = AnswerReview(id=D1, answer="keep", version=1)
    refusal = refused(world, BEN, pressed, Stale, "D-1 is now version 2 (you saw version 1)")
    assert refusal.shows


def test_row_19_a_review_keeps_the_rules_and_the_electorate_it_opened_with() -> None:
    world = due_again()
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="silence", value="consents"))
    everybody(world, KEEP, (ANA, BEN))
    world.wait(days(8))
    assert review(world).overdue


# Row 20: overdue, and the end


def test_row_20_nobody_answers_and_it_is_shown_overdue_and_nothing_else() -> None:
    world = due_again()
    heard = len(said(world))
    world.wait(days(400))
    made = agreement(world)
    assert made.stands
    assert review(world).overdue
    assert alarms(made) == ()
    assert len(said(world)) == heard
    assert "D-1 · Water the beds [in force, review overdue]" in card(world)
    assert "That ends nothing: it stays in force until the circle keeps, changes or drops it" in card(world)


def test_row_20_an_overdue_review_goes_on_and_everybody_keeping_it_renews_from_then() -> None:
    world = due_again()
    world.wait(days(400))
    everybody(world, KEEP)
    made = agreement(world)
    assert made.review is None
    assert made.review_at is not None
    assert made.review_at - world.now > days(80)


def test_row_20_only_the_expiry_date_ends_it_and_people_hear_two_weeks_before() -> None:
    world = agreed(expiry="2026-07-01")
    world.wait(days(106))
    assert not agreement(world).warned
    world.wait(days(1.5))
    assert agreement(world).warned
    assert "ends by itself on Wed 1 Jul 2026. If it is to go on, propose a change" in said(world)[-1]
    assert agreement(world).stands
    world.wait(days(15))
    made = agreement(world)
    assert (made.standing, made.ended) == (Standing.EXPIRED, datetime(2026, 7, 1, 8, tzinfo=UTC))
    assert made.review is None
    assert "has expired" in said(world)[-1]
    assert "[expired]" in card(world)
    for command in (KEEP, RENEW, late(), HAPPENED):
        refused(world, ANA, command, Closed, "D-1 is closed: expired", "/proposal create")


def test_row_20_a_review_does_not_move_the_expiry_date() -> None:
    world = due_again(expiry="2026-07-01")
    everybody(world, KEEP)
    assert agreement(world).expires_at == datetime(2026, 7, 1, 8, tzinfo=UTC)
    world.wait(days(60))
    assert not agreement(world).stands


def test_row_20_after_a_long_time_down_it_expires_once_and_is_not_announced_to_end() -> None:
    world = agreed(expiry="2026-07-01")
    world.sleep(days(300))
    world.sweep()
    assert not agreement(world).stands
    assert kinds(world)[-1] == "agreement.expired"
    assert not events(world, "agreement.expiry_announced") + events(world, "review.opened")


# Row 18: an objection after adoption


def test_row_18_an_objection_opens_a_review_at_once_and_the_agreement_stands() -> None:
    world = agreed()
    world.wait(days(10))
    world.does(CEM, late(safe="A drain"))
    opened = review(world)
    assert (opened.why, opened.by, opened.due) == (Why.OBJECTION, CEM, world.now + days(7))
    assert agreement(world).stands
    shown = card(world)
    assert "Objection (Cem): The wall gets wet" in shown
    assert "Would be safe enough with: A drain" in shown
    assert [one.note for one in world.posted() if one.kind == "say"] == ["announce"]


def test_row_18_the_objection_blocks_the_renewal_until_it_is_taken_back() -> None:
    world = agreed()
    world.does(CEM, late())
    everybody(world, KEEP)
    assert agreement(world).review is not None
    world.does(CEM, KEEP)
    assert agreement(world).reviewed[-1].outcome == "kept"


def test_row_18_taken_back_the_review_is_over_and_its_date_is_as_before() -> None:
    world = agreed()
    before = agreement(world).dates
    world.does(CEM, late())
    world.does(ANA, KEEP)
    world.does(CEM, KEEP)
    assert (agreement(world).review, agreement(world).dates) == (None, before)
    assert "Nobody objects to D-1 Water the beds any more" in said(world)[-1]


def test_row_18_an_objection_during_a_review_joins_it_and_can_be_reworded() -> None:
    world = due_again()
    world.does(ANA, late())
    assert not world.does(ANA, late()).events
    world.does(ANA, late("It floods"))
    assert review(world).number == 1
    assert review(world).answers[ANA].words == "It floods"


def test_row_18_an_objector_who_left_blocks_no_more() -> None:
    world = agreed()
    world.does(CEM, late())
    world.does(CONFIG, LeaveOrganisation(person=CEM))
    assert agreement(world).review is None
    world = due_again()
    world.does(ANA, late())
    everybody(world, KEEP, (BEN, DEE, FAY))
    world.does(CONFIG, RemoveMember(circle=GARDEN, person=ANA))
    world.does(CONFIG, FillRole(circle=GARDEN, role=LEAD, person=None))
    assert agreement(world).reviewed[-1].outcome == "kept"


def test_row_18_harm_must_be_said_and_an_agreement_must_be_there() -> None:
    world = agreed()
    refused(world, ANA, late(" "), Invalid, "The harm is empty")
    refused(world, ANA, ObjectLater(id=StreamId("D-9"), harm="A"), Unknown)


def test_row_18_whoever_objects_after_adoption_is_told_and_offered_it_in_one_press() -> None:
    world = agreed()
    refusal = refused(world, DEE, RaiseObjection(id=P1, harm="Too late"), Closed, "P-1 is closed: adopted as D-1")
    (buttons,) = refusal.shows
    assert [(one.label, one.press.ref, one.press.action) for one in buttons.buttons] == [  # type: ignore[attr-defined]
        ("Object to D-1", "D-1", "object-later")
    ]
    assert not world.refuses(DEE, AnswerRound(id=P1, answer="consent")).shows


def test_row_18_with_a_proposal_that_changes_it_adopted_the_review_is_over() -> None:
    world = agreed()
    world.does(CEM, late())
    world.does(ANA, new_text())
    adopt(world)
    made = agreement(world)
    assert (made.version, made.text, made.review) == (2, "Mon and Fri", None)
    assert made.reviewed[-1].outcome == "changed into version 2"


# Asking for it, and noting what it came to


def test_a_member_may_ask_for_the_review_now_and_twice_is_once() -> None:
    world = agreed()
    world.does(DEE, RENEW)
    assert (review(world).why, review(world).by) == (Why.ASKED, DEE)
    assert not world.does(ANA, RENEW).events
    refused(agreed(), CEM, RENEW, NotAllowed, "Only members of Garden", "/decisions object")


def test_whoever_asks_may_say_when_the_next_review_is() -> None:
    world = agreed()
    world.does(DEE, AskReview(id=D1, review="10d"))
    everybody(world, KEEP)
    assert agreement(world).review_at == MONDAY + days(17)
    for wanted, why in (("3d", ""), ("2026-03-05", "before this one ends"), ("2025-01-01", "has passed")):
        world = agreed()
        if why:
            refused(world, DEE, AskReview(id=D1, review=wanted), Invalid, why)
        else:
            assert world.does(DEE, AskReview(id=D1, review=wanted)).events


def test_an_overdue_review_opens_anew_with_those_who_sit_there_now_and_keeps_what_is_against_it() -> None:
    world = due_again()
    world.does(ANA, KEEP)
    world.does(DEE, change())
    world.wait(days(30))
    world.does(CONFIG, AddMember(circle=GARDEN, person=CEM))
    world.does(CEM, RENEW)
    again = review(world)
    assert (again.number, again.overdue, CEM in again.electors) == (2, False, True)
    assert {person: one.verdict for person, one in again.answers.items()} == {DEE: Verdict.CHANGE}
    assert [one.outcome for one in agreement(world).reviewed] == ["opened anew"]


def test_the_secretary_and_the_lead_note_what_a_review_came_to_and_nobody_else() -> None:
    note = NoteOutcome(id=D1, note="We look again in autumn")
    world = due_again()
    for other in (BEN, DEE, CEM, GIL):
        refused(world, other, note, NotAllowed, "Only Fay or Ana can note what reviews came to in Garden")
    world.does(FAY, note)
    assert not world.does(ANA, note).events
    assert "What review 1 came to (Fay): We look again in autumn" in card(world)
    everybody(world, KEEP)
    assert [(one.outcome, one.note) for one in agreement(world).reviewed] == [("kept", "We look again in autumn")]
    world.does(ANA, NoteOutcome(id=D1, note="In winter, rather"))
    assert "What review 1 came to (Ana): In winter, rather" in card(world)
    refused(agreed(), FAY, note, NotInReview, "It has had none so far")
    refused(world, FAY, NoteOutcome(id=D1, note=" "), Invalid, "The note is empty")


def test_a_note_decides_nothing() -> None:
    world = due_again()
    world.does(FAY, NoteOutcome(id=D1, note="Kept, we said in the meeting"))
    assert agreement(world).review is not None
    world.wait(days(8))
    assert review(world).overdue


# Edge cases


def test_down_for_weeks_leads_to_one_review_and_people_have_a_week() -> None:
    world = agreed()
    world.sleep(days(83 + 150))
    world.sweep()
    assert len(events(world, "review.opened")) == 1
    assert (review(world).overdue, review(world).due) == (False, week_from(world.now, "Europe/Lisbon"))


def test_an_answer_that_comes_late_meets_the_review_that_was_due() -> None:
    world = agreed()
    world.sleep(days(86))
    world.does(ANA, KEEP)
    assert kinds(world)[-2:] == ["review.opened", "review.answered"]


def test_whoever_loses_their_seat_is_not_waited_for() -> None:
    world = due_again()
    everybody(world, KEEP, (ANA, BEN, DEE))
    world.does(CONFIG, FillRole(circle=GARDEN, role=SECRETARY, person=None))
    world.does(CONFIG, RemoveMember(circle=GARDEN, person=FAY))
    assert agreement(world).reviewed[-1].outcome == "kept"


def test_with_nobody_to_ask_it_is_overdue_and_stands_and_can_be_asked_anew() -> None:
    world = agreed()
    for person in GARDENERS:
        world.does(CONFIG, RemoveMember(circle=GARDEN, person=person))
    world.wait(days(95))
    assert review(world).electors == ()
    assert review(world).overdue
    assert agreement(world).stands
    world.does(CONFIG, AddMember(circle=GARDEN, person=CEM))
    world.does(CEM, RENEW)
    world.does(CEM, KEEP)
    assert agreement(world).reviewed[-1].outcome == "kept"


def test_when_everybody_leaves_during_a_review_nothing_is_decided() -> None:
    world = due_again()
    for person in GARDENERS:
        world.does(CONFIG, RemoveMember(circle=GARDEN, person=person))
    assert agreement(world).stands
    assert agreement(world).review is not None


def test_somebody_away_for_the_rest_of_a_review_is_not_waited_for_and_may_answer() -> None:
    world = due_again()
    everybody(world, KEEP, (ANA, BEN))
    world.does(DEE, DeclareAbsence(until="30d"))
    assert agreement(world).review is not None
    world.does(FAY, DeclareAbsence(until="30d"))
    assert [(one.outcome, one.kept) for one in agreement(world).reviewed] == [("kept", 2)]
    world = due_again()
    world.does(DEE, DeclareAbsence(until="30d"))
    assert "4 not yet" not in card(world)
    assert "1 away" in card(world)
    world.does(DEE, KEEP)
    everybody(world, KEEP, (ANA, BEN, FAY))
    assert agreement(world).reviewed[-1].kept == 4


def test_absence_alone_keeps_nothing() -> None:
    world = due_again()
    for person in GARDENERS:
        world.does(person, DeclareAbsence(until="60d"))
    world.wait(days(8))
    assert review(world).overdue


def test_what_was_decided_elsewhere_is_looked_at_again_too() -> None:
    world = noted()
    world.wait(days(84))
    everybody(world, KEEP)
    made = agreement(world)
    assert made.reviewed[-1].outcome == "kept"
    assert made.decided_elsewhere


def test_a_practice_agreement_is_looked_at_again_and_says_that_it_was_practice() -> None:
    world = due_again(practice=True)
    assert review(world).electors == GARDENERS
    assert "[PRACTICE, in force, under review]" in card(world)


def test_a_review_in_a_private_circle_is_seen_there_only() -> None:
    world = World.founded()
    world.does(ELI, proposal(circle=CARE, review="90d"))
    for person in world.proposal(P1).electors:
        world.does(person, AnswerRound(id=P1, answer="consent"))
    for stranger in (BEN, GIL):
        for command in (RENEW, late(), KEEP, HAPPENED, NoteOutcome(id=D1, note="A")):
            refused(world, stranger, command, Unknown, "There is no D-1 here")
    world.wait(days(83.5))
    assert {one.place for one in world.posted()} == {CARE}
    for stranger in (BEN, GIL):
        refused(world, stranger, new_text(), Unknown)


def test_an_agreement_from_before_reviews_were_kept_is_reviewed() -> None:
    old: dict[str, Any] = {
        "circle": GARDEN,
        "proposal": P1,
        "proposer": ANA,
        "text_version": 1,
        "adopted_at": MONDAY,
        "review_at": MONDAY + days(90),
        "expires_at": MONDAY + days(200),
        "practice": False,
        "answers": {},
        "title": "A",
        "driver": "B",
        "text": "C",
    }
    made = RULES.fold([AgreementRecorded(**old)])
    assert {one.name: one.due for one in alarms(made)} == {
        "review": MONDAY + days(83),
        "warning": MONDAY + days(186),
        "expiry": MONDAY + days(200),
    }
