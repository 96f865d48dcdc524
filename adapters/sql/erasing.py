"""Blanking what somebody wrote: the words go, their digests stay, and whatever was derived from them is made again."""

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.sql import postings
from adapters.sql.dialect import Connection, stored
from adapters.sql.program import Program
from adapters.sql.rebuild import rebuild
from governance_core.kernel.ids import StreamId
from governance_core.outgoing import Posting

_HELD = """SELECT count(*), count(DISTINCT stream) FROM personal_texts
    WHERE org = ? AND person = ? AND text IS NOT NULL"""
_BLANK = "UPDATE personal_texts SET text = NULL, salt = NULL WHERE org = ? AND person = ? AND text IS NOT NULL"
_DRAFTS = "DELETE FROM drafts WHERE org = ? AND person = ?"
_ACCOUNTS = """SELECT DISTINCT text FROM personal_texts
    WHERE org = ? AND person = ? AND slot = 'account' AND text IS NOT NULL"""
_TO_ACCOUNT = ("DELETE FROM outbox WHERE org = ? AND place = ?", "DELETE FROM postings WHERE org = ? AND place = ?")
_FILES = """UPDATE applied_config SET document = '{}', file = NULL WHERE org = ? AND instr(document, '"' || ? || '"')
    AND number < (SELECT MAX(number) FROM applied_config WHERE org = ?)"""
_SHOWN = """SELECT platform, place, key, ref, version FROM postings WHERE org = ? AND kind = 'card' AND ref IN
    (SELECT stream FROM journal WHERE org = ?
    AND (actor = 'person:' || ? OR actor LIKE 'person:' || ? || '@%' OR instr(payload, '"' || ? || '"')))"""


@dataclass(frozen=True, slots=True)
class Held:
    """How many texts of a person are kept, and in how many streams."""

    texts: int
    streams: int


def held(connection: Connection, org: str, person: str) -> Held:
    """What erasing a person would blank."""
    return Held(*connection.execute(_HELD, (org, person)).fetchone())


def erase(connection: Connection, program: Program, org: str, person: str, keys: Iterable[str] = ()) -> int:
    """Blank every text of a person; how many there were. The salts go too: no guess can be tried on a digest.

    Config files applied before the last one go as well where they name the person, by id or one of the `keys`, and so
    does all that waits for one of their accounts. Every card that may name them is drawn anew.
    """
    connection.execute("PRAGMA secure_delete=ON")
    for (account,) in connection.execute(_ACCOUNTS, (org, person)).fetchall():
        for statement in _TO_ACCOUNT:
            connection.execute(statement, (org, account))
    blanked = connection.execute(_BLANK, (org, person)).rowcount
    connection.execute(_DRAFTS, (org, person))
    for key in (person, *keys):
        connection.execute(_FILES, (org, key, org))
    rebuild(connection, program, org)
    _redraw(connection, program, org, person)
    return blanked


def _redraw(connection: Connection, program: Program, org: str, person: str) -> None:
    now = stored(program.clock.now())
    for platform, place, key, ref, version in connection.execute(_SHOWN, (org, org, person, person, person)).fetchall():
        postings.put(connection, org, Posting(platform, place, key, "card", StreamId(ref), version), now)
