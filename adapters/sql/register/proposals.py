"""The register of proposals: what is open where, who is awaited, what was answered and objected, as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, stored
from adapters.sql.register.proposal_reading import ProposalsInRegister
from adapters.sql.tables import COMPACT, key
from governance_core.proposals.escalating_events import ProposalEscalated
from governance_core.proposals.events import (
    AnswerGiven,
    DraftDropped,
    DraftKept,
    DraftSubmitted,
    ElectorLeft,
    ObjectionBecameConcern,
    ObjectionRaised,
    ObjectionResolved,
    ObjectionReworded,
    ObjectionTakenOver,
    ObjectionWithdrawn,
    ProposalAdopted,
    ProposalAmended,
    ProposalCreated,
    ProposalEnded,
    ProposalForwarded,
    ProposalOrphaned,
    ProposalRecorded,
    ProposalSponsored,
    RoundExtended,
    RoundOpened,
    RoundResumed,
)
from governance_core.proposals.messages.outages import RoundGraced
from governance_core.proposals.reading import ReadsProposals
from governance_core.proposals.shaping_events import StageOpened
from governance_core.proposals.spelling_events import ProposalCorrected
from governance_core.proposals.testing_events import AppealDecided, ObjectionAppealed, ObjectionSetAside


class ProposalRow(SQLModel, table=True):
    """A proposal as it stands. `deadline` is empty while the clock is stopped."""

    __tablename__ = "proposals"
    __table_args__ = (
        Index("proposals_circle", "org", "circle", "stage"),
        Index("proposals_proposer", "org", "proposer", "stage"),
        Index("proposals_number", "org", "number"),
        Index("proposals_of", "org", "circle", "number"),
        Index("proposals_by", "org", "proposer", "number"),
        Index("proposals_stage", "org", "stage", "number"),
        Index("proposals_ended", "org", "circle", "ended_at"),
        COMPACT,
    )

    org: str = key()
    proposal: str = key()
    number: int
    circle: str
    proposer: str
    stage: str
    version: int
    title: str = Field(sa_type=Text)
    driver: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    created_at: datetime
    deadline: datetime | None = None
    ended_at: datetime | None = None
    agreement: str = ""
    practice: bool


class ElectorRow(SQLModel, table=True):
    """Somebody who may answer the version in force."""

    __tablename__ = "electors"
    __table_args__ = (Index("electors_person", "org", "person"), COMPACT)

    org: str = key()
    proposal: str = key()
    person: str = key()


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


class ProposalDraftRow(SQLModel, table=True):
    """A draft only its proposer sees."""

    __tablename__ = "proposal_drafts"
    __table_args__ = (Index("proposal_drafts_proposer", "org", "proposer"), COMPACT)

    org: str = key()
    draft: str = key()
    proposer: str
    circle: str
    title: str = Field(sa_type=Text)
    at: datetime


def _created(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    number = int(recorded.stream.rpartition("-")[2])
    row = (
        org,
        recorded.stream,
        number,
        e.circle,
        e.proposer,
        e.title,
        e.driver,
        e.text,
        stored(recorded.at),
        e.practice,
    )
    connection.execute(
        "INSERT INTO proposals (org, proposal, number, circle, proposer, stage, version, title, driver, text,"
        " created_at, agreement, practice) VALUES (?, ?, ?, ?, ?, 'consent', 1, ?, ?, ?, ?, '', ?)",
        row,
    )


def _opened(connection: Connection, org: str, recorded: Any) -> None:
    e, proposal = recorded.event, recorded.stream
    blocking = "SELECT 1 FROM objections WHERE org = ? AND proposal = ? AND state = 'open'"
    blocked = connection.execute(blocking, (org, proposal)).fetchone() is not None
    stage, deadline = ("objected", None) if blocked else ("consent", stored(e.deadline))
    statement = "UPDATE proposals SET stage = ?, deadline = ?, version = ? WHERE org = ? AND proposal = ?"
    connection.execute(statement, (stage, deadline, e.version, org, proposal))
    _electors(connection, org, proposal, e.electors)


def _stage_opened(connection: Connection, org: str, recorded: Any) -> None:
    e, proposal = recorded.event, recorded.stream
    statement = "UPDATE proposals SET stage = ?, deadline = ?, version = ? WHERE org = ? AND proposal = ?"
    connection.execute(statement, (e.stage.value, stored(e.until), e.version, org, proposal))
    _electors(connection, org, proposal, e.electors)


def _electors(connection: Connection, org: str, proposal: str, persons: Sequence[str]) -> None:
    connection.execute("DELETE FROM electors WHERE org = ? AND proposal = ?", (org, proposal))
    rows = [(org, proposal, person) for person in persons]
    connection.executemany("INSERT INTO electors (org, proposal, person) VALUES (?, ?, ?)", rows)


def _amended(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    statement = "UPDATE proposals SET title = ?, driver = ?, text = ? WHERE org = ? AND proposal = ?"
    connection.execute(statement, (e.title, e.driver, e.text, org, recorded.stream))


def _corrected(connection: Connection, org: str, recorded: Any) -> None:
    _amended(connection, org, recorded)
    if recorded.event.deadline is not None:
        statement = "UPDATE proposals SET deadline = ? WHERE org = ? AND proposal = ?"
        connection.execute(statement, (stored(recorded.event.deadline), org, recorded.stream))


def _forwarded(connection: Connection, org: str, recorded: Any) -> None:
    statement = "UPDATE proposals SET circle = ? WHERE org = ? AND proposal = ?"
    connection.execute(statement, (recorded.event.circle, org, recorded.stream))


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
    _stop(connection, org, recorded, "objected")
    _answer(connection, org, recorded, "objection", "")


def _stop(connection: Connection, org: str, recorded: Any, stage: str) -> None:
    statement = "UPDATE proposals SET stage = ?, deadline = NULL WHERE org = ? AND proposal = ?"
    connection.execute(statement, (stage, org, recorded.stream))


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
    _stop(connection, org, recorded, "objected")
    _answer(connection, org, recorded, "objection", "")


def _appeal_decided(connection: Connection, org: str, recorded: Any) -> None:
    if not recorded.event.reopened:
        _set_aside(connection, org, recorded)


def _clock_set(connection: Connection, org: str, recorded: Any) -> None:
    statement = (
        "UPDATE proposals SET stage = CASE stage WHEN 'objected' THEN 'consent' ELSE stage END, deadline = ?"
        " WHERE org = ? AND proposal = ?"
    )
    connection.execute(statement, (stored(recorded.event.deadline), org, recorded.stream))


def _elector_left(connection: Connection, org: str, recorded: Any) -> None:
    where = (org, recorded.stream, recorded.event.person)
    connection.execute("DELETE FROM electors WHERE org = ? AND proposal = ? AND person = ?", where)


def _orphaned(connection: Connection, org: str, recorded: Any) -> None:
    statement = "UPDATE proposals SET deadline = NULL WHERE org = ? AND proposal = ?"
    connection.execute(statement, (org, recorded.stream))


def _sponsored(connection: Connection, org: str, recorded: Any) -> None:
    statement = "UPDATE proposals SET proposer = ? WHERE org = ? AND proposal = ?"
    connection.execute(statement, (recorded.event.person, org, recorded.stream))


def _adopted(connection: Connection, org: str, recorded: Any) -> None:
    _finish(connection, org, recorded, "adopted")


def _ended(connection: Connection, org: str, recorded: Any) -> None:
    _finish(connection, org, recorded, recorded.event.stage.value)


def _escalated(connection: Connection, org: str, recorded: Any) -> None:
    _finish(connection, org, recorded, "escalated")


def _finish(connection: Connection, org: str, recorded: Any, stage: str) -> None:
    statement = "UPDATE proposals SET stage = ?, deadline = NULL, ended_at = ? WHERE org = ? AND proposal = ?"
    connection.execute(statement, (stage, stored(recorded.at), org, recorded.stream))


def _recorded(connection: Connection, org: str, recorded: Any) -> None:
    statement = "UPDATE proposals SET agreement = ? WHERE org = ? AND proposal = ?"
    connection.execute(statement, (recorded.event.agreement, org, recorded.stream))


def _draft_kept(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute(
        "INSERT INTO proposal_drafts (org, draft, proposer, circle, title, at) VALUES (?, ?, ?, ?, ?, ?)",
        (org, recorded.stream, e.proposer, e.circle, e.title, stored(recorded.at)),
    )


def _draft_gone(connection: Connection, org: str, recorded: Any) -> None:
    connection.execute("DELETE FROM proposal_drafts WHERE org = ? AND draft = ?", (org, recorded.stream))


TABLES = (ProposalRow, ElectorRow, AnswerRow, ObjectionRow, ProposalDraftRow)
PROJECTIONS = {
    ProposalCreated: _created,
    RoundOpened: _opened,
    StageOpened: _stage_opened,
    ProposalAmended: _amended,
    ProposalCorrected: _corrected,
    ProposalForwarded: _forwarded,
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
    RoundResumed: _clock_set,
    RoundExtended: _clock_set,
    RoundGraced: _clock_set,
    ElectorLeft: _elector_left,
    ProposalOrphaned: _orphaned,
    ProposalSponsored: _sponsored,
    ProposalAdopted: _adopted,
    ProposalEnded: _ended,
    ProposalEscalated: _escalated,
    ProposalRecorded: _recorded,
    DraftKept: _draft_kept,
    DraftSubmitted: _draft_gone,
    DraftDropped: _draft_gone,
}
HALVES: dict[type, Any] = {ReadsProposals: ProposalsInRegister}
