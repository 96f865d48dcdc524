"""A server with four people on simcord, the bot in it, and the verbs of a person: what flows on Discord are told in."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import discord
from discord_spec import FILE, complaints
from simcord.backend import serializers
from simcord.backend.errors import BackendError
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType
from simcord.env import Env

from adapters.clock.system import SystemChance
from adapters.discord.organisations import Organisation
from bot.applying import apply_file
from bot.caretaking import Caretaking
from bot.compose import Composed, composed
from bot.config import check
from bot.discord import OnDiscord, on_discord
from bot.discord_checkup import watch_of
from bot.lifecycle import Loops
from governance_core.application.execute import execute, perform
from governance_core.application.receipt import Receipt
from governance_core.circles.model import CIRCLES
from governance_core.kernel.errors import Busy
from governance_core.kernel.ids import Actor, CircleId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.messages import ConfirmLink, LinkAccount
from governance_core.people.model import PEOPLE
from governance_core.ports import Chance
from governance_core.proposals.messages import CreateProposal

ORG = "harbour-commons"
NAMED = ("ana", "ben", "cem")
"""Those whose Discord account the config names; `zoe` has an account nobody knows, `dee` is no account's yet."""
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
    members: {gardeners}
    facilitator: ben
    secretary: {secretary}
    homes: {{discord: "{garden}"}}
    policy: {{process: quick}}
  care:
    name: Care
    aim: Everybody is heard
    domain: Conflicts
    parent: garden
    private: true
    members: [ana, ben]
    lead: ana
    homes: {{discord: "{care}"}}
    policy: {{process: quick}}
platforms:
  discord:
    token: ${{DISCORD_TOKEN}}
    server: "{server}"
    members_intent: {hears}
    leaving_server: {leaving}
"""
MEMBER = '  {name}:\n    name: {title}\n    accounts: {{discord: "{account}"}}\n'
START = datetime(2026, 1, 1, tzinfo=UTC)
"""When simcord's time begins."""
SENT = {"POST", "PATCH", "PUT"}
_OPERATIONS = {
    ("POST", "channels/*/messages"): ("/channels/{channel_id}/messages", "post"),
    ("PATCH", "channels/*/messages/*"): ("/channels/{channel_id}/messages/{message_id}", "patch"),
    ("POST", "interactions/*/*/callback"): (
        "/interactions/{interaction_id}/{interaction_token}/callback",
        "post",
    ),
    ("PATCH", "webhooks/*/*/messages/@original"): (
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        "patch",
    ),
    ("PUT", "applications/*/commands"): ("/applications/{application_id}/commands", "put"),
    ("PUT", "applications/*/guilds/*/commands"): (
        "/applications/{application_id}/guilds/{guild_id}/commands",
        "put",
    ),
    ("POST", "users/@me/channels"): ("/users/@me/channels", "post"),
    ("PATCH", "channels/*"): ("/channels/{channel_id}", "patch"),
    ("POST", "channels/*/messages/*/threads"): ("/channels/{channel_id}/messages/{message_id}/threads", "post"),
}


PROPOSAL = {"title": "Water the beds", "driver": "They dry out", "text": "Mon and Thu", "review": "90d"}


P = TypeVar("P", bound="Play")


class BriskEnv(Env):
    """A server that looks more often whether the bot is done; by itself it looks every 50 ms."""

    async def _settle_internal(self, *, idle: float = 0.002, **given: Any) -> None:
        await super()._settle_internal(idle=idle, **given)


class EnvClock:
    """The virtual time of the server, for the bot too."""

    def __init__(self) -> None:
        self.env: Env | None = None

    def now(self) -> datetime:
        return self.env.now() if self.env else START


class Play:
    """One server, one bot, one store."""

    spoken: frozenset[str] = frozenset({"discord"})
    """Where the program tells people what is for them alone."""

    def __init__(self, path: Path, patience: float = 30, by_role: bool = False, leaving: str = "keeps") -> None:
        self._path = path
        self._by_role = by_role
        self._leaving = leaving
        self.patience = timedelta(seconds=patience)
        self._clock = EnvClock()
        self.org = ORG
        self.chance: Chance = SystemChance()
        self.restless = False
        """Whether the program ends and starts again after everything anybody does."""
        self.made: Composed
        self.bot: OnDiscord
        self.loops: Loops
        self.env: Env

    def open(self) -> None:
        """Open the store and put the bot together."""
        files = {self.org: str(self._path / "config.yaml")}
        self.caretaking = caretaking = Caretaking(files, spoken={self.org: self.spoken})
        store = self._path / "circlet.db"
        self.made = composed(self.org, store, clock=self._clock, chance=self.chance, caretaker=caretaking)
        caretaking.take_charge(self.made)
        ends = self._leaving != "keeps"
        here = Organisation(self.org, self._server(), hears_members=self._by_role or ends, leaving_ends=ends)
        self.bot = on_discord(self.made, [here], lambda: None)
        self._watch = watch_of(self.bot, self.made, caretaking, [self.org])
        messengers = {"discord": self.bot.messenger}
        self.loops = Loops(
            self.made.store, self.made.features, self._clock, messengers, self.patience, caretaking.look_again
        )

    def _server(self) -> str:
        return str(self.guild.id) if hasattr(self, "guild") else ""

    def furnish(self) -> None:
        """The server, its channels and its people; the config that names them is applied."""
        self.guild = self.env.create_guild("Harbour", owner=self.env.create_user("owner"))
        self.garden = self.guild.create_text_channel("garden")
        self.care = self.guild.create_text_channel("care")
        self.people = {name: self.guild.add_member(self.env.create_user(name)) for name in (*NAMED, "zoe")}
        self._let_manage("ana", "ben", "zoe")
        members = "".join(
            MEMBER.format(name=name, title=name.capitalize(), account=self.people[name].id) for name in NAMED
        )
        members += "  dee: {name: Dee}\n"
        self.role = self.guild.create_role("Gardeners")
        gardeners = f'{{people: [ana, ben], discord_role: "{self.role.id}"}}' if self._by_role else "[ana, ben, cem]"
        self.written = CONFIG.format(
            members=members,
            gardeners=gardeners,
            secretary="ben" if self._by_role else "cem",
            garden=self.garden.id,
            care=self.care.id,
            server=self.guild.id,
            hears="true" if self._by_role or self._leaving != "keeps" else "false",
            leaving=self._leaving,
        )
        self.apply(self.written)
        self._one_thread_a_message()

    def _one_thread_a_message(self) -> None:
        """Discord starts one thread from a message and no second, even when the first is gone; simcord starts many."""
        backend, started = self.env.backend, set()
        real = backend.create_thread

        def once(*given: Any, message_id: int | None = None, **more: Any) -> Any:
            if message_id in started:
                raise BackendError(400, 160004, "A thread has already been created for this message")
            started.add(message_id)
            return real(*given, message_id=message_id, **more)

        backend.create_thread = once

    def _let_manage(self, *names: str) -> None:
        """Give some the right to manage the server: it makes nobody an admin of the organisation."""
        role = self.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
        for name in names:
            self.env.backend.add_member_role(self.guild.id, self.people[name].id, role.id)

    def apply(self, written: str) -> None:
        file = self._path / "config.yaml"
        file.write_text(written, encoding="utf-8")
        found, problems = check(str(file))
        assert found is not None, problems
        self.made.store.transact_now(self.org, lambda work: apply_file(found, written, work, self.made.features))

    def __getattr__(self, name: str) -> Any:
        if name in ("ana", "ben", "cem", "zoe"):
            return self.people[name]
        raise AttributeError(name)

    # ------------------------------------------------------------------ what people do

    async def slash(self, who: str, command: str, channel: Any = None, **options: Any) -> Any:
        return await self.then(self.people[who].slash(channel or self.garden, command, **options))

    async def click(self, who: str, message: Any, label: str) -> Any:
        return await self.then(self.people[who].click(message, label=label))

    async def user_click(self, who: str, message: Any, label: str) -> Any:
        """In the direct messages with the bot."""
        return await self.then(self.people[who].user.click(message, label=label))

    async def says(self, who: str, content: str, channel: Any = None, **more: Any) -> Any:
        """Somebody writes a message, as people do; the message."""
        return await self.people[who].send(channel or self.garden, content, **more)

    async def menu(self, who: str, title: str, target: Any, channel: Any = None) -> Any:
        """A command of the menu of a message, or of a person by name."""
        on = self.people[target] if isinstance(target, str) else target
        return await self.then(self.people[who].context_menu(channel or self.garden, title, on))

    async def press(self, who: str, custom_id: str) -> Any:
        """Press a button by an id somebody learned or made up."""
        from simcord.actors import _dispatch_actor_interaction
        from simcord.enums import InteractionType

        data = {"custom_id": custom_id, "component_type": 2}
        made = _dispatch_actor_interaction(self.people[who], InteractionType.MESSAGE_COMPONENT, self.garden, data)
        return await self.then(made)

    def walk(self, message: Any) -> Iterator[dict[str, Any]]:
        """Every component of a message."""
        return walk(_raw(message))

    async def submit(self, who: str, shown: Any, **values: Any) -> Any:
        """Hand in a form that opened in a channel, or in the direct messages with the bot."""
        member = self.people[who]
        actor = member.user if shown._interaction.guild_id is None else member
        return await self.then(actor.submit_modal(shown, values))

    async def give(self, who: str, role: Any = None) -> None:
        """An administrator of the server gives somebody a role."""
        await self.then(self._roles(who, "add_member_role", role))

    async def take(self, who: str, role: Any = None) -> None:
        await self.then(self._roles(who, "remove_member_role", role))

    async def _roles(self, who: str, how: str, role: Any) -> None:
        change = getattr(self.env.backend, how)
        change(self.guild.id, self.people[who].id, (role or self.role).id)
        await self.env.settle()

    @contextmanager
    def unheard(self) -> Iterator[None]:
        """What happens on the server meanwhile, the program does not hear."""
        emit, self.env.backend.emit = self.env.backend.emit, lambda *_, **__: None
        try:
            yield
        finally:
            self.env.backend.emit = emit

    async def leave(self, who: str) -> None:
        """Somebody leaves the server."""
        self.guild.remove_member(self.people[who])
        await self.then(self.env.settle())

    async def come(self, who: str, *roles: Any, name: str | None = None) -> None:
        """Somebody comes to the server, perhaps again."""
        user = self.people[who].user if who in self.people else self.env.create_user(who)
        self.people[who] = self.guild.add_member(user, roles=roles, nick=name)
        await self.then(self.env.settle())

    def members(self, circle: str = "garden") -> list[str]:
        """Who is a member, by name."""
        state = self.made.store.read_now(ORG, lambda reader: (reader.state(CIRCLES), reader.state(PEOPLE)))
        return [state[1].name(one) for one in state[0].circles[CircleId(circle)].members]

    def recorded(self, *streams: str) -> list[str]:
        """The kinds of everything recorded in these streams."""
        return [
            one.event.kind
            for stream in streams
            for one in self.made.store.read_now(ORG, lambda reader, name=stream: reader.recorded(StreamId(name)))
        ]

    def crowd(self, items: int) -> None:
        """Many open proposals, as if the circle had been busy for long."""
        features, by = self.made.features, Actor.of_account("console", "ana")
        for number in range(items):
            made = CreateProposal(circle=CircleId("garden"), title=f"Idea {number}", driver="Why", text="What")
            self.made.store.transact_now(self.org, partial(execute, made, by, None, features=features))

    async def perform(self, who: str, command: Command) -> Receipt:
        """Done in the terminal, where an account is the person's id."""
        by = Actor.of_account("console", who)
        made = self.made
        return await self.then(perform(command, by, None, made.store, self.org, made.features))

    async def link(self, person: str, who: str) -> Any:
        """A person who is on the terminal so far links somebody's Discord account; what the account was told."""
        given = await self.perform(person, LinkAccount())
        tried = await self.slash(who, "me link", code=given.facts.fresh_code)
        digest = next(iter(self.made.store.read_now(self.org, lambda reader: reader.state(PEOPLE)).codes))
        await self.perform(person, ConfirmLink(code=digest))
        return tried

    async def type(self, who: str, command: str, option: str, typed: str = "", **filled: Any) -> list[str]:
        found = await self.people[who].autocomplete(self.garden, command, option, typed, **filled)
        return [one["name"] for one in found]

    async def propose(self, who: str = "ana", circle: str = "garden", **answers: str) -> Any:
        """A proposal of one's own in the circle; its card."""
        opened = await self.slash(who, "proposal create", circle=circle)
        await self.submit(who, opened, **{**PROPOSAL, **answers})
        return self.card(self.garden if circle == "garden" else self.care)

    async def then(self, doing: Any) -> Any:
        """Do something, and all that follows from it."""
        done = await doing
        await self.loops.sweep()
        if self.is_restless():
            await self.restart()
        return done

    def is_restless(self) -> bool:
        return self.restless

    def hold(self, name: str) -> asyncio.Event:
        """The store is slow to `transact` or to `read`, until the event that comes back is set."""
        store, go_on = self.made.store, asyncio.Event()
        real = getattr(store, name)

        async def held(org: str, job: Any) -> Any:
            if not go_on.is_set():
                await self.env.external_wait(go_on.wait(), reason="the store is slow")
            return await real(org, job)

        setattr(store, name, held)
        return go_on

    def busy(self, times: int) -> None:
        """The store cannot take anything in, so many times."""
        store, left = self.made.store, times
        real = store.transact

        def refused(org: str, job: Any) -> Any:
            nonlocal left
            if left:
                left -= 1
                raise Busy(what="store", detail="It is being copied.")
            return real(org, job)

        store.transact = refused

    async def look(self) -> None:
        """The bot asks Discord how things are."""
        await self._watch.look()

    def deny(self, channel: Any, **permissions: bool) -> None:
        """Take permissions from the bot in a channel."""
        backend, bot = self.env.backend, self.env.backend.bot_user.id
        denied = Overwrite(bot, OverwriteType.MEMBER, deny=discord.Permissions(**permissions).value)
        backend.set_overwrite(channel.id, denied)

    def lose_a_reply(self) -> None:
        """The next thing posted arrives, but the connection breaks before Discord's reply."""
        http = self.bot.client.http
        real = http.request

        async def lost(route: Any, **given: Any) -> Any:
            made = await real(route, **given)
            if route.method == "POST" and route.path.endswith("/messages"):
                http.request = real
                raise ConnectionResetError("the connection broke")
            return made

        http.request = lost

    def refuse_members(self, times: int) -> None:
        """Discord cannot say who is on the server, so many times."""
        http, left = self.bot.client.http, times
        real = http.request

        async def refused(route: Any, **given: Any) -> Any:
            nonlocal left
            if left and route.path.endswith("/members"):
                left -= 1
                raise ConnectionResetError("the connection broke")
            return await real(route, **given)

        http.request = refused

    async def outage(self, *meanwhile: Callable[[], object]) -> None:
        """The server is not to be reached for a while, and what happens there is not heard; then it is back."""
        self.env.backend.emit("GUILD_DELETE", {"id": str(self.guild.id), "unavailable": True})
        with self.unheard():
            for happens in meanwhile:
                happens()
        whole = serializers.guild_create_payload(self.env.backend, self.env.backend.guilds[self.guild.id])
        self.env.backend.emit("GUILD_CREATE", {**whole, "unavailable": False})
        await self.then(self.env.settle())

    def hang(self, channel: Any) -> asyncio.Event:
        """Discord does not answer what is posted in a channel, until the event that comes back is set."""
        http, go_on = self.bot.client.http, asyncio.Event()
        real = http.request

        async def hung(route: Any, **given: Any) -> Any:
            if route.channel_id == str(channel.id):
                await go_on.wait()
            return await real(route, **given)

        http.request = hung
        return go_on

    async def waiting(self) -> list[str]:
        """Why what waits to be sent was not."""
        far = self.env.now() + timedelta(days=99)
        return [one.last_error for one in await self.made.store.delivery.waiting(far)]

    async def given_up(self) -> list[str]:
        return [one.last_error for one in await self.made.store.delivery.given_up(self.org)]

    async def pass_time(self, **span: float) -> None:
        await self.env.advance_time(timedelta(**span).total_seconds())
        await self.loops.sweep()

    async def restart(self) -> None:
        """The program ends, in the middle of whatever it was, and starts again on the same store."""
        self.made.close()
        self.open()
        await self.env.restart_bot(self.bot.client)
        await self.loops.sweep()

    # ------------------------------------------------------------------ what is to be seen

    def card(self, channel: Any = None) -> Any:
        """The newest message of a channel that has buttons."""
        return next(m for m in reversed(self.messages(channel)) if labels(m))

    def threads(self, channel: Any = None) -> list[Any]:
        return list((channel or self.garden).threads)

    def told(self, channel: Any = None) -> list[str]:
        """What the bot said in a channel or thread, beside cards, the oldest first."""
        found = self.messages(channel)
        return [words(one) for one in found if one.author.id == self.env.backend.bot_user.id and not labels(one)]

    def messages(self, channel: Any = None) -> list[Any]:
        return sorted((channel or self.garden).history(), key=lambda message: message.id)

    def sent(self) -> Iterator[tuple[str, str, Any]]:
        """Every body the bot sent: the method, the path and the body."""
        for one in self.env.http_requests:
            if one.method in SENT:
                yield one.method, one.path, one.json


def labels(message: Any) -> list[str]:
    """What the buttons of a message say."""
    return [one["label"] for one in walk(_raw(message)) if one.get("type") == 2]


def words(message: Any) -> str:
    """Everything a message says."""
    found = [one["content"] for one in walk(_raw(message)) if one.get("type") == 10]
    return "\n".join([getattr(message, "content", "") or "", *found]).strip()


def said(result: Any) -> str:
    """What the one who acted was told."""
    assert result.response is not None, f"nothing was answered: {result}"
    return words(result.response)


def asked(result: Any) -> dict[str, Any]:
    """The inputs of the form that opened, by name."""
    assert result.modal is not None, f"no form opened: {said(result)}"
    return {one["component"]["custom_id"]: one["component"] for one in result.modal["components"] if "component" in one}


def walk(components: Any) -> Iterator[dict[str, Any]]:
    for one in components:
        yield one
        yield from walk(one.get("components", ()))
        yield from walk([one["accessory"]] if one.get("accessory") else ())


def _raw(message: Any) -> Any:
    found = message.components
    return [one if isinstance(one, dict) else one.to_dict() for one in found]


def unlawful(play: Play) -> list[str]:
    """What Discord's own description has against anything that was sent."""
    found = []
    for method, path, body in play.sent():
        operation = next((op for (m, pattern), op in _OPERATIONS.items() if m == method and _fits(path, pattern)), None)
        if operation is None:
            found.append(f"{method} {path} is no operation the bot should use")
        elif body is not None:
            found += [f"{method} {path}: {problem}" for problem in complaints(operation, body)]
    return found


def _fits(path: str, pattern: str) -> bool:
    parts, wanted = path.strip("/").split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(w in ("*", p) for p, w in zip(parts, wanted, strict=True))


@asynccontextmanager
async def playing(
    path: Path, patience: float = 30, by_role: bool = False, leaving: str = "keeps", **options: Any
) -> AsyncIterator[Play]:
    async with on_stage(Play(path, patience, by_role, leaving), **options) as play:
        yield play


@asynccontextmanager
async def on_stage(play: P, **options: Any) -> AsyncIterator[P]:
    """A play from beginning to end; at last nothing that was sent may be against Discord's rules."""
    play.open()
    play.env = play._clock.env = BriskEnv(play.bot.client, **options)
    play.furnish()
    await play.env.start()
    context = play.env.time_context()
    context.__enter__()
    try:
        await play.loops.sweep()
        yield play
        play.env.raise_errors()
        assert not FILE.is_file() or not unlawful(play), unlawful(play)
    finally:
        await play.env.shutdown()
        context.__exit__(None, None, None)
        play.made.close()
