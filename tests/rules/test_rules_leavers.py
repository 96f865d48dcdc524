"""What a round does when people leave, join or step back: the edge cases on seats."""

from governance_core.circles.model import DELEGATE
from governance_core.kernel.errors import Invalid, NotAllowed
from governance_core.kernel.ids import CLOCK
from governance_core.proposals.events import (
    AnswerGiven,
    ElectorLeft,
    ProposalAdopted,
    ProposalAmended,
    ProposalEnded,
    ProposalOrphaned,
    ProposalSponsored,
    RoundOpened,
    RoundResumed,
)
from governance_core.proposals.model import Stage
from governance_core.proposals.objections_events import (
    ObjectionBecameConcern,
    ObjectionOrphaned,
    ObjectionResolved,
    ObjectionReworded,
    ObjectionTakenOver,
    ObjectionWithdrawn,
    OfferAccepted,
    OfferMade,
)
from governance_core.proposals.objections_model import AnswerKind, ObjectionState
from governance_core.proposals.refusals import JoinedLater, NoOpenObjection, NothingToDecide
from tests.rules.given import (
    DEADLINE,
    HAND_OVER,
    NOBODY_SPONSORED,
    NOBODY_TOOK_IT_OVER,
    POLICY,
    SEATS_CHANGED,
    SPONSOR,
    Given,
    Like,
    a_round,
    accept,
    amend,
    aside,
    concern,
    consent,
    decline,
    forward,
    given,
    lift,
    objection,
    offer,
    proposal,
    take_over,
    withdraw,
)
from tests.rules.organisation import (
    ANA,
    BEN,
    CEM,
    COMMONS,
    DEE,
    ELI,
    FAY,
    GARDEN,
    GIL,
    MONDAY,
    REPAIR,
    days,
    harbour,
    hours,
)


def left_with_objection() -> Given:
    """Fay objects after ten hours and leaves the circle."""
    objected = a_round().wait(hours=10).having(FAY, objection("The pump is booked"))
    return objected.told(lambda org: org.left(GARDEN, FAY))


# An elector leaves


def test_edge_elector_leaves_mid_round_and_their_answer_leaves_tally_and_denominator() -> None:
    left = a_round().having(BEN, consent()).but(lambda org: org.left(GARDEN, BEN))
    told = left.when(POLICY, SEATS_CHANGED).then(ElectorLeft(person=BEN, quorum=2))
    assert told.state.electors == (ANA, DEE, FAY)
    assert BEN not in told.state.answers
    told.when(BEN, consent()).refused(NotAllowed, "electors of Garden")


def test_edge_elector_leaves_mid_round_quorum_is_lowered_never_raised() -> None:
    org = harbour().ruled(GARDEN, quorum="60%").joined(GARDEN, CEM, ELI)
    opened = a_round(org)
    quorums = [opened.state.quorum]
    for person in (CEM, ELI, FAY, DEE, BEN):
        opened = opened.told(lambda org, who=person: org.left(GARDEN, who))
        quorums.append(opened.state.quorum)
    assert quorums == [4, 3, 3, 2, 2, 1]
    counted = a_round(harbour().ruled(GARDEN, quorum="3"))
    assert counted.told(lambda org: org.left(GARDEN, BEN)).state.quorum == 3
    assert counted.told(lambda org: org.left(GARDEN, BEN, DEE)).state.quorum == 2


def test_edge_elector_leaves_and_all_others_have_answered_so_it_is_adopted() -> None:
    waiting = a_round().having(ANA, consent()).having(DEE, consent()).having(FAY, consent())
    waiting = waiting.but(lambda org: org.left(GARDEN, BEN))
    waiting.when(POLICY, SEATS_CHANGED).then(ElectorLeft, ProposalAdopted)


def test_edge_a_leaver_cannot_make_it_zero_answers_count() -> None:
    alone = a_round().having(BEN, consent()).told(lambda org: org.left(GARDEN, BEN))
    assert alone.state.stage is Stage.CONSENT
    alone.at(MONDAY + hours(72)).when(CLOCK, DEADLINE).then(Like(ProposalEnded, because="nobody answered"))


def test_edge_only_those_who_stood_aside_are_left_so_it_lapses() -> None:
    offered = a_round(harbour().ruled(GARDEN, stand_aside="true")).having(ANA, aside()).having(BEN, aside())
    offered = offered.having(DEE, aside()).but(lambda org: org.left(GARDEN, FAY))
    offered.when(POLICY, SEATS_CHANGED).then(ElectorLeft, Like(ProposalEnded, stage=Stage.LAPSED))


def test_edge_somebody_who_leaves_everything_leaves_the_round() -> None:
    gone = a_round().having(BEN, consent()).told(lambda org: org.gone(BEN))
    assert gone.state.electors == (ANA, DEE, FAY)


def test_edge_a_lost_role_takes_the_seat_in_the_parent_away() -> None:
    opened = a_round(circle=COMMONS)
    assert DEE in opened.state.electors  # as delegate of Repair only
    told = opened.told(lambda org: org.appointed(REPAIR, DELEGATE, None))
    assert DEE not in told.state.electors


def test_edge_seats_that_did_not_change_have_no_effect() -> None:
    a_round().when(POLICY, SEATS_CHANGED).nothing()
    a_round().but(lambda org: org.joined(GARDEN, ELI)).when(POLICY, SEATS_CHANGED).nothing()
    a_round().having(ANA, withdraw()).but(lambda org: org.left(GARDEN, BEN)).when(POLICY, SEATS_CHANGED).nothing()


# Their open objection


def test_edge_objector_leaves_and_the_objection_waits_48_hours_for_somebody_to_adopt_it() -> None:
    waiting = left_with_objection()
    assert waiting.history[-2:] == (
        ElectorLeft(person=FAY, quorum=2),
        ObjectionOrphaned(number=1, until=MONDAY + hours(58)),
    )
    assert waiting.state.stage is Stage.OBJECTED
    assert waiting.ringing() == {"objections": MONDAY + hours(58)}
    waiting.wait(hours=47).when(CLOCK, NOBODY_TOOK_IT_OVER).nothing()
    kept = (
        waiting.wait(hours=48)
        .when(CLOCK, NOBODY_TOOK_IT_OVER)
        .then(
            ObjectionBecameConcern(number=1, because="its author left"),
            RoundResumed(at=MONDAY + hours(58), deadline=MONDAY + hours(58 + 62)),
        )
    )
    assert kept.state.objections[1].state is ObjectionState.CONCERN
    assert kept.state.objections[1].person == FAY


def test_edge_another_elector_adopts_a_leavers_objection_and_it_keeps_blocking() -> None:
    adopted = (
        left_with_objection().when(BEN, take_over()).then(Like(ObjectionTakenOver, number=1, person=BEN, version=1))
    )
    assert adopted.state.answers[BEN].kind is AnswerKind.OBJECTION
    assert set(adopted.ringing()) == {"objector"}
    adopted.wait(days=9).when(CLOCK, NOBODY_TOOK_IT_OVER).nothing()
    adopted.when(BEN, take_over()).nothing()
    adopted.when(DEE, take_over()).refused(NotAllowed, "Only Ben can speak for this objection")
    adopted.when(BEN, lift()).then(ObjectionWithdrawn, RoundResumed)


def test_edge_only_an_elector_adopts_and_only_what_is_open() -> None:
    waiting = left_with_objection()
    for outsider in (FAY, CEM, GIL):
        waiting.when(outsider, take_over()).refused(NotAllowed, "electors of Garden")
    waiting.when(BEN, take_over(2)).refused(NoOpenObjection, "number 2")
    a_round().having(FAY, objection()).when(BEN, take_over()).refused(NotAllowed, "Only Fay")


def test_edge_a_leaver_no_longer_speaks_for_the_objection() -> None:
    waiting = left_with_objection()
    waiting.when(FAY, lift()).refused(NotAllowed, "electors of Garden")
    offered = waiting.having(BEN, offer())
    offered.when(FAY, accept()).refused(NotAllowed, "Only Ana can confirm this amendment")
    offered.when(FAY, decline()).refused(NotAllowed, "Only Ana")
    offered.when(ANA, accept()).then(OfferAccepted)  # the objector's word is still missing


def test_edge_whoever_adopts_an_objection_confirms_the_amendment_anew() -> None:
    agreed = a_round().having(FAY, objection()).having(FAY, offer()).told(lambda org: org.left(GARDEN, FAY))
    adopted = agreed.having(BEN, take_over())
    adopted.when(ANA, accept()).then(OfferAccepted)
    adopted.having(ANA, accept()).when(BEN, accept()).then(
        OfferAccepted, ObjectionResolved, ProposalAmended, RoundOpened
    )


def test_edge_an_objector_who_confirmed_before_leaving_has_confirmed() -> None:
    agreed = a_round().having(FAY, objection()).having(FAY, offer()).told(lambda org: org.left(GARDEN, FAY))
    agreed.when(ANA, accept()).then(OfferAccepted, ObjectionResolved, ProposalAmended, RoundOpened)


def test_edge_an_objector_who_comes_back_for_the_next_version_speaks_for_it_again() -> None:
    back = left_with_objection().told(lambda org: org.joined(GARDEN, FAY))
    back.when(FAY, objection("Still")).refused(JoinedLater)
    again = back.having(ANA, amend(text="Tue"))
    raised = again.when(FAY, objection("The pump is booked")).then(Like(ObjectionReworded, number=1, version=2))
    assert set(raised.ringing()) == {"objector"}
    raised.wait(days=9).when(CLOCK, NOBODY_TOOK_IT_OVER).nothing()
    again.when(FAY, consent()).then(ObjectionWithdrawn, RoundResumed)


def test_edge_two_objections_of_leavers_wait_each_for_its_own_time() -> None:
    first = (
        a_round().having(FAY, objection("One")).having(DEE, objection("Two")).told(lambda org: org.left(GARDEN, FAY))
    )
    both = first.wait(hours=5).told(lambda org: org.left(GARDEN, DEE))
    assert both.ringing() == {"objections": MONDAY + hours(48)}
    one = both.at(MONDAY + hours(48)).when(CLOCK, NOBODY_TOOK_IT_OVER).then(ObjectionBecameConcern)
    assert one.ringing() == {"objections": MONDAY + hours(53)}
    one.at(MONDAY + hours(53)).when(CLOCK, NOBODY_TOOK_IT_OVER).then(ObjectionBecameConcern, RoundResumed)


def test_edge_withdrawing_takes_back_every_objection_one_speaks_for() -> None:
    both = left_with_objection().having(BEN, take_over()).having(DEE, objection("Mine"))
    both = both.told(lambda org: org.left(GARDEN, DEE)).having(BEN, take_over(2))
    lifted = both.when(BEN, lift()).then(
        Like(ObjectionWithdrawn, number=1), Like(ObjectionWithdrawn, number=2), RoundResumed
    )
    assert len(lifted.state.answers) == 1


# Somebody joins


def test_edge_joiner_waits_for_the_next_version() -> None:
    joined = a_round().told(lambda org: org.joined(GARDEN, ELI))
    for command in (consent(), objection(), lift(), take_over(), SPONSOR):
        joined.when(ELI, command).refused(JoinedLater, "fixed before you took your seat", "from the next version on")
    amended = joined.having(ANA, amend(text="Tue"))
    amended.when(ELI, consent()).then(AnswerGiven)


def test_edge_a_leaver_who_comes_back_waits_for_the_next_version_too() -> None:
    back = a_round().told(lambda org: org.left(GARDEN, BEN)).told(lambda org: org.joined(GARDEN, BEN))
    back.when(BEN, consent()).refused(JoinedLater)
    back.having(ANA, amend(text="Tue")).when(BEN, consent()).then(AnswerGiven)


# Nobody is left


def test_edge_electorate_empty_lapses_because_no_eligible_voters_remain() -> None:
    empty = a_round().having(FAY, objection()).but(lambda org: org.left(GARDEN, ANA, BEN, DEE, FAY))
    ended = empty.when(POLICY, SEATS_CHANGED).whatever()
    assert Like(ProposalEnded, stage=Stage.LAPSED, because="no eligible voters remain").fits(ended[-1])


def test_edge_proposer_alone_the_round_does_not_open() -> None:
    org = harbour().left(GARDEN, BEN, DEE, FAY)
    given(org=org).when(ANA, proposal()).refused(
        NothingToDecide, "Garden", "nobody besides the proposer", "Add members"
    )


def test_edge_proposer_alone_may_be_left_behind_and_then_decides() -> None:
    alone = a_round().having(ANA, consent()).but(lambda org: org.left(GARDEN, BEN, DEE, FAY))
    alone.when(POLICY, SEATS_CHANGED).then(ElectorLeft, ElectorLeft, ElectorLeft, ProposalAdopted)


# The proposer leaves


def test_edge_proposer_leaves_and_a_sponsor_has_72_hours_while_the_clock_stands_still() -> None:
    left = a_round().wait(hours=10).but(lambda org: org.left(GARDEN, ANA))
    waiting = left.when(POLICY, SEATS_CHANGED).then(
        ElectorLeft(person=ANA, quorum=2),
        ProposalOrphaned(proposer=ANA, until=MONDAY + hours(82), left=hours(62)),
    )
    assert waiting.ringing() == {"sponsor": MONDAY + hours(82)}
    waiting.wait(hours=71).when(CLOCK, NOBODY_SPONSORED).nothing()
    waiting.wait(hours=72).when(CLOCK, NOBODY_SPONSORED).then(Like(ProposalEnded, stage=Stage.WITHDRAWN))
    waiting.wait(days=9).when(CLOCK, DEADLINE).nothing()


def test_edge_a_sponsor_becomes_the_proposer_and_the_clock_runs_again() -> None:
    waiting = a_round().wait(hours=10).told(lambda org: org.left(GARDEN, ANA)).wait(hours=1)
    sponsored = waiting.when(BEN, SPONSOR).then(
        ProposalSponsored(person=BEN), Like(RoundResumed, deadline=MONDAY + hours(11 + 62))
    )
    assert sponsored.state.proposer == BEN
    sponsored.when(BEN, SPONSOR).nothing()
    sponsored.when(DEE, SPONSOR).refused(Invalid, "P-1 has a proposer", "Offer an amendment")
    sponsored.when(BEN, amend(text="Tue")).then(ProposalAmended, RoundOpened)
    sponsored.when(ANA, amend(text="Tue")).refused(NotAllowed, "Only Ben can amend P-1")


def test_edge_only_an_elector_sponsors() -> None:
    waiting = a_round().told(lambda org: org.left(GARDEN, ANA))
    for outsider in (ANA, CEM, GIL):
        waiting.when(outsider, SPONSOR).refused(NotAllowed, "electors of Garden")


def test_edge_a_proposer_who_leaves_the_organisation_but_was_no_elector_here() -> None:
    moved = a_round().having(DEE, forward(REPAIR)).but(lambda org: org.gone(ANA))
    moved.when(POLICY, SEATS_CHANGED).then(Like(ProposalOrphaned, proposer=ANA))


def test_edge_answers_go_on_while_a_sponsor_is_sought_and_count_once_there_is_one() -> None:
    waiting = a_round().told(lambda org: org.left(GARDEN, ANA))
    answered = waiting.having(BEN, consent()).having(DEE, consent()).having(FAY, concern())
    assert answered.state.stage is Stage.CONSENT
    answered.when(DEE, SPONSOR).then(ProposalSponsored, RoundResumed, ProposalAdopted)


def test_edge_an_objection_and_a_missing_proposer_both_stop_the_clock() -> None:
    both = a_round().wait(hours=10).having(FAY, objection()).told(lambda org: org.left(GARDEN, ANA))
    assert both.state.left == hours(62)
    lifted = both.when(FAY, lift()).then(ObjectionWithdrawn)
    assert lifted.state.deadline is None
    assert lifted.state.stage is Stage.CONSENT
    lifted.when(BEN, SPONSOR).then(ProposalSponsored, RoundResumed)
    sponsored = both.when(BEN, SPONSOR).then(ProposalSponsored)
    assert sponsored.state.deadline is None
    sponsored.when(FAY, lift()).then(ObjectionWithdrawn, RoundResumed)


def test_edge_an_objection_raised_while_a_sponsor_is_sought_keeps_the_time_that_was_left() -> None:
    waiting = a_round().wait(hours=10).told(lambda org: org.left(GARDEN, ANA)).wait(hours=3).having(FAY, objection())
    assert waiting.state.left == hours(62)
    assert waiting.state.stage is Stage.OBJECTED


def test_edge_a_proposer_who_stepped_back_or_left_does_not_speak_for_the_proposal() -> None:
    offered = a_round().having(FAY, objection()).having(BEN, offer())
    stepped_back = offered.having(ANA, HAND_OVER)
    stepped_back.when(ANA, accept()).refused(NotAllowed, "Only Fay can confirm")
    stepped_back.when(ANA, offer("Sun")).then(OfferMade)  # as any elector, confirming nothing
    left = offered.told(lambda org: org.left(GARDEN, ANA))
    left.when(ANA, accept()).refused(NotAllowed, "Only Fay can confirm")
    left.when(ANA, offer("Sun")).refused(NotAllowed, "electors of Garden")


def test_edge_a_sponsor_confirms_an_amendment_anew() -> None:
    agreed = a_round().having(FAY, objection()).having(BEN, offer()).having(ANA, accept())
    sponsored = agreed.told(lambda org: org.left(GARDEN, ANA)).having(BEN, SPONSOR)
    sponsored.when(FAY, accept()).then(OfferAccepted)
    sponsored.having(BEN, accept()).when(FAY, accept()).then(
        OfferAccepted, ObjectionResolved, ProposalAmended, RoundOpened
    )


def test_edge_the_proposer_who_stepped_back_may_take_it_up_again() -> None:
    a_round().having(ANA, HAND_OVER).when(ANA, SPONSOR).then(ProposalSponsored, RoundResumed)


def test_edge_the_times_are_the_circles_to_say() -> None:
    org = harbour().ruled(GARDEN, sponsor="10h", adopt_objection="5h")
    both = a_round(org).having(FAY, objection()).told(lambda org: org.left(GARDEN, ANA, FAY))
    assert both.ringing() == {"sponsor": MONDAY + hours(10), "objections": MONDAY + hours(5)}


def test_edge_a_round_keeps_the_times_it_opened_with() -> None:
    changed = a_round().but(lambda org: org.ruled(GARDEN, sponsor="10h", adopt_objection="5h", quorum="100%"))
    both = changed.having(FAY, objection()).told(lambda org: org.left(GARDEN, ANA, FAY))
    assert both.ringing() == {"sponsor": MONDAY + days(3), "objections": MONDAY + days(2)}
    assert both.state.quorum == 1


def test_edge_what_has_ended_is_not_opened_again_by_an_objection_that_waited() -> None:
    ended = left_with_objection().having(ANA, withdraw()).wait(days=9)
    ended.when(CLOCK, NOBODY_TOOK_IT_OVER).nothing()
    ended.when(CLOCK, NOBODY_SPONSORED).nothing()
    assert ended.state.stage is Stage.WITHDRAWN
