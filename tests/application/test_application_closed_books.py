"""The books of a circle that is closed are read as before, by those who could see it, and nothing is done in them."""

import pytest
from application_world import World

from governance_core.budgets.messages import Allocate, GiveBack
from governance_core.budgets.paying_messages import RecordPayment
from governance_core.budgets.request_messages import ApproveRequest, ListRequests, RequestMoney
from governance_core.budgets.statement_messages import ExportLedger, ShowBalance, ShowBurn, ShowLedger
from governance_core.cards.card import Card
from governance_core.circles.messages import CloseCircle, FillRole, SetPolicy, ShowCircle
from governance_core.circles.model import CIRCLES
from governance_core.kernel.errors import NotAllowed, Unknown
from governance_core.kernel.ids import CircleId, PersonId, StreamId

COMMONS, REPAIR, CARE = CircleId("commons"), CircleId("repair"), CircleId("care")
B1 = StreamId("B-1")


def closed(world: World, circle: CircleId, lead: str, asks: str) -> World:
    """It got 100, spent 60 and gave the rest back."""
    world.config(
        FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")),
        SetPolicy(circle=circle, key="approve_up_to", value="250 EUR"),
        SetPolicy(circle=circle, key="separation", value="false"),
        FillRole(circle=circle, role="lead", person=PersonId(lead)),
    )
    world.do(Allocate(circle=COMMONS, amount="500 EUR"), "cem")
    if circle != CARE:
        world.do(Allocate(circle=circle, amount="100"), "cem")
        world.do(RequestMoney(circle=circle, amount="60", purpose="Bulbs", payee="A shop"), asks)
        world.do(ApproveRequest(id=B1, version=1), lead)
        world.do(RecordPayment(id=B1, ref="SEPA 1"), lead)
        world.do(GiveBack(circle=circle, amount="40"), lead)
    held = [FillRole(circle=circle, role=role, person=None) for role in world.state(CIRCLES).circles[circle].roles]
    world.config(*held, CloseCircle(circle=circle))
    return world


def said(world: World, card: Card) -> str:
    return world.words(card)


def test_what_a_closed_circle_did_with_its_money_can_be_read(world: World) -> None:
    closed(world, REPAIR, "cem", "dee")
    ledger = said(world, world.answer(ShowLedger(circle=REPAIR), "ana"))
    assert "EUR 60.00 spent (B-1)" in ledger
    assert "EUR 40.00 given back" in ledger
    balance = said(world, world.answer(ShowBalance(circle=REPAIR), "ana"))
    assert "Spent: EUR 60.00" in balance
    assert "is closed" in balance
    assert "[Requests] [Ledger]" in balance
    assert "B-1" in said(world, world.answer(ListRequests(circle=REPAIR), "ana"))
    assert said(world, world.answer(ShowBurn(circle=REPAIR), "ana"))
    found = [one.value for one in world.choices("budget.ledger", "circle", "repair", "ana")]
    assert found == ["repair"]
    assert not world.choices("budget.request", "circle", "repair", "ana")


def test_whoever_keeps_the_purse_above_exports_them(world: World) -> None:
    closed(world, REPAIR, "cem", "dee")
    with pytest.raises(NotAllowed):
        world.answer(ExportLedger(circle=REPAIR), "dee")
    (file,) = world.answer(ExportLedger(circle=REPAIR), "cem").files
    assert b"SEPA 1" in file.content


def test_nothing_else_is_asked_of_it(world: World) -> None:
    closed(world, REPAIR, "cem", "dee")
    with pytest.raises(Unknown):
        world.answer(ShowCircle(circle=REPAIR), "cem")
    with pytest.raises(Unknown):
        world.do(Allocate(circle=REPAIR, amount="1"), "cem")


def test_a_private_one_is_not_there_for_others_when_it_is_closed_either(world: World) -> None:
    closed(world, CARE, "eli", "eli")
    for query in (ShowLedger(circle=CARE), ShowBalance(circle=CARE), ListRequests(circle=CARE)):
        with pytest.raises(Unknown):
            world.answer(query, "ana")
    assert not world.choices("budget.ledger", "circle", "care", "ana")
