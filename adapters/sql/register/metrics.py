"""The register of metrics: what circles follow, and what each was on which day, as rows."""
# ruff: noqa: S608  every statement is put together from constants and `?` marks

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, instant, stored
from adapters.sql.register import Reading
from adapters.sql.register.proposal_reading import marks
from adapters.sql.tables import COMPACT, key
from governance_core.checkins.reading import NamesMetrics
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.metrics.events import (
    MetricAdded,
    MetricChanged,
    MetricRecorded,
    MetricReopened,
    MetricRetired,
    MetricValueRemoved,
)
from governance_core.metrics.model import Standing
from governance_core.metrics.reading import MetricRow, ReadsMetrics, metrics_meant

MOST_NAMED = 500


class MetricsRow(SQLModel, table=True):
    """A metric as it stands; `target` is in hundredths."""

    __tablename__ = "metrics"
    __table_args__ = (Index("metrics_circle", "org", "circle", "standing"), COMPACT)

    org: str = key()
    metric: str = key()
    number: int
    circle: str
    name: str = Field(sa_type=Text)
    unit: str = Field(sa_type=Text)
    direction: str
    target: int | None = None
    standing: str
    at: datetime


class MetricValuesRow(SQLModel, table=True):
    """What a metric was on a day (`2026-03-02`), in hundredths; `at` is when that was recorded."""

    __tablename__ = "metric_values"
    __table_args__ = (COMPACT,)

    org: str = key()
    metric: str = key()
    day: str = key()
    value: int
    person: str
    source: str
    at: datetime


def _added(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    number = int(recorded.stream.rpartition("-")[2])
    connection.execute(
        "INSERT INTO metrics (org, metric, number, circle, name, unit, direction, target, standing, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'followed', ?)",
        (org, recorded.stream, number, e.circle, e.name, e.unit, e.direction, e.target, stored(e.at)),
    )


def _recorded(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute(
        "INSERT INTO metric_values (org, metric, day, value, person, source, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (org, metric, day) DO UPDATE SET"
        " value = excluded.value, person = excluded.person, source = excluded.source, at = excluded.at",
        (org, recorded.stream, e.day, e.value, e.by or "", e.source, stored(e.at)),
    )


def _removed(connection: Connection, org: str, recorded: Any) -> None:
    statement = "DELETE FROM metric_values WHERE org = ? AND metric = ? AND day = ?"
    connection.execute(statement, (org, recorded.stream, recorded.event.day))


def _changed(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    statement = "UPDATE metrics SET name = ?, unit = ?, direction = ?, target = ? WHERE org = ? AND metric = ?"
    connection.execute(statement, (e.name, e.unit, e.direction, e.target, org, recorded.stream))


def _stands(standing: str) -> Any:
    def stand(connection: Connection, org: str, recorded: Any) -> None:
        statement = "UPDATE metrics SET standing = ? WHERE org = ? AND metric = ?"
        connection.execute(statement, (standing, org, recorded.stream))

    return stand


_COLUMNS = "metric, circle, name, unit, direction, target, standing, at"


class MetricsInRegister:
    """`ReadsMetrics` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def listed_metrics(self, circles: Sequence[CircleId], limit: int) -> Sequence[MetricRow]:
        """By the circle's index."""
        statement = (
            f"SELECT {_COLUMNS} FROM metrics"
            f" WHERE org = ? AND circle IN ({marks(circles)}) ORDER BY standing, number LIMIT ?"
        )
        return [_line(row) for row in self._reading.rows(statement, (self._reading.org, *circles, limit))]

    def count_metrics(self, circles: Sequence[CircleId]) -> int:
        """Of the same."""
        statement = f"SELECT COUNT(*) FROM metrics WHERE org = ? AND circle IN ({marks(circles)})"
        found: int = self._reading.rows(statement, (self._reading.org, *circles))[0][0]
        return found

    def recorded_between(self, circle: CircleId, since: datetime, until: datetime) -> Sequence[MetricRow]:
        """The oldest metric first."""
        statement = (
            f"SELECT {_COLUMNS} FROM metrics m WHERE org = ? AND circle = ? AND EXISTS (SELECT 1 FROM metric_values v"
            " WHERE v.org = m.org AND v.metric = m.metric AND v.at > ? AND v.at <= ?) ORDER BY number"
        )
        values = (self._reading.org, circle, stored(since), stored(until))
        return [_line(row) for row in self._reading.rows(statement, values)]

    def last_values(self, metric: StreamId, until: datetime, limit: int) -> Sequence[int]:
        """By the days, which are the key."""
        statement = "SELECT value FROM metric_values WHERE org = ? AND metric = ? AND at <= ? ORDER BY day DESC LIMIT ?"
        rows = self._reading.rows(statement, (self._reading.org, metric, stored(until), limit))
        return [row[0] for row in rows]


class NamesInRegister:
    """`NamesMetrics` on the same rows: what check-ins know of metrics."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._metrics = MetricsInRegister(reading)

    def names_followed(self, circle: CircleId) -> Sequence[str]:
        """Those that are not retired."""
        return [f"{row.id} {row.name}" for row in self._rows(circle) if row.standing == Standing.FOLLOWED]

    def followed(self, circle: CircleId, words: str) -> Sequence[StreamId]:
        """As they are found when answers are counted."""
        return metrics_meant(words, self._rows(circle))

    def retired(self, circle: CircleId, words: str) -> Sequence[StreamId]:
        """By the same words."""
        return metrics_meant(words, self._rows(circle), Standing.RETIRED)

    def has_value(self, circle: CircleId, words: str, day: str) -> bool:
        """By the key."""
        statement = "SELECT 1 FROM metric_values WHERE org = ? AND metric = ? AND day = ?"
        meant = (*self.followed(circle, words), *self.retired(circle, words))
        return any(self._reading.rows(statement, (self._reading.org, one, day)) for one in meant)

    def _rows(self, circle: CircleId) -> Sequence[MetricRow]:
        return self._metrics.listed_metrics([circle], MOST_NAMED)


def _line(row: Sequence[Any]) -> MetricRow:
    metric, circle, name, unit, direction, target, standing, at = row
    return MetricRow(StreamId(metric), CircleId(circle), name, unit, direction, target, standing, instant(at))


TABLES = (MetricsRow, MetricValuesRow)
PROJECTIONS = {
    MetricAdded: _added,
    MetricRecorded: _recorded,
    MetricValueRemoved: _removed,
    MetricChanged: _changed,
    MetricRetired: _stands("retired"),
    MetricReopened: _stands("followed"),
}
HALVES: dict[type, Any] = {ReadsMetrics: MetricsInRegister, NamesMetrics: NamesInRegister}
