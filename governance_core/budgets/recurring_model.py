"""Allocations that are made again in every period: the rule, its next day, and what could not be allocated yet."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.money import Unit
from governance_core.kernel.time import wall_instant

MONTHLY, QUARTERLY = "monthly", "quarterly"
MONTHS: Final = {MONTHLY: 1, QUARTERLY: 3}
CARRY, RETURN = "carry", "return"
APART: Final = ";"
"""Between a rule and one of its periods, as a button names both: `1;2026-03`."""


@dataclass(frozen=True, slots=True)
class Owed:
    """The allocation of a period that the envelope above had too little for, since an instant (UTC)."""

    period: str
    minor: int
    source: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Recurring:
    """`minor` units are allocated to a circle in every period, on `day` (the last one in shorter months).

    `period` (`2026-03`) is the next, due at an instant (UTC), and `done` the last that came; `given` is what was
    allocated for it, of which the rest goes back at its end where `leftover` says so. `owed` is the oldest first.
    `source` is the circle whose keeper set it up, empty for the world outside, None where that is not known.
    """

    number: int
    circle: CircleId
    minor: int
    unit: str
    exponent: int
    every: str
    day: int
    leftover: str
    period: str
    due: datetime
    by: PersonId | None = None
    done: str = ""
    given: int = 0
    owed: tuple[Owed, ...] = ()
    source: str | None = None

    @property
    def of(self) -> Unit:
        """What it is an amount of."""
        return Unit(self.unit, self.exponent)


def following(period: str, every: str) -> str:
    """The period after one: `2026-12` leads to `2027-01`, and by quarters to `2027-03`."""
    year, month = (int(part) for part in period.split("-"))
    months = year * 12 + month - 1 + MONTHS[every]
    return f"{months // 12:04}-{months % 12 + 1:02}"


def day_of(period: str, day: int, zone: str, day_starts: str) -> datetime:
    """The instant (UTC) when a period's allocation is due: on that day, or on the last of a shorter month."""
    year, month = (int(part) for part in period.split("-"))
    return wall_instant(f"{period}-{min(day, monthrange(year, month)[1]):02}", zone, day_starts)


_MONTHS: Final = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def is_period(written: str) -> bool:
    """Whether it is the name of a period, such as `2026-03`."""
    year, _, month = written.partition("-")
    return len(year) == 4 and (year + month).isascii() and (year + month).isdigit() and 1 <= int(month) <= 12


def month_words(period: str) -> str:
    """`March 2026` for `2026-03`."""
    year, month = period.split("-")
    return f"{_MONTHS[int(month) - 1]} {year}"
