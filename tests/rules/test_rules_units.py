"""Units besides currencies: declared in the config, used wherever an amount is, and kept as they are once in use."""

import pytest

from governance_core.budgets.messages import Allocate
from governance_core.budgets.model import BOOKS, Books
from governance_core.budgets.request_messages import ApproveRequest, RequestMoney
from governance_core.budgets.request_model import Request, Route
from governance_core.cards.plain import money_words
from governance_core.cards.text import Money
from governance_core.circles.messages import DescribeOrganisation, SetPolicy
from governance_core.circles.organising import UnitInUse
from governance_core.kernel.errors import Invalid, Refusal
from governance_core.kernel.ids import CONFIG, StreamId
from governance_core.kernel.money import Unit, amount_of, amount_said
from governance_core.kernel.units import units_of, units_said
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, BEN, COMMONS, FAY, GARDEN, GIL
from tests.rules.world import World

HOURS, TOKENS = Unit("hours", 1), Unit("tokens", 0)
B1 = StreamId("B-1")


def told(units: str | None) -> DescribeOrganisation:
    return DescribeOrganisation(name="Harbour", zone="Europe/Lisbon", admins=(GIL,), units=units)


@pytest.fixture
def world() -> World:
    made = World.founded()
    made.does(CONFIG, told("0.1 hours, 1 tokens"))
    return made


def refused(world: World, by: object, command: object, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)  # type: ignore[arg-type]
    read = words_of(refusal, world.people)
    assert type(refusal) is why, read
    helpful(read)
    assert all(part in read for part in words), read


def test_units_are_said_with_their_smallest_amount() -> None:
    assert units_of("0.1 hours, 1 tokens, 0.01 Kilo") == (HOURS, TOKENS, Unit("kilo", 2))
    assert units_said(units_of("0,1 Hours, 1 tokens")) == "0.1 hours, 1 tokens"
    assert units_of("") == ()


@pytest.mark.parametrize(
    "said, why",
    [
        ("hours", "hours is no unit. Write each with its smallest amount, such as 0.1 hours"),
        ("0.5 hours", "0.5 hours is no unit"),
        ("10 hours", "10 hours is no unit"),
        ("0.0000001 hours", "is no unit"),
        ("0.1 m3", "m3 is no name for a unit"),
        ("0.1 h", "h is no name"),
        ("0.01 eur", "eur means a currency already"),
        ("1 kr", "kr means a currency already"),
        ("0.1 hours, 1 hours", "hours is there twice"),
        (", ".join(f"1 unit{'abcdefghijklmnopqrstuvwxyz'[number]}" for number in range(21)), "There are 21 units"),
    ],
)
def test_what_is_no_unit_is_refused_in_words(said: str, why: str) -> None:
    with pytest.raises(ValueError, match=r".") as reason:
        units_of(said)
    assert why in str(reason.value)


def test_amounts_of_plain_units_are_said_with_the_number_first() -> None:
    assert money_words(Money(125, "hours", 1)) == "12.5 hours"
    assert [amount_said(minor, TOKENS) for minor in (1, 2)] == ["1 token", "2 tokens"]
    assert amount_said(1250, Unit("EUR", 2)) == "EUR 12.50"


def test_one_of_several_is_written_in_the_singular_too() -> None:
    assert amount_of("1 hour", (HOURS, TOKENS)) == (10, HOURS)
    assert amount_of("7.5 Hours", (HOURS, TOKENS)) == (75, HOURS)


def test_an_envelope_holds_what_is_counted_besides_money(world: World) -> None:
    world.does(FAY, Allocate(circle=COMMONS, amount="40 hours"))
    world.does(FAY, Allocate(circle=GARDEN, amount="12.5"))
    books: Books = world.memory.state(BOOKS)
    assert books.envelope(GARDEN, HOURS).available == 125
    refused(world, FAY, Allocate(circle=GARDEN, amount="1.25 hours"), Invalid, "more decimals than hours has")
    refused(world, FAY, Allocate(circle=COMMONS, amount="3 days"), Invalid, "not one of hours, tokens")


def test_a_request_in_hours_takes_the_route_of_its_limit(world: World) -> None:
    world.does(CONFIG, SetPolicy(circle=COMMONS, key="approve_up_to", value="100 EUR, 8 hours"))
    world.does(FAY, Allocate(circle=COMMONS, amount="40 hours"))
    world.does(FAY, Allocate(circle=GARDEN, amount="20 hours"))
    world.does(BEN, RequestMoney(circle=GARDEN, amount="7.5 hours", purpose="Mending the pump", payee="Cem"))
    world.does(ANA, ApproveRequest(id=B1))
    request: Request = world.memory.state(B1)
    assert request.terms is not None
    assert (request.terms.route, request.terms.limit) == (Route.ROLES, 80)
    assert world.memory.state(BOOKS).envelope(GARDEN, HOURS).committed == 75


def test_limits_are_in_units_that_there_are(world: World) -> None:
    for value in ("8 days", "100 EURO", "2.25 hours"):
        refused(world, CONFIG, SetPolicy(circle=COMMONS, key="approve_up_to", value=value), Invalid, "Change it")


def test_a_unit_in_use_neither_goes_nor_changes_its_smallest_amount(world: World) -> None:
    world.does(FAY, Allocate(circle=COMMONS, amount="40 hours"))
    refused(world, CONFIG, told("1 tokens"), UnitInUse, "Write 0.1 hours")
    refused(world, CONFIG, told("0.01 hours, 1 tokens"), UnitInUse, "0.1 as the smallest")
    world.does(CONFIG, told("0.1 hours, 0.01 days"))
    assert world.circles.organisation.plain_units == (HOURS, Unit("days", 2))
    world.does(CONFIG, told(None))
    assert world.circles.organisation.plain_units == (HOURS, Unit("days", 2))
