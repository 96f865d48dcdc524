"""Reads a form that was handed in back into raw answers, as they would have been typed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.discord.components import Structure
from adapters.discord.controls import CHANNEL_SELECT, CHECKBOX, UPLOAD, USER_SELECT
from governance_core.cards.picked import Account, Spot, accounts_written, spot_written

WhoHas = Callable[[str], str | None]
TroubleIn = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Submission:
    """Answers by question, and the files given in place of texts by question."""

    answers: Mapping[str, str]
    files: Mapping[str, str]


def nobody(account: str) -> None:
    """No account is a member's."""


def nowhere(channel: str) -> str:
    """No channel has trouble."""
    return ""


@dataclass(frozen=True, slots=True)
class Knowing:
    """What it takes to read answers: whose an account is, what Discord tells of what was chosen (`resolved`), which
    questions want accounts rather than members, and why nothing can be shown in a channel (empty where it can)."""

    person_of: WhoHas = nobody
    resolved: Structure = field(default_factory=dict)
    accounts: Collection[str] = ()
    trouble_in: TroubleIn = nowhere


def submission(components: Iterable[Structure], knowing: Knowing) -> Submission:
    """What was filled in."""
    answers: dict[str, str] = {}
    files: dict[str, str] = {}
    for one in _inputs(components):
        if one["type"] == UPLOAD:
            files.update((one["custom_id"], str(value)) for value in one.get("values") or ())
        else:
            answers[one["custom_id"]] = _answer(one, knowing)
    return Submission(answers, files)


def _inputs(components: Iterable[Structure]) -> Iterator[Structure]:
    for one in components:
        inside = [*one.get("components", ()), *([one["component"]] if one.get("component") else [])]
        if inside:
            yield from _inputs(inside)
        elif "custom_id" in one:
            yield one


def _answer(one: Structure, knowing: Knowing) -> str:
    chosen = [str(value) for value in one.get("values") or ()]
    if one["type"] == CHECKBOX:
        return "true" if one.get("value") else "false"
    if one["type"] == USER_SELECT and one["custom_id"] in knowing.accounts:
        return accounts_written(_account(account, knowing.resolved) for account in chosen)
    if one["type"] == USER_SELECT:
        return next((_person(account, knowing) for account in chosen), "")
    if one["type"] == CHANNEL_SELECT:
        return next((spot_written(Spot(channel, knowing.trouble_in(channel))) for channel in chosen), "")
    if "values" in one:
        return ", ".join(chosen)
    return str(one.get("value") or "")


def _person(account: str, knowing: Knowing) -> str:
    """Whose account it is; for somebody who is no member, the name they have on Discord."""
    return knowing.person_of(account) or _account(account, knowing.resolved).name


def _account(account: str, resolved: Structure) -> Account:
    """Somebody by the name they have on the server, else on Discord."""
    user: Mapping[str, Any] = resolved.get("users", {}).get(account, {})
    nick = resolved.get("members", {}).get(account, {}).get("nick")
    name = nick or user.get("global_name") or user.get("username") or account
    return Account(account, name, bool(user.get("bot")))
