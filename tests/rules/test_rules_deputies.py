"""Who carries out a facilitator's act: who holds the role, else secretary, lead, delegate, any elector."""

import pytest

from governance_core.cards.plain import plain_card
from governance_core.circles.model import DELEGATE, FACILITATOR, LEAD, SECRETARY
from governance_core.kernel.errors import NotAllowed
from governance_core.kernel.ids import PersonId
from governance_core.proposals.cards import proposal_card
from governance_core.proposals.events import ProposalEnded
from governance_core.proposals.facilitating import facilitators
from tests.rules.given import P1, Given, Names, a_round, discard, forward, objection
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
    REPAIR,
    Organisation,
    days,
    harbour,
    hours,
)


def able(given: Given) -> list[PersonId]:
    """Who facilitates."""
    return facilitators(given.state, given.org.circles, given.org.people, given.now)


def proposed_by_eli() -> Given:
    """Eli has no role in the garden: lead is Ana, delegate Ben, facilitator Dee, secretary Fay."""
    return a_round(harbour().joined(GARDEN, ELI), by=ELI)


def vacant(*roles: str) -> Organisation:
    org = harbour().joined(GARDEN, ELI)
    for role in roles:
        org = org.appointed(GARDEN, role, None)
    return org


def test_deputies_the_facilitator_while_there_is_one() -> None:
    assert able(proposed_by_eli()) == [DEE]


@pytest.mark.parametrize(
    "missing, deputy",
    [
        ([FACILITATOR], FAY),
        ([FACILITATOR, SECRETARY], ANA),
        ([FACILITATOR, SECRETARY, LEAD], BEN),
        ([FACILITATOR, LEAD], FAY),
    ],
)
def test_deputies_of_vacant_roles_in_their_order(missing: list[str], deputy: PersonId) -> None:
    opened = a_round(vacant(*missing), by=ELI)
    assert able(opened) == [deputy]
    opened.when(deputy, discard()).then(ProposalEnded)


def test_deputies_where_all_four_are_vacant_any_elector_but_the_proposer() -> None:
    opened = a_round(vacant(FACILITATOR, SECRETARY, LEAD, DELEGATE), by=ELI)
    assert able(opened) == [ANA, BEN, DEE, FAY]
    opened.when(ELI, discard()).refused(NotAllowed, "Only Ana, Ben, Dee or Fay can discard P-1")
    opened.when(BEN, discard()).then(ProposalEnded)


@pytest.mark.parametrize("missing, deputy", [([DEE], FAY), ([DEE, FAY], ANA), ([DEE, FAY, ANA], BEN)])
def test_deputies_of_the_absent_in_their_order(missing: list[PersonId], deputy: PersonId) -> None:
    opened = proposed_by_eli()
    for person in missing:
        opened = opened.but(lambda org, who=person: org.away(who, MONDAY, MONDAY + days(1)))
    assert able(opened) == [deputy]
    opened.when(DEE, discard()).refused(NotAllowed, f"Only {deputy.capitalize()} can discard P-1", "ask them to")
    assert able(opened.wait(days=2)) == [DEE]


@pytest.mark.parametrize("missing, deputy", [([DEE], FAY), ([DEE, FAY], ANA), ([DEE, FAY, ANA], BEN)])
def test_deputies_of_those_who_left_in_their_order(missing: list[PersonId], deputy: PersonId) -> None:
    opened = proposed_by_eli()
    for person in missing:
        opened = opened.but(lambda org, who=person: org.gone(who))
    assert able(opened) == [deputy]


@pytest.mark.parametrize("missing, deputy", [([DEE], FAY), ([DEE, FAY], ANA), ([DEE, FAY, ANA], BEN)])
def test_deputies_of_the_objectors_in_their_order(missing: list[PersonId], deputy: PersonId) -> None:
    opened = proposed_by_eli()
    for person in missing:
        opened = opened.having(person, objection(f"Harm to {person}"))
    assert able(opened) == [deputy]
    opened.when(DEE, discard()).refused(NotAllowed, f"Only {deputy.capitalize()} can discard P-1")
    opened.when(deputy, discard()).then(ProposalEnded)


def test_deputies_where_everybody_objects_any_elector_but_the_proposer() -> None:
    opened = proposed_by_eli()
    for person in (ANA, BEN, DEE, FAY, ELI):
        opened = opened.having(person, objection(f"Harm to {person}"))
    assert able(opened) == [ANA, BEN, DEE, FAY]
    opened.when(BEN, discard()).then(ProposalEnded)


def test_edge_proposer_is_the_facilitator_so_the_secretary_stands_in_and_the_card_says_so() -> None:
    own = a_round(by=DEE)
    assert able(own) == [FAY]
    own.when(DEE, discard()).refused(NotAllowed, "Only Fay can discard P-1")
    own.when(FAY, discard()).then(ProposalEnded)
    card = plain_card(proposal_card(P1, own.state, "Garden", able(own)), Names(own.org.people))
    assert "Facilitated by: Fay" in card


def test_edge_a_person_in_several_roles_is_skipped_in_all_of_them() -> None:
    org = vacant().appointed(GARDEN, FACILITATOR, ANA).appointed(GARDEN, SECRETARY, ANA)
    assert able(a_round(org, by=ANA)) == [BEN]


def test_deputies_for_forwarding_as_for_discarding() -> None:
    objected = proposed_by_eli().having(DEE, objection())
    objected.when(DEE, forward(REPAIR)).refused(NotAllowed, "Only Fay can forward P-1")
    assert objected.when(FAY, forward(REPAIR)).events


def test_deputies_have_a_seat_not_a_permission_of_the_chat() -> None:
    for outsider in (CEM, GIL):
        proposed_by_eli().when(outsider, discard()).refused(NotAllowed, "Only Dee can discard P-1")


def test_deputies_after_forwarding_are_those_of_the_new_circle() -> None:
    moved = proposed_by_eli().having(DEE, forward(REPAIR))
    assert able(moved) == [BEN]
    assert able(moved.having(BEN, objection())) == [CEM]  # Repair has no secretary


def test_deputies_an_absence_to_come_or_over_makes_nobody_missing() -> None:
    opened = proposed_by_eli().but(lambda org: org.away(DEE, MONDAY + hours(1), MONDAY + hours(2)))
    assert able(opened) == [DEE]
    assert able(opened.wait(hours=1.5)) == [FAY]
    assert able(opened.wait(hours=2.5)) == [DEE]
