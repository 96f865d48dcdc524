"""Plays scripts on a real store and gives back what everybody saw."""

import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adapters.console.clock import MovableClock
from adapters.console.stage import Stage
from bot.talk import opener, run_script
from governance_core.kernel.time import wall_instant

EXAMPLE = str(Path(__file__).parents[2] / "config.example.yaml")
START = "clock 2026-03-02 09:00 Europe/Lisbon\n"


@dataclass(frozen=True)
class Played:
    """What a script led to."""

    code: int
    seen: list[dict[str, Any]]

    def at(self, line: int, kind: str = "") -> list[dict[str, Any]]:
        """What was seen because of a line."""
        return [one for one in self.seen if one["n"] == line and kind in ("", one["kind"])]

    def text(self, line: int, kind: str = "") -> str:
        """The words that were seen because of a line."""
        return "\n".join(one["text"] for one in self.at(line, kind))


@pytest.fixture(scope="session")
def example() -> str:
    return EXAMPLE


@pytest.fixture
def play(capsys: pytest.CaptureFixture[str]) -> Callable[..., Awaitable[Played]]:
    """Plays a script (line 1 sets the clock, unless told not to) as JSON."""

    async def played(script: str, store: str | None = None, start: str = START, config: str = EXAMPLE) -> Played:
        out = io.StringIO()
        code = await run_script((start + script).splitlines(), opener(config, store), out, as_json=True)
        return Played(code, [json.loads(line) for line in out.getvalue().splitlines()])

    return played


@pytest.fixture
async def clock() -> MovableClock:
    return MovableClock(wall_instant("2026-03-02 09:00", "Europe/Lisbon"))


@pytest.fixture
async def stage(clock: MovableClock) -> AsyncIterator[Stage]:
    """The sample organisation on a temporary store."""
    opened = opener(EXAMPLE, None)(clock)
    yield opened
    await opened.close()
