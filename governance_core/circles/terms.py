"""Terms of roles: until when somebody holds one, and when whoever facilitates is prompted (process.md, 3, row 9)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from governance_core.circles.messages import FillRole
from governance_core.circles.model import Circle, Circles, Term, stand_in
from governance_core.circles.reminders import awake, reminded_on
from governance_core.circles.term_messages import TermPrompted, TermPutOff, TermSet
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.time import wall_instant
from governance_core.people.model import People
from governance_core.ports import Alarm

DAYS_BEFORE: Final = (14, 3, 0)
"""When whoever facilitates is prompted: so many days before the end, when the day starts there."""
ALARM: Final = "terms"


@dataclass(frozen=True, slots=True)
class Held:
    """A role with a term, who holds it where, and the zone and the hour in which a day begins there."""

    circle: Circle
    role: str
    term: Term
    zone: str
    day_starts: str

    @property
    def person(self) -> PersonId:
        """Who holds it."""
        return self.circle.roles[self.role]

    @property
    def ends(self) -> datetime:
        """When the term ends (UTC)."""
        return self.before(0)

    def before(self, days: int) -> datetime:
        """The instant (UTC) so many days before the end, when the day starts there."""
        return _instant(self.term.until, days, self.zone, self.day_starts)

    def left(self) -> list[int]:
        """The prompts still to come, in days before the end; of those that lay behind when it was named, the last."""
        told, since = self.term.told, self.term.since
        left = [days for days in DAYS_BEFORE if told is None or days < told]
        return [days for days in left if not days or self.before(days) > since]

    def due(self) -> datetime | None:
        """When the next prompt is due (UTC)."""
        if self.term.later is not None:
            return self.term.later
        left = self.left()
        return max(self.before(left[0]), self.term.since) if left else None

    def acting(self, now: datetime) -> bool:
        """Whether the term is over: the holder goes on with every right until replaced."""
        return self.ends <= now


@lru_cache(maxsize=4096)
def _instant(until: str, days: int, zone: str, day_starts: str) -> datetime:
    """Asked again at every change of any circle, and the same each time."""
    day = date.fromisoformat(until) - timedelta(days=days)
    return wall_instant(day.isoformat(), zone, day_starts)


def checked_day(until: str) -> str:
    """A day as it is kept: `2027-03-01`. Raises ValueError with the reason."""
    try:
        day = date.fromisoformat(until)
        wall_instant(until, "UTC")
    except ValueError:
        raise ValueError(f"{until} is no day on which a term could end") from None
    return day.isoformat()


def term_set(command: FillRole, held: Term | None, now: datetime) -> Iterator[Event]:
    """What changes about a term, given the one that the same holder has. Raises Invalid."""
    if command.person is None:
        return
    try:
        until = checked_day(command.until) if command.until else ""
    except ValueError as reason:
        raise Invalid(field="until", problem=f"{reason}.", fix="Write the day, as 2027-03-01.") from None
    if until != (held.until if held else ""):
        yield TermSet(circle=command.circle, role=command.role, person=command.person, until=until, at=now)


def held_terms(circle: Circle, circles: Circles) -> Iterator[Held]:
    """The roles of a circle that are held until some day."""
    if not circle.terms:
        return
    zone, day_starts = circles.zone_of(circle.id), circles.policy_of(circle.id).day_starts
    for role, term in circle.terms.items():
        yield Held(circle, role, term, zone, day_starts)


def held_in(wanted: tuple[CircleId, ...], circles: Circles) -> list[Held]:
    """The same of several circles, the first to end in front; closed ones have none."""
    found = (one for circle in wanted if (here := circles.open(circle)) for one in held_terms(here, circles))
    return sorted(found, key=lambda one: (one.ends, one.circle.id, one.role))


def sees_to(circle: Circle, everybody: People, now: datetime) -> PersonId | None:
    """Who facilitates a circle now: the facilitator, or the first of its other roles where they are away or gone."""
    holders = set(circle.roles.values())
    out = {person for person in holders if _is_missing(person, everybody, now)}
    return next(iter(stand_in(circle.roles, out, ())), None)


def _is_missing(person: PersonId, everybody: People, now: datetime) -> bool:
    away = any(absence.covers(now, now) for absence in everybody.absences(person))
    return away or everybody.present(person) is None


def alarms(state: Circles) -> tuple[Alarm, ...]:
    """When somebody is to be prompted next, of whatever term."""
    due = (one.due() for circle in state.alive() for one in held_terms(circle, state))
    first = min((instant for instant in due if instant is not None), default=None)
    return (Alarm(ALARM, first),) if first is not None else ()


def prompts(state: Circles, everybody: People, now: datetime) -> tuple[Event, ...]:
    """Who is prompted now, or once they are awake: of each term once, however long ago that was due."""
    found = (one for circle in state.alive() for one in held_terms(circle, state))
    ripe = (one for one in found if (due := one.due()) is not None and due <= now)
    return tuple(_prompt(one, state, everybody, now) for one in ripe)


def _prompt(held: Held, circles: Circles, everybody: People, now: datetime) -> Event:
    circle, left = held.circle, held.left()
    asked = sees_to(circle, everybody, now)
    later = awake(asked, everybody, now, circles.policy_of(circle.id).quiet_hours, held.zone)
    if later > now:
        return TermPutOff(circle=circle.id, role=held.role, later=later)
    reached = [days for days in left if held.before(days) <= now]
    return TermPrompted(
        circle=circle.id,
        role=held.role,
        person=held.person,
        until=held.term.until,
        days=(reached or left)[-1 if reached else 0],
        at=now,
        asked=asked,
        platform=reminded_on(asked, everybody) if asked else "",
    )


def evolve_terms(circle: Circle, event: Any) -> Circle:
    """A circle after an event about the term of a role. Raises TypeError for any other."""
    match event:
        case TermSet(role=role, until=""):
            return replace(circle, terms={known: term for known, term in circle.terms.items() if known != role})
        case TermSet(role=role, until=until, at=at):
            return replace(circle, terms={**circle.terms, role: Term(until, at)})
        case TermPrompted(role=role, days=days):
            return _with(circle, role, told=days, later=None)
        case TermPutOff(role=role, later=later):
            return _with(circle, role, later=later)
        case _:
            raise TypeError(f"circles do not know {event!r}")


def _with(circle: Circle, role: str, **changed: Any) -> Circle:
    return replace(circle, terms={**circle.terms, role: replace(circle.terms[role], **changed)})
