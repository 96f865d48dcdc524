"""The same script played by the console for the same accounts: what a play on a platform is held against."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.console.acts import Act, Line, SetClock, UseConfig, Wait, WaitUntil
from adapters.console.clock import MovableClock, RepeatableChance
from adapters.console.director import Director
from adapters.console.record import Record
from adapters.sql.engine import Store
from bot.config import check
from bot.stage import OrganisationStage
from governance_core.kernel.time import wall_instant

Prepare = Callable[[Any, Any], None]
_FRACTION = re.compile(r"(:\d\d)\.\d+")


async def on_console(
    lines: Iterable[tuple[Line, datetime]],
    written: str,
    folder: Path,
    where: Mapping[str, str],
    prepare: Prepare,
    names: Mapping[str, str],
) -> tuple[list[Record], list[Any]]:
    """What everybody saw, and the journal. Each line is played at the instant it was played at there.

    `prepare` is given the store before anybody acts.
    """
    here = folder / "reference"
    here.mkdir()
    file, problems = check(str(_written(here / "config.yaml", written)))
    assert file is not None, problems
    (first, _), *rest = lines
    assert isinstance(first, SetClock), "a talk begins with the clock"
    clock = MovableClock(wall_instant(first.wall, first.zone, "00:00"))
    stage = OrganisationStage.open(file, written, here / "circlet.db", clock, RepeatableChance())
    seen: list[Record] = []
    director = Director(stage, clock, seen.append, first.zone)
    prepare(stage.store, stage.features)
    await director.settle(0)
    seen.clear()
    for line, at in rest:
        await director._go_to(at, line.number)
        await director.settle(line.number)
        if not isinstance(line, Wait | WaitUntil | SetClock):
            await director.carry_out(_moved(line, where, folder))
    journal = journal_of(stage.store, stage.org, names)
    await stage.close()
    return [replace(one, text=one.text.replace(str(here), str(folder))) for one in seen], journal


def _written(file: Path, content: str) -> Path:
    file.write_text(content, "utf-8")
    return file


def _moved(line: Line, where: Mapping[str, str], folder: Path) -> Line:
    if isinstance(line, UseConfig):
        return replace(line, file=str(folder / f"config-{line.number}.yaml"))
    return replace(line, platform=where[line.platform]) if isinstance(line, Act) else line


def journal_of(store: Store, org: str, names: Mapping[str, str]) -> list[Any]:
    """What was recorded: texts in place of their digests, instants to the second.

    `names` says whose an account is: somebody nobody knows yet has another on each platform.
    """
    found = [record for record in store.export(org) if record["record"] == "event"]
    return [_event(one, names) for one in found]


_BY_CHANCE = ("salt", "digest")
"""Fields that are never the same twice."""


def _sure(value: Any) -> Any:
    """What is the same each time, however deep."""
    if isinstance(value, list):
        return [_sure(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: _sure(one) for key, one in value.items() if key not in _BY_CHANCE}


def _event(one: Mapping[str, Any], names: Mapping[str, str]) -> Any:
    payload = json.loads(_FRACTION.sub(r"\g<1>", one["payload"]))
    payload |= {slot: kept["text"] for slot, kept in one["texts"].items() if slot in payload}
    told = {key: names.get(str(value), value) for key, value in _sure(payload).items()}
    at = "" if one["actor"] == "config" else _FRACTION.sub(r"\g<1>", str(one["at"]))
    return one["stream"], one["version"], at, one["actor"], one["kind"], told
