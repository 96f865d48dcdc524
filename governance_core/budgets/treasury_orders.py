"""What a treasury that moves money by itself is to pay, and how it reports that it did."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from governance_core.budgets.reading import ReadsRequests
from governance_core.budgets.request_messages import ID
from governance_core.budgets.request_model import Request, Standing
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.message import Command, ask, message
from governance_core.kernel.money import Unit
from governance_core.ports import Reader

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Order:
    """So many minor units can be paid now. `key` is the same until a payment of the request is recorded: whatever moves
    money keeps it, and moves nothing twice under it.
    """

    key: str
    request: StreamId
    circle: CircleId
    minor: int
    unit: Unit
    payee: str


@message("budget.report_paid", "The treasury moved money for a request", pressed_by=frozenset({"treasury"}))
class ReportPaid(Command):
    """By the treasury that the organisation uses, of `minor` units on an instant (UTC; None: just now), under `ref`."""

    id: StreamId = ask(ID)
    minor: int
    ref: str
    on: datetime | None = None


def orders(reader: Reader) -> Iterator[Order]:
    """What is promised and can be paid now: the newest requests first, at most so many."""
    circles: Circles = reader.state(CIRCLES)
    everywhere = list(circles.circles)
    for row in reader.half(ReadsRequests).listed_requests(everywhere, (Standing.APPROVED,), None, MOST):
        state: Request = reader.state(row.id)
        if state.payable > 0:
            key = f"{row.id}.{len(state.payments) + 1}"
            yield Order(key, row.id, state.circle, state.payable, state.content.of, state.content.payee)
