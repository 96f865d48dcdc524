"""Digests as nouns: which circles have one, when the next is due, and up to when everything was told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from governance_core.kernel.ids import CircleId, PersonId, StreamId

DIGESTS = StreamId("digests")
_STRETCH: Final = re.compile(r"(\d{1,11})-(\d{1,11})")


def stretch(since: datetime, until: datetime) -> str:
    """A stretch of time as a button carries it: seconds since 1970 (UTC)."""
    return f"{int(since.timestamp())}-{int(until.timestamp())}"


def stretch_of(written: str) -> tuple[datetime, datetime] | None:
    """The stretch a button carries; None where it is none, or ends before it begins."""
    found = _STRETCH.fullmatch(written)
    if found is None or int(found[1]) >= int(found[2]):
        return None
    return datetime.fromtimestamp(int(found[1]), UTC), datetime.fromtimestamp(int(found[2]), UTC)


@dataclass(frozen=True, slots=True)
class Followed:
    """A circle with a digest: its schedule as `written`, and as it is counted from the day it was set (`cadence`).

    `due` is the next time (UTC), empty where the schedule never happens again.
    """

    written: str
    cadence: str
    zone: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """A line as it was told, without the words of people: `said` in the form of `cards.kept`, and its button.

    `press` is the button's id on the wire; `since` is when it began to wait (UTC).
    """

    ref: str
    said: str
    label: str = ""
    press: str = ""
    confirm: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a digest as it was told: its lines, how many were left out, how many things waited elsewhere."""

    part: int
    lines: tuple[Told, ...]
    more: int = 0
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Earlier:
    """Somebody's digest that stands for the one before it too, which was not handed to them: it begins then (UTC).

    `missed` is how many more it stands for, as the bot was not running.
    """

    since: datetime
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Pending:
    """The digest of somebody who answers for a circle, until they are awake or it is their hour (`due`, UTC)."""

    circle: CircleId
    person: PersonId
    platform: str
    due: datetime
    since: datetime
    until: datetime
    missed: int
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Digests:
    """Every circle with a digest, up to when each circle was told what happens in it, and what is to be handed.

    `posted` is when each circle was last sent one (UTC).
    """

    followed: Mapping[CircleId, Followed] = field(default_factory=dict)
    told: Mapping[CircleId, datetime] = field(default_factory=dict)
    pending: tuple[Pending, ...] = ()
    posted: Mapping[CircleId, datetime] = field(default_factory=dict)

    def due_by(self, now: datetime) -> tuple[CircleId, ...]:
        """The circles whose digest is due."""
        return tuple(circle for circle, one in self.followed.items() if one.due is not None and one.due <= now)
