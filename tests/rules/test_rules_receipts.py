"""Receipts that are missing: whoever asked is reminded twice at a decent hour, and the list shows what is left."""

from datetime import UTC, datetime, timedelta

import pytest

from governance_core.budgets.messages import Allocate
from governance_core.budgets.parts_waiting import missing_receipts
from governance_core.budgets.paying_messages import AddReceipt, RecordPayment, ReversePayment
from governance_core.budgets.receipts_messages import MissingReceipts
from governance_core.budgets.request_messages import ApproveRequest, RequestMoney
from governance_core.budgets.request_model import Request, Standing
from governance_core.cards.plain import plain_card
from governance_core.circles.messages import SetPolicy
from governance_core.kernel.ids import CONFIG, Actor, StreamId, Via
from governance_core.outgoing import Posting
from governance_core.people.messages import AddAccount, ChooseSettings, LeaveOrganisation
from tests.rules.given import Names
from tests.rules.organisation import ANA, BEN, COMMONS, FAY, GARDEN, MONDAY, days
from tests.rules.world import FEATURES, World

B1 = StreamId("B-1")
RECEIPT = AddReceipt(id=B1, receipt="Till 117, 3 March")


@pytest.fixture
def paid() -> World:
    """Garden needs receipts, and 200 euros that Ben asked for are paid on Monday at nine."""
    world = World.founded()
    for key, value in (("approve_up_to", "450 EUR"), ("receipts", "true")):
        world.does(CONFIG, SetPolicy(circle=GARDEN, key=key, value=value))
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=GARDEN, amount="500"))
    world.does(BEN, RequestMoney(circle=GARDEN, amount="200", purpose="Gauges", payee="A shop"))
    world.does(ANA, ApproveRequest(id=B1))
    world.does(FAY, RecordPayment(id=B1, ref="1"))
    return world


def reminders(world: World, until: timedelta) -> list[tuple[datetime, Posting]]:
    """What is reminded of by then, and when."""
    found: list[tuple[datetime, Posting]] = []
    end = world.now + until
    while (due := world.due(end)) is not None:
        world.memory.now = due.alarm.due
        world.press(due)
        found += [(world.now, one) for one in world.posted() if one.note == "reminder"]
    world.memory.now = end
    return found


def words(world: World, posting: Posting) -> str:
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert feature.telling is not None
    event = world.memory.journal[B1][posting.version - 1].event
    card = feature.telling(B1, event, world.memory.state(B1), world.memory, BEN if posting.personal else None)
    return plain_card(card, Names(world.people)) if card else ""


def listing(world: World) -> str:
    card = missing_receipts(MissingReceipts(), Actor.of_person(ANA), world.memory)
    return plain_card(card, Names(world.people))


def test_whoever_asked_is_reminded_after_a_week_and_after_three_and_no_more(paid: World) -> None:
    came = reminders(paid, days(60))
    assert [at for at, _ in came] == [MONDAY + days(7), MONDAY + days(21)]
    (first, second) = (posting for _, posting in came)
    assert (first.place, first.personal) == ("garden", False)
    assert "Ben: B-1 (EUR 200.00 for Gauges) is paid, and its receipt is still missing" in words(paid, first)
    assert "Add receipt" in words(paid, second)


def test_nobody_is_reminded_of_a_receipt_that_is_there(paid: World) -> None:
    (_, posting), *_ = reminders(paid, days(8))
    paid.does(BEN, RECEIPT)
    assert paid.memory.state(B1).standing is Standing.CLOSED
    assert words(paid, posting) == ""
    assert reminders(paid, days(60)) == []


def test_a_payment_taken_back_is_not_chased(paid: World) -> None:
    paid.does(FAY, ReversePayment(id=B1, payment="1", reason="It bounced"))
    assert reminders(paid, days(60)) == []
    paid.does(FAY, RecordPayment(id=B1, ref="2", amount="10"))
    assert len(reminders(paid, days(60))) == 2


def test_a_reminder_waits_for_a_decent_hour_of_whoever_gets_it(paid: World) -> None:
    late = MONDAY.replace(hour=23) - MONDAY
    paid.wait(late)
    paid.does(FAY, ReversePayment(id=B1, payment="1", reason="It bounced"))
    paid.does(FAY, RecordPayment(id=B1, ref="2"))
    (at, _), *_ = reminders(paid, days(10))
    assert at == datetime(2026, 3, 10, 8, tzinfo=UTC)


def test_after_the_program_was_down_one_reminder_is_enough_and_not_at_night(paid: World) -> None:
    paid.sleep(days(30) + timedelta(hours=15))
    paid.sweep()
    assert [one for one in paid.posted() if one.note == "reminder"] == []
    (at, _), *more = reminders(paid, days(60))
    assert (at, more) == (datetime(2026, 4, 2, 7, tzinfo=UTC), [])  # eight in Lisbon, whose clocks went forward


def test_whoever_asked_for_direct_messages_is_reminded_there_alone(paid: World) -> None:
    paid.does(CONFIG, AddAccount(person=BEN, platform="slack", account="U0BEN"))
    paid.does(Actor.of_person(BEN, Via("slack", "U0BEN")), ChooseSettings(reminders="direct"))
    (_, posting), *_ = reminders(paid, days(8))
    assert (posting.platform, posting.place, posting.personal) == ("slack", "U0BEN", True)
    assert "/me settings changes that" in words(paid, posting)


def test_the_circle_says_how_often(paid: World) -> None:
    for often, count in (("off", 0), ("3d", 1), ("1d, 2d, 30d", 3)):
        paid.does(CONFIG, SetPolicy(circle=GARDEN, key="receipt_reminders", value=often))
        state: Request = paid.memory.state(B1)
        number = str(len(state.payments))
        paid.does(FAY, ReversePayment(id=B1, payment=number, reason="It bounced"))
        paid.does(FAY, RecordPayment(id=B1, ref=f"again {number}"))
        assert len(reminders(paid, days(60))) == count


def test_nobody_is_reminded_who_is_there_no_more(paid: World) -> None:
    paid.does(CONFIG, LeaveOrganisation(person=BEN))
    assert reminders(paid, days(60)) == []
    assert "B-1" in listing(paid)


def test_what_is_missing_is_listed_until_it_is_there(paid: World) -> None:
    assert "B-1 · EUR 200.00 · Gauges · Garden · paid Mon 2 Mar 2026 · Ben" in listing(paid)
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert [entry.ref for entry in feature.waiting(BEN, paid.memory)] == [B1]
    assert list(feature.waiting(FAY, paid.memory)) == []
    paid.does(BEN, RECEIPT)
    assert "None: whatever is paid and needs a receipt has one." in listing(paid)
    assert list(feature.waiting(BEN, paid.memory)) == []
