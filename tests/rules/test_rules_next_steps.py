"""What cards and announcements say comes next: true at that moment, for whoever reads it aloud."""

from collections.abc import Callable

import pytest

from governance_core.cards.plain import date_words, plain_card, plain_text
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import CLOCK, PersonId
from governance_core.kernel.message import Event
from governance_core.logbook.receipts import receipt
from governance_core.logbook.tellings import telling as logbook_telling
from governance_core.proposals.events import ProposalOrphaned, RoundResumed
from governance_core.proposals.facilitating import facilitators
from governance_core.proposals.messages import RaiseObjection
from governance_core.proposals.next_steps import next_step
from governance_core.proposals.tellings import telling
from governance_core.proposals.testing_events import ObjectorsReminded
from tests.rules.given import (
    CLEAR,
    HAND_OVER,
    OBJECTOR_SILENT,
    P1,
    SPONSOR,
    Given,
    Names,
    a_round,
    consent,
    correct,
    lift,
    objection,
    offer,
    shaped,
    words_of,
)
from tests.rules.living import D1, agreement, due_again, events, late
from tests.rules.organisation import ANA, BEN, CEM, DEE, FAY, GARDEN, MONDAY, days, harbour, hours


def comes_next(given: Given) -> str:
    able = facilitators(given.state, given.org.circles, given.org.people, given.now)
    return plain_text(next_step(P1, given.state, able), Names(given.org.people))


def told(given: Given, kind: type[Event]) -> str:
    """What is said of the last event of a kind, drawn from the state there is now."""
    last = next(event for event in reversed(given.history) if isinstance(event, kind))
    card = telling(P1, last, given.state)
    return plain_card(card, Names(given.org.people)) if card else ""


@pytest.mark.parametrize(
    "given, said",
    [
        (a_round, "Missing answers extend it once, by 48 hours; then, or with none at all, it lapses."),
        (lambda: a_round(harbour().ruled(GARDEN, extension="off")), "With answers missing at the end, it lapses."),
    ],
    ids=["with an extension", "without one"],
)
def test_row_8_the_card_says_what_the_deadline_brings_where_answers_are_missing(
    given: Callable[[], Given], said: str
) -> None:
    assert said in comes_next(given())


def test_row_8_with_nobody_awaited_the_card_says_nothing_of_missing_answers() -> None:
    everybody = a_round().having(DEE, correct())
    for person in (ANA, BEN, DEE, FAY):
        everybody = everybody.having(person, consent())
    assert "missing" not in comes_next(everybody).lower()


def test_edge_while_a_fix_may_be_challenged_the_card_says_what_the_round_waits_for() -> None:
    everybody = a_round().having(DEE, correct())
    for person in (ANA, BEN, DEE, FAY):
        everybody = everybody.having(person, consent())
    assert "Not before Tue 3 Mar 2026 09:00, when the spelling stands." in comes_next(everybody)


def test_row_3_where_reactions_follow_the_card_names_amending_too() -> None:
    asked = shaped(harbour().ruled(GARDEN, react="24h"))
    assert "then reactions, then amending, then the consent round." in comes_next(asked)


def test_row_3_the_proposer_who_says_they_have_no_questions_is_told_what_to_do_instead() -> None:
    refusal = shaped().when(ANA, CLEAR).refusal
    assert isinstance(refusal, Invalid)
    assert "you need not say whether you have questions" in words_of(refusal, harbour().people)


def test_edge_a_proposer_who_hands_over_has_not_left_and_is_named() -> None:
    handed = a_round().having(ANA, HAND_OVER)
    assert "Ana is its proposer no more." in told(handed, ProposalOrphaned)
    assert comes_next(handed).startswith("Nobody speaks for it as its proposer now.")


def test_edge_with_a_sponsor_the_clock_runs_again_and_nothing_is_said_of_objections() -> None:
    sponsored = a_round().having(ANA, HAND_OVER).having(BEN, SPONSOR)
    assert "its clock runs again. The round closes" in told(sponsored, RoundResumed)


def test_row_10_when_it_is_adopted_with_the_last_withdrawal_no_end_of_the_round_is_announced() -> None:
    given = a_round().having(FAY, objection("Harm"))
    for person in (ANA, BEN, DEE):
        given = given.having(person, consent())
    said = told(given.having(FAY, lift()), RoundResumed)
    assert "nothing blocks it any more." in said
    assert "closes" not in said


def test_row_18_an_objection_while_a_review_is_overdue_names_no_date_that_has_passed() -> None:
    world = due_again()
    world.wait(days(8))
    world.does(CEM, late("It floods"))
    made = agreement(world)
    card = logbook_telling(D1, events(world, "review.objected")[-1].event, made, "UTC")
    assert card is not None
    assert made.review is not None
    assert made.review.due > world.now
    until = f"under review until {date_words(made.review.due, 'UTC', 'date')}."
    assert plain_text(card.summary, Names(world.people)).endswith(until)
    assert "overdue" not in plain_text(receipt(D1, (), made).summary, Names(world.people))


@pytest.mark.parametrize("answers", [lift(), RaiseObjection(id=P1, harm="In other words")], ids=["lifted", "reworded"])
def test_row_14_an_objector_who_answered_before_it_could_be_said_is_not_reminded(answers: object) -> None:
    ruled = harbour().ruled(GARDEN, quiet_hours="off")
    reminded = a_round(ruled).having(BEN, objection("Harm")).at(MONDAY + hours(24)).having(CLOCK, OBJECTOR_SILENT)
    assert told(reminded, ObjectorsReminded).startswith("Ben: ")
    assert told(reminded.having(PersonId(BEN), answers), ObjectorsReminded) == ""  # type: ignore[arg-type]


def test_row_12_the_objector_is_asked_for_an_amendment_first_then_anybody() -> None:
    given = a_round().having(DEE, objection("The pump is booked"))
    assert comes_next(given).startswith(
        "Next: Dee withdraws the objection, or an amendment meets it. Dee is asked for one first, then anybody."
    )
    told = a_round().having(DEE, objection("The pump is booked", safe="On another day"))
    assert "Anybody may offer one." in comes_next(told)
    assert "Anybody may offer one." in comes_next(given.having(DEE, offer("Tue and Fri")))


def test_row_12_whoever_else_knows_what_meets_it_need_not_wait() -> None:
    given = a_round().having(DEE, objection("The pump is booked")).having(BEN, offer("Sun"))
    assert [one.person for one in given.state.offers_in_order()] == [BEN]
    both = given.having(DEE, offer("Tue and Fri"))
    assert [one.person for one in both.state.offers_in_order()] == [DEE, BEN], "the objector's own stands first"


def test_edge_an_objector_who_left_is_not_waited_for_and_the_card_says_who_may_take_it_over() -> None:
    left = a_round().having(FAY, objection("Harm")).told(lambda org: org.gone(FAY))
    taken = "any elector may take over objection 1 until Wed 4 Mar 2026 09:00; else it becomes a concern."
    assert comes_next(left) == f"Next: {taken}"
    both = a_round().having(FAY, objection("Harm")).having(BEN, objection("Noise")).told(lambda org: org.gone(FAY))
    said = comes_next(both)
    assert said.startswith("Next: Ben withdraws the objection, or an amendment meets it. Ben is asked for one first,")
    assert f" And {taken}" in said
