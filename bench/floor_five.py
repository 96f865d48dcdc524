"""Floor (a): the five statements any consent poll needs: read the poll, check the member, upsert, event, outbox."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import time

from bench.floor import GroupCommit
from bench.sizes import CIRCLES, Size, Tables, fill
from bench.subject import Answer

SCHEMA = """
CREATE TABLE poll (id INTEGER PRIMARY KEY, circle INTEGER NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL,
    closes_at INTEGER NOT NULL);
CREATE TABLE member (circle INTEGER NOT NULL, person INTEGER NOT NULL, role TEXT NOT NULL,
    PRIMARY KEY (circle, person));
CREATE TABLE answer (poll INTEGER NOT NULL, person INTEGER NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (poll, person));
CREATE TABLE event (id INTEGER PRIMARY KEY, poll INTEGER NOT NULL, kind TEXT NOT NULL, person INTEGER NOT NULL,
    payload TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX event_poll ON event (poll);
CREATE TABLE outbox (id INTEGER PRIMARY KEY, poll INTEGER NOT NULL, kind TEXT NOT NULL, sent_at INTEGER);
CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL
"""
READ_POLL = "SELECT circle, state, closes_at FROM poll WHERE id = ?"
CHECK_MEMBER = "SELECT role FROM member WHERE circle = ? AND person = ?"
UPSERT_ANSWER = """INSERT INTO answer (poll, person, answer, at) VALUES (?, ?, ?, ?)
    ON CONFLICT (poll, person) DO UPDATE SET answer = excluded.answer, at = excluded.at"""
ADD_EVENT = "INSERT INTO event (poll, kind, person, payload, at) VALUES (?, ?, ?, ?, ?)"
ADD_OUTBOX = "INSERT INTO outbox (poll, kind) VALUES (?, ?)"

ADD_POLL = "INSERT INTO poll (id, circle, title, state, closes_at) VALUES (?, ?, ?, 'open', ?)"
ADD_MEMBER = "INSERT INTO member (circle, person, role) VALUES (?, ?, 'member')"
ADD_SENT = "INSERT INTO outbox (poll, kind, sent_at) VALUES (?, 'redraw', 0)"

CLOSES_AT = 4_000_000_000
PAYLOAD = '{"answer": "consent"}'


def cast(poll: int, person: int, cursor: sqlite3.Cursor) -> None:
    now = int(time())
    circle, state, closes_at = cursor.execute(READ_POLL, (poll,)).fetchone()
    if state != "open" or closes_at < now:
        raise LookupError(poll)
    if cursor.execute(CHECK_MEMBER, (circle, person)).fetchone() is None:
        raise PermissionError(person)
    cursor.execute(UPSERT_ANSWER, (poll, person, "consent", now))
    cursor.execute(ADD_EVENT, (poll, "answer.given", person, PAYLOAD, now))
    cursor.execute(ADD_OUTBOX, (poll, "redraw"))


@asynccontextmanager
async def opened(size: Size, folder: Path) -> AsyncIterator[Answer]:
    path = folder / "five.db"
    prefill(size, path)
    store = GroupCommit(path)

    def answer(poll: int, person: int) -> Awaitable[object]:
        return store.submit(partial(cast, poll, person))

    yield answer
    store.close()


def prefill(size: Size, path: Path) -> None:
    polls, answers = range(size.proposals), size.answers
    tables: Tables = {
        ADD_POLL: ((poll, poll % CIRCLES, f"Proposal {poll}", CLOSES_AT) for poll in polls),
        ADD_MEMBER: ((circle, person) for circle in range(CIRCLES) for person in range(size.electors)),
        UPSERT_ANSWER: ((poll, person, "consent", 0) for poll, person in answers()),
        ADD_EVENT: ((poll, "answer.given", person, PAYLOAD, 0) for poll, person in answers()),
        ADD_SENT: ((poll,) for poll, _ in answers()),
    }
    fill(path, SCHEMA, tables)
