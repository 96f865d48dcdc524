"""Many members at once, and the same press twice: every answer is taken, each once, and everybody is answered."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import slack_payloads as payloads
from slack_hands import buttons
from slack_journal import answers, recorded, sent
from slack_play import labels, on_stage, words
from slack_resettled import Town
from talk_town import SLACK, Cast

from adapters.slack.limits import EDITS_A_MINUTE
from adapters.slack.pace import KEPT_FREE

pytestmark = pytest.mark.contract
MANY = 50
NAMES = [f"member-{number}" for number in range(1, MANY + 1)]
CONFIG = f"""
organisation: {{id: harbour, name: Harbour, zone: Europe/Lisbon, admins: [member-1]}}
members:
{"".join(f"  {name}: {{name: {name.capitalize()}}}" + chr(10) for name in NAMES)}
circles:
  garden:
    name: Garden
    aim: Food
    domain: Beds
    members: [{", ".join(NAMES)}]
    homes: {{console: garden}}
    policy: {{process: quick}}
"""
GIVEN = 'circle:garden title:Water driver:Dry text:"Mon and Thu" review:90d'


class Garden(Town):
    """Where what is said is said in the garden."""

    @property
    def garden(self) -> str:
        return str(self.rig.channels["garden"])


def town(path: Path, mode: str) -> Town:
    made = Garden(path, CONFIG, [], Cast.all_on(SLACK, []))
    made._mode = mode
    return made


async def proposed(play: Town) -> dict[str, Any]:
    await play.slash("member-1", f"/proposal create {GIVEN}")
    return await play.card()


async def pressing(play: Town, who: str, card: dict[str, Any], label: str) -> dict[str, Any]:
    """A press, to be delivered."""
    user = play.rig.users[who]
    pressed = next(one for one in buttons(card) if one["text"]["text"] == label)
    return {
        **payloads.by("block_actions", who, user),
        **payloads.on_message(card, play.garden, play.rig.response_url(user)),
        "trigger_id": await play.rig.trigger(user),
        "actions": [payloads.pressed(pressed)],
    }


async def delivered(play: Town, pressed: list[dict[str, Any]]) -> None:
    await asyncio.gather(*(play.rig.deliver("interactive", one) for one in pressed))
    await play.settle()
    while upcoming := await play.made.store.delivery.next_sending():
        play.clock.at = max(play.clock.at, upcoming)
        await play.settle()


def receipts(play: Town) -> Counter[str]:
    """How often each was given a receipt: alone, or in a modal where it took longer than half a second."""
    users = {name: play.rig.users[name] for name in NAMES}
    told = {name: map(words, [*play.rig.told[user], *play.rig.views[user]]) for name, user in users.items()}
    return Counter({name: sum("receipt" in one for one in found) for name, found in told.items()})


async def test_everybody_answers_in_the_same_moment_and_no_answer_is_lost(tmp_path: Path) -> None:
    async with on_stage(town(tmp_path, "signed")) as play:
        card = await proposed(play)
        play.rig.told.clear()
        await delivered(play, [await pressing(play, who, card, "Consent") for who in NAMES])
        assert sorted(answers(play)) == sorted((name, "consent") for name in NAMES)
        assert recorded(play)["proposal.adopted"] == 1
        assert set(receipts(play).values()) == {1}
        closed, *_ = await play.messages()
        assert "50 consent" in words(closed)
        assert "Consent" not in labels(closed)
        announced = [one for one in sent(play, "chat.postMessage") if "is adopted as D-1" in one["text"]]
        assert len(announced) == 1
        assert len(sent(play, "chat.update")) < EDITS_A_MINUTE


async def test_everybody_presses_twice_and_each_press_comes_twice_and_each_has_one_answer(tmp_path: Path) -> None:
    async with on_stage(town(tmp_path, "socket")) as play:
        card = await proposed(play)
        clicks = [await pressing(play, who, card, "Consent") for who in NAMES[:-1] for _ in range(2)]
        await delivered(play, [one for one in clicks for _ in range(2)])
        assert sorted(answers(play)) == sorted((name, "consent") for name in NAMES[:-1])
        assert f"{MANY - 1} of {MANY}" in words(await play.card())


async def test_edits_keep_to_slacks_pace_and_the_end_of_a_round_does_not_wait_for_counts(tmp_path: Path) -> None:
    async with on_stage(town(tmp_path, "signed")) as play:
        card = await proposed(play)
        for who in NAMES[:-1]:
            await play.click(who, card, "Consent")
            play.clock.turn(seconds=0.1)
        assert len(sent(play, "chat.update")) == EDITS_A_MINUTE - KEPT_FREE
        assert f"{MANY - 1} of {MANY}" not in words(await play.card())
        await play.click(NAMES[-1], card, "Consent")
        play.clock.turn(seconds=2)
        await play.settle()
        closed, *_ = await play.messages()
        assert "Consent" not in labels(closed), "the round is over, and that is shown before the minute is"
        assert len(sent(play, "chat.update")) <= EDITS_A_MINUTE
