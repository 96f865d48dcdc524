"""Row 14: objectors who do not reply are reminded, and their objection may be marked abandoned after that."""

from datetime import UTC, datetime

import pytest

from governance_core.cards.plain import plain_card
from governance_core.feature import Home
from governance_core.kernel.errors import Closed, Invalid, NotAllowed
from governance_core.kernel.ids import CLOCK, PersonId
from governance_core.proposals.cards import proposal_card
from governance_core.proposals.events import ProposalAdopted, RoundResumed
from governance_core.proposals.facilitating import facilitators
from governance_core.proposals.hearing import notices
from governance_core.proposals.objections_events import ObjectionReworded, ObjectionWithdrawn, OfferAccepted
from governance_core.proposals.objections_model import AnswerKind, ObjectionState
from governance_core.proposals.refusals import NoOpenObjection
from governance_core.proposals.silence import NotSilent
from governance_core.proposals.tellings import telling
from governance_core.proposals.testing_events import (
    AppealDecided,
    ObjectionAppealed,
    ObjectionSetAside,
    ObjectionStands,
    ObjectorsReminded,
)
from governance_core.proposals.testing_model import Found
from tests.rules.given import (
    DEADLINE,
    OBJECTOR_SILENT,
    P1,
    TEST,
    TEST_ENDS,
    Given,
    Like,
    Names,
    a_round,
    abandon,
    accept,
    amend,
    appeal,
    consent,
    decided,
    decline,
    differs,
    lift,
    objection,
    offer,
    take_over,
    withdraw,
)
from tests.rules.organisation import (
    ANA,
    BEN,
    CEM,
    DEE,
    ELI,
    FAY,
    GARDEN,
    GIL,
    MONDAY,
    Organisation,
    days,
    harbour,
    hours,
)


def objected(org: Organisation | None = None, by: PersonId = BEN) -> Given:
    """Ben, who lives by Lisbon's clock, objects at nine on Monday morning; Dee facilitates."""
    return a_round(org).having(by, objection("The pump is booked"))


def rung(given: Given) -> Given:
    """The next reminder rings at its time."""
    return given.at(given.ringing()["objector"]).having(CLOCK, OBJECTOR_SILENT)


def silent() -> Given:
    """Reminded twice, silent for three days."""
    return rung(rung(objected())).at(MONDAY + hours(72))


# Reminders


def test_row_14_objectors_are_reminded_twice_within_objection_reply() -> None:
    once = objected().at(MONDAY + hours(24)).when(CLOCK, OBJECTOR_SILENT)
    first = once.then(ObjectorsReminded(at=MONDAY + hours(24), objections={1: BEN}, later={}))
    first.when(CLOCK, OBJECTOR_SILENT).nothing()
    second = rung(first)
    assert second.now == MONDAY + hours(48)
    assert second.state.objections[1].reminded == 2
    assert not second.ringing()


def test_row_14_the_instant_of_the_objectors_last_act_is_kept() -> None:
    later = objected().wait(hours=20)
    for act in (objection("The well runs dry"), offer("Sun")):
        acted = later.having(BEN, act)
        assert acted.state.objections[1].heard == MONDAY + hours(20)
        assert acted.ringing()["objector"] == MONDAY + hours(44)
    offered = objected().having(FAY, offer("Sun")).wait(hours=20)
    assert offered.having(BEN, accept()).state.objections[1].heard == MONDAY + hours(20)
    assert offered.having(BEN, decline()).state.objections[1].heard == MONDAY + hours(20)
    assert offered.having(ANA, decline()).state.objections[1].heard == MONDAY


def test_row_14_an_act_after_a_reminder_begins_anew() -> None:
    again = rung(objected()).wait(hours=1).having(BEN, objection("The well runs dry"))
    assert again.state.objections[1].reminded == 0
    assert again.ringing()["objector"] == MONDAY + hours(25 + 24)


def test_row_14_the_same_words_again_say_that_it_stands_once_reminded() -> None:
    objected().when(BEN, objection("The pump is booked")).nothing()
    stands = rung(objected()).wait(hours=1).when(BEN, objection("The pump is booked"))
    after = stands.then(ObjectionStands(number=1, person=BEN, version=1, at=MONDAY + hours(25)))
    assert after.ringing()["objector"] == MONDAY + hours(49)
    after.when(BEN, objection("The pump is booked")).nothing()


def test_row_14_a_new_version_asks_objectors_anew() -> None:
    amended = rung(objected()).wait(hours=1).having(ANA, amend(text="Tue"))
    assert amended.ringing()["objector"] == MONDAY + hours(49)


def test_row_14_reminders_come_at_decent_hours_of_the_objector() -> None:
    """Cem, in Istanbul, objects at noon there: the reminder a day later would be fine; at ten in the evening not."""
    org = harbour().joined(GARDEN, CEM)
    night = a_round(org).at(datetime(2026, 3, 2, 19, tzinfo=UTC)).having(CEM, objection())
    put_off = night.wait(hours=24).when(CLOCK, OBJECTOR_SILENT)
    morning = datetime(2026, 3, 4, 5, tzinfo=UTC)
    after = put_off.then(ObjectorsReminded(at=night.now + hours(24), objections={}, later={1: morning}))
    assert after.ringing()["objector"] == morning
    after.when(CLOCK, OBJECTOR_SILENT).nothing()
    after.at(morning).when(CLOCK, OBJECTOR_SILENT).then(Like(ObjectorsReminded, objections={1: CEM}))


def test_row_14_somebody_away_is_reminded_when_they_are_back() -> None:
    away = objected().but(lambda org: org.away(BEN, MONDAY + hours(20), MONDAY + hours(51)))
    put_off = away.at(MONDAY + hours(24)).when(CLOCK, OBJECTOR_SILENT)
    put_off.then(Like(ObjectorsReminded, objections={}, later={1: MONDAY + hours(51)}))


def test_row_14_the_reminder_goes_to_the_objector_only_in_the_items_own_place() -> None:
    reminded = rung(objected())
    event = reminded.history[-1]
    assert [(one.to, one.note) for one in notices(event, reminded.state)] == [(Home(GARDEN), "reminder")]
    card = telling(P1, event, reminded.state)
    assert card is not None
    said = plain_card(card, Names(reminded.org.people))
    assert said.startswith("Ben: your objection to P-1 Water the beds waits for you.")
    nobody = objected().happened(ObjectorsReminded(at=MONDAY, objections={}, later={1: MONDAY + hours(1)}))
    assert not notices(nobody.history[-1], nobody.state)


def test_row_14_after_downtime_reminders_do_not_come_all_at_once() -> None:
    late = objected().at(MONDAY + days(4)).having(CLOCK, OBJECTOR_SILENT)
    assert late.ringing()["objector"] == MONDAY + days(4) + hours(12)
    late.when(DEE, abandon()).refused(NotSilent, "has until", "and is reminded once before")
    second = late.at(MONDAY + days(5)).having(CLOCK, OBJECTOR_SILENT)
    second.wait(hours=11).when(DEE, abandon()).refused(NotSilent, "has until")
    second.wait(hours=12).when(DEE, abandon()).then(ObjectionSetAside, RoundResumed)


def test_row_14_nobody_is_reminded_while_others_must_act() -> None:
    assert set(objected().having(ANA, TEST).ringing()) == {"test"}
    left = objected().told(lambda org: org.left(GARDEN, BEN))
    assert set(left.ringing()) == {"objections"}
    over = objected().having(ANA, TEST).having(FAY, differs()).wait(hours=24).having(CLOCK, TEST_ENDS)
    assert over.ringing() == {"objector": MONDAY + hours(48)}
    assert left.having(FAY, take_over()).ringing() == {"objector": MONDAY + hours(24)}


@pytest.mark.parametrize("rule, expected", [("10h, 1 reminder", 5), ("4d, 3 reminders", 24)])
def test_row_14_how_long_and_how_often_is_the_circles_to_say(rule: str, expected: float) -> None:
    ruled = objected(harbour().ruled(GARDEN, objection_reply=rule))
    assert ruled.ringing()["objector"] == MONDAY + hours(expected)
    unreminded = objected(harbour().ruled(GARDEN, objection_reply="3h, 0 reminders"))
    assert not unreminded.ringing()
    unreminded.wait(hours=2).when(DEE, abandon()).refused(NotSilent, "Ben has until Mon 2 Mar 2026 12:00")
    unreminded.wait(hours=3).when(DEE, abandon()).then(ObjectionSetAside, RoundResumed)


# Marked abandoned


def test_row_14_an_objection_of_somebody_silent_is_marked_abandoned_and_kept_as_a_concern() -> None:
    gone = silent().when(DEE, abandon(reason="Asked on Tuesday and Wednesday"))
    after = gone.then(
        Like(
            ObjectionSetAside,
            person=BEN,
            by=DEE,
            found=Found.ABANDONED,
            reason="Asked on Tuesday and Wednesday",
        ),
        RoundResumed(at=MONDAY + hours(72), deadline=MONDAY + hours(72 + 72)),
    )
    assert after.state.objections[1].state is ObjectionState.CONCERN
    assert after.state.answers[BEN].kind is AnswerKind.KEPT
    after.when(DEE, abandon(number="1")).nothing()
    able = facilitators(after.state, after.org.circles, after.org.people, after.now)
    card = plain_card(proposal_card(P1, after.state, "Garden", able), Names(after.org.people))
    assert "Objection 1, abandoned, kept as a concern (Ben): The pump is booked" in card
    assert "Why it was marked abandoned (Dee): Asked on Tuesday and Wednesday" in card


def test_row_14_the_objector_is_told_and_may_appeal() -> None:
    after = silent().having(DEE, abandon(reason="Asked twice"))
    card = telling(P1, after.history[-2], after.state)
    assert card is not None
    said = plain_card(card, Names(after.org.people))
    assert "objection 1 of Ben: Dee marks it abandoned: “Asked twice”." in said
    assert "You can appeal once, on the card." in said
    appealed = after.when(BEN, appeal()).then(Like(ObjectionAppealed, to=(ELI,)))
    appealed.when(ELI, decided("uphold")).then(AppealDecided, RoundResumed)


def test_row_14_not_before_objection_reply_is_over_and_the_reminders_were_sent() -> None:
    refused = objected().wait(hours=1).when(DEE, abandon())
    refused.refused(NotSilent, "Ben has until Thu 5 Mar 2026 09:00 at least", "is reminded 2 times before")
    rung(rung(objected())).wait(hours=23).when(DEE, abandon()).refused(NotSilent, "Ben has until")


def test_row_14_somebody_away_is_not_silent() -> None:
    away = silent().but(lambda org: org.away(BEN, MONDAY + hours(71), MONDAY + hours(80)))
    away.when(DEE, abandon()).refused(NotSilent, "Ben is away", "/consent integrate")


def test_row_14_the_facilitator_only_and_deputies_where_they_object_or_propose() -> None:
    for other in (ANA, BEN, FAY, CEM, ELI, GIL):
        silent().when(other, abandon()).refused(NotAllowed, "Only Dee can mark an objection to P-1 abandoned")
    own = rung(rung(objected(by=DEE))).at(MONDAY + hours(72))
    own.when(DEE, abandon()).refused(NotAllowed, "Only Fay can mark")
    own.when(FAY, abandon()).then(ObjectionSetAside, RoundResumed)


def test_row_14_the_reason_is_logged() -> None:
    silent().when(DEE, abandon(reason=" ")).refused(Invalid, "The reason is empty", "the objector reads it")


def test_row_14_no_good_faith_effort_needs_an_amendment_that_was_tried() -> None:
    objected().when(DEE, abandon("refuses")).refused(NotSilent, "nobody has offered an amendment", "/consent integrate")
    tried = objected().having(FAY, offer("Sun")).having(BEN, decline("No"))
    tried.when(DEE, abandon("refuses", "Will not say what is missing")).then(ObjectionSetAside, RoundResumed)


def test_row_14_not_while_it_is_tested_appealed_or_left_behind() -> None:
    objected().having(ANA, TEST).when(DEE, abandon()).refused(NotSilent, "it is being tested until", "Wait")
    left = objected().told(lambda org: org.left(GARDEN, BEN))
    left.when(DEE, abandon()).refused(NotSilent, "its author left", "wait for somebody")
    appealed = silent().having(DEE, abandon()).having(BEN, appeal())
    appealed.when(DEE, abandon()).refused(NotSilent, "an appeal about it is being decided", "Wait")


def test_row_14_settled_meanwhile_there_is_nothing_to_abandon() -> None:
    silent().having(BEN, lift()).when(DEE, abandon(number="1")).refused(NoOpenObjection, "number 1")
    silent().having(ANA, withdraw()).when(DEE, abandon()).refused(Closed, "withdrawn")


def test_row_14_the_silent_objector_does_not_let_the_proposal_lapse() -> None:
    """`explicit` asks everybody; somebody who fell silent about an objection is not waited for any more."""
    answered = objected().having(ANA, consent()).having(DEE, consent()).having(FAY, consent())
    gone = rung(rung(answered)).at(MONDAY + hours(72)).having(DEE, abandon())
    assert gone.state.deadline is not None
    adopted = gone.at(gone.state.deadline).when(CLOCK, DEADLINE)
    adopted.then(Like(ProposalAdopted, silent=(), away=()))


def test_row_14_while_another_objection_is_open_it_stays_objected() -> None:
    two = objected().having(FAY, objection("Too early"))
    gone = rung(rung(two)).at(MONDAY + hours(72)).when(DEE, abandon(number="1")).then(ObjectionSetAside)
    assert [one.number for one in gone.state.open_objections()] == [2]
    gone.when(FAY, lift()).then(ObjectionWithdrawn, RoundResumed)


def test_row_14_a_silent_objector_may_still_do_everything() -> None:
    silent().when(BEN, objection("In other words")).then(ObjectionReworded)
    silent().having(FAY, offer("Sun")).when(BEN, accept()).then(OfferAccepted)
    silent().when(BEN, lift()).then(ObjectionWithdrawn, RoundResumed)
