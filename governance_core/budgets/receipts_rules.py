"""When whoever asked is reminded of a receipt that is missing: gently, so often as the circle says, and never twice."""

from datetime import datetime, timedelta
from typing import Any, Final

from governance_core.budgets.receipts_messages import ChasePutOff, ChaseReceipt, ReceiptChased
from governance_core.budgets.request_guards import RequestFacts
from governance_core.budgets.request_model import Request, Standing
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.time import Duration, moved_out_of

TOO_SOON: Final = timedelta(hours=12)
"""What falls due within this time of a reminder is left out: after the program was down, one is enough."""


def misses_receipt(state: Request) -> bool:
    """Whether something is paid and did not all come back, and what proves it is not there though it is needed."""
    paid = state.standing in (Standing.APPROVED, Standing.PAID) and state.paid > state.refunded
    return paid and state.content.receipts and not state.receipts


def chases(state: Request, facts: RequestFacts) -> tuple[datetime, ...]:
    """The instants (UTC) of the reminders after a payment made now."""
    if not state.content.receipts or state.receipts:
        return ()
    policy, zone = facts.circles.policy_of(state.circle), facts.circles.zone_of(state.circle)
    instants = (Duration.parse(one).after(facts.now, zone) for one in policy.receipt_reminders)
    return tuple(sorted(_awake(state.requester, at, state, facts) for at in instants))


def _awake(person: PersonId, at: datetime, state: Request, facts: RequestFacts) -> datetime:
    known = facts.people.present(person)
    quiet = (known and known.quiet_hours) or facts.circles.policy_of(state.circle).quiet_hours
    return moved_out_of(quiet, at, (known and known.zone) or facts.circles.zone_of(state.circle))


def _chase(command: ChaseReceipt, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    due = tuple(one for one in state.chases if one <= facts.now)
    if not due or not misses_receipt(state):
        return ()
    person = facts.people.present(state.requester)
    if person is None:
        return (ReceiptChased(at=facts.now),)
    awake = _awake(state.requester, facts.now, state, facts)
    following = tuple(one for one in state.chases if one > awake + TOO_SOON)
    if awake > facts.now:
        return (ChasePutOff(following=(awake, *following)),)
    platform = person.reminded_on()
    direct = {state.requester: platform} if platform else {}
    return (ReceiptChased(at=facts.now, person=state.requester, direct=direct, following=following),)


DECIDE: Final[dict[type, Any]] = {ChaseReceipt: _chase}
