"""Holds a talk played on a platform against the same talk on the console: every answer, card and event."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from talk_player import IMPOSSIBLE, Player
from talk_reference import journal_of, on_console
from talk_scripts import CROWD, SCRIPTS, fill, lines_of, nothing, shifted
from talk_town import Cast
from talk_watch import Seen
from talk_words import lacking, says

from adapters.console.acts import SetClock
from tests.talks.test_talks import EXPECTED, wishes

_PRIVATE = re.compile(r"[^:]+@[^:]+:[0-9]+")
"""The slot of what only the one who acted was told."""


@dataclass(frozen=True)
class Stage:
    """Where talks are played: on which platforms, how a town is built there (folder, config, lines, cast), a player."""

    platforms: tuple[str, ...]
    town: Callable[..., Any]
    talking: Callable[[Any], AbstractAsyncContextManager[Player]]

    def everybody(self, script: str) -> Cast:
        """Everybody acts here; on both, where the script has them."""
        if len(self.platforms) > 1:
            return Cast.as_written()
        return Cast.all_on(self.platforms[0], SCRIPTS[script].lines)

    async def played(self, town: Any, lines: list[str], prepare: Any) -> tuple[Player, list[Any]]:
        """The player afterwards, and the journal."""
        first, *rest = lines_of(lines)
        assert isinstance(first, SetClock)
        async with self.talking(town) as player:
            await player.play(first)
            prepare(town.made.store, town.made.features)
            await player.settle()
            for line in rest:
                await player.play(line)
            return player, journal_of(town.made.store, town.made.org, town.accounts())

    async def hold_against_the_console(
        self, path: Path, script: str, cast: Cast | None = None, prepare: Any = nothing, **town_options: Any
    ) -> None:
        """Play it, and fail with every difference."""
        cast = cast or self.everybody(script)
        lines = shifted(SCRIPTS[script].lines, CROWD if prepare is fill else 0)
        town = self.town(path, SCRIPTS[script].config, lines, cast)
        vars(town).update(town_options)
        player, journal = await self.played(town, lines, prepare)
        played = lines_of(lines)
        seen = [one for one in player.watch.seen if one.n > played[0].number]
        _expect(lines, seen)
        timed = [(line, player.times[line.number]) for line in played]
        shown, reference = await on_console(timed, town.written, path, cast.where, prepare, town.accounts())
        if different := list(differences(shown, seen, self.platforms, town.accounts())):
            unlike = [f"{one} {other}" for one, other in zip(journal, reference, strict=False) if one != other]
            pytest.fail("\n".join([*different[:9], *unlike[:9]]), pytrace=False)
        assert journal == reference


def _expect(lines: list[str], seen: list[Seen]) -> None:
    unmet = [f"line {n}: {wish}" for n, act, wish in wishes(lines) if not met(wish, act, seen)]
    page = [f"{one.n} {'/'.join(sorted(one.kinds))} {', '.join(one.to)}: {one.text}" for one in seen]
    if unmet:
        pytest.fail("\n".join([*unmet, "", *page]), pytrace=False)


def met(wish: str, act: int, seen: list[Seen]) -> bool:
    """Whether an expectation of a talk came true on a platform, where words stand in other frames.

    What nobody can type there at all (there is no such command) needs no answer.
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


def differences(
    reference: list[Any], seen: list[Seen], platforms: tuple[str, ...], accounts: Mapping[str, str]
) -> Iterator[str]:
    """Where somebody was answered otherwise than on the console, or something else was shown in a channel."""
    named = partial(_named, accounts)
    seen = [replace(one, text=named(one.text), slot=named(one.slot)) for one in seen]
    reference = [replace(one, slot=named(one.slot)) for one in reference]
    for one in reference:
        if _PRIVATE.fullmatch(one.slot):
            answers = [answer for answer in seen if answer.n == one.n and not answer.slot]
            if not any(_same(answer, one) for answer in answers):
                yield _difference(one, answers)
    public = tuple(f"{platform}:" for platform in platforms)
    shown = {(one.n, one.slot): one for one in reference if one.slot.startswith(public)}
    there = {(one.n, one.slot): one for one in seen if one.slot.startswith(public)}
    yield from (f"line {n}: {there[n, slot].text!r} is shown there only" for n, slot in there.keys() - shown.keys())
    for place, one in shown.items():
        if place not in there or not _same(there[place], one):
            yield _difference(one, [there[place]] if place in there else [])


def _difference(one: Any, there: list[Seen]) -> str:
    got = [(sorted(answer.kinds), dict(lacking(answer.text, one.text)), answer.text) for answer in there]
    return f"line {one.n}: {one.kind} {one.text!r}, there {got}"


def _named(accounts: Mapping[str, str], text: str) -> str:
    """On the console somebody's account is called like them."""
    return re.sub("|".join(accounts) or "(?!)", lambda found: accounts[found[0]], text)


def _same(answer: Seen, one: Any) -> bool:
    if answer.kinds == IMPOSSIBLE:
        return one.kind in ("refusal", "form", "list")
    return one.kind in answer.kinds and (one.kind == "form" or not lacking(answer.text, one.text))
