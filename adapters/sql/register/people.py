"""The register of people: who belongs to the organisation, with accounts and absences, and where they act, as rows."""

from datetime import datetime
from typing import Any

from sqlmodel import SQLModel

from adapters.sql.dialect import Connection, stored
from adapters.sql.register import Reading
from adapters.sql.tables import COMPACT, key
from governance_core.kernel.ids import PersonId
from governance_core.people.events import (
    AbsenceDeclared,
    AbsenceEnded,
    AccountLinked,
    AccountUnlinked,
    PersonErased,
    PersonJoined,
    PersonLeft,
    PersonNamed,
    PersonSet,
)
from governance_core.people.reading import ReadsPeople


class PersonRow(SQLModel, table=True):
    """A person; `present` is false once they left."""

    __tablename__ = "people"
    __table_args__ = (COMPACT,)

    org: str = key()
    person: str = key()
    name: str
    zone: str
    language: str
    present: bool


class AccountRow(SQLModel, table=True):
    """An account of a person on a platform."""

    __tablename__ = "accounts"
    __table_args__ = (COMPACT,)

    org: str = key()
    platform: str = key()
    account: str = key()
    person: str


class AbsenceRow(SQLModel, table=True):
    """A declared absence; the end is not included."""

    __tablename__ = "absences"
    __table_args__ = (COMPACT,)

    org: str = key()
    person: str = key()
    start: datetime = key()
    until: datetime


class ActedRow(SQLModel, table=True):
    """The platform on which a person did something last."""

    __tablename__ = "acted_last"
    __table_args__ = (COMPACT,)

    org: str = key()
    person: str = key()
    platform: str


def _joined(connection: Connection, org: str, recorded: Any) -> None:
    event = recorded.event
    connection.execute(
        "INSERT INTO people (org, person, name, zone, language, present) VALUES (?, ?, ?, ?, ?, TRUE)"
        " ON CONFLICT (org, person) DO UPDATE SET name = excluded.name, present = TRUE",
        (org, event.person, event.name, event.zone, event.language),
    )


def _left(connection: Connection, org: str, recorded: Any) -> None:
    person = recorded.event.person
    connection.execute("UPDATE people SET present = FALSE WHERE org = ? AND person = ?", (org, person))
    connection.execute("DELETE FROM accounts WHERE org = ? AND person = ?", (org, person))
    connection.execute("DELETE FROM absences WHERE org = ? AND person = ?", (org, person))


def _erased(connection: Connection, org: str, recorded: Any) -> None:
    statement = "UPDATE people SET name = '', zone = '', language = '' WHERE org = ? AND person = ?"
    connection.execute(statement, (org, recorded.event.person))


def _named(connection: Connection, org: str, recorded: Any) -> None:
    event = recorded.event
    connection.execute("UPDATE people SET name = ? WHERE org = ? AND person = ?", (event.name, org, event.person))


_SETTINGS = {
    "zone": "UPDATE people SET zone = ? WHERE org = ? AND person = ?",
    "language": "UPDATE people SET language = ? WHERE org = ? AND person = ?",
}


def _set(connection: Connection, org: str, recorded: Any) -> None:
    """Quiet hours and where reminders go are of use to the rules only, which have them from the stream."""
    event = recorded.event
    if event.setting in _SETTINGS:
        connection.execute(_SETTINGS[event.setting], (event.value, org, event.person))


def _linked(connection: Connection, org: str, recorded: Any) -> None:
    event = recorded.event
    connection.execute(
        "INSERT INTO accounts (org, platform, account, person) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (org, platform, account) DO UPDATE SET person = excluded.person",
        (org, event.platform, event.account, event.person),
    )


def _unlinked(connection: Connection, org: str, recorded: Any) -> None:
    event = recorded.event
    statement = "DELETE FROM accounts WHERE org = ? AND platform = ? AND person = ?"
    connection.execute(statement, (org, event.platform, event.person))


def _away(connection: Connection, org: str, recorded: Any) -> None:
    event = recorded.event
    connection.execute(
        "INSERT INTO absences (org, person, start, until) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (org, person, start) DO UPDATE SET until = excluded.until",
        (org, event.person, stored(event.start), stored(event.until)),
    )


def _back(connection: Connection, org: str, recorded: Any) -> None:
    connection.execute("DELETE FROM absences WHERE org = ? AND person = ?", (org, recorded.event.person))


def acted(connection: Connection, org: str, recorded: Any) -> None:
    """Whoever did something was there; what the actor is called is `person:ben@slack`."""
    kind, _, who = recorded.actor.partition(":")
    person, _, platform = who.rpartition("@")
    if kind == "person" and person:
        connection.execute(_ACTED, (org, person, platform))


class PeopleInRegister:
    """Where people act, over what they did."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def acted_last(self, person: PersonId) -> str:
        """The platform on which the person did something last; empty when they never did."""
        found = self._reading.rows(_ACTED_LAST, (self._reading.org, person))
        return str(found[0][0]) if found else ""


_ACTED = (
    "INSERT INTO acted_last (org, person, platform) VALUES (?, ?, ?)"
    " ON CONFLICT (org, person) DO UPDATE SET platform = excluded.platform"
    " WHERE acted_last.platform <> excluded.platform"
)
_ACTED_LAST = "SELECT platform FROM acted_last WHERE org = ? AND person = ?"
TABLES = (PersonRow, AccountRow, AbsenceRow, ActedRow)
PROJECTIONS = {
    PersonJoined: _joined,
    PersonLeft: _left,
    PersonErased: _erased,
    PersonNamed: _named,
    PersonSet: _set,
    AccountLinked: _linked,
    AccountUnlinked: _unlinked,
    AbsenceDeclared: _away,
    AbsenceEnded: _back,
}
HALVES: dict[type, Any] = {ReadsPeople: PeopleInRegister}
