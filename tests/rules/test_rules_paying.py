"""What is recorded of money that moved outside: on which day, and how a mistake is taken back (process.md, 4)."""

from datetime import UTC, datetime

import pytest

from governance_core.budgets.messages import Allocate, GiveBack
from governance_core.budgets.model import BOOKS, Books, Envelope
from governance_core.budgets.moving_messages import ClosePeriod
from governance_core.budgets.paying_dates import PaidBefore
from governance_core.budgets.paying_messages import (
    AddReceipt,
    CloseRequest,
    RecordPayment,
    RecordRefund,
    RefundReversed,
    ReversePayment,
)
from governance_core.budgets.receipts_rules import misses_receipt
from governance_core.budgets.request_messages import ApproveRequest, RequestMoney
from governance_core.budgets.request_model import Request, Standing
from governance_core.budgets.reversing_rules import SpentSince
from governance_core.cards.plain import plain_card
from governance_core.circles.messages import SetPolicy
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Refusal
from governance_core.kernel.ids import CONFIG, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import Unit
from governance_core.people.messages import SeedSetting
from tests.rules.given import Names, helpful, words_of
from tests.rules.organisation import ANA, BEN, COMMONS, FAY, GARDEN, days
from tests.rules.world import FEATURES, World

EUR = Unit("EUR", 2)
B1 = StreamId("B-1")


@pytest.fixture
def promised() -> World:
    """Garden has 500 euros and promised Ben 200 of them; Fay keeps the purse above. It is Monday, 2 March, 9:00."""
    world = World.founded()
    for key, value in {"approve_up_to": "250 EUR", "receipts": "true"}.items():
        world.does(CONFIG, SetPolicy(circle=GARDEN, key=key, value=value))
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=GARDEN, amount="500"))
    world.does(BEN, RequestMoney(circle=GARDEN, amount="200", purpose="Microphones", payee="A shop"))
    world.does(ANA, ApproveRequest(id=B1))
    return world


@pytest.fixture
def paid(promised: World) -> World:
    """All 200 are paid, and 20.50 came back."""
    promised.does(FAY, pay())
    promised.does(FAY, back())
    return promised


def pay(ref: str = "SEPA 1", date: str | None = None, amount: str = "", early: bool = False) -> RecordPayment:
    return RecordPayment(id=B1, ref=ref, amount=amount, date=date, early=early)


def back(ref: str = "back 1", amount: str = "20.50", date: str | None = None) -> RecordRefund:
    return RecordRefund(id=B1, ref=ref, amount=amount, date=date)


def take_back(which: str, reason: str = "It was of B-2") -> ReversePayment:
    return ReversePayment(id=B1, payment=which, reason=reason)


def request(world: World) -> Request:
    found: Request = world.memory.state(B1)
    return found


def envelope(world: World) -> Envelope:
    books: Books = world.memory.state(BOOKS)
    return books.envelope(GARDEN, EUR)


def shown(world: World) -> str:
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert feature.card is not None
    return plain_card(feature.card(B1, request(world), world.memory, None), Names(world.people))


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert all(part in read for part in words), read


def in_zone(world: World, person: PersonId, zone: str) -> None:
    world.does(CONFIG, SeedSetting(person=person, setting="zone", value=zone))


def test_a_refund_by_mistake_is_taken_back_by_an_entry_of_its_own(paid: World) -> None:
    assert envelope(paid) == Envelope(EUR, available=32_050, spent=17_950)
    refused(paid, FAY, take_back("R1", " "), Invalid, "reason")
    refused(paid, ANA, take_back("R1"), NotAllowed, "Only Fay")
    refused(paid, FAY, take_back("R2"), Invalid, "no such refund", "There are: 1, R1")
    (event,) = (one for one in paid.does(FAY, take_back("R1")).events if isinstance(one, RefundReversed))
    assert (event.number, event.minor, event.reason) == (1, 2_050, "It was of B-2")
    assert envelope(paid) == Envelope(EUR, available=30_000, spent=20_000)
    assert (request(paid).refunded, request(paid).standing) == (0, Standing.PAID)
    assert "R1 · EUR 20.50 · Mon 2 Mar 2026 · Fay · back 1 · taken back" in shown(paid)
    refused(paid, FAY, take_back("R1"), Invalid, "no such refund", "There are: 1.")


@pytest.mark.parametrize("typed", ["r1", "R 1", " refund 1 "])
def test_a_refund_is_named_as_it_stands_on_the_card(paid: World, typed: str) -> None:
    paid.does(FAY, take_back(typed))
    assert request(paid).refunds[0].taken_back


def test_once_the_refund_is_taken_back_its_payment_can_be_too(paid: World) -> None:
    refused(paid, FAY, take_back("1"), Invalid, "More came back", "take back first the refund")
    paid.does(FAY, take_back("R1"))
    paid.does(FAY, take_back("1"))
    assert envelope(paid) == Envelope(EUR, available=30_000, committed=20_000)
    assert request(paid).standing is Standing.APPROVED


def test_its_reference_is_free_again_and_its_number_is_not(paid: World) -> None:
    paid.does(FAY, take_back("R1"))
    paid.does(FAY, back(amount="10"))
    assert [one.taken_back for one in request(paid).refunds] == [True, False]
    refused(paid, FAY, take_back("R1"), Invalid, "R2")


def test_what_came_back_and_was_used_since_is_not_taken_back(paid: World) -> None:
    paid.does(ANA, GiveBack(circle=GARDEN, amount="310"))
    refused(paid, FAY, take_back("R1"), SpentSince, "EUR 10.50 available", "EUR 20.50", "/budget ask")


def test_a_refund_of_a_period_that_is_closed_is_taken_back_today(paid: World) -> None:
    paid.wait(days(35))
    paid.does(FAY, ClosePeriod(circle=None, until="2026-03-31", sure="yes"))
    paid.does(FAY, take_back("R1"))
    assert envelope(paid).spent == 20_000


def test_a_receipt_is_not_chased_for_what_all_came_back_until_that_is_taken_back(paid: World) -> None:
    paid.does(FAY, back("back 2", "179.50"))
    assert not misses_receipt(request(paid))
    paid.wait(days(30))
    paid.does(FAY, take_back("R2"))
    assert misses_receipt(request(paid))
    assert min(request(paid).chases) > paid.memory.now
    paid.does(BEN, AddReceipt(id=B1, receipt="Till 7"))
    assert request(paid).standing is Standing.CLOSED


def test_what_is_closed_stays_closed_when_a_refund_was_none(paid: World) -> None:
    paid.does(BEN, AddReceipt(id=B1, receipt="Till 7"))
    paid.does(FAY, take_back("R1"))
    assert (request(paid).standing, envelope(paid).spent) == (Standing.CLOSED, 20_000)
    refused(paid, FAY, CloseRequest(id=B1), Closed, "paid and closed")


def test_what_was_paid_before_it_was_asked_for_is_said_to_have_been(promised: World) -> None:
    refused(promised, FAY, pay(date="2026-02-27"), PaidBefore, "Fri 27 Feb 2026", "Mon 2 Mar 2026", "early:yes")
    promised.does(FAY, pay(date="2026-02-27", early=True))
    assert request(promised).payments[0].early
    assert "Fri 27 Feb 2026, before it was asked for" in shown(promised)


def test_the_day_it_was_asked_for_is_not_before_it(promised: World) -> None:
    promised.does(FAY, pay(date="2026-03-02", early=True))
    assert not request(promised).payments[0].early


@pytest.mark.parametrize("command", [pay(date="2026-03-04"), back(date="2026-03-04"), back(date="3d")])
def test_neither_is_of_a_day_to_come(promised: World, command: Command) -> None:
    promised.does(FAY, pay("SEPA 0", amount="100"))
    refused(promised, FAY, command, Invalid, "still to come", "Give the day on which it")


def test_nothing_comes_back_before_it_was_paid(promised: World) -> None:
    promised.wait(days(7))
    promised.does(FAY, pay(date="2026-03-05"))
    refused(promised, FAY, back(date="2026-03-04"), Invalid, "the first payment is of 2026-03-05")
    promised.does(FAY, back(date="2026-03-06"))
    assert "R1 · EUR 20.50 · Fri 6 Mar 2026 · Fay · back 1" in shown(promised)


def test_nothing_comes_back_on_a_day_that_is_closed(promised: World) -> None:
    promised.does(FAY, pay())
    promised.wait(days(35))
    promised.does(FAY, ClosePeriod(circle=None, until="2026-03-31", sure="yes"))
    assert "closed until 2026-03-31" in words_of(promised.refuses(FAY, back(date="2026-03-20")), promised.people)
    promised.does(FAY, back(date="2026-04-01"))


def test_today_is_today_where_whoever_writes_it_is(promised: World) -> None:
    """It is Tuesday in Auckland already, and Monday still in Los Angeles; the circle's books are Lisbon's."""
    in_zone(promised, FAY, "Pacific/Auckland")
    promised.wait(days(0.5))
    promised.does(FAY, pay(date="2026-03-03", amount="10"))
    in_zone(promised, FAY, "America/Los_Angeles")
    refused(promised, FAY, pay("2", date="2026-03-03", amount="10"), Invalid, "still to come")
    promised.wait(days(2))
    promised.does(FAY, pay("3", date="2026-03-03", amount="10"))
    assert [one.on for one in request(promised).payments] == [
        datetime(2026, 3, 2, 21, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC),
    ]  # fmt: skip


def test_words_mean_the_last_such_day(promised: World) -> None:
    promised.wait(days(9))
    promised.does(FAY, pay(date="friday", amount="10"))
    promised.does(FAY, pay("2", date="yesterday", amount="10"))
    promised.does(FAY, pay("3", date="4 march", amount="10"))
    assert [one.on.day for one in request(promised).payments] == [6, 10, 4]
