"""How the caller of a job hears of its outcome: in its event loop, or in the thread that waits."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, NamedTuple

from adapters.sql.dialect import Connection

Job = Callable[[Connection], Any]


class Ticket(NamedTuple):
    """A job that waits for its turn. `loop` is None when a thread waits for it."""

    job: Job
    answer: Any
    loop: asyncio.AbstractEventLoop | None


class Outcome(NamedTuple):
    """What became of a job, told only once it is durable: a value, or an error."""

    ticket: Ticket
    value: Any
    error: BaseException | None


def in_this_loop(job: Job) -> Ticket:
    """A ticket whose answer is awaited in the running loop."""
    loop = asyncio.get_running_loop()
    return Ticket(job, loop.create_future(), loop)


def in_this_thread(job: Job) -> Ticket:
    """A ticket whose answer a thread waits for."""
    return Ticket(job, Future(), None)


def tell(outcomes: Iterable[Outcome]) -> None:
    """Answer every ticket, each loop woken once. A loop that is closed by now hears nothing; its jobs were done."""
    by_loop: dict[asyncio.AbstractEventLoop | None, list[Outcome]] = {}
    for outcome in outcomes:
        by_loop.setdefault(outcome.ticket.loop, []).append(outcome)
    for loop, theirs in by_loop.items():
        if loop is None:
            _answer(theirs)
        else:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(_answer, theirs)


def _answer(outcomes: list[Outcome]) -> None:
    for (_job, answer, _loop), value, error in outcomes:
        if answer.done():  # whoever waited has gone; the job was carried out all the same
            continue
        if error is None:
            answer.set_result(value)
        else:
            answer.set_exception(RuntimeError(repr(error)) if isinstance(error, StopIteration) else error)
