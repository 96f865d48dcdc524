"""Whole conversations on Discord: the scripts the console plays, with the same answers and the same record."""

import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from discord_reference import journal_of, on_console
from discord_talk import IMPOSSIBLE, Player, talking
from discord_told import lacking, says
from discord_town import Cast, Town
from discord_watch import Seen

from adapters.console.acts import Line, SetClock
from adapters.console.script import parse_script
from governance_core.application.execute import execute
from governance_core.kernel.ids import Actor, CircleId
from governance_core.proposals.messages import CreateProposal
from tests.docs.pages import PAGES, _conversations, blocks_of
from tests.talks.test_talks import EXPECTED, TALKS, wishes

HOME = Path(__file__).parents[2]
CONFIG = HOME / "config.example.yaml"
TOUR = HOME / "bot" / "tour.talk"
CROWD = 200
_PRIVATE = re.compile(r"[^:]+@[^:]+:[0-9]+")
"""The slot of what only the one who acted was told."""
_PROPOSAL = re.compile(r"\bP-(\d+)\b")


@dataclass(frozen=True)
class Script:
    """A talk and the organisation it is played in."""

    lines: list[str]
    config: str = CONFIG.read_text("utf-8")


def _of_pages() -> Iterator[tuple[str, Script]]:
    """The scripts shown in the pages, with what follows them; those kept in a file, with the config kept before."""
    for page in PAGES:
        blocks = blocks_of(page.read_text("utf-8"))
        for number, conversation in enumerate(_conversations(blocks), 1):
            yield f"{page.stem}_{number}", Script([line for script, _ in conversation for line in script.lines])
        configs = ["\n".join(block.lines) for block in blocks if block.sort == "yaml" and block.name == "config.yaml"]
        for block in blocks:
            if block.sort == "talk" and block.is_file:
                yield f"{page.stem}_{block.name}", Script(block.lines, configs[0])


SCRIPTS = {talk.stem: Script(talk.read_text("utf-8").splitlines()) for talk in [*TALKS, TOUR]} | dict(_of_pages())

MEETING = {name: script for name, script in SCRIPTS.items() if name != "upkeep"}
"""What says the same wherever its store lies: who looks after the bot is shown files by their names, and sample ids."""


def fill(store: Any, features: Any, items: int = CROWD) -> None:
    """The circle above all others has been busy: many proposals are open."""
    by = Actor.of_account("console", "ana")
    for number in range(items):
        made = CreateProposal(
            circle=CircleId("commons"), title=f"Idea {number}", driver="Why", text="What", deadline="300d"
        )
        store.transact_now("harbour-commons", partial(execute, made, by, None, features=features))


def nothing(store: Any, features: Any) -> None:
    """A fresh store."""


def shifted(lines: list[str], by: int) -> list[str]:
    """The same script where so many proposals were made before."""
    return [_PROPOSAL.sub(lambda found: f"P-{int(found[1]) + by}", line) for line in lines]


def _read(lines: list[str]) -> list[Line]:
    return parse_script("\n".join(lines))


async def played(town: Town, lines: list[str], prepare: Any) -> tuple[Player, list[Any]]:
    first, *rest = _read(lines)
    assert isinstance(first, SetClock)
    async with talking(town) as player:
        await player.play(first)
        prepare(town.made.store, town.made.features)
        await player.settle()
        for line in rest:
            await player.play(line)
        return player, journal_of(town.made.store, town.made.org, town.accounts())


async def hold_against_the_console(
    tmp_path: Path, script: str, cast: Cast, prepare: Any = nothing, **town_options: Any
) -> None:
    lines = shifted(SCRIPTS[script].lines, CROWD if prepare is fill else 0)
    town = Town(tmp_path, SCRIPTS[script].config, lines, cast)
    vars(town).update(town_options)
    player, journal = await played(town, lines, prepare)
    seen_there = [one for one in player.watch.seen if one.n > _read(lines)[0].number]
    unmet = [f"line {n}: {wish}" for n, act, wish in wishes(lines) if not met(wish, act, seen_there)]
    page = [f"{one.n} {'/'.join(sorted(one.kinds))} {', '.join(one.to)}: {one.text}" for one in seen_there]
    failed = partial(pytest.fail, pytrace=False)
    if unmet:
        failed("\n".join([*unmet, "", *page]))
    timed = [(line, player.times[line.number]) for line in _read(lines)]
    seen, reference = await on_console(timed, town.written, tmp_path, cast.where, prepare, town.accounts())
    if different := list(differences(seen, seen_there, town.accounts())):
        unlike = [f"{one} {other}" for one, other in zip(journal, reference, strict=False) if one != other]
        failed("\n".join([*different[:9], *unlike[:9]]))
    assert journal == reference


def met(wish: str, act: int, seen: list[Seen]) -> bool:
    """Whether an expectation of a talk came true on Discord, where words stand in other frames.

    What nobody can type into Discord at all (a command there is not) needs no answer.
    """
    parts = EXPECTED.fullmatch(wish.strip())
    assert parts
    sign, kind, to, words = parts.groups()
    if any(one.n == act and one.kinds == IMPOSSIBLE for one in seen):
        return True
    to = to if "@" in to else f"{to}@console"
    there = any(
        one.n == act and (kind is None or kind in one.kinds) and to in one.to and says(one.text, words) for one in seen
    )
    return there == (sign == ">")


def differences(reference: list[Any], seen: list[Seen], accounts: Mapping[str, str]) -> Iterator[str]:
    """Where somebody was answered otherwise than on the console, or something else was shown in a channel."""
    seen = [replace(one, text=_named(one.text, accounts), slot=_named(one.slot, accounts)) for one in seen]
    reference = [replace(one, slot=_named(one.slot, accounts)) for one in reference]
    for one in reference:
        if _PRIVATE.fullmatch(one.slot):
            answers = [answer for answer in seen if answer.n == one.n and not answer.slot]
            if not any(_same(answer, one) for answer in answers):
                yield _difference(one, answers)
    shown = {(one.n, one.slot): one for one in reference if one.slot.startswith("discord:")}
    there = {(one.n, one.slot): one for one in seen if one.slot.startswith("discord:")}
    yield from (
        f"line {n}: {there[n, slot].text!r} is shown on Discord only" for n, slot in there.keys() - shown.keys()
    )
    for place, one in shown.items():
        if place not in there or not _same(there[place], one):
            yield _difference(one, [there[place]] if place in there else [])


def _difference(one: Any, there: list[Seen]) -> str:
    got = [(sorted(answer.kinds), dict(lacking(answer.text, one.text)), answer.text) for answer in there]
    return f"line {one.n}: {one.kind} {one.text!r}, on Discord {got}"


def _named(text: str, accounts: Mapping[str, str]) -> str:
    """On the console somebody's account is called like them."""
    return re.sub("[0-9]{17,20}", lambda found: accounts.get(found[0], found[0]), text)


def _same(answer: Seen, one: Any) -> bool:
    if answer.kinds == IMPOSSIBLE:
        return one.kind in ("refusal", "form", "list")
    return one.kind in answer.kinds and (one.kind == "form" or not lacking(answer.text, one.text))


@pytest.mark.contract
@pytest.mark.parametrize("script", SCRIPTS)
async def test_a_talk_on_discord(tmp_path: Path, script: str) -> None:
    await hold_against_the_console(tmp_path, script, Cast.all_on_discord(SCRIPTS[script].lines))


@pytest.mark.parametrize("script", SCRIPTS)
async def test_a_talk_where_the_program_starts_again_after_everything_anybody_does(tmp_path: Path, script: str) -> None:
    await hold_against_the_console(tmp_path, script, Cast.all_on_discord(SCRIPTS[script].lines), restless=True)


@pytest.mark.parametrize("script", [name for name, one in MEETING.items() if "@discord" in "".join(one.lines)])
async def test_a_talk_where_some_are_on_discord_and_some_in_the_terminal(tmp_path: Path, script: str) -> None:
    await hold_against_the_console(tmp_path, script, Cast.as_written())


@pytest.mark.slow
@pytest.mark.parametrize("script", [talk.stem for talk in TALKS if talk.stem not in ("leaving", "upkeep")])
async def test_a_talk_where_two_hundred_proposals_are_open_and_the_program_starts_again_now_and_then(
    tmp_path: Path, script: str
) -> None:
    cast = Cast.all_on_discord(SCRIPTS[script].lines)
    await hold_against_the_console(tmp_path, script, cast, fill, seed=seeded())


@pytest.mark.torture
@pytest.mark.timeout(300)
@pytest.mark.parametrize("restless", [False, True])
@pytest.mark.parametrize("script", [name for name, one in MEETING.items() if one.config == CONFIG.read_text("utf-8")])
async def test_every_talk_where_two_hundred_proposals_are_open(tmp_path: Path, script: str, restless: bool) -> None:
    cast = Cast.all_on_discord(SCRIPTS[script].lines)
    await hold_against_the_console(tmp_path, script, cast, fill, restless=restless)


def seeded() -> Random:
    """Another order of things each time; `CIRCLET_SEED` plays one again."""
    seed = int(os.environ.get("CIRCLET_SEED") or secrets.randbelow(10**6))
    print(f"CIRCLET_SEED={seed}")
    return Random(seed)
