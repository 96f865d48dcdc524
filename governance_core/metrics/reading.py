"""The port of the reading half: metrics across circles, and their values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance_core.kernel.ids import CircleId, StreamId
from governance_core.metrics.model import Standing


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A line about a metric; the target is in hundredths, the instant UTC."""

    id: StreamId
    circle: CircleId
    name: str
    unit: str
    direction: str
    target: int | None
    standing: str
    at: datetime


class ReadsMetrics(Protocol):
    """Metrics across circles. Callers name the circles that may be seen."""

    def listed_metrics(self, circles: Sequence[CircleId], limit: int) -> Sequence[MetricRow]:
        """Those of these circles, followed ones first, the oldest in front."""

    def count_metrics(self, circles: Sequence[CircleId]) -> int:
        """How many there are."""

    def recorded_between(self, circle: CircleId, since: datetime, until: datetime) -> Sequence[MetricRow]:
        """The metrics of a circle whose value of a day was recorded after one instant and up to another (UTC)."""

    def last_values(self, metric: StreamId, until: datetime, limit: int) -> Sequence[int]:
        """Its values recorded up to an instant, in hundredths, of the latest day first."""


def folded(name: str) -> str:
    """A name as it is compared with others: spaces and capitals make no difference."""
    return " ".join(name.split()).casefold()


def metric_meant(words: str, rows: Sequence[MetricRow]) -> StreamId | None:
    """The metric that is followed and that the words mean: the oldest, where older stores have two of a name."""
    return next(iter(metrics_meant(words, rows)), None)


def metrics_meant(words: str, rows: Sequence[MetricRow], standing: Standing = Standing.FOLLOWED) -> Sequence[StreamId]:
    """The metrics that stand so and whose id the words begin with, or else whose name they are."""
    there = [row for row in rows if row.standing == standing]
    first = words.partition(" ")[0].strip(":,").casefold()
    known = [row.id for row in there if row.id.casefold() == first]
    return known or [row.id for row in there if folded(row.name) == folded(words)]
