"""What features tell of a circle for its digest: a part each, as lines about items, for a stretch of time."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final

from governance_core.cards.card import Button, Entry
from governance_core.cards.plain import one_line
from governance_core.cards.text import Text, text
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
        return Entry(text(name, self.said), self.ref, self.button, self.since)


@dataclass(frozen=True, slots=True)
class Report:
    """One part of a digest. `news` says that something happened in the window, or waits for somebody.

    A digest in which nothing is news is not sent. `more` counts lines that are left out, `elsewhere` what waits for the
    lead in other circles.
    """

    part: Part
    lines: tuple[Line, ...]
    news: bool = True
    more: int = 0
    elsewhere: int = 0
