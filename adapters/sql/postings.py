"""Putting postings into the outbox, so that redraws of one card become one and nothing is said twice."""

from adapters.sql.dialect import Connection
from governance_core.outgoing import Posting

_CARD = """INSERT INTO outbox
    (org, platform, place, key, kind, ref, version, note, personal, discussion, since, sequence, attempts, gave_up)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0)
    ON CONFLICT (org, platform, place, key) DO UPDATE
    SET version = excluded.version, sequence = outbox.sequence + 1,
    note = CASE WHEN outbox.note = 'afresh' THEN outbox.note ELSE excluded.note END"""
_SAY = """INSERT INTO outbox
    (org, platform, place, key, kind, ref, version, note, personal, discussion, since, sequence, attempts, gave_up)
    SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0
    WHERE NOT EXISTS (SELECT 1 FROM postings WHERE org = ? AND platform = ? AND place = ? AND key = ?)
    ON CONFLICT (org, platform, place, key) DO NOTHING"""
_WAITS_ALREADY = """UPDATE outbox SET sequence = sequence + 1
    WHERE org = ? AND platform = ? AND place = ? AND key = ?"""
_RETELL = """INSERT INTO outbox
    (org, platform, place, key, kind, ref, version, note, personal, discussion, since, sequence, attempts, gave_up)
    SELECT org, platform, place, key, kind, ref, version, 'again', ?, ?, ?, 1, 0, 0
    FROM postings WHERE org = ? AND platform = ? AND place = ? AND key = ?"""
_AGAIN = """UPDATE outbox SET since = CASE WHEN gave_up THEN ? ELSE since END,
    gave_up = 0, attempts = 0, not_before = NULL, last_error = NULL
    WHERE org = ? AND platform = ? AND place = ? AND key = ?"""
AGAIN = "again"
"""Kept as the note of words that stand already and are to be drawn anew."""
AFRESH = "afresh"
"""Kept as the note of a card that somebody asked for, until it is shown: no later change takes that back."""


def put(connection: Connection, org: str, posting: Posting, at: str) -> None:
    """A card becomes due again where it waits already; words that wait, or were said, are not said again.

    What somebody asked for afresh is due at once, though it was given up: it waits since then. Words to be told again
    are due where they stand, as what they told of then.
    """
    name = (org, posting.platform, posting.place, posting.key)
    if posting.again:
        _retell(connection, name, posting, at)
        return
    note = AFRESH if posting.afresh and posting.kind == "card" else posting.note
    about = (posting.kind, posting.ref, posting.version, note, posting.personal, posting.discussion)
    row = (*name, *about, at)
    if posting.afresh:
        connection.execute(_AGAIN, (at, *name))
    if posting.kind == "card":
        connection.execute(_CARD, row)
    elif not posting.afresh:
        connection.execute(_SAY, (*row, *name))


def _retell(connection: Connection, name: tuple[str, ...], posting: Posting, at: str) -> None:
    """Words that wait are drawn when they are said, and once more if they are being said just now."""
    if not connection.execute(_WAITS_ALREADY, name).rowcount:
        connection.execute(_RETELL, (posting.personal, posting.discussion, at, *name))
