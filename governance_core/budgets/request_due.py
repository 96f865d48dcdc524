"""What is due when on a budget request, and what is pressed then."""

from collections.abc import Callable, Mapping

from governance_core.budgets.parts_messages import ReleaseParts
from governance_core.budgets.parts_rules import dated_parts
from governance_core.budgets.receipts_messages import ChaseReceipt
from governance_core.budgets.receipts_rules import misses_receipt
from governance_core.budgets.reminding import schedule
from governance_core.budgets.reminding_messages import RemindApprovers
from governance_core.budgets.request_messages import ApproveAnnounced, LapseRequest
from governance_core.budgets.request_model import Request, Route
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Command
from governance_core.ports import Alarm


def alarms(state: Request) -> tuple[Alarm, ...]:
    """The end of the waiting time, and that of the reservation; then the next date of a part, and a receipt.

    What a circle decides is set aside until it has.
    """
    if not state.is_open or state.terms is None:
        return _after_approval(state)
    if state.terms.route is Route.CONSENT:
        return ()
    if state.terms.until:
        return (Alarm("stand", state.terms.until),)
    reminders = schedule(state)
    rings = reminders.rings() if reminders else None
    return (Alarm("lapse", state.terms.lapses_at), *((Alarm("remind", rings),) if rings else ()))


def _after_approval(state: Request) -> tuple[Alarm, ...]:
    release = [Alarm("release", min(on for _, on in dated_parts(state)))] if dated_parts(state) else []
    chase = [Alarm("chase", state.chases[0])] if state.chases and misses_receipt(state) else []
    return (*release, *chase)


RINGS: Mapping[str, Callable[[StreamId], Command]] = {
    "stand": lambda stream: ApproveAnnounced(id=stream),
    "lapse": lambda stream: LapseRequest(id=stream),
    "remind": lambda stream: RemindApprovers(id=stream),
    "release": lambda stream: ReleaseParts(id=stream),
    "chase": lambda stream: ChaseReceipt(id=stream),
}
