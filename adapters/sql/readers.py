"""Reading beside the writer: a few read-only connections, each job on one consistent view of what is committed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TypeVar

from adapters.sql import journal
from adapters.sql.dialect import BEGIN_READING, Connection, connect_to_read
from adapters.sql.errors import StoreClosed, for_callers
from adapters.sql.link import Link
from adapters.sql.program import Program
from adapters.sql.states import Loaded, Name, Shared, load
from adapters.sql.work import Reader

THREADS = 4
ROOM = 2048
ERASURES = "(erasures)"
"""The counter that grows when texts are blanked or derived data is made anew: states read before are not true then."""

_ERASURES = "SELECT last FROM counters WHERE org = ? AND prefix = ?"
T = TypeVar("T")
Kept = Shared[tuple[Name, int, int], Loaded]


class CommittedStates:
    """States as one reading sees them, kept for the readings after it as long as the stream does not grow."""

    def __init__(self, program: Program, kept: Kept) -> None:
        self._program = program
        self._kept = kept
        self._here: dict[Name, Loaded] = {}
        self._erasures: int | None = None

    def get(self, connection: Connection, name: Name) -> Loaded:
        """The state at the version this reading sees."""
        found = self._here.get(name)
        if found is None:
            found = self._here[name] = self._shared(connection, name)
        return found

    def _shared(self, connection: Connection, name: Name) -> Loaded:
        org, stream = name
        if self._erasures is None:
            self._erasures = (connection.execute(_ERASURES, (org, ERASURES)).fetchone() or (0,))[0]
        key = (name, journal.version(connection, org, stream), self._erasures)
        found = self._kept.get(key)
        if found is None:
            found = load(connection, self._program, org, stream)
            self._kept.put(key, found)
        return found


class Readers:
    """A pool of read-only connections with threads to use them in."""

    def __init__(self, path: Path, program: Program) -> None:
        self._path = path
        self._program = program
        self._kept: Kept = Shared(ROOM)
        self._idle: list[Link] = []
        self._lock = Lock()
        self._closed = False
        self.threads = ThreadPoolExecutor(THREADS, "store-reader")

    def carry_out(self, org: str, job: Callable[[Reader], T]) -> T:
        """Run a job here and now. Raises Busy when the store cannot answer, StoreError when it is broken."""
        with self.link() as link:
            reader = self._reader(org, link)
            try:
                return job(reader)
            finally:
                reader.end()

    def _reader(self, org: str, link: Link) -> Reader:
        states = CommittedStates(self._program, self._kept)
        return Reader(org, link, self._program, states, journal.latest(link.connection))

    @contextmanager
    def link(self) -> Iterator[Link]:
        """A connection inside a read transaction; errors of the store come out as those of `carry_out`."""
        try:
            link = self._take()
            try:
                link.connection.execute(BEGIN_READING)
                yield link
            finally:
                self._give_back(link)
        except BaseException as error:
            meant = for_callers(error, self._path)
            if meant is error:
                raise
            raise meant from meant.__cause__

    def _take(self) -> Link:
        with self._lock:
            if self._closed:
                raise StoreClosed(self._path)
            if self._idle:
                return self._idle.pop()
        return Link(connect_to_read(self._path))

    def _give_back(self, link: Link) -> None:
        if link.connection.in_transaction:
            link.connection.execute("ROLLBACK")
        with self._lock:
            if not self._closed and len(self._idle) < THREADS:
                self._idle.append(link)
                return
        link.close()

    def close(self) -> None:
        """Let running jobs end, then close every connection."""
        self.threads.shutdown(wait=True)
        with self._lock:
            self._closed = True
            links, self._idle = self._idle, []
        for link in links:
            link.close()
