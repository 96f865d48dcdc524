"""The register of actions: what is to be done by whom and by when, and how it stands, as rows."""
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
from governance_core.actions.events import (
    ActionAdded,
    ActionChanged,
    ActionDeclined,
    ActionDropped,
    ActionFinished,
    ActionHanded,
    ActionReopened,
)
from governance_core.actions.reading import ActionRow, ReadsActions
from governance_core.kernel.ids import CircleId, PersonId, StreamId


class ActionsRow(SQLModel, table=True):
    """An action as it stands: `owner` does it until `due`; `source` is the item it comes from."""

    __tablename__ = "actions"
    __table_args__ = (
        Index("actions_circle", "org", "circle", "standing"),
        Index("actions_owner", "org", "owner", "standing"),
        Index("actions_settled", "org", "circle", "settled_at"),
        COMPACT,
    )

    org: str = key()
    action: str = key()
    number: int
    circle: str
    owner: str
    adder: str
    standing: str
    words: str = Field(sa_type=Text)
    link: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    at: datetime
    due: datetime | None = None
    settled_at: datetime | None = None


def _added(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    number = int(recorded.stream.rpartition("-")[2])
    connection.execute(
        "INSERT INTO actions (org, action, number, circle, owner, adder, standing, words, link, source, at, due)"
        " VALUES (?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?)",
        (org, recorded.stream, number, e.circle, e.owner, e.by, e.words, e.link, e.source, stored(e.at), _maybe(e.due)),
    )


def _maybe(at: datetime | None) -> object:
    return stored(at) if at else None


def _set(connection: Connection, org: str, recorded: Any, **columns: object) -> None:
    named = ", ".join(f"{name} = ?" for name in columns)
    statement = f"UPDATE actions SET {named} WHERE org = ? AND action = ?"
    connection.execute(statement, (*columns.values(), org, recorded.stream))


def _changed(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    _set(connection, org, recorded, owner=e.owner, words=e.words, link=e.link, due=_maybe(e.due))


def _handed(connection: Connection, org: str, recorded: Any) -> None:
    _set(connection, org, recorded, owner=recorded.event.owner)


def _settled(standing: str) -> Any:
    def settle(connection: Connection, org: str, recorded: Any) -> None:
        _set(connection, org, recorded, standing=standing, settled_at=stored(recorded.event.at))

    return settle


def _reopened(connection: Connection, org: str, recorded: Any) -> None:
    _set(connection, org, recorded, standing="open", owner=recorded.event.owner, settled_at=None)


_COLUMNS = "action, circle, owner, standing, words, at, due"
_ORDER = "due IS NULL, due, number"


class ActionsInRegister:
    """`ReadsActions` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def listed_actions(
        self, circles: Sequence[CircleId], standing: str, owner: PersonId | None, limit: int
    ) -> Sequence[ActionRow]:
        """What is due first in front, what has no day last."""
        where, values = self._where(circles, standing, owner)
        statement = f"SELECT {_COLUMNS} FROM actions WHERE {where} ORDER BY {_ORDER} LIMIT ?"
        return [_line(row) for row in self._reading.rows(statement, (*values, limit))]

    def count_actions(self, circles: Sequence[CircleId], standing: str, owner: PersonId | None) -> int:
        """Of the same."""
        where, values = self._where(circles, standing, owner)
        found: int = self._reading.rows(f"SELECT COUNT(*) FROM actions WHERE {where}", values)[0][0]
        return found

    def done_actions(self, circle: CircleId, since: datetime, until: datetime) -> Sequence[ActionRow]:
        """By the index of when they were settled."""
        where = "org = ? AND circle = ? AND settled_at > ? AND settled_at <= ? AND standing = 'done'"
        statement = f"SELECT {_COLUMNS} FROM actions WHERE {where} ORDER BY settled_at, number"
        values = (self._reading.org, circle, stored(since), stored(until))
        return [_line(row) for row in self._reading.rows(statement, values)]

    def _where(
        self, circles: Sequence[CircleId], standing: str, owner: PersonId | None
    ) -> tuple[str, tuple[object, ...]]:
        where = f"org = ? AND circle IN ({marks(circles)}) AND standing = ?"
        values = (self._reading.org, *circles, standing)
        return (where, values) if owner is None else (f"{where} AND owner = ?", (*values, owner))

    def actions_of(self, owner: PersonId) -> Sequence[StreamId]:
        """By the owner's index."""
        statement = f"SELECT action FROM actions WHERE org = ? AND owner = ? AND standing = 'open' ORDER BY {_ORDER}"
        return [StreamId(row[0]) for row in self._reading.rows(statement, (self._reading.org, owner))]


def _line(row: Sequence[Any]) -> ActionRow:
    action, circle, owner, standing, words, at, due = row
    then = instant(due) if due else None
    return ActionRow(StreamId(action), CircleId(circle), PersonId(owner), standing, words, instant(at), then)


TABLES = (ActionsRow,)
PROJECTIONS = {
    ActionAdded: _added,
    ActionChanged: _changed,
    ActionDeclined: _handed,
    ActionHanded: _handed,
    ActionFinished: _settled("done"),
    ActionDropped: _settled("dropped"),
    ActionReopened: _reopened,
}
HALVES: dict[type, Any] = {ReadsActions: ActionsInRegister}
