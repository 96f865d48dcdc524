"""The register of circles: what they are, who sits where and where they talk, as rows."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Field, SQLModel, Text

from adapters.sql.dialect import Connection
from adapters.sql.register import Reading
from adapters.sql.register.proposal_reading import OPEN
from adapters.sql.tables import COMPACT, key
from governance_core.circles.closing import MONEY
from governance_core.circles.events import (
    CircleChanged,
    CircleClosed,
    CircleFounded,
    HomeSet,
    MemberAdded,
    MemberRemoved,
    RoleFilled,
    RoleVacated,
)
from governance_core.circles.reading import ReadsCircles
from governance_core.circles.term_messages import TermSet
from governance_core.kernel.ids import CircleId
from governance_core.kernel.money import ISO_4217, Unit


class CircleRow(SQLModel, table=True):
    """A circle; `closed` once it ended."""

    __tablename__ = "circles"
    __table_args__ = (COMPACT,)

    org: str = key()
    circle: str = key()
    name: str
    aim: str
    domain: str
    parent: str | None = None
    private: bool
    zone: str
    closed: bool


class MembershipRow(SQLModel, table=True):
    """A seat of somebody's own in a circle; double links follow from the roles of sub-circles."""

    __tablename__ = "memberships"
    __table_args__ = (COMPACT,)

    org: str = key()
    circle: str = key()
    person: str = key()


class RoleRow(SQLModel, table=True):
    """Who holds a role of a circle, and until which day; empty where nobody said."""

    __tablename__ = "roles"
    __table_args__ = (COMPACT,)

    org: str = key()
    circle: str = key()
    role: str = key()
    person: str
    until: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})


class HomeRow(SQLModel, table=True):
    """A circle's place on a platform."""

    __tablename__ = "homes"
    __table_args__ = (COMPACT,)

    org: str = key()
    circle: str = key()
    platform: str = key()
    place: str


def _founded(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute(
        "INSERT INTO circles (org, circle, name, aim, domain, parent, private, zone, closed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, FALSE) ON CONFLICT (org, circle) DO UPDATE SET name = excluded.name,"
        " aim = excluded.aim, domain = excluded.domain, parent = excluded.parent, private = excluded.private,"
        " zone = excluded.zone, closed = FALSE",
        (org, e.circle, e.name, e.aim, e.domain, e.parent, e.private, e.zone),
    )
    _end_memberships(connection, org, e.circle)


_CHANGES = {
    "name": "UPDATE circles SET name = ? WHERE org = ? AND circle = ?",
    "aim": "UPDATE circles SET aim = ? WHERE org = ? AND circle = ?",
    "domain": "UPDATE circles SET domain = ? WHERE org = ? AND circle = ?",
    "parent": "UPDATE circles SET parent = ? WHERE org = ? AND circle = ?",
    "private": "UPDATE circles SET private = ? WHERE org = ? AND circle = ?",
    "zone": "UPDATE circles SET zone = ? WHERE org = ? AND circle = ?",
}


def _changed(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    value: object = e.value == "true" if e.key == "private" else (e.value or None) if e.key == "parent" else e.value
    connection.execute(_CHANGES[e.key], (value, org, e.circle))


def _closed(connection: Connection, org: str, recorded: Any) -> None:
    circle = recorded.event.circle
    connection.execute("UPDATE circles SET closed = TRUE WHERE org = ? AND circle = ?", (org, circle))
    _end_memberships(connection, org, circle)


def _end_memberships(connection: Connection, org: str, circle: str) -> None:
    connection.execute("DELETE FROM memberships WHERE org = ? AND circle = ?", (org, circle))
    connection.execute("DELETE FROM roles WHERE org = ? AND circle = ?", (org, circle))
    connection.execute("DELETE FROM homes WHERE org = ? AND circle = ?", (org, circle))


def _added(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    statement = "INSERT INTO memberships (org, circle, person) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    connection.execute(statement, (org, e.circle, e.person))


def _removed(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    statement = "DELETE FROM memberships WHERE org = ? AND circle = ? AND person = ?"
    connection.execute(statement, (org, e.circle, e.person))


def _filled(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute(
        "INSERT INTO roles (org, circle, role, person, until) VALUES (?, ?, ?, ?, '')"
        " ON CONFLICT (org, circle, role) DO UPDATE SET person = excluded.person, until = ''",
        (org, e.circle, e.role, e.person),
    )


def _term(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    statement = "UPDATE roles SET until = ? WHERE org = ? AND circle = ? AND role = ?"
    connection.execute(statement, (e.until, org, e.circle, e.role))


def _vacated(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    connection.execute("DELETE FROM roles WHERE org = ? AND circle = ? AND role = ?", (org, e.circle, e.role))


def _home(connection: Connection, org: str, recorded: Any) -> None:
    e = recorded.event
    if e.place is None:
        statement = "DELETE FROM homes WHERE org = ? AND circle = ? AND platform = ?"
        connection.execute(statement, (org, e.circle, e.platform))
        return
    connection.execute(
        "INSERT INTO homes (org, circle, platform, place) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (org, circle, platform) DO UPDATE SET place = excluded.place",
        (org, e.circle, e.platform, e.place),
    )


class CirclesInRegister:
    """What is still open in a circle, over the tables of all features."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def still_open(self, circle: CircleId) -> Sequence[str]:
        """What is not settled, agreements in force (but for practice), things, and what money is left."""
        org = self._reading.org
        rows = self._reading.rows(_STILL_OPEN, (org, circle) * (_STILL_OPEN.count("?") // 2))
        left = self._reading.rows(_LEFT, (circle, circle, org, circle, circle))
        return [str(row[0]) for row in rows] + [f"{MONEY}{unit}" for unit, minor in left if minor]

    def units_in_use(self) -> Sequence[Unit]:
        """Units of the ledger that are no currencies."""
        rows = self._reading.rows("SELECT DISTINCT unit, exponent FROM ledger WHERE org = ?", (self._reading.org,))
        return [Unit(code, exponent) for code, exponent in sorted(rows) if code not in ISO_4217]


_STILL_OPEN = (
    f"SELECT p.proposal FROM proposals p WHERE p.org = ? AND p.circle = ? AND {OPEN}"  # noqa: S608  a constant
    " UNION ALL SELECT agreement FROM agreements WHERE org = ? AND circle = ? AND NOT practice"
    " AND state NOT IN ('dropped', 'expired')"
    " UNION ALL SELECT request FROM budget_requests WHERE org = ? AND circle = ? AND standing IN ('asked', 'approved')"
    " UNION ALL SELECT action FROM actions WHERE org = ? AND circle = ? AND standing = 'open'"
    " UNION ALL SELECT blocker FROM blockers WHERE org = ? AND holder = ? AND standing <> 'resolved'"
    " UNION ALL SELECT thing FROM shared_things WHERE org = ? AND circle = ? AND NOT retired"
)
_LEFT = (
    "SELECT unit, SUM(CASE WHEN to_circle = ? AND to_part = 'available' THEN minor ELSE 0 END)"
    " - SUM(CASE WHEN from_circle = ? AND from_part = 'available' THEN minor ELSE 0 END)"
    " FROM ledger WHERE org = ? AND (to_circle = ? OR from_circle = ?) GROUP BY unit ORDER BY unit"
)


TABLES = (CircleRow, MembershipRow, RoleRow, HomeRow)
PROJECTIONS = {
    CircleFounded: _founded,
    CircleChanged: _changed,
    CircleClosed: _closed,
    MemberAdded: _added,
    MemberRemoved: _removed,
    RoleFilled: _filled,
    RoleVacated: _vacated,
    TermSet: _term,
    HomeSet: _home,
}
HALVES: dict[type, Any] = {ReadsCircles: CirclesInRegister}
