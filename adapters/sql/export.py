"""The whole truth of an organisation as records anybody can verify without this program (see `hashing` for how)."""

from collections.abc import Iterator
from typing import Any

from adapters.sql import checkpoints
from adapters.sql.dialect import Connection, stored

_EVENTS = """SELECT position, stream, version, at, actor, kind, payload, previous, hash FROM journal
    WHERE org = ? AND position > ? ORDER BY position LIMIT 500"""
_TEXTS = """SELECT t.stream, t.version, t.slot, t.person, t.salt, t.text FROM journal j JOIN personal_texts t
    ON t.org = j.org AND t.stream = j.stream AND t.version = j.version
    WHERE j.org = ? AND j.position BETWEEN ? AND ?"""
Texts = dict[tuple[str, int], dict[str, dict[str, str | None]]]


def records(connection: Connection, org: str) -> Iterator[dict[str, Any]]:
    """One record an event in the order of recording, then one a checkpoint. Hashes are in hex, payloads as hashed."""
    after = 0
    while found := connection.execute(_EVENTS, (org, after)).fetchall():
        texts = _texts(connection, org, found[0][0], found[-1][0])
        for row in found:
            yield _event(org, row, texts)
        after = found[-1][0]
    for checkpoint in checkpoints.every(connection, org):
        yield _checkpoint(org, checkpoint)


def _texts(connection: Connection, org: str, first: int, last: int) -> Texts:
    texts: Texts = {}
    for stream, version, slot, person, salt, text in connection.execute(_TEXTS, (org, first, last)):
        texts.setdefault((stream, version), {})[slot] = {"person": person, "salt": salt, "text": text}
    return texts


def _event(org: str, row: tuple[Any, ...], texts: Texts) -> dict[str, Any]:
    position, stream, version, at, actor, kind, payload, previous, made = row
    return {
        "record": "event",
        "org": org,
        "position": position,
        "stream": stream,
        "version": version,
        "at": at,
        "actor": actor,
        "kind": kind,
        "payload": payload,
        "previous": previous.hex(),
        "hash": made.hex(),
        "texts": texts.get((stream, version), {}),
    }


def _checkpoint(org: str, checkpoint: checkpoints.Checkpoint) -> dict[str, Any]:
    return {
        "record": "checkpoint",
        "org": org,
        "number": checkpoint.number,
        "at": stored(checkpoint.at),
        "position": checkpoint.position,
        "count": checkpoint.count,
        "previous": checkpoint.previous.hex(),
        "hash": checkpoint.hash.hex(),
    }
