"""The chains that make a changed or missing record visible: one hash after the other in each stream, and checkpoints.

A record's hash is SHA-256 over the 32 bytes of the hash before it in its stream (32 zero bytes for the first), followed
by seven lines in UTF-8, joined by a newline and without one at the end:

    org, stream, version, at, actor, kind, payload

`at` is UTC, written `2026-03-02 09:00:00.000000`; `payload` is the JSON text as kept. None of them holds a newline
(JSON writes it as \\n), so no two records give the same bytes. In the payload each personal text that is not empty is
replaced by {"digest": …}: SHA-256 in hex over its salt followed by the text, both in UTF-8.

A checkpoint's hash is SHA-256 over the hash of the checkpoint before it (32 zero bytes for the first), followed by
lines joined in the same way:

    org, number, at, position, count, and then one line `stream version hash-in-hex` for every stream that grew since
    the checkpoint before, sorted by stream

`position` is the last place in the journal it covers and `count` the number of the organisation's records up to there.
As each checkpoint holds the one before, the newest answers for the last hash of every stream.
"""

from collections.abc import Mapping
from hashlib import sha256

NOTHING_BEFORE = bytes(32)
_BREAKS_IN_A_RECORD = 6

Head = tuple[int, bytes]
"""The version and hash of a stream's last record."""


def record_hash(
    previous: bytes, org: str, stream: str, version: int, at: str, actor: str, kind: str, payload: str
) -> bytes:
    """The hash of one record. Raises ValueError when a part holds a newline."""
    lines = f"{org}\n{stream}\n{version}\n{at}\n{actor}\n{kind}\n{payload}"
    if lines.count("\n") != _BREAKS_IN_A_RECORD:
        raise ValueError(f"{stream} {version}: an id or name with a line break cannot be recorded")
    return sha256(previous + lines.encode()).digest()


def text_digest(salt: str, text: str) -> str:
    """What the payload holds in place of a personal text."""
    return sha256((salt + text).encode()).hexdigest()


def checkpoint_hash(
    previous: bytes, org: str, number: int, at: str, position: int, count: int, heads: Mapping[str, Head]
) -> bytes:
    """The hash of a checkpoint over the streams that grew since the one before."""
    grown = (f"{stream} {version} {last.hex()}" for stream, (version, last) in sorted(heads.items()))
    return sha256(previous + "\n".join((org, str(number), at, str(position), str(count), *grown)).encode()).digest()
