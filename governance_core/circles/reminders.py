"""When whoever is silent is reminded: at the instants a policy names, outside quiet hours of each, and never twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from governance_core.kernel.ids import PersonId
from governance_core.kernel.time import Duration, moved_out_of, quiet_around
from governance_core.people.model import People

TOO_SOON = timedelta(hours=6)
"""Nobody is reminded twice within this time: the later one is enough."""

BEFORE_QUIET = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Due:
    """Who is reminded `now`, who `later` as they are asleep, and on which platform those who want it `direct`."""

    now: tuple[PersonId, ...]
    later: Mapping[PersonId, datetime]
    direct: Mapping[PersonId, str]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The reminders of something that is open until `end` (UTC).

    `specs` is what the policy says: `half`, or lengths before the end. Its instants were seen to until `seen`; `later`
    are those for whom one comes at an instant of their own. One that would come in the quiet hours `awake_before`, and
    these last until the end, comes before they begin.
    """

    specs: tuple[str, ...]
    quiet_hours: str
    zone: str
    opened: datetime
    end: datetime
    seen: datetime
    later: Mapping[PersonId, datetime]
    awake_before: str = "off"

    def following(self) -> datetime | None:
        """The next instant the policy names that was not seen to yet."""
        return self._after(self.seen)

    def rings(self) -> datetime | None:
        """When somebody may have to be reminded next."""
        following = self.following()
        return min((*self.later.values(), *((following,) if following else ())), default=None)

    def due(self, awaited: Iterable[PersonId], people: People, now: datetime) -> Due | None:
        """Whom to remind of those whose answer is awaited; None where there is nothing new to say of it."""
        following = self.following()
        scheduled = following is not None and following <= now
        at_once: list[PersonId] = []
        later: dict[PersonId, datetime] = {}
        for person in awaited:
            awake = self._awake(person, people, now) if scheduled else self._put_off(person, people, now)
            if awake is not None and awake <= now:
                at_once.append(person)
            elif awake is not None and not self._another_soon(person, people, awake, now):
                later[person] = awake
        if not scheduled and not at_once and later == self.later:
            return None
        direct = {person: platform for person in at_once if (platform := reminded_on(person, people))}
        return Due(tuple(at_once), later, direct)

    def _after(self, since: datetime) -> datetime | None:
        instants = _instants(self.specs, self.opened, self.end, self.zone)
        planned = map(self._while_awake, instants)
        return next((instant for instant in planned if instant > since), None)

    def before_sleep(self, persons: Iterable[PersonId], people: People) -> Mapping[PersonId, datetime]:
        """Those whose own quiet hours swallow every reminder until the end, and when one comes before these begin."""
        planned = [self._while_awake(one) for one in _instants(self.specs, self.opened, self.end, self.zone)]
        found: dict[PersonId, datetime] = {}
        for person in persons if planned else ():
            missed = all(self._awake(person, people, one) >= self.end for one in planned)
            before = self._before(*self._quiet(person, people), planned[-1]) if missed else None
            if before is not None:
                found[person] = before
        return found

    def _while_awake(self, instant: datetime) -> datetime:
        return self._before(self.awake_before, self.zone, instant) or instant

    def _before(self, quiet_hours: str, zone: str, instant: datetime) -> datetime | None:
        """An hour before quiet hours that last until the end, or halfway to them where it opened shortly before."""
        quiet = quiet_around(quiet_hours, instant, zone)
        if quiet is None or quiet[1] < self.end or quiet[0] <= self.opened:
            return None
        return max(quiet[0] - BEFORE_QUIET, self.opened + (quiet[0] - self.opened) / 2)

    def _quiet(self, person: PersonId, people: People) -> tuple[str, str]:
        return quiet_of(person, people, self.quiet_hours, self.zone)

    def _awake(self, person: PersonId, people: People, now: datetime) -> datetime:
        return awake(person, people, now, self.quiet_hours, self.zone)

    def _put_off(self, person: PersonId, people: People, now: datetime) -> datetime | None:
        """When somebody whose reminder was put off gets it; their quiet hours may be others since."""
        then = self.later.get(person)
        return self._awake(person, people, now) if then is not None and then <= now else then

    def _another_soon(self, person: PersonId, people: People, awake: datetime, now: datetime) -> bool:
        """Whether one put off until somebody is awake would come after the end, or shortly before the next one.

        The next one does not count where they sleep through it.
        """
        following = self._after(now)
        soon = following is not None and following - awake < TOO_SOON
        return awake >= self.end or (
            soon and following is not None and self._awake(person, people, following) < self.end
        )


def quiet_of(person: PersonId | None, people: People, quiet_hours: str, zone: str) -> tuple[str, str]:
    """Somebody's quiet hours, and the zone of their clock; those given unless they chose their own."""
    known = people.present(person)
    return (known and known.quiet_hours) or quiet_hours, (known and known.zone) or zone


def awake(person: PersonId | None, people: People, now: datetime, quiet_hours: str, zone: str) -> datetime:
    """The first instant from `now` on at which somebody may be reminded; quiet hours and zone unless they have own."""
    quiet, zone = quiet_of(person, people, quiet_hours, zone)
    return moved_out_of(quiet, now, zone)


def reminded_on(person: PersonId, people: People) -> str:
    """The platform on which somebody asked for direct messages; empty for those reminded in the place."""
    known = people.present(person)
    return known.reminded_on() if known else ""


@lru_cache(maxsize=1024)
def _instants(specs: tuple[str, ...], opened: datetime, end: datetime, zone: str) -> tuple[datetime, ...]:
    """Every instant the policy names, in order: asked again at each answer, and the same each time."""
    return tuple(sorted(_instant(spec, opened, end, zone) for spec in specs))


def _instant(spec: str, opened: datetime, end: datetime, zone: str) -> datetime:
    return opened + (end - opened) / 2 if spec == "half" else Duration.parse(spec).before(end, zone)
