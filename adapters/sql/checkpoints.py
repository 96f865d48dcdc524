"""Checkpoints: one hash over what the journal has grown by, chained, so that a removed tail or stream is noticed."""

from dataclasses import dataclass
from datetime import datetime

from adapters.sql.dialect import Connection, instant, stored
from adapters.sql.hashing import NOTHING_BEFORE, Head, checkpoint_hash

_ALL = "SELECT number, at, position, count, previous, hash FROM checkpoints WHERE org = ? ORDER BY number"
_LAST = f"{_ALL} DESC LIMIT 1"
_GROWN = "SELECT position, stream, version, hash FROM journal WHERE org = ? AND position > ? ORDER BY position"
_WRITE = "INSERT INTO checkpoints (org, number, at, position, count, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A seal over the organisation's journal up to `position`, which holds `count` of its records."""

    number: int
    at: datetime
    position: int
    count: int
    previous: bytes
    hash: bytes


def every(connection: Connection, org: str) -> list[Checkpoint]:
    """All checkpoints of an organisation, the first one first."""
    return [_as_checkpoint(row) for row in connection.execute(_ALL, (org,))]


def last(connection: Connection, org: str) -> Checkpoint | None:
    """The newest checkpoint."""
    found = connection.execute(_LAST, (org,)).fetchone()
    return _as_checkpoint(found) if found else None


def _as_checkpoint(row: tuple[int, str, int, int, bytes, bytes]) -> Checkpoint:
    number, at, position, count, previous, made = row
    return Checkpoint(number, instant(at), position, count, previous, made)


def write(connection: Connection, org: str, now: datetime) -> Checkpoint | None:
    """Seal what was recorded since the last checkpoint; None when that is nothing."""
    before = last(connection, org)
    number, previous, after, count = (
        (before.number + 1, before.hash, before.position, before.count) if before else (1, NOTHING_BEFORE, 0, 0)
    )
    heads: dict[str, Head] = {}
    position = after
    for place, stream, version, made in connection.execute(_GROWN, (org, after)):
        heads[stream] = (version, made)
        position, count = place, count + 1
    if not heads:
        return None
    sealed = checkpoint_hash(previous, org, number, stored(now), position, count, heads)
    connection.execute(_WRITE, (org, number, stored(now), position, count, previous, sealed))
    return Checkpoint(number, now, position, count, previous, sealed)
