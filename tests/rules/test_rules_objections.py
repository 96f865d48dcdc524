"""What happens to objections: rows 9, 10 and 12, from being raised to being met by an amendment."""

import pytest

from governance_core.cards.plain import plain_card
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Stale
from governance_core.kernel.ids import CLOCK, Actor
from governance_core.proposals.events import (
    AnswerGiven,
    DiscussionOpened,
    ProposalAdopted,
    ProposalAmended,
    RoundOpened,
    RoundResumed,
)
from governance_core.proposals.feature import PROPOSALS
from governance_core.proposals.model import Stage
from governance_core.proposals.objections_events import (
    ObjectionRaised,
    ObjectionResolved,
    ObjectionReworded,
    ObjectionWithdrawn,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
)
from governance_core.proposals.objections_model import AnswerKind, ObjectionState
from governance_core.proposals.refusals import NoOpenObjection, WhichOne
from governance_core.proposals.tellings import telling
from tests.rules.given import (
    DEADLINE,
    HAND_OVER,
    P1,
    Given,
    Like,
    Names,
    a_round,
    accept,
    amend,
    concern,
    consent,
    decline,
    lift,
    objection,
    offer,
    withdraw,
)
from tests.rules.organisation import ANA, BEN, CEM, DEE, ELI, FAY, GARDEN, GIL, MONDAY, harbour, hours


def objected() -> Given:
    """Fay objects ten hours into the round."""
    return a_round().wait(hours=10).having(FAY, objection("The pump is booked", "Another day"))


# Row 9: raising one


def test_row_9_an_objection_blocks_and_stops_the_clock() -> None:
    stopped = (
        a_round()
        .wait(hours=10)
        .when(FAY, objection("The pump is booked", "Another day"))
        .then(
            Like(
                ObjectionRaised,
                number=1,
                person=FAY,
                version=1,
                left=hours(62),
                harm="The pump is booked",
                safe="Another day",
            ),
            DiscussionOpened(person=FAY, circle=GARDEN, objection=1),
        )
    )
    assert stopped.state.stage is Stage.OBJECTED
    assert stopped.state.deadline is None
    assert set(stopped.ringing()) == {"objector"}
    stopped.wait(days=365).when(CLOCK, DEADLINE).nothing()


def test_row_9_the_harm_is_required_and_what_would_be_safe_is_not() -> None:
    a_round().when(FAY, objection(" ")).refused(Invalid, "The harm is empty", "the circle's aim")
    a_round().when(FAY, objection("Harm")).then(Like(ObjectionRaised, harm="Harm", safe=""), DiscussionOpened)


def test_row_9_others_may_object_and_answer_meanwhile() -> None:
    second = objected().when(BEN, objection("Too early")).then(Like(ObjectionRaised, number=2, left=None))
    assert second.state.left == hours(62)
    second.when(DEE, concern()).then(AnswerGiven)


def test_row_9_who_consented_may_object_later() -> None:
    changed = a_round().having(FAY, consent()).having(FAY, objection())
    assert changed.state.answers[FAY].kind is AnswerKind.OBJECTION


def test_row_9_pressed_again_by_the_objector_it_rewords_theirs() -> None:
    reworded = (
        objected()
        .when(FAY, objection("The well runs dry"))
        .then(Like(ObjectionReworded, number=1, person=FAY, version=1, harm="The well runs dry", safe=""))
    )
    assert len(reworded.state.objections) == 1
    reworded.when(FAY, objection("The well runs dry")).nothing()


def test_row_9_only_electors_object_to_the_version_in_force() -> None:
    for outsider in (CEM, ELI, GIL):
        a_round().when(outsider, objection()).refused(NotAllowed, "electors of Garden")
    a_round().having(ANA, amend(text="Tue")).when(FAY, objection(version=1)).refused(Stale, "version 2")


def test_edge_the_proposer_may_object_to_their_own_text_and_withdraw_or_hand_over() -> None:
    own = a_round().when(ANA, objection()).then(Like(ObjectionRaised, person=ANA), DiscussionOpened)
    assert PROPOSALS.receipt is not None
    told = PROPOSALS.receipt(P1, own.history[-2:], own.state, Actor.of_person(ANA), None)
    assert [button.label for button in told.buttons()] == ["Withdraw", "Hand over"]
    assert not own.when(ANA, withdraw()).refusal
    assert not own.when(ANA, HAND_OVER).refusal


# Row 10: withdrawing one


def test_row_10_the_objector_withdraws_into_consent_and_the_clock_runs_again() -> None:
    resumed = (
        objected()
        .wait(hours=5)
        .when(FAY, lift())
        .then(
            ObjectionWithdrawn(number=1, person=FAY, version=1, into=AnswerKind.CONSENT, words=""),
            RoundResumed(at=MONDAY + hours(15), deadline=MONDAY + hours(15 + 62)),
        )
    )
    assert resumed.state.stage is Stage.CONSENT
    assert resumed.state.objections[1].state is ObjectionState.WITHDRAWN
    assert resumed.state.answers[FAY].kind is AnswerKind.CONSENT


def test_row_10_into_a_concern_its_text_is_kept() -> None:
    kept = objected().having(FAY, lift("concern"))
    assert kept.state.answers[FAY].words == "The pump is booked"
    assert kept.state.objections[1].state is ObjectionState.CONCERN
    assert objected().having(FAY, lift("concern", "It may be booked")).state.answers[FAY].words == "It may be booked"


def test_row_10_into_standing_aside_where_that_is_offered() -> None:
    offered = a_round(harbour().ruled(GARDEN, stand_aside="true")).having(FAY, objection("The pump is booked"))
    assert offered.having(FAY, lift("stand_aside")).state.answers[FAY].kind is AnswerKind.STAND_ASIDE


@pytest.mark.parametrize("press", [consent(), concern("Still booked")])
def test_row_10_an_answer_of_the_objector_withdraws_it_too(press: object) -> None:
    objected().when(FAY, press).then(ObjectionWithdrawn, RoundResumed)  # type: ignore[arg-type]


def test_row_10_only_the_objector_withdraws_it() -> None:
    for other in (ANA, BEN, DEE):
        objected().when(other, lift()).refused(NoOpenObjection, "P-1 has no open objection of yours", "/consent status")
    for outsider in (CEM, GIL):
        objected().when(outsider, lift()).refused(NotAllowed, "electors of Garden")


def test_row_10_while_another_objection_is_open_it_stays_objected() -> None:
    two = objected().having(BEN, objection("Too early"))
    one = two.when(FAY, lift()).then(ObjectionWithdrawn)
    assert one.state.stage is Stage.OBJECTED
    assert one.state.deadline is None
    one.when(BEN, lift()).then(ObjectionWithdrawn, RoundResumed)


@pytest.mark.parametrize("raised_at, left", [(0, 72), (10, 62), (47, 25), (48, 24), (60, 24), (71.5, 24)])
def test_row_10_at_least_24_hours_are_left(raised_at: float, left: float) -> None:
    resumed = a_round().wait(hours=raised_at).having(FAY, objection()).wait(days=9).having(FAY, lift())
    assert resumed.state.deadline == resumed.now + hours(left)


def test_row_10_how_much_is_left_at_least_is_the_circles_to_say() -> None:
    short = a_round(harbour().ruled(GARDEN, after_objection="1h")).wait(hours=71.5).having(FAY, objection())
    assert short.having(FAY, lift()).state.deadline == short.now + hours(1)


def test_row_10_the_last_one_withdrawn_into_consent_when_all_have_answered_adopts_at_once() -> None:
    answered = objected().having(ANA, consent()).having(BEN, consent()).having(DEE, consent())
    adopted = answered.when(FAY, lift("concern")).then(ObjectionWithdrawn, RoundResumed, ProposalAdopted)
    assert not adopted.state.open_objections()


def test_row_10_withdrawn_twice_it_is_gone_already() -> None:
    objected().having(FAY, lift()).when(FAY, lift()).refused(NoOpenObjection, "of yours")


# Row 12: an amendment that meets it


def test_row_12_any_elector_offers_and_objector_and_proposer_confirm() -> None:
    offered = (
        objected()
        .when(BEN, offer("Mon and Fri"))
        .then(Like(OfferMade, number=1, objection=1, by=BEN, review="90d", title="Water the beds", text="Mon and Fri"))
    )
    agreed = offered.when(FAY, accept()).then(Like(OfferAccepted, number=1, by=FAY, role="objector"))
    met = (
        agreed.wait(hours=2)
        .when(ANA, accept("1"))
        .then(
            Like(OfferAccepted, number=1, by=ANA, role="proposer"),
            ObjectionResolved(number=1, offer=1),
            Like(ProposalAmended, by=BEN, text="Mon and Fri", offer=1),
            Like(RoundOpened, version=2, deadline=MONDAY + hours(12 + 72)),
        )
    )
    assert met.state.stage is Stage.CONSENT
    assert not met.state.answers
    assert not met.state.offers
    assert met.state.objections[1].state is ObjectionState.RESOLVED
    assert met.state.objections[1].settled_in == 2


def test_row_12_the_proposer_may_confirm_first() -> None:
    offered = objected().having(BEN, offer()).having(ANA, accept())
    assert offered.state.version == 1
    offered.when(FAY, accept()).then(OfferAccepted, ObjectionResolved, ProposalAmended, RoundOpened)


def test_row_12_whoever_offers_has_confirmed_for_their_side() -> None:
    objected().when(FAY, offer()).then(OfferMade, Like(OfferAccepted, role="objector"))
    objected().when(ANA, offer()).then(OfferMade, Like(OfferAccepted, role="proposer"))
    own = a_round().having(ANA, objection())
    both_sides = own.when(ANA, offer())
    both_sides.then(OfferMade, OfferAccepted, OfferAccepted, ObjectionResolved, ProposalAmended, RoundOpened)


def test_row_12_nobody_else_confirms_or_declines() -> None:
    offered = objected().having(BEN, offer())
    for other in (BEN, DEE, CEM, GIL):
        offered.when(other, accept()).refused(NotAllowed, "Only Fay and Ana can confirm this amendment")
        offered.when(other, decline()).refused(NotAllowed, "Only Fay and Ana")


def test_row_12_confirming_twice_has_no_second_effect() -> None:
    offered = objected().having(BEN, offer()).having(FAY, accept())
    offered.when(FAY, accept()).nothing()


def test_row_12_declining_says_what_is_missing_and_the_objection_stays() -> None:
    offered = objected().having(BEN, offer())
    for side in (FAY, ANA):
        declined = offered.when(side, decline("Fridays are dry too")).then(
            Like(OfferDeclined, number=1, by=side, reason="Fridays are dry too")
        )
        assert not declined.state.offers
        assert declined.state.stage is Stage.OBJECTED
    offered.when(FAY, decline(" ")).refused(Invalid, "The reason is empty", "Say what is still missing")
    offered.having(FAY, decline()).when(ANA, accept()).refused(Invalid, "no such amendment waiting")


def test_row_12_other_open_objections_carry_over_and_keep_blocking() -> None:
    two = objected().having(BEN, objection("Too early")).having(DEE, consent())
    met = two.having(FAY, offer("Mon and Fri", objection="1")).having(ANA, accept())
    assert met.state.version == 2
    assert met.state.stage is Stage.OBJECTED
    assert met.state.deadline is None
    assert met.state.left == hours(72)
    assert [one.number for one in met.state.open_objections()] == [2]
    assert met.state.awaited(met.now) == [ANA, BEN, DEE, FAY]
    met.when(BEN, consent(version=2)).then(Like(ObjectionWithdrawn, number=2, version=2), RoundResumed)


def test_row_12_a_carried_objection_is_raised_again_in_the_same_words() -> None:
    met = objected().having(BEN, objection("Too early")).having(FAY, offer(objection="1")).having(ANA, accept())
    again = met.when(BEN, objection("Too early")).then(Like(ObjectionReworded, number=2, version=2))
    again.when(BEN, objection("Too early")).nothing()


def test_row_12_the_objectors_of_carried_objections_are_asked_about_the_new_text() -> None:
    met = objected().having(BEN, objection("Too early")).having(FAY, offer(objection="1")).having(ANA, accept())
    amended = next(event for event in met.history if isinstance(event, ProposalAmended))
    card = telling(P1, amended, met.state)
    assert card is not None
    said = plain_card(card, Names(met.org.people))
    assert "Ben: does this version meet your objection?" in said
    assert "- Mon and Thu" in said
    assert "+ Mon and Fri" in said


def test_row_12_all_answers_to_the_old_version_are_stale() -> None:
    met = objected().having(BEN, consent()).having(DEE, concern()).having(FAY, offer()).having(ANA, accept())
    assert not met.state.answers
    met.when(BEN, concern(version=1)).refused(Stale, "version 2")


def test_row_12_with_several_objections_it_must_say_which_one_unless_it_is_their_own() -> None:
    two = objected().having(BEN, objection("Too early"))
    two.when(DEE, offer()).refused(WhichOne, "2 open objections", "objection:1, objection:2")
    two.when(DEE, offer(objection="3")).refused(WhichOne)
    two.when(DEE, offer(objection=" 2 ")).then(Like(OfferMade, objection=2))
    two.when(BEN, offer()).then(Like(OfferMade, objection=2), OfferAccepted)


def test_row_12_with_several_amendments_it_must_say_which_one() -> None:
    two = objected().having(BEN, offer("A")).having(DEE, offer("B"))
    two.when(FAY, accept()).refused(WhichOne, "2 amendments waiting", "offer:1, offer:2")
    two.when(FAY, accept("2")).then(Like(OfferAccepted, number=2))
    two.when(FAY, accept("7")).refused(Invalid, "no such amendment waiting")


def test_row_12_an_amendment_changes_something_and_there_is_something_to_meet() -> None:
    objected().when(BEN, offer("Mon and Thu")).refused(Invalid, "This is the text as it stands")
    objected().when(BEN, offer(" ")).refused(Invalid, "The text is empty")
    objected().when(BEN, offer(title=" ")).refused(Invalid, "The title is empty")
    objected().when(BEN, offer(review="2020-01-01")).refused(Invalid, "has passed")
    a_round().when(BEN, offer()).refused(NoOpenObjection, "P-1 has no open objection", "/proposal amend")


def test_row_12_the_same_amendment_offered_twice_is_one() -> None:
    offered = objected().having(BEN, offer("Mon and Fri"))
    offered.when(BEN, offer("Mon and Fri")).nothing()
    offered.when(DEE, offer("Mon and Fri")).then(OfferMade)


def test_row_12_offers_belong_to_a_version_and_to_an_open_objection() -> None:
    offered = objected().having(BEN, offer("Mon and Fri"))
    amended = offered.having(ANA, amend(text="Sun"))
    amended.when(FAY, accept()).refused(Invalid, "belongs to an older version")
    lifted = offered.having(FAY, lift())
    lifted.when(ANA, accept()).refused(Invalid, "it was settled")
    amended.having(BEN, offer("Sat")).when(FAY, accept("1")).refused(Invalid, "no such amendment")


def test_row_12_only_electors_offer() -> None:
    for outsider in (CEM, ELI, GIL):
        objected().when(outsider, offer()).refused(NotAllowed, "electors of Garden")
    objected().having(ANA, amend(text="Tue")).when(BEN, offer(version=1)).refused(Stale, "version 2")


def test_row_13_a_shorter_term_integrates_too() -> None:
    offered = objected().having(FAY, offer("Mon and Thu", review=" 30  d ")).having(ANA, accept())
    assert offered.state.wording.review == "30 d"
    assert offered.state.wording.text == "Mon and Thu"


def test_row_12_the_new_version_follows_the_rules_and_electorate_of_now() -> None:
    offered = objected().having(FAY, offer()).but(lambda org: org.joined(GARDEN, ELI).ruled(GARDEN, window="10h"))
    met = offered.having(ANA, accept())
    assert met.state.electors == (ANA, BEN, DEE, FAY, ELI)
    assert met.state.deadline == met.now + hours(10)


def test_settled_concerns_never_block_only_an_open_objection_does() -> None:
    answered = objected().having(ANA, concern()).having(BEN, concern()).having(DEE, concern())
    assert answered.state.stage is Stage.OBJECTED
    answered.when(FAY, lift("concern")).then(ObjectionWithdrawn, RoundResumed, ProposalAdopted)


def test_edge_adopt_and_object_at_the_same_instant_the_order_of_carrying_out_decides() -> None:
    last = a_round().having(ANA, consent()).having(BEN, consent()).having(DEE, consent()).wait(hours=1)
    adopted = last.having(FAY, consent())
    adopted.when(BEN, objection()).refused(Closed, "P-1 is closed: adopted", "shows the outcome")
    blocked = last.having(BEN, objection())
    blocked.when(FAY, consent()).then(AnswerGiven)
