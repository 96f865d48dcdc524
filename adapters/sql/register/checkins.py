"""The register of check-ins: when each is asked, how its runs went, and what was answered, as rows."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, stored
from adapters.sql.register.checkin_reading import CheckInsInRegister
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
from governance_core.checkins.metrics_named import relabelled
from governance_core.checkins.model import Figure
from governance_core.checkins.reading import ReadsCheckIns


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
