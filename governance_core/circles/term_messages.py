"""What is said and recorded of terms: until when somebody holds a role, and who was prompted that it ends."""

from datetime import datetime

from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Command, Event, event, message


@message("circle.look_at_terms", "The end of a term is near, or has come", pressed_by=frozenset({"clock"}))
class LookAtTerms(Command):
    """Whoever facilitates each circle is prompted of the terms in it that end soon or ended."""


@event("term.set")
class TermSet(Event):
    """Somebody holds a role until a day (`2027-03-01`, where the circle is); without one from now on for good."""

    circle: CircleId
    role: str
    person: PersonId
    until: str
    at: datetime


@event("term.prompted")
class TermPrompted(Event):
    """Whoever facilitates was prompted (`asked`; None where nobody can), so many `days` before the end or after it.

    `platform` is where they get it alone, empty for the circle's home.
    """

    circle: CircleId
    role: str
    person: PersonId
    until: str
    days: int
    at: datetime
    asked: PersonId | None = None
    platform: str = ""


@event("term.put_off")
class TermPutOff(Event):
    """Whoever is to be prompted is asleep, and hears of it `later` (UTC)."""

    circle: CircleId
    role: str
    later: datetime
