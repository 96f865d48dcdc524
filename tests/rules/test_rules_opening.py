"""How a proposal starts, changes its text and ends by hand: rows 1, 2, 5 and 15 of the process."""

from datetime import UTC, datetime

import pytest

from governance_core.circles.messages import CloseCircle
from governance_core.circles.policy_values import Quorum
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Stale, Unknown
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.time import Duration
from governance_core.proposals.events import (
    AnswerGiven,
    ProposalAmended,
    ProposalCreated,
    ProposalEnded,
    ProposalForwarded,
    ProposalOrphaned,
    RoundOpened,
)
from governance_core.proposals.messages import NoteAgreement
from governance_core.proposals.model import Stage
from governance_core.proposals.objections_events import ObjectionBecameConcern
from governance_core.proposals.objections_model import AnswerKind, ObjectionState
from governance_core.proposals.refusals import NothingToDecide, PrivateOrigin
from governance_core.proposals.shaping_events import StageOpened
from tests.rules.given import (
    HAND_OVER,
    P1,
    POLICY,
    SPONSOR,
    Given,
    Like,
    a_round,
    amend,
    consent,
    discard,
    forward,
    given,
    lift,
    meet,
    objection,
    offer,
    proposal,
    shaped,
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
    REPAIR,
    days,
    harbour,
    hours,
)

THURSDAY = MONDAY + days(3)


# Row 1: submit


def test_row_1_submitting_opens_version_1_for_the_members_of_the_circle() -> None:
    opened = (
        given()
        .when(ANA, proposal())
        .then(
            Like(ProposalCreated, circle=GARDEN, proposer=ANA, title="Water the beds", review="90d"),
            Like(RoundOpened, version=1, electors=(ANA, BEN, DEE, FAY), at=MONDAY, deadline=THURSDAY, quorum=2),
        )
    )
    assert opened.state.stage is Stage.CONSENT
    assert opened.state.version == 1
    assert not opened.state.answers


def test_row_1_proposing_is_not_answering() -> None:
    everybody_else = a_round().having(BEN, consent()).having(DEE, consent()).having(FAY, consent())
    assert everybody_else.state.stage is Stage.CONSENT
    assert everybody_else.state.awaited(MONDAY) == [ANA]


@pytest.mark.parametrize("field", ["title", "driver", "text"])
@pytest.mark.parametrize("blank", ["", "   ", "\n\t", "\u200b\u2060", "\x00"])
def test_row_1_title_driver_and_text_must_say_something(field: str, blank: str) -> None:
    given().when(ANA, proposal(**{field: blank})).refused(Invalid, f"The {field} is empty", "Say ")


def test_row_1_a_refusal_names_the_field_a_form_should_mark() -> None:
    refusal = given().when(ANA, proposal(driver=" ")).refusal
    assert refusal is not None
    assert refusal.field == "driver"


def test_row_1_the_review_date_comes_from_the_policy_unless_it_is_given() -> None:
    usual = given().when(ANA, proposal(review=None)).whatever()
    assert [event.review for event in usual if isinstance(event, ProposalCreated)] == ["180d"]
    org = harbour().ruled(GARDEN, review="2w", expiry="1w")
    given(org=org).when(ANA, proposal(review="  ")).then(Like(ProposalCreated, review="2w", expiry="1w"), RoundOpened)


@pytest.mark.parametrize("field", ["review", "expiry", "deadline"])
@pytest.mark.parametrize("past", ["2026-03-02", "2026-03-02 08:59", "2026-03-02 09:00", "2020-01-01"])
def test_row_1_dates_that_have_passed_are_refused(field: str, past: str) -> None:
    given().when(ANA, proposal(**{field: past})).refused(Invalid, f"The {field} {past} has passed")


@pytest.mark.parametrize("nonsense", ["soon", "2026-02-30", "2026-13-01", "0d", "90", "-3d", "9999-12-31", "11y", "٣d"])
def test_row_1_what_is_no_date_is_refused(nonsense: str) -> None:
    given().when(ANA, proposal(review=nonsense)).refused(Invalid, nonsense)


def test_row_1_a_date_alone_means_the_start_of_the_day_in_the_circles_zone() -> None:
    org = harbour().ruled(REPAIR, day_starts="08:30")
    opened = given(org=org).having(CEM, proposal(REPAIR, deadline="2026-03-10"))
    assert opened.state.deadline == datetime(2026, 3, 10, 12, 30, tzinfo=UTC)


def test_row_1_a_deadline_of_its_own_holds_as_a_length_for_every_version_and_as_a_date_for_the_first() -> None:
    length = a_round(deadline="30h")
    assert length.state.deadline == MONDAY + hours(30)
    assert length.wait(hours=5).having(ANA, amend(text="Tue")).state.deadline == MONDAY + hours(35)
    date = a_round(deadline="2026-03-04 18:00")
    assert date.state.deadline == datetime(2026, 3, 4, 18, tzinfo=UTC)
    assert date.wait(hours=5).having(ANA, amend(text="Tue")).state.deadline == MONDAY + hours(77)


@pytest.mark.parametrize("outsider", [CEM, ELI, GIL])
def test_row_1_only_members_propose(outsider: PersonId) -> None:
    given().when(outsider, proposal()).refused(NotAllowed, "members of Garden", "/circle show garden")


def test_row_1_a_circle_that_is_not_there_is_not_there() -> None:
    given().when(ANA, proposal(CircleId("gardn"))).refused(Unknown, "There is no circle gardn here")


def test_row_1_a_circle_that_was_closed_is_not_there() -> None:
    org = harbour().without_roles(REPAIR).decided(CloseCircle(circle=REPAIR))
    given(org=org).when(CEM, proposal(REPAIR)).refused(Unknown, "There is no circle repair here")


def test_row_1_the_full_process_begins_with_questions_the_quick_one_with_the_round() -> None:
    org = harbour().ruled(None, process="full")
    given(org=org).when(ANA, proposal()).then(ProposalCreated, Like(StageOpened, stage=Stage.CLARIFY))
    given(org=org).when(ANA, proposal(process="quick")).then(ProposalCreated, RoundOpened)
    given().when(ANA, proposal(process="full")).then(ProposalCreated, Like(StageOpened, stage=Stage.CLARIFY))


def test_row_1_a_text_too_long_or_torn_is_refused_in_words() -> None:
    given().when(ANA, proposal(text="x" * 100_001)).refused(Invalid, "100,001 characters", "at most 100,000")
    given().when(ANA, proposal(text="half \ud83d")).refused(Invalid, "half a character")


def test_row_1_any_script_of_any_length_is_kept_whole() -> None:
    long = "漢字 עברית 👩‍👩‍👧‍👦 \u202eback\x07" * 500
    assert a_round(text=long).state.wording.text == long


def test_row_1_electorate_and_rules_are_frozen_for_this_version() -> None:
    opened = a_round()
    changed = opened.but(lambda org: org.joined(GARDEN, ELI).ruled(GARDEN, silence="consents", window="1h", quorum="1"))
    assert changed.state.electors == (ANA, BEN, DEE, FAY)
    rules = changed.state.rules
    assert rules is not None
    assert (rules.silence, rules.window, rules.quorum) == ("explicit", Duration(72, "h"), Quorum(50, True))
    later = changed.having(ANA, amend(text="Tue")).state
    assert later.rules is not None
    assert (later.rules.silence, later.quorum, later.electors) == ("consents", 1, (ANA, BEN, DEE, FAY, ELI))


def test_row_1_quorum_is_a_count_or_a_share_of_the_electorate_rounded_up() -> None:
    for rule, needed in {"50%": 2, "51%": 3, "1%": 1, "100%": 4, "3": 3, "9": 4}.items():
        opened = a_round(harbour().ruled(GARDEN, quorum=rule))
        assert opened.state.quorum == needed, rule


# Row 2: discard and forward


def test_row_2_the_facilitator_discards_with_a_reason_in_any_open_stage() -> None:
    for stage in (a_round(), a_round().having(BEN, objection()), a_round().having(ANA, HAND_OVER)):
        stage.when(DEE, discard("Nothing happens if we do not act")).then(
            Like(ProposalEnded, stage=Stage.DISCARDED, by=DEE, reason="Nothing happens if we do not act")
        )


def test_row_2_discarding_needs_a_reason() -> None:
    a_round().when(DEE, discard(" ")).refused(Invalid, "The reason is empty", "whose domain")


def test_row_2_forwarding_reopens_it_in_the_right_circle_for_its_electors() -> None:
    moved = (
        a_round()
        .having(BEN, consent())
        .when(DEE, forward(REPAIR, "Tools are theirs"))
        .then(
            Like(ProposalForwarded, by=DEE, circle=REPAIR, origin=GARDEN, reason="Tools are theirs"),
            Like(RoundOpened, version=2, electors=(BEN, CEM, DEE)),
        )
    )
    assert moved.state.circle == REPAIR
    assert moved.state.proposer == ANA
    assert not moved.state.answers
    assert moved.state.rules is not None
    assert moved.state.rules.zone == "America/New_York"
    moved.when(FAY, consent()).refused(NotAllowed, "electors of Repair")
    moved.when(BEN, consent(version=1)).refused(Stale, "version 2")
    moved.when(CEM, consent()).then(AnswerGiven)
    moved.when(ANA, amend(text="Fix the pump")).then(ProposalAmended, RoundOpened)


def test_row_2_forwarding_keeps_open_objections_as_concerns() -> None:
    moved = (
        a_round()
        .having(FAY, objection())
        .when(DEE, forward(COMMONS))
        .then(Like(ObjectionBecameConcern, number=1, because="forwarded"), ProposalForwarded, RoundOpened)
    )
    assert moved.state.stage is Stage.CONSENT
    assert moved.state.objections[1].state is ObjectionState.CONCERN


def test_row_2_forwarding_goes_to_another_circle_that_is_there() -> None:
    a_round().when(DEE, forward(GARDEN)).refused(Invalid, "P-1 is in Garden already")
    a_round().when(DEE, forward(CARE)).refused(Unknown, "There is no circle care here")
    a_round().when(DEE, forward(CircleId("moon"))).refused(Unknown, "There is no circle moon here")


def test_row_2_what_was_said_in_a_private_circle_is_not_forwarded() -> None:
    a_round(circle=CARE, by=ANA).when(ELI, forward(COMMONS)).refused(PrivateOrigin, "P-1", "Commons", "propose it anew")


def test_row_2_a_proposal_waiting_for_a_sponsor_waits_in_its_new_circle_too() -> None:
    moved = a_round().having(ANA, HAND_OVER).wait(hours=1).having(DEE, forward(REPAIR))
    assert moved.state.deadline is None
    assert moved.state.left == hours(72)
    assert set(moved.ringing()) == {"sponsor"}
    assert moved.wait(hours=1).having(CEM, SPONSOR).state.deadline == MONDAY + hours(2 + 72)


# Row 5: the proposer changes the text


def test_row_5_the_proposer_amends_in_consent_and_every_answer_is_stale() -> None:
    amended = a_round().having(BEN, consent()).wait(hours=10)
    amended = amended.when(ANA, amend(text="Mon and Fri")).then(
        Like(ProposalAmended, by=ANA, title="Water the beds", driver="They dry out", text="Mon and Fri", offer=0),
        Like(RoundOpened, version=2, deadline=MONDAY + hours(82)),
    )
    assert not amended.state.answers
    stale = amended.when(BEN, consent(version=1))
    stale.refused(Stale, "P-1 is now version 2 (you saw version 1)", "Here is what changed; answer again below.")
    assert stale.refusal is not None
    assert [diff.title for diff in stale.refusal.shows] == ["Proposal, version 1 → 2"]  # type: ignore[attr-defined]


def test_row_5_the_proposer_amends_in_objected_and_open_objections_keep_blocking() -> None:
    amended = a_round().having(FAY, objection()).wait(hours=10).having(ANA, amend(text="Fri"))
    assert amended.state.stage is Stage.OBJECTED
    assert amended.state.deadline is None
    assert amended.state.left == hours(72)
    assert amended.state.awaited(amended.now) == [ANA, BEN, DEE, FAY]
    resumed = amended.wait(hours=1).having(FAY, lift())
    assert resumed.state.deadline == MONDAY + hours(11 + 72)


def test_row_5_changing_nothing_is_no_new_version() -> None:
    a_round().when(ANA, amend()).nothing()
    a_round().when(ANA, amend(text="Mon and Thu", title="Water the beds", review="90d")).nothing()


def test_row_5_each_part_of_the_text_may_change_alone() -> None:
    for part in ("title", "driver", "text"):
        assert getattr(a_round().having(ANA, amend(**{part: "Other"})).state.wording, part) == "Other"
    assert a_round().having(ANA, amend(review="30d", expiry="2027-01-01")).state.wording.expiry == "2027-01-01"
    a_round().when(ANA, amend(text="")).refused(Invalid, "The text is empty")
    a_round().when(ANA, amend(expiry="2020-01-01")).refused(Invalid, "has passed")


def test_row_5_nobody_but_the_proposer_amends() -> None:
    for other in (BEN, DEE, FAY, CEM, GIL):
        a_round().when(other, amend(text="Tue")).refused(NotAllowed, "Only Ana can amend P-1")


def test_row_5_amending_what_somebody_else_amended_meanwhile_is_stale() -> None:
    second = a_round().having(ANA, amend(text="Tue", version=1))
    second.when(ANA, amend(text="Wed", version=1)).refused(Stale, "version 2")


def test_row_5_a_new_version_needs_somebody_besides_the_proposer() -> None:
    alone = a_round().told(lambda org: org.left(GARDEN, BEN, DEE, FAY))
    alone.when(ANA, amend(text="Tue")).refused(NothingToDecide, "besides the proposer", "Add members")


# Row 15: withdraw


def test_row_15_the_proposer_withdraws_in_any_open_stage_and_the_record_is_kept() -> None:
    for stage in (a_round(), a_round().having(BEN, objection())):
        ended = stage.when(ANA, withdraw("We found a simpler way")).then(
            Like(ProposalEnded, stage=Stage.WITHDRAWN, by=ANA, reason="We found a simpler way")
        )
        assert ended.state.wording.text == "Mon and Thu"
        assert ended.state.answers == stage.state.answers
        assert not ended.ringing()
    a_round().when(ANA, withdraw()).then(Like(ProposalEnded, stage=Stage.WITHDRAWN, reason=""))


def test_row_15_nobody_else_withdraws() -> None:
    for other in (BEN, DEE, FAY, CEM, GIL):
        a_round().when(other, withdraw()).refused(NotAllowed, "Only Ana can withdraw P-1")


def test_row_15_anyone_may_propose_it_again_with_a_link() -> None:
    opened = given().having(BEN, proposal(source="P-7"))
    assert opened.state.source == "P-7"


def test_row_15_a_proposer_who_stepped_back_neither_amends_nor_withdraws() -> None:
    stepped_back = a_round().when(ANA, HAND_OVER).then(ProposalOrphaned)
    stepped_back.when(ANA, withdraw()).refused(NotAllowed, "Only a sponsor can withdraw P-1")
    stepped_back.when(ANA, amend(text="Tue")).refused(
        NotAllowed, "Only a sponsor can amend P-1", "/proposal sponsor P-1 makes you the one"
    )
    stepped_back.when(ANA, HAND_OVER).refused(NotAllowed, "Only a sponsor")


# After the end


def adopted() -> Given:
    """All four consented."""
    return a_round().having(ANA, consent()).having(BEN, consent()).having(DEE, consent()).having(FAY, consent())


@pytest.mark.parametrize("end", ["adopted", "withdrawn", "discarded", "lapsed"])
def test_edge_clicks_after_the_end_are_told_the_outcome_and_where_it_is(end: str) -> None:
    ended = {
        "adopted": adopted(),
        "withdrawn": a_round().having(ANA, withdraw()),
        "discarded": a_round().having(DEE, discard()),
        "lapsed": a_round().told(lambda org: org.left(GARDEN, ANA, BEN, DEE, FAY)),
    }[end]
    assert str(ended.state.stage) == end
    for who in (ANA, BEN, DEE, CEM, GIL):
        for command in (consent(), consent(version=1), objection(), lift(), offer(), amend(text="x"), withdraw()):
            ended.when(who, command).refused(Closed, f"P-1 is closed: {end}", "/proposal show P-1 shows the outcome")
        ended.when(who, discard()).refused(Closed)
        ended.when(who, forward(REPAIR)).refused(Closed)
        ended.when(who, HAND_OVER).refused(Closed)
        ended.when(who, SPONSOR).refused(Closed)


def test_edge_the_outcome_names_the_agreement() -> None:
    noted = adopted().having(POLICY, NoteAgreement(id=P1, agreement=StreamId("D-31")))
    noted.when(POLICY, NoteAgreement(id=P1, agreement=StreamId("D-31"))).nothing()
    noted.when(BEN, objection()).refused(Closed, "adopted as D-31", "/decisions show D-31 shows the outcome")
    assert noted.state.answers[BEN].kind is AnswerKind.CONSENT


def test_what_never_was_is_not_there() -> None:
    for command in (consent(), objection(), withdraw(), amend(text="x"), discard(), HAND_OVER, SPONSOR, offer()):
        given().when(ANA, command).refused(Unknown, "There is no P-1 here", "/proposal list")


# Row 16: to a meeting


def test_row_16_any_elector_takes_it_to_a_meeting_at_any_stage_with_a_reason() -> None:
    for open_ in (a_round(), a_round().having(BEN, objection()), a_round().having(ANA, HAND_OVER), shaped()):
        ended = open_.when(FAY, meet()).then(Like(ProposalEnded, stage=Stage.ESCALATED, by=FAY))
        assert ended.ringing() == {}
        assert ended.state.outcome == "taken to a meeting: We talk past each other"
    a_round().when(FAY, meet(" ")).refused(Invalid, "reason is empty")


def test_row_16_nobody_else_does_and_it_is_over_then() -> None:
    a_round().when(CEM, meet()).refused(NotAllowed, "electors of Garden")
    met = a_round().having(BEN, meet())
    met.when(ANA, consent()).refused(Closed, "taken to a meeting")
    met.when(BEN, meet()).refused(Closed, "taken to a meeting")


def test_row_16_what_the_meeting_finds_is_proposed_again_with_a_link() -> None:
    again = proposal(text="Mon, by hand", source=P1)
    given().when(ANA, again).then(Like(ProposalCreated, source=P1), RoundOpened)
