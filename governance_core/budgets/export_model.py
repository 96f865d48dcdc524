"""The books as other programs read them: accounts by name, entries with whom and what for, and what they add up to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from governance_core.budgets.model import AVAILABLE, OUTSIDE, SPENT
from governance_core.budgets.reading import EntryRow
from governance_core.kernel.ids import CircleId
from governance_core.kernel.money import Unit

Place = tuple[str, ...]
"""An account of another program, from the general to the particular: `("assets", "garden", "available")`."""
OPENING: Place = ("equity", "opening")
HIDDEN: Place = ("equity", "private-circles")


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry with what the request behind it says: who is paid, and what for. Both may be empty."""

    row: EntryRow
    payee: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """What is in an account, in minor units."""

    place: Place
    unit: Unit
    minor: int


@dataclass(frozen=True, slots=True)
class Keys:
    """What circles and people are called where only plain letters will do. A circle that is not there has no name."""

    circles: Mapping[str, str]
    people: Mapping[str, str]

    def place(self, circle: str, part: str) -> Place:
        """The account of a part of a circle's envelope, or of the world outside."""
        if circle == OUTSIDE:
            return ("equity", "outside") if part == AVAILABLE else ("equity", "outside", part)
        key = self.circles.get(circle)
        if key is None:
            return HIDDEN
        return ("expenses", key) if part == SPENT else ("assets", key, part)

    def person(self, person: str | None) -> str:
        """Who entered something; the program itself has no key."""
        return self.people.get(person, person) if person else ""


@dataclass(frozen=True, slots=True)
class Volume:
    """What is written out besides the entries themselves: `opening` is what accounts held before, `closing` after.

    `accounts` are all there are, each with what people call it. Dates are those of `zone`; instants are UTC.
    """

    title: str
    zone: str
    units: Sequence[Unit]
    accounts: Mapping[Place, str]
    opening: Sequence[Sum]
    closing: Sequence[Sum]
    begins: date
    ends: date
    keys: Keys


@dataclass(frozen=True, slots=True)
class Which:
    """The entries that are wanted: of these circles (None: all there are), from an instant on, up to a number."""

    circles: Sequence[CircleId] | None
    since: datetime | None
    until: datetime | None
    last: int


class ReadsEntries(Protocol):
    """Entries in their order. Callers name the circles that may be seen."""

    def entered(self, which: Which, after: int, limit: int) -> Sequence[Entered]:
        """The entries behind a number, the oldest first."""

    def entered_count(self, which: Which) -> int:
        """How many there are."""


def postings(volume: Volume, entered: Entered) -> Iterator[tuple[Place, int]]:
    """The two sides of an entry: what came to one account and left the other, in minor units."""
    row = entered.row
    yield volume.keys.place(row.to_circle, row.to_part), row.minor
    yield volume.keys.place(row.from_circle, row.from_part), -row.minor


def opening_postings(volume: Volume) -> Iterator[tuple[Place, Unit, int]]:
    """What accounts held before, against one account that stands for all that came before."""
    for one in volume.opening:
        yield one.place, one.unit, one.minor
    for unit in volume.units:
        whole = sum(one.minor for one in volume.opening if one.unit == unit)
        if whole:
            yield OPENING, unit, -whole
