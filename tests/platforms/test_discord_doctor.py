"""`circlet doctor` over real sockets, beside the running bot and alone, against a server like Discord's."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from discord_server import APPLICATION, CHANNEL, SERVER, TOKEN, DiscordServer, interaction
from test_discord_play_process import ANA, CONFIG, started

from adapters.clock.system import SystemClock
from adapters.discord.checkup import Unreached
from adapters.discord.client import Client
from adapters.discord.commands import command_tree
from adapters.discord.menus import menus_of
from adapters.discord.organisations import Organisations
from adapters.discord.questions import Ahead, OverConnection
from adapters.discord.sync import of_server
from bot.__main__ import main
from bot.discord import NOUNS
from governance_core.application.catalogue import catalogue

pytestmark = pytest.mark.timeout(90)
COMMANDS = f"applications/{APPLICATION}/guilds/{SERVER}/commands"


@dataclass(frozen=True)
class Ran:
    code: int | None
    out: str
    err: str

    @property
    def wrong(self) -> list[str]:
        return [line.removeprefix("WRONG").strip() for line in self.out.splitlines() if line.startswith("WRONG")]


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    made = DiscordServer()
    await made.start()
    features = catalogue()
    made.commands[COMMANDS] = of_server(command_tree(features, NOUNS, menus_of(features)))
    yield made
    await made.stop()


async def doctor(folder: Path, environment: dict[str, str], config: str = CONFIG) -> Ran:
    """The command, in a thread of this process."""
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    out, err, before = StringIO(), StringIO(), dict(os.environ)
    os.environ.update(environment)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = await asyncio.wait_for(asyncio.to_thread(main, arguments(folder)), 60)
    finally:
        os.environ.clear()
        os.environ.update(before)
    return checked(Ran(code, out.getvalue(), err.getvalue()))


async def process(folder: Path, environment: dict[str, str]) -> Ran:
    """The command as a process of its own."""
    pipe = asyncio.subprocess.PIPE
    made = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments(folder), env={**os.environ, **environment}, stdout=pipe, stderr=pipe
    )
    out, err = await asyncio.wait_for(made.communicate(), 60)
    return checked(Ran(made.returncode, out.decode(), err.decode()))


def arguments(folder: Path) -> list[str]:
    return ["doctor", "--config", str(folder / "config.yaml"), "--store", str(folder / "circlet.db")]


def checked(ran: Ran) -> Ran:
    assert "Traceback" not in ran.err, ran.err
    assert TOKEN not in ran.out + ran.err
    return ran


async def test_all_is_well(server: DiscordServer, tmp_path: Path) -> None:
    ran = await doctor(tmp_path, server.environment())
    assert (ran.code, ran.wrong) == (0, [])
    assert ran.out.endswith("All is well.\n")
    for seen in ("Harbour, 2 members, 1 circle", "accepted, the bot is circlet", "#garden", "as at Discord", "known"):
        assert seen in ran.out
    assert not server.heard, "it asks, and changes nothing"
    assert not (tmp_path / "circlet.db").exists()


@pytest.mark.slow
async def test_it_works_beside_the_running_bot(server: DiscordServer, tmp_path: Path) -> None:
    bot = await started(server, tmp_path)
    try:
        await server.until(lambda: server.identified)
        await server.until(lambda: any(path.startswith("applications") for path in server.commands))
        ran = await process(tmp_path, server.environment())
        assert (ran.code, ran.wrong) == (0, [])
        assert f"used by process {bot.pid}" in ran.out
        assert server.identified == 1
    finally:
        bot.terminate()
        await bot.communicate()


@pytest.mark.slow
async def test_the_running_bot_looks_by_itself_and_shows_it_to_admins(server: DiscordServer, tmp_path: Path) -> None:
    server.ahead = 60.5
    server.everyone &= ~(1 << 15)
    bot = await started(server, tmp_path)
    try:
        await server.until(lambda: f"guilds/{SERVER}/members/{APPLICATION}" in server.asked)
        await server.until(lambda: server.asked.count(COMMANDS) == 2)
        data = {"id": "5", "name": "governance", "type": 1, "options": [{"type": 1, "name": "doctor"}]}
        for number in range(1, 9):  # what was asked is known, what came of it may take a moment
            await server.emit("INTERACTION_CREATE", interaction(number, 2, ANA, data))
            [answer] = await server.until(lambda number=number: server.sent_to(f"token-{number}/callback"))  # type: ignore[misc]
            if "Attach Files" in str(answer):
                break
        assert "in #garden the bot lacks Attach Files" in str(answer)
        assert "behind Discord" in str(answer)
    finally:
        bot.terminate()
        await bot.communicate()


@pytest.mark.parametrize(
    "what,said",
    [
        ("permission", "home of Garden   in #garden the bot lacks Attach Files"),
        ("overwrite", "home of Garden   in #garden the bot lacks View Channel and sees nothing there"),
        ("channel", f"home of Garden   the channel {CHANNEL} does not exist (any more)"),
        ("elsewhere", "home of Garden   the channel garden is on another server"),
        ("outside", f"Discord server   the bot is not in the server {SERVER}"),
        ("commands", "commands         those on Discord are not those of this program"),
        ("clock", "clock            the machine's clock is 60 s behind Discord's"),
    ],
)
async def test_what_is_wrong_is_said_with_its_fix(server: DiscordServer, tmp_path: Path, what: str, said: str) -> None:
    match what:
        case "permission":
            server.everyone &= ~(1 << 15)
        case "overwrite":
            denied = {"id": SERVER, "type": 0, "allow": "0", "deny": str(1 << 10)}
            server.channels[CHANNEL]["permission_overwrites"] = [denied]
        case "channel":
            server.channels.clear()
        case "elsewhere":
            server.channels[CHANNEL]["guild_id"] = "1"
        case "outside":
            server.inside = False
        case "commands":
            server.commands[COMMANDS] = []
        case "clock":
            server.ahead = 60.5
    ran = await doctor(tmp_path, server.environment())
    assert ran.code == 1
    [wrong] = ran.wrong
    assert wrong.startswith(said[: said.index("60 s")] if what == "clock" else said), wrong
    assert ran.out.endswith("1 thing to mend.\n")
    fix = ran.out.splitlines()[[line.startswith("WRONG") for line in ran.out.splitlines()].index(True) + 1]
    assert fix.startswith("       ")
    assert fix.strip()


async def test_a_bad_token_is_one_clear_line(server: DiscordServer, tmp_path: Path) -> None:
    ran = await doctor(tmp_path, server.environment(token="sesame"))
    assert (ran.code, len(ran.wrong)) == (1, 1)
    assert "Discord does not accept it" in ran.wrong[0]
    assert "sesame" not in ran.out + ran.err


async def test_no_token_is_one_clear_line(server: DiscordServer, tmp_path: Path) -> None:
    ran = await doctor(tmp_path, server.environment(token=""))
    assert (ran.code, len(ran.wrong)) == (1, 1)
    assert "DISCORD_TOKEN is empty" in ran.wrong[0]


async def test_offline_it_says_so_and_looks_at_the_rest(tmp_path: Path) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    nowhere = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_BASE": f"http://127.0.0.1:{port}/api/v10"}
    ran = await doctor(tmp_path, nowhere)
    assert (ran.code, len(ran.wrong)) == (1, 1)
    assert "it cannot be reached: no connection" in ran.wrong[0]
    assert "time zones       known" in ran.out


@pytest.mark.slow
@pytest.mark.torture  # it waits as long as the program does
async def test_a_discord_that_never_answers_is_not_waited_for_long(server: DiscordServer, tmp_path: Path) -> None:
    server.mute = True
    ran = await doctor(tmp_path, server.environment())
    assert "it cannot be reached: no answer in time" in ran.wrong[0]


async def test_a_wrong_config_file_is_said_and_the_rest_is_looked_at(server: DiscordServer, tmp_path: Path) -> None:
    ran = await doctor(tmp_path, server.environment(), CONFIG.replace("process: quick", "process: quack"))
    assert (ran.code, len(ran.wrong)) == (1, 1)
    assert "config.yaml: line " in ran.wrong[0]
    assert "disk" not in ran.out  # there is no store yet
    assert "time zones       known" in ran.out


async def test_a_bot_that_is_stopping_is_not_looked_at_any_more() -> None:
    client = Client(Organisations(()), ())
    await client.close()
    with pytest.raises(Unreached, match="stopping"):
        await OverConnection(client, Ahead(SystemClock())).get("/users/@me")
