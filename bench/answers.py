"""Compares casting one consent answer: both floors, the peer, and whoever is added to SUBJECTS, all in the same run."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random

from bench import floor_five, floor_rows, ours, peer
from bench.cases import case
from bench.measure import Effort, Operation, Row, compare, throughput_rows
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


@case("answer")
def little_stored(effort: Effort) -> list[Row]:
    return asyncio.run(_measured(SUBJECTS, Size(FEW), effort))


@case("answer-large")
def much_stored(effort: Effort) -> list[Row]:
    """Also with answers spread over every proposal ever made, which no cache of open ones can hold."""
    return asyncio.run(_measured(SUBJECTS, Size(effort.large), effort, also_everywhere=True))


@case("electors")
def electors(effort: Effort) -> list[Row]:
    """Whether the number of people asked matters; the peer is left out, its rows do not depend on it."""
    subjects = [subject for subject in SUBJECTS if subject.name != PEER]
    return [row for number in ELECTORS for row in asyncio.run(_with_electors(subjects, number, effort))]


async def _with_electors(subjects: list[Subject], number: int, effort: Effort) -> list[Row]:
    async with _stores(subjects, size := Size(FEW if effort.quick else 10 * FEW, number)) as answers:
        loads = await compare(_operations(answers, size), 32, effort)
    return throughput_rows(f"answer, {number:,} electors, 32 callers", loads, ROWS, PEER)


async def _measured(subjects: list[Subject], size: Size, effort: Effort, also_everywhere: bool = False) -> list[Row]:
    rows: list[Row] = []
    async with _stores(subjects, size) as answers:
        for callers in CALLERS:
            loads = await compare(_operations(answers, size), callers, effort)
            rows += throughput_rows(_title(size, callers), loads, ROWS, PEER)
        if also_everywhere:
            loads = await compare(_operations(answers, size, everywhere=True), CALLERS[-1], effort)
            rows += throughput_rows(f"{_title(size, CALLERS[-1])}, all open", loads, ROWS, PEER)
    return rows


def _title(size: Size, callers: int) -> str:
    return f"answer, {size.stored:,} stored, {callers} caller{'s' if callers > 1 else ''}"


@asynccontextmanager
async def _stores(subjects: list[Subject], size: Size) -> AsyncIterator[dict[str, Answer]]:
    with tempfile.TemporaryDirectory(prefix="circlet-bench-") as folder:
        async with AsyncExitStack() as stack:
            yield {
                subject.name: await stack.enter_async_context(subject.opened(size, Path(folder)))
                for subject in subjects
            }


def _operations(answers: Mapping[str, Answer], size: Size, everywhere: bool = False) -> dict[str, Operation]:
    return {name: _operation(answer, size, everywhere) for name, answer in answers.items()}


def _operation(answer: Answer, size: Size, everywhere: bool) -> Operation:
    random = Random(7)
    return lambda: answer(*size.draw(random, everywhere))
