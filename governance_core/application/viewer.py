"""Somebody's eyes: the names people have now, and the zone times are shown in."""

from dataclasses import dataclass

from governance_core.kernel.ids import PersonId
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
    """The viewer that a person is; for nobody in particular, or without a zone of their own, times are in `zone`."""
    everybody: People = reader.state(PEOPLE)
    known = everybody.present(person)
    return Eyes((known and known.zone) or zone, everybody)


def account_of(person: str, platform: str, reader: Reader) -> str | None:
    """A person's account on a platform."""
    everybody: People = reader.state(PEOPLE)
    known = everybody.persons.get(PersonId(person))
    return known.accounts.get(platform) if known else None
