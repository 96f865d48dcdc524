"""Searching for work: check-ins, blockers, actions and metrics are found from where they may be seen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from application_world import HandClock, World, settle_in
from older_store import make_older

from governance_core.actions.messages import AddAction, ChangeAction, DropAction, FinishAction
from governance_core.blockers.handing_messages import AcceptBlocker, DeclineBlocker, HandBlocker
from governance_core.blockers.messages import AcknowledgeBlocker, RaiseBlocker, ReopenBlocker, ResolveBlocker
from governance_core.cards.card import Card, Listing
from governance_core.checkins.answering_messages import AnswerCheckIn
from governance_core.checkins.messages import CreateCheckIn, EditCheckIn, OpenRun, PauseCheckIn
from governance_core.kernel.ids import CLOCK, CircleId, PersonId, StreamId
from governance_core.metrics.messages import AddMetric, RecordMetric, RetireMetric
from governance_core.searching.messages import KINDS, SearchRegister
from governance_core.searching.model import STATES

GARDEN, CARE, REPAIR = CircleId("garden"), CircleId("care"), CircleId("repair")
C1, X1, X2, A1, M1 = (StreamId(one) for one in ("C-1", "X-1", "X-2", "A-1", "M-1"))
PUMP = "The pümp has no fuse"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Garden has one of each, and the private circle Care a blocker."""
    made = World(tmp_path / "circlet.db", HandClock())
    settle_in(made)
    made.do(CreateCheckIn(circle=GARDEN, title="How is the water", every="every mon 09:00"), "ana")
    made.do(RaiseBlocker(circle=GARDEN, what=PUMP), "dee")
    made.do(AddAction(circle=GARDEN, what="Order a pump", owner=PersonId("ben")), "ana")
    made.do(AddMetric(circle=GARDEN, name="Barrels filled"), "ben")
    made.do(RaiseBlocker(circle=CARE, what="No mediator for the quarrel"), "eli")
    yield made
    made.close()


def card(world: World, text: str, who: str = "dee", **asked: object) -> Card:
    return world.answer(SearchRegister(text=text, **asked), who)  # type: ignore[arg-type]


def found(world: World, text: str, who: str = "dee", **asked: object) -> list[str]:
    shown = card(world, text, who, **asked)
    return [entry.ref for block in shown.blocks if isinstance(block, Listing) for entry in block.entries]


def test_each_is_found_by_its_words_and_opens(world: World) -> None:
    for text, ref in (("wat how", C1), ("fuse", X1), ("order", A1), ("barrel", M1)):
        assert found(world, text) == [ref]
        opened = world.press(world.button(card(world, text), "Open").press, "dee")
        assert isinstance(opened, Card)
        assert opened.ref == ref
    assert found(world, "pump") == [A1, X1]
    assert found(world, "*") == [M1, A1, X1, C1]


def test_each_kind_can_be_asked_for_alone_and_by_how_it_stands(world: World) -> None:
    assert [found(world, "*", only=option.value) for option in KINDS[4:]] == [[C1], [X1], [A1], [M1]]
    assert found(world, "*", state="open") == [A1, X1]
    assert found(world, "*", state="active") == [C1]
    assert found(world, "*", state="followed") == [M1]
    world.do(AcknowledgeBlocker(id=X1), "ana")
    assert found(world, "*", state="open", only="X") == found(world, "*", state="acknowledged") == [X1]
    assert "Garden · open, acknowledged · " in world.words(card(world, "fuse"))
    world.do(PauseCheckIn(id=C1), "ana")
    world.do(FinishAction(id=A1), "ben")
    world.do(RetireMetric(id=M1), "ben")
    assert [found(world, "*", state=state) for state in ("paused", "done", "retired")] == [[C1], [A1], [M1]]
    assert found(world, "*", state="open", only="A") == []
    assert len(set(STATES)) == len(STATES)


def test_what_became_of_it_is_found_too(world: World) -> None:
    world.do(ResolveBlocker(id=X1, how="The shop had one"), "ben")
    world.do(ChangeAction(id=A1, what="Order two valves"), "ben")
    world.do(DropAction(id=A1, reason="The old one works"), "ana")
    assert found(world, "shop", state="resolved") == [X1]
    assert "How it was resolved: “The shop had one”" in world.words(card(world, "shop"))
    assert found(world, "valves") == found(world, "order pump valves old") == [A1]
    assert "A-1 · Order two valves · Garden · dropped" in world.words(card(world, "valves"))
    assert found(world, "fuse", person=PersonId("dee")) == [X1]


def test_a_check_in_is_found_by_what_it_is_called_now_and_by_no_answer(world: World) -> None:
    world.do(EditCheckIn(id=C1, title="Weekly round"), "ana")
    assert found(world, "weekly") == [C1]
    assert found(world, "water") == []
    world.clock.turn(days=7)
    world.do(OpenRun(id=C1), CLOCK)
    before = world.rows("SELECT * FROM searched_items")
    world.do(AnswerCheckIn(id=C1, version=1, first="A heron in the pond"), "ben")
    world.do(RecordMetric(id=M1, value="7"), "ben")
    assert found(world, "heron") == []
    assert world.rows("SELECT * FROM searched_items") == before


def test_those_of_a_private_circle_are_found_from_its_seats_only(world: World) -> None:
    assert found(world, "quarrel", "ben") == [X2]
    for who in ("dee", "cem", "zed"):
        assert found(world, "quarrel", who) == []
        assert X2 not in found(world, "*", who)


def test_a_blocker_that_was_handed_on_is_found_in_both_circles_and_names_neither_to_the_other(world: World) -> None:
    world.do(ResolveBlocker(id=X2, how="Uncle Paul came"), "eli")
    world.do(ReopenBlocker(id=X2, reason="He left again"), "eli")
    world.do(HandBlocker(id=X2, to=REPAIR, shown=True), "eli")
    assert found(world, "quarrel", "dee") == found(world, "quarrel", "dee", circle=REPAIR) == [X2]
    assert found(world, "quarrel", "eli", circle=CARE) == [X2]
    shown = world.words(card(world, "quarrel", "dee"))
    assert "Repair Café" in shown
    assert "Care" not in shown
    assert "Paul" not in world.words(card(world, "paul", "dee"))
    assert "Uncle Paul came" in world.words(card(world, "paul", "eli"))
    world.do(DeclineBlocker(id=X2, reason="Not ours"), "cem")
    assert found(world, "quarrel", "dee") == []
    world.do(HandBlocker(id=X2, to=REPAIR, shown=True), "eli")
    world.do(AcceptBlocker(id=X2), "cem")
    assert found(world, "quarrel", "dee", state="open") == [X2]


def test_erased_and_made_again_they_are_as_they_should_be(world: World) -> None:
    world.do(HandBlocker(id=X1, to=REPAIR), "dee")
    before = world.rows("SELECT * FROM searched_items")
    world.store.rebuild(world.org)
    assert world.rows("SELECT * FROM searched_items") == before
    world.store.erase(world.org, "dee")
    assert found(world, "fuse", "ana") == found(world, "erased", "ana") == []
    assert world.clean()


def test_those_of_an_older_store_are_found_too(world: World) -> None:
    world.do(HandBlocker(id=X1, to=REPAIR), "dee")
    world.do(AcknowledgeBlocker(id=X1), "ana")
    world.proposal()
    before = world.rows("SELECT * FROM searched_items")
    world.rows("DELETE FROM searched_items WHERE item NOT LIKE 'P-%'")
    make_older(world.path, "0019")
    world.restart()
    assert world.rows("SELECT * FROM searched_items") == before
    assert found(world, "fuse", circle=REPAIR) == [X1]
    assert world.clean()
