"""Checking one stream: its chain, its texts, and what is derived from it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

import msgspec

from adapters.sql.codec import decoded, personal_slots
from adapters.sql.dialect import Connection, stored
from adapters.sql.errors import Unreadable
from adapters.sql.hashing import NOTHING_BEFORE, record_hash, text_digest
from adapters.sql.program import Program
from governance_core.feature import Feature
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Event, event_type

_ROWS = """SELECT version, at, actor, kind, payload, previous, hash FROM journal
    WHERE org = ? AND stream = ? ORDER BY version"""
_TEXTS = "SELECT version, slot, salt, text FROM personal_texts WHERE org = ? AND stream = ? ORDER BY version, slot"
_ALARMS = "SELECT name, due FROM alarms WHERE org = ? AND stream = ?"
_SNAPSHOT = "SELECT version, state FROM snapshots WHERE org = ? AND stream = ? AND tag = ?"

Texts = Mapping[str, tuple[str | None, str | None]]
"""Salt and text by field."""


class Row(NamedTuple):
    """A journal row of the stream."""

    version: int
    at: str
    actor: str
    kind: str
    payload: str
    previous: bytes
    hash: bytes


class StreamCheck:
    """One stream held against its hashes, and what is derived from it held against its events."""

    def __init__(self, connection: Connection, program: Program, org: str, stream: StreamId) -> None:
        self._connection = connection
        self._program = program
        self._org = org
        self._stream = stream
        self.events = 0
        self.erased = 0

    def run(self) -> list[str]:
        """What does not fit, in words."""
        rows = [Row(*row) for row in self._connection.execute(_ROWS, (self._org, self._stream))]
        self.events = len(rows)
        texts = self._texts()
        found = [*self._chain(rows)]
        for row in rows:
            found += self._words(row, texts.get(row.version, {}))
        feature = self._program.features.of_stream(self._stream)
        if feature is None:
            return [*found, f"{self._stream}: no feature of this program has such a stream"]
        return [*found, *self._derived(feature, rows, texts)]

    def _texts(self) -> dict[int, dict[str, tuple[str | None, str | None]]]:
        found: dict[int, dict[str, tuple[str | None, str | None]]] = {}
        for version, slot, salt, text in self._connection.execute(_TEXTS, (self._org, self._stream)):
            found.setdefault(version, {})[slot] = (salt, text)
        return found

    def _at(self, version: int) -> str:
        return f"{self._stream} event {version}"

    def _chain(self, rows: list[Row]) -> Iterator[str]:
        previous, expected = NOTHING_BEFORE, 1
        for row in rows:
            if row.version != expected:
                yield f"{self._at(row.version)}: event {expected} should stand here; it is missing"
            elif row.previous != previous:
                yield f"{self._at(row.version)}: does not follow the event before it"
            if self._hash(row) != row.hash:
                yield f"{self._at(row.version)}: is not what was recorded (its hash does not match)"
            previous, expected = row.hash, row.version + 1

    def _hash(self, row: Row) -> bytes:
        with suppress(ValueError, TypeError):  # a part of another type or with a line break never had this hash
            return record_hash(row.previous, self._org, self._stream, *row[:5])
        return b""

    def _words(self, row: Row, texts: Texts) -> Iterator[str]:
        """Each text against the digest in its payload."""
        digests = _digests(row.kind, row.payload)
        for slot in sorted(digests.keys() | texts.keys()):
            where = f"{self._at(row.version)}: the text of '{slot}'"
            if slot not in digests:
                yield f"{where} belongs to nothing that was recorded"
            elif slot not in texts:
                yield f"{where} is missing"
            else:
                salt, text = texts[slot]
                if text is None:
                    self.erased += 1
                elif text_digest(salt or "", text) != digests[slot]:
                    yield f"{where} does not match its digest"

    def _derived(self, feature: Feature[Any, Any], rows: list[Row], texts: Mapping[int, Texts]) -> Iterator[str]:
        """Fold the stream; snapshot and alarms must be what that gives."""
        codec = self._program.codec(feature)
        kept = self._connection.execute(_SNAPSHOT, (self._org, self._stream, codec.tag)).fetchone()
        state = feature.decider.initial
        for row in rows:
            try:
                state = feature.decider.evolve(state, self._event(row, texts.get(row.version, {})))
            except Unreadable as error:
                yield str(error)
                return
            except Exception as error:  # rules may stumble in any way over what they never wrote
                yield f"{self._at(row.version)}: the rules cannot follow it ({type(error).__name__}: {error})"
                return
            if kept and kept[0] == row.version and not _same(kept[1], codec.encode(state)):
                yield f"{self._stream}: the snapshot at event {row.version} is not what the events say"
        if kept and kept[0] > self.events:
            yield f"{self._stream}: the snapshot is of event {kept[0]}, which is not there"
        yield from self._alarms({alarm.name: stored(alarm.due) for alarm in feature.alarms(state)})

    def _event(self, row: Row, texts: Texts) -> Event:
        words = {slot: text for slot, (_salt, text) in texts.items()}
        return decoded(self._at(row.version), row.kind, row.payload, words)

    def _alarms(self, due: Mapping[str, str]) -> Iterator[str]:
        kept: dict[str, str] = dict(self._connection.execute(_ALARMS, (self._org, self._stream)).fetchall())
        for name in sorted(due.keys() | kept.keys()):
            if due.get(name) != kept.get(name):
                should = f"be due {due[name][:16]} UTC" if name in due else "not be set"
                does = f"is due {kept[name][:16]} UTC" if name in kept else "is not set"
                yield f"{self._stream}: the alarm '{name}' {does}, but should {should}"


def _digests(kind: str, payload: str) -> dict[str, str]:
    """The digests in a payload, by personal field; nothing when it is no longer JSON (its hash says so)."""
    of = event_type(kind)
    with suppress(ValueError, AttributeError):
        values = {slot: msgspec.json.decode(payload).get(slot) for slot in personal_slots(of)} if of else {}
        return {slot: str(value.get("digest")) for slot, value in values.items() if isinstance(value, dict)}
    return {}


def _same(kept: str, made: str) -> bool:
    with suppress(ValueError):
        return kept == made or bool(msgspec.json.decode(kept) == msgspec.json.decode(made))
    return False
