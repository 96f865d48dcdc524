"""Blanking what somebody wrote: the words go, their digests stay, and whatever was derived from them is made again."""

from adapters.sql.dialect import Connection
from adapters.sql.program import Program
from adapters.sql.rebuild import rebuild

_BLANK = "UPDATE personal_texts SET text = NULL, salt = NULL WHERE org = ? AND person = ? AND text IS NOT NULL"
_DRAFTS = "DELETE FROM drafts WHERE org = ? AND person = ?"


def erase(connection: Connection, program: Program, org: str, person: str) -> int:
    """Blank every text of a person; how many there were. The salts go too: no guess can be tried on a digest."""
    connection.execute("PRAGMA secure_delete=ON")
    blanked = connection.execute(_BLANK, (org, person)).rowcount
    connection.execute(_DRAFTS, (org, person))
    rebuild(connection, program, org)
    return blanked
