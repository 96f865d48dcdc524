"""The register of check-ins: when each is asked, how its runs went, and what was answered, as rows."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, instant, stored
from adapters.sql.register import Reading
from adapters.sql.register.proposal_reading import marks
from adapters.sql.tables import COMPACT, key
from governance_core.checkins.events import (
    CheckInAnswered,
    CheckInChanged,
    CheckInCreated,
    CheckInEnded,
    CheckInPaused,
    CheckInRescheduled,
    CheckInResumed,
    CheckInSkipped,
    QuestionsRelabelled,
    RunClosed,
    RunOpened,
    RunsMissed,
)
from governance_core.checkins.evolve import unpacked
from governance_core.checkins.metrics_named import relabelled
from governance_core.checkins.model import Figure, Given
from governance_core.checkins.reading import CheckInLine, ReadsCheckIns, RunLine
from governance_core.kernel.ids import CircleId, PersonId, StreamId


class CheckInRow(SQLModel, table=True):
    """A check-in as it stands; `open_run` is 0 when none is open."""

    __tablename__ = "checkins"
    __table_args__ = (Index("checkins_circle", "org", "circle", "standing"), COMPACT)

    org: str = key()
    checkin: str = key()
    number: int
    circle: str
    key: str
    title: str = Field(sa_type=Text)
    standing: str
    every: str
    next_at: datetime | None = None
    open_run: int


class CheckInRunRow(SQLModel, table=True):
    """A run: `expected` are those who were asked, are not optional and not away; `optional` their ids, a line each."""

    __tablename__ = "checkin_runs"
    __table_args__ = (Index("checkin_runs_circle", "org", "circle", "opened_at"), COMPACT)

    org: str = key()
    checkin: str = key()
    run: int = key()
    circle: str
    title: str = Field(sa_type=Text)
    questions: str = Field(sa_type=Text)
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None
    expected: int
    optional: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    moods: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})


class CheckInAnswerRow(SQLModel, table=True):
    """What somebody answered in a run: a text for each question, as a list in JSON; empty when they skipped it."""

    __tablename__ = "checkin_answers"
    __table_args__ = (Index("checkin_answers_person", "org", "person"), COMPACT)

    org: str = key()
    checkin: str = key()
    run: int = key()
    person: str = key()
    at: datetime
    by: str | None = None
    late: bool
    early: bool
    skipped: bool
    words: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    changed: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})


def _created(connection: Connection, org: str, recorded: Any) -> None:
    e, number = recorded.event, int(recorded.stream.rpartition("-")[2])
    connection.execute(
        "INSERT INTO checkins (org, checkin, number, circle, key, title, standing, every, next_at, open_run)"
        " VALUES (?, ?, ?, ?, ?, ?, 'active', ?, ?, 0)",
        (org, recorded.stream, number, e.circle, e.key, e.plan.title, e.plan.every, stored(e.next_at)),
    )


def _set(connection: Connection, org: str, recorded: Any, **values: object) -> None:
    columns = ", ".join(f"{name} = ?" for name in values)
    statement = f"UPDATE checkins SET {columns} WHERE org = ? AND checkin = ?"  # noqa: S608
    connection.execute(statement, (*values.values(), org, recorded.stream))


def _at(moment: datetime | None) -> str | None:
    return stored(moment) if moment else None


def _changed(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    _set(connection, org, recorded, title=e.plan.title, every=e.plan.every, next_at=_at(e.next_at))


def _planned(connection: Connection, org: str, recorded: Any) -> None:
    _set(connection, org, recorded, next_at=_at(recorded.event.next_at))


def _paused(connection: Connection, org: str, recorded: Any) -> None:
    _set(connection, org, recorded, standing="paused", next_at=None)


def _resumed(connection: Connection, org: str, recorded: Any) -> None:
    _set(connection, org, recorded, standing="active", next_at=_at(recorded.event.next_at))


def _ended(connection: Connection, org: str, recorded: Any) -> None:
    _set(connection, org, recorded, standing="ended", next_at=None, open_run=0)
    connection.execute(
        "UPDATE checkin_runs SET closed_at = ? WHERE org = ? AND checkin = ? AND closed_at IS NULL",
        (stored(recorded.event.at), org, recorded.stream),
    )


def _opened(connection: Connection, org: str, recorded: Any) -> None:
    """Early answers to questions that are others now do not count."""
    e = recorded.event
    _set(connection, org, recorded, next_at=_at(e.next_at), open_run=e.run)
    connection.execute(
        "INSERT INTO checkin_runs"
        " (org, checkin, run, circle, title, questions, opened_at, closes_at, expected, optional)"
        " SELECT org, checkin, ?, circle, ?, ?, ?, ?, ?, ? FROM checkins WHERE org = ? AND checkin = ?",
        (e.run, e.plan.title, e.plan.questions, stored(e.at), stored(e.closes_at), _expected(e),
         "".join(f"{person}\n" for person in e.plan.optional), org, recorded.stream),
    )  # fmt: skip
    connection.execute(
        f"DELETE FROM checkin_answers WHERE org = ? AND checkin = ? AND run = ? AND person NOT IN ({marks(e.early)})",  # noqa: S608
        (org, recorded.stream, e.run, *e.early),
    )


def _relabelled(connection: Connection, org: str, recorded: Any) -> None:
    """The last run, which may be open, is called as it is asked now."""
    last = "run = (SELECT max(run) FROM checkin_runs WHERE org = ? AND checkin = ?)"
    of = (org, recorded.stream)
    found = connection.execute(
        f"SELECT run, questions FROM checkin_runs WHERE org = ? AND checkin = ? AND {last}",  # noqa: S608
        (*of, *of),
    ).fetchall()
    for run, questions in found:
        connection.execute(
            "UPDATE checkin_runs SET questions = ? WHERE org = ? AND checkin = ? AND run = ?",
            (relabelled(questions, recorded.event.labels), *of, run),
        )


def _expected(opened: RunOpened) -> int:
    out = {*opened.away, *opened.plan.optional}
    return sum(person not in out for person in opened.roster)


def _answered(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    late = e.late and not e.in_time
    row = (org, recorded.stream, e.run, e.person, stored(e.at), e.by, late, e.early, False, e.words, "", e.in_time)
    _written(connection, row)


def _skipped(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    row = (org, recorded.stream, e.run, e.person, stored(e.at), None, e.late, False, True, "[]", e.reason, False)
    _written(connection, row)


def _written(connection: Connection, row: tuple[object, ...]) -> None:
    connection.execute(
        "INSERT INTO checkin_answers (org, checkin, run, person, at, by, late, early, skipped, words, reason, changed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (org, checkin, run, person) DO UPDATE SET"
        " at = excluded.at, by = excluded.by, late = excluded.late, early = excluded.early,"
        " skipped = excluded.skipped, words = excluded.words, reason = excluded.reason,"
        " changed = excluded.changed",
        row,
    )


def _closed(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    _set(connection, org, recorded, open_run=0)
    connection.execute(
        "UPDATE checkin_runs SET closed_at = ?, expected = ?, moods = ? WHERE org = ? AND checkin = ? AND run = ?",
        (stored(e.at), e.expected - e.optional, _moods(e.moods), org, recorded.stream, e.run),
    )


def _moods(moods: Mapping[str, Figure] | None) -> str:
    """As they are kept, blank where nobody recorded them."""
    if moods is None:
        return ""
    return json.dumps({label: [one.total, one.count] for label, one in moods.items()}, sort_keys=True)


_ANSWER = (
    "SELECT person, words, at, by, late, early, skipped, reason, changed FROM checkin_answers"
    " WHERE org = ? AND checkin = ? AND run = ?"
)
_NEED_NOT = "(instr('\n' || r.optional, '\n' || a.person || '\n') > 0)"
_OF_RUN = "r.checkin, r.run, r.circle, r.title, r.questions, r.opened_at, r.closes_at, r.closed_at, r.expected, r.moods"
_RUN = f"""
 SELECT {_OF_RUN}, COALESCE(SUM(NOT a.skipped AND NOT {_NEED_NOT}), 0), COALESCE(SUM(a.skipped), 0),
 COALESCE(SUM(a.late AND NOT a.skipped), 0), COALESCE(SUM(NOT a.skipped AND {_NEED_NOT}), 0),
 COALESCE(SUM(a.changed), 0) FROM checkin_runs r
 LEFT JOIN checkin_answers a ON a.org = r.org AND a.checkin = r.checkin AND a.run = r.run"""  # noqa: S608
_GROUP = f" GROUP BY {_OF_RUN}"


class CheckInsInRegister:
    """`ReadsCheckIns` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def checkins(self, circles: Sequence[CircleId], ended: bool = False) -> Sequence[CheckInLine]:
        """By the circle's index."""
        standing = "" if ended else " AND standing <> 'ended'"
        statement = (
            "SELECT checkin, circle, key, title, standing, every, next_at, open_run FROM checkins"  # noqa: S608
            f" WHERE org = ? AND circle IN ({marks(circles)}){standing} ORDER BY number"
        )
        return [_line(row) for row in self._reading.rows(statement, (self._reading.org, *circles))]

    def runs(self, circles: Sequence[CircleId], since: datetime, until: datetime) -> Sequence[RunLine]:
        """By the circle's index."""
        where = f" WHERE r.org = ? AND r.circle IN ({marks(circles)}) AND r.opened_at >= ? AND r.opened_at < ?"
        values = (self._reading.org, *circles, stored(since), stored(until))
        rows = self._reading.rows(f"{_RUN}{where}{_GROUP} ORDER BY r.opened_at, r.checkin", values)
        return [_run_line(row) for row in rows]

    def run_of(self, checkin: StreamId, run: int) -> RunLine | None:
        """By its key."""
        where = " WHERE r.org = ? AND r.checkin = ? AND r.run = ?"
        rows = self._reading.rows(f"{_RUN}{where}{_GROUP}", (self._reading.org, checkin, run))
        return _run_line(rows[0]) if rows else None

    def answers(
        self, checkin: StreamId, run: int, after: tuple[datetime, PersonId] | None = None, limit: int | None = None
    ) -> Sequence[tuple[PersonId, Given]]:
        """By the run's key."""
        behind, place = (" AND (at, person) > (?, ?)", (stored(after[0]), after[1])) if after else ("", ())
        most = f" LIMIT {int(limit)}" if limit is not None else ""
        statement = f"{_ANSWER}{behind} ORDER BY at, person{most}"
        return [_answer(row) for row in self._reading.rows(statement, (self._reading.org, checkin, run, *place))]

    def answer_of(self, checkin: StreamId, run: int, person: PersonId) -> Given | None:
        """By its key."""
        rows = self._reading.rows(f"{_ANSWER} AND person = ?", (self._reading.org, checkin, run, person))
        return _answer(rows[0])[1] if rows else None


def _line(row: Sequence[Any]) -> CheckInLine:
    checkin, circle, name, title, standing, every, next_at, open_run = row
    coming = instant(next_at) if next_at else None
    return CheckInLine(StreamId(checkin), CircleId(circle), name, title, standing, every, coming, open_run)


def _run_line(row: Sequence[Any]) -> RunLine:
    checkin, run, circle, title, questions, opened, closes, closed, expected, moods, answered, *counts = row
    skipped, late, optional, changed = counts
    return RunLine(
        StreamId(checkin), run, CircleId(circle), title, questions, instant(opened), instant(closes),
        instant(closed) if closed else None, max(expected, answered), answered, skipped, late, optional, changed,
        _figures(moods),
    )  # fmt: skip


def _figures(moods: str) -> Mapping[str, Figure] | None:
    return {label: Figure(*one) for label, one in json.loads(moods).items()} if moods else None


def _answer(row: Sequence[Any]) -> tuple[PersonId, Given]:
    person, words, at, by, late, early, skipped, reason, changed = row
    given = Given(
        unpacked(words),
        instant(at),
        PersonId(by) if by else None,
        bool(late),
        bool(early),
        bool(skipped),
        reason,
        bool(changed),
    )
    return PersonId(person), given


TABLES = (CheckInRow, CheckInRunRow, CheckInAnswerRow)
PROJECTIONS = {
    CheckInCreated: _created,
    CheckInChanged: _changed,
    CheckInRescheduled: _planned,
    RunsMissed: _planned,
    CheckInPaused: _paused,
    CheckInResumed: _resumed,
    CheckInEnded: _ended,
    QuestionsRelabelled: _relabelled,
    RunOpened: _opened,
    RunClosed: _closed,
    CheckInAnswered: _answered,
    CheckInSkipped: _skipped,
}
HALVES: dict[type, Any] = {ReadsCheckIns: CheckInsInRegister}
