"""Gathers what Discord says of the bot, its server and its channels: over REST only, a question at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Literal, Protocol

from adapters.discord.components import Structure
from adapters.discord.permissions import Overwrite, Standing, granted
from adapters.discord.sync import is_same, of_server
from adapters.discord.tree_size import too_much

_THREADS: Final = frozenset({10, 11, 12})
_OF: Final[Mapping[int, Literal["role", "member"]]] = {0: "role", 1: "member"}


class Refused(Exception):
    """Discord answered, and said no: the HTTP status and its own number."""

    def __init__(self, status: int, code: int = 0) -> None:
        super().__init__(f"HTTP {status}, error {code}")
        self.status = status
        self.code = code


class Unreached(Exception):
    """Discord did not answer; the words say why."""


class Questions(Protocol):
    """Asks Discord something, with the bot's token."""

    async def get(self, path: str) -> Any:
        """The answer. Raises Refused or Unreached."""

    @property
    def skew(self) -> timedelta | None:
        """How far this machine's clock is ahead of Discord's, as of its last answer; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of Discord: the server (empty: whichever), circles by their channel, and the commands."""

    server: str
    homes: Mapping[str, str]
    tree: Sequence[Structure]
    intents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """A circle's channel. `refused` is Discord's number where it does not show it, `granted` what the bot is given."""

    circle: str
    channel: str
    name: str = ""
    server: str = ""
    refused: int = 0
    granted: int | None = None


@dataclass(frozen=True, slots=True)
class DiscordFacts:
    """What Discord said. `unreached` says why nothing is known; `accepted` is None as long as it is not known."""

    accepted: bool | None = None
    unreached: str = ""
    skew: timedelta | None = None
    name: str = ""
    application: str = ""
    flags: int = 0
    intents: frozenset[str] = frozenset()
    server: str = ""
    server_name: str = ""
    inside: bool | None = None
    homes: tuple[HomeFacts, ...] = ()
    same_commands: bool | None = None
    too_much: tuple[str, ...] = field(default=())


async def gathered(questions: Questions, asked: Asked) -> DiscordFacts:
    """Everything there is to know; it stops where an answer is needed for the next question and did not come."""
    known: dict[str, Any] = {"intents": asked.intents, "too_much": tuple(too_much(asked.tree))}
    try:
        await _know_all(questions, asked, known)
    except Unreached as why:
        known["unreached"] = str(why)
    except Refused as refused:
        if refused.status == 401:
            known["accepted"] = False
        else:
            known["unreached"] = f"it answered with {refused}"
    return DiscordFacts(**known, skew=questions.skew)


async def _know_all(questions: Questions, asked: Asked, known: dict[str, Any]) -> None:
    bot = await questions.get("/users/@me")
    application = await questions.get("/oauth2/applications/@me")
    known |= {
        "accepted": True,
        "name": str(bot["username"]),
        "application": str(application["id"]),
        "flags": int(application.get("flags") or 0),
    }
    homes = [await _home(questions, circle, channel) for channel, circle in asked.homes.items()]
    server = asked.server or next((home.server for home, _ in homes if home.server), "")
    known |= {"server": server, "homes": tuple(home for home, _ in homes)}
    if server and (standing := await _standing(questions, server, str(bot["id"]), known)) is not None:
        known["homes"] = tuple(_given(home, overwrites, standing) for home, overwrites in homes)
        await _know_commands(questions, asked, known)


async def _home(questions: Questions, circle: str, channel: str) -> tuple[HomeFacts, tuple[Overwrite, ...]]:
    try:
        found = await questions.get(f"/channels/{channel}")
        server, name = str(found.get("guild_id") or ""), str(found.get("name") or "")
        if found.get("type") in _THREADS:
            found = await questions.get(f"/channels/{found['parent_id']}")
    except Refused as refused:
        if refused.status == 401:
            raise
        return HomeFacts(circle, channel, refused=refused.code or refused.status), ()
    return HomeFacts(circle, channel, name, server), _overwrites(found)


def _overwrites(channel: Mapping[str, Any]) -> tuple[Overwrite, ...]:
    return tuple(
        Overwrite(str(one["id"]), _OF[int(one["type"])], int(one["allow"]), int(one["deny"]))
        for one in channel.get("permission_overwrites", ())
        if int(one["type"]) in _OF
    )


async def _standing(questions: Questions, server: str, account: str, known: dict[str, Any]) -> Standing | None:
    try:
        found = await questions.get(f"/guilds/{server}")
        member = await questions.get(f"/guilds/{server}/members/{account}")
    except Refused as refused:
        if refused.status not in (403, 404):
            raise
        known["inside"] = False
        return None
    known |= {"inside": True, "server_name": str(found.get("name") or "")}
    allowed = {str(role["id"]): int(role["permissions"]) for role in found["roles"]}
    return Standing(account, str(found.get("owner_id")), server, allowed, frozenset(map(str, member["roles"])))


def _given(home: HomeFacts, overwrites: tuple[Overwrite, ...], standing: Standing) -> HomeFacts:
    if home.refused or home.server != standing.server:
        return home
    given = granted(standing, overwrites)
    return HomeFacts(home.circle, home.channel, home.name, home.server, granted=given)


async def _know_commands(questions: Questions, asked: Asked, known: dict[str, Any]) -> None:
    found = await questions.get(f"/applications/{known['application']}/guilds/{known['server']}/commands")
    known["same_commands"] = is_same(found, of_server(asked.tree))
