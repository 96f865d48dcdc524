"""Talks: the bot on the console platform, playing a script (printed as JSON or as a page to read)."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from adapters.console.clock import MovableClock, RepeatableChance, real_time
from adapters.console.director import Director
from adapters.console.gateway import failure_words
from adapters.console.record import Record
from adapters.console.script import Line, ScriptError, SetClock, parse_line
from adapters.console.stage import Stage
from adapters.console.transcript import Transcript
from adapters.sql.errors import StoreError
from bot.applying import ApplyRefused
from bot.config import ConfigFile, check
from bot.failure import Failure
from bot.stage import OrganisationStage
from governance_core.kernel.time import wall_instant

Opened = Callable[[MovableClock], Stage]
STDIN = "-"
TEMPORARY = ":memory:"


def talk(config: str, store: str | None, script: str, as_json: bool) -> int:
    """Play a script file (`-` is standard input): 1 when a line could not be carried out, else 0. Raises Failure."""
    opened = opener(config, store)
    with ExitStack() as files:
        try:
            source = sys.stdin if script == STDIN else files.enter_context(Path(script).open(encoding="utf-8-sig"))
        except OSError as wrong:
            raise Failure(f"The script {script} cannot be read: {wrong.strerror}.") from None
        return asyncio.run(run_script(lines_of(source), opened, sys.stdout, as_json))


def opener(config: str, store: str | None) -> Opened:
    """What opens the organisation of a config file on a store (none: a temporary one). Raises Failure."""
    file, problems = check(config)
    if file is None:
        raise Failure("\n".join(map(str, problems)))
    written = Path(config).read_text(encoding="utf-8")
    path = None if store in (None, TEMPORARY) else Path(store)

    def opened(clock: MovableClock) -> Stage:
        return _opened(file, written, path, clock)

    return opened


def _opened(file: ConfigFile, written: str, path: Path | None, clock: MovableClock) -> Stage:
    try:
        return OrganisationStage.open(file, written, path, clock, RepeatableChance())
    except StoreError as wrong:
        raise Failure(str(wrong)) from None
    except ApplyRefused as wrong:
        raise Failure("\n".join(f"line {one.change.line}: {one.reason}" for one in wrong.refused)) from None


async def run_script(
    lines: AsyncIterator[str] | Iterable[str], opened: Opened, out: TextIO, as_json: bool = False
) -> int:
    """Play a script and print what everybody saw; 1 when a line could not be carried out, else 0. Raises Failure."""
    run = Run(opened, out, as_json)
    number = 0
    try:
        async for line in _each(lines):
            number += 1
            await run.play(number, line)
    finally:
        await run.close()
    return 1 if run.troubles else 0


async def lines_of(source: TextIO) -> AsyncIterator[str]:
    """The lines of a file or of standard input, each as soon as it is there."""
    while line := await asyncio.to_thread(source.readline):
        yield line


async def _each(lines: AsyncIterator[str] | Iterable[str]) -> AsyncIterator[str]:
    if isinstance(lines, AsyncIterator):
        async for line in lines:
            yield line
    else:
        for line in lines:
            yield line


class Run:
    """A script being played. The store is opened at its first line, so that `clock` can say when that is."""

    def __init__(self, opened: Opened, out: TextIO, as_json: bool) -> None:
        self._opened = opened
        self._out = out
        self._as_json = as_json
        self._transcript = Transcript()
        self._clock = MovableClock()
        self._stage: Stage | None = None
        self._director: Director | None = None
        self.troubles = 0

    async def play(self, number: int, typed: str) -> None:
        """One line of the script, and all that anybody saw because of it."""
        if not self._as_json:
            self._out.write(self._transcript.line(typed))
        try:
            line = parse_line(number, typed)
            if line is not None:
                await self._carry_out(line)
        except ScriptError as wrong:
            self._trouble(number, str(wrong))
        except Failure:
            raise
        except Exception as wrong:
            self._trouble(number, f"line {number}: {failure_words(wrong, 'The line may be carried out in part.')}")
        self._out.flush()

    async def close(self) -> None:
        """Let the store go."""
        if self._stage is not None:
            await self._stage.close()

    async def _carry_out(self, line: Line) -> None:
        if self._director is None:
            await self._begin(line)
        assert self._director is not None, "a run that has begun has a director"
        await self._director.carry_out(line)

    async def _begin(self, line: Line) -> None:
        """Open the store at the instant the first line says, or now; never before the last thing it holds."""
        zone = (line.zone if isinstance(line, SetClock) else "") or "UTC"
        now = wall_instant(line.wall, zone, "00:00") if isinstance(line, SetClock) else real_time()
        self._clock.move_to(now)
        self._stage = stage = self._opened(self._clock)
        self._clock.move_to(await stage.read(lambda reader: reader.now))
        self._director = Director(stage, self._clock, self._tell, zone)
        await self._director.settle(line.number)

    def _tell(self, record: Record) -> None:
        if record.kind == "error":
            self.troubles += 1
        if self._as_json:
            self._out.write(json.dumps(record.as_json(), ensure_ascii=False) + "\n")
        else:
            self._out.write(self._transcript.record(record, self._director.zone if self._director else "UTC"))

    def _trouble(self, number: int, words: str) -> None:
        print(words, file=sys.stderr)
        self._tell(Record(number, self._clock.now(), "error", "", "", words, {}))
