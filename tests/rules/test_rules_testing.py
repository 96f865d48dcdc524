"""Row 11 and section 2: whether an objection qualifies, in the three ways a circle may choose."""

from dataclasses import replace

import pytest

from governance_core.cards.plain import plain_card
from governance_core.circles.model import DELEGATE, FACILITATOR, LEAD, SECRETARY
from governance_core.feature import Discussion, Home
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Stale
from governance_core.kernel.ids import CLOCK, PersonId
from governance_core.proposals import messages as ask
from governance_core.proposals.appealing import NoAppeal, NobodyDecides
from governance_core.proposals.cards import proposal_card
from governance_core.proposals.events import (
    AnswerGiven,
    ProposalAdopted,
    ProposalAmended,
    ProposalEnded,
    RoundOpened,
    RoundResumed,
)
from governance_core.proposals.facilitating import facilitators
from governance_core.proposals.feature import PROPOSALS
from governance_core.proposals.hearing import notices
from governance_core.proposals.model import Stage
from governance_core.proposals.objections_events import ObjectionRaised, ObjectionReworded, ObjectionWithdrawn
from governance_core.proposals.objections_model import AnswerKind, ObjectionState
from governance_core.proposals.refusals import NoOpenObjection, WhichOne, WrongStage
from governance_core.proposals.rewording import RewordedEnough
from governance_core.proposals.standing import tally
from governance_core.proposals.tellings import telling
from governance_core.proposals.testing import NoTestHere, NotTestable, NotTested, OldWords, OtherTest
from governance_core.proposals.testing_events import (
    AppealDecided,
    ObjectionAppealed,
    ObjectionFound,
    ObjectionSetAside,
    ObjectionTestAsked,
    ObjectionTestRestarted,
    ObjectionVoiced,
)
from governance_core.proposals.testing_model import Found
from tests.rules.given import (
    APPEAL_ENDS,
    DEADLINE,
    P1,
    TEST,
    TEST_ENDS,
    Change,
    Given,
    Like,
    Names,
    a_round,
    abandon,
    accept,
    amend,
    appeal,
    aside,
    ask_test,
    concern,
    consent,
    decided,
    differs,
    discard,
    found,
    lift,
    nothing_remains,
    objection,
    offer,
    qualifies,
    shaped,
    take_over,
    violation,
    withdraw,
)
from tests.rules.organisation import (
    ANA,
    BEN,
    CARE,
    CEM,
    COMMONS,
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


def objected(policy: str = "group", org: Organisation | None = None) -> Given:
    """Fay objects ten hours into the round."""
    ruled = (org or harbour()).ruled(GARDEN, test=policy)
    return a_round(ruled).wait(hours=10).having(FAY, objection("The pump is booked", "Another day"))


def on_trial(policy: str = "group", org: Organisation | None = None) -> Given:
    """Ben asks at once whether it qualifies."""
    return objected(policy, org).having(BEN, TEST)


def ended(given: Given) -> Given:
    """A day later the test is over."""
    return given.wait(hours=24).having(CLOCK, TEST_ENDS)


def away_for_long(person: PersonId) -> Change:
    return lambda org: org.away(person, MONDAY, MONDAY + days(30))


def words_on_the_card(given: Given) -> str:
    able = facilitators(given.state, given.org.circles, given.org.people, given.now)
    return plain_card(proposal_card(P1, given.state, "Garden", able), Names(given.org.people))


def labels(given: Given) -> list[str]:
    return [button.label for button in proposal_card(P1, given.state, "Garden", []).buttons()]


GROUNDS = {"limits": "I repair the pump", "caused": "It is free now", "certain": "Thursdays are fixed"}


def grounded(**changes: str) -> ask.RaiseObjection:
    return replace(ask.RaiseObjection(id=P1, harm="The pump is booked", **GROUNDS), **changes)  # type: ignore[arg-type]


def facilitated(**changes: str) -> Given:
    """Where the facilitator (Dee) tests: Fay objects, with reasons for all four unless a change says otherwise."""
    org = harbour().ruled(GARDEN, test="facilitator")
    return a_round(org).wait(hours=10).having(FAY, grounded(**changes)).having(BEN, TEST)


def set_aside() -> Given:
    """Dee finds that the proposal does not cause the harm."""
    return facilitated().having(DEE, found("caused", "It says what was so before"))


# Row 11: asking for a test


def test_row_11_any_elector_asks_for_a_test_of_test_window() -> None:
    for elector in (ANA, BEN, DEE, FAY):
        asked = objected().wait(hours=1).when(elector, TEST)
        until = MONDAY + hours(11 + 24)
        after = asked.then(ObjectionTestAsked(number=1, by=elector, at=MONDAY + hours(11), until=until))
        assert after.ringing() == {"test": until}
        assert after.state.stage is Stage.OBJECTED


def test_row_11_how_long_is_the_circles_to_say_and_fixed_with_the_round() -> None:
    short = objected(org=harbour().ruled(GARDEN, test_window="2h"))
    later = short.but(lambda org: org.ruled(GARDEN, test_window="9h", test="objector"))
    later.when(BEN, TEST).then(Like(ObjectionTestAsked, until=MONDAY + hours(12)))


def test_row_11_nobody_else_asks() -> None:
    for outsider in (CEM, ELI, GIL):
        objected().when(outsider, TEST).refused(NotAllowed, "electors of Garden")


def test_row_11_asked_twice_it_is_one_test() -> None:
    on_trial().when(BEN, TEST).nothing()
    on_trial().when(ANA, TEST).refused(NotTestable, "is being tested until", "/consent judge P-1")


def test_row_11_there_must_be_something_to_test() -> None:
    a_round().when(BEN, TEST).refused(NoOpenObjection, "P-1 has no open objection", "/proposal show P-1")
    shaped().when(BEN, TEST).refused(WrongStage, "P-1 is at questions")
    objected().when(BEN, ask_test("7")).refused(Invalid, "no such objection")
    objected().when(BEN, ask_test("x")).refused(Invalid, "no such objection")
    objected().having(FAY, lift()).when(BEN, ask_test("1")).refused(NoOpenObjection, "number 1")
    objected().having(ANA, withdraw()).when(BEN, TEST).refused(Closed, "withdrawn")


def test_row_11_with_several_objections_it_must_say_which_one() -> None:
    two = objected().having(BEN, objection("Too early"))
    two.when(DEE, TEST).refused(WhichOne, "2 open objections", "objection:1, objection:2")
    one = two.when(DEE, ask_test("2")).then(Like(ObjectionTestAsked, number=2))
    one.when(DEE, TEST).then(Like(ObjectionTestAsked, number=1))


def test_row_11_a_test_while_another_objection_is_open_ends_by_itself_and_the_other_blocks() -> None:
    two = objected().having(BEN, objection("Too early")).having(DEE, ask_test("1"))
    gone = two.when(FAY, nothing_remains()).then(Like(ObjectionSetAside, number=1))
    assert gone.state.stage is Stage.OBJECTED
    assert gone.state.deadline is None
    gone.when(BEN, lift()).then(ObjectionWithdrawn, RoundResumed)


def test_row_11_two_tests_at_once_each_end_at_their_own_time() -> None:
    both = objected().having(BEN, objection("Too early")).having(DEE, ask_test("1")).wait(hours=5)
    both = both.having(DEE, ask_test("2"))
    assert both.ringing() == {"test": MONDAY + hours(34)}
    first = both.at(MONDAY + hours(34)).when(CLOCK, TEST_ENDS).then(Like(ObjectionFound, number=1))
    assert first.ringing()["test"] == MONDAY + hours(39)


# Section 2, group


def test_section_2_group_electors_say_it_qualifies_or_that_they_see_it_differently_with_a_reason() -> None:
    on_trial().when(BEN, qualifies()).then(ObjectionVoiced(number=1, person=BEN, qualifies=True))
    said = (
        on_trial()
        .when(DEE, differs("It is free"))
        .then(ObjectionVoiced(number=1, person=DEE, qualifies=False, reason="It is free"))
    )
    said.when(DEE, differs("It is free")).nothing()
    said.when(DEE, qualifies()).then(ObjectionVoiced)
    on_trial().when(DEE, differs(" ")).refused(Invalid, "The reason is empty", "harm to the circle's aim")


def test_section_2_group_the_objector_has_other_rights_and_outsiders_none() -> None:
    on_trial().when(FAY, qualifies()).refused(NotAllowed, "the other electors", "/consent object", "/consent nothing")
    for outsider in (CEM, ELI, GIL):
        on_trial().when(outsider, differs()).refused(NotAllowed, "electors of Garden")


def test_section_2_group_the_proposer_may_question_and_is_told_to_defer() -> None:
    said = on_trial().having(ANA, differs())
    assert PROPOSALS.receipt is not None
    told = PROPOSALS.receipt(P1, said.history[-1:], said.state, None, None)  # type: ignore[arg-type]
    assert "It is your proposal: please leave it to the others." in plain_card(told, Names(said.org.people))
    assert "Ana may question it, and should leave it to the others." in words_on_the_card(on_trial())


def test_section_2_group_with_no_standing_difference_it_qualifies() -> None:
    silent = on_trial().wait(hours=24).when(CLOCK, TEST_ENDS)
    silent.then(Like(ObjectionFound, number=1, found=Found.QUALIFIED, by=None))
    changed = on_trial().having(DEE, differs()).having(DEE, qualifies())
    over = ended(changed)
    finding = over.state.objections[1].found
    assert finding is not None
    assert finding.found is Found.QUALIFIED
    assert over.state.stage is Stage.OBJECTED
    assert "Objection 1, open, qualified" in words_on_the_card(over)


def test_section_2_group_with_a_standing_difference_it_stays_open_contested() -> None:
    over = ended(on_trial().having(DEE, differs()).having(BEN, qualifies()))
    assert over.state.objections[1].contested
    assert over.state.objections[1].state is ObjectionState.OPEN
    assert "qualified but contested" in words_on_the_card(over)
    assert "Objection 1 is contested. As it is contested, Dee may escalate it." in words_on_the_card(over)


def test_section_2_group_the_difference_of_somebody_who_left_does_not_stand() -> None:
    left = on_trial().having(DEE, differs()).told(lambda org: org.left(GARDEN, DEE))
    assert not ended(left).state.objections[1].contested


def test_section_2_group_the_objector_may_reword_which_restarts_the_window() -> None:
    reworded = on_trial().having(DEE, differs()).wait(hours=5).when(FAY, objection("The well runs dry"))
    until = MONDAY + hours(15 + 24)
    after = reworded.then(ObjectionReworded, ObjectionTestRestarted(number=1, times=1, until=until))
    assert after.ringing() == {"test": until}
    test = after.state.objections[1].test
    assert test is not None
    assert not test.voices
    assert not ended(after).state.objections[1].contested


def test_section_2_group_the_window_restarts_at_most_twice() -> None:
    twice = on_trial().having(FAY, objection("Once")).having(FAY, objection("Twice"))
    twice.when(FAY, objection("Thrice")).refused(RewordedEnough, "twice", "/consent nothing")
    twice.when(FAY, objection("Twice")).nothing()
    ended(twice).when(FAY, objection("Thrice")).then(ObjectionReworded)


def test_section_2_group_what_was_pressed_about_older_words_is_refused() -> None:
    reworded = on_trial().having(FAY, objection("The well runs dry"))
    reworded.when(BEN, qualifies("1.0")).refused(OldWords, "in other words meanwhile", "/proposal read P-1")
    reworded.when(BEN, qualifies("1.1")).then(ObjectionVoiced)


def test_section_2_group_nothing_remains_so_it_does_not_qualify_and_is_kept_as_a_concern() -> None:
    gone = on_trial().wait(hours=3).when(FAY, nothing_remains())
    after = gone.then(
        Like(ObjectionSetAside, number=1, person=FAY, by=FAY, found=Found.NOTHING_REMAINS),
        RoundResumed(at=MONDAY + hours(13), deadline=MONDAY + hours(13 + 62)),
    )
    assert after.state.objections[1].state is ObjectionState.CONCERN
    assert after.state.answers[FAY].kind is AnswerKind.KEPT
    assert "Objection 1, nothing remains, kept as a concern" in words_on_the_card(after)
    after.when(FAY, nothing_remains("1")).nothing()


def test_section_2_group_only_the_objector_says_that_nothing_remains() -> None:
    for other in (ANA, BEN, DEE):
        on_trial().when(other, nothing_remains()).refused(NotAllowed, "Only Fay can say that nothing remains")
    objected().when(FAY, nothing_remains()).refused(NotTested, "is not being tested", "/consent test P-1")


def test_section_2_group_the_last_one_gone_with_everybody_answered_adopts() -> None:
    answered = on_trial().having(ANA, consent()).having(BEN, consent()).having(DEE, consent())
    adopted = answered.when(FAY, nothing_remains()).then(ObjectionSetAside, RoundResumed, ProposalAdopted)
    assert tally(adopted.state).startswith("3 consent · 0 consent with concern · 0 objections · 1 objection kept as a")


def test_section_2_an_objection_set_aside_is_never_taken_for_consent() -> None:
    """Of those who are left nobody consents: one stands aside, and the objection is set aside."""
    org = harbour().ruled(GARDEN, stand_aside="true")
    alone = on_trial(org=org).told(lambda org: org.left(GARDEN, BEN, DEE)).having(ANA, aside())
    lapsed = alone.when(FAY, nothing_remains()).then(ObjectionSetAside, RoundResumed, ProposalEnded)
    assert lapsed.state.stage is Stage.LAPSED
    assert lapsed.state.outcome == "nobody consented"


def test_section_2_group_a_test_late_or_twice_is_told_what_became_of_it() -> None:
    over = ended(on_trial())
    over.when(BEN, differs()).refused(NotTested, "was tested, and qualifies", "/consent integrate")
    over.when(BEN, TEST).refused(NotTestable, "was tested, and qualifies", "/consent integrate")
    over.when(FAY, nothing_remains()).refused(NotTested, "was tested")
    over.when(CLOCK, TEST_ENDS).nothing()


def test_section_2_group_other_words_after_the_test_may_be_tested_again() -> None:
    again = ended(on_trial().having(DEE, differs())).having(FAY, objection("The well runs dry"))
    assert not again.state.objections[1].contested
    again.when(DEE, TEST).then(ObjectionTestAsked)


# A test in the middle of everything else


def test_edge_a_test_when_the_objection_is_withdrawn_in_the_middle_is_over() -> None:
    for press in (lift(), consent(), concern("Still booked")):
        gone = on_trial().when(FAY, press).then(ObjectionWithdrawn, RoundResumed)
        assert "test" not in gone.ringing()
        gone.when(BEN, differs(number="1")).refused(NoOpenObjection, "number 1", "/proposal show")
        gone.wait(days=2).when(CLOCK, TEST_ENDS).nothing()


def test_edge_a_test_when_its_objector_leaves_in_the_middle_is_over_and_begins_with_who_takes_it_over() -> None:
    left = on_trial().having(DEE, differs()).told(lambda org: org.left(GARDEN, FAY))
    assert set(left.ringing()) == {"objections"}
    left.when(BEN, TEST).refused(NotTestable, "nobody who speaks for it", "/consent adopt P-1")
    left.having(BEN, take_over()).when(DEE, TEST).then(ObjectionTestAsked)


def test_edge_a_test_when_the_text_is_amended_in_the_middle_is_over_and_may_be_asked_for_anew() -> None:
    amended = on_trial().having(DEE, differs()).when(ANA, amend(text="Tue")).then(ProposalAmended, RoundOpened)
    assert "test" not in amended.ringing()
    assert amended.state.stage is Stage.OBJECTED
    amended.when(BEN, ask.SpeakInTest(id=P1, says="qualifies", version=1)).refused(Stale, "version 2")
    amended.when(BEN, qualifies()).refused(NotTested, "is not being tested")
    amended.when(BEN, TEST).then(ObjectionTestAsked)


def test_edge_a_contested_objection_carried_over_to_another_text_is_not_contested_there() -> None:
    over = ended(on_trial().having(DEE, differs())).having(ANA, amend(text="Tue"))
    assert not over.state.objections[1].contested


def test_edge_a_test_when_an_amendment_meets_it_in_the_middle_is_over() -> None:
    met = on_trial().having(BEN, offer()).having(FAY, accept()).having(ANA, accept())
    assert met.state.stage is Stage.CONSENT
    assert "test" not in met.ringing()


def test_edge_a_test_when_the_proposal_ends_in_the_middle_rings_no_more() -> None:
    for gone in (on_trial().having(ANA, withdraw()), on_trial().having(DEE, discard())):
        assert not gone.ringing()
        gone.wait(days=2).when(CLOCK, TEST_ENDS).nothing()


def test_edge_the_alarm_of_a_test_after_downtime_ends_it_once() -> None:
    late = on_trial().wait(days=9).when(CLOCK, TEST_ENDS).then(Like(ObjectionFound, found=Found.QUALIFIED))
    late.when(CLOCK, TEST_ENDS).nothing()


def test_edge_others_answer_while_it_is_tested_and_the_clock_stands() -> None:
    answering = on_trial().when(DEE, consent()).then(AnswerGiven)
    answering.wait(days=30).when(CLOCK, DEADLINE).nothing()


# Section 2, facilitator


def test_row_9_grounds_are_kept_with_the_objection() -> None:
    raised = a_round(harbour().ruled(GARDEN, test="facilitator")).when(FAY, grounded())
    after = raised.then(Like(ObjectionRaised, **GROUNDS), *raised.events[1:])
    assert after.state.objections[1].grounds.caused == "It is free now"
    assert "New, by the proposal: It is free now" in words_on_the_card(after)
    after.when(FAY, grounded(caused="It was never booked")).then(ObjectionReworded)
    after.when(FAY, grounded()).nothing()


def test_row_9_grounds_are_asked_for_only_where_the_facilitator_tests() -> None:
    assert PROPOSALS.unasked("consent.object", objected().state) == {"limits", "caused", "certain"}
    assert not PROPOSALS.unasked("consent.object", objected("facilitator").state)
    assert not PROPOSALS.unasked("consent.answer", objected().state)


def test_section_2_facilitator_finds_that_reasons_are_given_for_all_four() -> None:
    good = facilitated().when(DEE, found())
    after = good.then(Like(ObjectionFound, number=1, found=Found.QUALIFIED, by=DEE))
    assert after.state.stage is Stage.OBJECTED
    after.when(DEE, found(number="1")).nothing()


@pytest.mark.parametrize("blank", GROUNDS)
def test_section_2_facilitator_cannot_find_given_what_is_not(blank: str) -> None:
    facilitated(**{blank: ""}).when(DEE, found()).refused(Invalid, "No reason is given that", "/consent object P-1")


@pytest.mark.parametrize("missing", ["harm", "limits", "caused", "certain"])
def test_section_2_facilitator_finds_a_reason_missing_and_it_is_kept_as_a_concern_with_the_reasoning(
    missing: str,
) -> None:
    aside = facilitated().when(DEE, found(missing, "It says what was so before"))
    after = aside.then(
        Like(
            ObjectionSetAside,
            person=FAY,
            by=DEE,
            found=Found.UNQUALIFIED,
            missing=missing,
            reason="It says what was so before",
        ),
        RoundResumed,
    )
    assert after.state.objections[1].state is ObjectionState.CONCERN
    assert after.state.answers[FAY].kind is AnswerKind.KEPT
    card = words_on_the_card(after)
    assert "Objection 1, does not qualify, kept as a concern" in card
    assert "It says what was so before" in card
    after.when(DEE, found(missing, "It says what was so before", "1")).nothing()


def test_section_2_facilitator_must_say_why_a_reason_is_none() -> None:
    facilitated().when(DEE, found("caused")).refused(Invalid, "The reason is empty", "why that is no reason")


def test_section_2_facilitator_only_and_only_while_it_is_tested() -> None:
    for other in (ANA, BEN, FAY, CEM, GIL):
        facilitated().when(other, found()).refused(NotAllowed, "Only Dee can say whether reasons are given")
    untested = objected("facilitator")
    untested.when(DEE, found()).refused(NotTested, "is not being tested", "/consent test")


def test_section_2_facilitator_is_asked_not_the_group_and_the_other_way_round() -> None:
    facilitated().when(BEN, qualifies()).refused(OtherTest, "In Garden the facilitator checks", "/consent find")
    on_trial().when(DEE, found()).refused(OtherTest, "In Garden the electors say", "/consent judge")
    on_trial().when(FAY, violation()).refused(OtherTest, "the electors say")


@pytest.mark.parametrize("missing, deputy", [([DEE], FAY), ([DEE, FAY], ANA), ([DEE, FAY, ANA], BEN)])
def test_section_2_a_facilitator_who_is_proposer_or_objector_cannot_test(
    missing: list[PersonId], deputy: PersonId
) -> None:
    org = harbour().joined(GARDEN, ELI, CEM).ruled(GARDEN, test="facilitator")
    opened = a_round(org, by=ELI).having(CEM, grounded())
    for person in missing:
        opened = opened.having(person, objection(f"Harm to {person}"))
    asked = opened.having(CEM, ask_test("1"))
    asked.when(missing[-1], found(number="1")).refused(NotAllowed, f"Only {deputy.capitalize()} can say")
    asked.when(deputy, found(number="1")).then(ObjectionFound)


def test_section_2_a_facilitator_who_proposes_cannot_test() -> None:
    own = a_round(harbour().ruled(GARDEN, test="facilitator"), by=DEE).having(BEN, grounded()).having(BEN, TEST)
    own.when(DEE, found()).refused(NotAllowed, "Only Fay can say whether reasons are given")
    own.when(FAY, found()).then(ObjectionFound)


def test_section_2_where_everybody_objects_nobody_tests_their_own() -> None:
    opened = a_round(harbour().ruled(GARDEN, test="facilitator"))
    for person in (BEN, DEE, FAY):
        opened = opened.having(person, grounded())
    asked = opened.having(BEN, ask_test("1"))
    asked.when(BEN, found(number="1")).refused(NotAllowed, "Only Dee or Fay can say")
    asked.when(DEE, found(number="1")).then(ObjectionFound)


def test_section_2_facilitator_who_does_not_find_in_time_leaves_it_open_and_it_may_be_tested_again() -> None:
    over = facilitated().wait(hours=24).when(CLOCK, TEST_ENDS).then(Like(ObjectionFound, found=Found.UNDECIDED))
    assert over.state.objections[1].found is None
    over.when(BEN, TEST).then(ObjectionTestAsked)


def test_section_2_a_rule_violation_always_counts_and_the_secretary_rules() -> None:
    org = harbour().appointed(GARDEN, SECRETARY, BEN).ruled(GARDEN, test="facilitator")
    raised = a_round(org).having(FAY, objection("Machines on Sundays"))
    for given in (raised, raised.having(DEE, TEST)):
        ruled = given.when(BEN, violation("D-3 forbids it")).then(
            Like(ObjectionFound, found=Found.VIOLATION, by=BEN, reason="D-3 forbids it")
        )
        assert "Objection 1, open, breaks a rule" in words_on_the_card(ruled)
        ruled.when(BEN, violation("D-3 forbids it")).nothing()
        ruled.when(DEE, TEST).refused(NotTestable, "counts, since the proposal breaks a rule")
    raised.when(BEN, violation(" ")).refused(Invalid, "The rule is empty")
    for other in (ANA, DEE, FAY, CEM):
        raised.when(other, violation()).refused(NotAllowed, "Only Ben can rule")


def test_section_2_a_secretary_who_objects_is_replaced_by_the_lead() -> None:
    objected("facilitator").when(FAY, violation()).refused(NotAllowed, "Only Ben can rule")  # the lead proposes


# Section 2, objector


def test_section_2_objector_decides_that_it_is_paramount_and_no_test_is_to_be_had() -> None:
    own = objected("objector")
    own.when(BEN, TEST).refused(NoTestHere, "In Garden whoever objects decides", "Ask Fay", "/consent integrate")
    assert "Test objection 1" not in labels(own)
    own.when(FAY, lift()).then(ObjectionWithdrawn, RoundResumed)
    own.when(DEE, abandon("refuses")).refused(type(own.when(DEE, abandon("refuses")).refusal), "offered an amendment")  # type: ignore[arg-type]
    tried = own.having(BEN, offer())
    tried.when(DEE, abandon("refuses", "Declines to talk")).then(ObjectionSetAside, RoundResumed)


# Always: the appeal


def test_section_2_an_objection_set_aside_is_not_adopted_over_at_once() -> None:
    """Everybody else consented; the objector has the time that is left to appeal."""
    answered = facilitated().having(ANA, consent()).having(BEN, consent()).having(DEE, consent())
    aside = answered.when(DEE, found("caused", "It says what was so")).then(ObjectionSetAside, RoundResumed)
    assert aside.state.deadline is not None
    assert "Fay may appeal once until the round closes" in words_on_the_card(aside)
    aside.at(aside.state.deadline).when(CLOCK, DEADLINE).then(ProposalAdopted)


def test_section_2_whoever_answers_anew_does_not_keep_the_others_waiting() -> None:
    answered = facilitated().having(ANA, consent()).having(BEN, consent()).having(DEE, consent())
    aside = answered.having(DEE, found("caused", "It says what was so"))
    aside.when(FAY, consent()).then(AnswerGiven, ProposalAdopted)


def test_section_2_the_objector_appeals_to_the_parents_facilitator_and_it_blocks_meanwhile() -> None:
    aside = set_aside().wait(hours=2)
    after = aside.when(FAY, appeal("It is new: the pump is free now")).then(
        ObjectionAppealed(
            number=1,
            person=FAY,
            version=1,
            at=MONDAY + hours(12),
            until=MONDAY + hours(36),
            left=hours(60),
            to=(ELI,),
            circle=COMMONS,
            reason="It is new: the pump is free now",
        )
    )
    assert after.state.stage is Stage.OBJECTED
    assert after.state.deadline is None
    assert after.ringing() == {"appeal": MONDAY + hours(36)}
    after.when(FAY, appeal()).nothing()
    assert "Appealed: Eli decides until" in words_on_the_card(after)


def test_section_2_while_an_appeal_is_decided_nothing_is_tested() -> None:
    appealed = set_aside().having(FAY, appeal())
    why = "is not being tested: it was found not to block, and an appeal about that is decided by Tue 3 Mar"
    appealed.when(BEN, qualifies()).refused(NotTested, why, "/consent integrate")
    appealed.when(BEN, differs()).refused(NotTested, why, "/consent integrate")
    appealed.when(FAY, nothing_remains()).refused(NotTested, "an appeal about that is decided by")
    appealed.when(DEE, found()).refused(NotTested, "an appeal about that is decided by")


def test_section_2_who_takes_over_an_objection_amid_its_appeal_begins_anew() -> None:
    left = set_aside().having(FAY, appeal()).told(lambda org: org.left(GARDEN, FAY))
    over = left.having(ANA, take_over())
    card = words_on_the_card(over)
    assert "Objection 1, open (Ana)" in card
    assert "Found" not in card
    tested = over.having(BEN, TEST).having(DEE, found("caused", "It says what was so before"))
    tested.when(ANA, appeal()).then(Like(ObjectionAppealed, number=1, person=ANA))


def test_section_2_the_parents_facilitator_upholds_it_and_the_clock_runs_again() -> None:
    appealed = set_aside().having(FAY, appeal()).wait(hours=1)
    for other in (ANA, BEN, DEE, FAY, CEM, GIL):
        appealed.when(other, decided()).refused(NotAllowed, "Only Eli can decide this appeal", "/consent decide")
    upheld = appealed.when(ELI, decided("uphold", "It was so before")).then(
        Like(AppealDecided, reopened=False, by=ELI, reason="It was so before"), RoundResumed
    )
    assert upheld.state.objections[1].state is ObjectionState.CONCERN
    upheld.when(FAY, appeal()).refused(NoOpenObjection, "no open objection")
    upheld.when(FAY, appeal(number="1")).refused(NoAppeal, "the one appeal about it was decided", "/consent object")


def test_section_2_an_upheld_appeal_lets_the_round_end_at_once() -> None:
    answered = facilitated().having(ANA, consent()).having(BEN, consent()).having(DEE, consent())
    appealed = answered.having(DEE, found("caused", "It says what was so")).having(FAY, appeal())
    appealed.when(ELI, decided("uphold")).then(AppealDecided, RoundResumed, ProposalAdopted)


def test_section_2_the_parents_facilitator_reopens_it_and_it_counts() -> None:
    reopened = set_aside().having(FAY, appeal()).when(ELI, decided()).then(Like(AppealDecided, reopened=True))
    assert reopened.state.open_objections()
    assert "Objection 1, open, reopened on appeal" in words_on_the_card(reopened)
    reopened.when(BEN, TEST).refused(NotTestable, "was reopened on appeal")
    reopened.when(ELI, decided()).refused(Invalid, "No appeal about P-1 waits", "/proposal show")


def test_section_2_an_appeal_nobody_decides_in_time_reopens_it() -> None:
    appealed = set_aside().having(FAY, appeal())
    late = appealed.wait(days=9).when(CLOCK, APPEAL_ENDS).then(Like(AppealDecided, reopened=True, by=None))
    late.when(CLOCK, APPEAL_ENDS).nothing()


def test_section_2_only_the_objector_appeals_and_only_about_what_somebody_else_found() -> None:
    for other in (ANA, BEN, DEE):
        set_aside().when(other, appeal(number="1")).refused(NotAllowed, "Only Fay can appeal")
    own = on_trial().having(FAY, nothing_remains())
    own.when(FAY, appeal(number="1")).refused(NoAppeal, "nobody found that it does not count")
    objected().when(FAY, appeal()).refused(NoAppeal, "nobody found that it does not count")
    amended = set_aside().having(ANA, amend(text="Tue"))
    amended.when(FAY, appeal(number="1")).refused(NoAppeal, "an older version", "/consent object")
    set_aside().when(FAY, appeal(" ")).refused(Invalid, "The reason is empty")


def test_section_2_at_the_root_the_next_in_the_circle_decides_who_did_not_find_so() -> None:
    org = harbour().ruled(COMMONS, test="facilitator", process="quick")
    opened = a_round(org, COMMONS, by=ANA).having(BEN, grounded()).having(BEN, TEST)
    aside = opened.having(ELI, found("harm", "It names a wish"))
    appealed = aside.when(BEN, appeal()).then(Like(ObjectionAppealed, to=(CEM,), circle=""))
    appealed.when(ELI, decided()).refused(NotAllowed, "Only Cem can decide")
    appealed.when(CEM, decided()).then(AppealDecided)


def private(parents_facilitator: PersonId) -> Given:
    """In the private circle, facilitated by Dee, Fay proposes and Ana objects for no reason given."""
    org = harbour().joined(CARE, DEE).ruled(CARE, test="facilitator").appointed(CARE, FACILITATOR, DEE)
    opened = a_round(org.appointed(COMMONS, FACILITATOR, parents_facilitator), CARE, by=FAY)
    return opened.having(ANA, grounded()).having(ANA, TEST).having(DEE, found("harm", "It names a wish"))


def test_section_2_of_a_private_circle_the_parents_home_hears_nothing_also_where_its_facilitator_decides() -> None:
    appealed = private(ELI).when(ANA, appeal()).then(Like(ObjectionAppealed, to=(ELI,), circle=""))
    assert {one.to for one in notices(appealed.history[-1], appealed.state)} <= {Home(CARE), Discussion(CARE, False)}
    public = set_aside().having(FAY, appeal())
    assert Home(COMMONS) in {one.to for one in notices(public.history[-1], public.state)}


def test_section_2_in_a_private_circle_only_somebody_with_a_seat_in_it_decides() -> None:
    private(BEN).when(ANA, appeal()).then(Like(ObjectionAppealed, to=(ELI,), circle=""))


def test_section_2_where_nobody_is_left_to_decide_the_objector_is_told_what_to_do() -> None:
    org = harbour().ruled(GARDEN, test="facilitator")
    opened = a_round(org).having(FAY, grounded()).having(BEN, TEST).having(DEE, found("harm", "A wish"))
    away = opened
    for person in (ELI, CEM, BEN):
        away = away.but(away_for_long(person))
    away.when(FAY, appeal()).refused(NobodyDecides, "Nobody is left", "object again")


def test_section_2_an_objector_who_leaves_takes_the_appeal_along_and_it_waits_for_somebody() -> None:
    left = set_aside().having(FAY, appeal()).told(lambda org: org.left(GARDEN, FAY))
    assert set(left.ringing()) == {"objections"}
    left.when(ELI, decided()).refused(Invalid, "No appeal about P-1 waits")


def test_section_2_whoever_was_found_not_to_qualify_may_object_anew() -> None:
    again = set_aside().when(FAY, grounded(harm="The well runs dry")).then(Like(ObjectionRaised, number=2))
    assert again.state.answers[FAY].kind is AnswerKind.OBJECTION


# What people see


def test_section_2_the_card_says_the_stage_who_may_act_what_comes_next_and_when() -> None:
    card = words_on_the_card(on_trial().having(DEE, differs("It is free")))
    assert "testing objection 1, 1 open objection" in card
    assert "TESTING whether objection 1 qualifies, until Tue 3 Mar 2026 19:00" in card
    assert "Sees it differently (Dee): It is free" in card
    assert "Fay may say it in other words (2 more times) or that nothing remains." in card
    assert {"Objection 1 qualifies", "I see objection 1 differently", "Nothing remains of objection 1"} <= set(
        labels(on_trial())
    )
    assert "Are reasons given for objection 1?" in labels(facilitated())
    assert "Appeal about objection 1" in labels(set_aside())
    assert {"Uphold the finding on objection 1", "Reopen objection 1"} <= set(labels(set_aside().having(FAY, appeal())))


def test_section_2_better_ideas_and_dislikes_are_coached_and_never_blocked() -> None:
    raised = a_round().when(FAY, objection("I have a better idea")).then(ObjectionRaised, *objected().history[-1:])
    assert PROPOSALS.receipt is not None
    told = PROPOSALS.receipt(P1, raised.history[-2:], raised.state, None, None)  # type: ignore[arg-type]
    words = plain_card(told, Names(raised.org.people))
    assert "Offer it as an amendment" in words
    assert "Withdraw the objection into a concern" in words


def test_section_2_everything_that_happens_is_told_in_whole_sentences() -> None:
    everything = [
        on_trial().having(DEE, differs()).having(BEN, qualifies()).having(FAY, objection("Other words")),
        ended(on_trial()),
        set_aside().having(FAY, appeal()).having(ELI, decided("uphold")),
        facilitated().having(DEE, found()),
    ]
    for given in everything:
        for event in given.history:
            card = telling(P1, event, given.state)
            said = plain_card(card, Names(given.org.people)) if card else "."
            assert said.rstrip().endswith((".", "”", "]")), said
            assert "None" not in said


def test_section_2_delegate_stands_in_for_a_parent_without_the_other_roles() -> None:
    org = harbour().ruled(GARDEN, test="facilitator")
    for role in (FACILITATOR, SECRETARY, LEAD, DELEGATE):
        org = org.appointed(COMMONS, role, None)
    opened = a_round(org).having(FAY, grounded()).having(BEN, TEST).having(DEE, found("harm", "A wish"))
    opened.when(FAY, appeal()).then(Like(ObjectionAppealed, circle=COMMONS))
