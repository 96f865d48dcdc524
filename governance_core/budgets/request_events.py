"""What happens to a budget request, kept for ever."""

from datetime import datetime

from governance_core.budgets.parts_model import Part
from governance_core.budgets.request_model import Terms
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event, event, personal


@event("budget.requested")
class BudgetRequested(Event):
    """An amount is asked for, and set aside. `digest` covers what is approved; instants are UTC."""

    circle: CircleId
    requester: PersonId
    minor: int
    unit: str
    exponent: int
    receipts: bool
    terms: Terms
    digest: str
    at: datetime
    payee_person: PersonId | None = None
    needed_by: datetime | None = None
    parts: tuple[Part, ...] = ()
    purpose: str = personal("requester")
    payee: str = personal("requester")
    salt: str = personal("requester")
    part_words: str = personal("requester", default="")


@event("budget.amended")
class BudgetAmended(Event):
    """The requester changed it. `voids` when approvals do not count any more; `held` is where the old amount lay."""

    requester: PersonId
    version: int
    minor: int
    unit: str
    exponent: int
    receipts: bool
    terms: Terms
    digest: str
    at: datetime
    voids: bool
    held: str
    payee_person: PersonId | None = None
    needed_by: datetime | None = None
    parts: tuple[Part, ...] = ()
    purpose: str = personal("requester")
    payee: str = personal("requester")
    part_words: str = personal("requester", default="")


@event("budget.escalated")
class BudgetEscalated(Event):
    """Somebody wants an announced request to be approved."""

    person: PersonId
    terms: Terms
    at: datetime
    reason: str = personal("person")


@event("budget.approval_given")
class ApprovalGiven(Event):
    """One of those who may approved this very content."""

    person: PersonId
    version: int
    digest: str
    at: datetime


@event("budget.approved")
class BudgetApproved(Event):
    """The circle promises the amount. `by` are those who approved; nobody where it was announced, or by `proposal`."""

    version: int
    digest: str
    at: datetime
    by: tuple[PersonId, ...] = ()
    proposal: str = ""


@event("budget.declined")
class BudgetDeclined(Event):
    """It is not approved, and why."""

    person: PersonId
    at: datetime
    reason: str = personal("person")


@event("budget.withdrawn")
class BudgetWithdrawn(Event):
    """It was taken back (`left`: because the requester left). `held` is where the amount lay."""

    person: PersonId
    at: datetime
    held: str
    left: bool = False
    reason: str = personal("person", default="")


@event("budget.lapsed")
class BudgetLapsed(Event):
    """Nobody decided it in time."""

    at: datetime


@event("budget.requester_left")
class RequesterLeft(Event):
    """Who asked for it left when it was promised already; those of whom it is (`of`) may pay it, or give it up."""

    at: datetime
    of: tuple[PersonId, ...] = ()


Settled = BudgetDeclined | BudgetWithdrawn | BudgetLapsed
"""It ends without having been paid."""
