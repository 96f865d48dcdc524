"""Sideways and back: transfers that both circles agree to, corrections, exchange, and books that are closed."""

from datetime import UTC, datetime

import pytest

from governance_core.budgets.closing import PeriodIsClosed
from governance_core.budgets.entering import TooLittle
from governance_core.budgets.exchange import RateDiffers, rate_words
from governance_core.budgets.messages import Allocate, AmountMoved, GiveBack
from governance_core.budgets.model import AVAILABLE, BOOKS, EXCHANGE, OUTSIDE, Account, Books
from governance_core.budgets.moving import NotThereAnyMore
from governance_core.budgets.moving_messages import (
    ClosePeriod,
    CorrectEntry,
    Exchange,
    RefuseTransfer,
    TakeTransfer,
    Transfer,
    TransferOffered,
)
from governance_core.budgets.paying_messages import RecordPayment
from governance_core.budgets.request_messages import ApproveRequest, RequestMoney
from governance_core.circles.messages import AddMember, FillRole, SetPolicy
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CONFIG, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import Unit
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, BEN, CEM, COMMONS, ELI, FAY, GARDEN, REPAIR, days
from tests.rules.world import World

EUR, USD, JPY = Unit("EUR", 2), Unit("USD", 2), Unit("JPY", 0)
B1 = StreamId("B-1")


@pytest.fixture
def world() -> World:
    """The commons has 1000 EUR, of which the garden got 450; entries 1 and 2."""
    made = World.founded()
    made.memory.now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    made.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    made.does(FAY, Allocate(circle=GARDEN, amount="450"))
    return made


def books(world: World) -> Books:
    found: Books = world.memory.state(BOOKS)
    return found


def available(world: World, circle: CircleId, unit: Unit = EUR) -> int:
    return books(world).envelope(circle, unit).available


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    read = words_of(refusal, world.people)
    assert type(refusal) is why, read
    helpful(read)
    assert all(part in read for part in words), read


def to_repair(amount: str = "80") -> Transfer:
    return Transfer(circle=GARDEN, to=REPAIR, amount=amount, reason="Our half of the saw")


def taken(number: str, circle: CircleId = GARDEN) -> CorrectEntry:
    return CorrectEntry(circle=circle, entry=number, reason="A slip")


def balanced(world: World) -> None:
    for code in books(world).units:
        assert sum(minor for account, minor in books(world).accounts() if account.unit == code) == 0
    assert all(minor >= 0 for account, minor in books(world).accounts() if account.circle != OUTSIDE)


def test_a_transfer_waits_until_who_keeps_the_other_purse_takes_it(world: World) -> None:
    (offered,) = world.does(ANA, to_repair()).events
    assert isinstance(offered, TransferOffered)
    assert (offered.number, offered.of, available(world, GARDEN)) == (1, (CEM,), 45_000)
    refused(world, BEN, TakeTransfer(circle=REPAIR, offer="1"), NotAllowed, "Only Cem")
    refused(world, ANA, TakeTransfer(circle=GARDEN, offer="1"), Unknown, "no transfer 1")
    world.does(CEM, TakeTransfer(circle=REPAIR, offer="1"))
    assert (available(world, GARDEN), available(world, REPAIR)) == (37_000, 8000)
    refused(world, CEM, TakeTransfer(circle=REPAIR, offer="1"), Unknown, "taken or refused")
    balanced(world)


def test_either_side_can_refuse_it(world: World) -> None:
    for by, circle in ((CEM, REPAIR), (ANA, GARDEN)):
        number = str(books(world).offered + 1)
        world.does(ANA, to_repair())
        refused(world, BEN, RefuseTransfer(circle=circle, offer=number), NotAllowed)
        world.does(by, RefuseTransfer(circle=circle, offer=number))
        refused(world, CEM, TakeTransfer(circle=REPAIR, offer=number), Unknown)
    assert available(world, GARDEN) == 45_000


def test_what_is_not_there_any_more_cannot_be_taken(world: World) -> None:
    refused(world, ANA, to_repair("450.01"), TooLittle)
    world.does(ANA, to_repair("400"))
    world.does(ANA, to_repair("400"))
    world.does(CEM, TakeTransfer(circle=REPAIR, offer="1"))
    refused(world, CEM, TakeTransfer(circle=REPAIR, offer="2"), TooLittle, "Garden has EUR 50.00")


def test_who_keeps_both_purses_needs_nobodys_consent(world: World) -> None:
    world.does(CONFIG, AddMember(circle=REPAIR, person=ANA))
    world.does(CONFIG, FillRole(circle=REPAIR, role="treasurer", person=ANA))
    (entry,) = world.does(ANA, to_repair()).events
    assert isinstance(entry, AmountMoved)
    assert (entry.entry, entry.told_in) == ("transfer", (GARDEN, REPAIR))
    assert (available(world, GARDEN), available(world, REPAIR)) == (37_000, 8000)


def test_where_nobody_keeps_the_other_purse_an_admin_is_to_name_somebody(world: World) -> None:
    world.does(CONFIG, FillRole(circle=REPAIR, role="lead", person=None))
    refused(world, ANA, to_repair(), NotAllowed, "the treasurer or the lead of Repair", "Ask an admin")


@pytest.mark.parametrize("amount", ["0", "-5", "4.5055", "5 USD", "1.000", "nothing"])
def test_amounts_that_are_none_are_refused(world: World, amount: str) -> None:
    refused(world, ANA, to_repair(amount), Invalid)


def test_a_transfer_needs_two_circles_that_there_are(world: World) -> None:
    refused(world, ANA, Transfer(circle=GARDEN, to=GARDEN, amount="5"), Invalid, "in that envelope already")
    refused(world, ANA, Transfer(circle=GARDEN, to=CircleId("moon"), amount="5"), Unknown)
    refused(world, BEN, to_repair(), NotAllowed, "Only Ana")


def test_a_mistake_is_taken_back_by_a_new_entry_once(world: World) -> None:
    (entry,) = world.does(FAY, taken("2")).events
    assert isinstance(entry, AmountMoved)
    assert (entry.number, entry.entry, entry.corrects, entry.because) == (3, "correction", 2, "entry 2")
    assert (available(world, COMMONS), available(world, GARDEN)) == (100_000, 0)
    refused(world, FAY, taken("2"), Invalid, "taken back by entry 3 already")
    refused(world, FAY, taken("3"), Invalid, "of another kind (correction)", "/budget allocate")
    balanced(world)


def test_only_who_made_it_or_keeps_the_purse_it_takes_from(world: World) -> None:
    refused(world, BEN, taken("2"), NotAllowed, "take entry 2 back")
    world.does(ANA, taken("2"))
    refused(world, ANA, taken("1", COMMONS), NotAllowed, "Only Fay")


def test_whoever_keeps_the_purse_after_who_made_it_does_not_take_it_back(world: World) -> None:
    world.does(CONFIG, FillRole(circle=COMMONS, role="treasurer", person=ELI))
    refused(world, ELI, taken("2"), NotAllowed, "Only Ana")
    refused(world, FAY, taken("2"), NotAllowed, "Only Ana")


def test_what_was_spent_or_set_aside_since_is_not_taken_back(world: World) -> None:
    world.does(ANA, GiveBack(circle=GARDEN, amount="1"))
    refused(world, FAY, taken("2"), NotThereAnyMore, "EUR 449.00 available", "/budget return")
    world.does(ANA, taken("3"))
    world.does(FAY, taken("2"))


def test_an_entry_must_be_one_of_the_circle(world: World) -> None:
    for number in ("9", "x", "-1", "0", "99999999999999", "1"):
        refused(world, ANA, taken(number), Unknown, "/budget ledger")
    refused(world, ANA, CorrectEntry(circle=GARDEN, entry="2", reason=" "), Invalid, "reason is empty")


def test_what_a_request_led_to_has_its_own_way_back(world: World) -> None:
    world.does(CONFIG, SetPolicy(circle=COMMONS, key="approve_up_to", value="500 EUR"))
    world.does(BEN, RequestMoney(circle=GARDEN, amount="20", purpose="Seeds", payee="A shop"))
    refused(world, ANA, taken("3"), Invalid, "/budget show B-1")


def test_exchange_is_two_entries_each_balanced_in_its_unit(world: World) -> None:
    given, got = world.does(ANA, swap()).events
    assert isinstance(given, AmountMoved)
    assert isinstance(got, AmountMoved)
    assert (given.minor, given.unit, got.minor, got.unit) == (10_000, "EUR", 10_850, "USD")
    assert given.because == got.because == "EUR 100.00 for USD 108.50, 1 EUR = 1.085 USD"
    assert (available(world, GARDEN), available(world, GARDEN, USD)) == (35_000, 10_850)
    assert books(world).in_account(Account(OUTSIDE, EXCHANGE, "EUR")) == 10_000
    assert books(world).in_account(Account(OUTSIDE, EXCHANGE, "USD")) == -10_850
    assert books(world).in_account(Account(OUTSIDE, AVAILABLE, "USD")) == 0
    balanced(world)


def swap(**fields: str) -> Exchange:
    return Exchange(**{"circle": GARDEN, "give": "100 EUR", "get": "108.50 USD", "source": "The bank", **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize("rate", ["1.085", "1,085", "1.0850", "1.0849999", "1.09", "1.1", "1.08", "1.0849"])
def test_a_rate_that_agrees_to_rounding_is_taken(world: World, rate: str) -> None:
    """1.09, 1.1, 1.08 and 1.0849 may be the rate rounded to so many digits: they say no more than that."""
    world.does(ANA, swap(rate=rate))


@pytest.mark.parametrize("rate", ["1.0860", "1.07", "0.92", "2", "1.0840"])
def test_a_rate_that_differs_is_refused_with_what_it_would_be(world: World, rate: str) -> None:
    refused(world, ANA, swap(rate=rate), RateDiffers, f"At {rate}", "you wrote USD 108.50")


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"get": "100 EUR"}, "Both amounts are in EUR"),
        ({"rate": "0"}, "no rate"),
        ({"rate": "about one"}, "no rate"),
        ({"source": ""}, "source is empty"),
        ({"get": "5 pebbles"}, "no currency"),
        ({"get": "0 USD"}, "more than nothing"),
        ({"give": "5 GBP"}, "Amounts here are in EUR"),
    ],
)
def test_an_exchange_that_is_none_is_refused(world: World, fields: dict[str, str], words: str) -> None:
    refused(world, ANA, swap(**fields), Invalid, words)


def test_no_more_is_exchanged_than_there_is_and_not_by_anybody(world: World) -> None:
    refused(world, ANA, swap(give="450.01 EUR"), TooLittle)
    refused(world, BEN, swap(), NotAllowed, "Only Ana")
    world.does(ANA, swap())
    refused(world, ANA, taken("3"), Invalid, "the other way round")


def test_rates_are_said_to_six_digits() -> None:
    assert rate_words((10_000, EUR), (16_543, JPY)) == "1 EUR = 165.43 JPY"
    assert rate_words((16_543, JPY), (10_000, EUR)) == "1 JPY = 0.00604485 EUR"
    assert rate_words((100, EUR), (100, USD)) == "1 EUR = 1 USD"
    assert rate_words((1, EUR), (10**15, JPY)) == "1 EUR = 100000000000000000 JPY"


def close(until: str, sure: str = "yes", circle: CircleId | None = GARDEN) -> ClosePeriod:
    return ClosePeriod(circle=circle, until=until, sure=sure)


def test_only_what_is_over_is_closed_and_only_once_somebody_is_sure(world: World) -> None:
    refused(world, ANA, close("2026-03-02"), Invalid, "not over yet", "2026-03-01")
    refused(world, ANA, close("2026-03-01", sure=""), Invalid, "cannot be opened again", "Answer yes")
    refused(world, BEN, close("2026-03-01"), NotAllowed, "Only Ana", "close the books of Garden")
    refused(world, ANA, close("2026-02-30"), Invalid, "not in the calendar")
    world.does(ANA, close("2026-03-01"))
    refused(world, ANA, close("2026-02-28"), Invalid, "closed already, until 2026-03-01")


def test_nothing_of_a_closed_period_is_entered_any_more(world: World) -> None:
    world.does(CONFIG, SetPolicy(circle=COMMONS, key="approve_up_to", value="500 EUR"))
    world.does(BEN, RequestMoney(circle=GARDEN, amount="20", purpose="Seeds", payee="A shop"))
    world.does(ANA, ApproveRequest(id=B1))
    world.wait(days(10))
    world.does(FAY, close("2026-03-08", circle=None))
    late = RecordPayment(id=B1, ref="SEPA 1", date="2026-03-08")
    refused(world, FAY, late, PeriodIsClosed, "closed until 2026-03-08", "Give a day after that")
    world.does(FAY, RecordPayment(id=B1, ref="SEPA 1", date="2026-03-09"))


def test_one_circles_closed_books_are_not_anothers(world: World) -> None:
    world.does(ANA, close("2026-03-01"))
    assert dict(books(world).closed) == {"garden": "2026-03-01"}
    world.wait(days(5))
    world.does(FAY, close("2026-03-05", circle=None))
    refused(world, ANA, close("2026-03-04"), Invalid, "closed already, until 2026-03-05")
    refused(world, ELI, close("2026-03-06", circle=None), NotAllowed, "Only Fay", "close the books of all circles")


def test_a_correction_is_of_today_and_says_that_what_it_corrects_is_closed(world: World) -> None:
    world.wait(days(2))
    world.does(ANA, close("2026-03-02"))
    (entry,) = world.does(ANA, taken("2")).events
    assert isinstance(entry, AmountMoved)
    assert entry.because == "entry 2 of 2026-03-02, in a period that is closed"
    assert entry.at == world.now
