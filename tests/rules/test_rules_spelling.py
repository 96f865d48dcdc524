"""A typo put right while a proposal is open: answers stay, and any elector may challenge it for a day."""

import pytest

from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Stale
from governance_core.kernel.ids import CLOCK, PersonId
from governance_core.proposals.events import ProposalAdopted, RoundExtended, RoundOpened, RoundResumed
from governance_core.proposals.model import Stage
from governance_core.proposals.refusals import JoinedLater
from governance_core.proposals.shaping_events import StageOpened
from governance_core.proposals.spelling import MoreThanSpelling
from governance_core.proposals.spelling_events import CorrectionChallenged, CorrectionSettled, ProposalCorrected
from tests.rules.given import (
    CHALLENGE,
    DEADLINE,
    NOBODY_CHALLENGED,
    Given,
    a_round,
    amend,
    consent,
    correct,
    lift,
    objection,
    shaped,
    withdraw,
)
from tests.rules.organisation import ANA, BEN, CEM, DEE, ELI, FAY, GARDEN, MONDAY, days, hours


def fixed() -> Given:
    return a_round().having(BEN, consent()).having(DEE, correct())


def test_edge_a_typo_fixed_keeps_version_and_answers() -> None:
    after = fixed()
    assert (after.state.version, after.state.wording.text) == (1, "Mon and Thurs")
    assert list(after.state.answers) == [BEN]
    assert after.state.correction is not None
    assert (after.state.correction.before.text, after.state.correction.until) == ("Mon and Thu", MONDAY + days(1))


def test_edge_a_typo_is_fixed_by_the_facilitator_not_by_the_proposer() -> None:
    a_round().when(ANA, correct()).refused(NotAllowed, "Only Dee can put the spelling of P-1 right")


@pytest.mark.parametrize(
    "text, what", [("Mon and Thu, by 9", "a number"), ("We plant an apple tree", "most of the words")]
)
def test_edge_what_is_plainly_more_than_spelling_is_the_proposers_to_amend(text: str, what: str) -> None:
    a_round().when(DEE, correct(text)).refused(MoreThanSpelling, what, "Ask Ana to change it with /proposal amend")


def test_edge_fixes_one_after_the_other_are_no_way_round_it() -> None:
    once = a_round(text="Water every bed on Monday").having(DEE, correct("Mow every bed on Sunday"))
    once.when(DEE, correct("Mow all lawns on Sunday")).refused(MoreThanSpelling, "most of the words")
    settled = once.wait(hours=24).having(CLOCK, NOBODY_CHALLENGED)
    assert settled.when(DEE, correct("Mow all lawns on Sunday")).whatever(), "a text that nobody challenged stands"


@pytest.mark.parametrize("who", [ANA, BEN, FAY])
def test_edge_any_elector_may_challenge_a_fix_and_it_becomes_a_version(who: PersonId) -> None:
    events = fixed().wait(hours=23).when(who, CHALLENGE).whatever()
    assert [type(event) for event in events] == [CorrectionChallenged, RoundOpened]
    after = fixed().wait(hours=23).having(who, CHALLENGE)
    assert [one.text for one in after.state.wordings] == ["Mon and Thu", "Mon and Thurs"]
    assert not after.state.answers, "all answers are stale"
    assert after.state.deadline == MONDAY + hours(23) + hours(72), "a fresh window"
    after.when(BEN, consent(version=1)).refused(Stale, "now version 2")


def test_edge_who_is_no_elector_challenges_nothing() -> None:
    fixed().when(CEM, CHALLENGE).refused(NotAllowed, "electors of Garden")
    fixed().but(lambda org: org.joined(GARDEN, ELI)).when(ELI, CHALLENGE).refused(JoinedLater)


def test_edge_after_a_day_a_fix_stands() -> None:
    settled = fixed().wait(hours=24).having(CLOCK, NOBODY_CHALLENGED)
    settled.when(BEN, CHALLENGE).refused(Invalid, "no fix of the spelling of P-1", "Raise an objection")
    assert settled.ringing().keys() == {"deadline", "reminder"}
    fixed().wait(hours=23).when(CLOCK, NOBODY_CHALLENGED).nothing()


def test_edge_a_fix_is_challenged_once() -> None:
    fixed().having(BEN, CHALLENGE).when(FAY, CHALLENGE).refused(Invalid, "can be challenged")


def test_edge_a_round_does_not_end_while_a_fix_may_be_challenged() -> None:
    almost = fixed()
    for who in (ANA, DEE, FAY):
        almost = almost.having(who, consent())
    assert almost.state.stage is Stage.CONSENT
    almost.wait(hours=24).when(CLOCK, NOBODY_CHALLENGED).then(CorrectionSettled, ProposalAdopted)


def test_edge_a_fix_shortly_before_the_end_moves_the_end() -> None:
    late = a_round().having(BEN, consent()).wait(hours=60).having(DEE, correct())
    assert late.state.deadline == MONDAY + hours(84)
    late.wait(hours=12).when(CLOCK, DEADLINE).nothing()
    late.wait(hours=24).when(CLOCK, DEADLINE).then(RoundExtended)
    assert fixed().state.deadline == MONDAY + hours(72)


def test_edge_the_clock_that_runs_again_leaves_time_to_challenge() -> None:
    stopped = a_round().wait(hours=71).having(BEN, objection()).wait(hours=30).having(DEE, correct())
    events = stopped.when(BEN, lift()).whatever()
    (resumed,) = [event for event in events if isinstance(event, RoundResumed)]
    assert resumed.deadline == MONDAY + hours(125)


def test_edge_a_fix_taken_back_leaves_nothing_to_challenge() -> None:
    assert fixed().having(DEE, correct("Mon and Thu")).state.correction is None


def test_edge_a_new_version_leaves_nothing_to_challenge() -> None:
    assert fixed().having(ANA, amend(text="Tue")).state.correction is None


def test_edge_the_same_text_is_no_fix_and_an_old_version_none_to_fix() -> None:
    a_round().when(DEE, correct("Mon and Thu")).nothing()
    a_round().having(ANA, amend(text="Tue")).when(DEE, correct("Tues", version=1)).refused(Stale, "now version 2")


def test_row_3_before_the_round_spelling_is_put_right_and_a_challenge_makes_a_version_of_that_stage() -> None:
    asked = shaped().having(DEE, correct())
    assert asked.state.stage is Stage.CLARIFY
    asked.when(BEN, CHALLENGE).then(CorrectionChallenged, StageOpened)


def test_edge_nothing_is_fixed_after_the_end() -> None:
    a_round().having(ANA, withdraw()).when(DEE, correct()).refused(Closed, "P-1 is closed: withdrawn")


def test_edge_whose_words_they_are_stays_known() -> None:
    (event,) = a_round().when(DEE, correct()).whatever()
    assert isinstance(event, ProposalCorrected)
    assert (event.by, event.proposer) == (DEE, ANA)
