"""Which message shows or tells of what."""

from dataclasses import dataclass
from datetime import datetime

from adapters.sql.dialect import Connection, instant
from governance_core.kernel.ids import StreamId

_FIND = """SELECT platform, place, key, kind, version, message, at FROM postings
    WHERE org = ? AND ref = ? ORDER BY at, platform, place, key"""
_SAID = """SELECT ref, kind, version, message, at FROM postings
    WHERE org = ? AND platform = ? AND place = ? AND key = ?"""
_ITEM_AT = "SELECT ref FROM postings WHERE org = ? AND platform = ? AND place = ? AND message = ?"


@dataclass(frozen=True, slots=True)
class Posted:
    """Something that was shown, with the platform's own id of the message."""

    org: str
    platform: str
    place: str
    key: str
    kind: str
    ref: StreamId
    version: int
    message: str
    at: datetime


def posted_of(connection: Connection, org: str, ref: StreamId) -> list[Posted]:
    """Every message that shows or tells of an item, the oldest first."""
    return [
        Posted(org, platform, place, key, kind, ref, version, message, instant(at))
        for platform, place, key, kind, version, message, at in connection.execute(_FIND, (org, ref))
    ]


def card_at(connection: Connection, org: str, platform: str, place: str, ref: StreamId) -> Posted | None:
    """Where an item's card stands in a place, the newest where there are several."""
    cards = [one for one in posted_of(connection, org, ref) if one.kind == "card"]
    return next((one for one in reversed(cards) if (one.platform, one.place) == (platform, place)), None)


def said_as(connection: Connection, name: tuple[str, str, str, str]) -> Posted | None:
    """What was said by this name: organisation, platform, place and key."""
    found = connection.execute(_SAID, name).fetchone()
    if found is None:
        return None
    ref, kind, version, message, at = found
    return Posted(*name, kind, StreamId(ref), version, message, instant(at))


def item_at(connection: Connection, where: tuple[str, ...]) -> StreamId | None:
    """What a message shows or tells of: organisation, platform, place and message."""
    found = connection.execute(_ITEM_AT, where).fetchone()
    return None if found is None else StreamId(found[0])
