"""What somebody saw is what they mean: payments of what was changed meanwhile, and promises made open again."""

import pytest

from governance_core.budgets.messages import Allocate
from governance_core.budgets.paying_messages import RecordPayment
from governance_core.budgets.request_guards import TooManyOpen
from governance_core.budgets.request_messages import AmendRequest, ApproveRequest, RequestMoney
from governance_core.budgets.request_model import Request, Standing
from governance_core.circles.messages import SetPolicy
from governance_core.kernel.errors import Stale
from governance_core.kernel.ids import CONFIG, StreamId
from tests.rules.given import words_of
from tests.rules.organisation import ANA, BEN, COMMONS, FAY, GARDEN
from tests.rules.world import FEATURES, World

B1 = StreamId("B-1")


@pytest.fixture
def world() -> World:
    """Ben asked for 60, and Ana approved it."""
    world = World.founded()
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="approve_up_to", value="250 EUR"))
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=GARDEN, amount="500"))
    asked(world)
    world.does(ANA, ApproveRequest(id=B1))
    return world


def asked(world: World, payee: str = "A shop") -> None:
    world.does(BEN, RequestMoney(circle=GARDEN, amount="60", purpose="Lamps", payee=payee))


def request(world: World) -> Request:
    found: Request = world.memory.state(B1)
    return found


def form(world: World) -> dict[str, str]:
    """What the form of a payment opens with."""
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert feature.prefill is not None
    return dict(feature.prefill("budget.paid", request(world), FAY))


def test_a_payment_of_what_was_changed_meanwhile_is_not_recorded(world: World) -> None:
    """Fay paid the shop that she saw; by then another one is approved."""
    opened = form(world)
    world.does(BEN, AmendRequest(id=B1, payee="Another shop"))
    world.does(ANA, ApproveRequest(id=B1, version=2))
    late = RecordPayment(id=B1, ref="SEPA 1", amount=opened["amount"], version=int(opened["version"]))
    refusal = world.refuses(FAY, late)
    assert type(refusal) is Stale
    assert "Payee: Another shop" in str(refusal.shows)
    world.does(FAY, RecordPayment(id=B1, ref="SEPA 1"))
    assert request(world).standing is Standing.CLOSED


def test_the_form_of_a_payment_says_the_amount_so_that_no_other_is_meant_later(world: World) -> None:
    opened = form(world)
    assert opened["amount"] == "60.00 EUR"
    world.does(FAY, RecordPayment(id=B1, ref="SEPA 1", amount="10"))
    refusal = world.refuses(FAY, RecordPayment(id=B1, ref="SEPA 2", amount=opened["amount"]))
    assert "B-1 has EUR 50.00 still to be paid" in words_of(refusal, world.people)
    assert form(world)["amount"] == "50.00 EUR"


def test_a_promise_that_is_opened_again_counts_among_those_that_wait(world: World) -> None:
    for _ in range(3):
        asked(world)
    refusal = world.refuses(BEN, AmendRequest(id=B1, amount="70"))
    assert type(refusal) is TooManyOpen
    assert request(world).standing is Standing.APPROVED
    world.does(BEN, AmendRequest(id=B1, needed_by="2026-06-01"))
    world.does(ANA, ApproveRequest(id=StreamId("B-2")))
    world.does(BEN, AmendRequest(id=B1, amount="70"))
    assert request(world).standing is Standing.ASKED
    world.does(BEN, AmendRequest(id=B1, amount="71"))
