"""What features tell of a circle for its digest: a part each, as lines about items, for a stretch of time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import Final

from governance_core.cards.card import Button, Entry
from governance_core.cards.plain import one_line
from governance_core.cards.text import Money, Span, Text, text
from governance_core.kernel.ids import CircleId, PersonId, item_id

NAME_LIMIT: Final = 60
"""Characters of what an item is called."""
FEW: Final = 4
"""Under so many people no figure is said from which one of them could be told (interaction.md, 6)."""


class Part(IntEnum):
    """The parts of a digest, in the order in which they are read: what needs somebody first."""

    NEEDS = 1
    CLOSING = 2
    DECIDED = 3
    MONEY = 4
    PEOPLE = 5
    METRICS = 6
    BLOCKERS = 7
    COMING = 8
    HEALTH = 9
    BELOW = 10


TITLES: Final = {
    Part.NEEDS: "Needs the circle",
    Part.CLOSING: "Closing soon",
    Part.DECIDED: "Decided and ended",
    Part.MONEY: "Money",
    Part.PEOPLE: "Check-ins",
    Part.METRICS: "Metrics",
    Part.BLOCKERS: "Blockers and actions",
    Part.COMING: "Coming up",
    Part.HEALTH: "How deciding goes",
    Part.BELOW: "Sub-circles",
}


@dataclass(frozen=True, slots=True)
class Window:
    """What a digest tells of: a circle, after `since` and up to `until` (UTC).

    `lead` reads it alone, with what only those see who answer for the circle; None where everybody there reads it.
    """

    circle: CircleId
    since: datetime
    until: datetime
    lead: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line about an item (`ref`), or about the circle. `said` holds no words of a member but what it is `called`.

    Those are apart, because what was sent is recorded for ever, and the words of people are not. `since` is when it
    began to wait (UTC).
    """

    ref: str
    said: Text
    called: str = ""
    button: Button | None = None
    since: datetime | None = None

    @property
    def item(self) -> str:
        """The id of the item it is about; empty where it is about none."""
        return self.ref if item_id(self.ref) == self.ref else ""

    @property
    def entry(self) -> Entry:
        """How it is read: `P-42 · Fund the podcast · closes Fri 17:00`."""
        name = f"{self.ref} · {one_line(self.called, NAME_LIMIT)} · " if self.called else ""
        return Entry(text(name, self.said), self.item, self.button, self.since)


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure of a circle, said in a few words, that adds up over circles: `3 decided`, `7 of 9 checked in`.

    `of` is the whole of which it is a part. An amount of money, in minor units, has a `unit`; `exponent` is its
    decimals. `part` is that of the digest in which it stands.
    """

    what: str
    number: int
    of: int | None = None
    unit: str = ""
    exponent: int = 0
    part: int = 0

    @property
    def said(self) -> Text:
        """In words."""
        whole = (" of ", self._figure(self.of)) if self.of is not None else ()
        return text(self._figure(self.number), *whole, f" {self._counted}")

    @property
    def _counted(self) -> str:
        one, _, many = self.what.partition("|")
        return one if self.number == 1 or not many else many

    def _figure(self, number: int) -> Span:
        return Money(number, self.unit, self.exponent) if self.unit else str(number)


NEED: Final = "needs somebody|need somebody"


def added(sums: Iterable[Sum]) -> tuple[Sum, ...]:
    """The same figures of several circles added up, in the order of the parts; amounts by their unit."""
    found: dict[tuple[str, str], Sum] = {}
    for one in sums:
        known = found.get((one.what, one.unit))
        whole = None if one.of is None else one.of + (known.of or 0 if known else 0)
        number = one.number + (known.number if known else 0)
        found[one.what, one.unit] = replace(one, number=number, of=whole)
    return tuple(sorted(found.values(), key=lambda one: one.part))


def beside(now: float, before: float | None, said: str) -> str:
    """`, up from 6` where it was less before; nothing where it is not known what was."""
    if before is None:
        return ""
    return ", as before" if now == before else f", {'up' if now > before else 'down'} from {said}"


@dataclass(frozen=True, slots=True)
class Report:
    """One part of a digest. `news` says that something happened in the window, or waits for somebody.

    A digest in which nothing is news is not sent. `more` counts lines that are left out, `elsewhere` what waits for the
    lead in other circles. `sums` are its figures where the circle has one line for all of them.
    """

    part: Part
    lines: tuple[Line, ...]
    news: bool = True
    more: int = 0
    elsewhere: int = 0
    sums: tuple[Sum, ...] = ()
