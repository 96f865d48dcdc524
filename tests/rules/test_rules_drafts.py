"""Drafts: a proposal only its proposer sees, without an id of its own until it is submitted (row 1)."""

import pytest

from governance_core.application.queries import ShowItem, answer
from governance_core.kernel.errors import Closed, Invalid, Refusal, Unknown
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.proposals.drafts import KeptDraft, decide, evolve
from governance_core.proposals.drafts_events import DraftDropped, DraftKept, DraftSubmitted
from governance_core.proposals.messages import DropDraft, KeepDraft, SubmitDraft
from governance_core.proposals.model import Stage
from tests.rules.given import helpful, proposal, words_of
from tests.rules.organisation import ANA, BEN, CARE, CEM, ELI, GARDEN, GIL, harbour
from tests.rules.world import FEATURES, World

D1, P1 = StreamId("draft-1"), StreamId("P-1")


def kept(**fields: object) -> World:
    world = World.founded()
    draft = proposal(draft=True, **fields).meant()
    assert isinstance(draft, KeepDraft)
    world.does(ANA, draft)
    return world


def refuses(world: World, person: PersonId, command: Command, *words: str) -> Refusal:
    refusal = world.refuses(person, command)
    said = words_of(refusal, world.people)
    helpful(said)
    assert not [part for part in words if part not in said], said
    return refusal


def test_row_1_a_draft_is_no_proposal_and_is_announced_to_nobody() -> None:
    world = kept()
    assert world.memory.version(P1) == 0
    assert world.posted() == []
    assert world.memory.alarms == {}


def test_row_1_only_its_proposer_sees_submits_or_drops_a_draft() -> None:
    world = kept()
    for other in (BEN, CEM, GIL):
        for command in (SubmitDraft(id=D1), DropDraft(id=D1)):
            assert isinstance(refuses(world, other, command, "There is no draft-1 here"), Unknown)
        with pytest.raises(Unknown):
            answer(ShowItem(id=D1), Actor.of_person(other), world.memory, FEATURES)
    card = answer(ShowItem(id=D1), Actor.of_person(ANA), world.memory, FEATURES)
    assert [button.label for button in card.buttons()] == ["Submit", "Throw away"]


def test_row_1_submitting_a_draft_makes_it_a_proposal_with_an_id() -> None:
    world = kept(review="30d", expiry="1w", deadline="30h", process="quick")
    world.does(ANA, SubmitDraft(id=D1))
    made = world.proposal(P1)
    assert (made.proposer, made.circle, made.wording.review, made.wording.expiry) == (ANA, GARDEN, "30d", "1w")
    assert made.window == "30h"
    assert isinstance(refuses(world, ANA, SubmitDraft(id=D1), "draft-1 is closed: submitted"), Closed)
    assert isinstance(refuses(world, ANA, DropDraft(id=D1)), Closed)


def test_row_1_a_draft_may_be_unfinished_but_is_not_submitted_so() -> None:
    world = kept(driver=" ", text="")
    refusal = refuses(world, ANA, SubmitDraft(id=D1), "The driver is empty")
    assert isinstance(refusal, Invalid)
    assert world.memory.version(D1) == 1
    assert world.memory.version(P1) == 0


def test_row_1_a_draft_for_a_circle_one_has_no_seat_in_is_not_submitted() -> None:
    world = kept(circle=CARE)
    world.does(ANA, SubmitDraft(id=D1))
    world = World.founded()
    world.does(BEN, KeepDraft(circle=CARE, title="T", driver="D", text="T"))
    assert isinstance(refuses(world, BEN, SubmitDraft(id=D1), "There is no circle care here"), Unknown)


def test_row_1_a_draft_for_the_full_process_begins_with_questions() -> None:
    world = kept(process="full")
    world.does(ANA, SubmitDraft(id=D1))
    assert [proposal.stage for proposal in world.memory.proposals().values()] == [Stage.CLARIFY]


def test_row_1_a_dropped_draft_is_gone() -> None:
    world = kept()
    world.does(ANA, DropDraft(id=D1))
    assert world.does(ANA, DropDraft(id=D1)).events == ()
    assert isinstance(refuses(world, ANA, SubmitDraft(id=D1), "draft-1 is closed: dropped"), Closed)


def test_row_1_a_draft_that_never_was_is_not_there() -> None:
    world = World.founded()
    for command in (SubmitDraft(id=D1), DropDraft(id=D1)):
        assert isinstance(refuses(world, ANA, command, "draft-1"), Unknown)


def test_row_1_a_draft_needs_a_title_and_words_that_can_be_kept() -> None:
    by = Actor.of_person(ANA)
    for field, words in (("title", " "), ("title", "\ud83d"), ("driver", "\ud83d"), ("text", "x" * 100_001)):
        texts = {"title": "T", "driver": "D", "text": "T", field: words}
        with pytest.raises(Invalid) as refused:
            decide(KeepDraft(circle=GARDEN, **texts), KeptDraft(), by)
        assert refused.value.field == field
        helpful(words_of(refused.value, harbour().people))


def test_row_1_drafts_fold_from_their_events() -> None:
    by, state = Actor.of_person(ELI), KeptDraft()
    (draft,) = decide(KeepDraft(circle=GARDEN, title="T", driver="", text=""), state, by)
    assert isinstance(draft, DraftKept)
    state = evolve(state, draft)
    assert decide(SubmitDraft(id=D1), state, by) == (DraftSubmitted(by=ELI),)
    assert decide(DropDraft(id=D1), state, by) == (DraftDropped(by=ELI),)
