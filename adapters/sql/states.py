"""States in use: loaded from snapshot and journal, kept in memory, and believed only once they are committed."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

from adapters.sql import journal
from adapters.sql.dialect import Connection
from adapters.sql.hashing import NOTHING_BEFORE
from adapters.sql.program import Program
from governance_core.feature import Feature
from governance_core.kernel.ids import StreamId

ROOM = 4096
"""How many states are kept in memory."""
SNAPSHOT_EVERY = 64

_SNAPSHOT = "SELECT version, state FROM snapshots WHERE org = ? AND stream = ? AND tag = ?"
_KEEP_SNAPSHOT = """INSERT INTO snapshots (org, stream, version, tag, state) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (org, stream) DO UPDATE SET version = excluded.version, tag = excluded.tag, state = excluded.state"""

K = TypeVar("K")
V = TypeVar("V")
Name = tuple[str, StreamId]
"""An organisation and one of its streams."""


class Loaded(NamedTuple):
    """A stream's state with the version and hash of its last record."""

    state: Any
    version: int
    hash: bytes


class Recent(Generic[K, V]):
    """The values used last, a bounded number of them, for one thread."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, name: K) -> V | None:
        """The value, which counts as used now."""
        found = self._kept.get(name)
        if found is not None:
            self._kept.move_to_end(name)
        return found

    def put(self, name: K, value: V) -> None:
        """Keep a value; the one not used for longest makes room."""
        self._kept[name] = value
        self._kept.move_to_end(name)
        if len(self._kept) > self._room:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()


class Shared(Recent[K, V]):
    """The same for several threads."""

    def __init__(self, room: int) -> None:
        super().__init__(room)
        self._lock = Lock()

    def get(self, name: K) -> V | None:
        """The value, which counts as used now."""
        with self._lock:
            return super().get(name)

    def put(self, name: K, value: V) -> None:
        """Keep a value; the one not used for longest makes room."""
        with self._lock:
            super().put(name, value)


def load(connection: Connection, program: Program, org: str, stream: StreamId) -> Loaded:
    """The state from the last snapshot that can be trusted and the events after it. Raises Unreadable, LookupError."""
    feature = program.feature(stream)
    start = _snapshot(connection, program, feature, org, stream)
    found = journal.rows(connection, org, stream, start.version or 1)
    if start.version:
        if not found or found[0][0] != start.version:  # the journal is the truth; what it does not hold never was
            start, found = Loaded(feature.decider.initial, 0, NOTHING_BEFORE), journal.rows(connection, org, stream, 1)
        else:
            start, found = start._replace(hash=found[0][5]), found[1:]
    if not found:
        return start
    events = journal.understood(connection, org, stream, found)
    state = feature.decider.fold((one.event for one in events), start.state)
    return Loaded(state, found[-1][0], found[-1][5])


def _snapshot(
    connection: Connection, program: Program, feature: Feature[Any, Any], org: str, stream: StreamId
) -> Loaded:
    codec = program.codec(feature)
    found = connection.execute(_SNAPSHOT, (org, stream, codec.tag)).fetchone()
    if found is not None:
        try:
            return Loaded(codec.decode(found[1]), found[0], NOTHING_BEFORE)
        except ValueError:  # of another shape after all: the journal has everything
            pass
    return Loaded(feature.decider.initial, 0, NOTHING_BEFORE)


def keep_snapshot(connection: Connection, program: Program, name: Name, loaded: Loaded) -> None:
    """Write the state down, in place of the stream's last snapshot."""
    codec = program.codec(program.feature(name[1]))
    connection.execute(_KEEP_SNAPSHOT, (*name, loaded.version, codec.tag, codec.encode(loaded.state)))


def wants_snapshot(before: int, after: int, closed: bool) -> bool:
    """Whether a stream that grew between these versions is due for a snapshot."""
    return after > before and (closed or after // SNAPSHOT_EVERY > before // SNAPSHOT_EVERY)


class Overlay:
    """The writer's states in three layers: what is committed, what the batch did so far, what the job at hand did."""

    def __init__(self, program: Program, room: int = ROOM) -> None:
        self._program = program
        self._committed: Recent[Name, Loaded] = Recent(room)
        self._batch: dict[Name, Loaded] = {}
        self._job: dict[Name, Loaded] = {}
        self._latest: str | None = None
        self._wrote = False
        self.listeners: list[Callable[[], None]] = []

    def latest(self, connection: Connection) -> str:
        """The last recorded instant, as it is kept; time never goes back behind it."""
        if self._latest is None:
            self._latest = journal.latest(connection)
        return self._latest

    def get(self, connection: Connection, name: Name) -> Loaded:
        """The state as the transaction sees it."""
        found = self._job.get(name) or self._batch.get(name)
        if found is None:  # read before the job wrote to this stream, so true for the whole batch
            found = self._committed.get(name) or load(connection, self._program, *name)
            self._batch[name] = found
        return found

    def put(self, name: Name, loaded: Loaded, at: str) -> None:
        """What the job at hand made of a stream, and when."""
        self._job[name] = loaded
        self._latest = at
        self._wrote = True

    def job_ended(self, well: bool) -> None:
        """The job's states count for the rest of the batch, or are forgotten with it."""
        if well:
            self._batch.update(self._job)
        self._job.clear()

    def committed(self) -> None:
        """The batch is on disk: its states may be believed from now on."""
        for name, loaded in self._batch.items():
            self._committed.put(name, loaded)
        self._batch.clear()
        wrote, self._wrote = self._wrote, False
        for listener in self.listeners if wrote else ():
            listener()

    def forget(self) -> None:
        """Believe nothing: another process wrote, or a transaction broke."""
        self._job.clear()
        self._batch.clear()
        self._committed.clear()
        self._latest = None
