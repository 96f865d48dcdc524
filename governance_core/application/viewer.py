"""Somebody's eyes: the names people have now, and the zone times are shown in."""

from dataclasses import dataclass

from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import PersonId
from governance_core.kernel.time import known_zone, zone_exists
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader


@dataclass(frozen=True, slots=True)
class Eyes:
    """A viewer (see `cards.plain.Viewer`), as the people were when it was made."""

    zone: str
    people: People

    def name(self, person: PersonId) -> str:
        """How the person is called now."""
        return self.people.name(person)


def eyes(person: PersonId | None, zone: str, reader: Reader) -> Eyes:
    """A person's eyes: times in their own zone, else the organisation's; for nobody in particular in `zone`."""
    everybody: People = reader.state(PEOPLE)
    known = everybody.present(person)
    if known is None:
        return Eyes(known_zone(zone), everybody)
    circles: Circles = reader.state(CIRCLES)
    own = known.zone if zone_exists(known.zone) else ""
    return Eyes(own or known_zone(circles.organisation.zone), everybody)


def account_of(person: str, platform: str, reader: Reader) -> str | None:
    """A person's account on a platform."""
    everybody: People = reader.state(PEOPLE)
    known = everybody.persons.get(PersonId(person))
    return known.accounts.get(platform) if known else None
