"""What a config file says, once it has been read and found good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.config.places import Located
from bot.config.policy_keys import PolicyValue

SEATS = ("lead", "delegate", "facilitator", "secretary")


@dataclass(frozen=True, slots=True)
class Organisation:
    """The whole, who looks after this file, what is counted besides currencies, and how payments are recorded."""

    id: str
    name: str
    zone: str
    language: str
    admins: tuple[str, ...]
    units: str = ""
    treasury: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One person; zone and language are only a start, the person may choose others."""

    id: str
    name: str
    zone: str | None = None
    language: str | None = None
    accounts: Mapping[str, str] = field(default_factory=dict)
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Circle:
    """One circle; `roles` holds the four seats and any further named role that somebody holds, `terms` until when.

    `members` are those named; besides them everybody is one who is in one of the `groups` (by platform).
    """

    id: str
    name: str
    aim: str
    domain: str
    members: tuple[str, ...]
    parent: str | None = None
    private: bool = False
    zone: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)
    policy: Mapping[str, PolicyValue] = field(default_factory=dict)
    was: str | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    checkins: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Platform:
    """How to reach a platform; `secrets` names environment variables, never their contents.

    `members_intent`: an admin has allowed the bot to hear who is on the server and who has which role.
    `leaving_ends`: whoever leaves the server, or is deactivated in the workspace, loses their seats.
    """

    id: str
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    members_intent: bool = False
    leaving_ends: bool = False


@dataclass(frozen=True, slots=True)
class Http:
    """Where the bot listens (`127.0.0.1:8080`), and the public address under which that is reached, without a slash."""

    listen: str
    address: str


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A whole file; two are equal when they say the same, wherever in the file they say it."""

    organisation: Organisation
    members: Mapping[str, Member]
    policy: Mapping[str, PolicyValue]
    circles: Mapping[str, Circle]
    platforms: Mapping[str, Platform]
    http: Http | None = field(default=None, kw_only=True)
    in_chat: bool = field(default=False, compare=False, kw_only=True)
    """Set up in the chat: members and circles may be missing as long as nobody did that."""
    located: Located = field(compare=False)


GROUP_KEYS = {"discord": "discord_role", "slack": "slack_group"}
"""How the file calls the group on each platform that makes members."""


def members_path(circle: str, located: Located) -> tuple[str, ...]:
    """Where the file lists the people of a circle, or would: as its members, or under them beside a role."""
    path = ("circles", circle, "members")
    beside = any((*path, key) in located.places for key in ("people", *GROUP_KEYS.values()))
    return (*path, "people") if beside else path


def group_path(circle: str, platform: str) -> tuple[str, ...]:
    """Where the file says whose role makes members of a circle."""
    return ("circles", circle, "members", GROUP_KEYS[platform])


def role_path(circle: str, role: str) -> tuple[str, ...]:
    """Where the file says who holds a role: the four seats stand in the circle, further roles under `roles`."""
    return ("circles", circle, role) if role in SEATS else ("circles", circle, "roles", role)
