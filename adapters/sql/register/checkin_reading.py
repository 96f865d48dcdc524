"""The reading half of check-ins: those of a circle, how their runs went, and what was answered."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.sql.dialect import instant, stored
from adapters.sql.register import Reading
from adapters.sql.register.proposal_reading import marks
from governance_core.checkins.evolve import unpacked
from governance_core.checkins.model import Figure, Given
from governance_core.checkins.reading import CheckInLine, RunLine
from governance_core.kernel.ids import CircleId, PersonId, StreamId

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
