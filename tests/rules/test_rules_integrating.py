"""Row 13: an objection met by a shorter term, an added measure, a part put off, or a part left to others."""

from typing import Any

import pytest

from governance_core.cards.plain import plain_card
from governance_core.kernel.errors import Invalid, NotAllowed
from governance_core.kernel.ids import StreamId
from governance_core.logbook.model import Agreement
from governance_core.proposals import messages as ask
from governance_core.proposals.cards import proposal_card
from governance_core.proposals.differences import what_changed
from governance_core.proposals.model import Stage
from governance_core.proposals.objections_events import OfferAccepted, OfferMade
from governance_core.proposals.objections_model import ObjectionState
from tests.rules.given import (
    P1,
    Given,
    Like,
    Names,
    a_round,
    accept,
    amend,
    consent,
    decline,
    harbour,
    objection,
    offer,
    proposal,
)
from tests.rules.organisation import ANA, BEN, CEM, DEE, FAY, GARDEN, MONDAY, hours
from tests.rules.world import World

TERM = {"term": "30d"}
MEASURE = {"measure": "Hours the pump is taken", "looked_at": "Dee reads the log; 2 h a week is too much"}
DEFER = {"part": "Thursdays", "until": "2026-04-01"}
DELEGATE = {"part": "Who books the pump", "to": "repair:lead"}
FORMS = {"term": TERM, "measure": MEASURE, "defer": DEFER, "delegate": DELEGATE}


def objected() -> Given:
    return a_round().having(FAY, objection())


def change(kind: str, **fields: Any) -> ask.OfferAmendment:
    return ask.OfferAmendment(id=P1, kind=kind, **{**FORMS[kind], **fields})


def card_of(given: Given) -> str:
    return plain_card(proposal_card(StreamId("P-1"), given.state, "Garden", [DEE]), Names(given.org.people))


@pytest.mark.parametrize("kind", FORMS)
def test_row_13_objector_and_proposer_both_confirm_and_it_is_a_version_with_a_fresh_window(kind: str) -> None:
    asked = objected().wait(hours=10).having(BEN, change(kind))
    assert asked.state.version == 1
    asked.when(DEE, accept()).refused(NotAllowed, "Only Fay and Ana can confirm")
    half = asked.having(FAY, accept())
    assert half.state.version == 1, "the proposer has not said that it still meets the driver"
    met = half.having(ANA, accept())
    assert (met.state.version, met.state.stage) == (2, Stage.CONSENT)
    assert met.state.objections[1].state is ObjectionState.RESOLVED
    assert not met.state.answers
    assert met.state.deadline == MONDAY + hours(82)
    assert met.state.wordings[0] == objected().state.wording, "the version before is as it was"


def test_row_13_a_shorter_term_changes_the_review_alone() -> None:
    met = objected().having(BEN, change("term")).having(FAY, accept()).having(ANA, accept())
    assert (met.state.wording.review, met.state.wording.text) == ("30d", "Mon and Thu")
    assert "Review: 30 days after adoption" in card_of(met)


@pytest.mark.parametrize("term", ["90d", "120d", "2027-01-01"])
def test_row_13_a_shorter_term_is_shorter(term: str) -> None:
    refused = objected().when(BEN, change("term", term=term))
    refused.refused(Invalid, "looked at again 90 days after adoption already", "Give a time that comes sooner")


def test_row_13_an_added_measure_says_what_is_looked_at_and_stands_beside_the_others() -> None:
    met = objected().having(BEN, change("measure")).having(FAY, accept()).having(ANA, accept())
    line = "Hours the pump is taken (looked at: Dee reads the log; 2 h a week is too much)"
    assert met.state.wording.criteria == line
    again = met.having(FAY, objection("More")).having(FAY, change("measure", measure="Wet beds"))
    twice = again.having(ANA, accept())
    assert twice.state.wording.criteria.splitlines()[0] == line
    assert twice.state.wording.criteria.splitlines()[1].startswith("Wet beds")
    assert "Measured by: Hours the pump is taken" in card_of(twice)


@pytest.mark.parametrize("kind", ["measure", "defer", "delegate"])
def test_row_13_what_this_version_says_already_meets_no_other_objection(kind: str) -> None:
    met = objected().having(BEN, change(kind)).having(FAY, accept()).having(ANA, accept())
    again = met.having(FAY, objection("More")).when(FAY, change(kind))
    again.refused(Invalid, "This version says so already", "Say what else would meet the objection")


def test_row_13_what_is_put_off_comes_back_at_the_review() -> None:
    met = objected().having(BEN, change("defer")).having(FAY, accept()).having(ANA, accept())
    assert met.state.wording.deferred == "Thursdays (until 2026-04-01)"
    assert met.state.wording.review == "2026-04-01"
    late = objected().having(BEN, change("defer", until="200d"))
    assert late.state.offers[1].wording.review == "90d", "the review comes before that anyway"


def test_row_13_a_part_is_left_to_a_circle_or_a_role() -> None:
    met = objected().having(BEN, change("delegate")).having(FAY, accept()).having(ANA, accept())
    assert met.state.wording.delegated == "Who books the pump (the lead of Repair decides)"
    circle = objected().having(BEN, change("delegate", to="repair"))
    assert circle.state.offers[1].wording.delegated == "Who books the pump (Repair decides)"


@pytest.mark.parametrize("to", ["care", "nowhere", "", "care:lead"])
def test_row_13_nothing_is_left_to_whom_not_everybody_may_know_of(to: str) -> None:
    objected().when(BEN, change("delegate", to=to)).refused(Invalid, "There is no such circle or role", "Choose one")


def test_row_13_nothing_is_left_to_a_role_there_is_not() -> None:
    refused = objected().when(BEN, change("delegate", to="repair:king"))
    refused.refused(Invalid, "Repair has no such role", "Choose one from the list")


@pytest.mark.parametrize(
    "kind, field",
    [("measure", "measure"), ("measure", "looked_at"), ("defer", "part"), ("delegate", "part"), ("term", "term")],
)
def test_row_13_every_form_says_what_it_needs(kind: str, field: str) -> None:
    outcome = objected().when(BEN, change(kind, **{field: " "}))
    assert isinstance(outcome.refusal, Invalid)
    assert outcome.refusal.field == field


@pytest.mark.parametrize("kind", FORMS)
def test_row_13_the_card_says_of_which_kind_it_is(kind: str) -> None:
    words = {"term": "shorter term", "measure": "added measure", "defer": "deferred", "delegate": "delegated"}
    assert f"Amendment 1 ({words[kind]}), to meet objection 1 (Ben)" in card_of(objected().having(BEN, change(kind)))


@pytest.mark.parametrize("kind", FORMS)
def test_row_13_the_difference_between_versions_shows_it(kind: str) -> None:
    met = objected().having(BEN, change(kind)).having(FAY, accept()).having(ANA, accept())
    assert len(what_changed(met.state.wordings[0], met.state.wordings[1], "now")) == (2 if kind == "defer" else 1)


def test_row_13_the_objector_offers_and_the_proposer_declines() -> None:
    offered = objected().when(FAY, change("term")).then(OfferMade, Like(OfferAccepted, role="objector"))
    after = offered.having(ANA, decline("A month is too short"))
    assert not after.state.offers
    assert after.state.stage is Stage.OBJECTED


def test_row_13_the_same_offered_twice_is_one() -> None:
    objected().having(BEN, change("term")).when(BEN, change("term")).nothing()


def test_row_13_what_was_agreed_beside_the_text_outlives_an_amendment_of_the_text() -> None:
    met = objected().having(BEN, change("measure")).having(FAY, accept()).having(ANA, accept())
    assert met.having(ANA, amend(text="Tue")).state.wording.criteria
    assert met.having(DEE, objection()).having(DEE, offer("Wed")).having(ANA, accept()).state.wording.criteria


def test_row_13_the_agreement_keeps_term_measure_and_what_was_left_for_others() -> None:
    world = World.founded()
    world.does(ANA, proposal(criteria="Wet beds at noon"))
    for kind in FORMS:
        world.does(FAY, objection(f"Harm {kind}"))
        world.does(FAY, change(kind))
        world.does(ANA, accept())
    for who in world.proposal(P1).electors:
        world.does(who, consent())
    found: Agreement = world.memory.state(StreamId("D-1"))
    assert found.criteria.startswith("Wet beds at noon\nHours the pump is taken (looked at: ")
    assert found.deferred == "Thursdays (until 2026-04-01)"
    assert found.delegated == "Who books the pump (the lead of Repair decides)"
    assert found.review_at is not None
    assert found.review_at.isoformat().startswith("2026-04-01")


def test_row_13_it_is_for_electors_like_any_amendment() -> None:
    objected().when(CEM, change("term")).refused(NotAllowed, "electors of Garden")
    assert harbour().circles.policy_of(GARDEN).process == "quick"
