"""Putting postings into the outbox, so that redraws of one card become one and nothing is said twice."""

from adapters.sql.dialect import Connection
from governance_core.ports import Posting

_CARD = """INSERT INTO outbox
    (org, platform, place, key, kind, ref, version, note, personal, discussion, since, sequence, attempts, gave_up)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0)
    ON CONFLICT (org, platform, place, key) DO UPDATE
    SET version = excluded.version, note = excluded.note, sequence = outbox.sequence + 1"""
_SAY = """INSERT INTO outbox
    (org, platform, place, key, kind, ref, version, note, personal, discussion, since, sequence, attempts, gave_up)
    SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0
    WHERE NOT EXISTS (SELECT 1 FROM postings WHERE org = ? AND platform = ? AND place = ? AND key = ?)
    ON CONFLICT (org, platform, place, key) DO NOTHING"""


def put(connection: Connection, org: str, posting: Posting, at: str) -> None:
    """A card becomes due again where it waits already; words that wait, or were said, are not said again."""
    name = (org, posting.platform, posting.place, posting.key)
    about = (posting.kind, posting.ref, posting.version, posting.note, posting.personal, posting.discussion)
    row = (*name, *about, at)
    if posting.kind == "card":
        connection.execute(_CARD, row)
    else:
        connection.execute(_SAY, (*row, *name))
