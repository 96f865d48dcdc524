"""People who press and type whatever is there, in any order, while time passes and the bot starts again."""

import os
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from discord_form import CHECKBOX, RADIO, SELECT, UPLOAD, USER, Form
from discord_hands import Place, buttons
from discord_talk import Player, talking
from discord_town import Town
from simcord.backend.errors import SetupError
from talk_town import DISCORD, Cast

from adapters.sql.delivery import Waiting
from governance_core.kernel.ids import StreamId
from governance_core.outgoing import Posting

CONFIG = (Path(__file__).parents[2] / "config.example.yaml").read_text("utf-8")
WORDS = [
    "",
    "90d",
    "soonish",
    "2026-05-01",
    "Water the beds",
    "*_~`|> <@1> @everyone",
    "水やり\n\n" * 30,
    "P-1",
    "x" * 4000,
]
STRANGER = "zoe"


class Monkey:
    """Somebody who tries everything, the same things for the same seed."""

    def __init__(self, player: Player, chance: Random, troubled: bool) -> None:
        self._troubled = troubled
        self._player, self._town, self._chance = player, player.town, chance
        self._names = [*self._town.people]
        self.told: list[str] = []

    async def act(self) -> None:
        who = self._chance.choice(self._names)
        things = [self._press, self._call, self._wait, self._trouble, self._restart]
        doing = self._chance.choices(things, [12, 6, 2, 2 if self._troubled else 0, 1])[0]
        await doing(who)
        if self._chance.random() < 0.1:
            await self._again()
        await self._player.settle()

    async def _press(self, who: str) -> None:
        seen = [(m, alone) for m, alone in self._player._hands._visible(who) if any(buttons(m))]
        if not seen:
            return
        message, alone = self._chance.choice(seen[:12])
        pressed = self._chance.choice(list(buttons(message)))
        place = Place(message, pressed["custom_id"], alone)
        await self._finish(who, await self._player._hands.press(who, place, place.custom_id))

    async def _call(self, who: str) -> None:
        path = self._chance.choice(sorted(self._town.made.features.by_path))
        noun, _, verb = path.partition(" ")
        known = self._town.env.backend.find_command(noun, self._town.guild.id, type=1)
        if verb:
            known = next(one for one in known["options"] if one["name"] == verb)
        tried = [one for one in known.get("options", ()) if one["required"] or self._chance.random() < 0.5]
        given = {one["name"]: await self._value(who, path, one) for one in tried}
        try:
            result = await self._town.slash(who, path, self._town.square, **given)
        except SetupError:  # nothing Discord's client would send
            return
        await self._finish(who, result)

    async def _value(self, who: str, path: str, option: dict[str, Any]) -> Any:
        if option["type"] == 5:
            return self._chance.random() < 0.5
        if option.get("choices"):
            return self._chance.choice(option["choices"])["value"]
        if option.get("autocomplete") and self._chance.random() < 0.9:
            offered = await self._town.people[who].autocomplete(self._town.square, path, option["name"], "")
            if offered:
                return self._chance.choice(offered)["value"]
        return self._chance.choice(WORDS)[:6000] or "-"

    async def _finish(self, who: str, result: Any) -> None:
        """Fill in whatever opens, now and then, and hear what is said."""
        for _ in range(3):
            if result.modal is None or self._chance.random() < 0.1:
                break
            given = {name: self._typed(one) for name, one in Form(result.modal).inputs.items()}
            result = await self._town.submit(who, result, **{n: v for n, v in given.items() if v not in (None, "")})
        if result.modal is None:
            assert result.response is not None, f"nobody answered: {list(self._town.sent())[-1]}"
            assert result.response.ephemeral
            self._player._hands.private[who].append(result.response)
            self.told.append(self._player.watch.told(result.response, who))
            assert "Something went wrong" not in self.told[-1], self.told[-1]

    def _typed(self, one: dict[str, Any]) -> Any:
        match one["type"]:
            case t if t == SELECT:
                return [self._chance.choice(one["options"])["value"]]
            case t if t == RADIO:
                return self._chance.choice(one["options"])["value"]
            case t if t == USER:
                return [self._chance.choice([*self._town.people.values()])]
            case t if t == CHECKBOX:
                return self._chance.random() < 0.5
            case t if t == UPLOAD:
                return self._chance.choice([("a.md", "Ein längerer Text".encode()), ("a.png", b"\x89PNG\xff"), None])
            case _:
                kept = one.get("value", "") if self._chance.random() < 0.5 else ""
                return kept or self._chance.choice(WORDS) or ("Words" if one["required"] else "")

    async def _wait(self, _: str) -> None:
        now = self._town.env.now()
        hours = self._chance.choice([0, 1, 12, 24, 72])
        await self._player._go_to(now + timedelta(hours=hours))

    async def _again(self) -> None:
        """What somebody did last arrives a second time."""
        if self._player._last:
            self._town.env.backend.emit("INTERACTION_CREATE", self._player._last)
            await self._town.env.settle()

    async def _trouble(self, _: str) -> None:
        """Discord does not take what the bot posts for a moment, or takes it and does not say so."""
        if self._chance.random() < 0.4:
            self._town.lose_a_reply()
            return
        method, path = self._chance.choice([("POST", "/channels/*/messages"), ("PATCH", "/channels/*/messages/*")])
        status = self._chance.choice([500, 503])
        self._town.env.inject_error(method, path, status=status, times=self._chance.randint(1, 3))

    async def _restart(self, _: str) -> None:
        await self._town.restart()


async def roam(tmp_path: Path, seed: int, acts: int, troubled: bool = False) -> None:
    print(f"CIRCLET_SEED={seed}")
    town = Town(tmp_path, CONFIG, [f"{STRANGER}: /help"], Cast.all_on(DISCORD, []))
    async with talking(town) as player:
        monkey = Monkey(player, Random(seed), troubled)
        for circle, who in (("garden", "ana"), ("repair", "cem"), ("care", "eli")):
            given = {"circle": circle, "title": circle, "driver": "Why", "text": "What"}
            await town.slash(who, "proposal create", town.square, **given)
        for _ in range(acts):
            await monkey.act()
        town.env.backend.faults.clear()
        await town.restart()
        for _ in range(3):
            await town.pass_time(minutes=11)
        assert not town.made.store.audit(town.org).findings
        assert not await town.waiting()
        assert not list(doubled(town))
        old = [one async for one in outdated(town, player)]
        assert not old, old[0]
        print(
            len([one for one in monkey.told if "receipt" in one]), "of", len(monkey.told), "answers recorded something"
        )


def doubled(town: Town) -> Iterator[str]:
    """Messages that are there twice: each has a mark that is its own."""
    for name, channel in town.channels.items():
        marks = Counter(message.components[0].id for message in channel.history() if message.components)
        yield from (f"{count} times in {name}" for count in marks.values() if count > 1)


async def outdated(town: Town, player: Player) -> AsyncIterator[str]:
    """Cards in channels that do not show how things stand."""
    for number in range(1, 99):
        for one in await town.made.store.delivery.all_posted(town.org, StreamId(f"P-{number}")):
            if one.platform != "discord" or one.kind != "card":
                continue
            posting = Posting("discord", one.place, one.key, "card", one.ref, one.version, "")
            waiting = Waiting(0, 0, town.org, posting, town.env.now(), 0, None, "")
            drawn = await town.bot.messenger._drawn(waiting)
            stands = town.env.backend.get_message(int(one.place), int(one.message.partition("+")[0]))
            now = player.watch.told(SimpleNamespace(content="", components=drawn.components))
            if now != player.watch.told(stands):
                yield f"{one.ref} shows {player.watch.told(stands)} and not {now}"


@pytest.mark.slow
@pytest.mark.parametrize("troubled", [False, True])
async def test_whatever_people_press_and_type_they_are_answered_and_the_cards_show_how_things_stand(
    tmp_path: Path, troubled: bool
) -> None:
    await roam(tmp_path, int(os.environ.get("CIRCLET_SEED") or secrets.randbelow(10**6)), 60, troubled)


@pytest.mark.torture
@pytest.mark.timeout(600)
@pytest.mark.parametrize("troubled", [False, True])
@pytest.mark.parametrize("seed", range(8))
async def test_the_same_for_long(tmp_path: Path, seed: int, troubled: bool) -> None:
    await roam(tmp_path, seed, 400, troubled)
