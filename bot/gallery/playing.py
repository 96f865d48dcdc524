"""Plays the script of the gallery and keeps what people saw, scene by scene, under the headings the script has."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.console.acts import Line, ScriptError, SetClock
from adapters.console.clock import MovableClock
from adapters.console.director import Director
from adapters.console.record import Record
from adapters.console.script import parse_line
from adapters.console.stage import Stage
from adapters.discord.controls import Offered
from bot.talk import Opened
from governance_core.application import ask
from governance_core.cards.form import Ask, Lookup
from governance_core.kernel.ids import Actor
from governance_core.kernel.time import wall_instant
from governance_core.ports import Reader

HEADING, PICTURE, REMARK = "## ", "#= ", "#"


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw; for a form also what could be picked in it then."""

    record: Record
    offered: Offered = field(default_factory=dict)


@dataclass(slots=True)
class Scene:
    """A line of the script with what was seen because of it. `pictures` names those taken of its card or form."""

    typed: str
    remarks: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    seen: list[Seen] = field(default_factory=list)


@dataclass(slots=True)
class Chapter:
    """Scenes under one heading."""

    title: str
    scenes: list[Scene] = field(default_factory=list)


async def played(script: Iterable[str], opened: Opened) -> list[Chapter]:
    """The chapters of a script. Raises ScriptError where a line cannot be carried out, or something was in error."""
    playing = _Playing(opened)
    try:
        for number, line in enumerate(script, 1):
            await playing.line(number, line.strip())
    finally:
        await playing.close()
    return playing.chapters


class _Playing:
    def __init__(self, opened: Opened) -> None:
        self.chapters: list[Chapter] = []
        self._opened = opened
        self._clock = MovableClock()
        self._stage: Stage | None = None
        self._director: Director | None = None
        self._records: list[Record] = []
        self._remarks: list[str] = []
        self._pictures: list[str] = []

    async def line(self, number: int, typed: str) -> None:
        """One line of the script: a heading, a remark on what follows, or something that happens."""
        if typed.startswith(HEADING):
            self.chapters.append(Chapter(typed.removeprefix(HEADING)))
        elif typed.startswith(PICTURE):
            self._pictures.append(typed.removeprefix(PICTURE))
        elif typed.startswith(REMARK):
            self._remarks.append(typed.removeprefix(REMARK).strip())
        elif (parsed := parse_line(number, typed)) is not None:
            await self._happens(parsed, typed)

    async def close(self) -> None:
        """Let the store go."""
        if self._stage is not None:
            await self._stage.close()

    async def _happens(self, line: Line, typed: str) -> None:
        stage, director = await self._begun(line)
        await director.carry_out(line)
        scene = Scene(typed, tuple(self._remarks), tuple(self._pictures))
        for record in self._records:
            if record.kind == "error":
                raise ScriptError(line.number, record.text)
            scene.seen.append(Seen(record, await _offered(record, stage)))
        self._records, self._remarks, self._pictures = [], [], []
        if self.chapters and (scene.seen or scene.remarks):
            self.chapters[-1].scenes.append(scene)

    async def _begun(self, line: Line) -> tuple[Stage, Director]:
        if self._stage is None or self._director is None:
            if not isinstance(line, SetClock):
                raise ScriptError(
                    line.number, "the first line sets the clock, as in clock 2026-03-02 09:00 Europe/Lisbon"
                )
            self._clock.move_to(wall_instant(line.wall, line.zone or "UTC", "00:00"))
            self._stage = self._opened(self._clock)
            self._director = Director(self._stage, self._clock, self._records_of_now, line.zone or "UTC")
            await self._director.settle(line.number)
        return self._stage, self._director

    def _records_of_now(self, record: Record) -> None:
        self._records.append(record)


async def _offered(record: Record, stage: Stage) -> Offered:
    """What can be picked in a form, by question."""
    form, (name, _, platform) = record.shown, record.to.rpartition("@")
    if not isinstance(form, Ask):
        return {}
    names = [one.name for one in form.questions if isinstance(one.question.kind, Lookup)]
    by = Actor.of_account(platform, name)

    def looked_up(reader: Reader) -> Offered:
        return {one: ask.choices(form.kind, one, "", by, reader, stage.features) for one in names}

    return await stage.read(looked_up)
