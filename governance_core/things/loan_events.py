"""What happens to loans of things, kept for ever."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event, event, personal
from governance_core.things.model import Standing, Step


@event("loan.asked")
class LoanAsked(Event):
    """Somebody wants so many from `start` up to `until` (UTC; typed in `zone`): held from now on.

    `keepers` are asked to accept; nobody, where it is booked at once or the circle decides (`proposed`).
    """

    loan: int
    borrower: PersonId
    quantity: int
    start: datetime
    until: datetime
    zone: str
    at: datetime
    keepers: tuple[PersonId, ...] = ()
    proposed: bool = False
    purpose: str = personal("borrower", default="")


@event("loan.proposed")
class LoanProposed(Event):
    """The proposal that decides it."""

    loan: int
    borrower: PersonId
    proposal: str


@event("loan.booked")
class LoanBooked(Event):
    """It is theirs for that time. `person` accepted it; nobody where it is lent freely or the circle decided."""

    loan: int
    borrower: PersonId
    start: datetime
    until: datetime
    at: datetime
    person: PersonId | None = None
    by_circle: bool = False


@event("loan.declined")
class LoanDeclined(Event):
    """Not this time, and why."""

    loan: int
    borrower: PersonId
    start: datetime
    until: datetime
    at: datetime
    person: PersonId | None = None
    outcome: str = ""
    reason: str = personal("person", default="")


@event("loan.lent")
class LoanLent(Event):
    """It is with the borrower since `at`; `person` handed it out, nobody where it began by itself."""

    loan: int
    borrower: PersonId
    until: datetime
    at: datetime
    person: PersonId | None = None


@event("loan.not_there")
class LoanNotThere(Event):
    """It should have begun, and what was booked is damaged, or not back: the `late` have it still."""

    loan: int
    borrower: PersonId
    at: datetime
    keepers: tuple[PersonId, ...] = ()
    late: tuple[PersonId, ...] = ()


@event("loan.returned")
class LoanReturned(Event):
    """It is back; those whose time has begun are `waiting` for it."""

    loan: int
    borrower: PersonId
    until: datetime
    at: datetime
    person: PersonId
    waiting: tuple[PersonId, ...] = ()


@event("loan.extended")
class LoanExtended(Event):
    """It lasts until another instant (UTC)."""

    loan: int
    borrower: PersonId
    until: datetime
    at: datetime
    person: PersonId


@event("loan.longer_asked")
class LoanLongerAsked(Event):
    """The borrower would like to keep it up to `wants` (UTC), which takes its place until somebody answers."""

    loan: int
    borrower: PersonId
    until: datetime
    wants: datetime
    at: datetime
    keepers: tuple[PersonId, ...] = ()


@event("loan.longer_refused")
class LoanLongerRefused(Event):
    """It is to be back as it was agreed, and why."""

    loan: int
    borrower: PersonId
    until: datetime
    at: datetime
    person: PersonId
    reason: str = personal("person", default="")


@event("loan.cancelled")
class LoanCancelled(Event):
    """It does not take place; `left` because the borrower left the organisation."""

    loan: int
    borrower: PersonId
    start: datetime
    until: datetime
    at: datetime
    person: PersonId
    left: bool = False
    proposal: str = ""
    reason: str = personal("person", default="")


@event("loan.ended")
class LoanEnded(Event):
    """Its time is over: it was used (`over`), not decided or not picked up."""

    loan: int
    borrower: PersonId
    start: datetime
    until: datetime
    how: Standing
    at: datetime
    proposal: str = ""


@event("loan.reminded")
class LoanReminded(Event):
    """These were reminded. `direct`: on that platform alone, or (an empty word) wherever they are."""

    loan: int
    borrower: PersonId
    step: Step
    until: datetime
    at: datetime
    persons: tuple[PersonId, ...] = ()
    direct: Mapping[PersonId, str] = field(default_factory=dict)


@event("loan.reminder_put_off")
class LoanReminderPutOff(Event):
    """Whoever is to be reminded is asleep until then (UTC)."""

    loan: int
    borrower: PersonId
    step: Step
    until: datetime


@event("loan.orphaned")
class LoanOrphaned(Event):
    """Whoever has it left the organisation: it is to be fetched."""

    loan: int
    borrower: PersonId
    until: datetime
    at: datetime
    keepers: tuple[PersonId, ...] = ()


@event("loan.handed_over")
class LoanHandedOver(Event):
    """The borrower is known as somebody else now."""

    loan: int
    borrower: PersonId
    to: PersonId


Ended = LoanDeclined | LoanReturned | LoanCancelled | LoanEnded
"""A loan is over."""
