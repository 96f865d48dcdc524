"""Money in a real store: what is derived of the books is what the journal makes it, also after many entries."""

from collections.abc import Iterator

import pytest
from application_world import FEATURES, World

from governance_core.application import ask
from governance_core.application.queries import Inbox
from governance_core.application.receipt import Receipt
from governance_core.budgets.messages import Allocate, GiveBack
from governance_core.budgets.model import BOOKS
from governance_core.budgets.paying_messages import AddReceipt, RecordPayment, RecordRefund, ReversePayment
from governance_core.budgets.paying_rules import ReferenceUsed
from governance_core.budgets.request_messages import (
    AmendRequest,
    ApproveRequest,
    DeclineRequest,
    ListRequests,
    MyRequests,
    RequestMoney,
)
from governance_core.budgets.statement_messages import ShowLedger
from governance_core.cards.card import Press
from governance_core.circles.closing import StillOpen
from governance_core.circles.messages import CloseCircle, FillRole, SetPolicy
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import CONFIG, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import Unit

COMMONS, GARDEN, REPAIR = CircleId("commons"), CircleId("garden"), CircleId("repair")
B1 = StreamId("B-1")


@pytest.fixture
def funded(world: World) -> Iterator[World]:
    world.config(
        FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")),
        SetPolicy(circle=COMMONS, key="approve_up_to", value="250 EUR"),
    )
    world.do(Allocate(circle=COMMONS, amount="1000 EUR"), "cem")
    world.do(Allocate(circle=GARDEN, amount="500"), "cem")
    return world


def money(amount: str = "200") -> RequestMoney:
    return RequestMoney(circle=GARDEN, amount=amount, purpose="Microphones", payee="A shop")


def available(world: World, circle: CircleId) -> int:
    found: int = world.state(BOOKS).envelope(circle, Unit("EUR", 2)).available
    return found


def test_the_books_are_kept_over_many_entries_and_a_new_start(funded: World) -> None:
    for _ in range(40):
        funded.do(Allocate(circle=GARDEN, amount="5"), "cem")
        funded.do(GiveBack(circle=GARDEN, amount="5"), "ana")
    funded.restart()
    assert (available(funded, COMMONS), available(funded, GARDEN)) == (50_000, 50_000)
    assert funded.rows("SELECT COUNT(*) FROM snapshots WHERE stream = 'books'") == [(1,)]
    assert funded.clean()


def test_a_request_is_a_row_that_the_journal_makes_again(funded: World) -> None:
    funded.do(money(), "ben")
    funded.do(AmendRequest(id=B1, amount="150", needed_by="2026-06-01"), "ben")
    funded.do(ApproveRequest(id=B1, version=2), "ana")
    funded.do(money("20"), "dee")
    funded.do(DeclineRequest(id=StreamId("B-2"), reason="The library lends them"), "ana")
    standing = "SELECT request, standing, version, minor FROM budget_requests ORDER BY number"
    assert funded.rows(standing) == [("B-1", "approved", 2, 15_000), ("B-2", "declined", 1, 2_000)]
    entries = "SELECT entry, minor, because FROM ledger WHERE because <> '' ORDER BY number"
    assert funded.rows(entries) == [
        ("reservation", 20_000, "B-1"),
        ("release", 20_000, "B-1"),
        ("reservation", 15_000, "B-1"),
        ("commitment", 15_000, "B-1"),
        ("reservation", 2_000, "B-2"),
        ("release", 2_000, "B-2"),
    ]
    funded.restart()
    assert funded.clean()


def test_payments_are_rows_and_a_reference_that_was_taken_back_is_free_again(funded: World) -> None:
    funded.do(money(), "ben")
    funded.do(ApproveRequest(id=B1), "ana")
    funded.do(RecordPayment(id=B1, ref="SEPA 1", amount="150"), "cem")
    again = RecordPayment(id=B1, ref="sepa 1", amount="50")
    assert isinstance(funded.refusal(again, "cem"), ReferenceUsed)
    funded.do(ReversePayment(id=B1, payment="1", reason="It bounced"), "cem")
    funded.do(again, "cem")
    funded.do(AddReceipt(id=B1, receipt="https://files.example/1"), "ben")
    funded.do(RecordPayment(id=B1, ref="SEPA 2"), "cem")
    funded.do(RecordRefund(id=B1, ref="SEPA 3", amount="20"), "cem")
    assert funded.rows("SELECT payment, entry, minor FROM budget_payments ORDER BY number") == [
        (1, "reversed", 15_000), (2, "payment", 5_000), (3, "payment", 15_000), (0, "refund", 2_000),
    ]  # fmt: skip
    assert funded.rows("SELECT standing FROM budget_requests") == [("closed",)]
    funded.do(ReversePayment(id=B1, payment="R1", reason="It was B-2"), "cem")
    funded.do(RecordRefund(id=B1, ref="sepa 3", amount="10"), "cem")
    assert funded.rows("SELECT payment, entry, minor FROM budget_payments ORDER BY number")[3:] == [
        (0, "reversed", 2_000), (0, "refund", 1_000),
    ]  # fmt: skip
    funded.do(ReversePayment(id=B1, payment="R2", reason="It was B-2"), "cem")
    assert funded.rows("SELECT DISTINCT entry FROM budget_payments WHERE payment = 0") == [("reversed",)]
    assert funded.rows("SELECT SUM(minor) FROM budget_payments WHERE entry = 'payment'") == [(20_000,)]
    funded.restart()
    assert funded.clean()


def test_the_audit_names_what_a_payer_of_last_resort_recorded(funded: World) -> None:
    """Cem keeps the purse above and is paid; Ana, who keeps the other, approved it."""
    funded.do(RequestMoney(circle=GARDEN, amount="20", purpose="A lock", payee="cem"), "ben")
    funded.do(ApproveRequest(id=B1), "ana")
    assert "payer of last resort" not in funded.store.audit(funded.org).summary()
    funded.do(RecordPayment(id=B1, ref="Till 3"), "dee")
    assert funded.rows("SELECT reference, last_resort FROM ledger ORDER BY number DESC LIMIT 1") == [
        ("Till 3", "members")
    ]  # fmt: skip
    assert funded.store.audit(funded.org).summary().endswith("Recorded by a payer of last resort: ledger entries 5.")
    assert "by Dee (payer of last resort)" in funded.words(funded.answer(ShowLedger(circle=GARDEN), "ben"))
    assert funded.clean()


def test_what_waits_for_an_approval_is_in_the_inbox_until_it_is_given(funded: World) -> None:
    funded.do(money(), "ben")
    assert "B-1 · EUR 200.00 · Microphones" in funded.words(funded.answer(Inbox(), "ana"))
    assert "nothing waits" in funded.words(funded.answer(Inbox(), "cem"))
    assert "B-1 · EUR 200.00" in funded.words(funded.answer(MyRequests(), "ben"))
    assert "B-1" not in funded.words(funded.answer(ListRequests(state="approved"), "ben"))
    with pytest.raises(Unknown, match="state"):
        funded.answer(ListRequests(state="paid out"), "ben")
    funded.do(ApproveRequest(id=B1), "ana")
    assert "nothing waits" in funded.words(funded.answer(Inbox(), "ana"))


def test_the_form_that_changes_a_request_is_filled_in_with_it(funded: World) -> None:
    funded.do(money(), "ben")
    form = funded.form("budget.amend", {"id": "B-1"}, "ben")
    assert {one.name: one.value for one in form.questions} == {
        "amount": "200.00 EUR",
        "purpose": "Microphones",
        "payee": "A shop",
        "needed_by": "",
        "parts": "",
    }
    handed_in = {**dict(form.given), **{one.name: one.value for one in form.questions if one.value}}
    same = funded.complete("budget.amend", handed_in, "ben")
    assert isinstance(same, Command)
    assert funded.do(same, "ben").events == ()


def test_the_button_of_a_refused_request_asks_for_what_is_missing_and_one_more_allocates_it(funded: World) -> None:
    for _ in range(2):
        funded.do(money("250"), "dee")
    refusal = funded.refusal(money("240"), "ben")
    ((button,),) = [block.buttons for block in refusal.shows]  # type: ignore[attr-defined]
    assert button.label == "Ask Commons for EUR 240.00"
    assert isinstance(funded.press(button.press, "ben"), Receipt)
    assert "Garden · wants EUR 240.00 more" in funded.words(funded.answer(Inbox(), "cem"))
    funded.press(Press("garden", 0, "allocate", "240.00 EUR"), "cem")
    assert available(funded, GARDEN) == 24_000
    assert "nothing waits" in funded.words(funded.answer(Inbox(), "cem"))


def test_a_circle_with_money_in_it_is_not_closed(funded: World) -> None:
    funded.do(Allocate(circle=REPAIR, amount="5"), "cem")
    funded.config(FillRole(circle=REPAIR, role="lead", person=PersonId("dee")))
    close = CloseCircle(circle=REPAIR)
    refused = funded.refusal(close, CONFIG)
    assert isinstance(refused, StillOpen)
    assert "It has EUR left" in funded.said(refused)
    funded.do(GiveBack(circle=REPAIR, amount="5"), "dee")
    funded.config(FillRole(circle=REPAIR, role="lead", person=None))
    assert funded.do(close, CONFIG).events


def test_every_button_of_a_request_is_one_that_is_known(funded: World) -> None:
    funded.do(money(), "ben")
    for button in funded.show("B-1", "ben").buttons():
        assert ask.pressed(button.press, FEATURES)
