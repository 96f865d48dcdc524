"""Floor (b): the same engine with exactly the rows an answer of ours reads and writes, on a store of ours."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from secrets import token_urlsafe

from bench.filled import CONCERN, PLACE, PLATFORM, Minds, delivery, filled
from bench.floor import GroupCommit
from bench.sizes import ORG, Size
from bench.subject import Answer
from governance_core.searching.words import words_of

SEEN = "SELECT stream, version, count FROM inbox WHERE org = ? AND key = ?"
HEAD = "SELECT version, hash FROM journal WHERE org = ? AND stream = ? ORDER BY version DESC LIMIT 1"
APPEND = """INSERT INTO journal (org, stream, version, at, actor, kind, payload, previous, hash)
    VALUES (?, ?, ?, ?, ?, 'answer.given', ?, ?, ?)"""
KEEP_WORDS = """INSERT INTO personal_texts (org, stream, version, slot, person, salt, text)
    VALUES (?, ?, ?, 'words', ?, ?, ?)"""
REGISTER = """INSERT INTO answers (org, proposal, version, person, answer, words, at, receipt)
    VALUES (?, ?, 1, ?, ?, ?, ?, ?)
    ON CONFLICT (org, proposal, version, person) DO UPDATE
    SET answer = excluded.answer, words = excluded.words, at = excluded.at, receipt = excluded.receipt"""
DIRTY = """INSERT INTO outbox
    (org, platform, place, key, kind, ref, version, note, personal, since, sequence, attempts, gave_up)
    VALUES (?, ?, ?, ?, 'card', ?, 0, '', 0, ?, 1, 0, 0)
    ON CONFLICT (org, platform, place, key) DO UPDATE SET sequence = outbox.sequence + 1"""
ACTED_LAST = """INSERT INTO acted_last (org, person, platform) VALUES (?, ?, ?)
    ON CONFLICT (org, person) DO UPDATE SET platform = excluded.platform
    WHERE acted_last.platform <> excluded.platform"""
FOUND = "SELECT tags, words FROM searched_items WHERE org = ? AND item = ?"
FIND = "UPDATE searched_items SET tags = ?, words = ? WHERE org = ? AND item = ?"
FOUND_BY = words_of(CONCERN)
RECEIVED = "INSERT INTO inbox (org, key, stream, version, count, at) VALUES (?, ?, ?, ?, 1, ?)"

Head = tuple[int, bytes]


class Chains:
    """The last version and hash of each stream in use, in memory as a warm state cache holds them."""

    def __init__(self, size: Size) -> None:
        self._heads: dict[str, Head] = {}
        self._keys = count()
        self._minds = Minds(size)

    def cast(self, proposal: int, person: int, cursor: sqlite3.Cursor) -> Head:
        key, stream, who = str(delivery(next(self._keys))), f"P-{proposal + 1}", f"person-{person}"
        if cursor.execute(SEEN, (ORG, key)).fetchone():
            raise LookupError(key)
        before = self._heads.get(stream) or cursor.execute(HEAD, (ORG, stream)).fetchone()
        words = CONCERN if self._minds.changed(proposal, person) else ""
        self._heads[stream] = head = _answered(cursor, stream, who, words, before, key)
        return head


def _answered(cursor: sqlite3.Cursor, stream: str, who: str, words: str, before: Head, key: str) -> Head:
    version, at, answer = before[0] + 1, f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}", "concern" if words else "consent"
    kept = _kept_words(cursor, stream, version, who, words) if words else '""'
    payload = f'{{"person":"{who}","version":1,"answer":"{answer}","words":{kept}}}'
    by = f"person:{who}@{PLATFORM}"
    record = f"{ORG}\n{stream}\n{version}\n{at}\n{by}\nanswer.given\n{payload}"
    made = sha256(before[1] + record.encode()).digest()
    cursor.execute(APPEND, (ORG, stream, version, at, by, payload, before[1], made))
    cursor.execute(REGISTER, (ORG, stream, who, answer, words, at, version))
    cursor.execute(ACTED_LAST, (ORG, who, PLATFORM))
    cursor.execute(DIRTY, (ORG, PLATFORM, PLACE, f"card:{stream}", stream, at))
    cursor.execute(RECEIVED, (ORG, key, stream, version, at))
    return version, made


def _kept_words(cursor: sqlite3.Cursor, stream: str, version: int, who: str, words: str) -> str:
    salt = token_urlsafe(16)
    cursor.execute(KEEP_WORDS, (ORG, stream, version, who, salt, words))
    _find(cursor, stream, f"_p_{who}")
    return f'{{"digest":"{sha256((salt + words).encode()).hexdigest()}"}}'


def _find(cursor: sqlite3.Cursor, stream: str, by: str) -> None:
    """The item is found by the words of the concern and by whose it is, from the first one on."""
    tags, words = cursor.execute(FOUND, (ORG, stream)).fetchone()
    persons = [tag for tag in tags.split() if tag.startswith("_p_")]
    if by not in persons or not set(words.split()).issuperset(FOUND_BY):
        others = [tag for tag in tags.split() if tag not in persons]
        now = " ".join([*others, *sorted({*persons, by})])
        cursor.execute(FIND, (now, " ".join(sorted(FOUND_BY.union(words.split()))), ORG, stream))


@asynccontextmanager
async def opened(size: Size, folder: Path) -> AsyncIterator[Answer]:
    store, chains = GroupCommit(filled(size, folder, "rows.db")), Chains(size)

    def answer(proposal: int, person: int) -> Awaitable[object]:
        return store.submit(partial(chains.cast, proposal, person))

    yield answer
    store.close()
