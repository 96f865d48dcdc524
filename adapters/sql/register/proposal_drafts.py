"""The register of drafts of proposals: what their proposers alone see, as rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, stored
from adapters.sql.tables import COMPACT, key
from governance_core.proposals.drafts_events import DraftDropped, DraftKept, DraftSubmitted


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


def _draft_kept(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute(
        "INSERT INTO proposal_drafts (org, draft, proposer, circle, title, at) VALUES (?, ?, ?, ?, ?, ?)",
        (org, recorded.stream, e.proposer, e.circle, e.title, stored(recorded.at)),
    )


def _draft_gone(connection: Connection, org: str, recorded: Any) -> None:
    connection.execute("DELETE FROM proposal_drafts WHERE org = ? AND draft = ?", (org, recorded.stream))


TABLES = (ProposalDraftRow,)
PROJECTIONS = {
    DraftKept: _draft_kept,
    DraftSubmitted: _draft_gone,
    DraftDropped: _draft_gone,
}
HALVES: dict[type, Any] = {}
