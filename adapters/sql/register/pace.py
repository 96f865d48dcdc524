"""The register of how rounds go: what is stuck, what closes, what ended when; from the rows of proposals."""
# ruff: noqa: S608  every statement is put together from the constants of this module and `?` marks

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from adapters.sql.dialect import instant, stored
from adapters.sql.register import Reading
from adapters.sql.register.proposal_reading import OPEN
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.proposals.pace import Closing, Ended, Pace, ReadsPace, Stuck

MOST_TIMED = 2000
"""So many of the newest adoptions are looked at for the middle of how long they took."""
_OF_CIRCLE = "p.org = ? AND p.circle = ? AND NOT p.practice"
_OPEN_IN = (
    "p.org = ? AND NOT p.practice AND p.proposal IN"
    " (SELECT o.proposal FROM proposals o WHERE o.org = ? AND o.circle = ? AND o.ended_at IS NULL)"
)
"""The few that are open, told by the index of when they ended: else SQLite reads all of an organisation."""
_ENDED = f"{_OF_CIRCLE} AND p.ended_at > ? AND p.ended_at <= ?"
_SAID = "a.org = p.org AND a.proposal = p.proposal AND a.version = p.version"


def _answers(kind: str) -> str:
    return f"(SELECT count(*) FROM answers a WHERE {_SAID} AND a.answer = '{kind}')"


def _in(stage: str) -> str:
    return f"COALESCE(sum(CASE WHEN p.stage = '{stage}' THEN 1 ELSE 0 END), 0)"


_ANSWERED = (
    "(SELECT count(*) FROM electors e JOIN answers a ON a.org = e.org AND a.proposal = e.proposal"
    " AND a.person = e.person WHERE e.org = p.org AND e.proposal = p.proposal AND a.version = p.version)"
)
_ELECTORS = "(SELECT count(*) FROM electors e WHERE e.org = p.org AND e.proposal = p.proposal)"
_OBJECTIONS = "(SELECT count(*) FROM objections o WHERE o.org = p.org AND o.proposal = p.proposal)"
_OBJECTED = f"(SELECT min(a.at) FROM answers a WHERE {_SAID} AND a.answer = 'objection')"
_TOUCHED = "COALESCE((SELECT max(a.at) FROM answers a WHERE a.org = p.org AND a.proposal = p.proposal), p.created_at)"


class PaceInRegister:
    """`ReadsPace` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def stuck(self, circle: CircleId, limit: int) -> Sequence[Stuck]:
        """Along the index of a circle's stages."""
        since = f"COALESCE({_OBJECTED}, p.created_at)"
        statement = (
            f"SELECT p.proposal, p.title, {since} FROM proposals p WHERE {_OPEN_IN} AND p.stage = 'objected'"
            " ORDER BY 3, p.number LIMIT ?"
        )
        rows = self._reading.rows(statement, (*self._open(circle), limit))
        return [Stuck(StreamId(proposal), title, instant(at)) for proposal, title, at in rows]

    def closing(self, circle: CircleId, until: datetime, limit: int) -> Sequence[Closing]:
        """Of the open rounds only."""
        statement = (
            f"SELECT p.proposal, p.title, p.deadline, {_ANSWERED}, {_ELECTORS} FROM proposals p WHERE {_OPEN_IN}"
            " AND p.stage = 'consent' AND p.deadline <= ? ORDER BY p.deadline, p.number LIMIT ?"
        )
        rows = self._reading.rows(statement, (*self._open(circle), stored(until), limit))
        return [Closing(StreamId(proposal), title, instant(at), *counts) for proposal, title, at, *counts in rows]

    def ended(self, circle: CircleId, since: datetime, until: datetime, limit: int) -> Sequence[Ended]:
        """Along the index of when a circle's proposals ended."""
        statement = (
            f"SELECT p.proposal, p.title, p.stage, p.agreement, {_answers('consent')}, {_answers('concern')}"
            f" FROM proposals p WHERE {_ENDED} ORDER BY p.ended_at, p.number LIMIT ?"
        )
        rows = self._reading.rows(statement, (*self._window(circle, since, until), limit))
        return [Ended(StreamId(proposal), *rest) for proposal, *rest in rows]

    def count_ended(self, circle: CircleId, since: datetime, until: datetime) -> int:
        """From the index alone."""
        statement = f"SELECT count(*) FROM proposals p WHERE {_ENDED}"
        return int(self._reading.rows(statement, self._window(circle, since, until))[0][0])

    def pace(self, circle: CircleId, since: datetime, until: datetime, fewest: int) -> Pace:
        """Sums, and the middle of the times to adoption."""
        statement = (
            f"SELECT count(*), {_in('adopted')}, {_in('lapsed')}, COALESCE(sum(objections), 0),"
            " COALESCE(sum(CASE WHEN electors >= ? THEN electors ELSE 0 END), 0),"
            " COALESCE(sum(CASE WHEN electors >= ? THEN answered ELSE 0 END), 0),"
            " COALESCE(sum(CASE WHEN electors >= ? AND stage = 'adopted' AND answered < electors THEN 1 ELSE 0 END), 0)"
            f" FROM (SELECT p.stage, {_OBJECTIONS} objections, {_ELECTORS} electors, {_ANSWERED} answered"
            f" FROM proposals p WHERE {_ENDED}) p"
        )
        [sums] = self._reading.rows(statement, (fewest, fewest, fewest, *self._window(circle, since, until)))
        return Pace(*(*sums, self._to_adoption(circle, since, until)))

    def _to_adoption(self, circle: CircleId, since: datetime, until: datetime) -> timedelta | None:
        statement = (
            f"SELECT p.created_at, p.ended_at FROM proposals p WHERE {_ENDED} AND p.stage = 'adopted'"
            f" ORDER BY p.ended_at DESC LIMIT {MOST_TIMED}"
        )
        rows = self._reading.rows(statement, self._window(circle, since, until))
        took = [(instant(ended) - instant(created)).total_seconds() for created, ended in rows]
        return timedelta(seconds=median(took)) if took else None

    def count_quiet(self, circle: CircleId, before: datetime) -> int:
        """Of the open ones only."""
        statement = f"SELECT count(*) FROM proposals p WHERE {_OPEN_IN} AND {OPEN} AND {_TOUCHED} < ?"
        return int(self._reading.rows(statement, (*self._open(circle), stored(before)))[0][0])

    def _open(self, circle: CircleId) -> tuple[object, ...]:
        return (self._reading.org, self._reading.org, circle)

    def _window(self, circle: CircleId, since: datetime, until: datetime) -> tuple[object, ...]:
        return (self._reading.org, circle, stored(since), stored(until))


TABLES: tuple[Any, ...] = ()
PROJECTIONS: dict[Any, Any] = {}
HALVES: dict[type, Any] = {ReadsPace: PaceInRegister}
