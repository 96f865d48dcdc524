"""The register of proposals: what is open where, who may answer it, and what became of it, as rows."""

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
    ElectorLeft,
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


def stop_clock(connection: Connection, org: str, recorded: Any, stage: str) -> None:
    """Nothing runs out while the proposal is in this stage."""
    statement = "UPDATE proposals SET stage = ?, deadline = NULL WHERE org = ? AND proposal = ?"
    connection.execute(statement, (stage, org, recorded.stream))


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


TABLES = (ProposalRow, ElectorRow)
PROJECTIONS = {
    ProposalCreated: _created,
    RoundOpened: _opened,
    StageOpened: _stage_opened,
    ProposalAmended: _amended,
    ProposalCorrected: _corrected,
    ProposalForwarded: _forwarded,
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
}
HALVES: dict[type, Any] = {ReadsProposals: ProposalsInRegister}
