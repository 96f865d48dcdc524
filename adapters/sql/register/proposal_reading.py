"""The reading half of proposals: lists, what waits for whom, and answers with their receipts."""
# ruff: noqa: S608  every statement is put together from the constants of this module and `?` marks

from collections.abc import Sequence
from typing import Any

from adapters.sql.dialect import instant
from adapters.sql.register import Reading
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.proposals.reading import AgreementLine, AnswerRow, DraftRow, ProposalRow

_COLUMNS = (
    "p.proposal, p.circle, p.proposer, p.title, p.stage, p.version, p.created_at, p.deadline, p.agreement, p.practice"
)
_IN_ROUND = "p.stage IN ('consent', 'objected')"
OPEN = "p.stage IN ('clarify', 'react', 'amend', 'consent', 'objected')"
_ELECTED = (
    f"SELECT {_COLUMNS} FROM electors e JOIN proposals p ON p.org = e.org AND p.proposal = e.proposal"
    f" WHERE e.org = ? AND e.person = ? AND {_IN_ROUND}"
)
_ANSWERED = (
    "EXISTS (SELECT 1 FROM answers a WHERE a.org = p.org"
    " AND a.proposal = p.proposal AND a.version = p.version AND a.person = e.person)"
)


def marks(values: Sequence[object]) -> str:
    """As many `?` as there are values."""
    return ", ".join("?" for _ in values)


class ProposalsInRegister:
    """`ReadsProposals` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def open_in(self, circle: CircleId) -> Sequence[StreamId]:
        """The open proposals of a circle, the oldest first."""
        return self._ids("p.circle = ?", circle)

    def open_by(self, person: PersonId) -> Sequence[StreamId]:
        """The open proposals of a proposer, the oldest first."""
        return self._ids("p.proposer = ?", person)

    def agreement(self, stream: StreamId) -> AgreementLine | None:
        """Its text in force."""
        statement = "SELECT circle, title, text, version FROM agreements WHERE org = ? AND agreement = ?"
        rows = self._reading.rows(statement, (self._reading.org, stream))
        return AgreementLine(CircleId(rows[0][0]), *rows[0][1:]) if rows else None

    def _ids(self, condition: str, value: str) -> Sequence[StreamId]:
        statement = f"SELECT p.proposal FROM proposals p WHERE p.org = ? AND {condition} AND {OPEN} ORDER BY p.number"
        return [StreamId(row[0]) for row in self._reading.rows(statement, (self._reading.org, value))]

    def listed(
        self, circles: Sequence[CircleId], states: Sequence[str], proposer: PersonId | None, limit: int
    ) -> Sequence[ProposalRow]:
        """Open ones first, then the newest."""
        condition, values = self._wanted(circles, states, proposer)
        statement = (
            f"SELECT {_COLUMNS} FROM proposals p WHERE {condition}"
            f" ORDER BY CASE WHEN {OPEN} THEN 0 ELSE 1 END, p.number DESC LIMIT ?"
        )
        return [_row(row) for row in self._reading.rows(statement, (*values, limit))]

    def count(self, circles: Sequence[CircleId], states: Sequence[str], proposer: PersonId | None) -> int:
        """How many there are."""
        condition, values = self._wanted(circles, states, proposer)
        return int(self._reading.rows(f"SELECT COUNT(*) FROM proposals p WHERE {condition}", values)[0][0])

    def _wanted(
        self, circles: Sequence[CircleId], states: Sequence[str], proposer: PersonId | None
    ) -> tuple[str, list[object]]:
        condition = f"p.org = ? AND p.circle IN ({marks(circles)})"
        values: list[object] = [self._reading.org, *circles]
        if states:
            condition += f" AND p.stage IN ({marks(states)})"
            values.extend(states)
        if proposer is not None:
            condition += " AND p.proposer = ?"
            values.append(proposer)
        return condition, values

    def awaiting(self, person: PersonId) -> Sequence[ProposalRow]:
        """Open rounds the person has not answered in the version in force, the oldest first."""
        statement = f"{_ELECTED} AND NOT {_ANSWERED} ORDER BY p.number"
        return [_row(row) for row in self._reading.rows(statement, (self._reading.org, person))]

    def answerable(self, person: PersonId) -> Sequence[ProposalRow]:
        """Those not answered in the version in force before the others, the oldest first."""
        statement = f"{_ELECTED} ORDER BY {_ANSWERED}, p.number"
        return [_row(row) for row in self._reading.rows(statement, (self._reading.org, person))]

    def answers_of(self, person: PersonId, limit: int) -> Sequence[AnswerRow]:
        """The newest first."""
        statement = (
            "SELECT a.proposal, p.title, a.version, a.answer, a.at, a.receipt FROM answers a"
            " JOIN proposals p ON p.org = a.org AND p.proposal = a.proposal"
            " WHERE a.org = ? AND a.person = ? ORDER BY a.at DESC, a.receipt DESC LIMIT ?"
        )
        rows = self._reading.rows(statement, (self._reading.org, person, limit))
        return [AnswerRow(StreamId(p), t, v, answer, instant(at), f"{p}.{r}") for p, t, v, answer, at, r in rows]

    def drafts_of(self, person: PersonId) -> Sequence[DraftRow]:
        """The newest first."""
        statement = "SELECT draft, circle, title FROM proposal_drafts WHERE org = ? AND proposer = ? ORDER BY at DESC"
        rows = self._reading.rows(statement, (self._reading.org, person))
        return [DraftRow(StreamId(draft), CircleId(circle), title) for draft, circle, title in rows]


def _row(row: tuple[Any, ...]) -> ProposalRow:
    proposal, circle, proposer, title, stage, version, created_at, deadline, agreement, practice = row
    return ProposalRow(
        id=StreamId(proposal),
        circle=CircleId(circle),
        proposer=PersonId(proposer),
        title=title,
        stage=stage,
        version=version,
        opened_at=instant(created_at),
        deadline=instant(deadline) if deadline else None,
        agreement=agreement,
        practice=bool(practice),
    )
