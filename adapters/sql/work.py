"""One transaction as the core sees it: what it may read, and the one way it writes."""

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

import msgspec
from sqlmodel import Session

from adapters.sql import journal, postings
from adapters.sql.dialect import instant, stored
from adapters.sql.errors import Conflict
from adapters.sql.link import Link
from adapters.sql.program import Program
from adapters.sql.states import Loaded, Name, Overlay, keep_snapshot, wants_snapshot
from governance_core.kernel.ids import DeliveryKey, PersonId, StreamId
from governance_core.ports import Acknowledgement, Applied, Chance, Draft, Recorded, Saving

DRAFT_LIFE = timedelta(hours=24)
P = TypeVar("P")

_DRAFT = "SELECT person, kind, answers FROM drafts WHERE org = ? AND key = ? AND expires > ?"
_LAST_DRAFT = """SELECT key, answers FROM drafts WHERE org = ? AND kind = ? AND person = ? AND expires > ?
    ORDER BY expires DESC, key DESC LIMIT 1"""
_KEEP_DRAFT = """INSERT INTO drafts (org, key, person, kind, answers, expires) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (org, key) DO UPDATE SET person = excluded.person, kind = excluded.kind, answers = excluded.answers,
    expires = excluded.expires"""
_DROP_DRAFT = "DELETE FROM drafts WHERE org = ? AND key = ?"
_SEEN = "SELECT stream, version, count FROM inbox WHERE org = ? AND key = ?"
_REMEMBER = "INSERT INTO inbox (org, key, stream, version, count, at) VALUES (?, ?, ?, ?, ?, ?)"
_LAST_NUMBER = "SELECT last FROM counters WHERE org = ? AND prefix = ?"
_KEEP_NUMBER = """INSERT INTO counters (org, prefix, last) VALUES (?, ?, ?)
    ON CONFLICT (org, prefix) DO UPDATE SET last = excluded.last WHERE excluded.last > counters.last"""
_SET_ALARM = """INSERT INTO alarms (org, stream, name, due) VALUES (?, ?, ?, ?)
    ON CONFLICT (org, stream, name) DO UPDATE SET due = excluded.due"""
_CLEAR_ALARM = "DELETE FROM alarms WHERE org = ? AND stream = ? AND name = ?"
_APPLIED = """SELECT number, at, sha256, document, file FROM applied_config
    WHERE org = ? ORDER BY number DESC LIMIT 1"""
_KEEP_APPLIED = "INSERT INTO applied_config (org, number, at, sha256, document, file) VALUES (?, ?, ?, ?, ?, ?)"


class States(Protocol):
    """Where a reading finds states."""

    def get(self, connection: Any, name: Name) -> Loaded:
        """The state of a stream as the transaction sees it."""


class Reader:
    """The core's `Reader` port on one transaction, and what the register's reading halves are given."""

    def __init__(self, org: str, link: Link, program: Program, states: States, latest: str) -> None:
        self.org = org
        self._connection = link.connection
        self._link = link
        self._program = program
        self._states = states
        now = program.clock.now()
        self._at = at if (at := stored(now)) > latest else latest
        self._now = now if at is self._at else instant(latest)
        self._session: Session | None = None
        self._halves: dict[type, Any] = {}

    @property
    def now(self) -> datetime:
        """The instant (UTC) of this reading; never earlier than anything recorded."""
        return self._now

    @property
    def chance(self) -> Chance:
        """Where codes and form keys come from."""
        return self._program.chance

    def state(self, stream: StreamId) -> Any:
        """The stream's state. Raises LookupError when no feature has such ids, Unreadable when it cannot be folded."""
        return self._states.get(self._connection, (self.org, stream)).state

    def version(self, stream: StreamId) -> int:
        """How many events the stream holds; 0 when there is no such stream."""
        return self._states.get(self._connection, (self.org, stream)).version

    def half(self, port: type[P]) -> P:
        """The implementation of a feature's reading half. Raises LookupError when the register has none."""
        found: P | None = self._halves.get(port)
        if found is None:
            found = self._halves[port] = self._program.register.half(port, self)
        return found

    def recorded(self, stream: StreamId, first: int = 1, last: int | None = None) -> Sequence[Recorded]:
        """The stream's events from version `first` to `last`, both included. Raises Unreadable."""
        return journal.recorded(self._connection, self.org, stream, first, journal.LAST if last is None else last)

    def draft(self, key: str) -> Draft | None:
        """What was typed into the form with this key, None when it is gone or older than 24 hours."""
        found = self._connection.execute(_DRAFT, (self.org, key, self._at)).fetchone()
        if found is None:
            return None
        person, kind, answers = found
        return Draft(key, PersonId(person) if person else None, kind, msgspec.json.decode(answers, type=dict[str, str]))

    def last_draft(self, kind: str, person: PersonId) -> Draft | None:
        """What somebody typed last into a form of this kind and did not hand in; None when older than 24 hours."""
        found = self._connection.execute(_LAST_DRAFT, (self.org, kind, person, self._at)).fetchone()
        if found is None:
            return None
        key, answers = found
        return Draft(key, person, kind, msgspec.json.decode(answers, type=dict[str, str]))

    def applied(self) -> Applied | None:
        """The last config file applied."""
        found = self._connection.execute(_APPLIED, (self.org,)).fetchone()
        if found is None:
            return None
        number, at, sha256, document, file = found
        return Applied(number, instant(at), sha256, document, file or "")

    def next_number(self, prefix: str, taken: int) -> int:
        """The next free number for ids with this prefix, when `taken` more were given in this transaction already."""
        found = self._connection.execute(_LAST_NUMBER, (self.org, prefix)).fetchone()
        return (found[0] if found else 0) + taken + 1

    @property
    def session(self) -> Session:
        """A SQLModel session on this transaction, for reading halves."""
        if self._session is None:
            self._session = self._link.session()
        return self._session

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a hand-written SELECT, for reading halves."""
        return self._connection.execute(statement, parameters).fetchall()

    def end(self) -> None:
        """Give the session back; nothing may be read after."""
        if self._session is not None:
            self._session.close()


class Work(Reader):
    """The core's `Work` port: a transaction that may write."""

    _states: Overlay

    def seen(self, delivery: DeliveryKey) -> Acknowledgement | None:
        """What this delivery did, when it was carried out before (in the last seven days)."""
        found = self._connection.execute(_SEEN, (self.org, str(delivery))).fetchone()
        return None if found is None else Acknowledgement(StreamId(found[0]), found[1], found[2])

    def remember(self, delivery: DeliveryKey, done: Acknowledgement) -> None:
        """Keep that this delivery is carried out."""
        row = (self.org, str(delivery), done.stream, done.version, done.count, self._at)
        self._connection.execute(_REMEMBER, row)

    def save(self, savings: Sequence[Saving], numbers: Mapping[str, int]) -> None:
        """Write all that was done to each stream; `numbers` are the last ids given out, by prefix.

        Raises Conflict when a version was recorded by somebody else meanwhile; the store then runs the job again.
        """
        for saving in savings:
            self._save(saving)
        for prefix, last in numbers.items():
            self._connection.execute(_KEEP_NUMBER, (self.org, prefix, last))

    def _save(self, saving: Saving) -> None:
        name = (self.org, saving.stream)
        before = self._states.get(self._connection, name)
        if saving.first != before.version + 1:
            raise ValueError(f"{saving.stream} holds {before.version} events, so version {saving.first} cannot be next")
        after = Loaded(saving.state, before.version + len(saving.events), self._append(saving, before.hash))
        self._states.put(name, after, self._at)
        self._ring_later(saving)
        for posting in saving.postings:
            postings.put(self._connection, self.org, posting, self._at)
        if wants_snapshot(before.version, after.version, saving.closed):
            keep_snapshot(self._connection, self._program, name, after)

    def _append(self, saving: Saving, previous: bytes) -> bytes:
        register, salt = self._program.register, self._program.chance.key
        for version, said in enumerate(saving.events, saving.first):
            place = (self.org, saving.stream, version)
            try:
                previous = journal.append(self._connection, place, self._at, said, previous, salt)
            except sqlite3.IntegrityError as taken:
                raise Conflict from taken
            event, actor = said
            if register.follows(type(event)):
                recorded = Recorded(saving.stream, version, self._now, actor.said(), event)
                register.project(self._connection, self.org, recorded)
        return previous

    def _ring_later(self, saving: Saving) -> None:
        for alarm in saving.alarms_set:
            self._connection.execute(_SET_ALARM, (self.org, saving.stream, alarm.name, stored(alarm.due)))
        for name in saving.alarms_cleared:
            self._connection.execute(_CLEAR_ALARM, (self.org, saving.stream, name))

    def keep_draft(self, draft: Draft) -> None:
        """Keep what was typed for 24 hours."""
        answers = msgspec.json.encode(dict(draft.answers)).decode()
        row = (self.org, draft.key, draft.person, draft.kind, answers, stored(self._now + DRAFT_LIFE))
        self._connection.execute(_KEEP_DRAFT, row)

    def drop_draft(self, key: str) -> None:
        """Forget what was typed, once it was handed in."""
        self._connection.execute(_DROP_DRAFT, (self.org, key))

    def keep_applied(self, document: str, file: str) -> Applied:
        """Keep a config file as the last one applied."""
        before = self.applied()
        number = before.number + 1 if before else 1
        made = Applied(number, self._now, hashlib.sha256(file.encode()).hexdigest(), document, file)
        self._connection.execute(_KEEP_APPLIED, (self.org, number, self._at, made.sha256, document, file))
        return made
