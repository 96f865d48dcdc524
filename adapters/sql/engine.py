"""The store: opens the file, runs jobs that write and jobs that read, and keeps house."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from adapters.sql import audit, checkpoints, erasing, export, heartbeat, journal, rebuild, schema
from adapters.sql.delivery import Delivery
from adapters.sql.dialect import CHECKPOINT_WHOLE, Connection, connect, connect_to_read
from adapters.sql.errors import StoreClosed, StoreError
from adapters.sql.link import Link
from adapters.sql.lock import Lock
from adapters.sql.program import Program
from adapters.sql.readers import Readers
from adapters.sql.register import Register
from adapters.sql.states import Overlay
from adapters.sql.tickets import in_this_loop, in_this_thread
from adapters.sql.work import Reader, Work
from adapters.sql.writer import Writer
from governance_core.feature import Features
from governance_core.kernel.errors import Busy
from governance_core.ports import Chance, Clock

PATIENCE = 5.0
"""How many seconds a job waits for another process that is writing, before it is told `Busy`."""
T = TypeVar("T")


class Store:
    """One SQLite file, many organisations. Open it with `open` or `temporary`, and close it.

    Jobs are ordinary functions of a `Work` or a `Reader`. A job may be run again when a transaction breaks, so it must
    do nothing but use what it is given. What a job raises comes out of the call, and nothing it did is kept. `Busy`
    comes out when the store cannot record now (its cause is the StoreError), StoreClosed after `close`.
    """

    def __init__(self, path: Path, connection: Connection, program: Program, patience: float = PATIENCE) -> None:
        self.path = path
        self._program = program
        self._link = Link(connection)
        self._overlay = Overlay(program)
        self._lock = Lock(path)
        self._writer = Writer(connection, self._overlay, str(path), patience)
        self._readers = Readers(path, program)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._wrote = False
        self._began = False
        self._closed = False
        self.delivery = Delivery(self._write, self._look, program.clock)

    @classmethod
    def open(
        cls,
        path: Path,
        features: Features,
        register: Register,
        clock: Clock,
        chance: Chance,
        *,
        create: bool = True,
        patience: float = PATIENCE,
    ) -> "Store":
        """Open a store, or make it where there is none (unless told not to). Raises StoreError."""
        connection = schema.opened(path, create)
        return cls(path, connection, Program(features, register, clock, chance), patience)

    @classmethod
    def temporary(cls, features: Features, register: Register, clock: Clock, chance: Chance) -> "Store":
        """A store for a demonstration or a test, gone when it is closed."""
        folder = tempfile.TemporaryDirectory(prefix="circlet-")
        store = cls.open(Path(folder.name) / "circlet.db", features, register, clock, chance)
        store._folder = folder
        return store

    def hold(self) -> None:
        """Be the one running bot of this store until it is closed. Raises StoreHeld, naming the pid of another."""
        self._lock.take()

    def transact(self, org: str, job: Callable[[Work], T]) -> Awaitable[T]:
        """Run a job that may write; the awaitable ends when it is durable. Cancelling it does not undo the job."""
        return self._write(self._working(org, job))

    def transact_now(self, org: str, job: Callable[[Work], T]) -> T:
        """The same for programs without an event loop: returns when it is durable."""
        try:
            return self._write_now(self._working(org, job))
        except (StoreError, Busy):
            self._wrote = self._began  # what could not even begin leaves nothing to seal
            raise

    def read(self, org: str, job: Callable[[Reader], T]) -> Awaitable[T]:
        """Run a job that only reads, on what is committed, never waiting for the writer."""
        return self._in_thread(lambda: self._readers.carry_out(org, job))

    def read_now(self, org: str, job: Callable[[Reader], T]) -> T:
        """The same in the thread that calls."""
        return self._readers.carry_out(org, job)

    def listen(self, told: Callable[[], None]) -> None:
        """Be told whenever something was recorded, by whomever in this program: in the writer's thread, so be brief."""
        self._overlay.listeners.append(told)

    def orgs(self) -> tuple[str, ...]:
        """Every organisation that has recorded something."""
        with self._readers.link() as link:
            return tuple(journal.orgs(link.connection))

    def checkpoint(self, org: str) -> checkpoints.Checkpoint | None:
        """Seal the journal as it is; None when nothing was recorded since the last checkpoint."""
        return self._write_now(lambda connection: checkpoints.write(connection, org, self._program.clock.now()))

    def last_checkpoint(self, org: str) -> checkpoints.Checkpoint | None:
        """The newest checkpoint: its hash is what an admin writes down elsewhere."""
        with self._readers.link() as link:
            return checkpoints.last(link.connection, org)

    def audit(self, org: str, against: str = "") -> audit.Audit:
        """Check everything that is kept; `against` is a checkpoint's hash (in hex) that was written down elsewhere."""
        link = Link(connect_to_read(self.path))
        try:
            return audit.audit(link.connection, self._program, org, against)
        finally:
            link.close()

    def rebuild(self, org: str) -> rebuild.Rebuilt:
        """Make snapshots, register and alarms again from the journal. Other jobs wait until it is done."""
        return self._afresh(lambda connection: rebuild.rebuild(connection, self._program, org))

    def held(self, org: str, person: str) -> erasing.Held:
        """How much of a person's own words is kept."""
        with self._readers.link() as link:
            return erasing.held(link.connection, org, person)

    def erase(
        self, org: str, person: str, first: Callable[[Work], object] = lambda work: None, keys: Iterable[str] = ()
    ) -> int:
        """Blank every text of a person, everywhere, for good; how many there were. Chains and audit stay whole.

        `first` is done before, in the same transaction. `keys` are what config files called the person besides the id.
        """

        def erased(connection: Connection) -> int:
            self._working(org, first)(connection)
            return erasing.erase(connection, self._program, org, person, keys)

        blanked = self._afresh(erased)
        self._flatten()
        return blanked

    def beat(self, now: datetime) -> None:
        """Keep that a bot is running."""
        self._write_now(lambda connection: heartbeat.beat(connection, now))

    def last_beat(self) -> datetime | None:
        """When a bot was last running on this store; None when none ever was."""
        with self._readers.link() as link:
            return heartbeat.last(link.connection)

    def export(self, org: str) -> Iterator[dict[str, Any]]:
        """Everything an independent verifier needs, as JSON-able records in the order of recording."""
        with self._readers.link() as link:
            yield from export.records(link.connection, org)

    def close(self) -> None:
        """Carry out what is queued, seal what was recorded, and let the file go."""
        if self._closed:
            return
        if self._wrote:
            self._seal()
        self._closed = True
        self._writer.close()
        self._readers.close()
        self._link.close()
        self._lock.release()
        if self._folder is not None:
            self._folder.cleanup()

    def _flatten(self) -> None:
        """Empty the log, in which older pages may stand, as far as readers let us."""
        connection = connect(self.path)
        with suppress(sqlite3.Error):
            connection.execute(CHECKPOINT_WHOLE)
        connection.close()

    def _seal(self) -> None:
        """Behind whatever is queued still, a checkpoint for every organisation that recorded something."""

        def seal(connection: Connection) -> None:
            for org in list(journal.orgs(connection)):
                checkpoints.write(connection, org, self._program.clock.now())

        with suppress(StoreError, Busy):  # not worth keeping a store open for; the next run makes it
            self._write_now(seal)

    def _working(self, org: str, job: Callable[[Work], T]) -> Callable[[Connection], T]:
        link, program, overlay = self._link, self._program, self._overlay

        def carried_out(connection: Connection) -> T:
            self._began = True
            work = Work(org, link, program, overlay, overlay.latest(connection))
            try:
                return job(work)
            finally:
                work.end()

        self._wrote = True
        return carried_out

    def _write(self, job: Callable[[Connection], T]) -> Awaitable[T]:
        ticket = in_this_loop(job)
        self._writer.put(ticket)
        answer: Awaitable[T] = ticket.answer
        return answer

    def _write_now(self, job: Callable[[Connection], T]) -> T:
        if self._writer.is_here():
            raise RuntimeError("a job cannot wait for another job of the same store")
        ticket = in_this_thread(job)
        self._writer.put(ticket)
        made: T = ticket.answer.result()
        return made

    def _afresh(self, job: Callable[[Connection], T]) -> T:
        """Run a job after which nothing that was read before is true any more."""

        def then_forget(connection: Connection) -> T:
            made = job(connection)
            self._overlay.forget()
            return made

        return self._write_now(then_forget)

    def _look(self, job: Callable[[Connection], T]) -> Awaitable[T]:
        return self._in_thread(lambda: self._looked(job))

    def _looked(self, job: Callable[[Connection], T]) -> T:
        with self._readers.link() as link:
            return job(link.connection)

    def _in_thread(self, job: Callable[[], T]) -> Awaitable[T]:
        if self._closed:
            raise StoreClosed(self.path)
        return asyncio.get_running_loop().run_in_executor(self._readers.threads, job)
