"""What is asked of and said about receipts that are missing."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from governance_core.cards.form import Lookup, Question
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Event, Query, ask, event, message


@message("budget.chase", "A receipt is still missing", pressed_by=frozenset({"clock"}))
class ChaseReceipt(Command):
    """The requester is reminded, at an hour at which they are not to be left alone."""

    id: StreamId


@message(
    "budget.receipts",
    "What is paid, and has no receipt yet though one is needed",
    path="budget receipts",
    action="missing-receipts",
    argument="circle",
    example="/budget receipts circle:garden",
)
class MissingReceipts(Query):
    """Of one circle or of all you can see, the oldest first."""

    circle: CircleId | None = ask(Question(Lookup("circle"), "Circle"), default=None)


@event("budget.receipt_chased")
class ReceiptChased(Event):
    """The requester is reminded of it (None: nobody is, as they are there no more), `direct` on this platform where
    they asked for that. `following` are the instants (UTC) of the reminders that are left."""

    at: datetime
    person: PersonId | None = None
    direct: Mapping[PersonId, str] = field(default_factory=dict)
    following: tuple[datetime, ...] = ()


@event("budget.chase_put_off")
class ChasePutOff(Event):
    """The reminder waits until the requester is awake; `following` begins with that instant (UTC)."""

    following: tuple[datetime, ...]
