"""One round in a circle that lives on Discord and on Slack: one answer a person, and both cards say the same."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord_play
import pytest
import slack_play
from both_talk import ON_BOTH, SharedClock
from talk_scripts import BY_TURNS

from bot.lifecycle import Loops

pytestmark = pytest.mark.contract


@asynccontextmanager
async def both(path: Path) -> AsyncIterator[tuple[discord_play.Play, slack_play.Play]]:
    async with slack_play.rigged() as rig, discord_play.playing(path) as there:
        here = slack_play.Play(path, rig, "socket")
        here.clock = SharedClock(there)  # type: ignore[assignment]
        await here.connect(there.made)
        messengers: dict[str, Any] = {"discord": there.bot.messenger, "slack": here.bot.messenger}
        there.loops = here.loops = Loops(there.made.store, there.made.features, there._clock, messengers)
        written = (path / "config.yaml").read_text(encoding="utf-8")
        for name in discord_play.NAMED:
            account = there.people[name].id
            written = written.replace(f'discord: "{account}"', f'discord: "{account}", slack: {rig.users[name]}')
        home = f'discord: "{there.garden.id}"'
        there.apply(written.replace(home, f"{home}, slack: {here.garden}"))
        try:
            yield there, here
        finally:
            await here.disconnect()


async def test_one_round_is_held_on_both_and_each_person_has_one_answer(tmp_path: Path) -> None:
    async with both(tmp_path) as (there, here):
        on_discord = await there.propose()
        await here.settle()
        on_slack = await here.card()
        assert "Water the beds" in slack_play.words(on_slack)
        await there.click("ana", on_discord, "Consent")
        await here.click("ben", on_slack, "Consent")
        again = await there.click("ben", on_discord, "Consent")
        assert "receipt" not in discord_play.said(again)
        await there.pass_time(seconds=10)
        assert "2 of 3" in slack_play.words(await here.card())
        assert "2 of 3" in discord_play.words(there.card())
        form = await here.click("cem", on_slack, "Object")
        await here.submit("cem", form.view, harm="The pump is booked", safe="Another day")
        assert "The pump is booked" in discord_play.words(there.messages()[0])
        assert "The pump is booked" in slack_play.words(await here.card())


async def test_a_round_ends_on_both_with_the_last_answer_on_either(tmp_path: Path) -> None:
    async with both(tmp_path) as (there, here):
        on_discord = await there.propose()
        await here.settle()
        await there.click("ana", on_discord, "Consent")
        await there.click("ben", on_discord, "Consent")
        done = await here.slash("cem", "/consent answer P-1 consent")
        assert "receipt" in done.told
        await there.pass_time(seconds=10)
        assert "Consent" not in discord_play.labels(there.messages()[0])
        [card, *_] = await here.messages()
        assert "Consent" not in slack_play.labels(card)
        assert "D-1" in "\n".join(map(discord_play.words, there.messages()))
        assert "D-1" in "\n".join(slack_play.words(one) for one in await here.messages())


@pytest.mark.parametrize("script", BY_TURNS)
async def test_a_talk_in_which_the_answers_come_from_both_by_turns(tmp_path: Path, script: str) -> None:
    await ON_BOTH.hold_against_the_console(tmp_path, script)


async def test_slack_that_cannot_be_reached_holds_up_nothing_on_discord(tmp_path: Path) -> None:
    async with both(tmp_path) as (there, here):
        card = await there.propose()
        await here.settle()
        here.rig.down = True
        for number, who in enumerate(("ana", "ben"), 1):
            assert "receipt" in discord_play.said(await there.click(who, card, "Consent"))
            await there.pass_time(seconds=2)
            assert f"{number} of 3" in discord_play.words(there.card())
        here.rig.down = False
        await there.pass_time(minutes=11)
        assert "2 of 3" in slack_play.words(await here.card())


async def test_discord_that_does_not_answer_holds_up_nothing_on_slack(tmp_path: Path) -> None:
    async with both(tmp_path) as (there, here):
        await there.propose()
        await here.settle()
        card = await here.card()
        go_on = there.hang(there.garden)
        for number, who in enumerate(("ana", "ben"), 1):
            assert "receipt" in (await here.click(who, card, "Consent")).told
            assert f"{number} of 3" in slack_play.words(await here.card())
        go_on.set()
        while there.loops._sending:
            await asyncio.wait(there.loops._sending.values())
        await there.pass_time(minutes=1)
        assert "2 of 3" in discord_play.words(there.card())
