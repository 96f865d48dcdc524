"""A shared thing as nouns: what it is, who keeps it, how it is lent, and the loans of it that are not over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from governance_core.kernel.ids import CircleId, PersonId


class Kind(StrEnum):
    """What a thing is. A room, a licence and machine hours are used where they are: nobody hands them out."""

    ROOM = "room"
    TOOL = "tool"
    VEHICLE = "vehicle"
    LICENCE = "licence"
    HOURS = "hours"
    OTHER = "other"


class Lending(StrEnum):
    """How a thing is lent: booked at once, when its keeper accepts, or when the circle consents."""

    FREELY = "freely"
    REQUEST = "request"
    CONSENT = "consent"


class Reach(StrEnum):
    """Who may borrow it: those with a seat in its circle, those below it as well, or everybody."""

    CIRCLE = "circle"
    BELOW = "below"
    ALL = "all"


class Standing(StrEnum):
    """How a loan stands."""

    ASKED = "asked"
    PROPOSED = "proposed"
    BOOKED = "booked"
    OUT = "lent"
    RETURNED = "returned"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    LAPSED = "not picked up"
    OVER = "over"


class Step(StrEnum):
    """What the clock does for a loan."""

    BEGIN = "begin"
    END = "end"
    SOON = "soon"
    OVERDUE = "overdue"
    LATE = "late"


IN_PLACE: Final = (Kind.ROOM, Kind.LICENCE, Kind.HOURS)
UNDECIDED: Final = (Standing.ASKED, Standing.PROPOSED)
REMEMBERED: Final = 20
"""So many loans that are over are remembered, so that a late or second press is told what became of them."""


@dataclass(frozen=True, slots=True)
class Loan:
    """So many of a thing for somebody, from `start` up to `until` (UTC, the end not in it; typed in `zone`).

    `told` are the steps the clock has taken, `later` those put off while people sleep. `lent_at` is when it was handed
    out; `orphaned` when whoever has it left the organisation. `proposal` decides it, where the circle does. `wants` is
    until when (UTC) the borrower asked to keep it, as long as nobody answered that.
    """

    number: int
    borrower: PersonId
    quantity: int
    start: datetime
    until: datetime
    standing: Standing
    zone: str
    purpose: str = ""
    lent_at: datetime | None = None
    told: tuple[Step, ...] = ()
    later: Mapping[Step, datetime] = field(default_factory=dict)
    orphaned: bool = False
    proposal: str = ""
    wants: datetime | None = None

    def is_late(self, now: datetime) -> bool:
        """Whether it should be back by now."""
        return self.standing is Standing.OUT and self.until <= now


@dataclass(frozen=True)
class Thing:
    """A shared thing as it stands. `broken` of its `quantity` are out of use; `longest` is the longest loan, `off` for
    no limit, or empty: as the circle's rules say.

    `loans` are those that are not over, by number, of `count` so far; `over` are the last that are, with how they
    ended. `edition` counts what the keepers said of it.
    """

    circle: CircleId = CircleId("")
    name: str = ""
    sort: Kind = Kind.OTHER
    quantity: int = 1
    lending: Lending = Lending.FREELY
    reach: Reach = Reach.CIRCLE
    longest: str = ""
    place: str = ""
    edition: int = 0
    retired: bool = False
    broken: int = 0
    damage: str = ""
    damaged_by: PersonId | None = None
    loans: Mapping[int, Loan] = field(default_factory=dict)
    count: int = 0
    over: tuple[tuple[int, Standing], ...] = ()

    @property
    def is_handed_out(self) -> bool:
        """Whether it leaves its place with whoever borrows it."""
        return self.sort not in IN_PLACE

    @property
    def usable(self) -> int:
        """How many of it can be used."""
        return max(self.quantity - self.broken, 0)

    @property
    def out(self) -> int:
        """How many are with borrowers now."""
        return sum(one.quantity for one in self.loans.values() if one.standing is Standing.OUT)
