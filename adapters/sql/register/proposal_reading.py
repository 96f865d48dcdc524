"""The reading half of proposals: lists, what waits for whom, and answers with their receipts."""
# ruff: noqa: S608  every statement is put together from the constants of this module and `?` marks

from collections.abc import Sequence
from typing import Any

from adapters.sql.dialect import instant, stored
from adapters.sql.register import Reading
from adapters.sql.register.pages import in_circles
from governance_core.answered import Answer, Answered
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.proposals.reading import AgreementLine, DraftRow, Listed, ProposalRow

_COLUMNS = (
    "p.proposal, p.circle, p.proposer, p.title, p.stage, p.version, p.created_at, p.deadline, p.agreement, p.practice"
)
_OPEN_STAGES = ("clarify", "react", "amend", "consent", "objected")
OPEN = f"p.stage IN {_OPEN_STAGES}"
Wanted = tuple[Sequence[CircleId], Sequence[str], PersonId | None]
"""Circles, states (none means all), and whose."""
_ENDED = ("dropped", "expired")
_ELECTED = (
    f"SELECT {_COLUMNS} FROM proposals p JOIN electors e ON e.org = p.org AND e.proposal = p.proposal AND e.person = ?"
    " WHERE p.org = ? AND p.proposal IN"
    " (SELECT o.proposal FROM proposals o WHERE o.org = ? AND o.stage IN ('consent', 'objected'))"
)
"""From the few rounds that are open, not from all that somebody ever was asked in."""
_NUMBERED = "p.number + 0"
"""Sorted afterwards: in the order of an index all of them would be read, where few are wanted."""
_ANSWERED = (
    "EXISTS (SELECT 1 FROM answers a WHERE a.org = p.org"
    " AND a.proposal = p.proposal AND a.version = p.version AND a.person = e.person)"
)


def marks(values: Sequence[object]) -> str:
    """As many `?` as there are values."""
    return ", ".join("?" for _ in values)


def _few(states: Sequence[str]) -> bool:
    """Whether only open proposals are wanted, of which there are few."""
    return bool(states) and set(states) <= set(_OPEN_STAGES)


def _condition(org: str, wanted: Wanted) -> tuple[str, tuple[object, ...]]:
    circles, states, proposer = wanted
    where, values = in_circles("p.circle", circles)
    if _few(states):
        where += (
            f" AND p.proposal IN (SELECT o.proposal FROM proposals o WHERE o.org = ? AND o.stage IN ({marks(states)}))"
        )
        values = (*values, org, *states)
    elif states:
        where += f" AND p.stage IN ({marks(states)})"
        values = (*values, *states)
    return (f"{where} AND p.proposer = ?", (*values, proposer)) if proposer is not None else (where, values)


class ProposalsInRegister:
    """`ReadsProposals` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def open_in(self, circle: CircleId) -> Sequence[StreamId]:
        """The open proposals of a circle, the oldest first."""
        return self._open("circle", circle)

    def open_by(self, person: PersonId) -> Sequence[StreamId]:
        """The open proposals of a proposer, the oldest first."""
        return self._open("proposer", person)

    def agreement(self, stream: StreamId) -> AgreementLine | None:
        """Its text in force."""
        statement = "SELECT circle, title, text, version, state FROM agreements WHERE org = ? AND agreement = ?"
        rows = self._reading.rows(statement, (self._reading.org, stream))
        if not rows:
            return None
        circle, title, text, version, state = rows[0]
        return AgreementLine(CircleId(circle), title, text, version, state if state in _ENDED else "")

    def _open(self, column: str, value: str) -> Sequence[StreamId]:
        """Found by an index alone, as else all of an organisation would be read, and then put in order."""
        indexed = f"SELECT p.proposal FROM proposals p WHERE p.org = ? AND p.{column} = ? AND {OPEN}"
        statement = (
            f"SELECT q.proposal FROM proposals q WHERE q.org = ? AND q.proposal IN ({indexed}) ORDER BY q.number"
        )
        org = self._reading.org
        return [StreamId(row[0]) for row in self._reading.rows(statement, (org, org, value))]

    def listed(
        self,
        circles: Sequence[CircleId],
        states: Sequence[str],
        proposer: PersonId | None,
        limit: int,
        after: Listed | None = None,
    ) -> Sequence[ProposalRow]:
        """Open ones first, then the newest: two walks along an index, so that a page costs what it shows."""
        found: list[ProposalRow] = []
        ended = () if _few(states) else ((False, f"NOT ({OPEN})"),)
        for part, sql in ((True, OPEN), *ended):
            if after is None or part <= after.open:
                below = after.number if after is not None and after.open is part else 0
                found += self._walk(sql, (circles, states, proposer), limit - len(found), below)
        return found

    def _walk(self, part: str, wanted: Wanted, limit: int, below: int) -> list[ProposalRow]:
        condition, values = _condition(self._reading.org, wanted)
        order = _NUMBERED if _few(wanted[1]) else "p.number"
        older = " AND p.number < ?" if below else ""
        statement = f"SELECT {_COLUMNS} FROM proposals p WHERE p.org = ? AND {part} AND {condition}{older}"
        given = (self._reading.org, *values, *([below] if below else []), limit)
        return [_row(row) for row in self._reading.rows(f"{statement} ORDER BY {order} DESC LIMIT ?", given)]

    def awaiting(self, person: PersonId) -> Sequence[ProposalRow]:
        """Open rounds the person has not answered in the version in force, the oldest first."""
        statement = f"{_ELECTED} AND NOT {_ANSWERED} ORDER BY {_NUMBERED}"
        return self._elected(statement, person)

    def answerable(self, person: PersonId) -> Sequence[ProposalRow]:
        """Those not answered in the version in force before the others, the oldest first."""
        return self._elected(f"{_ELECTED} ORDER BY {_ANSWERED}, {_NUMBERED}", person)

    def _elected(self, statement: str, person: PersonId) -> list[ProposalRow]:
        org = self._reading.org
        return [_row(row) for row in self._reading.rows(statement, (person, org, org))]

    def answers_of(self, person: PersonId, limit: int, before: Answered | None = None) -> Sequence[Answer]:
        """The newest first."""
        older = " AND (a.at, a.proposal, a.receipt) < (?, ?, ?)" if before else ""
        statement = (
            "SELECT a.proposal, p.title, a.version, a.answer, a.at, a.receipt FROM answers a"
            " JOIN proposals p ON p.org = a.org AND p.proposal = a.proposal"
            f" WHERE a.org = ? AND a.person = ?{older} ORDER BY a.at DESC, a.proposal DESC, a.receipt DESC LIMIT ?"
        )
        values = (stored(before.at), before.item, before.number) if before else ()
        rows = self._reading.rows(statement, (self._reading.org, person, *values, limit))
        return [Answer(StreamId(p), t, v, answer, instant(at), r) for p, t, v, answer, at, r in rows]

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
