"""Row 17: what a circle cannot settle goes on in its parent, and the old proposal is final."""

import pytest

from governance_core.cards.plain import plain_card
from governance_core.circles import messages as circles
from governance_core.circles.model import DELEGATE, FACILITATOR, LEAD, SECRETARY
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Unknown
from governance_core.kernel.ids import CLOCK, CONFIG, CircleId, PersonId, StreamId
from governance_core.proposals import messages as ask
from governance_core.proposals.escalating import ShownToParent
from governance_core.proposals.escalating_events import ProposalEscalated
from governance_core.proposals.events import ProposalEnded
from governance_core.proposals.model import Stage
from governance_core.proposals.objections_model import ObjectionState
from governance_core.proposals.refusals import NothingToDecide, WrongStage
from tests.rules.given import (
    TEST,
    TEST_ENDS,
    Names,
    a_round,
    amend,
    differs,
    escalate,
    harbour,
    lift,
    meet,
    objection,
    proposal,
    shaped,
    words_of,
)
from tests.rules.organisation import ANA, BEN, CARE, CEM, COMMONS, DEE, ELI, FAY, GARDEN
from tests.rules.world import FEATURES, World

P1, P2 = StreamId("P-1"), StreamId("P-2")


def objected(circle: CircleId = GARDEN, by: PersonId = ANA, objector: PersonId = BEN) -> World:
    """A world in which a proposal is objected to."""
    world = World.founded()
    world.does(by, proposal(circle))
    world.does(objector, objection("The pump is booked", "Another day"))
    return world


def card(world: World, stream: StreamId, viewer: PersonId) -> str:
    """What somebody reads of an item."""
    feature = FEATURES.of_stream(stream)
    assert feature is not None
    assert feature.card is not None
    made = feature.card(stream, world.memory.state(stream), world.memory, viewer)
    return plain_card(made, Names(world.people))


def test_row_17_after_so_many_versions_as_the_policy_says_no_reason_is_needed() -> None:
    three = a_round(harbour().ruled(GARDEN, rounds="2")).having(BEN, objection())
    three.when(DEE, escalate(None)).refused(Invalid, "1 of 2 versions of P-1 were tried", "Offer an amendment")
    three.having(ANA, amend(text="Tue")).when(DEE, escalate(None)).then(ProposalEscalated)


def test_row_17_on_breakdown_the_facilitator_says_why_before_that() -> None:
    (event,) = a_round().having(BEN, objection()).when(DEE, escalate("We shout")).whatever()
    assert isinstance(event, ProposalEscalated)
    assert (event.by, event.origin, event.circle, event.carrier, event.reason) == (
        DEE,
        GARDEN,
        COMMONS,
        ANA,
        "We shout",
    )


def test_row_17_versions_that_met_an_objection_count_and_those_of_another_circle_do_not() -> None:
    tried = a_round().having(BEN, objection()).having(ANA, amend(text="Tue")).having(ANA, amend(text="Wed"))
    assert tried.state.tried() == {1, 2, 3}
    assert tried.having(BEN, lift()).having(ANA, amend(text="Thu")).state.tried() == {1, 2, 3}
    moved = tried.having(DEE, ask.ForwardProposal(id=P1, circle=COMMONS))
    assert moved.state.tried() == frozenset()


@pytest.mark.parametrize("given", [a_round(), shaped()], ids=["nobody objects", "before the round"])
def test_row_17_what_nothing_blocks_is_not_escalated(given: object) -> None:
    given.when(DEE, escalate()).refused(WrongStage, "/proposal meeting takes it to a meeting")  # type: ignore[attr-defined]


def test_row_17_only_the_facilitator_escalates_and_the_deputies_in_order() -> None:
    blocked = a_round().having(BEN, objection())
    blocked.when(FAY, escalate()).refused(NotAllowed, "Only Dee can escalate P-1")
    vacant = blocked.but(lambda org: org.appointed(GARDEN, FACILITATOR, None))
    vacant.when(FAY, escalate()).then(ProposalEscalated)
    blocked.having(DEE, objection()).when(FAY, escalate()).then(ProposalEscalated)


def test_row_17_the_parent_has_a_new_proposal_with_the_history_and_each_knows_the_other() -> None:
    world = objected()
    world.does(ANA, amend(text="Tue"))
    world.does(DEE, escalate("We go round in circles"))
    old, new = world.proposal(P1), world.proposal(P2)
    assert (old.stage, old.escalated_to, old.went_on) == (Stage.ESCALATED, COMMONS, P2)
    assert (new.circle, new.stage, new.version, new.proposer) == (COMMONS, Stage.CONSENT, 1, ANA)
    assert new.wording == old.wording
    assert new.origin is not None
    assert (new.origin.proposal, new.origin.circle, new.origin.reason) == (P1, GARDEN, "We go round in circles")
    assert [one.text for one in new.origin.versions] == ["Mon and Thu", "Tue"]
    assert [(one.person, one.harm, one.safe, one.state) for one in new.origin.objections] == [
        (BEN, "The pump is booked", "Another day", ObjectionState.OPEN)
    ]
    assert not new.objections, "the parent's electors answer anew"


def test_row_17_lead_and_delegate_sit_in_both() -> None:
    world = objected()
    world.does(DEE, escalate())
    assert {ANA, BEN} <= set(world.proposal(P2).electors)
    assert DEE not in {one for one in world.proposal(P2).electors if one not in world.circles.seats(COMMONS)}


def test_row_17_it_runs_by_the_parents_rules() -> None:
    world = objected()
    world.does(CONFIG, circles.SetPolicy(circle=COMMONS, key="process", value="full"))
    world.does(CONFIG, circles.SetPolicy(circle=COMMONS, key="window", value="1h"))
    world.does(CONFIG, circles.SetPolicy(circle=GARDEN, key="process", value="quick"))
    world.does(DEE, escalate())
    assert world.proposal(P2).stage is Stage.CLARIFY


def test_row_17_the_old_one_is_final() -> None:
    world = objected()
    world.does(DEE, escalate())
    for who, command in ((DEE, escalate()), (BEN, lift()), (ANA, amend(text="Wed")), (CEM, meet())):
        refusal = world.refuses(who, command)
        assert isinstance(refusal, Closed)
        assert "escalated to the parent circle as P-2" in words_of(refusal, world.people)
    assert not [key for key in world.memory.alarms if key[0] == P1]


def test_row_17_at_the_root_it_goes_to_a_meeting() -> None:
    world = objected(COMMONS, ELI, BEN)
    receipt = world.does(CEM, escalate("We talk past each other"))
    (event,) = receipt.events
    assert isinstance(event, ProposalEnded)
    assert (event.stage, event.because) == (Stage.ESCALATED, "taken to a meeting")
    assert P2 not in world.memory.proposals()


def test_row_17_who_has_no_seat_in_the_parent_is_carried_by_the_delegate_or_the_lead() -> None:
    world = objected(by=DEE, objector=FAY)
    world.does(CONFIG, circles.RemoveMember(circle=CircleId("repair"), person=DEE))
    world.does(ANA, escalate())
    assert world.proposal(P2).proposer == BEN
    world = objected(by=DEE, objector=FAY)
    world.does(CONFIG, circles.RemoveMember(circle=CircleId("repair"), person=DEE))
    world.does(CONFIG, circles.FillRole(circle=GARDEN, role=DELEGATE, person=None))
    world.does(ANA, escalate())
    assert world.proposal(P2).proposer == ANA


def test_row_17_where_nobody_but_one_could_decide_above_nothing_is_escalated() -> None:
    world = objected()
    for who in (BEN, CEM, ELI, FAY):
        world.does(CONFIG, circles.RemoveMember(circle=COMMONS, person=who))
    for circle in (GARDEN, CARE, CircleId("repair")):
        for role in (LEAD, DELEGATE):
            world.does(CONFIG, circles.FillRole(circle=circle, role=role, person=None))
    assert isinstance(world.refuses(DEE, escalate()), NothingToDecide)
    assert world.proposal(P1).stage is Stage.OBJECTED


def test_edge_a_private_circles_escalation_asks_before_and_shows_text_and_history_without_names() -> None:
    world = objected(CARE, ELI, FAY)
    refusal = world.refuses(ANA, escalate())
    assert isinstance(refusal, ShownToParent)
    assert "Care is private. Escalating shows Commons the text of P-1" in words_of(refusal, world.people)
    assert refusal.shows, "the way to go on"
    world.does(ANA, escalate(shown=True))
    shown = card(world, P2, BEN)
    assert "Escalated from: a private sub-circle, after 1 version" in shown
    assert "Objected there: The pump is booked" in shown
    assert not [word for word in ("P-1", "Care", "Fay") if word in shown.replace("Facilitated by", "")]
    assert isinstance(world.refuses(BEN, ask.DiscussProposal(id=P1)), Unknown)


def test_edge_into_a_private_parent_the_new_id_is_not_shown_below() -> None:
    world = objected()
    world.does(CONFIG, circles.ChangeCircle(circle=COMMONS, key="private", value="true"))
    world.does(DEE, escalate())
    assert "P-2" not in card(world, P1, DEE)
    assert "escalated to the parent circle" in card(world, P1, DEE)


def test_edge_with_a_vacant_delegate_the_parent_can_still_decide_and_the_record_says_so() -> None:
    world = objected()
    world.does(CONFIG, circles.FillRole(circle=GARDEN, role=DELEGATE, person=None))
    world.does(DEE, escalate())
    assert "Link: subcircle not fully linked: no delegate" in card(world, P2, CEM)
    for who in world.proposal(P2).electors:
        world.does(who, ask.AnswerRound(id=P2, answer="consent"))
    assert world.proposal(P2).stage is Stage.ADOPTED
    assert "Subcircle not fully linked: garden, when it was adopted" in card(world, StreamId("D-1"), CEM)


def test_edge_a_fully_linked_circle_needs_no_word_of_it() -> None:
    world = World.founded()
    world.does(ELI, proposal(COMMONS))
    for who in world.proposal(P1).electors:
        world.does(who, ask.AnswerRound(id=P1, answer="consent"))
    assert "linked" not in card(world, StreamId("D-1"), CEM)
    assert SECRETARY in world.circles.circles[COMMONS].roles


def test_section_2_what_is_contested_after_a_test_the_facilitator_may_escalate_without_more() -> None:
    tested = a_round().having(BEN, objection()).having(FAY, TEST).having(DEE, differs())
    over = tested.wait(hours=24).having(CLOCK, TEST_ENDS)
    assert over.state.open_objections()[0].contested
    over.when(DEE, escalate(None)).then(ProposalEscalated)
