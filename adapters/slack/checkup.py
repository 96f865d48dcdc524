"""Gathers what Slack says of the bot, its tokens, channels and user groups: a question at a time, changing nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Protocol

LET_IN: Final = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
"""Slack's names for a token that it does not accept."""
_MISSING: Final = "missing_scope"


class Refused(Exception):
    """Slack answered, and said no: its own name for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreached(Exception):
    """Slack did not answer; the words say why."""


class Questions(Protocol):
    """Asks Slack something, with the bot's token."""

    async def ask(self, method: str, **given: Any) -> Mapping[str, Any]:
        """The answer. Raises Refused or Unreached."""

    async def app_token(self) -> None:
        """Have Slack look at the app token. Raises Refused or Unreached."""

    @property
    def skew(self) -> timedelta | None:
        """How far this machine's clock is ahead of Slack's, as of its last answer; None where it is not known."""

    @property
    def scopes(self) -> frozenset[str] | None:
        """What the token was granted, as of the last answer; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Home:
    """A channel in which a circle lives."""

    circle: str
    channel: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of Slack. `groups` are circles by the user group that makes their members."""

    workspace: str = ""
    homes: Sequence[Home] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    needed: Mapping[str, str] = field(default_factory=dict)
    """The scopes the bot cannot do without, and why."""
    useful: Mapping[str, str] = field(default_factory=dict)
    """Those without which it does less well."""
    by_socket: bool = True


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What Slack says of a circle's channel; `refused` is its name for why it does not show it."""

    home: Home
    refused: str = ""
    name: str = ""
    inside: bool = False
    archived: bool = False
    talk: bool = False
    private: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A user group that makes members of a circle; `there` is None where Slack does not show any."""

    circle: str
    group: str
    there: bool | None = None
    handle: str = ""


@dataclass(frozen=True, slots=True)
class SlackFacts:
    """What Slack said. `unreached` says why nothing is known; `refused` why the token is not accepted."""

    asked: Asked
    refused: str = ""
    unreached: str = ""
    skew: timedelta | None = None
    bot: str = ""
    workspace: str = ""
    workspace_name: str = ""
    scopes: frozenset[str] | None = None
    app_refused: str | None = None
    """Why the app token is not accepted; empty where it is, None where nobody asked."""
    homes: tuple[HomeFacts, ...] = ()
    groups: tuple[GroupFacts, ...] = ()


async def gathered(questions: Questions, asked: Asked) -> SlackFacts:
    """Everything there is to know; it stops where Slack cannot be reached, or does not let the bot in."""
    known: dict[str, Any] = {}
    try:
        await _know_all(questions, asked, known)
    except Unreached as why:
        known["unreached"] = str(why)
    except Refused as refused:
        known["refused"] = refused.code
    return SlackFacts(asked, **known, skew=questions.skew, scopes=questions.scopes)


async def _know_all(questions: Questions, asked: Asked, known: dict[str, Any]) -> None:
    who = await questions.ask("auth.test")
    known |= {"bot": str(who["user"]), "workspace": str(who["team_id"]), "workspace_name": str(who.get("team") or "")}
    if asked.by_socket:
        known["app_refused"] = await _refusal_of_app_token(questions)
    known["homes"] = tuple([await _home(questions, home) for home in asked.homes])
    if asked.groups:
        known["groups"] = await _groups(questions, asked.groups)


async def _refusal_of_app_token(questions: Questions) -> str:
    try:
        await questions.app_token()
    except Refused as refused:
        return refused.code
    return ""


async def _home(questions: Questions, home: Home) -> HomeFacts:
    try:
        found = (await questions.ask("conversations.info", channel=home.channel))["channel"]
    except Refused as refused:
        if refused.code in LET_IN:
            raise
        return HomeFacts(home, refused=refused.code)
    return HomeFacts(
        home,
        name=str(found.get("name") or home.channel),
        inside=bool(found.get("is_member")),
        archived=bool(found.get("is_archived")),
        talk=bool(found.get("is_im") or found.get("is_mpim")),
        private=bool(found.get("is_private")),
        shared=bool(found.get("is_ext_shared")),
    )


async def _groups(questions: Questions, groups: Mapping[str, str]) -> tuple[GroupFacts, ...]:
    try:
        found = (await questions.ask("usergroups.list", include_disabled=False))["usergroups"]
    except Refused as refused:
        if refused.code != _MISSING:
            raise
        return tuple(GroupFacts(circle, group) for group, circle in groups.items())
    handles = {str(one["id"]): str(one.get("handle") or one.get("name") or "") for one in found}
    return tuple(
        GroupFacts(circle, group, group in handles, handles.get(group, "")) for group, circle in groups.items()
    )
