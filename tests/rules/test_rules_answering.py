"""How a round is answered and how it ends: rows 6, 7 and 8, standing aside, and the rules a circle may choose."""

import pytest

from governance_core.kernel.errors import Invalid, NotAllowed, Stale
from governance_core.kernel.ids import CLOCK, Actor, Via
from governance_core.proposals.events import (
    AnswerGiven,
    ElectorsReminded,
    ProposalAdopted,
    ProposalEnded,
    RoundExtended,
    RoundResumed,
)
from governance_core.proposals.messages import AnswerRound, CloseRound
from governance_core.proposals.model import Stage
from governance_core.proposals.objections_events import ObjectionWithdrawn
from governance_core.proposals.objections_model import AnswerKind
from governance_core.proposals.refusals import StandAsideNotOffered
from tests.rules.given import (
    DEADLINE,
    NOBODY_TOOK_IT_OVER,
    P1,
    REMINDER,
    Given,
    Like,
    a_round,
    amend,
    aside,
    concern,
    consent,
    lift,
    objection,
)
from tests.rules.organisation import ANA, BEN, CEM, DEE, ELI, FAY, GARDEN, GIL, MONDAY, PersonId, days, harbour, hours

END = MONDAY + hours(72)


def silent_circle(**rules: str) -> Given:
    return a_round(harbour().ruled(GARDEN, silence="consents", **rules))


def lapsed(because: str) -> Like:
    return Like(ProposalEnded, stage=Stage.LAPSED, because=because)


# Row 6: answers


def test_row_6_an_elector_consents_or_consents_with_a_concern() -> None:
    a_round().when(BEN, consent()).then(AnswerGiven(person=BEN, version=1, answer=AnswerKind.CONSENT))
    a_round().when(BEN, concern("The hose is old")).then(
        AnswerGiven(person=BEN, version=1, answer=AnswerKind.CONCERN, words="The hose is old")
    )


def test_row_6_a_concern_needs_its_words() -> None:
    a_round().when(BEN, concern(" ")).refused(Invalid, "The concern is empty", "Say what you are concerned about")


def test_row_6_an_answer_can_be_changed_until_the_end_and_the_last_one_counts() -> None:
    changed = (
        a_round().having(BEN, consent()).having(BEN, concern()).having(BEN, consent()).having(BEN, concern("Else"))
    )
    assert changed.state.answers[BEN].words == "Else"
    assert len(changed.state.answers) == 1


def test_row_6_the_same_answer_again_has_no_second_effect() -> None:
    a_round().having(BEN, consent()).when(BEN, consent()).nothing()
    a_round().having(BEN, concern()).when(BEN, concern()).nothing()


def test_row_6_only_electors_answer() -> None:
    for outsider in (CEM, ELI, GIL):
        a_round().when(outsider, consent()).refused(NotAllowed, "electors of Garden", "/circle show garden")


def test_row_6_an_answer_to_an_older_version_is_refused_with_what_changed() -> None:
    third = a_round().having(ANA, amend(text="Tue")).having(ANA, amend(text="Tue", driver="They wither"))
    stale = third.when(BEN, consent(version=1))
    stale.refused(Stale, "P-1 is now version 3 (you saw version 1)", "nothing was recorded")
    assert stale.refusal is not None
    titles = [diff.title for diff in stale.refusal.shows]  # type: ignore[attr-defined]
    assert titles == ["Driver, version 1 → 3", "Proposal, version 1 → 3"]
    third.when(BEN, consent(version=3)).then(AnswerGiven)
    third.when(BEN, consent()).then(AnswerGiven)


@pytest.mark.parametrize("seen", [0, -1, 2, 99])
def test_row_6_a_version_that_never_was_is_stale_too(seen: int) -> None:
    a_round().when(BEN, consent(version=seen)).refused(Stale, "version 1")


def test_row_6_an_elector_may_answer_while_an_objection_is_open() -> None:
    a_round().having(FAY, objection()).when(BEN, consent()).then(AnswerGiven)


@pytest.mark.parametrize("nonsense", ["", "yes", "objection", "CONSENT", "👍"])
def test_row_6_what_is_no_answer_is_refused_not_taken_for_consent(nonsense: str) -> None:
    a_round().when(BEN, AnswerRound(id=P1, answer=nonsense)).refused(Invalid, "is no answer to a round", "or object")
    objected = a_round().having(BEN, objection())
    objected.when(BEN, lift(nonsense)).refused(Invalid, "is no answer to a round")


def test_edge_dual_platform_one_person_has_one_answer_and_the_last_one_counts() -> None:
    on_discord = Actor.of_person(BEN, Via("discord", "1001"))
    on_slack = Actor.of_person(BEN, Via("slack", "U1"))
    both = a_round().having(on_discord, consent()).having(on_slack, concern("From the other side"))
    assert both.state.answers[BEN].kind is AnswerKind.CONCERN
    assert len(both.state.answers) == 1
    both.when(on_discord, concern("From the other side")).nothing()


# Row 7: everybody answered


def test_row_7_adopted_at_once_when_all_have_answered_and_nothing_is_open() -> None:
    nearly = a_round().having(ANA, consent()).having(BEN, concern()).having(DEE, consent()).wait(hours=2)
    adopted = nearly.when(FAY, consent()).then(
        AnswerGiven, ProposalAdopted(version=1, at=MONDAY + hours(2), silent=(), away=())
    )
    assert adopted.state.stage is Stage.ADOPTED
    assert not adopted.ringing()


def test_row_7_concerns_never_block() -> None:
    answered = a_round()
    for person in (ANA, BEN, DEE):
        answered = answered.having(person, concern(f"{person} wonders"))
    answered.when(FAY, concern("fay wonders")).then(AnswerGiven, ProposalAdopted)


def test_row_7_an_open_objection_stops_it_although_all_have_answered() -> None:
    answered = a_round().having(ANA, consent()).having(BEN, consent()).having(DEE, consent()).having(FAY, objection())
    assert answered.state.stage is Stage.OBJECTED
    answered.when(FAY, lift()).then(ObjectionWithdrawn, RoundResumed, ProposalAdopted)


def test_row_7_silence_consents_does_not_wait_for_the_end_either_when_all_have_answered() -> None:
    answered = silent_circle().having(ANA, consent()).having(BEN, consent()).having(DEE, consent())
    answered.when(FAY, consent()).then(AnswerGiven, ProposalAdopted)


# Row 8: the deadline


def test_row_8_explicit_answers_missing_at_the_end_lead_to_one_extension_then_it_lapses() -> None:
    late = a_round().having(ANA, consent()).having(BEN, consent()).at(END)
    extended = late.when(CLOCK, DEADLINE).then(RoundExtended(at=END, deadline=END + hours(48), missing=(DEE, FAY)))
    assert extended.state.stage is Stage.CONSENT
    still = extended.having(DEE, consent()).at(END + hours(48))
    still.when(CLOCK, DEADLINE).then(lapsed("1 of 4 did not answer"))


def test_row_8_in_the_extension_the_last_answer_adopts_at_once() -> None:
    extended = a_round().having(ANA, consent()).having(BEN, consent()).having(DEE, consent()).at(END)
    extended = extended.having(CLOCK, DEADLINE).wait(hours=1)
    extended.when(FAY, consent()).then(AnswerGiven, ProposalAdopted)


def test_row_8_explicit_without_an_extension_lapses_at_the_end() -> None:
    late = a_round(harbour().ruled(GARDEN, extension="off")).having(ANA, consent()).at(END)
    late.when(CLOCK, DEADLINE).then(lapsed("3 of 4 did not answer"))


def test_row_8_a_new_version_has_its_own_extension() -> None:
    extended = a_round().having(ANA, consent()).at(END).having(CLOCK, DEADLINE)
    amended = extended.having(ANA, amend(text="Tue")).having(ANA, consent())
    amended.at(END + hours(72)).when(CLOCK, DEADLINE).then(RoundExtended)


@pytest.mark.parametrize("silence", ["explicit", "consents"])
@pytest.mark.parametrize("quorum", ["1", "50%", "100%"])
def test_row_8_zero_answers_lapse_under_either_rule(silence: str, quorum: str) -> None:
    nobody = a_round(harbour().ruled(GARDEN, silence=silence, quorum=quorum)).at(END)
    nobody.when(CLOCK, DEADLINE).then(lapsed("nobody answered"))


def test_row_8_zero_answers_lapse_although_an_objection_was_there_once() -> None:
    withdrawn = a_round().having(FAY, objection()).told(lambda org: org.left(GARDEN, FAY)).wait(hours=48)
    resumed = withdrawn.having(CLOCK, NOBODY_TOOK_IT_OVER)
    assert resumed.state.deadline is not None
    resumed.at(resumed.state.deadline).when(CLOCK, DEADLINE).then(lapsed("nobody answered"))


def test_row_8_silence_counts_when_the_quorum_of_real_answers_is_met_and_is_listed_as_silence() -> None:
    met = silent_circle().having(ANA, consent()).having(BEN, concern()).at(END)
    adopted = met.when(CLOCK, DEADLINE).then(ProposalAdopted(version=1, at=END, silent=(DEE, FAY), away=()))
    assert set(adopted.state.answers) == {ANA, BEN}
    assert adopted.state.counted(AnswerKind.CONSENT) == 1


def test_row_8_silence_does_not_count_below_the_quorum_and_is_not_extended() -> None:
    below = silent_circle(quorum="3").having(ANA, consent()).having(BEN, consent()).at(END)
    below.when(CLOCK, DEADLINE).then(lapsed("2 answered, 3 were needed"))


@pytest.mark.parametrize("quorum, enough", [("1%", 1), ("25%", 1), ("26%", 2), ("50%", 2), ("75%", 3), ("4", 4)])
def test_row_8_the_quorum_is_of_the_electorate_and_rounded_up(quorum: str, enough: int) -> None:
    answered = silent_circle(quorum=quorum)
    for person in (ANA, BEN, DEE)[: enough - 1]:
        answered = answered.having(person, consent())
    answered.at(END).when(CLOCK, DEADLINE).then(Like(ProposalEnded, stage=Stage.LAPSED))
    if enough < 4:
        one_more = answered.having((ANA, BEN, DEE)[enough - 1], consent())
        one_more.at(END).when(CLOCK, DEADLINE).then(ProposalAdopted)


def test_row_8_standing_aside_is_a_real_answer_for_the_quorum() -> None:
    met = silent_circle(quorum="2", stand_aside="true").having(ANA, consent()).having(BEN, aside()).at(END)
    met.when(CLOCK, DEADLINE).then(Like(ProposalAdopted, silent=(DEE, FAY)))


def test_row_8_the_deadline_has_no_effect_before_its_time_or_twice() -> None:
    answered = a_round().having(ANA, consent())
    answered.at(END - hours(0.001)).when(CLOCK, DEADLINE).nothing()
    extended = answered.at(END).having(CLOCK, DEADLINE)
    extended.when(CLOCK, DEADLINE).nothing()
    ended = extended.at(END + hours(48)).having(CLOCK, DEADLINE)
    ended.when(CLOCK, DEADLINE).nothing()


def test_row_8_the_deadline_has_no_effect_while_an_objection_stops_the_clock() -> None:
    a_round().having(FAY, objection()).wait(days=30).when(CLOCK, DEADLINE).nothing()


def test_row_8_after_a_long_outage_an_extension_counts_from_now_so_that_people_get_their_time() -> None:
    answered = a_round().having(ANA, consent())
    down = answered.at(END + days(5))
    down.when(CLOCK, DEADLINE).then(Like(RoundExtended, deadline=END + days(5) + hours(48)))
    barely = answered.at(END + hours(1))
    barely.when(CLOCK, DEADLINE).then(Like(RoundExtended, deadline=END + hours(48)))


def test_nobody_closes_a_round_by_hand() -> None:
    assert CloseRound.spec.pressed_by == {"clock"}
    assert not CloseRound.spec.actions()
    assert CloseRound.spec.path is None


# Standing aside


def test_edge_standing_aside_is_refused_where_it_is_not_offered() -> None:
    a_round().when(BEN, aside()).refused(StandAsideNotOffered, "is not offered", "or object")
    objected = a_round().having(BEN, objection())
    objected.when(BEN, lift("stand_aside")).refused(StandAsideNotOffered)


def test_edge_standing_aside_needs_a_reason_and_is_not_consent() -> None:
    offered = a_round(harbour().ruled(GARDEN, stand_aside="true"))
    offered.when(BEN, aside(" ")).refused(Invalid, "The reason is empty", "Say why you stand aside")
    stood = offered.having(BEN, aside())
    assert stood.state.counted(AnswerKind.CONSENT) == 0
    assert stood.state.counted(AnswerKind.STAND_ASIDE) == 1
    done = stood.having(ANA, consent()).having(DEE, consent())
    done.when(FAY, consent()).then(AnswerGiven, ProposalAdopted)


def test_edge_everybody_standing_aside_lapses() -> None:
    offered = a_round(harbour().ruled(GARDEN, stand_aside="true"))
    for person in (ANA, BEN, DEE):
        offered = offered.having(person, aside())
    offered.when(FAY, aside()).then(AnswerGiven, lapsed("everybody who answered stood aside"))


def test_edge_everybody_who_answered_stood_aside_lapses_at_the_end_although_silence_consents() -> None:
    met = silent_circle(quorum="2", stand_aside="true").having(ANA, aside()).having(BEN, aside()).at(END)
    met.when(CLOCK, DEADLINE).then(lapsed("everybody who answered stood aside"))


# Reminders


def test_reminders_go_to_the_silent_only_half_way_through_and_a_day_before_the_end() -> None:
    answered = a_round().having(BEN, consent())
    assert answered.ringing()["reminder"] == MONDAY + hours(36)
    half = answered.at(MONDAY + hours(48))  # the policy's instants are moved here: 36 h is in the evening
    half = half.when(CLOCK, REMINDER).then(Like(ElectorsReminded, persons=(ANA, DEE, FAY), later={}))
    assert "reminder" not in half.ringing()


def test_reminders_wait_for_each_persons_waking_hours() -> None:
    org = harbour().joined(GARDEN, CEM)  # in Istanbul it is three hours later
    asleep = a_round(org).having(ANA, consent()).at(MONDAY + hours(8.5))
    early = a_round(org.ruled(GARDEN, window="17h"))
    half = early.at(MONDAY + hours(8.5))  # 17:30 in Lisbon, 18:30 in Stockholm, 20:30 in Istanbul
    reminded = half.when(CLOCK, REMINDER).then(
        Like(ElectorsReminded, persons=(ANA, BEN, DEE, FAY), later={})  # for Cem it would be after the end
    )
    assert "reminder" not in reminded.ringing()
    assert asleep.state.deadline == END
    night = a_round(org.ruled(GARDEN, window="23h", reminders="half"))
    slept = night.at(MONDAY + hours(11.5)).having(CLOCK, REMINDER)  # 20:30 in Lisbon
    waking = {ANA: 23, BEN: 23, DEE: 23, FAY: 22, CEM: 20}
    later = {person: MONDAY + hours(at) for person, at in waking.items() if at < 23}
    assert slept.history[-1] == ElectorsReminded(at=MONDAY + hours(11.5), persons=(), later=later)
    assert slept.ringing()["reminder"] == MONDAY + hours(20)


def test_nobody_is_reminded_twice_of_one_reminder() -> None:
    reminded = a_round().at(MONDAY + hours(48)).having(CLOCK, REMINDER)
    reminded.when(CLOCK, REMINDER).nothing()
    reminded.wait(hours=1).when(CLOCK, REMINDER).nothing()


def test_a_reminder_put_off_until_shortly_before_the_next_one_is_left_to_that_one() -> None:
    half = a_round().at(MONDAY + hours(36))  # nine in the evening; the next is due an hour after the quiet hours
    left = half.when(CLOCK, REMINDER).then(Like(ElectorsReminded, persons=(), later={}))
    assert left.ringing()["reminder"] == END - hours(24)


def test_a_round_that_goes_on_reminds_of_its_new_end_not_of_what_passed_meanwhile() -> None:
    resumed = a_round().wait(hours=10).having(FAY, objection()).wait(days=9).having(FAY, lift())
    assert resumed.ringing()["reminder"] == resumed.now + hours(62 - 24)
    extended = a_round().having(ANA, consent()).at(END).having(CLOCK, DEADLINE)
    assert extended.ringing()["reminder"] == END + hours(24)


def test_whoever_answered_while_asleep_is_not_reminded() -> None:
    org = harbour().ruled(GARDEN, reminders="half", window="47h")
    slept = a_round(org).at(MONDAY + hours(23.5)).having(CLOCK, REMINDER)
    assert slept.ringing().get("reminder") is None
    night = a_round(org.ruled(GARDEN, window="48h", quiet_hours="08:30-17:00")).at(MONDAY + hours(24))
    slept = night.having(CLOCK, REMINDER)
    assert slept.state.remind_later == {person: MONDAY + hours(32) for person in (ANA, BEN, DEE)} | {
        FAY: MONDAY + hours(31)
    }
    woken = slept.having(FAY, consent()).at(MONDAY + hours(31)).when(CLOCK, REMINDER)
    woken.then(Like(ElectorsReminded, persons=())).at(MONDAY + hours(32)).when(CLOCK, REMINDER).then(
        Like(ElectorsReminded, persons=(ANA, BEN, DEE), later={})
    )


def test_reminders_can_be_switched_off_and_so_can_quiet_hours() -> None:
    assert "reminder" not in a_round(harbour().ruled(GARDEN, reminders="off")).ringing()
    night = a_round(harbour().ruled(GARDEN, quiet_hours="off", window="24h", reminders="half"))
    everybody: tuple[PersonId, ...] = (ANA, BEN, DEE, FAY)
    night.at(MONDAY + hours(12)).when(CLOCK, REMINDER).then(Like(ElectorsReminded, persons=everybody, later={}))


def test_no_reminder_rings_while_the_clock_is_stopped() -> None:
    stopped = a_round().having(FAY, objection())
    assert set(stopped.ringing()) == {"objector"}
    stopped.wait(days=3).when(CLOCK, REMINDER).nothing()
