"""`circlet run` as its own process, over real sockets, with Slack by Socket Mode and by signed requests."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import slack_payloads as payloads
from slack_rig import Rig
from slack_spec import elements

CONFIG = """
organisation: {{id: harbour, name: Harbour, zone: UTC, admins: [ana]}}
members:
  ana: {{name: Ana, accounts: {{slack: {ana}}}}}
  ben: {{name: Ben}}
circles:
  garden:
    name: Garden
    aim: Food
    domain: Beds
    members: [ana, ben]
    homes: {{slack: {garden}}}
    policy: {{process: quick}}
platforms:
  slack:
    token: ${{SLACK_BOT_TOKEN}}
    {key}: ${{{variable}}}
"""
GIVEN = "circle:garden title:Water driver:Dry text:Mon review:90d"
WAYS = {"socket": ("app_token", "SLACK_APP_TOKEN"), "signed": ("signing_secret", "SLACK_SIGNING_SECRET")}
pytestmark = [pytest.mark.slow, pytest.mark.contract, pytest.mark.timeout(150)]


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    made = Rig()
    await made.start()
    yield made
    await made.stop()


async def started(
    rig: Rig, folder: Path, way: str = "socket", changes: tuple[tuple[str, str], ...] = (), **environment: str
) -> Any:
    key, variable = WAYS[way]
    config = folder / "config.yaml"
    written = CONFIG.format(ana=rig.users["ana"], garden=rig.channels["garden"], key=key, variable=variable)
    for before, after in changes:
        written = written.replace(before, after)
    config.write_text(written, encoding="utf-8")
    program = [sys.executable, "-m", "bot", "run", "--config", str(config), "--store", str(folder / "circlet.db")]
    return await asyncio.create_subprocess_exec(
        *program,
        env={**os.environ, **rig.environment, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def until(condition: Any, seconds: float = 45) -> Any:
    """Wait for what another process does."""
    for _ in range(int(seconds / 0.05)):
        if found := condition():
            return found
        await asyncio.sleep(0.05)
    raise TimeoutError


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.mark.parametrize("way", WAYS)
async def test_a_proposal_and_an_answer_over_real_sockets(rig: Rig, tmp_path: Path, way: str) -> None:
    port = free_port()
    bot = await started(rig, tmp_path, way, CIRCLET_HTTP_LISTEN=f"127.0.0.1:{port}")
    try:
        if way == "signed":
            rig.bot_address = f"http://127.0.0.1:{port}/slack/events"
            await until(lambda: _listens(port))
        else:
            await rig.until_connected()
        user = rig.users["ana"]
        more = {"response_url": rig.response_url(user), "trigger_id": await rig.trigger(user)}
        done = await rig.deliver(
            "slash_commands", payloads.command("ana", user, "C1", f"/proposal create {GIVEN}", **more)
        )
        assert "P-1" in str(done)
        [shown, *_] = await until(lambda: list(rig.posted.values()))
        assert "Water" in str(shown)
        consent = next(one for one in elements(shown) if one["text"]["text"] == "Consent")
        pressed = {
            **payloads.by("block_actions", "ana", user),
            **payloads.on_message(shown, rig.channels["garden"], rig.response_url(user)),
            "trigger_id": await rig.trigger(user),
            "actions": [payloads.pressed(consent)],
        }
        await rig.deliver("interactive", pressed)
        assert "receipt" in str(await until(lambda: rig.told[user]))
        edits = await until(lambda: [body for method, body in rig.calls if method == "chat.update"])
        assert "1 of 2" in str(edits[-1])
    finally:
        if bot.returncode is None:
            bot.send_signal(signal.SIGTERM)
        out, errors = await asyncio.wait_for(bot.communicate(), 60)
        print(errors.decode())
    assert bot.returncode == 0, errors.decode()
    assert b"Stopped." in out
    assert b"Traceback" not in errors, errors.decode()
    assert not rig.unlawful


@pytest.mark.parametrize(
    "variable,said",
    [("SLACK_BOT_TOKEN", "does not accept the bot token"), ("SLACK_APP_TOKEN", "does not accept the app token")],
)
async def test_a_bad_token_stops_with_one_line(rig: Rig, tmp_path: Path, variable: str, said: str) -> None:
    bot = await started(rig, tmp_path, **{variable: "xoxb-wrong"})
    _, errors = await asyncio.wait_for(bot.communicate(), 60)
    assert bot.returncode == 1
    [line] = errors.decode().strip().splitlines()
    assert said in line
    assert "wrong" not in line


async def test_no_token_stops_before_anything_is_done(rig: Rig, tmp_path: Path) -> None:
    bot = await started(rig, tmp_path, SLACK_APP_TOKEN="")
    _, errors = await asyncio.wait_for(bot.communicate(), 60)
    assert bot.returncode == 1
    assert "SLACK_APP_TOKEN is empty" in errors.decode()
    assert not (tmp_path / "circlet.db").exists()


@pytest.mark.parametrize(
    "where",
    [
        "127.0.0.1:{taken}",
        *(pytest.param(one, marks=pytest.mark.torture) for one in ("nonsense", "no.such.host.invalid:3000")),
    ],
)
async def test_where_nothing_can_listen_is_said_in_one_line(rig: Rig, tmp_path: Path, where: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = where.format(taken=taken.getsockname()[1])
        bot = await started(rig, tmp_path, "signed", CIRCLET_HTTP_LISTEN=address)
        _, errors = await asyncio.wait_for(bot.communicate(), 60)
    assert bot.returncode == 1
    [line] = errors.decode().strip().splitlines()
    assert "CIRCLET_HTTP_LISTEN" in line


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0
