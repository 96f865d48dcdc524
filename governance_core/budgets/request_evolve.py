"""What a budget request becomes with each event."""

from dataclasses import replace
from typing import Any, TypeVar

from governance_core.budgets.circle_events import BudgetNotAdopted, BudgetPutToCircle
from governance_core.budgets.parts_evolve import evolve_parts, none_stand, released_at_once
from governance_core.budgets.paying_messages import (
    BudgetClosed,
    PaymentRecorded,
    PaymentReversed,
    ReceiptAdded,
    RefundRecorded,
    RefundReversed,
)
from governance_core.budgets.receipts_messages import ChasePutOff, ReceiptChased
from governance_core.budgets.reminding_messages import ApproversReminded
from governance_core.budgets.request_events import (
    ApprovalGiven,
    BudgetAmended,
    BudgetApproved,
    BudgetDeclined,
    BudgetEscalated,
    BudgetLapsed,
    BudgetRequested,
    BudgetWithdrawn,
    RequesterLeft,
)
from governance_core.budgets.request_model import Content, Payment, Refund, Request, Standing
from governance_core.kernel.decider import changed


def evolve(state: Request, event: Any) -> Request:
    """The request after an event."""
    match event:
        case BudgetRequested(circle=circle, requester=requester, terms=terms, salt=salt, at=at):
            asked = Standing.ASKED
            return Request(circle, requester, asked, (_version(event),), terms, salt=salt, at=at, reminded_until=at)
        case BudgetAmended(requester=requester, terms=terms, voids=voids):
            after = changed(state, requester=requester, versions=(*state.versions, _version(event)), terms=terms)
            anew: dict[str, Any] = {"approvals": {}, "settled_at": None, "released": (), "reports": none_stand(state)}
            anew |= {"reminded_until": event.at, "remind_later": {}}
            return changed(after, standing=Standing.ASKED, **anew) if voids else after
        case BudgetEscalated(person=person, terms=terms, reason=reason, at=at):
            return changed(state, terms=terms, escalated_by=person, escalated_because=reason, reminded_until=at)
        case ApprovalGiven(person=person, at=at):
            return changed(state, approvals={**state.approvals, person: at})
        case ApproversReminded(at=at, later=later):
            return changed(state, reminded_until=at, remind_later=later)
        case BudgetPutToCircle(proposal=proposal, circle=circle) if state.terms is not None:
            return changed(state, proposal=proposal, terms=replace(state.terms, circle=circle))
        case _:
            return _settled(state, event)


def _version(event: BudgetRequested | BudgetAmended) -> Content:
    return Content(
        minor=event.minor,
        unit=event.unit,
        exponent=event.exponent,
        purpose=event.purpose,
        payee=event.payee,
        payee_person=event.payee_person,
        needed_by=event.needed_by,
        receipts=event.receipts,
        digest=event.digest,
        parts=event.parts,
        part_words=event.part_words,
    )


def _settled(state: Request, event: Any) -> Request:
    match event:
        case BudgetApproved(at=at):
            return changed(state, standing=Standing.APPROVED, settled_at=at, released=released_at_once(state.content))
        case BudgetDeclined(person=person, at=at, reason=reason):
            return changed(state, standing=Standing.DECLINED, settled_by=person, settled_at=at, reason=reason)
        case BudgetWithdrawn(person=person, at=at, reason=reason):
            return changed(state, standing=Standing.WITHDRAWN, settled_by=person, settled_at=at, reason=reason)
        case BudgetNotAdopted(standing=standing, by=by, at=at):
            said, why = (by, event.reason) if event.reason else (None, event.because)
            return changed(state, standing=standing, settled_by=said, settled_at=at, reason=why)
        case BudgetLapsed(at=at):
            return changed(state, standing=Standing.LAPSED, settled_at=at)
        case RequesterLeft():
            return state
        case _:
            return _paid(state, event)


M = TypeVar("M", Payment, Refund)


def _without(recorded: tuple[M, ...], number: int) -> tuple[M, ...]:
    """The one of this number (from 1) is taken back, and stays where it is."""
    return tuple(replace(one, taken_back=True) if place == number else one for place, one in enumerate(recorded, 1))


def _paid(state: Request, event: Any) -> Request:
    match event:
        case PaymentRecorded(minor=minor, payer=payer, on=on, reference=reference):
            payment = Payment(minor, reference, on, payer, early=event.early, last_resort=event.last_resort,
                              treasury=event.treasury)  # fmt: skip
            after = changed(state, payments=(*state.payments, payment), chases=event.chases)
            return changed(after, standing=Standing.PAID) if after.due == 0 else after
        case RefundRecorded(minor=minor, person=person, reference=reference, at=at):
            refund = Refund(minor, reference, event.on or at, person, last_resort=event.last_resort)
            return changed(state, refunds=(*state.refunds, refund))
        case PaymentReversed(number=number, promised=promised):
            kept = _without(state.payments, number)
            return changed(state, payments=kept, standing=Standing.APPROVED if promised else state.standing)
        case RefundReversed(number=number, chases=chases):
            return changed(state, refunds=_without(state.refunds, number), chases=chases)
        case ReceiptAdded(digest=digest, receipt=receipt):
            return changed(state, receipts={**state.receipts, digest: receipt})
        case ReceiptChased(following=following) | ChasePutOff(following=following):
            return changed(state, chases=following)
        case BudgetClosed():
            return changed(state, standing=Standing.CLOSED)
        case _:
            return evolve_parts(state, event)
