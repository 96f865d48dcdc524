"""A workspace with four people, the bot in it, and the verbs of a person: what flows on Slack are told in."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import slack_payloads as payloads
from slack_reader import decoded, read
from slack_rig import APP_TOKEN, BOT_TOKEN, SECRET, Rig
from slack_spec import objects

from adapters.clock.system import SystemChance
from adapters.slack.serving import EVENTS_PATH
from adapters.slack.showing import Workspace
from bot.applying import apply_file
from bot.compose import Composed, composed
from bot.config import check
from bot.lifecycle import Loops
from bot.slack import NOBODY_HEARD, Keys, OnSlack, on_slack
from governance_core.application.execute import execute
from governance_core.application.receipt import Receipt
from governance_core.caretaker import NoCaretaker
from governance_core.kernel.ids import Actor
from governance_core.kernel.message import Command
from governance_core.people.messages import ConfirmLink, LinkAccount
from governance_core.people.model import PEOPLE
from tests.application.application_world import HandClock

ORG = "harbour-commons"
CONFIG = """
organisation:
  id: harbour-commons
  name: Harbour Commons
  zone: Europe/Lisbon
  admins: [ana]
members:
{members}
circles:
  garden:
    name: Garden
    aim: Food for everybody
    domain: The beds
    members: [ana, ben, cem]
    facilitator: ben
    homes: {{slack: {garden}}}
    policy: {{process: quick}}
platforms:
  slack:
    token: ${{SLACK_BOT_TOKEN}}
    app_token: ${{SLACK_APP_TOKEN}}
"""
MEMBER = "  {name}:\n    name: {title}\n    accounts: {{slack: {account}}}\n"
PROPOSAL = {"title": "Water the beds", "driver": "They dry out", "text": "Mon and Thu", "review": "90d"}
MODES = ("socket", "signed")
P = TypeVar("P", bound="Play")


class OnSlackAlone(NoCaretaker):
    """Nobody looks after the program, and people are reached on Slack."""

    def speaks_on(self, org: str) -> Collection[str]:
        return ("slack",)


class Play:
    """One workspace, one bot, one store."""

    people = NOBODY_HEARD
    doors: dict[str, Any] | None = None
    """Of a server that is there already, which listens at `port`."""
    port = 0

    def __init__(self, path: Path, rig: Rig, mode: str) -> None:
        self._path = path
        self._mode = mode
        self.rig = rig
        self.clock = HandClock()
        self.org = ORG
        self.restless = False
        self._last: tuple[str, dict[str, Any]]
        self.made: Composed
        self.bot: OnSlack
        self.loops: Loops

    async def open(self) -> None:
        """Open the store, put the bot together and connect it."""
        store, clock = self._path / "circlet.db", self.clock
        await self.connect(composed(ORG, store, clock=clock, chance=SystemChance(), caretaker=OnSlackAlone()))

    async def connect(self, made: Composed) -> None:
        """Put the bot together on a store that is open, and connect it."""
        self.made = made
        sockets = self._mode == "socket"
        keys = Keys(BOT_TOKEN, APP_TOKEN if sockets else "", "" if sockets else SECRET)
        self.bot = on_slack(self.made, self.org, Workspace(), keys, lambda: None, self.people)
        self.loops = Loops(self.made.store, self.made.features, self.clock, {"slack": self.bot.messenger})
        self.bot.connection.doors = self.doors
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = self.port or free.getsockname()[1]
        self.rig.bot_address = "" if sockets else f"http://127.0.0.1:{port}{EVENTS_PATH}"
        handle = self.bot.gateway.handle
        self._connection = asyncio.create_task(self.bot.connection.run(handle, "127.0.0.1", port))
        ready = asyncio.create_task(self.bot.connection.ready.wait())
        await asyncio.wait({ready, self._connection}, timeout=15, return_when=asyncio.FIRST_COMPLETED)
        assert ready.done(), self._connection
        if sockets:
            await self.rig.until_connected()

    async def close(self) -> None:
        await self.disconnect()
        self.made.close()

    async def disconnect(self) -> None:
        await self.bot.gateway.finished()
        self._connection.cancel()
        await asyncio.gather(self._connection, return_exceptions=True)

    def furnish(self, roles: str = "") -> None:
        users = self.rig.users
        members = "".join(
            MEMBER.format(name=name, title=name.capitalize(), account=users[name]) for name in ("ana", "ben", "cem")
        )
        members += "  dee: {name: Dee}\n"
        written = CONFIG.format(members=members, garden=self.garden)
        written = written.replace("    facilitator: ben", f"    facilitator: ben\n    {roles}") if roles else written
        file = self._path / "config.yaml"
        file.write_text(written, encoding="utf-8")
        found, problems = check(str(file))
        assert found is not None, problems
        self.made.store.transact_now(ORG, lambda work: apply_file(found, written, work, self.made.features))

    @property
    def garden(self) -> str:
        return str(self.rig.channels["garden"])

    # ------------------------------------------------------------------ what people do

    async def slash(self, who: str, command: str, channel: str = "") -> "Seen":
        """A command as it is typed, slash and all."""
        user, seen = self.rig.users[who], Seen(self, who)
        more = {"response_url": self.rig.response_url(user), "trigger_id": await self.rig.trigger(user)}
        body = payloads.command(who, user, channel or self.garden, command, **more)
        return await self._sent(seen, "slash_commands", body)

    async def again(self) -> None:
        """What was sent last comes once more."""
        await self.rig.deliver(*self._last)
        await self.settle()

    async def click(self, who: str, on: dict[str, Any], label: str, twice: bool = False) -> "Seen":
        """Press a button of a message or a view, by what it says."""
        button = next(one for one in objects(on) if one.get("type") == "button" and one["text"]["text"] == label)
        return await self.press(who, on, button, twice)

    async def press(self, who: str, on: dict[str, Any], button: dict[str, Any], twice: bool = False) -> "Seen":
        user, seen = self.rig.users[who], Seen(self, who)
        body = {
            **self._person("block_actions", who),
            "trigger_id": await self.rig.trigger(user, on["id"] if on.get("type") == "modal" else ""),
            "actions": [payloads.pressed(button)],
            **self._where(on, user),
        }
        first = await self._sent(seen, "interactive", body)
        return await self._sent(Seen(self, who), "interactive", body) if twice else first

    def _where(self, on: dict[str, Any], user: str) -> dict[str, Any]:
        if on.get("type") in ("modal", "home"):
            return payloads.in_view(on)
        return payloads.on_message(on, on.get("channel") or self.garden, self.rig.response_url(user))

    async def submit(self, who: str, view: dict[str, Any], **values: str) -> "Seen":
        """Hand a form in, what is not given left as it stands there."""
        state = {"values": {name: {name: _state(one, values.get(name))} for name, one in inputs(view).items()}}
        body = {
            **self._person("view_submission", who),
            "trigger_id": await self.rig.trigger(self.rig.users[who], view["id"]),
            "view": {**view, "state": state},
            "response_urls": [],
        }
        return await self._sent(Seen(self, who), "interactive", body)

    async def shortcut(self, who: str, title: str) -> "Seen":
        from bot.slack import shortcuts

        callback = next(one.callback for one in shortcuts(self.made.features) if one.menu.title == title)
        trigger = await self.rig.trigger(self.rig.users[who])
        body = {**self._person("shortcut", who), "callback_id": callback, "trigger_id": trigger, "action_ts": "1.1"}
        return await self._sent(Seen(self, who), "interactive", body)

    async def use_on(self, who: str, callback: str, text: str, thread: str = "") -> "Seen":
        """Use a shortcut on somebody's message, in a thread or not."""
        user = self.rig.users[who]
        message = {"type": "message", "text": text, "ts": "1700000000.000100", "user": user}
        message |= {"thread_ts": thread} if thread else {}
        body = {
            **self._person("message_action", who),
            "callback_id": callback,
            "trigger_id": await self.rig.trigger(user),
            "message_ts": message["ts"],
            "action_ts": "1.1",
            "response_url": self.rig.response_url(user),
            "message": message,
            "channel": {"id": self.garden, "name": "garden"},
        }
        return await self._sent(Seen(self, who), "interactive", body)

    async def type_into(self, who: str, view: dict[str, Any], name: str, typed: str = "") -> list[str]:
        """What is offered while somebody types into an input."""
        body = {**self._person("block_suggestion", who), "view": view, "block_id": name, "action_id": name}
        found = await self.rig.deliver("interactive", {**body, "value": typed, "container": {"type": "view"}})
        return [decoded(one["text"]["text"]) for one in found["options"]]

    async def open_home(self, who: str) -> dict[str, Any]:
        await self.event(
            {"type": "app_home_opened", "user": self.rig.users[who], "channel": "D1", "tab": "home", "event_ts": "1.1"}
        )
        return self.rig.homes[self.rig.users[who]]

    async def mention(self, who: str, text: str, thread: str = "", event_id: str = "") -> "Seen":
        seen = Seen(self, who)
        said = {"type": "app_mention", "user": self.rig.users[who], "text": f"<@U000000001> {text}", "ts": "9.9"}
        where = {"channel": self.garden, "event_ts": "9.9", **({"thread_ts": thread} if thread else {})}
        await self.event({**said, **where}, event_id)
        return seen

    async def event(self, event: dict[str, Any], event_id: str = "") -> None:
        self._events = getattr(self, "_events", 0) + 1
        body = {"type": "event_callback", "team_id": "T000000001", "api_app_id": "A1", "event": event}
        await self.rig.deliver("events_api", {**body, "event_id": event_id or f"Ev{self._events}", "event_time": 1})
        await self.settle()

    async def link(self, person: str, who: str) -> "Seen":
        """A person who is on the terminal so far links somebody's Slack account; what the account was told."""

        def perform(command: Command) -> Receipt:
            by, features = Actor.of_account("console", person), self.made.features
            return self.made.store.transact_now(ORG, lambda work: execute(command, by, None, work, features))

        tried = await self.slash(who, f"/gov me link {perform(LinkAccount()).facts.fresh_code}")
        digest = next(iter(self.made.store.read_now(ORG, lambda reader: reader.state(PEOPLE)).codes))
        perform(ConfirmLink(code=digest))
        await self.settle()
        return tried

    async def propose(self, who: str = "ana", **answers: str) -> dict[str, Any]:
        """A proposal of one's own in the garden; its card."""
        opened = await self.slash(who, "/proposal create circle:garden")
        await self.submit(who, opened.view, **{**PROPOSAL, **answers})
        return await self.card()

    async def settle(self) -> None:
        """Until everything is answered and shown."""
        await self.bot.gateway.finished()
        for _ in range(12):
            await self.loops.sweep()
            if not await self.made.store.delivery.waiting(self.clock.now().replace(year=2099)):
                break
            self.clock.turn(seconds=1)
        await self.bot.gateway.finished()

    async def pass_time(self, **span: float) -> None:
        self.clock.turn(**span)
        await self.settle()

    def hold(self, name: str) -> asyncio.Event:
        """The store is slow to `transact` or to `read`, until the event that comes back is set; `held` says that."""
        store, go_on, self.held = self.made.store, asyncio.Event(), asyncio.Event()
        real: Callable[..., Any] = getattr(store, name)

        async def held(org: str, job: Any) -> Any:
            self.held.set()
            await go_on.wait()
            return await real(org, job)

        setattr(store, name, held)
        return go_on

    def is_restless(self) -> bool:
        return self.restless

    async def restart(self) -> None:
        await self.close()
        self.rig.disconnected()
        await self.open()
        await self.settle()

    async def _sent(self, seen: "Seen", kind: str, body: dict[str, Any]) -> "Seen":
        self._last = kind, body
        seen.ack = await self.rig.deliver(kind, body)
        if isinstance(seen.ack, dict) and "text" in seen.ack:
            self.rig.told[self.rig.users[seen.who]].append(seen.ack)
        if body.get("type") == "view_submission":
            self._applied(seen.who, body["view"], seen.ack)
        await self.settle()
        if self.is_restless():
            await self.restart()
        return seen

    def _person(self, kind: str, who: str) -> dict[str, Any]:
        return payloads.by(kind, who, self.rig.users[who])

    def _applied(self, who: str, view: dict[str, Any], ack: Any) -> None:
        """What an acknowledgement does to a modal that was handed in."""
        stack = self.rig.views[self.rig.users[who]]
        if ack is None:
            stack[:] = [one for one in stack if one["id"] != view["id"]]
        elif ack["response_action"] == "update":
            self.rig._change({"submit": None, **ack["view"], "id": view["id"]})

    # ------------------------------------------------------------------ what is to be seen

    async def messages(self, channel: str = "") -> list[dict[str, Any]]:
        """The messages of a channel that stand in it by themselves, the oldest first."""
        found = await self.rig.look("conversations.history", {"channel": channel or self.garden, "limit": "200"})
        return list(reversed(found["messages"]))

    async def thread(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        found = await self.rig.look("conversations.replies", {"channel": self.garden, "ts": message["ts"]})
        return [one for one in found["messages"] if one["ts"] != message["ts"]]

    async def card(self) -> dict[str, Any]:
        """The newest message that has buttons."""
        return next(one for one in reversed(await self.messages()) if labels(one))


class Seen:
    """What the one who acted got to see of it."""

    def __init__(self, play: Play, who: str) -> None:
        self.who = who
        self.ack: Any = None
        self._play = play
        self._user = play.rig.users[who]
        self._before = len(play.rig.told[self._user])
        self._stack = [id(one) for one in play.rig.views[self._user]]

    @property
    def view(self) -> dict[str, Any]:
        """The modal that is on top."""
        stack = self._play.rig.views[self._user]
        assert stack, f"no modal is open; told: {self.told}"
        return stack[-1]

    @property
    def opened(self) -> dict[str, Any] | None:
        """The modal that opened, or took another's place, because of it."""
        stack = self._play.rig.views[self._user]
        return stack[-1] if stack and id(stack[-1]) not in self._stack else None

    @property
    def messages(self) -> list[dict[str, Any]]:
        return self._play.rig.told[self._user][self._before :]

    @property
    def told(self) -> str:
        """What was said to them alone."""
        return "\n".join(words(one) for one in self.messages)

    @property
    def errors(self) -> dict[str, str]:
        return dict(self.ack["errors"]) if isinstance(self.ack, dict) and "errors" in self.ack else {}

    @property
    def shown(self) -> str:
        """What the modal on top says."""
        return words(self.view)


def words(one: dict[str, Any]) -> str:
    """Everything a message or a view says."""
    return read(one["blocks"]).words if one.get("blocks") else decoded(one.get("text", ""))


def labels(one: dict[str, Any]) -> list[str]:
    return [decoded(found["text"]["text"]) for found in objects(one.get("blocks", [])) if found.get("type") == "button"]


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The inputs of a form, by name."""
    return {one["block_id"]: one["element"] for one in view["blocks"] if one["type"] == "input"}


def _state(one: dict[str, Any], given: str | None) -> dict[str, Any]:
    kind = one["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": given if given is not None else one.get("initial_value")}
    if kind == "checkboxes":
        return {"type": kind, "selected_options": one["options"] if given == "true" else []}
    if kind == "multi_static_select":
        picked = [part.strip() for part in (given or "").split(",")]
        fits = [option for option in one["options"] if option["value"] in picked]
        return {"type": kind, "selected_options": fits if given is not None else one.get("initial_options", [])}
    if kind == "users_select":
        return {"type": kind, "selected_user": given or one.get("initial_user")}
    usual = None if kind == "external_select" and given else one.get("initial_option")
    chosen = next((option for option in one.get("options", []) if option["value"] == given), usual)
    chosen = chosen or ({"text": {"type": "plain_text", "text": given}, "value": given} if given else None)
    return {"type": kind, "selected_option": chosen}


@asynccontextmanager
async def rigged(rig: Rig | None = None) -> AsyncIterator[Rig]:
    """A workspace that the environment leads to."""
    rig = rig or Rig()
    await rig.start()
    before = {name: os.environ.get(name) for name in rig.environment}
    os.environ.update(rig.environment)
    try:
        yield rig
        assert not rig.unlawful, rig.unlawful
    finally:
        await rig.stop()
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@asynccontextmanager
async def playing(path: Path, mode: str = "socket", kind: type[Rig] = Rig) -> AsyncIterator[Play]:
    async with on_stage(Play(path, kind(), mode)) as play:
        yield play


@asynccontextmanager
async def on_stage(play: P) -> AsyncIterator[P]:
    """A play from beginning to end; at last nothing that was sent may be against Slack's rules."""
    async with rigged(play.rig):
        try:
            await play.open()
            play.furnish()
            await play.settle()
            yield play
            await play.settle()
        finally:
            await play.close()
