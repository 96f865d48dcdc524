"""The engine under both floors: hand-written sqlite3, one writer thread that commits many callers' jobs together."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from adapters.sql.dialect import CACHE_PRAGMA, WRITE_PRAGMAS

Job = Callable[[sqlite3.Cursor], object]
Waiting = tuple[Job, "asyncio.Future[object]"]
Outcome = tuple["asyncio.Future[object]", object, BaseException | None]

PRAGMAS = (*WRITE_PRAGMAS, CACHE_PRAGMA, "busy_timeout=5000")
"""Ours, for everybody."""
LARGEST_BATCH = 256


class GroupCommit:
    """submit(job) is answered after the COMMIT that holds the job, never before."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self._thread = Thread(target=self._write, name="floor-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> Awaitable[object]:
        future: asyncio.Future[object] = self._loop.create_future()
        self._queue.put((job, future))
        return future

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join()

    def _write(self) -> None:
        cursor = _connect(self._path).cursor()
        while (first := self._queue.get()) is not None:
            batch, ended = self._batch(first)
            self._loop.call_soon_threadsafe(_resolve, _committed(cursor, batch))
            if ended:
                break
        cursor.connection.close()

    def _batch(self, first: Waiting) -> tuple[list[Waiting], bool]:
        batch = [first]
        while len(batch) < LARGEST_BATCH:
            try:
                waiting = self._queue.get_nowait()
            except Empty:
                break
            if waiting is None:
                return batch, True
            batch.append(waiting)
        return batch, False


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _committed(cursor: sqlite3.Cursor, batch: list[Waiting]) -> list[Outcome]:
    try:
        cursor.execute("BEGIN IMMEDIATE")
        outcomes = [_carried_out(cursor, job, future) for job, future in batch]
        cursor.execute("COMMIT")
        return outcomes
    except sqlite3.Error as error:
        if cursor.connection.in_transaction:
            cursor.execute("ROLLBACK")
        return [(future, None, error) for _, future in batch]


def _carried_out(cursor: sqlite3.Cursor, job: Job, future: "asyncio.Future[object]") -> Outcome:
    cursor.execute("SAVEPOINT job")
    try:
        outcome: Outcome = (future, job(cursor), None)
    except Exception as error:
        cursor.execute("ROLLBACK TO job")
        outcome = (future, None, error)
    cursor.execute("RELEASE job")
    return outcome


def _resolve(outcomes: list[Outcome]) -> None:
    for future, result, error in outcomes:
        if future.cancelled():
            continue
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)
