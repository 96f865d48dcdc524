"""Compares how long a process takes to start and how much memory it holds once it runs."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, sleep

from bench.cases import case
from bench.measure import Effort, Row, cost_rows

FLOOR, PEER = "floor, asyncio + sqlite3", "peer, SQLModel async"
PYTHON_ALONE = "import asyncio, sqlite3"
PEER_IMPORTS = "import aiosqlite, sqlalchemy.ext.asyncio, sqlmodel.ext.asyncio.session"
CIRCLET = [sys.executable, "-m", "bot"]
EXAMPLE = Path(__file__).parent.parent / "config.example.yaml"
READY = "Running"
UNTIL_END = f"print('{READY}', flush=True); import sys; sys.stdin.read()"
IDLE_SECONDS = 1.0

Command = Callable[[int], list[str]]
"""The command line of one try; some make a file, which must be a new one each time."""


@case("start")
def start_up(effort: Effort) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="circlet-bench-") as folder:
        commands = _commands(Path(folder))
        times: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(effort.repeats):
            for name, command in commands.items():
                times[name].append(milliseconds(command(number)))
    costs = {name: min(taken) for name, taken in times.items()}
    return cost_rows(f"start-up, best of {effort.repeats}", costs, "ms", FLOOR, PEER)


def _commands(folder: Path) -> dict[str, Command]:
    example, store = str(EXAMPLE), str(folder / "store.db")
    subprocess.run([*CIRCLET, "apply", example, "--store", store], check=True, stdout=subprocess.DEVNULL)
    return {
        FLOOR: lambda _: [sys.executable, "-c", PYTHON_ALONE],
        "circlet --help": lambda _: [*CIRCLET, "--help"],
        "circlet check": lambda _: [*CIRCLET, "check", example],
        "circlet init": lambda number: [*CIRCLET, "init", str(folder / f"{number}.yaml")],
        "circlet list": lambda _: [*CIRCLET, "list", "--store", store],
        "circlet apply, new store": lambda n: [*CIRCLET, "apply", example, "--store", str(folder / f"{n}.db")],
        PEER: lambda _: [sys.executable, "-c", PEER_IMPORTS],
    }


@case("memory")
def memory(effort: Effort) -> list[Row]:
    if not Path("/proc/self/status").exists():
        return []
    with tempfile.TemporaryDirectory(prefix="circlet-bench-") as folder:
        programs = {
            FLOOR: [sys.executable, "-c", f"{PYTHON_ALONE}; {UNTIL_END}"],
            "circlet run, idle": [*CIRCLET, "run", "--config", str(EXAMPLE), "--store", f"{folder}/store.db"],
            PEER: [sys.executable, "-c", f"{PEER_IMPORTS}; {UNTIL_END}"],
        }
        held = {name: megabytes(command) for name, command in programs.items()}
    return cost_rows("resident memory", held, "MB", FLOOR, PEER)


def milliseconds(command: list[str]) -> float:
    begin = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_environment())
    return (perf_counter() - begin) * 1000


def megabytes(command: list[str]) -> float:
    """What a program holds when it has said that it is ready and has been idle for a moment."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()) as child:
        assert child.stdout is not None
        while (line := child.stdout.readline()) and not line.startswith(READY.encode()):
            pass
        sleep(IDLE_SECONDS)
        resident = resident_megabytes(child.pid)
        child.terminate()
        child.communicate()
    return resident


def resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def _environment() -> dict[str, str]:
    """Compiled modules are kept between tries, as `./run` and an installed program have them."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
