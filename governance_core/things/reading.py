"""The port of the reading half: shared things and their loans across circles, one line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance_core.kernel.ids import CircleId, PersonId, StreamId


@dataclass(frozen=True, slots=True)
class ThingRow:
    """A line about a thing that is not retired."""

    id: StreamId
    circle: CircleId
    name: str
    kind: str
    quantity: int
    lending: str
    out: int
    broken: int


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A line about a loan that is not over; instants are UTC, `at` is when it was asked for, `wants` until when the
    borrower asked to keep it, as long as nobody answered.
    """

    id: StreamId
    loan: int
    circle: CircleId
    name: str
    borrower: PersonId
    quantity: int
    start: datetime
    until: datetime
    standing: str
    zone: str
    at: datetime
    wants: datetime | None = None


class ReadsThings(Protocol):
    """Things across circles. Callers name the circles that may be seen."""

    def listed_things(self, circles: Sequence[CircleId]) -> Sequence[ThingRow]:
        """The things of these circles, in the order of their names."""

    def things_in(self, circle: CircleId) -> Sequence[StreamId]:
        """The things that a circle keeps, the oldest first."""

    def loans_of(self, person: PersonId) -> Sequence[LoanRow]:
        """The loans of a person that are not over, by when they begin."""

    def loans_in(self, circles: Sequence[CircleId], standing: str) -> Sequence[LoanRow]:
        """The loans of these circles' things that stand so, the oldest first."""

    def longer_asked(self, circles: Sequence[CircleId]) -> Sequence[LoanRow]:
        """The loans of these circles' things that the borrowers asked to keep for longer, by their ids."""

    def broken_in(self, circles: Sequence[CircleId]) -> Sequence[ThingRow]:
        """The things of these circles of which some are out of use."""
