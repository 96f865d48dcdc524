"""What becomes of a promise whose requester left: it can be kept or given up, and is never stuck (process.md, 4)."""

import pytest

from governance_core.budgets.messages import Allocate
from governance_core.budgets.model import BOOKS, Envelope
from governance_core.budgets.paying_messages import CloseRequest, RecordPayment
from governance_core.budgets.request_events import RequesterLeft
from governance_core.budgets.request_messages import (
    AmendRequest,
    ApproveRequest,
    RequestMoney,
    WithdrawFor,
    WithdrawRequest,
)
from governance_core.budgets.request_model import Request, Standing
from governance_core.cards.plain import plain_card
from governance_core.circles.messages import AddMember, FillRole, RemoveMember, SetPolicy, SetSource
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Refusal
from governance_core.kernel.ids import CONFIG, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import Unit
from governance_core.people.messages import AddAccount, LeaveOrganisation
from tests.rules.given import Names, words_of
from tests.rules.organisation import ANA, BEN, COMMONS, DEE, FAY, GARDEN
from tests.rules.world import FEATURES, World

B1, B2, EUR = StreamId("B-1"), StreamId("B-2"), Unit("EUR", 2)
FREE, PROMISED = Envelope(EUR, available=50_000), Envelope(EUR, available=30_000, committed=20_000)
GONE, CLOSE = LeaveOrganisation(person=BEN), CloseRequest(id=B1)


@pytest.fixture
def world() -> World:
    """Ben asked for 200, and Ana approved it."""
    world = World.founded()
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="approve_up_to", value="250 EUR"))
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="receipts", value="true"))
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=GARDEN, amount="500"))
    asked(world, BEN)
    world.does(ANA, ApproveRequest(id=B1))
    return world


def asked(world: World, by: PersonId) -> None:
    world.does(by, RequestMoney(circle=GARDEN, amount="200", purpose="Microphones", payee="A shop"))


def request(world: World, stream: StreamId = B1) -> Request:
    found: Request = world.memory.state(stream)
    return found


def envelope(world: World) -> Envelope:
    found: Envelope = world.memory.state(BOOKS).envelope(GARDEN, EUR)
    return found


def shown(world: World) -> str:
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert feature.card is not None
    return plain_card(feature.card(B1, request(world), world.memory, None), Names(world.people))


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    read = words_of(refusal, world.people)
    assert type(refusal) is why, read
    assert all(part in read for part in words), read


def test_whoever_keeps_the_purse_hears_that_the_requester_of_a_promise_left(world: World) -> None:
    world.does(CONFIG, GONE)
    last = world.memory.journal[B1][-1].event
    assert isinstance(last, RequesterLeft)
    assert last.of == (ANA,)
    assert (request(world).standing, envelope(world)) == (Standing.APPROVED, PROMISED)
    assert "[Record payment] [Add receipt] [Close] [Balance]" in shown(world)
    assert "Whoever asked for it left" in shown(world)
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert feature.telling is not None
    assert [one.to for one in feature.notices(last, request(world))][1:] == [ANA]
    card = feature.telling(B1, last, request(world), world.memory, ANA)
    assert card is not None
    assert "Ben, who asked for B-1" in plain_card(card, Names(world.people))


def test_such_a_promise_can_be_given_up_without_a_receipt_by_lead_and_purse(world: World) -> None:
    """Ana approved it, which bars her from paying it, and not from setting it free."""
    refused(world, ANA, CLOSE, NotAllowed, "Only Fay")
    world.does(CONFIG, GONE)
    refused(world, DEE, CLOSE, NotAllowed, "close B-1")
    refused(world, ANA, WithdrawRequest(id=B1), NotAllowed, "They left. /budget close frees")
    world.does(ANA, CLOSE)
    assert (request(world).standing, envelope(world)) == (Standing.CLOSED, FREE)
    refused(world, FAY, RecordPayment(id=B1, ref="1"), Closed, "given up, with nothing paid")


def test_and_it_can_be_kept(world: World) -> None:
    world.does(CONFIG, GONE)
    world.does(FAY, RecordPayment(id=B1, ref="1"))
    assert (request(world).standing, envelope(world).spent) == (Standing.PAID, 20_000)


def test_whoever_is_there_under_another_account_did_not_leave(world: World) -> None:
    world.does(CONFIG, SetSource(circle=GARDEN, platform="discord", group="1" * 18))
    world.told("1" * 18, "dee-there")
    asked(world, twin := world.whose("dee-there"))
    b2 = StreamId("B-2")
    world.does(ANA, ApproveRequest(id=b2))
    world.does(CONFIG, AddAccount(person=DEE, platform="discord", account="dee-there"))
    assert world.people.now(twin) == DEE
    assert not any(isinstance(one.event, RequesterLeft) for one in world.memory.journal[b2])
    world.does(DEE, AmendRequest(id=b2, purpose="A microphone"))
    assert request(world, b2).requester == DEE
    world.does(ANA, ApproveRequest(id=b2))
    world.does(DEE, AmendRequest(id=b2, amount="280"))
    assert DEE not in world.proposal(StreamId("P-1")).electors
    world.does(DEE, WithdrawRequest(id=b2))
    assert envelope(world) == PROMISED


@pytest.fixture
def waiting(world: World) -> World:
    """Dee asked for 200 more, and lost her seat in Garden."""
    world.does(CONFIG, FillRole(circle=GARDEN, role="facilitator", person=None))
    asked(world, DEE)
    world.does(CONFIG, RemoveMember(circle=GARDEN, person=DEE))
    return world


def card_of(world: World, stream: StreamId) -> str:
    feature = FEATURES.of_stream(stream)
    assert feature is not None
    assert feature.card is not None
    return plain_card(feature.card(stream, request(world, stream), world.memory, None), Names(world.people))


def test_the_card_says_that_who_asked_has_no_seat_any_more(waiting: World) -> None:
    shown = card_of(waiting, B2)
    assert "Dee has no seat in Garden any more. It goes on as it is, unless they or Ana withdraw it." in shown
    assert "[Withdraw] [Withdraw for them] [Balance]" in shown
    assert request(waiting, B2).standing is Standing.ASKED


def test_the_lead_takes_it_back_with_a_reason_and_who_asked_hears_it(waiting: World) -> None:
    refused(waiting, ANA, WithdrawRequest(id=B2), Invalid, "Say why")
    refused(waiting, BEN, WithdrawRequest(id=B2, reason="Hm"), NotAllowed, "Only Dee or Ana can withdraw B-2")
    waiting.does(ANA, WithdrawFor(id=B2, reason="We do without").meant())
    assert request(waiting, B2).standing is Standing.WITHDRAWN
    last, feature = waiting.memory.journal[B2][-1].event, FEATURES.of_stream(B2)
    assert feature is not None
    assert feature.telling is not None
    assert [one.to for one in feature.notices(last, request(waiting, B2))][1:] == [DEE]
    card = feature.telling(B2, last, request(waiting, B2), waiting.memory, DEE)
    assert card is not None
    assert "was withdrawn by Ana: “We do without”." in plain_card(card, Names(waiting.people))


def test_whoever_asked_can_still_take_it_back_or_see_it_through(waiting: World) -> None:
    waiting.does(ANA, ApproveRequest(id=B2))
    waiting.does(DEE, WithdrawRequest(id=B2))
    assert envelope(waiting) == PROMISED


def test_with_a_seat_it_is_theirs_alone(waiting: World) -> None:
    waiting.does(CONFIG, AddMember(circle=GARDEN, person=DEE))
    assert "no seat" not in card_of(waiting, B2)
    refused(waiting, ANA, WithdrawRequest(id=B2, reason="Hm"), NotAllowed, "Only Dee can withdraw B-2")


def test_the_card_is_drawn_anew_when_a_seat_comes_or_goes(world: World) -> None:
    world.does(CONFIG, FillRole(circle=GARDEN, role="facilitator", person=None))
    asked(world, DEE)
    world.does(CONFIG, RemoveMember(circle=GARDEN, person=DEE))
    assert ("card", "garden", B2) in [(one.kind, one.place, one.ref) for one in world.posted()]


def test_a_payee_who_left_is_seen_before_somebody_records_that_they_were_paid(world: World) -> None:
    """What they were owed is recorded still; what they were not is given up."""
    world.does(BEN, RequestMoney(circle=GARDEN, amount="100", purpose="Cables", payee="dee"))
    world.does(ANA, ApproveRequest(id=B2))
    world.does(CONFIG, LeaveOrganisation(person=DEE))
    shown = card_of(world, B2)
    assert "Payee: Dee, who left the organisation" in shown
    assert "Dee, the payee, left the organisation. Record only what they were owed and got" in shown
    world.does(FAY, RecordPayment(id=B2, ref="1"))
    assert "Record only" not in card_of(world, B2)
