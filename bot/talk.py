"""Talks: the bot on the console platform, playing a script (printed as JSON or as a page to read)."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from adapters.console.acts import Down, Line, ScriptError, SetClock, Wait, WaitUntil
from adapters.console.clock import MovableClock, RepeatableChance, real_time
from adapters.console.director import Director
from adapters.console.record import Record
from adapters.console.script import parse_line
from adapters.console.shelf import Shelf
from adapters.console.stage import Stage
from adapters.console.transcript import Transcript
from adapters.console.troubles import failure_words
from adapters.sql.errors import StoreError
from bot.applying import ApplyRefused
from bot.config import ConfigFile, check
from bot.failure import Failure, store_trouble
from bot.output import for_json
from bot.stage import OrganisationStage
from governance_core.cards.card import Card
from governance_core.kernel.errors import Busy, Refusal
from governance_core.kernel.time import wall_instant
from governance_core.ports import Chance

Opened = Callable[[MovableClock], Stage]
STDIN = "-"
NOBODY_YET = "me-first"
"""Who somebody is at the terminal before anybody was named."""
TEMPORARY = ":memory:"
AS_IT_IS = "surrogateescape"
"""How bytes that are no UTF-8 are read: so that the line they stand in can be named."""
_NO_UTF8 = re.compile("[\udc80-\udcff]")


def talk(config: str, store: str | None, script: str, as_json: bool, files: str | None = None) -> int:
    """Play a script file (`-` is standard input): 1 when a line could not be carried out, else 0. Raises Failure.

    What is handed out is kept in the folder `files`, where one is named.
    """
    shelf = Shelf(Path(files)) if files else None
    opened = opener(config, store)
    if as_json:
        for_json(sys.stdout)
    with ExitStack() as held:
        try:
            source = _standard_input() if script == STDIN else held.enter_context(_script(script))
        except OSError as wrong:
            raise Failure(f"The script {script} cannot be read: {wrong.strerror}.") from None
        return asyncio.run(run_script(lines_of(source), opened, sys.stdout, as_json, shelf))


def _script(path: str) -> TextIO:
    return Path(path).open(encoding="utf-8-sig", errors=AS_IT_IS)


def _standard_input() -> TextIO:
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors=AS_IT_IS)
    return sys.stdin


def opener(config: str, store: str | None, chance: type[Chance] = RepeatableChance) -> Opened:
    """What opens the organisation of a config file on a store (none: a temporary one). Raises Failure."""
    file, problems = check(config)
    if file is None:
        raise Failure("\n".join(map(str, problems)))
    written = Path(config).read_text(encoding="utf-8")
    path = None if store in (None, TEMPORARY) else Path(store)

    def opened(clock: MovableClock) -> Stage:
        return _opened(file, written, path, clock, chance())

    return opened


def sample_of(config: str, person: str | None) -> tuple[str, str, str]:
    """An organisation's name, whom to begin as (the first of its members), and its zone. Raises Failure."""
    file, _ = check(config)
    if file is None or (person is not None and person not in file.members and not file.in_chat):
        raise Failure(f"There is no member {person} in {config}.")
    return file.organisation.name, person or next(iter(file.members), NOBODY_YET), file.organisation.zone


def _opened(file: ConfigFile, written: str, path: Path | None, clock: MovableClock, chance: Chance) -> Stage:
    try:
        return OrganisationStage.open(file, written, path, clock, chance)
    except (StoreError, Busy) as wrong:
        raise Failure(store_trouble(wrong)) from None
    except ApplyRefused as wrong:
        raise Failure("\n".join(f"line {one.change.line}: {one.reason}" for one in wrong.refused)) from None


async def run_script(
    lines: AsyncIterator[str] | Iterable[str],
    opened: Opened,
    out: TextIO,
    as_json: bool = False,
    shelf: Shelf | None = None,
) -> int:
    """Play a script and print what everybody saw; 1 when a line could not be carried out, else 0. Raises Failure."""
    run = Run(opened, out, as_json, shelf)
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

    def __init__(self, opened: Opened, out: TextIO, as_json: bool, shelf: Shelf | None = None) -> None:
        self._shelf = shelf
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
            if _NO_UTF8.search(typed):
                raise ScriptError(number, "this is not UTF-8 text; save the script as UTF-8")
            line = parse_line(number, typed)
            if line is not None:
                await self._carry_out(line)
        except ScriptError as wrong:
            self._trouble(number, str(wrong))
        except Refusal as wrong:
            self._trouble(number, f"line {number}: {wrong}")
        except (Failure, BrokenPipeError):
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
        if isinstance(line, SetClock | Wait | WaitUntil | Down) and not self._as_json:
            self._out.write(self._transcript.time(self._clock.now(), self._director.zone))

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
        for line in self._shelf.keep(record.shown) if self._shelf and isinstance(record.shown, Card) else ():
            print(line, file=sys.stderr)

    def _trouble(self, number: int, words: str) -> None:
        print(words, file=sys.stderr)
        now = self._clock.now() if self._stage else real_time()
        self._tell(Record(number, now, "error", "", "", words, {}))
