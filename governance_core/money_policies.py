"""Whenever something happens to a request for money, then this in the books: part of where features meet."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from governance_core import report_policies
from governance_core.budgets.circle_events import BudgetNotAdopted
from governance_core.budgets.messages import MoveForRequest
from governance_core.budgets.model import AVAILABLE, COMMITTED, RESERVED, SPENT
from governance_core.budgets.parts_messages import ReportHandedIn
from governance_core.budgets.paying_messages import (
    BudgetClosed,
    PaymentRecorded,
    PaymentReversed,
    RefundRecorded,
    RefundReversed,
)
from governance_core.budgets.reading import ReadsRequests
from governance_core.budgets.request_events import (
    BudgetAmended,
    BudgetApproved,
    BudgetDeclined,
    BudgetEscalated,
    BudgetLapsed,
    BudgetRequested,
    BudgetWithdrawn,
)
from governance_core.budgets.request_messages import EndOfLeaver
from governance_core.budgets.request_model import Content, Request
from governance_core.circle_policies import put_or_follow, taken_along, undone
from governance_core.following import FollowUps, Policies
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.ports import Reader


def requests_end(person: PersonId, by: Actor, reader: Reader) -> FollowUps:
    """Nothing waits for somebody who is there no more, and what is promised to them others hear of."""
    half = reader.half(ReadsRequests)
    for request in (*half.requests_of(person), *half.promised_to(person)):
        yield EndOfLeaver(id=request), by


def waiting_requests(circles: Iterable[str], reader: Reader) -> Iterable[tuple[StreamId, CircleId]]:
    """The requests that wait in these circles: their cards say who can approve them, and what is available."""
    half = reader.half(ReadsRequests)
    return [(request, CircleId(one)) for one in sorted(circles) if one for request in half.requests_in(CircleId(one))]


def _asked_for(stream: StreamId, event: BudgetRequested, reader: Reader) -> FollowUps:
    """What is asked for is set aside in the same transaction, or the request is refused."""
    state: Request = reader.state(stream)
    yield _moved("reservation", stream, state, state.content, AVAILABLE, RESERVED, event.requester), _books(event)
    yield from put_or_follow(stream, event, reader)


def _escalated(stream: StreamId, event: BudgetEscalated, reader: Reader) -> FollowUps:
    """Where it goes to a circle, a proposal opens."""
    yield from put_or_follow(stream, event, reader)


def _amended(stream: StreamId, event: BudgetAmended, reader: Reader) -> FollowUps:
    """The old amount is set free, and the new one set aside."""
    if not event.voids:
        return
    state: Request = reader.state(stream)
    old, new = state.versions[event.version - 2], state.versions[event.version - 1]
    yield _moved("release", stream, state, old, event.held, AVAILABLE, event.requester), _books(event)
    yield _moved("reservation", stream, state, new, AVAILABLE, RESERVED, event.requester, standing=True), _books(event)
    yield from put_or_follow(stream, event, reader)
    yield from report_policies.over(stream, event, reader)


def _approved(stream: StreamId, event: BudgetApproved, reader: Reader) -> FollowUps:
    """What was set aside is promised."""
    state: Request = reader.state(stream)
    by = event.by[-1] if event.by else None
    yield _moved("commitment", stream, state, state.content, RESERVED, COMMITTED, by), _books(event)


def _not_approved(stream: StreamId, event: Any, reader: Reader) -> FollowUps:
    """What was set aside, or promised, is free again."""
    state: Request = reader.state(stream)
    held = event.held if isinstance(event, BudgetWithdrawn) else RESERVED
    by = None if isinstance(event, BudgetLapsed) else event.person
    yield _moved("release", stream, state, state.content, held, AVAILABLE, by), _books(event)
    if isinstance(event, BudgetWithdrawn):
        yield from taken_along(stream, event, reader)
        yield from report_policies.over(stream, event, reader)


def _not_adopted(stream: StreamId, event: BudgetNotAdopted, reader: Reader) -> FollowUps:
    """What was set aside is free again; what was adopted for nothing says so."""
    state: Request = reader.state(stream)
    yield _moved("release", stream, state, state.content, RESERVED, AVAILABLE, event.by), _books(event)
    yield from undone(stream, event, reader)


def _paid(stream: StreamId, event: PaymentRecorded, reader: Reader) -> FollowUps:
    """What was promised is spent."""
    state: Request = reader.state(stream)
    yield _outside("payment", stream, state, COMMITTED, SPENT, event), _books(event)


def _refunded(stream: StreamId, event: RefundRecorded, reader: Reader) -> FollowUps:
    """What came back is available again."""
    state: Request = reader.state(stream)
    yield _outside("refund", stream, state, SPENT, AVAILABLE, event), _books(event)


def _taken_back(stream: StreamId, event: PaymentReversed, reader: Reader) -> FollowUps:
    """What was not paid after all is promised still, or free where nothing more is to be paid."""
    state: Request = reader.state(stream)
    back = COMMITTED if event.promised else AVAILABLE
    yield _outside("reversal", stream, state, SPENT, back, event), _books(event)


def _not_refunded(stream: StreamId, event: RefundReversed, reader: Reader) -> FollowUps:
    """What did not come back after all is spent still."""
    state: Request = reader.state(stream)
    yield (
        _outside("refund reversal", stream, state, AVAILABLE, SPENT, event),
        _books(event),
    )


def _closed(stream: StreamId, event: BudgetClosed, reader: Reader) -> FollowUps:
    """What was promised and is not paid is free again."""
    state: Request = reader.state(stream)
    if event.released:
        by = event.person
        yield _moved("release", stream, state, state.content, COMMITTED, AVAILABLE, by, event.released), _books(event)
    yield from report_policies.over(stream, event, reader)


def _books(event: Event) -> Actor:
    return Actor.policy(event.kind)


def _moved(
    entry: str,
    stream: StreamId,
    state: Request,
    content: Content,
    source: str,
    target: str,
    by: PersonId | None,
    minor: int | None = None,
    standing: bool = False,
) -> MoveForRequest:
    """An entry for all that is asked for, or for so much of it."""
    return MoveForRequest(
        request=stream,
        entry=entry,
        circle=state.circle,
        minor=content.minor if minor is None else minor,
        unit=content.unit,
        exponent=content.exponent,
        from_part=source,
        to_part=target,
        by=by,
        standing=standing,
    )


def _outside(entry: str, stream: StreamId, state: Request, source: str, target: str, event: Any) -> MoveForRequest:
    """An entry for what moved outside, or did not after all: with what it is called there."""
    by = event.payer or None if isinstance(event, PaymentRecorded) else event.person
    moved = _moved(entry, stream, state, state.content, source, target, by, event.minor)
    return replace(moved, reference=_called(event, state), last_resort=event.last_resort)


def _called(event: Any, state: Request) -> str:
    match event:
        case PaymentReversed(number=number):
            return state.payments[number - 1].reference
        case RefundReversed(number=number):
            return state.refunds[number - 1].reference
        case _:
            return str(event.reference)


OF_MONEY: Final[Policies] = {
    BudgetRequested: _asked_for,
    BudgetAmended: _amended,
    BudgetApproved: _approved,
    BudgetDeclined: _not_approved,
    BudgetWithdrawn: _not_approved,
    BudgetLapsed: _not_approved,
    BudgetNotAdopted: _not_adopted,
    BudgetEscalated: _escalated,
    PaymentRecorded: _paid,
    RefundRecorded: _refunded,
    PaymentReversed: _taken_back,
    RefundReversed: _not_refunded,
    BudgetClosed: _closed,
    ReportHandedIn: report_policies.handed_in,
}
"""What follows from each event of a request."""
