"""What comes back after its circle was closed: it goes on to the circle above, where somebody can reach it."""

import pytest

from governance_core.budgets.entering import TooLittle
from governance_core.budgets.messages import Allocate, AmountMoved
from governance_core.budgets.model import BOOKS, OUTSIDE, Books, Envelope
from governance_core.budgets.paying_messages import AddReceipt, RecordPayment, RecordRefund, ReversePayment
from governance_core.budgets.request_messages import ApproveRequest, RequestMoney
from governance_core.budgets.request_model import Request, Standing
from governance_core.budgets.reversing_rules import SpentSince
from governance_core.circles.messages import CloseCircle, FillRole, SetPolicy
from governance_core.kernel.ids import CONFIG, CircleId, StreamId
from governance_core.kernel.money import Unit
from tests.rules.organisation import ANA, CARE, COMMONS, ELI, FAY, GARDEN
from tests.rules.world import World

B1, EUR = StreamId("B-1"), Unit("EUR", 2)


def closed_with_a_payment(circle: CircleId) -> World:
    """A circle that got all it had spent, by one request whose receipt is missing."""
    world = World.founded()
    world.does(CONFIG, SetPolicy(circle=circle, key="approve_up_to", value="250 EUR"))
    world.does(CONFIG, SetPolicy(circle=circle, key="separation", value="false"))
    world.does(CONFIG, SetPolicy(circle=circle, key="receipts", value="true"))
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=circle, amount="200"))
    lead = ANA if circle == GARDEN else ELI
    world.does(FAY, RequestMoney(circle=circle, amount="200", purpose="Lamps", payee="A shop"))
    world.does(lead, ApproveRequest(id=B1))
    world.does(lead, RecordPayment(id=B1, ref="SEPA 1"))
    for role in list(world.circles.circles[circle].roles):
        world.does(CONFIG, FillRole(circle=circle, role=role, person=None))
    world.does(CONFIG, CloseCircle(circle=circle))
    return world


@pytest.fixture
def world() -> World:
    return closed_with_a_payment(GARDEN)


def envelope(world: World, circle: CircleId) -> Envelope:
    books: Books = world.memory.state(BOOKS)
    assert sum(minor for _, minor in books.accounts()) == 0
    assert all(minor >= 0 for account, minor in books.accounts() if account.circle != OUTSIDE)
    return books.envelope(circle, EUR)


def request(world: World) -> Request:
    found: Request = world.memory.state(B1)
    return found


def test_a_payment_taken_back_is_not_promised_where_nobody_could_pay_it(world: World) -> None:
    world.does(FAY, ReversePayment(id=B1, payment="1", reason="It bounced"))
    assert request(world).standing is Standing.CLOSED
    assert envelope(world, GARDEN) == Envelope(EUR)
    assert envelope(world, COMMONS).available == 100_000


def test_what_comes_back_is_available_above_and_what_did_not_is_taken_from_there(world: World) -> None:
    world.does(FAY, RecordRefund(id=B1, amount="50", ref="back"))
    assert (envelope(world, GARDEN).available, envelope(world, GARDEN).spent) == (0, 15_000)
    assert envelope(world, COMMONS).available == 85_000
    world.does(FAY, ReversePayment(id=B1, payment="R1", reason="It was another's"))
    assert (envelope(world, GARDEN).spent, envelope(world, COMMONS).available) == (20_000, 80_000)
    world.does(FAY, AddReceipt(id=B1, receipt="Till slip 4"))
    assert request(world).standing is Standing.CLOSED


def test_what_was_used_above_since_is_not_taken_from_there(world: World) -> None:
    world.does(FAY, RecordRefund(id=B1, amount="50", ref="back"))
    world.does(FAY, Allocate(circle=CARE, amount="830"))
    assert type(world.refuses(FAY, ReversePayment(id=B1, payment="R1", reason="No"))) in (SpentSince, TooLittle)
    assert envelope(world, GARDEN).spent == 15_000


def test_the_circle_above_hears_of_it_unless_the_closed_one_was_private(world: World) -> None:
    def last(one: World) -> AmountMoved:
        found = one.memory.journal[BOOKS][-1].event
        assert isinstance(found, AmountMoved)
        return found

    world.does(FAY, RecordRefund(id=B1, amount="50", ref="back"))
    assert (last(world).entry, last(world).told_in) == ("return", (COMMONS,))
    assert last(world).because == "B-1"
    private = closed_with_a_payment(CARE)
    private.does(FAY, RecordRefund(id=B1, amount="50", ref="back"))
    assert (last(private).entry, last(private).told_in, last(private).because) == ("return", (), "")
