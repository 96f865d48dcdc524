"""`python -m bench [--quick] [--only NAME]`: runs the benchmarks, prints a table, keeps it in bench/results.json."""

import argparse
import os
import sqlite3
import tempfile
from pathlib import Path
from time import perf_counter

from bench import answers, checkins, digests, looking, money, presses, processes, schedules, slack_presses, sweeps  # noqa: F401  (each registers its cases)
from bench.cases import CASES, case
from bench.measure import Effort, Row, read, row, write

RESULTS = Path(__file__).parent / "results.json"


@case("disk")
def disk(effort: Effort) -> list[Row]:
    """What one fdatasync costs here, without which no other figure can be compared between machines."""
    with tempfile.TemporaryFile() as file:
        times = sorted(_synced(file.fileno()) for _ in range(200))
    return [row("fdatasync of one page", times[len(times) // 2] * 1e6, "us", None, None)]


def _synced(descriptor: int) -> float:
    begin = perf_counter()
    os.pwrite(descriptor, b"x" * 4096, 0)
    os.fdatasync(descriptor)
    return perf_counter() - begin


def main() -> None:
    options = _options()
    started, effort = perf_counter(), Effort.of(options.quick)
    rows = [each for name in options.only or CASES for each in _run(name, effort)]
    print(f"SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores, {perf_counter() - started:.0f} s in all")
    write(_kept(rows, options.out) if options.only else rows, options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter runs, smaller stores; figures are rougher")
    parser.add_argument("--only", action="append", choices=sorted(CASES), help="may be given more than once")
    parser.add_argument("--out", type=Path, default=RESULTS, metavar="FILE", help="where to keep the figures")
    return parser.parse_args()


def _run(name: str, effort: Effort) -> list[Row]:
    begin = perf_counter()
    rows = CASES[name](effort)
    print(f"{name}: {perf_counter() - begin:.1f} s", flush=True)
    return rows


def _kept(fresh: list[Row], path: Path) -> list[Row]:
    """Rows measured earlier stay, except those measured again now."""
    again = {each.name for each in fresh}
    return [each for each in read(path) if each.name not in again] + fresh


if __name__ == "__main__":
    main()
