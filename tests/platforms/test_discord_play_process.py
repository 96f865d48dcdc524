"""`circlet run` as its own process, over real sockets, against a server that speaks Discord's API."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from discord_server import CHANNEL, ROLE, SERVER, DiscordServer, interaction, member

ANA = "1180000000000000009"
CONFIG = f"""
organisation: {{id: harbour, name: Harbour, zone: UTC, admins: [ana]}}
members:
  ana: {{name: Ana, accounts: {{discord: "{ANA}"}}}}
  ben: {{name: Ben}}
circles:
  garden:
    name: Garden
    aim: Food
    domain: Beds
    members: [ana, ben]
    homes: {{discord: "{CHANNEL}"}}
    policy: {{process: quick}}
platforms:
  discord:
    token: ${{DISCORD_TOKEN}}
    server: "{SERVER}"
"""
GIVEN = {"title": "Water the beds", "driver": "They dry out", "text": "Mon and Thu", "review": "90d"}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(150)]


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    made = DiscordServer()
    await made.start()
    yield made
    await made.stop()


BY_ROLE = CONFIG.replace("[ana, ben]\n", f'{{people: [ana], discord_role: "{ROLE}"}}\n') + "    members_intent: true\n"
ZOE = "1180000000000000008"


async def started(server: DiscordServer, folder: Path, written: str = CONFIG, **environment: str) -> Any:
    config = folder / "config.yaml"
    config.write_text(written, encoding="utf-8")
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        "--config",
        str(config),
        "--store",
        str(folder / "circlet.db"),
        env={**os.environ, **server.environment(), **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_a_proposal_and_an_answer_over_real_sockets(server: DiscordServer, tmp_path: Path) -> None:
    bot = await started(server, tmp_path)
    try:
        await server.until(lambda: len(server.commands) == 2)
        options = [{"name": name, "type": 3, "value": value} for name, value in {"circle": "garden", **GIVEN}.items()]
        create = {"type": 1, "name": "create", "options": options}
        data = {"id": "5", "name": "proposal", "type": 1, "options": [create]}
        await server.emit("INTERACTION_CREATE", interaction(1, 2, ANA, data))
        [answer] = await server.until(lambda: server.sent_to("token-1/callback"))
        assert "P-1" in str(answer)
        assert answer["data"]["flags"] & 64
        posts = f"channels/{CHANNEL}/messages"
        [card] = await server.until(lambda: server.sent_to(posts))
        assert "Water the beds" in str(card)
        await server.drop()
        await server.until(lambda: server.resumed)
        assert server.resumed == ["/resumed"]
        pressed = {"custom_id": "c1|P-1|1|consent", "component_type": 2}
        await server.emit("INTERACTION_CREATE", interaction(2, 3, ANA, pressed) | {"message": message()})
        [receipt] = await server.until(lambda: server.sent_to("token-2/callback"))
        assert "receipt" in str(receipt)
        await server.until(lambda: len(server.sent_to(posts)) > 1)
        assert "1 of 2" in str(server.sent_to(posts)[-1])
        assert server.identified == 1
    finally:
        if bot.returncode is None:
            bot.send_signal(signal.SIGTERM)
        out, errors = await asyncio.wait_for(bot.communicate(), 60)
        print(errors.decode())
    assert bot.returncode == 0, errors.decode()
    assert b"Stopped." in out
    assert b"Traceback" not in errors, errors.decode()


async def test_a_role_makes_a_member_over_real_sockets(server: DiscordServer, tmp_path: Path) -> None:
    server.people = [member(ZOE, "Zoe", ROLE)]
    bot = await started(server, tmp_path, BY_ROLE)
    try:
        await server.until(lambda: server.asked_for("/members"))
        await server.until(lambda: len(server.commands) == 2)
        await server.emit("GUILD_MEMBER_UPDATE", member(ANA, "Ana", ROLE) | {"guild_id": SERVER})
        options = [{"name": "circle", "type": 3, "value": "garden"}]
        data = {"id": "5", "name": "circle", "type": 1, "options": [{"type": 1, "name": "members", "options": options}]}
        for number in range(1, 200):
            await server.emit("INTERACTION_CREATE", interaction(number, 2, ANA, data))
            [answer] = await server.until(lambda number=number: server.sent_to(f"token-{number}/callback"))
            if "by a role" in str(answer):
                break
        assert f"<@{ZOE}>" in str(answer)
    finally:
        if bot.returncode is None:
            bot.send_signal(signal.SIGTERM)
        _, errors = await asyncio.wait_for(bot.communicate(), 60)
    assert bot.returncode == 0, errors.decode()
    assert b"Traceback" not in errors, errors.decode()


async def test_without_the_members_intent_it_stops_with_one_line(server: DiscordServer, tmp_path: Path) -> None:
    server.allows_members = False
    bot = await started(server, tmp_path, BY_ROLE)
    _, errors = await asyncio.wait_for(bot.communicate(), 60)
    assert bot.returncode == 1
    assert "Server Members Intent" in errors.decode()
    assert "Traceback" not in errors.decode()
    assert server.identified == 0


async def test_a_bad_token_stops_with_one_line(server: DiscordServer, tmp_path: Path) -> None:
    bot = await started(server, tmp_path, DISCORD_TOKEN="wrong")
    _, errors = await asyncio.wait_for(bot.communicate(), 60)
    assert bot.returncode == 1
    assert "Discord does not accept the token" in errors.decode()
    assert "Traceback" not in errors.decode()
    assert "wrong" not in errors.decode()
    assert server.identified == 0


async def test_no_token_stops_before_anything_is_done(server: DiscordServer, tmp_path: Path) -> None:
    bot = await started(server, tmp_path, DISCORD_TOKEN="")
    _, errors = await asyncio.wait_for(bot.communicate(), 60)
    assert bot.returncode == 1
    assert "DISCORD_TOKEN is empty" in errors.decode()
    assert not (tmp_path / "circlet.db").exists()


def message() -> dict[str, Any]:
    """The card that was pressed, as Discord sends it along."""
    author = {"id": "1", "username": "circlet", "discriminator": "0", "avatar": None}
    return {
        "id": str(int(CHANNEL) + 2),
        "channel_id": CHANNEL,
        "author": author,
        "content": "",
        "type": 0,
        "flags": 1 << 15,
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "components": [],
    }
