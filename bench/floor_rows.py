"""Floor (b): the same engine with exactly the rows an answer of ours reads and writes; its SQL follows our schema."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from time import time

from bench.floor import GroupCommit
from bench.sizes import ORG, Size, Tables, fill
from bench.subject import Answer

SCHEMA = """
CREATE TABLE inbox (org TEXT NOT NULL, key TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL,
    at INTEGER NOT NULL, PRIMARY KEY (org, key));
CREATE TABLE alarm (org TEXT NOT NULL, stream TEXT NOT NULL, name TEXT NOT NULL, due INTEGER NOT NULL,
    PRIMARY KEY (org, stream, name));
CREATE INDEX alarm_due ON alarm (due);
CREATE TABLE journal (org TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL,
    kind TEXT NOT NULL, actor TEXT NOT NULL, payload TEXT NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL,
    PRIMARY KEY (org, stream, version));
CREATE TABLE answer (org TEXT NOT NULL, proposal TEXT NOT NULL, version INTEGER NOT NULL, person TEXT NOT NULL,
    answer TEXT NOT NULL, at INTEGER NOT NULL, journal_version INTEGER NOT NULL,
    PRIMARY KEY (org, proposal, version, person));
CREATE TABLE outbox (org TEXT NOT NULL, destination TEXT NOT NULL, ref TEXT NOT NULL, dirty INTEGER NOT NULL,
    PRIMARY KEY (org, destination, ref))
"""
SEEN = "SELECT stream, version FROM inbox WHERE org = ? AND key = ?"
DUE = "SELECT name, due FROM alarm WHERE org = ? AND stream = ? AND due <= ? LIMIT 1"
APPEND = """INSERT INTO journal (org, stream, version, at, kind, actor, payload, previous, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
REGISTER = """INSERT INTO answer (org, proposal, version, person, answer, at, journal_version)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (org, proposal, version, person) DO UPDATE
    SET answer = excluded.answer, at = excluded.at, journal_version = excluded.journal_version"""
DIRTY = """INSERT INTO outbox (org, destination, ref, dirty) VALUES (?, ?, ?, 1)
    ON CONFLICT (org, destination, ref) DO UPDATE SET dirty = 1"""
SET_ALARM = "INSERT INTO alarm (org, stream, name, due) VALUES (?, ?, ?, ?)"
RECEIVED = "INSERT INTO inbox (org, key, stream, version, at) VALUES (?, ?, ?, ?, ?)"

KIND, ANSWER, DESTINATION = "answer.given", "consent", "discord:1180000000000000001"
COMMENT = "I can live with this, and would like us to look again after the first month of using it. " * 2
FIRST_KEY = 1_180_000_000_000_000_000
NEVER = 4_000_000_000_000
INBOX_KEPT = 10_000

Head = tuple[int, bytes]
JournalRow = tuple[str, str, int, int, str, str, str, bytes, bytes]


class Chains:
    """The last version and hash of each stream, in memory as a warm state cache holds them."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._heads: dict[int, Head] = {}
        self._keys = count(FIRST_KEY + size.stored)

    def cast(self, proposal: int, person: int, cursor: sqlite3.Cursor) -> Head:
        key, stream, now = str(next(self._keys)), f"P-{proposal}", int(time() * 1000)
        if cursor.execute(SEEN, (ORG, key)).fetchone() or cursor.execute(DUE, (ORG, stream, now)).fetchone():
            raise LookupError(stream)
        version, previous = self._heads.get(proposal) or stored_head(self._size, proposal)
        written = journal_row(stream, version + 1, now, f"person-{person}", previous)
        cursor.execute(APPEND, written)
        cursor.execute(REGISTER, (ORG, stream, 1, f"person-{person}", ANSWER, now, version + 1))
        cursor.execute(DIRTY, (ORG, DESTINATION, stream))
        cursor.execute(RECEIVED, (ORG, key, stream, version + 1, now))
        self._heads[proposal] = head = (version + 1, written[-1])
        return head


def journal_row(stream: str, version: int, at: int, actor: str, previous: bytes) -> JournalRow:
    payload = f'{{"proposal":"{stream}","version":1,"person":"{actor}","answer":"{ANSWER}","comment":"{COMMENT}"}}'
    covered = f"{ORG}|{stream}|{version}|{at}|{KIND}|{actor}|{payload}".encode()
    return ORG, stream, version, at, KIND, actor, payload, previous, sha256(previous + covered).digest()


def stored_head(size: Size, proposal: int) -> Head:
    """Where the prefilled chain of this proposal ends; its hashes are stand-ins of the right length."""
    version = min(size.answered, size.stored - proposal * size.answered)
    return version, stand_in(proposal, version)


def stand_in(proposal: int, version: int) -> bytes:
    return sha256(b"%d|%d" % (proposal, version)).digest()


@asynccontextmanager
async def opened(size: Size, folder: Path) -> AsyncIterator[Answer]:
    path = folder / "rows.db"
    prefill(size, path)
    store, chains = GroupCommit(path), Chains(size)

    def answer(proposal: int, person: int) -> Awaitable[object]:
        return store.submit(partial(chains.cast, proposal, person))

    yield answer
    store.close()


def prefill(size: Size, path: Path) -> None:
    streams = [f"P-{proposal}" for proposal in range(size.proposals)]
    tables: Tables = {
        SET_ALARM: ((ORG, stream, "close", NEVER) for stream in streams),
        APPEND: _journal(size),
        REGISTER: ((ORG, f"P-{p}", 1, f"person-{who}", ANSWER, 0, who + 1) for p, who in size.answers()),
        DIRTY: ((ORG, DESTINATION, stream) for stream in streams),
        RECEIVED: ((ORG, str(FIRST_KEY + n), "P-0", n, 0) for n in range(min(size.stored, INBOX_KEPT))),
    }
    fill(path, SCHEMA, tables)


def _journal(size: Size) -> Iterator[tuple[object, ...]]:
    for proposal, person in size.answers():
        row = journal_row(f"P-{proposal}", person + 1, 0, f"person-{person}", stand_in(proposal, person))
        yield *row[:-1], stand_in(proposal, person + 1)
