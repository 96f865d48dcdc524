"""The register of what was said in rounds: answers and objections, and what became of them, as rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, stored
from adapters.sql.register.proposals import stop_clock
from adapters.sql.tables import COMPACT, key
from governance_core.proposals.events import AnswerGiven
from governance_core.proposals.objections_events import (
    ObjectionBecameConcern,
    ObjectionRaised,
    ObjectionResolved,
    ObjectionReworded,
    ObjectionTakenOver,
    ObjectionWithdrawn,
)
from governance_core.proposals.testing_events import AppealDecided, ObjectionAppealed, ObjectionSetAside


class AnswerRow(SQLModel, table=True):
    """The last answer of somebody to a version; `receipt` is the version of the stream that recorded it."""

    __tablename__ = "answers"
    __table_args__ = (Index("answers_person", "org", "person", "at"), COMPACT)

    org: str = key()
    proposal: str = key()
    version: int = key()
    person: str = key()
    answer: str
    words: str = Field(sa_type=Text)
    at: datetime
    receipt: int


class ObjectionRow(SQLModel, table=True):
    """An objection and what became of it."""

    __tablename__ = "objections"
    __table_args__ = (COMPACT,)

    org: str = key()
    proposal: str = key()
    number: int = key()
    person: str
    version: int
    harm: str = Field(sa_type=Text)
    safe: str = Field(sa_type=Text)
    state: str


_ANSWER = (
    "INSERT INTO answers (org, proposal, version, person, answer, words, at, receipt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (org, proposal, version, person) DO UPDATE SET answer = excluded.answer, words = excluded.words,"
    " at = excluded.at, receipt = excluded.receipt"
)


def _answer(connection: Connection, org: str, recorded: Any, answer: str, words: str) -> None:
    e = recorded.event
    row = (org, recorded.stream, e.version, e.person, answer, words, stored(recorded.at), recorded.version)
    connection.execute(_ANSWER, row)


def _answered(connection: Connection, org: str, recorded: Any) -> None:
    _answer(connection, org, recorded, recorded.event.answer.value, recorded.event.words)


def _raised(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute(
        "INSERT INTO objections (org, proposal, number, person, version, harm, safe, state)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'open')",
        (org, recorded.stream, e.number, e.person, e.version, e.harm, e.safe),
    )
    stop_clock(connection, org, recorded, "objected")
    _answer(connection, org, recorded, "objection", "")


def _reworded(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    statement = "UPDATE objections SET harm = ?, safe = ? WHERE org = ? AND proposal = ? AND number = ?"
    connection.execute(statement, (e.harm, e.safe, org, recorded.stream, e.number))
    _answer(connection, org, recorded, "objection", "")


_OBJECTION_STATE = "UPDATE objections SET state = ? WHERE org = ? AND proposal = ? AND number = ?"


def _withdrawn(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    state = "concern" if e.into.value == "concern" else "withdrawn"
    connection.execute(_OBJECTION_STATE, (state, org, recorded.stream, e.number))
    _answer(connection, org, recorded, e.into.value, e.words)


def _resolved(connection: Connection, org: str, recorded: Any) -> None:
    connection.execute(_OBJECTION_STATE, ("resolved", org, recorded.stream, recorded.event.number))


def _became_concern(connection: Connection, org: str, recorded: Any) -> None:
    connection.execute(_OBJECTION_STATE, ("concern", org, recorded.stream, recorded.event.number))


def _taken_over(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    statement = "UPDATE objections SET person = ? WHERE org = ? AND proposal = ? AND number = ?"
    connection.execute(statement, (e.person, org, recorded.stream, e.number))
    _answer(connection, org, recorded, "objection", "")


def _set_aside(connection: Connection, org: str, recorded: Any) -> None:
    _became_concern(connection, org, recorded)
    _kept(connection, org, recorded)


def _kept(connection: Connection, org: str, recorded: Any) -> None:
    """Their answer, unless they object otherwise as well."""
    e = recorded.event
    others = "SELECT 1 FROM objections WHERE org = ? AND proposal = ? AND person = ? AND state = 'open'"
    if connection.execute(others, (org, recorded.stream, e.person)).fetchone() is not None:
        return
    said = "SELECT harm FROM objections WHERE org = ? AND proposal = ? AND number = ?"
    found = connection.execute(said, (org, recorded.stream, e.number)).fetchone()
    _answer(connection, org, recorded, "kept", found[0] if found else "")


def _appealed(connection: Connection, org: str, recorded: Any) -> None:
    connection.execute(_OBJECTION_STATE, ("open", org, recorded.stream, recorded.event.number))
    stop_clock(connection, org, recorded, "objected")
    _answer(connection, org, recorded, "objection", "")


def _appeal_decided(connection: Connection, org: str, recorded: Any) -> None:
    if not recorded.event.reopened:
        _set_aside(connection, org, recorded)


TABLES = (AnswerRow, ObjectionRow)
PROJECTIONS = {
    AnswerGiven: _answered,
    ObjectionRaised: _raised,
    ObjectionReworded: _reworded,
    ObjectionWithdrawn: _withdrawn,
    ObjectionResolved: _resolved,
    ObjectionBecameConcern: _became_concern,
    ObjectionTakenOver: _taken_over,
    ObjectionSetAside: _set_aside,
    ObjectionAppealed: _appealed,
    AppealDecided: _appeal_decided,
}
HALVES: dict[type, Any] = {}
