"""Compares how long a process takes to start and how much memory it holds once started."""

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from bench.cases import case
from bench.measure import Effort, Row, cost_rows

FLOOR, PEER = "floor, asyncio + sqlite3", "peer, SQLModel async"
TRIES = 5
PEER_IMPORTS = "import aiosqlite, sqlalchemy.ext.asyncio, sqlmodel.ext.asyncio.session"

# Add our own commands here, for instance {"circlet --help": [sys.executable, "-m", "bot", "--help"]}.
COMMANDS: dict[str, list[str]] = {
    FLOOR: [sys.executable, "-c", "import asyncio, sqlite3"],
    PEER: [sys.executable, "-c", PEER_IMPORTS],
}
# Add our own program here: code after which the process has everything it needs to run.
PROGRAMS: dict[str, str] = {
    FLOOR: "import asyncio, sqlite3",
    PEER: PEER_IMPORTS,
}


@case("start")
def start_up(effort: Effort) -> list[Row]:
    for command in COMMANDS.values():
        milliseconds(command)
    costs = {name: min(milliseconds(command) for _ in range(TRIES)) for name, command in COMMANDS.items()}
    return cost_rows(f"start-up, best of {TRIES}", costs, "ms", FLOOR, PEER)


@case("memory")
def memory(effort: Effort) -> list[Row]:
    if not Path("/proc/self/status").exists():
        return []
    return cost_rows("resident memory", {n: megabytes_after(code) for n, code in PROGRAMS.items()}, "MB", FLOOR, PEER)


def milliseconds(command: list[str]) -> float:
    begin = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_environment())
    return (perf_counter() - begin) * 1000


def megabytes_after(code: str) -> float:
    """The child says when it is ready and stays until its input ends, so that it can be looked at."""
    waiting = f"{code}\nprint('ready', flush=True)\nimport sys\nsys.stdin.read()"
    command = [sys.executable, "-c", waiting]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdout.readline()
        resident = resident_megabytes(child.pid)
        child.stdin.close()
    return resident


def resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def _environment() -> dict[str, str]:
    """Compiled modules are kept between tries, as in an installed program."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
