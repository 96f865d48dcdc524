"""More for an envelope: the way out of a request that is too large, and what a private circle asks without its name."""

import pytest

from governance_core.budgets.asking import EnoughNow, OverEnvelope
from governance_core.budgets.entering import TooLittle
from governance_core.budgets.funding import ShownToPurse
from governance_core.budgets.funding_messages import AskMissing, AskShown, DeclineWish, FundWish, TakeWishBack
from governance_core.budgets.messages import Allocate, AllocationAsked, AmountMoved, AskAllocation, GiveBack
from governance_core.budgets.model import BOOKS, Books, Envelope
from governance_core.budgets.request_messages import AmendRequest, RequestMoney, WithdrawRequest
from governance_core.cards.card import Button
from governance_core.circles.messages import ChangeCircle, CloseCircle, FillRole, RemoveMember, SetPolicy
from governance_core.feature import Home
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CONFIG, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import Unit
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, CEM, COMMONS, DEE, ELI, FAY, GARDEN, REPAIR
from tests.rules.world import FEATURES, World

EUR = Unit("EUR", 2)
B1 = StreamId("B-1")
ASKED = AskAllocation(circle=CARE, amount="80 EUR", reason="A talk with an outsider", shown=True)


@pytest.fixture
def world() -> World:
    """Cem keeps the purse of Commons, without a seat in Care, which is private; Garden has 500 euros, Care 20."""
    world = World.founded()
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=GARDEN, amount="500"))
    world.does(FAY, Allocate(circle=CARE, amount="20"))
    world.does(CONFIG, FillRole(circle=COMMONS, role="treasurer", person=CEM))
    for circle in (GARDEN, CARE):
        world.does(CONFIG, SetPolicy(circle=circle, key="approve_up_to", value="900 EUR"))
    return world


def books(world: World) -> Books:
    found: Books = world.memory.state(BOOKS)
    return found


def available(world: World, circle: CircleId) -> int:
    return books(world).envelope(circle, EUR).available


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> Refusal:
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert all(part in read for part in words), read
    return refusal


def ways(refusal: Refusal) -> list[Button]:
    return [button for block in refusal.shows for button in block.buttons]  # type: ignore[attr-defined]


def too_much(world: World, by: PersonId, amount: str = "600", circle: CircleId = GARDEN) -> Refusal:
    request = RequestMoney(circle=circle, amount=amount, purpose="A pump", payee="A shop")
    return refused(world, by, request, OverEnvelope, " available of ")


def inbox(world: World, person: PersonId) -> list[str]:
    feature = FEATURES.of_stream(BOOKS)
    assert feature is not None
    return [str(one.button.press.argument) for one in feature.waiting(person, world.memory) if one.button]


def test_a_member_asks_with_one_button_and_twice_is_once(world: World) -> None:
    (way,) = ways(too_much(world, BEN))
    assert (way.label, way.press.action, way.press.argument) == (
        "Ask Commons for EUR 100.00",
        "ask-missing",
        "600.00 EUR;",
    )
    pressed = AskMissing(circle=GARDEN, whole=way.press.argument)
    world.does(BEN, pressed)
    assert world.does(BEN, pressed).events == ()
    assert inbox(world, CEM) == ["100.00 EUR"]


def test_whoever_keeps_the_purse_allocates_with_the_button(world: World) -> None:
    world.does(CONFIG, FillRole(circle=COMMONS, role="treasurer", person=FAY))
    refusal = too_much(world, FAY)
    assert "or allocate EUR 100.00 more yourself." in words_of(refusal, world.people)
    (way,) = ways(refusal)
    assert (way.label, way.press.action, way.press.argument) == ("Allocate EUR 100.00", "allocate", "100.00 EUR")
    assert way.confirm == "Allocate EUR 100.00 to Garden?"


def test_after_money_came_less_or_nothing_is_missing(world: World) -> None:
    pressed = AskMissing(circle=GARDEN, whole="600 EUR;")
    world.does(CEM, Allocate(circle=GARDEN, amount="40"))
    world.does(BEN, pressed)
    assert inbox(world, CEM) == ["60.00 EUR"]
    world.does(CEM, Allocate(circle=GARDEN, amount="60"))
    refusal = refused(world, BEN, pressed, EnoughNow, "EUR 600.00 available by now", "/budget request")
    assert [one.press.action for one in ways(refusal)] == ["request-money"]
    refused(world, CEM, pressed, NotAllowed, "members of Garden")


def test_what_a_changed_request_holds_already_is_not_missing(world: World) -> None:
    world.does(BEN, RequestMoney(circle=GARDEN, amount="300", purpose="A pump", payee="A shop"))
    refusal = refused(world, BEN, AmendRequest(id=B1, amount="650"), OverEnvelope, "EUR 150.00 more")
    (way,) = ways(refusal)
    assert way.press.argument == "650.00 EUR;B-1"
    world.does(BEN, AskMissing(circle=GARDEN, whole=way.press.argument))
    assert inbox(world, CEM) == ["150.00 EUR"]
    world.does(BEN, WithdrawRequest(id=B1))
    refused(world, BEN, AskMissing(circle=GARDEN, whole=way.press.argument), Invalid, "B-1 does not wait any more")


def test_a_guessed_button_about_what_is_no_request_asks_for_nothing(world: World) -> None:
    for whole in ("600 EUR;books", "600 EUR;B-9", "600 EUR;P-1"):
        refused(world, BEN, AskMissing(circle=GARDEN, whole=whole), Invalid, "does not wait any more")


def test_a_private_circle_asks_without_its_name_once_somebody_said_it_may(world: World) -> None:
    refusal = too_much(world, ELI, "100", CARE)
    (way,) = ways(refusal)
    assert (way.label, way.press.action, way.press.argument) == ("Ask for EUR 80.00 more", "ask-shown", "80.00 EUR")
    unsure = AskAllocation(circle=CARE, amount="80 EUR", reason="A talk")
    refused(world, ELI, unsure, ShownToPurse, "Care is private", "EUR 80.00", "shown:yes")
    form = AskShown(circle=CARE, amount="80 EUR", reason="A talk with an outsider")
    (asked,) = (one for one in world.does(ELI, form.meant()).events)
    assert isinstance(asked, AllocationAsked)
    assert (asked.wish, asked.above, asked.of) == (1, COMMONS, (CEM,))
    assert world.does(ELI, ASKED).events == ()
    assert inbox(world, CEM) == ["1"]
    assert not inbox(world, FAY)


def test_nobody_outside_can_ask_for_it_or_learns_of_it(world: World) -> None:
    refused(world, BEN, ASKED, Unknown, "circle care")
    refused(world, CEM, Allocate(circle=CARE, amount="80"), Unknown, "circle care")
    world.does(ELI, ASKED)
    refused(world, BEN, FundWish(circle=COMMONS, wish="1"), NotAllowed, "Cem")
    refused(world, BEN, FundWish(circle=COMMONS, wish="7"), NotAllowed, "Cem")
    refused(world, BEN, TakeWishBack(circle=CARE, wish="1"), Unknown, "circle care")
    refused(world, CEM, FundWish(circle=REPAIR, wish="1"), Unknown, "wish 1 waiting for Repair")


def test_it_is_allocated_and_only_the_private_circle_hears_with_names(world: World) -> None:
    world.does(ELI, ASKED)
    (moved,) = (one for one in world.does(CEM, FundWish(circle=COMMONS, wish="1")).events)
    assert isinstance(moved, AmountMoved)
    assert (moved.entry, moved.because, moved.told_in, moved.reason) == ("allocation", "wish 1", (CARE,), "")
    assert (available(world, COMMONS), available(world, CARE)) == (40_000, 10_000)
    assert not inbox(world, CEM)
    refused(world, CEM, FundWish(circle=COMMONS, wish="1"), Unknown, "wish 1 waiting for Commons", "answered")


def test_another_amount_may_be_allocated_and_never_more_than_there_is(world: World) -> None:
    world.does(ELI, ASKED)
    refused(world, CEM, FundWish(circle=COMMONS, wish="1", amount="80 USD"), Invalid, "in EUR")
    refused(world, CEM, FundWish(circle=COMMONS, wish="1", amount="481"), TooLittle, "Commons has EUR 480.00")
    world.does(CEM, FundWish(circle=COMMONS, wish="wish 1", amount="50"))
    assert available(world, CARE) == 7_000
    assert not books(world).wishes


def test_declined_or_taken_back_nothing_moves_and_the_private_circle_hears(world: World) -> None:
    world.does(ELI, ASKED)
    refused(world, CEM, DeclineWish(circle=COMMONS, wish="1", reason=" "), Invalid, "reason")
    (ended,) = (one for one in world.does(CEM, DeclineWish(circle=COMMONS, wish="1", reason="In June")).events)
    feature = FEATURES.of_stream(BOOKS)
    assert feature is not None
    assert [one.to for one in feature.notices(ended, books(world))] == [Home(CARE)]
    world.does(ELI, ASKED)
    world.does(FAY, TakeWishBack(circle=CARE, wish="2"))
    refused(world, FAY, TakeWishBack(circle=CARE, wish="2"), Unknown, "wish 2 waiting for Care")
    assert books(world).envelope(CARE, EUR) == Envelope(EUR, available=2_000)


def test_one_wish_at_a_time_the_newest_counts(world: World) -> None:
    world.does(ELI, ASKED)
    world.does(ANA, AskAllocation(circle=CARE, amount="60 EUR", shown=True))
    assert inbox(world, CEM) == ["2"]
    refused(world, CEM, FundWish(circle=COMMONS, wish="1"), Unknown, "changed")


def test_a_new_treasurer_sees_it_and_the_old_one_not(world: World) -> None:
    world.does(ELI, ASKED)
    world.does(CONFIG, FillRole(circle=COMMONS, role="treasurer", person=BEN))
    assert (inbox(world, BEN), inbox(world, CEM)) == (["1"], [])
    refused(world, CEM, FundWish(circle=COMMONS, wish="1"), NotAllowed, "Ben")
    world.does(BEN, FundWish(circle=COMMONS, wish="1"))
    assert available(world, CARE) == 10_000


def test_a_treasurer_with_a_seat_is_asked_as_everywhere(world: World) -> None:
    world.does(CONFIG, FillRole(circle=COMMONS, role="treasurer", person=FAY))
    world.does(ELI, AskAllocation(circle=CARE, amount="80 EUR"))
    assert inbox(world, FAY) == ["80.00 EUR"]
    assert not books(world).wishes


def test_a_circle_that_is_closed_or_moved_is_not_funded(world: World) -> None:
    world.does(ELI, ASKED)
    world.does(CONFIG, ChangeCircle(circle=CARE, key="parent", value="garden"))
    refused(world, CEM, FundWish(circle=COMMONS, wish="1"), Invalid, "belongs elsewhere", "/books decline")
    world.does(CONFIG, ChangeCircle(circle=CARE, key="parent", value="commons"))
    world.does(CONFIG, FillRole(circle=CARE, role="treasurer", person=ELI))
    world.does(ELI, GiveBack(circle=CARE, amount="20"))
    for role in tuple(world.circles.circles[CARE].roles):
        world.does(CONFIG, FillRole(circle=CARE, role=role, person=None))
    world.does(CONFIG, CloseCircle(circle=CARE))
    assert not inbox(world, CEM)
    refused(world, CEM, FundWish(circle=COMMONS, wish="1"), Invalid, "closed")
    world.does(CEM, DeclineWish(circle=COMMONS, wish="1", reason="Closed"))


def test_whoever_lost_their_seat_takes_nothing_back(world: World) -> None:
    world.does(ELI, ASKED)
    world.does(CONFIG, RemoveMember(circle=CARE, person=ANA))
    refused(world, ANA, TakeWishBack(circle=CARE, wish="1"), Unknown, "circle care")
    refused(world, DEE, AskMissing(circle=CARE, whole="80 EUR;"), Unknown, "circle care")
