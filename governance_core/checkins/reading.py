"""The port of the reading half: check-ins, their runs in a stretch of time, and what was answered in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from governance_core.checkins.model import Figure, Given
from governance_core.kernel.ids import CircleId, PersonId, StreamId


@dataclass(frozen=True, slots=True)
class CheckInLine:
    """A line about a check-in; `next_at` is UTC, None when it is not asked again by itself."""

    id: StreamId
    circle: CircleId
    key: str
    title: str
    standing: str
    every: str
    next_at: datetime | None
    open_run: int


@dataclass(frozen=True, slots=True)
class RunLine:
    """A line about a run: how many are waited for (not those away, nor optional), answered and skipped; UTC.

    `closed_at` is None while it is open; `late` counts answers after the close, which are among the answered;
    `optional` are answers of those who need not, which are not; `changed` are those given in time that are others since
    the close. `moods` is what moods came to at the close, None where that was not recorded.
    """

    id: StreamId
    run: int
    circle: CircleId
    title: str
    questions: str
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    expected: int
    answered: int
    skipped: int
    late: int
    optional: int = 0
    changed: int = 0
    moods: Mapping[str, Figure] | None = None


@dataclass(frozen=True, slots=True)
class StillInTheWay:
    """What somebody said is in their way, as it is looked after since an instant (UTC)."""

    id: StreamId
    asker: PersonId
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is known of a run elsewhere: why no metric has the figures of a question, and the blockers said in it."""

    unrecorded: Mapping[str, str] = field(default_factory=dict)
    blockers: Sequence[StillInTheWay] = ()


NOTHING_KNOWN: Final = Elsewhere()


class NamesBlockers(Protocol):
    """What check-ins know of what is in the way of people."""

    def still_in_the_way(self, circle: CircleId, askers: Sequence[PersonId]) -> Sequence[StillInTheWay]:
        """What these said in a circle and is not resolved, the oldest first."""


class NamesMetrics(Protocol):
    """What check-ins know of the numbers that circles follow."""

    def names_followed(self, circle: CircleId) -> Sequence[str]:
        """The metrics of a circle by id and name, as `M-1 Plots in use`."""

    def followed(self, circle: CircleId, words: str) -> Sequence[StreamId]:
        """The metrics of the circle that a question in these words may ask for: none, one, or all of one name."""

    def retired(self, circle: CircleId, words: str) -> Sequence[StreamId]:
        """Those that it would ask for, were they not retired."""

    def has_value(self, circle: CircleId, words: str, day: str) -> bool:
        """Whether one of either has a value of a day (`2026-03-02`)."""


class ReadsCheckIns(Protocol):
    """Check-ins across circles. Callers name the circles that may be seen."""

    def checkins(self, circles: Sequence[CircleId], ended: bool = False) -> Sequence[CheckInLine]:
        """The check-ins of these circles, the oldest first; those that ended only where that is asked for."""

    def runs(self, circles: Sequence[CircleId], since: datetime, until: datetime) -> Sequence[RunLine]:
        """The runs of these circles that opened from one instant on and before another, in order."""

    def run_of(self, checkin: StreamId, run: int) -> RunLine | None:
        """One run of a check-in."""

    def answers(
        self, checkin: StreamId, run: int, after: tuple[datetime, PersonId] | None = None, limit: int | None = None
    ) -> Sequence[tuple[PersonId, Given]]:
        """What was answered in a run, in the order of answering; at most so many, after the answer of somebody then."""

    def answer_of(self, checkin: StreamId, run: int, person: PersonId) -> Given | None:
        """What somebody answered in a run, None where they have not."""
