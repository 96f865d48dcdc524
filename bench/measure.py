"""Times operations under closed-loop load, in turns so that noise is shared fairly, and writes what came out."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

Operation = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Effort:
    """How long to look: seconds of one run, runs of each subject, and the sizes worth the wait."""

    seconds: float
    repeats: int
    large: int
    quick: bool

    @classmethod
    def of(cls, quick: bool) -> "Effort":
        return cls(0.15, 3, 50_000, True) if quick else cls(0.6, 5, 1_000_000, False)


@dataclass(frozen=True)
class Load:
    """What one run of closed-loop callers, or the median of several, came to."""

    ops: float
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True)
class Row:
    """One line of the results; a ratio is always value divided by floor or peer, whichever way is better."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    peer: float | None = None
    ratio_to_floor: float | None = None
    ratio_to_peer: float | None = None
    p50_ms: float | None = None
    p99_ms: float | None = None


def row(name: str, value: float, unit: str, floor: float | None, peer: float | None, load: Load | None = None) -> Row:
    p50, p99 = (load.p50_ms, load.p99_ms) if load else (None, None)
    return Row(name, value, unit, floor, peer, _ratio(value, floor), _ratio(value, peer), p50, p99)


def _ratio(value: float, reference: float | None) -> float | None:
    return value / reference if reference else None


async def closed_loop(operation: Operation, callers: int, seconds: float, limit: int | None = None) -> Load:
    """Each caller starts its next operation when its last one ends, until the time is over or the count used up."""
    samples: list[float] = []
    turns = count() if limit is None else iter(range(limit))
    started = perf_counter()

    async def caller() -> None:
        for _ in turns:
            begin = perf_counter()
            await operation()
            ended = perf_counter()
            samples.append(ended - begin)
            if ended - started >= seconds:
                break

    await asyncio.gather(*(caller() for _ in range(callers)))
    return _summary(samples, perf_counter() - started)


def _summary(samples: list[float], elapsed: float) -> Load:
    ordered = sorted(samples)
    return Load(len(ordered) / elapsed, _percentile_ms(ordered, 0.50), _percentile_ms(ordered, 0.99))


def _percentile_ms(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


async def compare(
    operations: Mapping[str, Operation], callers: int, effort: Effort, rest: Callable[[], None] = lambda: None
) -> dict[str, Load]:
    """Runs A, B, A, B …, not A, A, B, B, and takes the median of each, after one run of each to warm up.

    `rest` is what is done after each run, outside the measured time.
    """
    for operation in operations.values():
        await closed_loop(operation, callers, effort.seconds)
        rest()
    runs: dict[str, list[Load]] = {name: [] for name in operations}
    for _ in range(effort.repeats):
        for name, operation in operations.items():
            runs[name].append(await closed_loop(operation, callers, effort.seconds))
            rest()
    return {name: typical(loads) for name, loads in runs.items()}


def typical(loads: list[Load]) -> Load:
    return Load(
        median(load.ops for load in loads),
        median(load.p50_ms for load in loads),
        median(load.p99_ms for load in loads),
    )


def throughput_rows(title: str, loads: Mapping[str, Load], floor: str, peer: str) -> list[Row]:
    """One row a subject, each beside the floor and the peer of the same run (where they took part)."""
    floor_ops = loads[floor].ops if floor in loads else None
    peer_ops = loads[peer].ops if peer in loads else None
    return [row(f"{title}: {name}", load.ops, "ops/s", floor_ops, peer_ops, load) for name, load in loads.items()]


def latency_rows(title: str, loads: Mapping[str, Load], floor: str, peer: str) -> list[Row]:
    """Two rows a subject, the time within which half of all operations ended, and 99 of 100; less is better."""
    rows = []
    for measure in ("p50", "p99"):
        times = {name: getattr(load, f"{measure}_ms") for name, load in loads.items()}
        beside = times.get(floor), times.get(peer)
        rows += [row(f"{title}, {measure}: {name}", times[name], "ms", *beside, load) for name, load in loads.items()]
    return rows


def cost_rows(title: str, costs: Mapping[str, float], unit: str, floor: str, peer: str) -> list[Row]:
    """The same for what is paid per subject: microseconds, milliseconds, megabytes."""
    return [row(f"{title}: {name}", cost, unit, costs.get(floor), costs.get(peer)) for name, cost in costs.items()]


def write(rows: list[Row], path: Path) -> None:
    path.write_text(json.dumps([_rounded(each) for each in rows], indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(table(rows))


def read(path: Path) -> list[Row]:
    return [Row(**each) for each in json.loads(path.read_text("utf-8"))] if path.exists() else []


def _rounded(each: Row) -> dict[str, object]:
    return {name: _significant(value) for name, value in asdict(each).items()}


def _significant(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def table(rows: Iterable[Row]) -> str:
    lines = [[field.name for field in fields(Row)], *([_cell(v) for v in asdict(each).values()] for each in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_aligned(line, widths) for line in lines)


def _aligned(line: list[str], widths: list[int]) -> str:
    name, *rest = (cell.rjust(width) for cell, width in zip(line, widths, strict=True))
    return "  ".join([name.strip().ljust(widths[0]), *rest])


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
    return "" if value is None else str(value)
