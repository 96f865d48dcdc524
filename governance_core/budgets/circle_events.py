"""What happens to a budget request because its circle decides it, kept for ever."""

from datetime import datetime

from governance_core.budgets.request_model import Standing
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Event, event, personal


@event("budget.put_to_circle")
class BudgetPutToCircle(Event):
    """A proposal decides it: opened for it, or that of a circle above which it went on in."""

    proposal: StreamId
    circle: CircleId


@event("budget.not_adopted")
class BudgetNotAdopted(Event):
    """Its proposal ended without being adopted, or was adopted for nothing (`undone`).

    `because` is ours, `reason` the words of whoever ended it (`by`).
    """

    proposal: StreamId
    standing: Standing
    because: str
    at: datetime
    undone: bool = False
    by: PersonId | None = None
    reason: str = personal("by", default="")
