"""Compares casting one consent answer: both floors, ours and the peer, all in the same run."""

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from random import Random

from adapters.sql.dialect import CHECKPOINT
from bench import floor_five, floor_rows, ours, peer
from bench.cases import case
from bench.measure import Effort, Load, Operation, Row, compare, throughput_rows
from bench.sizes import Size
from bench.subject import Answer, Subject

FIVE, ROWS, PEER = "floor, five statements", "floor, our rows", "peer, SQLModel async"
OURS = "through execute"

SUBJECTS = [
    Subject(FIVE, floor_five.opened),
    Subject(ROWS, floor_rows.opened),
    Subject(OURS, ours.opened),
    Subject(PEER, peer.opened),
]
FEW = 10_000
CALLERS = (1, 32)
ELECTORS = (10, 100, 1_000)
PROPOSALS = 200

Plan = Mapping[str, tuple[Subject, Size]]
"""What is compared, by the name its results carry."""


@case("answer")
def little_stored(effort: Effort) -> list[Row]:
    return asyncio.run(_beside(Size(FEW), effort))


@case("answer-large")
def much_stored(effort: Effort) -> list[Row]:
    """Ours also with little stored in the same run, and with answers to every proposal ever made, not the newest."""
    return asyncio.run(_large(Size(effort.large), effort))


@case("electors")
def electors(effort: Effort) -> list[Row]:
    """Whether the number of people asked matters, with as many proposals open; all numbers in the same run."""
    return asyncio.run(_electors([subject for subject in SUBJECTS if subject.name in (ROWS, OURS)], effort))


async def _beside(size: Size, effort: Effort) -> list[Row]:
    plan = {subject.name: (subject, size) for subject in SUBJECTS}
    rows: list[Row] = []
    async with _opened(plan) as (operations, rest):
        for callers in CALLERS:
            loads = await compare(operations(False), callers, effort, rest)
            rows += throughput_rows(_title(size, callers), loads, ROWS, PEER)
    return rows


async def _large(size: Size, effort: Effort) -> list[Row]:
    plan = {subject.name: (subject, size) for subject in SUBJECTS}
    small = f"{OURS}, {FEW:,} stored"
    plan[small] = (plan[OURS][0], Size(FEW))
    rows: list[Row] = []
    async with _opened(plan) as (operations, rest):
        for everywhere, suffix in ((False, ""), (True, ", all open")):
            loads = await compare(operations(everywhere), CALLERS[-1], effort, rest)
            rows += throughput_rows(f"{_title(size, CALLERS[-1])}{suffix}", loads, ROWS, PEER)
    return rows


async def _electors(subjects: list[Subject], effort: Effort) -> list[Row]:
    proposals = PROPOSALS // 2 if effort.quick else PROPOSALS
    sizes = {number: Size(proposals * number // 2, number) for number in ELECTORS}
    plan = {_of(subject.name, number): (subject, size) for number, size in sizes.items() for subject in subjects}
    async with _opened(plan) as (operations, rest):
        loads = await compare(operations(False), CALLERS[-1], effort, rest)
    rows: list[Row] = []
    for number in ELECTORS:
        theirs: dict[str, Load] = {subject.name: loads[_of(subject.name, number)] for subject in subjects}
        rows += throughput_rows(f"answer, {number:,} electors, {CALLERS[-1]} callers", theirs, ROWS, PEER)
    return rows


def _of(name: str, electors: int) -> str:
    return f"{name} {electors}"


def _title(size: Size, callers: int) -> str:
    return f"answer, {size.stored:,} stored, {callers} caller{'s' if callers > 1 else ''}"


@asynccontextmanager
async def _opened(plan: Plan) -> AsyncIterator[tuple[Callable[[bool], dict[str, Operation]], Callable[[], None]]]:
    """The operations of what is compared (on the newest proposals, or on all), and what to do between two runs."""
    with tempfile.TemporaryDirectory(prefix="circlet-bench-") as folder:
        async with AsyncExitStack() as stack:
            answers = {
                name: (await stack.enter_async_context(subject.opened(size, own(folder, index))), size)
                for index, (name, (subject, size)) in enumerate(plan.items())
            }

            def operations(everywhere: bool) -> dict[str, Operation]:
                return {name: _operation(answer, size, everywhere) for name, (answer, size) in answers.items()}

            yield operations, lambda: flush(Path(folder))


def own(folder: str, index: int) -> Path:
    """A folder of its own for one that is compared."""
    made = Path(folder) / str(index)
    made.mkdir()
    return made


def _operation(answer: Answer, size: Size, everywhere: bool) -> Operation:
    random = Random(7)
    return lambda: answer(*size.draw(random, everywhere))


def flush(folder: Path) -> None:
    """Moves what everybody wrote into their files, so that nobody's housekeeping falls into another's run."""
    for path in folder.glob("*/*.db"):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(CHECKPOINT)
