"""What is past its time is dropped, and the journal is sealed by and by."""

from datetime import datetime, timedelta

from adapters.sql import checkpoints, journal
from adapters.sql.dialect import Connection, stored

INBOX_LIFE = timedelta(days=7)
CHECKPOINT_EVERY = timedelta(minutes=15)
NEWS_LIFE = timedelta(days=30)
"""How long words that were given up are kept for somebody to ask for."""
_OLD_INBOX = "DELETE FROM inbox WHERE at < ?"
_OLD_NEWS = "DELETE FROM outbox WHERE gave_up AND kind = 'say' AND since < ?"
_OLD_DRAFTS = "DELETE FROM drafts WHERE expires <= ?"


def keep_house(connection: Connection, now: datetime) -> None:
    """Drop what nobody asks for any more; write the checkpoint of each organisation that is due for one."""
    connection.execute(_OLD_INBOX, (stored(now - INBOX_LIFE),))
    connection.execute(_OLD_DRAFTS, (stored(now),))
    connection.execute(_OLD_NEWS, (stored(now - NEWS_LIFE),))
    for org in list(journal.orgs(connection)):
        sealed = checkpoints.last(connection, org)
        if sealed is None or sealed.at + CHECKPOINT_EVERY <= now:
            checkpoints.write(connection, org, now)
