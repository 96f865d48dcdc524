"""`circlet doctor` beside a workspace: tokens, scopes, channels, user groups, the clock, and the way in."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from email.utils import formatdate
from functools import partial
from io import StringIO
from pathlib import Path
from time import time
from typing import Any

import pytest
import slack_payloads as payloads
from aiohttp import web
from slack_rig import APP_TOKEN, BOT_TOKEN, SECRET
from slack_town import GROUP, TownRig, until
from test_slack_play_process import CONFIG, WAYS, started

from bot.__main__ import main

pytestmark = [pytest.mark.contract, pytest.mark.timeout(90)]
BY_GROUP = ("members: [ana, ben]", f"members: {{people: [ana, ben], slack_group: {GROUP}}}")
Given = dict[str, str]


class OddRig(TownRig):
    """A workspace whose clock may be another, and which may not be heard of at all."""

    ahead = 0.0

    def __init__(self) -> None:
        super().__init__()
        self.answering = asyncio.Event()
        self.answering.set()

    async def _called(self, request: web.Request) -> web.StreamResponse:
        await self.answering.wait()
        answer = await super()._called(request)
        answer.headers["Date"] = formatdate(time() + self.ahead, usegmt=True)
        return answer


@dataclass(frozen=True)
class Ran:
    code: int | None
    out: str
    err: str

    @property
    def wrong(self) -> list[str]:
        return [line.removeprefix("WRONG").strip() for line in self.out.splitlines() if line.startswith("WRONG")]


@pytest.fixture
async def rig() -> AsyncIterator[OddRig]:
    made = OddRig()
    await made.start()
    yield made
    made.answering.set()
    await made.stop()


def written(rig: OddRig, way: str = "socket", *changes: tuple[str, str]) -> str:
    key, variable = WAYS[way]
    config = CONFIG.format(ana=rig.users["ana"], garden=rig.channels["garden"], key=key, variable=variable)
    for before, after in changes:
        assert before in config
        config = config.replace(before, after)
    return config


async def doctor(folder: Path, config: str, environment: Given) -> Ran:
    """The command, in a thread of this process."""
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    out, err, before = StringIO(), StringIO(), dict(os.environ)
    os.environ.update(environment)
    given = ["doctor", "--config", str(folder / "config.yaml"), "--store", str(folder / "circlet.db")]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = await asyncio.wait_for(asyncio.to_thread(main, given), 60)
    finally:
        os.environ.clear()
        os.environ.update(before)
    ran = Ran(code, out.getvalue(), err.getvalue())
    assert "Traceback" not in ran.err, ran.err
    assert not any(secret in ran.out + ran.err for secret in (BOT_TOKEN, APP_TOKEN, SECRET))
    return ran


async def test_all_is_well(rig: OddRig, tmp_path: Path) -> None:
    ran = await doctor(tmp_path, written(rig, "socket", BY_GROUP), rig.environment)
    print(ran.out)
    assert (ran.code, ran.wrong) == (0, [])
    for seen in ("accepted, the bot is", "#garden", "as at Slack", "everything", "by Socket Mode", "those in @"):
        assert seen in ran.out
    asks = {"auth.test", "apps.connections.open", "conversations.info", "usergroups.list"}
    assert {method for method, _ in rig.calls} == asks, "it asks, and changes nothing"
    assert not (tmp_path / "circlet.db").exists()


@pytest.mark.parametrize(
    "what,said",
    [
        ("bot token", "Slack token      Slack does not accept it (invalid_auth)"),
        ("app token", "Slack app token  Slack does not accept it (invalid_auth)"),
        ("scope", "Slack scopes     the app lacks chat:write (to post cards and edit them)"),
        ("archived", "home of Garden   #garden is archived"),
        ("outside", "home of Garden   the bot is not in #garden"),
        ("channel", "home of Garden   there is no channel C0NOTTHERE, or it is private and the bot is not in it"),
        ("public", "home of Garden   the circle is private, and everybody in the workspace can read #garden"),
        ("workspace", "Slack workspace  the token is of the workspace T000000001, and the config file names T0OTHER"),
        ("group", f"group of Garden there is no user group {GROUP}, or it is disabled"),
        ("clock", "clock            the machine's clock is 60 s behind Slack's"),
        ("both", "Slack requests   the config file names both app_token and signing_secret: Socket Mode is used"),
        ("nothing", "Slack token      The environment variable SLACK_APP_TOKEN is empty"),
        ("listen", "Slack requests   nobody knows where to listen for them"),
    ],
)
async def test_what_is_wrong_is_said_with_its_fix(rig: OddRig, tmp_path: Path, what: str, said: str) -> None:
    changes, environment, way = [BY_GROUP], dict(rig.environment), "socket"
    info = partial(_channel, rig.channels["garden"])
    match what:
        case "bot token":
            environment["SLACK_BOT_TOKEN"] = "xoxb-wrong"
        case "app token":
            environment["SLACK_APP_TOKEN"] = "xapp-wrong"
        case "scope":
            rig.granted = tuple(one for one in rig.granted if one != "chat:write")
        case "archived":
            rig.errors["conversations.info"].append(info(is_archived=True))
        case "outside":
            rig.errors["conversations.info"].append(info(is_member=False))
        case "channel":
            changes.append((rig.channels["garden"], "C0NOTTHERE"))
        case "public":
            changes.append(("name: Garden", "name: Garden\n    private: true"))
        case "workspace":
            changes.append(("    token:", "    workspace: T0OTHER\n    token:"))
        case "group":
            rig.disabled.add(GROUP)
        case "clock":
            rig.ahead = 60.5
        case "both":
            changes.append(("    app_token", "    signing_secret: ${SLACK_SIGNING_SECRET}\n    app_token"))
        case "nothing":
            environment["SLACK_APP_TOKEN"] = ""
        case "listen":
            way = "signed"
            environment["CIRCLET_HTTP_LISTEN"] = "nowhere"
    ran = await doctor(tmp_path, written(rig, way, *changes), environment)
    print(ran.out)
    assert ran.code == 1
    [wrong] = ran.wrong
    assert " ".join(wrong.split()).startswith(" ".join(said.split()).partition("60 s")[0])
    assert ran.out.endswith("1 thing to mend.\n")
    lines = ran.out.splitlines()
    fix = lines[next(number for number, line in enumerate(lines) if line.startswith("WRONG")) + 1]
    assert fix.startswith("       ")
    assert fix.strip()


def _channel(id_: str, **marks: bool) -> tuple[int, dict[str, Any], dict[str, str]]:
    channel = {"id": id_, "name": "garden", "is_channel": True, "is_member": True, **marks}
    return 200, {"ok": True, "channel": channel}, {}


async def test_what_is_optional_is_left_out_and_said(rig: OddRig, tmp_path: Path) -> None:
    rig.errors["conversations.info"].append((200, {"ok": False, "error": "missing_scope"}, {}))
    rig.granted = tuple(one for one in rig.granted if one != "channels:read")
    ran = await doctor(tmp_path, written(rig), rig.environment)
    assert (ran.code, ran.wrong) == (0, [])
    assert "not granted: channels:read" in ran.out
    assert "not looked at" in ran.out


async def test_offline_it_says_so_and_looks_at_the_rest(rig: OddRig, tmp_path: Path) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ran = await doctor(tmp_path, written(rig), {**rig.environment, "SLACK_API_URL": f"http://127.0.0.1:{port}/api/"})
    assert (ran.code, len(ran.wrong)) == (1, 1)
    assert "it cannot be reached: no connection" in ran.wrong[0]
    assert "time zones       known" in ran.out


@pytest.mark.slow
@pytest.mark.torture  # it waits as long as the program does
async def test_a_slack_that_never_answers_is_not_waited_for_long(rig: OddRig, tmp_path: Path) -> None:
    rig.answering.clear()
    ran = await doctor(tmp_path, written(rig), rig.environment)
    assert len(ran.wrong) == 1
    assert "it cannot be reached: no answer in time" in ran.wrong[0]


def listens(address: str) -> bool:
    """Whether somebody answers there."""
    host, _, port = address.partition(":")
    with closing(socket.socket()) as trying:
        return trying.connect_ex((host, int(port))) == 0


@pytest.mark.slow
async def test_beside_the_running_bot_it_says_that_it_answers(rig: OddRig, tmp_path: Path) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    environment = {**rig.environment, "CIRCLET_HTTP_LISTEN": listen}
    ran = await doctor(tmp_path, written(rig, "signed"), environment)
    assert f"signed, to {listen} (nobody answers there: the bot is not running)" in ran.out
    bot = await started(rig, tmp_path, "signed", CIRCLET_HTTP_LISTEN=listen)
    try:
        await until(lambda: listens(listen), seconds=40)
        ran = await doctor(tmp_path, written(rig, "signed"), environment)
        assert "the bot answers there" in ran.out
        assert f"used by process {bot.pid}" in ran.out
        assert (ran.code, ran.wrong) == (0, [])
    finally:
        bot.terminate()
        await bot.communicate()


@pytest.mark.slow
async def test_the_running_bot_looks_by_itself_and_shows_it_to_admins(rig: OddRig, tmp_path: Path) -> None:
    rig.ahead = 60.5
    rig.errors["conversations.info"].append(_channel(rig.channels["garden"], is_archived=True))
    bot = await started(rig, tmp_path)
    try:
        await rig.until_connected()
        await until(lambda: any(method == "conversations.info" for method, _ in rig.calls))
        user = rig.users["ana"]
        for _ in range(20):  # what was asked is known, what came of it may take a moment
            more = {"response_url": rig.response_url(user), "trigger_id": await rig.trigger(user)}
            typed = payloads.command("ana", user, "C1", "/gov governance doctor", **more)
            told = str(await rig.deliver("slash_commands", typed))
            if "is archived" in told:
                break
        assert "#garden is archived" in told
        assert "behind Slack" in told
    finally:
        bot.terminate()
        await bot.communicate()


@pytest.mark.slow
async def test_the_program_takes_in_who_is_in_a_user_group(rig: OddRig, tmp_path: Path) -> None:
    rig.groups[GROUP] = {rig.users["zoe"]}
    bot = await started(rig, tmp_path, changes=(BY_GROUP,))
    try:
        await rig.until_connected()
        await until(lambda: any(method == "usergroups.users.list" for method, _ in rig.calls))
        user = rig.users["ana"]
        for _ in range(20):  # what was asked is known, what came of it may take a moment
            more = {"response_url": rig.response_url(user), "trigger_id": await rig.trigger(user)}
            typed = payloads.command("ana", user, "C1", "/circle members garden", **more)
            told = str(await rig.deliver("slash_commands", typed))
            if "zoe" in told:
                break
        assert "zoe" in told
    finally:
        bot.terminate()
        await bot.communicate()
