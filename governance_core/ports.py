"""What the core needs from outside: a store to read and write in one transaction, the time, and chance."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from governance_core.kernel.ids import Actor, DeliveryKey, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.outgoing import Posting

P = TypeVar("P")
T = TypeVar("T")


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""


class Chance(Protocol):
    """What must not be guessed."""

    def code(self) -> str:
        """Eight characters a person can read out and type: capital letters and digits, none that look alike."""

    def key(self) -> str:
        """A key of 22 characters that is never the same twice (a form's, a salt's)."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as the journal has it. `text` of a personal field that was erased is the word `[erased]`."""

    stream: StreamId
    version: int
    at: datetime
    actor: str
    event: Event


@dataclass(frozen=True, slots=True)
class Alarm:
    """A command due at an instant (UTC): the name says which of its feature's alarms rings."""

    name: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """An alarm of a stream whose instant has come."""

    stream: StreamId
    alarm: Alarm


@dataclass(frozen=True, slots=True)
class Saving:
    """All that one transaction did to one stream. `events` stand behind each other from version `first`."""

    stream: StreamId
    first: int
    events: tuple[tuple[Event, Actor], ...]
    state: Any
    closed: bool
    alarms_set: tuple[Alarm, ...] = ()
    alarms_cleared: tuple[str, ...] = ()
    postings: tuple[Posting, ...] = ()


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What the inbox keeps of a delivery carried out: the stream and the versions it wrote (`count` may be 0)."""

    stream: StreamId
    version: int
    count: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed into a form and could not hand in yet: raw answers by question name, kept 24 hours."""

    key: str
    person: PersonId | None
    kind: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Applied:
    """A config file as it was applied: `document` is its content as JSON, `file` its text, `sha256` of that text."""

    number: int
    at: datetime
    sha256: str
    document: str
    file: str


class Reader(Protocol):
    """Reading, in a transaction or on a read-only connection. Everything seen belongs to one organisation."""

    @property
    def org(self) -> str:
        """The organisation's id."""

    @property
    def now(self) -> datetime:
        """The instant (UTC) of this reading; never earlier than anything recorded."""

    @property
    def chance(self) -> Chance:
        """Where codes and form keys come from."""

    def state(self, stream: StreamId) -> Any:
        """The stream's state; its feature's initial state when nothing is recorded under this id."""

    def version(self, stream: StreamId) -> int:
        """How many events the stream holds; 0 when there is no such stream."""

    def half(self, port: type[P]) -> P:
        """The implementation of a feature's reading half (a Protocol in its `feature` module)."""

    def recorded(self, stream: StreamId, first: int = 1, last: int | None = None) -> Sequence[Recorded]:
        """The stream's events from version `first` to `last`, both included."""

    def draft(self, key: str) -> Draft | None:
        """What was typed into the form with this key, None when it is gone."""

    def last_draft(self, kind: str, person: PersonId) -> Draft | None:
        """What somebody typed last into a form of this kind and did not hand in, None when it is gone."""

    def applied(self) -> Applied | None:
        """The last config file applied."""

    def next_number(self, prefix: str, taken: int) -> int:
        """The next free number for ids with this prefix, when `taken` more were given in this transaction already."""


class Work(Reader, Protocol):
    """One transaction of the store. Nothing written is seen by anybody before the store commits it."""

    def seen(self, delivery: DeliveryKey) -> Acknowledgement | None:
        """What this delivery did, when it was carried out before."""

    def remember(self, delivery: DeliveryKey, done: Acknowledgement) -> None:
        """Keep that this delivery is carried out (seven days)."""

    def save(self, savings: Sequence[Saving], numbers: Mapping[str, int]) -> None:
        """Write journal, register, alarms, outbox and snapshots; `numbers` are the ids given out, by prefix."""

    def keep_draft(self, draft: Draft) -> None:
        """Keep what was typed for 24 hours."""

    def drop_draft(self, key: str) -> None:
        """Forget what was typed, once it was handed in."""

    def keep_applied(self, document: str, file: str) -> Applied:
        """Keep a config file as the last one applied."""


class Store(Protocol):
    """Where everything is kept. Jobs are ordinary functions; each runs inside one transaction."""

    def transact(self, org: str, job: Callable[[Work], T]) -> Awaitable[T]:
        """Run a job that may write. What it raises undoes all of it and comes out here; done means durable."""

    def read(self, org: str, job: Callable[[Reader], T]) -> Awaitable[T]:
        """Run a job that only reads, on what is committed, never waiting for a writer."""
