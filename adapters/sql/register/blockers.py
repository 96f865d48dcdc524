"""The register of blockers: what is in the way of whom, who looks after it, and how it stands, as rows."""
# ruff: noqa: S608  every statement is put together from constants and `?` marks

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from adapters.sql.dialect import Connection, instant, stored
from adapters.sql.register import Reading
from adapters.sql.register.proposal_reading import marks
from adapters.sql.tables import COMPACT, key
from governance_core.blockers.events import (
    BlockerAcknowledged,
    BlockerAssigned,
    BlockerEscalated,
    BlockerRaised,
    BlockerReopened,
    BlockerResolved,
)
from governance_core.blockers.handing_events import (
    BlockerAccepted,
    BlockerDeclined,
    BlockerHanded,
    BlockerNotAdopted,
    BlockerTakenBack,
)
from governance_core.blockers.reading import BlockerRow, ReadsBlockers
from governance_core.checkins.reading import NamesBlockers, StillInTheWay
from governance_core.kernel.ids import CircleId, PersonId, StreamId


class BlockersRow(SQLModel, table=True):
    """A blocker as it stands: raised in `circle`, looked after in `holder`; `told_at` when it was last escalated."""

    __tablename__ = "blockers"
    __table_args__ = (
        Index("blockers_circle", "org", "circle", "standing"),
        Index("blockers_holder", "org", "holder", "standing"),
        Index("blockers_owner", "org", "owner", "standing"),
        Index("blockers_offered", "org", "offered", "standing"),
        Index("blockers_settled", "org", "holder", "settled_at"),
        COMPACT,
    )

    org: str = key()
    blocker: str = key()
    number: int
    circle: str
    holder: str
    asker: str
    owner: str
    standing: str
    words: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    at: datetime
    acknowledged_at: datetime | None = None
    told_at: datetime | None = None
    settled_at: datetime | None = None
    offered: str = Field(default="", sa_column_kwargs={"server_default": ""})


def _raised(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    number = int(recorded.stream.rpartition("-")[2])
    connection.execute(
        "INSERT INTO blockers (org, blocker, number, circle, holder, asker, owner, standing, words, source, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?)",
        (org, recorded.stream, number, e.circle, e.circle, e.asker, e.owner, e.words, e.source, stored(e.at)),
    )


def _set(connection: Connection, org: str, recorded: Any, **columns: object) -> None:
    named = ", ".join(f"{name} = ?" for name in columns)
    statement = f"UPDATE blockers SET {named} WHERE org = ? AND blocker = ?"
    connection.execute(statement, (*columns.values(), org, recorded.stream))


def _acknowledged(connection: Connection, org: str, recorded: Any) -> None:
    _set(connection, org, recorded, standing="acknowledged", acknowledged_at=stored(recorded.event.at))


def _assigned(connection: Connection, org: str, recorded: Any) -> None:
    _set(connection, org, recorded, standing="open", owner=recorded.event.owner, acknowledged_at=None)


def _resolved(connection: Connection, org: str, recorded: Any) -> None:
    _set(connection, org, recorded, standing="resolved", offered="", settled_at=stored(recorded.event.at))


def _reopened(connection: Connection, org: str, recorded: Any) -> None:
    owner = recorded.event.owner
    _set(connection, org, recorded, standing="open", owner=owner, acknowledged_at=None, settled_at=None, told_at=None)


def _escalated(connection: Connection, org: str, recorded: Any) -> None:
    if recorded.event.to:
        _set(connection, org, recorded, told_at=stored(recorded.event.at))


def _handed(connection: Connection, org: str, recorded: Any) -> None:
    _set(connection, org, recorded, offered=recorded.event.to)


def _accepted(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    seen = ("acknowledged", stored(e.at)) if e.owner == e.by else ("open", None)
    over = {"holder": e.circle, "owner": e.owner, "offered": ""}
    _set(connection, org, recorded, **over, standing=seen[0], acknowledged_at=seen[1])


def _kept(connection: Connection, org: str, recorded: Any) -> None:
    _set(connection, org, recorded, offered="")


_COLUMNS = "blocker, circle, holder, asker, owner, standing, words, at, settled_at"


class BlockersInRegister:
    """`ReadsBlockers` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def listed_blockers(
        self, circles: Sequence[CircleId], standings: Sequence[str], limit: int
    ) -> Sequence[BlockerRow]:
        """The oldest first."""
        where, values = self._where(circles, standings)
        statement = f"SELECT {_COLUMNS} FROM blockers WHERE {where} ORDER BY number LIMIT ?"
        return [_line(row) for row in self._reading.rows(statement, (*values, limit))]

    def count_blockers(self, circles: Sequence[CircleId], standings: Sequence[str]) -> int:
        """Of the same."""
        where, values = self._where(circles, standings)
        found: int = self._reading.rows(f"SELECT COUNT(*) FROM blockers WHERE {where}", values)[0][0]
        return found

    def resolved_blockers(self, circle: CircleId, since: datetime, until: datetime) -> Sequence[BlockerRow]:
        """By the index of when they were settled; what was handed on is found by that of where it was raised."""
        raised = "SELECT blocker FROM blockers WHERE org = ? AND circle = ? AND standing = 'resolved'"
        looked_after = "org = ? AND holder = ? AND settled_at > ? AND settled_at <= ?"
        handed_on = f"org = ? AND blocker IN ({raised}) AND holder <> circle AND settled_at > ? AND settled_at <= ?"
        either = (f"SELECT {_COLUMNS}, number FROM blockers WHERE {where}" for where in (looked_after, handed_on))
        statement = f"{' UNION ALL '.join(either)} ORDER BY settled_at, number"
        org, window = self._reading.org, (stored(since), stored(until))
        rows = self._reading.rows(statement, (org, circle, *window, org, org, circle, *window))
        return [_line(row[:-1]) for row in rows]

    def _where(self, circles: Sequence[CircleId], standings: Sequence[str]) -> tuple[str, tuple[object, ...]]:
        of = marks(circles)
        concerns = f"(circle IN ({of}) OR holder IN ({of}) OR offered IN ({of}))"
        where = f"org = ? AND {concerns} AND standing IN ({marks(standings)})"
        return where, (self._reading.org, *circles, *circles, *circles, *standings)

    def blockers_held(self, circle: CircleId) -> int:
        """By the holder's index."""
        where = "org = ? AND holder = ? AND standing IN ('open', 'acknowledged')"
        found: int = self._reading.rows(f"SELECT COUNT(*) FROM blockers WHERE {where}", (self._reading.org, circle))[0][
            0
        ]
        return found

    def blockers_of(self, owner: PersonId) -> Sequence[StreamId]:
        """By the owner's index."""
        statement = (
            "SELECT blocker FROM blockers WHERE org = ? AND owner = ? AND standing <> 'resolved' ORDER BY number"
        )
        return [StreamId(row[0]) for row in self._reading.rows(statement, (self._reading.org, owner))]

    def raised_by(self, circle: CircleId, asker: PersonId) -> Sequence[BlockerRow]:
        """By the circle's index."""
        where = "org = ? AND circle = ? AND standing IN ('open', 'acknowledged') AND asker = ?"
        statement = f"SELECT {_COLUMNS} FROM blockers WHERE {where} ORDER BY number"
        return [_line(row) for row in self._reading.rows(statement, (self._reading.org, circle, asker))]

    def still_in_the_way(self, circle: CircleId, askers: Sequence[PersonId]) -> Sequence[StillInTheWay]:
        """By the circle's index."""
        where = f"org = ? AND circle = ? AND standing IN ('open', 'acknowledged') AND asker IN ({marks(askers)})"
        statement = f"SELECT blocker, asker, words, at FROM blockers WHERE {where} ORDER BY number"
        rows = self._reading.rows(statement, (self._reading.org, circle, *askers))
        return [StillInTheWay(StreamId(one), PersonId(who), words, instant(at)) for one, who, words, at in rows]

    def offered_to(self, circles: Sequence[CircleId]) -> Sequence[StreamId]:
        """By its own index."""
        where = f"org = ? AND offered IN ({marks(circles)}) AND standing <> 'resolved'"
        statement = f"SELECT blocker FROM blockers WHERE {where} ORDER BY number"
        return [StreamId(row[0]) for row in self._reading.rows(statement, (self._reading.org, *circles))]


def _line(row: Sequence[Any]) -> BlockerRow:
    blocker, circle, holder, asker, owner, standing, words, at, settled_at = row
    return BlockerRow(
        StreamId(blocker), CircleId(circle), CircleId(holder), PersonId(asker), PersonId(owner), standing, words,
        instant(at), instant(settled_at) if settled_at else None,
    )  # fmt: skip


TABLES = (BlockersRow,)
PROJECTIONS = {
    BlockerRaised: _raised,
    BlockerAcknowledged: _acknowledged,
    BlockerAssigned: _assigned,
    BlockerResolved: _resolved,
    BlockerReopened: _reopened,
    BlockerEscalated: _escalated,
    BlockerHanded: _handed,
    BlockerAccepted: _accepted,
    BlockerDeclined: _kept,
    BlockerNotAdopted: _kept,
    BlockerTakenBack: _kept,
}
HALVES: dict[type, Any] = {ReadsBlockers: BlockersInRegister, NamesBlockers: BlockersInRegister}
