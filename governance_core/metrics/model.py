"""A metric as nouns: what is followed in which unit, where it should go, and its values by day."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from governance_core.kernel.ids import CircleId, PersonId

DECIMALS: Final = 2
"""Values are kept in hundredths, as whole numbers."""
KEPT: Final = 120
"""So many of the latest values a metric knows itself; the register has all of them."""


class Standing(StrEnum):
    """How a metric stands."""

    NOTHING = ""
    FOLLOWED = "followed"
    RETIRED = "retired"


class Direction(StrEnum):
    """Where a metric should go: more is better, less is better, or as near its target as can be."""

    UP = "up"
    DOWN = "down"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Value:
    """What it was on a day (`2026-03-02`, in the circle's zone), in hundredths; `at` (UTC) it was recorded.

    `by` is None where a check-in recorded it, and `source` is that check-in. Where it was put right, `instead_of` is
    what was recorded before, `instead_by` by whom.
    """

    day: str
    value: int
    at: datetime
    by: PersonId | None = None
    source: str = ""
    instead_of: int | None = None
    instead_by: PersonId | None = None


@dataclass(frozen=True)
class Metric:
    """A metric as it stands: its values in the order of their days. `target` is in hundredths; instants are UTC.

    `reached_on` is the day by which it was where it should go, as its circle knows; `was` what it was called before it
    was changed last.
    """

    circle: CircleId = CircleId("")
    name: str = ""
    unit: str = ""
    direction: Direction = Direction.UP
    target: int | None = None
    by: PersonId = PersonId("")
    at: datetime | None = None
    standing: Standing = Standing.NOTHING
    values: tuple[Value, ...] = ()
    retired_by: PersonId | None = None
    retired_at: datetime | None = None
    reached_on: str = ""
    was: str = ""

    @property
    def is_followed(self) -> bool:
        """Whether values are still recorded."""
        return self.standing is Standing.FOLLOWED

    def on(self, day: str) -> Value | None:
        """Its value of a day, if it has one."""
        return next((one for one in self.values if one.day == day), None)

    @property
    def is_there(self) -> bool:
        """Whether its last value is where it should go."""
        if self.target is None or not self.values:
            return False
        return is_there(self.values[-1].value, self.target, self.direction)


def is_there(value: int, target: int, direction: Direction) -> bool:
    """Whether a value is where a metric should go."""
    away = target - value
    return {Direction.UP: away <= 0, Direction.DOWN: away >= 0, Direction.TARGET: away == 0}[direction]


def called(name: str, unit: str) -> str:
    """`Plots in use, in plots`: a metric where its figures are said without their unit."""
    return f"{name}, in {unit}" if unit else name
