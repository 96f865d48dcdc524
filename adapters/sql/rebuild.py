"""Making again what is derived: snapshots, register and alarms, all from the journal."""

from dataclasses import dataclass

from adapters.sql import journal
from adapters.sql.dialect import Connection, stored
from adapters.sql.program import Program
from adapters.sql.readers import ERASURES
from adapters.sql.states import SNAPSHOT_EVERY, keep_snapshot, load
from adapters.sql.tables import table_of
from adapters.sql.word_index import AFRESH
from governance_core.kernel.ids import StreamId

_SET_ALARM = "INSERT INTO alarms (org, stream, name, due) VALUES (?, ?, ?, ?)"
_COUNT_ERASURE = """INSERT INTO counters (org, prefix, last) VALUES (?, ?, 1)
    ON CONFLICT (org, prefix) DO UPDATE SET last = counters.last + 1"""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How much was made again."""

    streams: int
    events: int


def rebuild(connection: Connection, program: Program, org: str) -> Rebuilt:
    """Make everything derived again for one organisation. Raises Unreadable; then nothing is changed."""
    connection.execute(AFRESH)  # rows leave it one by one, which an index that is not right could not bear
    for name in ("snapshots", "alarms", *register_tables(program)):
        connection.execute(f"DELETE FROM {name} WHERE org = ?", (org,))  # noqa: S608  names of our own tables
    events = project_all(connection, program, org)
    connection.execute(AFRESH)
    streams = journal.streams(connection, org)
    for stream in streams:
        _derive(connection, program, org, stream)
    connection.execute(_COUNT_ERASURE, (org, ERASURES))
    return Rebuilt(len(streams), events)


def register_tables(program: Program) -> tuple[str, ...]:
    """The names of the register's tables."""
    return tuple(table_of(table).name for table in program.register.tables)


def project_all(connection: Connection, program: Program, org: str) -> int:
    """Write every register row anew, in the order of recording; how many events there were."""
    count = 0
    for recorded in journal.in_order(connection, org):
        program.register.project(connection, org, recorded)
        count += 1
    return count


def _derive(connection: Connection, program: Program, org: str, stream: StreamId) -> None:
    loaded = load(connection, program, org, stream)
    feature = program.feature(stream)
    for alarm in feature.alarms(loaded.state):
        connection.execute(_SET_ALARM, (org, stream, alarm.name, stored(alarm.due)))
    if loaded.version >= SNAPSHOT_EVERY or feature.closed(loaded.state):
        keep_snapshot(connection, program, (org, stream), loaded)
