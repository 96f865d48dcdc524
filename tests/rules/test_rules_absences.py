"""Who is away is not waited for: the edge cases on absences, in a round and before it."""

from governance_core.kernel.ids import CLOCK
from governance_core.people.model import Absence
from governance_core.proposals.events import (
    AbsencesChecked,
    AnswerGiven,
    DiscussionOpened,
    ElectorAway,
    ElectorLeft,
    ElectorsReminded,
    ProposalAdopted,
    ProposalCreated,
    ProposalEnded,
    RoundExtended,
    RoundOpened,
    RoundResumed,
)
from governance_core.proposals.model import Stage
from governance_core.proposals.objections_events import ObjectionRaised, ObjectionWithdrawn
from tests.rules.given import (
    ABSENCE_BEGINS,
    ABSENCES_CHANGED,
    DEADLINE,
    POLICY,
    REMINDER,
    SEATS_CHANGED,
    Like,
    a_round,
    amend,
    consent,
    given,
    lift,
    objection,
    proposal,
    withdraw,
)
from tests.rules.organisation import ANA, BEN, DEE, ELI, FAY, GARDEN, MONDAY, Organisation, days, harbour, hours

END = MONDAY + hours(72)
LONG = (MONDAY - days(1), MONDAY + days(14))


def all_away(org: Organisation) -> Organisation:
    for person in (ANA, BEN, DEE, FAY):
        org = org.away(person, *LONG)
    return org


def test_edge_away_for_the_rest_of_the_window_is_not_waited_for_and_shown_as_away() -> None:
    away = a_round(harbour().away(FAY, *LONG))
    assert away.state.awaited(MONDAY) == [ANA, BEN, DEE]
    answered = away.having(ANA, consent()).having(BEN, consent())
    answered.when(DEE, consent()).then(AnswerGiven, ProposalAdopted(version=1, at=MONDAY, silent=(), away=(FAY,)))


def test_edge_who_is_away_may_still_answer() -> None:
    away = a_round(harbour().away(FAY, *LONG))
    answered = away.having(FAY, consent()).having(ANA, consent()).having(BEN, consent())
    answered.when(DEE, consent()).then(AnswerGiven, Like(ProposalAdopted, away=()))
    away.when(FAY, objection()).then(ObjectionRaised, DiscussionOpened)


def test_edge_away_for_a_part_of_the_window_only_is_waited_for() -> None:
    back_in_time = a_round(harbour().away(FAY, MONDAY, END - hours(1)))
    answered = back_in_time.having(ANA, consent()).having(BEN, consent()).when(DEE, consent()).then(AnswerGiven)
    answered.at(END).when(CLOCK, DEADLINE).then(Like(RoundExtended, missing=(FAY,)))


def test_edge_away_until_the_very_end_of_the_window_is_not_waited_for() -> None:
    away = a_round(harbour().away(FAY, MONDAY, END))
    away.having(ANA, consent()).having(BEN, consent()).when(DEE, consent()).then(AnswerGiven, ProposalAdopted)


def test_edge_an_absence_starting_mid_window_finishes_the_round_when_it_starts() -> None:
    later = a_round(harbour().away(FAY, MONDAY + hours(30), MONDAY + days(14)))
    answered = later.having(ANA, consent()).having(BEN, consent()).having(DEE, consent())
    assert answered.state.stage is Stage.CONSENT
    assert answered.ringing()["absence"] == MONDAY + hours(30)
    started = answered.at(MONDAY + hours(30))
    started.when(CLOCK, ABSENCE_BEGINS).then(AbsencesChecked, Like(ProposalAdopted, away=(FAY,)))


def test_edge_an_absence_starting_mid_window_is_looked_at_once() -> None:
    later = a_round(harbour().away(FAY, MONDAY + hours(30), MONDAY + days(14))).having(ANA, consent())
    started = later.at(MONDAY + hours(30)).having(CLOCK, ABSENCE_BEGINS)
    assert "absence" not in started.ringing()
    assert started.having(BEN, consent()).state.awaited(started.now) == [DEE]


def test_edge_absences_that_follow_each_other_are_one() -> None:
    org = harbour().away(FAY, MONDAY, MONDAY + hours(40)).away(FAY, MONDAY + hours(40), MONDAY + days(9))
    opened = a_round(org)
    assert opened.state.away == {FAY: (Absence(MONDAY, MONDAY + days(9)),)}


def test_edge_everybody_away_does_not_finish_it_and_zero_answers_lapse() -> None:
    empty = a_round(all_away(harbour()))
    assert empty.state.awaited(MONDAY) == []
    assert empty.state.stage is Stage.CONSENT
    empty.at(END).when(CLOCK, DEADLINE).then(Like(ProposalEnded, stage=Stage.LAPSED, because="nobody answered"))
    empty.when(BEN, consent()).then(AnswerGiven, Like(ProposalAdopted, away=(ANA, DEE, FAY)))


def test_edge_absence_never_makes_up_for_the_quorum_of_real_answers() -> None:
    org = harbour().ruled(GARDEN, silence="consents", quorum="3")
    for person in (DEE, FAY):
        org = org.away(person, *LONG)
    answered = a_round(org).having(ANA, consent()).when(BEN, consent()).then(AnswerGiven)
    answered.at(END).when(CLOCK, DEADLINE).then(Like(ProposalEnded, because="2 answered, 3 were needed"))
    answered.when(DEE, consent()).then(AnswerGiven, Like(ProposalAdopted, away=(FAY,)))


def test_edge_the_away_are_listed_as_away_and_the_silent_as_silent() -> None:
    org = harbour().ruled(GARDEN, silence="consents").away(FAY, *LONG)
    met = a_round(org).having(ANA, consent()).having(BEN, consent()).at(END)
    met.when(CLOCK, DEADLINE).then(Like(ProposalAdopted, silent=(DEE,), away=(FAY,)))


def test_edge_absence_and_extension_who_is_back_before_the_new_end_is_waited_for_again() -> None:
    org = harbour().away(FAY, MONDAY, END + hours(10)).away(DEE, *LONG)
    answered = a_round(org).having(ANA, consent())
    assert answered.state.awaited(MONDAY) == [BEN]
    extended = answered.at(END).when(CLOCK, DEADLINE).then(Like(RoundExtended, missing=(BEN,)))
    assert extended.state.awaited(END) == [BEN, FAY]
    still = extended.when(BEN, consent()).then(AnswerGiven)
    still.at(END + hours(48)).when(CLOCK, DEADLINE).then(Like(ProposalEnded, because="1 of 4 did not answer"))


def test_edge_nobody_is_missing_at_the_end_when_the_others_are_away() -> None:
    org = harbour().away(FAY, END - hours(1), MONDAY + days(9))
    answered = a_round(org).having(ANA, consent()).having(BEN, consent()).having(DEE, consent())
    answered.at(END).when(CLOCK, DEADLINE).then(Like(ProposalAdopted, away=(FAY,)))


def test_edge_returning_early_one_is_waited_for_again() -> None:
    away = a_round(harbour().away(FAY, *LONG)).having(ANA, consent()).wait(hours=1)
    back = away.but(lambda org: org.back(FAY, MONDAY + hours(1)))
    told = back.when(POLICY, ABSENCES_CHANGED).then(ElectorAway(person=FAY, absences=()))
    assert told.state.awaited(told.now) == [BEN, DEE, FAY]
    told.having(BEN, consent()).when(DEE, consent()).then(AnswerGiven)


def test_edge_an_absence_declared_mid_round_finishes_it_when_all_others_have_answered() -> None:
    waiting = a_round().having(ANA, consent()).having(BEN, consent()).having(DEE, consent()).wait(hours=1)
    away = waiting.but(lambda org: org.away(FAY, MONDAY + hours(1), MONDAY + days(9)))
    away.when(POLICY, ABSENCES_CHANGED).then(ElectorAway, Like(ProposalAdopted, away=(FAY,)))


def test_edge_absences_that_did_not_change_have_no_effect() -> None:
    away = a_round(harbour().away(FAY, *LONG))
    away.when(POLICY, ABSENCES_CHANGED).nothing()
    away.but(lambda org: org.away(ELI, *LONG)).when(POLICY, ABSENCES_CHANGED).nothing()
    ended = away.having(ANA, withdraw()).but(lambda org: org.back(FAY, MONDAY))
    ended.when(POLICY, ABSENCES_CHANGED).nothing()
    ended.when(CLOCK, ABSENCE_BEGINS).nothing()


def test_edge_an_absence_that_is_over_when_the_round_opens_is_not_its_business() -> None:
    over = given(org=harbour().away(FAY, MONDAY - days(9), MONDAY - days(2)))
    over.when(ANA, proposal()).then(ProposalCreated, Like(RoundOpened, away={}))


def test_edge_while_the_clock_is_stopped_the_rest_of_the_window_counts_from_now() -> None:
    org = harbour().away(FAY, MONDAY, END + hours(20))
    stopped = a_round(org).having(BEN, objection())
    assert stopped.state.awaited(MONDAY + hours(5)) == [ANA, DEE]
    assert stopped.state.awaited(MONDAY + hours(50)) == [ANA, DEE, FAY]  # she is back before the end it would have now
    answered = stopped.having(ANA, consent()).having(DEE, consent()).at(MONDAY + hours(50))
    answered.when(BEN, lift()).then(ObjectionWithdrawn, RoundResumed)
    answered.at(MONDAY + hours(5)).when(BEN, lift()).then(ObjectionWithdrawn, RoundResumed, ProposalAdopted)


def test_edge_a_new_version_knows_the_absences_of_now() -> None:
    amended = a_round(harbour().away(FAY, *LONG)).but(lambda org: org.back(FAY, MONDAY).away(DEE, *LONG))
    assert set(amended.having(ANA, amend(text="Tue")).state.away) == {DEE}


def test_edge_who_is_away_is_not_reminded() -> None:
    away = a_round(harbour().away(FAY, *LONG)).at(MONDAY + hours(48))
    away.when(CLOCK, REMINDER).then(Like(ElectorsReminded, persons=(ANA, BEN, DEE)))


def test_edge_a_leaver_who_was_away_is_gone() -> None:
    left = a_round(harbour().away(FAY, *LONG)).having(ANA, consent()).having(BEN, consent())
    left = left.but(lambda org: org.left(GARDEN, FAY)).when(POLICY, SEATS_CHANGED).then(ElectorLeft)
    assert not left.state.away
    left.when(DEE, consent()).then(AnswerGiven, Like(ProposalAdopted, away=()))


def test_edge_an_absence_that_began_while_the_clock_was_stopped_is_seen_when_it_runs_again() -> None:
    """Nothing is left to ring for it: whoever is away now was looked at when the objection went."""
    objected = a_round().told(lambda org: org.away(FAY, MONDAY + hours(5), MONDAY + days(30)))
    objected = objected.having(BEN, objection()).at(MONDAY + hours(6))
    resumed = objected.having(BEN, lift())
    assert "absence" not in resumed.ringing()
    both = resumed.having(ANA, consent()).when(DEE, consent())
    both.then(AnswerGiven, Like(ProposalAdopted, away=(FAY,)))
