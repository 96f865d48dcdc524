"""The journal: appending events to their stream's chain and reading them back."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from adapters.sql.codec import codec_of, decoded
from adapters.sql.dialect import Connection, instant
from adapters.sql.hashing import record_hash
from governance_core.kernel.ids import Actor, StreamId
from governance_core.kernel.message import Event
from governance_core.ports import Recorded

_APPEND = """INSERT INTO journal (org, stream, version, at, actor, kind, payload, previous, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_KEEP_TEXT = "INSERT INTO personal_texts (org, stream, version, slot, person, salt, text) VALUES (?, ?, ?, ?, ?, ?, ?)"
_EVENTS = """SELECT version, at, actor, kind, payload, hash FROM journal
    WHERE org = ? AND stream = ? AND version BETWEEN ? AND ? ORDER BY version"""
_TEXTS = """SELECT version, slot, text FROM personal_texts
    WHERE org = ? AND stream = ? AND version BETWEEN ? AND ?"""
_VERSION = "SELECT MAX(version) FROM journal WHERE org = ? AND stream = ?"
_LATEST = "SELECT at FROM journal ORDER BY position DESC LIMIT 1"
_NEXT_ORG = "SELECT MIN(org) FROM journal WHERE org > ?"
_STREAMS = "SELECT DISTINCT stream FROM journal WHERE org = ? ORDER BY stream"
_IN_ORDER = """SELECT position, stream, version, at, actor, kind, payload FROM journal
    WHERE org = ? AND position > ? ORDER BY position LIMIT 500"""
_TEXTS_IN_ORDER = """SELECT t.stream, t.version, t.slot, t.text FROM journal j JOIN personal_texts t
    ON t.org = j.org AND t.stream = j.stream AND t.version = j.version
    WHERE j.org = ? AND j.position BETWEEN ? AND ?"""
LAST = 2**62

EventRow = tuple[int, str, str, str, str, bytes]
Texts = Mapping[str, str | None]


def append(
    connection: Connection,
    place: tuple[str, StreamId, int],
    at: str,
    said: tuple[Event, Actor],
    previous: bytes,
    salt: Callable[[], str],
) -> bytes:
    """Write one event at (org, stream, version) and give its hash. Raises sqlite3.IntegrityError when it is taken."""
    org, stream, version = place
    event, actor = said
    payload, texts = codec_of(type(event)).encode(event, actor.person, salt)
    who = actor.said()
    made = record_hash(previous, org, stream, version, at, who, event.kind, payload)
    connection.execute(_APPEND, (org, stream, version, at, who, event.kind, payload, previous, made))
    for kept in texts:
        connection.execute(_KEEP_TEXT, (org, stream, version, *kept))
    return made


def rows(connection: Connection, org: str, stream: str, first: int, last: int = LAST) -> list[EventRow]:
    """The stream's rows from version `first` to `last`, both included."""
    return connection.execute(_EVENTS, (org, stream, first, last)).fetchall()


def texts(connection: Connection, org: str, stream: str, first: int, last: int = LAST) -> dict[int, dict[str, str]]:
    """The personal texts of these versions, by version and field; None where one was erased."""
    found: dict[int, dict[str, str]] = {}
    for version, slot, text in connection.execute(_TEXTS, (org, stream, first, last)):
        found.setdefault(version, {})[slot] = text
    return found


def recorded(connection: Connection, org: str, stream: StreamId, first: int, last: int = LAST) -> list[Recorded]:
    """The stream's events from version `first` to `last`. Raises Unreadable."""
    return understood(connection, org, stream, rows(connection, org, stream, first, last))


def understood(connection: Connection, org: str, stream: StreamId, found: list[EventRow]) -> list[Recorded]:
    """The events behind rows that stand behind each other. Raises Unreadable."""
    if not found:
        return []
    words = texts(connection, org, stream, found[0][0], found[-1][0])
    return [event_of(stream, row[:5], words.get(row[0], {})) for row in found]


def event_of(stream: StreamId, row: tuple[int, str, str, str, str], words: Texts) -> Recorded:
    """The event behind (version, at, actor, kind, payload). Raises Unreadable."""
    version, at, actor, kind, payload = row
    event = decoded(f"{stream} event {version}", kind, payload, words)
    return Recorded(stream, version, instant(at), actor, event)


def version(connection: Connection, org: str, stream: str) -> int:
    """How many events the stream holds."""
    return connection.execute(_VERSION, (org, stream)).fetchone()[0] or 0


def latest(connection: Connection) -> str:
    """The instant of the last event of any organisation, as it is kept; empty when there is none."""
    found = connection.execute(_LATEST).fetchone()
    return found[0] if found else ""


def orgs(connection: Connection) -> Iterator[str]:
    """Every organisation that has recorded something (found by steps along the index, not by reading it whole)."""
    org = ""
    while (org := connection.execute(_NEXT_ORG, (org,)).fetchone()[0] or "") != "":
        yield org


def streams(connection: Connection, org: str) -> list[StreamId]:
    """Every stream of the organisation."""
    return [StreamId(row[0]) for row in connection.execute(_STREAMS, (org,))]


def in_order(connection: Connection, org: str) -> Iterator[Recorded]:
    """Every event of the organisation in the order of recording, read in pieces. Raises Unreadable."""
    after = 0
    while found := connection.execute(_IN_ORDER, (org, after)).fetchall():
        words = _texts_between(connection, org, found[0][0], found[-1][0])
        for _position, stream, version, *rest in found:
            yield event_of(StreamId(stream), (version, *rest), words.get((stream, version), {}))
        after = found[-1][0]


def _texts_between(connection: Connection, org: str, first: int, last: int) -> dict[tuple[str, int], Texts]:
    found = sorted(connection.execute(_TEXTS_IN_ORDER, (org, first, last)), key=_place)
    return {place: {row[2]: row[3] for row in group} for place, group in groupby(found, key=_place)}


def _place(row: Iterable[Any]) -> tuple[str, int]:
    stream, version, *_ = row
    return stream, version
