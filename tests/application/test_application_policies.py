"""Whenever this, then that: an event leads to commands elsewhere, in the same transaction, or nothing happens."""

import pytest
from application_world import TEXTS, World

from governance_core import policies
from governance_core.circles.closing import StillOpen
from governance_core.circles.messages import AddMember, CloseCircle, FillRole, RemoveMember, SetHome
from governance_core.kernel.errors import NotAllowed
from governance_core.kernel.ids import CONFIG, Actor, CircleId, PersonId, StreamId
from governance_core.people.events import PersonSet
from governance_core.people.messages import ChooseSettings, LeaveOrganisation
from governance_core.proposals.messages import (
    AnswerRound,
    CreateProposal,
    EscalateProposal,
    KeepDraft,
    ProposeMember,
    RaiseObjection,
    SubmitDraft,
)

P1, P2, P3 = StreamId("P-1"), StreamId("P-2"), StreamId("P-3")
GARDEN = CircleId("garden")


def test_who_leaves_the_organisation_leaves_circles_rounds_proposals_and_objections_at_once(world: World) -> None:
    world.proposal("ben")
    world.proposal("ana")
    world.proposal("ana", "commons")
    world.do(AnswerRound(id=P2, answer="consent"), "ben")
    world.do(RaiseObjection(id=P3, harm="It costs too much"), "ben")
    world.config(LeaveOrganisation(person=PersonId("ben")))
    assert world.kinds("P-1", 3) == ["elector.left", "proposal.orphaned"]
    assert world.kinds("P-2", 4) == ["elector.left"]
    assert world.kinds("P-3", 5) == ["elector.left", "objection.orphaned"]
    assert world.kinds("people")[-1] == "person.left"
    circles = world.state("circles")
    assert all("ben" not in circle.members for circle in circles.alive())
    assert "delegate" not in circles.circles[GARDEN].roles
    assert {one.actor for one in (*world.recorded("P-1", 3), *world.recorded("P-2", 4), *world.recorded("P-3", 5))} <= {
        "policy(member.removed)",
        "policy(role.vacated)",
        "policy(person.left)",
    }
    assert world.clean()


def test_a_delegate_who_leaves_the_garden_leaves_the_rounds_of_its_parent_too(world: World) -> None:
    world.config(RemoveMember(circle=CircleId("commons"), person=PersonId("ben")))
    world.proposal("ana", "commons")
    assert "ben" in world.state("P-1").electors
    world.do(RemoveMember(circle=GARDEN, person=PersonId("ben")), "ana")
    assert "ben" not in world.state("P-1").electors


def test_a_circle_is_not_closed_over_a_proposal_at_any_stage(world: World) -> None:
    world.proposal("cem", "repair", process="full")
    with pytest.raises(StillOpen, match="P-1"):
        world.config(CloseCircle(circle=CircleId("repair")))


def test_the_last_missing_elector_leaves_and_the_round_is_adopted_in_the_same_transaction(world: World) -> None:
    world.proposal()
    for who in ("ana", "ben"):
        world.do(AnswerRound(id=P1, answer="consent"), who)
    receipt = world.do(RemoveMember(circle=GARDEN, person=PersonId("dee")), "dee")
    assert [event.kind for event in receipt.events] == ["role.vacated", "member.removed"]
    assert world.kinds("P-1", 5) == ["elector.left", "proposal.adopted", "proposal.recorded"]
    assert world.state("D-1").answers.keys() == {"ana", "ben"}
    assert world.rows("SELECT DISTINCT at FROM journal WHERE stream = 'D-1'") == world.rows(
        "SELECT DISTINCT at FROM journal WHERE stream = 'P-1' AND kind = 'proposal.adopted'"
    )


def test_an_adoption_is_an_agreement_and_the_proposal_knows_its_id(world: World) -> None:
    world.proposal()
    for who in ("ana", "ben", "dee"):
        world.do(AnswerRound(id=P1, answer="consent"), who)
    assert world.kinds("D-1") == ["agreement.recorded"]
    assert world.kinds("P-1")[-2:] == ["proposal.adopted", "proposal.recorded"]
    assert [one.actor for one in world.recorded("D-1")] == ["policy(proposal.adopted)"]
    assert world.state("P-1").agreement == "D-1"
    assert world.state("D-1").proposal == "P-1"


def test_a_draft_that_is_submitted_is_a_proposal_with_an_id(world: World) -> None:
    kept = world.do(KeepDraft(circle=GARDEN, title="Water", **TEXTS), "ana")
    assert kept.stream == "draft-1"
    assert world.count("proposals") == 0
    world.do(SubmitDraft(id=kept.stream), "ana")
    assert world.state("P-1").wording.title == "Water"
    assert world.recorded("P-1")[0].actor == "person:ana"
    assert world.state("draft-1").fate == "submitted"


def test_what_a_policy_is_refused_refuses_all_of_it(world: World) -> None:
    world.do(KeepDraft(circle=GARDEN, title="Water", **TEXTS), "dee")
    world.do(RemoveMember(circle=GARDEN, person=PersonId("dee")), "dee")
    before = world.everything()
    refusal = world.refusal(SubmitDraft(id=StreamId("draft-1")), "dee")
    assert isinstance(refusal, NotAllowed)
    assert world.everything() == before
    world.config(AddMember(circle=GARDEN, person=PersonId("dee")))
    assert world.do(SubmitDraft(id=StreamId("draft-1")), "dee").events


def test_a_circle_that_moves_has_its_open_cards_drawn_in_the_new_home(world: World) -> None:
    world.proposal()
    world.proposal("ana", "commons")
    world.config(SetHome(circle=GARDEN, platform="console", place="greenhouse"))
    waiting = world.rows("SELECT key FROM outbox WHERE platform = 'console' AND place = 'greenhouse'")
    assert waiting == [("card:P-1",)]


def test_another_facilitator_shows_on_the_open_cards(world: World) -> None:
    world.proposal()
    sequence = "SELECT sequence FROM outbox WHERE key = 'card:P-1' AND place = 'garden'"
    before = world.rows(sequence)
    world.config(FillRole(circle=GARDEN, role="facilitator", person=PersonId("ben")))
    assert world.rows(sequence) > before
    assert "Facilitated by: Ben" in world.words(world.show("P-1", "ana"))


@pytest.fixture
def chain(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A toy policy: each setting that is saved saves the next zone, up to a length that the test sets."""
    zones = ["Europe/Lisbon", "Asia/Tokyo"]
    length = [0]

    def follow(stream: StreamId, event: PersonSet, reader: object) -> list[tuple[ChooseSettings, Actor]]:
        length[0] -= 1
        if length[0] < 0:
            return []
        other = zones[1 - zones.index(event.value)]
        return [(ChooseSettings(zone=other), Actor.policy(event.kind, event.person))]

    monkeypatch.setattr(policies, "_TABLES", (*policies._TABLES, {PersonSet: follow}))
    return length


def test_a_chain_of_eight_commands_is_carried_out(world: World, chain: list[int]) -> None:
    chain[0] = 7
    before = len(world.recorded("people"))
    world.do(ChooseSettings(zone="Asia/Tokyo"), "fay")
    assert world.kinds("people", before + 1) == ["person.set"] * 8
    assert world.recorded("people")[-1].actor == "policy:fay(person.set)"


def test_a_longer_chain_is_a_defect_and_leaves_nothing(world: World, chain: list[int]) -> None:
    chain[0] = 8
    before = world.everything()
    with pytest.raises(RuntimeError, match=r"person\.set on people led to a chain of more than 8 commands"):
        world.do(ChooseSettings(zone="Asia/Tokyo"), "fay")
    assert world.everything() == before
    chain[0] = 0
    assert world.do(ChooseSettings(zone="Asia/Tokyo"), "fay").events


def test_somebody_else_may_join_and_leave_without_touching_rounds_of_other_circles(world: World) -> None:
    world.proposal("cem", "repair")
    before = world.recorded("P-1")
    world.do(AddMember(circle=GARDEN, person=PersonId("fay")), "ana")
    world.do(RemoveMember(circle=GARDEN, person=PersonId("fay")), CONFIG)
    assert world.recorded("P-1") == before


def test_a_proposal_whose_circle_lost_everybody_lapses(world: World) -> None:
    world.do(CreateProposal(circle=CircleId("repair"), title="Lamp", **TEXTS), "cem")
    world.config(
        RemoveMember(circle=CircleId("repair"), person=PersonId("cem")),
        RemoveMember(circle=CircleId("repair"), person=PersonId("dee")),
    )
    assert "no eligible voters remain" in world.words(world.show("P-1", "ana"))


def test_who_said_what_in_a_private_circle_is_not_found_in_its_parent_by_their_name(world: World) -> None:
    world.config(AddMember(circle=CircleId("care"), person=PersonId("ana")))
    world.config(FillRole(circle=CircleId("care"), role="lead", person=PersonId("eli")))
    world.proposal("ben", "care")
    world.do(RaiseObjection(id=P1, harm="They asked for silence"), "eli")
    world.do(EscalateProposal(id=P1, reason="We are stuck", shown=True), "ana")
    assert world.state("P-2").origin.objections[0].person == "eli"
    by_words = world.rows("SELECT tags FROM searched_items WHERE item = 'P-2' AND words LIKE '%silence%'")
    assert by_words
    assert "_p_eli" not in by_words[0][0]
    assert world.clean()


def test_a_proposal_is_escalated_in_one_transaction_with_its_history(world: World) -> None:
    world.proposal()
    world.do(RaiseObjection(id=P1, harm="The pump is booked"), "dee")
    world.do(EscalateProposal(id=P1, reason="We are stuck"), "ben")
    assert world.kinds("P-1")[-2:] == ["proposal.escalated", "escalation.noted"]
    assert world.kinds("P-2")[:4] == [
        "proposal.created",
        "proposal.inherited",
        "history.text",
        "history.objection",
    ]
    assert {one.actor for one in world.recorded("P-2")} == {"policy(proposal.escalated)"}
    assert world.clean()


def test_what_an_adoption_carries_is_pressed_in_its_transaction_and_a_refusal_undoes_nothing(world: World) -> None:
    change = ProposeMember(circle=GARDEN, person=PersonId("cem"), change="join", driver="D")
    world.do(change.meant(), "ana")
    world.do(change.meant(), "ana")
    world.config(LeaveOrganisation(person=PersonId("eli")))
    for who in ("ana", "ben", "dee"):
        world.do(AnswerRound(id=P1, answer="consent"), who)
    assert "cem" in world.state("circles").circles[GARDEN].members
    assert world.recorded("circles")[-1].actor == "policy(D-1)"
    world.config(LeaveOrganisation(person=PersonId("cem")))
    for who in ("ana", "ben", "dee"):
        world.do(AnswerRound(id=P2, answer="consent"), who)
    assert world.kinds("P-2")[-3:] == ["proposal.adopted", "proposal.recorded", "carried.undone"]
    assert world.state("D-2").title == "Cem joins Garden"
    assert world.clean()
