"""Many members at once, and the same press twice: every answer is taken, each once, and everybody is answered."""

from pathlib import Path
from typing import Any

from discord_play import labels, on_stage, said, words
from discord_town import Town
from simcord import interactions
from simcord.backend import serializers
from simcord.enums import InteractionType
from simcord.results import InteractionResult
from talk_town import DISCORD, Cast

MANY = 25
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


def pressing(town: Town, who: str, message: Any, label: str) -> InteractionResult:
    """Press a button and wait for nothing."""
    backend = town.env.backend
    stored = backend.get_message(message.channel.id, message.id)
    custom_id = next(one["custom_id"] for one in town.walk(message) if one.get("label") == label)
    record, payload = interactions.base_payload(
        backend,
        type=InteractionType.MESSAGE_COMPONENT,
        channel_id=stored.channel_id,
        guild_id=town.guild.id,
        user_id=town.people[who].id,
        data={"custom_id": custom_id, "component_type": 2},
    )
    record.source_message_id = stored.id
    backend.emit("INTERACTION_CREATE", payload | {"message": dict(serializers.message_payload(backend, stored))})
    return InteractionResult(town.env, record)


async def proposed(town: Town) -> Any:
    channel = town.channels["garden"]
    given = {"title": "Water the beds", "driver": "They dry out", "text": "Mon and Thu", "review": "90d"}
    await town.slash("member-1", "proposal create", channel, circle="garden", **given)
    return town.card(channel)


async def test_everybody_answers_in_the_same_moment_and_no_answer_is_lost(tmp_path: Path) -> None:
    town = Town(tmp_path, CONFIG, [], Cast.all_on(DISCORD, []))
    async with on_stage(town):
        card = await proposed(town)
        pressed = [pressing(town, who, card, "Consent") for who in NAMES]
        await town.env.settle()
        await town.loops.sweep()
        assert all(one.ephemeral for one in pressed)
        receipts = {said(one).split("receipt ")[1] for one in pressed}
        assert len(receipts) == MANY
        closed = town.messages(town.channels["garden"])[0]
        assert "25 consent" in words(closed)
        assert "Consent" not in labels(closed)
        announced = [one for one in town.messages(town.channels["garden"]) if "is adopted as D-1" in words(one)]
        assert len(announced) == 1


async def test_everybody_presses_twice_in_the_same_moment_and_each_has_one_answer(tmp_path: Path) -> None:
    town = Town(tmp_path, CONFIG, [], Cast.all_on(DISCORD, []))
    async with on_stage(town):
        card = await proposed(town)
        pressed = [pressing(town, who, card, "Consent") for who in NAMES[:-1] for _ in range(2)]
        await town.env.settle()
        await town.loops.sweep()
        told = [said(one) for one in pressed]
        assert sum("receipt" in words_ for words_ in told) == MANY - 1
        assert f"{MANY - 1} of {MANY}" in words(town.card(town.channels["garden"]))
