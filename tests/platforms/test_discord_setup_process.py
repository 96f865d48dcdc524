"""`circlet run` with a file to be set up in the chat, as its own process over real sockets: the first word it says."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from discord_server import CHANNEL, DiscordServer, furnished, interaction
from discord_spec import FILE, POST, complaints

CONFIG = """
organisation: {id: harbour, name: Harbour, zone: UTC}
setup: chat
platforms:
  discord:
    token: ${DISCORD_TOKEN}
"""
KIM = "1180000000000000009"
POSTS = f"channels/{CHANNEL}/messages"
LOBBY = "1180000000000000088"
SILENT = 1 << 12
pytestmark = [pytest.mark.slow, pytest.mark.timeout(150)]


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    made = DiscordServer()
    await made.start()
    yield made
    await made.stop()


async def started(server: DiscordServer, folder: Path) -> Any:
    config = folder / "config.yaml"
    if not config.exists():
        config.write_text(CONFIG, encoding="utf-8")
    arguments = ("-m", "bot", "run", "--config", str(config), "--store", str(folder / "circlet.db"))
    pipe, environment = asyncio.subprocess.PIPE, {**os.environ, **server.environment()}
    return await asyncio.create_subprocess_exec(sys.executable, *arguments, env=environment, stdout=pipe, stderr=pipe)


async def ended(bot: Any) -> str:
    if bot.returncode is None:
        bot.send_signal(signal.SIGTERM)
    out, errors = await asyncio.wait_for(bot.communicate(), 60)
    assert bot.returncode == 0, errors.decode()
    assert b"Traceback" not in errors, errors.decode()
    return str(out.decode())


def joined() -> dict[str, Any]:
    """What Discord tells of a server the bot was let into while it was running."""
    server, known = "1180000000000000077", furnished()
    channel = {**known["channels"][0], "id": LOBBY, "name": "lobby"}
    role = {**known["roles"][0], "id": server}
    del known["unavailable"]  # which Discord says only of servers the bot was in before
    return {**known, "id": server, "name": "Elsewhere", "channels": [channel], "roles": [role]}


async def test_it_says_hello_once_and_asks_who_may_manage_the_server(server: DiscordServer, tmp_path: Path) -> None:
    bot = await started(server, tmp_path)
    try:
        [hello] = await server.until(lambda: server.sent_to(POSTS))
        assert hello["flags"] & SILENT
        assert "c1|setup|0|set-up" in str(hello)
        assert not FILE.is_file() or complaints(POST, hello) == []
        await server.emit("GUILD_CREATE", joined())
        [other] = await server.until(lambda: server.sent_to(f"channels/{LOBBY}/messages"))
        assert "c1|setup|0|set-up" in str(other)
        pressed = {"custom_id": "c1|setup|0|set-up", "component_type": 2}
        await server.emit("INTERACTION_CREATE", interaction(1, 3, KIM, pressed))
        [refused] = await server.until(lambda: server.sent_to("token-1/callback"))
        assert "those who may manage this server" in str(refused)
        manages = interaction(2, 3, KIM, pressed)
        manages["member"]["permissions"] = str(1 << 5)
        await server.emit("INTERACTION_CREATE", manages)
        [form] = await server.until(lambda: server.sent_to("token-2/callback"))
        assert (form["type"], form["data"]["title"]) == (9, "Set up your circle (1 of 2)")
    finally:
        out = await ended(bot)
    assert "Harbour is set up in the chat" in out
    bot = await started(server, tmp_path)
    try:
        await server.until(lambda: server.identified == 2)
        late = interaction(3, 3, KIM, {"custom_id": "c1|setup|0|set-up", "component_type": 2})
        await server.emit("INTERACTION_CREATE", late)
        await server.until(lambda: server.sent_to("token-3/callback"))
    finally:
        await ended(bot)
    assert [path for method, path, _ in server.heard if method == "POST" and path == POSTS] == [POSTS]
