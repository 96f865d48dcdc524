"""A treasury that moves money by itself and reports it: once, whatever fails, is tried again or starts anew."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from application_world import World

from governance_core.application.receipt import Receipt
from governance_core.budgets.messages import Allocate
from governance_core.budgets.model import BOOKS
from governance_core.budgets.paying_messages import RecordPayment
from governance_core.budgets.paying_rules import MoreThanDue, ReferenceUsed
from governance_core.budgets.reported_rules import OtherTreasury
from governance_core.budgets.request_messages import ApproveRequest, RequestMoney, ShowRequest, WithdrawRequest
from governance_core.budgets.statement_messages import ShowLedger
from governance_core.budgets.treasury import MODES, Claim
from governance_core.budgets.treasury_orders import Order, ReportPaid, orders
from governance_core.circles.messages import DescribeOrganisation, FillRole, SetPolicy
from governance_core.kernel.errors import Closed, NotAllowed, Refusal
from governance_core.kernel.ids import Actor, CircleId, DeliveryKey, PersonId, StreamId
from governance_core.kernel.money import Unit

COMMONS, GARDEN = CircleId("commons"), CircleId("garden")
B1 = StreamId("B-1")
COOP = Actor.treasury("coop")


class Down(Exception):
    """It cannot be reached."""


class NotMoved(Refusal):
    code = "not_moved"
    template = "The bank knows of no {reference}, so nothing was recorded. Check the reference and try again."


@dataclass
class Coop:
    """A bank that moves money under a key, once; it may be down before it moves anything, or after."""

    moved: dict[str, tuple[str, int, datetime]] = field(default_factory=dict)
    down_before: int = 0
    down_after: int = 0

    def pay(self, order: Order, now: datetime) -> tuple[str, datetime]:
        """The reference, and when it moved: the same however often it is asked."""
        if self.down_before:
            self.down_before -= 1
            raise Down
        self.moved.setdefault(order.key, (f"COOP {len(self.moved) + 1}", order.minor, now))
        if self.down_after:
            self.down_after -= 1
            raise Down
        reference, _, at = self.moved[order.key]
        return reference, at

    def confirmed(self, claim: Claim) -> datetime:
        """It answers from what it moved."""
        for reference, minor, at in self.moved.values():
            if (reference, minor) == (claim.reference, claim.minor):
                return at
        raise NotMoved(field="ref", reference=claim.reference)


def run(world: World, bank: Coop) -> list[Receipt]:
    """A round of the loop that such a mode would have: pay what is promised, and report it."""
    made: list[Receipt] = []
    for order in world.read(lambda reader: list(orders(reader))):
        try:
            reference, at = bank.pay(order, world.clock.at)
        except Down:
            continue
        report = ReportPaid(id=order.request, minor=order.minor, ref=reference, on=at)
        made.append(world.do(report, COOP, DeliveryKey("treasury", order.key)))
    return made


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> Coop:
    made = Coop()
    monkeypatch.setitem(MODES, "coop", made)
    return made


@pytest.fixture
def promised(world: World, bank: Coop) -> Iterator[World]:
    """200 euros are promised, and the organisation pays through its bank."""
    world.config(
        FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")),
        SetPolicy(circle=COMMONS, key="approve_up_to", value="250 EUR"),
        DescribeOrganisation(name="Harbour", zone="Europe/Lisbon", admins=None, treasury="coop"),
    )
    world.do(Allocate(circle=COMMONS, amount="1000 EUR"), "cem")
    world.do(Allocate(circle=GARDEN, amount="500"), "cem")
    ask(world)
    return world


def ask(world: World, **more: str) -> StreamId:
    request = RequestMoney(circle=GARDEN, amount="200", purpose="Gauges", payee="A shop", **more)
    stream = world.do(request, "ben").stream
    world.do(ApproveRequest(id=stream), "ana")
    return stream


def spent(world: World) -> int:
    found: int = world.state(BOOKS).envelope(GARDEN, Unit("EUR", 2)).spent
    return found


def test_it_pays_what_is_promised_and_says_so_on_the_card_and_in_the_books(promised: World, bank: Coop) -> None:
    assert len(run(promised, bank)) == 1
    assert run(promised, bank) == []
    assert spent(promised) == 20_000
    card = promised.words(promised.answer(ShowRequest(id=B1), "ben"), 4000)
    assert "1 · EUR 200.00 · Mon 2 Mar 2026 · the treasury coop · COOP 1" in card
    assert "EUR 200.00 spent (B-1" in promised.words(promised.answer(ShowLedger(circle=GARDEN), "ben"), 4000)
    assert promised.clean()


def test_what_fails_is_tried_again_and_nothing_moves_or_is_recorded_twice(promised: World, bank: Coop) -> None:
    bank.down_before, bank.down_after = 2, 2
    rounds = [len(run(promised, bank)) for _ in range(6)]
    assert rounds == [0, 0, 0, 0, 1, 0]
    assert (len(bank.moved), spent(promised)) == (1, 20_000)


def test_killed_between_moving_and_reporting_it_is_reported_after_the_start(promised: World, bank: Coop) -> None:
    (order,) = promised.read(lambda reader: list(orders(reader)))
    bank.pay(order, promised.clock.at)
    promised.restart()
    promised.clock.turn(hours=1)
    run(promised, bank)
    assert promised.state("B-1").payments[0].on == promised.clock.at.replace(hour=9)
    assert (len(bank.moved), spent(promised)) == (1, 20_000)
    assert promised.clean()


def test_reported_twice_it_is_one_payment_also_under_another_delivery(promised: World, bank: Coop) -> None:
    run(promised, bank)
    report = ReportPaid(id=B1, minor=20_000, ref="coop  1")
    assert promised.do(report, COOP).events == ()
    assert spent(promised) == 20_000


def test_never_more_than_was_promised_nor_under_a_reference_that_was_used(promised: World, bank: Coop) -> None:
    bank.moved["x"] = ("COOP 9", 20_001, promised.clock.at)
    assert isinstance(promised.refusal(ReportPaid(id=B1, minor=20_001, ref="COOP 9"), COOP), MoreThanDue)
    assert isinstance(promised.refusal(ReportPaid(id=B1, minor=100, ref="COOP 7"), COOP), NotMoved)
    run(promised, bank)
    second = ask(promised)
    bank.moved["y"] = (bank.moved["B-1.1"][0], 20_000, promised.clock.at)
    used = ReportPaid(id=second, minor=20_000, ref=bank.moved["B-1.1"][0])
    assert isinstance(promised.refusal(used, COOP), ReferenceUsed)


def test_what_is_taken_back_is_ordered_no_more(promised: World, bank: Coop) -> None:
    bank.moved["late"] = ("COOP 5", 20_000, promised.clock.at)
    promised.do(WithdrawRequest(id=B1), "ben")
    assert run(promised, bank) == []
    assert isinstance(promised.refusal(ReportPaid(id=B1, minor=20_000, ref="COOP 5"), COOP), Closed)


def test_what_is_released_in_parts_is_paid_in_parts(promised: World, bank: Coop) -> None:
    run(promised, bank)
    ask(promised, parts="50% on signing\nrest on 2026-04-01")
    assert [one.events[0].minor for one in run(promised, bank)] == [10_000]  # type: ignore[attr-defined]
    assert run(promised, bank) == []
    promised.clock.turn(days=31)
    promised.sweep()
    assert [one.events[0].minor for one in run(promised, bank)] == [10_000]  # type: ignore[attr-defined]
    assert spent(promised) == 40_000


def test_only_the_treasury_that_is_used_reports_and_no_member_does(promised: World, bank: Coop) -> None:
    report = ReportPaid(id=B1, minor=20_000, ref="COOP 1")
    assert isinstance(promised.refusal(report, Actor.treasury("other")), OtherTreasury)
    assert isinstance(promised.refusal(report, "cem"), NotAllowed)
    run(promised, bank)
    assert promised.rows("SELECT DISTINCT actor FROM journal WHERE kind = 'budget.payment_recorded'") == [
        ("treasury(coop)",)
    ]


def test_whoever_keeps_the_purse_records_by_hand_what_moved_and_it_is_not_ordered_again(
    promised: World, bank: Coop
) -> None:
    (order,) = promised.read(lambda reader: list(orders(reader)))
    reference, _ = bank.pay(order, promised.clock.at)
    promised.do(RecordPayment(id=B1, ref=reference), "cem")
    assert run(promised, bank) == []
    assert promised.do(ReportPaid(id=B1, minor=20_000, ref=reference), COOP).events == ()
