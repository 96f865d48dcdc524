"""Checking everything that is kept against everything else, and saying in words what does not fit."""

from collections import Counter
from dataclasses import dataclass

from adapters.sql import checkpoints, journal
from adapters.sql.audit_register import register_findings
from adapters.sql.audit_streams import StreamCheck
from adapters.sql.dialect import BEGIN_READING, Connection, stored
from adapters.sql.hashing import NOTHING_BEFORE, Head, checkpoint_hash
from adapters.sql.program import Program
from governance_core.kernel.ids import StreamId

_BY_POSITION = "SELECT position, at, stream, version, hash FROM journal WHERE org = ? ORDER BY position"
_HOMELESS = """SELECT DISTINCT t.stream, t.version FROM personal_texts t WHERE t.org = ? AND NOT EXISTS
    (SELECT 1 FROM journal j WHERE j.org = t.org AND j.stream = t.stream AND j.version = t.version)"""
_STRAY = """SELECT DISTINCT s.stream FROM {table} s WHERE s.org = ? AND NOT EXISTS
    (SELECT 1 FROM journal j WHERE j.org = s.org AND j.stream = s.stream)"""
_COUNTERS = "SELECT prefix, last FROM counters WHERE org = ?"


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found. No `findings` means that all is as it was recorded; `erased` texts are no finding, nor are
    `notes`: they are right, and worth knowing.

    `sealed` is the newest checkpoint's hash in hex (empty when there is none); `unsealed` counts the events after it.
    """

    org: str
    streams: int
    events: int
    erased: int
    checkpoints: int
    sealed: str
    unsealed: int
    findings: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def summary(self) -> str:
        """One sentence with the numbers."""
        wrong = "nothing is wrong" if self.clean else f"{len(self.findings)} things are wrong"
        texts = f", {self.erased} texts erased on request" if self.erased else ""
        said = f"{self.org}: {self.events} events in {self.streams} streams checked{texts}: {wrong}."
        return " ".join([said, *self.notes])


def audit(connection: Connection, program: Program, org: str, against: str = "") -> Audit:
    """Check an organisation on one consistent view; the connection must allow temporary tables."""
    connection.execute(BEGIN_READING)
    try:
        return _audit(connection, program, org, against)
    finally:
        connection.execute("ROLLBACK")


def _audit(connection: Connection, program: Program, org: str, against: str) -> Audit:
    streams = journal.streams(connection, org)
    checks = Counter[str]()
    findings: list[str] = []
    for stream in streams:
        check = StreamCheck(connection, program, org, stream)
        findings += check.run()
        checks.update(events=check.events, erased=check.erased)
    sealing = _Sealing(connection, org)
    findings += sealing.findings(against)
    findings += _strays(connection, org) + _numbers(connection, org, streams)
    findings += [one for check in program.register.checks for one in check(connection, org)]
    findings += register_findings(connection, program, org)
    return Audit(
        org=org,
        streams=len(streams),
        events=checks["events"],
        erased=checks["erased"],
        checkpoints=len(sealing.all),
        sealed=sealing.all[-1].hash.hex() if sealing.all else "",
        unsealed=sealing.unsealed,
        findings=tuple(findings),
        notes=tuple(one for note in program.register.notes for one in note(connection, org)),
    )


class _Sealing:
    """The checkpoints held against the journal in the order of recording."""

    def __init__(self, connection: Connection, org: str) -> None:
        self._connection = connection
        self._org = org
        self.all = checkpoints.every(connection, org)
        self.unsealed = 0

    def findings(self, against: str) -> list[str]:
        found = self._walked()
        if against and against.strip().lower() not in {one.hash.hex() for one in self.all}:
            found.append(f"no checkpoint has the hash {against}: the journal is not the one it was written down from")
        return found

    def _walked(self) -> list[str]:
        """One pass over the journal: time never goes back, and each checkpoint seals what stands before it."""
        found: list[str] = []
        ahead = iter(self.all)
        waiting = next(ahead, None)
        number, previous, count, before = 1, NOTHING_BEFORE, 0, ""
        heads: dict[str, Head] = {}
        rows = self._connection.execute(_BY_POSITION, (self._org,))
        row = rows.fetchone()
        while row is not None or waiting is not None:
            if waiting is not None and (row is None or row[0] > waiting.position):
                found += _seal_findings(self._org, waiting, number, previous, count, heads)
                number, previous = waiting.number + 1, waiting.hash
                heads, waiting, self.unsealed = {}, next(ahead, None), 0
                continue
            _position, at, stream, version, made = row
            if at < before:
                found.append(f"{stream} event {version}: is dated before the event recorded just before it")
            heads[stream], count, before, self.unsealed = (version, made), count + 1, at, self.unsealed + 1
            row = rows.fetchone()
        return found


def _seal_findings(
    org: str, seal: checkpoints.Checkpoint, number: int, previous: bytes, count: int, heads: dict[str, Head]
) -> list[str]:
    name = f"checkpoint {seal.number} ({stored(seal.at)[:16]} UTC)"
    if seal.number != number:
        return [f"{name}: checkpoint {number} should stand here; some are missing"]
    if seal.previous != previous:
        return [f"{name}: does not follow checkpoint {number - 1}"]
    if seal.count != count:
        return [f"{name}: sealed {seal.count} events, but {count} are there now: some were removed or slipped in"]
    made = checkpoint_hash(previous, org, seal.number, stored(seal.at), seal.position, count, heads)
    return [] if made == seal.hash else [f"{name}: the journal up to here is not the one that was sealed"]


def _strays(connection: Connection, org: str) -> list[str]:
    found = [
        f"{stream} event {version}: a text is kept for it, but the event is not in the journal"
        for stream, version in connection.execute(_HOMELESS, (org,))
    ]
    for table, what in (("alarms", "an alarm is set"), ("snapshots", "a snapshot is kept")):
        rows = connection.execute(_STRAY.format(table=table), (org,))
        found += [f"{stream}: {what}, but the journal has no such stream" for (stream,) in rows]
    return found


def _numbers(connection: Connection, org: str, streams: list[StreamId]) -> list[str]:
    last: dict[str, int] = dict(connection.execute(_COUNTERS, (org,)).fetchall())
    used: dict[str, int] = {}
    for stream in streams:
        prefix, _, number = stream.rpartition("-")
        if prefix and number.isdigit():
            used[prefix] = max(used.get(prefix, 0), int(number))
    return [
        f"counter {prefix}: stands at {last.get(prefix, 0)}, so {prefix}-{number} would be given a second time"
        for prefix, number in used.items()
        if number > last.get(prefix, 0)
    ]
