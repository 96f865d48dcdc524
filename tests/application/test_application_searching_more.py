"""Searching for money and shared things: found by their words like other items, private ones from their seats only."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from application_world import HandClock, World, settle_in
from older_store import make_older

from governance_core.budgets.messages import Allocate
from governance_core.budgets.request_messages import AmendRequest, DeclineRequest, RequestMoney, WithdrawRequest
from governance_core.cards.card import Listing
from governance_core.circles.messages import FillRole, SetPolicy
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.searching.messages import SearchRegister
from governance_core.searching.model import SEARCHED
from governance_core.things.loan_messages import RequestLoan
from governance_core.things.messages import AddThing, ChangeThing, ReportDamage, RetireThing

COMMONS, GARDEN, CARE = CircleId("commons"), CircleId("garden"), CircleId("care")
B1, T1, T2 = StreamId("B-1"), StreamId("T-1"), StreamId("T-2")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Garden asks for microphones and lends a drill; the private circle Care asks for money and lends a projector."""
    made = World(tmp_path / "circlet.db", HandClock())
    settle_in(made)
    made.config(
        FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")),
        SetPolicy(circle=COMMONS, key="approve_up_to", value="250 EUR"),
    )
    made.do(Allocate(circle=COMMONS, amount="1000 EUR"), "cem")
    made.do(Allocate(circle=GARDEN, amount="500"), "cem")
    made.do(RequestMoney(circle=GARDEN, amount="200", purpose="Two Mikrofóne", payee="Hörbar shop"), "ben")
    made.do(AddThing(circle=GARDEN, name="Hammer drill", place="The shed"), "ana")
    made.do(AddThing(circle=CARE, name="Projector that hums", lent="freely"), "eli")
    yield made
    made.close()


def found(world: World, text: str, who: str = "dee", **asked: object) -> list[str]:
    card = world.answer(SearchRegister(text=text, **asked), who)  # type: ignore[arg-type]
    return [entry.ref for block in card.blocks if isinstance(block, Listing) for entry in block.entries]


def test_a_request_is_found_by_its_words_its_person_and_how_it_stands(world: World) -> None:
    assert found(world, "mikro two") == found(world, "horbar") == ["B-1"]
    assert found(world, "mikro", state="open") == found(world, "mikro", state="asked") == ["B-1"]
    assert found(world, "*", person=PersonId("ben")) == found(world, "*", only="B") == ["B-1"]
    assert "B-1 · Two Mikrofóne · Garden · open, asked" in world.words(
        world.answer(SearchRegister(text="mikro"), "dee")
    )
    assert "Payee: “Hörbar shop”" in world.words(world.answer(SearchRegister(text="horbar"), "dee"))
    world.do(DeclineRequest(id=B1, reason="The library lends some"), "ana")
    assert found(world, "library", state="declined") == ["B-1"]
    assert found(world, "mikro", state="open") == []


def test_a_request_that_changed_is_found_by_what_it_asked_for_first_too(world: World) -> None:
    world.do(AmendRequest(id=B1, purpose="One loudspeaker"), "ben")
    assert found(world, "loud") == found(world, "mikro") == ["B-1"]
    assert "B-1 · One loudspeaker" in world.words(world.answer(SearchRegister(text="loud"), "dee"))
    world.do(WithdrawRequest(id=B1), "ben")
    assert found(world, "loud", state="withdrawn") == ["B-1"]


def test_a_thing_is_found_by_its_name_place_and_damage(world: World) -> None:
    world.do(ReportDamage(id=T1, what="The chuck is stuck"), "dee")
    assert found(world, "hammer") == found(world, "shed", only="T") == found(world, "chuck") == ["T-1"]
    assert "Damage: “The chuck is stuck”" in world.words(world.answer(SearchRegister(text="chuck"), "dee"))
    world.do(ChangeThing(id=T1, name="Rock drill"), "ana")
    assert found(world, "rock") == ["T-1"]
    world.do(RetireThing(id=T1, reason="Worn out"), "ana")
    assert found(world, "drill", state="retired") == ["T-1"]
    assert found(world, "drill", state="shared") == []


def test_those_of_a_private_circle_are_found_from_its_seats_only(world: World) -> None:
    assert found(world, "hums", "ben") == ["T-2"]
    for who in ("dee", "zed"):
        assert found(world, "hums", who) == []
        assert found(world, "*", who) == ["T-1", "B-1"]


def test_what_a_borrower_writes_and_what_seals_a_request_are_not_found(world: World) -> None:
    world.do(RequestLoan(id=T1, until="1d", purpose="A surprise party"), "ben")
    assert found(world, "surprise") == []
    ((salt,),) = world.rows("SELECT text FROM personal_texts WHERE stream = 'B-1' AND slot = 'salt'")
    assert salt
    assert found(world, salt) == []


def test_what_is_found_opens(world: World) -> None:
    for text, said in (("mikro", "Two Mikrofóne"), ("hammer", "Hammer drill")):
        card = world.answer(SearchRegister(text=text), "dee")
        opened = world.press(world.button(card, "Open").press, "dee")
        assert said in world.words(opened)  # type: ignore[arg-type]


def test_erased_and_made_again_they_are_as_they_should_be(world: World) -> None:
    before = world.rows("SELECT * FROM searched_items")
    world.store.rebuild(world.org)
    assert world.rows("SELECT * FROM searched_items") == before
    world.store.erase(world.org, "ben")
    assert found(world, "mikro") == found(world, "erased") == []
    assert found(world, "hammer") == ["T-1"]
    assert world.clean()


def test_those_of_an_older_store_are_found_too(world: World) -> None:
    world.do(ReportDamage(id=T1, what="The chuck is stuck"), "dee")
    whole = "SELECT * FROM searched_items"
    before = world.rows(whole)
    world.rows("DELETE FROM searched_items")
    make_older(world.path, "0017")
    world.restart()
    assert world.rows(whole) == before
    assert found(world, "chuck") == ["T-1"]
    assert found(world, "mikro", state="open", only="B") == ["B-1"]
    assert world.clean()


def test_every_kind_of_item_says_which_of_its_texts_are_looked_in() -> None:
    assert "salt" not in SEARCHED["B"]
    assert "purpose" not in SEARCHED["T"]
