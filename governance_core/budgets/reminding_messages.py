"""The reminder of those who can approve a request, and what happens with it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Command, Event, event, message


@message("budget.remind", "Those who can approve a request are reminded", pressed_by=frozenset({"clock"}))
class RemindApprovers(Command):
    """Whoever could approve it and has not yet."""

    id: StreamId


@event("budget.approvers_reminded")
class ApproversReminded(Event):
    """These were reminded; `later` are those asleep now, with the instant they are reminded at.

    `direct` are those of them who are told alone, with the platform they asked for, or none where they have no seat in
    the circle: they are not named in its place.
    """

    at: datetime
    persons: tuple[PersonId, ...]
    later: Mapping[PersonId, datetime]
    direct: Mapping[PersonId, str] = field(default_factory=dict)
