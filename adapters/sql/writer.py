"""The one writer: a thread that carries out queued jobs, many in one transaction, and answers after the COMMIT only."""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread, get_ident
from time import monotonic
from typing import Protocol

from adapters.sql.dialect import BEGIN_WRITING, CHECKPOINT, OTHERS_WROTE, Connection
from adapters.sql.errors import Conflict, StoreClosed, for_callers, is_passing
from adapters.sql.tickets import Outcome, Ticket, tell

LARGEST_BATCH = 128
IDLE_SECONDS = 0.5
"""After this long without a job, what was committed is moved from the log into the file."""
CONFLICTS_BORNE = 3


class Believer(Protocol):
    """Somebody who keeps things in memory that are true only if the transaction succeeds."""

    def job_ended(self, well: bool) -> None:
        """A job of the batch succeeded, or was undone."""

    def committed(self) -> None:
        """The batch is durable."""

    def forget(self) -> None:
        """Nothing kept in memory is sure any more."""


class _Broken(Exception):
    """The transaction is gone, and with it what every job of the batch did."""


class Writer:
    """Queue and thread around one connection. `patience` is how many seconds a job may wait for other processes."""

    def __init__(self, connection: Connection, believer: Believer, store: str, patience: float) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._believer = believer
        self._store = store
        self._patience = patience
        self._queue: SimpleQueue[Ticket | None] = SimpleQueue()
        self._others = -1
        self._closed = False
        self._thread = Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def put(self, ticket: Ticket) -> None:
        """Queue a job. Raises StoreClosed."""
        if self._closed:
            raise StoreClosed(self._store)
        self._queue.put(ticket)

    def close(self) -> None:
        """Carry out what is queued, then end the thread."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            self._thread.join()

    def is_here(self) -> bool:
        """Whether the caller runs inside a job: waiting for another job from there would be for ever."""
        return self._thread.ident == get_ident()

    def _run(self) -> None:
        unsettled = False
        while True:
            try:
                first = self._queue.get(timeout=IDLE_SECONDS if unsettled else None)
            except Empty:
                unsettled = self._settle()
                continue
            batch, last = self._batch(first)
            if batch:
                tell(self._outcomes(batch))
                unsettled = True
            if last:
                return

    def _batch(self, first: Ticket | None) -> tuple[list[Ticket], bool]:
        """As many jobs as wait now, and whether the queue ends with them."""
        if first is None:
            return [], True
        batch = [first]
        while len(batch) < LARGEST_BATCH:
            try:
                ticket = self._queue.get_nowait()
            except Empty:
                break
            if ticket is None:
                return batch, True
            batch.append(ticket)
        return batch, False

    def _settle(self) -> bool:
        with suppress(sqlite3.Error):  # readers were in the way, or the disk is full: the log holds it all
            self._execute(CHECKPOINT)
        return False

    def _outcomes(self, batch: Sequence[Ticket]) -> list[Outcome]:
        """What became of each job: all in one transaction, or, when that broke, each in its own."""
        deadline = monotonic() + self._patience
        if len(batch) > 1:
            try:
                return self._together(batch, deadline)
            except _Broken:  # nothing of it was recorded: each on its own, so that one cannot harm the others
                pass
            except BaseException as error:  # whatever it was, somebody waits for every answer
                return [self._failed(ticket, error) for ticket in batch]
        return [self._alone(ticket, deadline) for ticket in batch]

    def _alone(self, ticket: Ticket, deadline: float) -> Outcome:
        for _attempt in range(CONFLICTS_BORNE):
            try:
                return self._together([ticket], deadline)[0]
            except BaseException as error:
                failure = (error.__cause__ or error) if isinstance(error, _Broken) else error
                if not is_passing(failure) or monotonic() > deadline:
                    break
        return self._failed(ticket, failure)

    def _failed(self, ticket: Ticket, error: BaseException) -> Outcome:
        return Outcome(ticket, None, for_callers(error, self._store))

    def _together(self, batch: Sequence[Ticket], deadline: float) -> list[Outcome]:
        """Carry jobs out in one transaction. Raises _Broken when it broke, sqlite3.Error when it could not begin."""
        self._begin(deadline)
        try:
            outcomes = [self._carried_out(ticket) for ticket in batch]
            self._execute("COMMIT")
        except _Broken:
            self._give_up()
            raise
        except BaseException as error:
            self._give_up()
            raise _Broken from error
        self._believer.committed()
        return outcomes

    def _begin(self, deadline: float) -> None:
        while True:
            try:
                self._execute(BEGIN_WRITING)
                break
            except sqlite3.Error as error:
                if not is_passing(error) or monotonic() > deadline:
                    raise
        others = self._execute(OTHERS_WROTE).fetchone()[0]
        if others != self._others:
            self._others = others
            self._believer.forget()

    def _carried_out(self, ticket: Ticket) -> Outcome:
        self._execute("SAVEPOINT job")
        try:
            outcome = Outcome(ticket, ticket.job(self._connection), None)
        except BaseException as error:
            self._undo(error)
            return Outcome(ticket, None, for_callers(error, self._store))
        self._execute("RELEASE job")  # fails where the job lost the transaction it was in
        self._believer.job_ended(well=True)
        return outcome

    def _undo(self, error: BaseException) -> None:
        """Take back what one job did, so that the others stand. Raises _Broken when they cannot."""
        if isinstance(error, Conflict) or not self._connection.in_transaction:
            raise _Broken from error
        self._execute("ROLLBACK TO job")
        self._execute("RELEASE job")
        self._believer.job_ended(well=False)

    def _give_up(self) -> None:
        self._believer.forget()
        if self._connection.in_transaction:
            self._execute("ROLLBACK")
