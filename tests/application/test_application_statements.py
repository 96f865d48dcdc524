"""Reading the books in a real store: balances, ledgers page by page and by period, each line with what was left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from application_world import World

from governance_core.budgets import export_query
from governance_core.budgets.export_query import TooManyEntries
from governance_core.budgets.messages import Allocate, GiveBack
from governance_core.budgets.paying_messages import RecordPayment
from governance_core.budgets.request_messages import (
    ApproveRequest,
    ListRequests,
    MoreRequests,
    MyRequests,
    RequestMoney,
    WithdrawRequest,
)
from governance_core.budgets.statement_messages import ExportLedger, MoreLedger, ShowBalance, ShowLedger
from governance_core.cards.card import Card, Table
from governance_core.cards.plain import OLDER, plain_text
from governance_core.circles.messages import AddMember, FillRole, SetPolicy
from governance_core.kernel.errors import Invalid, NotAllowed, Unknown
from governance_core.kernel.ids import CircleId, PersonId, StreamId

COMMONS, GARDEN, CARE = CircleId("commons"), CircleId("garden"), CircleId("care")
B1 = StreamId("B-1")
MIGRATION = Path(__file__).parents[2] / "adapters" / "sql" / "migrations" / "versions"


@pytest.fixture
def funded(world: World) -> Iterator[World]:
    """March: the garden got 500. April: 200 were asked for and promised, and a half of it paid."""
    world.config(
        FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")),
        SetPolicy(circle=COMMONS, key="approve_up_to", value="250 EUR"),
    )
    world.do(Allocate(circle=COMMONS, amount="1000 EUR"), "cem")
    world.do(Allocate(circle=GARDEN, amount="500"), "cem")
    world.clock.turn(days=40)
    world.do(RequestMoney(circle=GARDEN, amount="200", purpose="Microphones", payee="A shop"), "ben")
    world.do(ApproveRequest(id=B1, version=1), "ana")
    world.do(RecordPayment(id=B1, ref="SEPA 1", amount="100"), "cem")
    return world


def read(world: World, card: Card) -> list[str]:
    return world.words(card).splitlines()


def lines(world: World, card: Card) -> list[str]:
    return [line.removeprefix("• ") for line in read(world, card) if line.startswith("•")]


def test_each_line_says_what_was_available_after_it(funded: World) -> None:
    card = funded.answer(ShowLedger(circle=GARDEN), "ben")
    assert [line.rpartition(" · ")[2] for line in lines(funded, card)] == [
        "EUR 300.00 available",
        "EUR 300.00 available",
        "EUR 300.00 available",
        "EUR 500.00 available",
    ]
    assert "EUR 100.00 spent (B-1), by Cem" in read(funded, card)[1]


def table(card: Card) -> dict[str, list[str]]:
    (found,) = [block for block in card.blocks if isinstance(block, Table)]
    rows = [[plain_text(cell, None) for cell in row] for row in found.rows]  # type: ignore[arg-type]
    return {row[0].strip(): row[1:] for row in rows}


def test_a_period_says_what_it_began_with_what_changed_and_how_it_ended(funded: World) -> None:
    april = funded.answer(ShowLedger(circle=GARDEN, period="April 2026"), "ben")
    assert table(april) == {
        "Allocated": ["EUR 500.00", "EUR 0.00", "EUR 500.00"],
        "Asked for": ["EUR 0.00", "EUR 0.00", "EUR 0.00"],
        "Promised": ["EUR 0.00", "EUR 100.00", "EUR 100.00"],
        "Spent": ["EUR 0.00", "EUR 100.00", "EUR 100.00"],
        "Available": ["EUR 500.00", "EUR -200.00", "EUR 300.00"],
    }
    assert "From Wed 1 Apr 2026 to Thu 30 Apr 2026." in read(funded, april)
    assert len(lines(funded, april)) == 3
    march = funded.answer(ShowLedger(circle=GARDEN, period="Q1 2026"), "ben")
    assert table(march)["Available"] == ["EUR 0.00", "EUR 500.00", "EUR 500.00"]
    assert len(lines(funded, march)) == 1
    later = funded.answer(ShowLedger(circle=GARDEN, period="2027"), "ben")
    assert "Nothing was entered for Garden in that time." in read(funded, later)
    assert table(later)["Promised"] == ["EUR 100.00", "EUR 0.00", "EUR 100.00"]


def test_what_is_no_period_is_refused_with_how_to_write_one(funded: World) -> None:
    with pytest.raises(Invalid) as refused:
        funded.answer(ShowLedger(circle=GARDEN, period="soon"), "ben")
    assert "Q4 2026" in funded.said(refused.value)


def test_pages_hold_every_entry_once_whatever_is_entered_meanwhile(funded: World) -> None:
    for _ in range(20):
        funded.do(Allocate(circle=GARDEN, amount="5"), "cem")
        funded.do(GiveBack(circle=GARDEN, amount="5"), "ana")
    shown, card = [], funded.answer(ShowLedger(circle=GARDEN, period="2026"), "ben")
    while True:
        shown += [int(line.partition(" · ")[0]) for line in lines(funded, card)]
        funded.do(Allocate(circle=GARDEN, amount="1"), "cem")
        older = [button.press.argument for button in card.buttons() if button.label == OLDER]
        if not older:
            break
        card = funded.answer(MoreLedger(circle=GARDEN, page=older[0]), "ben")
    assert shown == list(range(45, 1, -1))


@pytest.mark.parametrize("page", ["", "x;2026", "7", "²;2026"])
def test_a_page_of_another_program_is_refused(funded: World, page: str) -> None:
    with pytest.raises(Unknown):
        funded.answer(MoreLedger(circle=GARDEN, page=page), "ben")


def test_a_balance_has_those_of_the_sub_circles_somebody_may_know_of(funded: World) -> None:
    funded.config(AddMember(circle=CARE, person=PersonId("cem")))
    funded.do(Allocate(circle=CARE, amount="50"), "cem")
    ben, ana = (table(funded.answer(ShowBalance(circle=COMMONS), one)) for one in ("ben", "ana"))
    assert ben == {
        "Garden": ["EUR 300.00", "EUR 500.00"],
        "Care": ["EUR 50.00", "EUR 50.00"],
        "With Commons": ["EUR 800.00", "EUR 1000.00"],
    }
    assert ana == {"Garden": ["EUR 300.00", "EUR 500.00"], "With Commons": ["EUR 750.00", "EUR 950.00"]}
    everything = table(funded.answer(ShowBalance(), "ana"))
    assert set(everything) == {"Commons", "Garden", "Together"}


def test_another_unit_is_never_added(funded: World) -> None:
    funded.do(Allocate(circle=COMMONS, amount="70 USD"), "cem")
    card = funded.answer(ShowBalance(), "ana")
    assert read(funded, card)[-2] == (
        "In all that you can see, EUR 800.00 of EUR 1000.00 and USD 70.00 of USD 70.00 can still be asked for."
    )


@pytest.mark.parametrize("form", ["csv", "hledger", "beancount"])
def test_the_books_of_a_circle_go_to_those_who_keep_them(funded: World, form: str) -> None:
    funded.config(FillRole(circle=GARDEN, role="secretary", person=PersonId("dee")))
    (file,) = funded.answer(ExportLedger(circle=GARDEN, format=form), "ana").files
    assert funded.answer(ExportLedger(circle=GARDEN, format=form), "dee").files == (file,)
    assert "Microphones" in (file.words or "")
    with pytest.raises(NotAllowed) as refused:
        funded.answer(ExportLedger(circle=GARDEN, format=form), "ben")
    assert "Only Ana or Dee can export the books of Garden." in funded.said(refused.value)


def test_a_private_circle_has_no_name_in_the_books_of_another(funded: World) -> None:
    funded.config(AddMember(circle=CARE, person=PersonId("cem")))
    funded.do(Allocate(circle=CARE, amount="50"), "cem")
    funded.config(FillRole(circle=COMMONS, role="secretary", person=PersonId("ana")))
    for form in ("csv", "hledger", "beancount"):
        (file,) = funded.answer(ExportLedger(circle=COMMONS, format=form), "ana").files
        assert "care" not in (file.words or "").casefold()
        assert "50.00" in (file.words or "")


def test_a_file_that_would_be_too_long_is_refused_with_the_way(funded: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_query, "MOST", 3)
    with pytest.raises(TooManyEntries) as refused:
        funded.answer(ExportLedger(circle=GARDEN), "ana")
    assert "Garden has 4 entries in that time" in funded.said(refused.value)
    assert funded.answer(ExportLedger(circle=GARDEN, period="April 2026"), "ana").files


def test_lists_of_requests_have_pages_with_every_request_once(funded: World) -> None:
    funded.config(SetPolicy(circle=COMMONS, key="open_requests", value="99"))
    for _ in range(44):
        funded.do(RequestMoney(circle=GARDEN, amount="1", purpose="Seeds", payee="A shop"), "ben")
    funded.do(WithdrawRequest(id=StreamId("B-9")), "ben")
    for first, whole in (
        (ListRequests(), 45),
        (ListRequests(circle=GARDEN, state="Asked"), 43),
        (ListRequests(state="withdrawn"), 1),
        (MyRequests(), 45),
    ):
        shown, card = [], funded.answer(first, "ben")
        while True:
            shown += [line.partition(" · ")[0] for line in lines(funded, card)]
            older = [button.press.argument for button in card.buttons() if button.label == OLDER]
            if not older:
                break
            card = funded.answer(MoreRequests(page=older[0]), "ben")
        assert len(shown) == len(set(shown)) == whole


@pytest.mark.parametrize("page", ["", "x", "5;nothing", "5;asked;care"])
def test_a_page_of_requests_that_is_none_is_refused(funded: World, page: str) -> None:
    with pytest.raises(Unknown):
        funded.answer(MoreRequests(page=page), "ana")
