"""The register: typed rows projected from events for lists, searches, exports and an admin with a SQL prompt.

One file a feature stands in this folder and offers three things:

    TABLES       its SQLModel tables, `org` first in each primary key
    PROJECTIONS  for each class of event it follows, a function of (connection, org, recorded) that writes its rows
    HALVES       the feature's reading half (a Protocol of its `feature` module) and the class that implements it,
                 which is made with a `Reading` and selects through `reading.session` or `reading.rows`

It may offer CHECKS as well: functions of (connection, org) that say in words what does not add up (`audit` asks them),
and NOTES of the same kind: what is right, and whoever looks into the books should know.

A projection depends on the event and on register rows only, so that the whole register can be made again from the
journal in the order of recording (`rebuild`, and after a text was erased). It writes hand-written SQL with `?` and
portable `ON CONFLICT`; instants go through `dialect.stored`. Events nobody follows are no error.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlmodel import Session, SQLModel

from adapters.sql.dialect import Connection
from governance_core.kernel.message import Event
from governance_core.ports import Recorded

P = TypeVar("P")
Projection = Callable[[Connection, str, Any], None]
"""A function of (connection, org, Recorded) that writes the rows one event leads to."""
Check = Callable[[Connection, str], Iterable[str]]
"""A function of (connection, org) that says what does not add up."""


class Reading(Protocol):
    """What a reading half is given: one organisation, inside one transaction."""

    @property
    def org(self) -> str:
        """The organisation's id: part of every condition."""

    @property
    def now(self) -> datetime:
        """The instant (UTC) of this reading."""

    @property
    def session(self) -> Session:
        """A session on the transaction's own connection, for `exec(select(…))`; it never commits."""

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a hand-written SELECT, where the session would be too slow."""


class RegisterFile(Protocol):
    """A module of this folder (or anything like one)."""

    TABLES: tuple[type[SQLModel], ...]
    PROJECTIONS: Mapping[type[Event], Projection]
    HALVES: Mapping[type, Callable[[Any], Any]]


class Register:
    """Several register files as one; `after` are projections of whatever event there is, after those of its class."""

    def __init__(self, files: Iterable[RegisterFile] = (), after: Sequence[Projection] = ()) -> None:
        self.tables: tuple[type[SQLModel], ...] = ()
        self.checks: tuple[Check, ...] = ()
        self.notes: tuple[Check, ...] = ()
        self._projections: dict[type[Event], tuple[Projection, ...]] = {}
        self._halves: dict[type, Callable[[Any], Any]] = {}
        self._after = tuple(after)
        for file in files:
            self._add(file)

    def _add(self, file: RegisterFile) -> None:
        self.tables += file.TABLES
        self.checks += tuple(getattr(file, "CHECKS", ()))
        self.notes += tuple(getattr(file, "NOTES", ()))
        for event, projection in file.PROJECTIONS.items():
            self._projections[event] = (*self._projections.get(event, ()), projection)
        if twice := self._halves.keys() & file.HALVES.keys():
            raise ValueError(f"two register files implement {sorted(port.__name__ for port in twice)}")
        self._halves.update(file.HALVES)

    def follows(self, event: type[Event]) -> bool:
        """Whether any file writes rows for this class of event."""
        return bool(self._after) or event in self._projections

    def project(self, connection: Connection, org: str, recorded: Recorded) -> None:
        """Write the rows an event leads to."""
        for projection in (*self._projections.get(type(recorded.event), ()), *self._after):
            projection(connection, org, recorded)

    def half(self, port: type[P], reading: Reading) -> P:
        """The implementation of a reading half, made for one reading. Raises LookupError when no file offers it."""
        made = self._halves.get(port)
        if made is None:
            raise LookupError(f"no register file implements {port.__name__}")
        implementation: P = made(reading)
        return implementation
