"""Knows what ids, time zones, languages and the ids of the chat platforms look like."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.config.problems import Unfit, did_you_mean, shown
from governance_core.kernel.languages import language_tag, nearest_language

IDENTIFIER = re.compile(r"[a-z][a-z0-9-]{0,31}")
RESERVED = frozenset({"config", "clock", "policy", "all", "me", "here"})
READ_AS_OTHER_THINGS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
NOT_PLACES = re.compile(r"(posix|right)/.*|localtime|posixrules|Factory")
REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class ForeignId:
    """The form of an id that a chat platform hands out, and where a person finds it."""

    pattern: str
    what: str
    where: str

    def __call__(self, text: str) -> str:
        """The id itself, if it has the form."""
        if not re.fullmatch(self.pattern, text):
            raise Unfit(f"{shown(text)} is not {self.what}.", self.where)
        return text


def identifier(text: str) -> str:
    """A short name that never changes, by which the file and the chat mean a person, a circle or a role."""
    if text in RESERVED:
        raise Unfit(f"{shown(text)} has a meaning of its own and cannot be an id.", "Choose another.")
    if text.lower() in READ_AS_OTHER_THINGS:
        raise Unfit(f"{shown(text)} means yes, no or nothing in many tools and cannot be an id.", "Choose another.")
    if not IDENTIFIER.fullmatch(text):
        raise Unfit(f"{shown(text)} cannot be an id.", _better_identifier(text))
    return text


def _better_identifier(text: str) -> str:
    rule = "Use up to 32 lower-case letters, digits and hyphens, a letter first."
    better = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    usable = IDENTIFIER.fullmatch(better) and better not in RESERVED | READ_AS_OTHER_THINGS
    return f'{rule} Perhaps "{better}"?' if usable else rule


def language(text: str) -> str:
    """A language tag such as en or pt-BR, in its usual mix of small and capital letters."""
    tag = language_tag(text)
    if tag is None:
        near = nearest_language(text)
        raise Unfit(
            f"{shown(text)} is not a language.",
            f'Did you mean "{near}"?' if near else "Write a tag such as en, de or pt-BR.",
        )
    return tag


def zone(text: str) -> str:
    """A time zone by the name of its place, such as Europe/Berlin."""
    if not _zone_exists(text):
        raise Unfit(f"There is no time zone {shown(text)}.", _better_zone(text))
    return text


@cache
def _zone_exists(text: str) -> bool:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return not NOT_PLACES.fullmatch(text)


def _better_zone(text: str) -> str:
    known = available_timezones()
    city = re.split(r"[/,]", text)[-1].strip().replace(" ", "_").casefold()
    same_city = sorted((name for name in known if name.rpartition("/")[2].casefold() == city), key=len, reverse=True)
    if same_city:
        return f"Did you mean {shown(same_city[0])}?"
    return did_you_mean(text, known) or "Write a place, such as Europe/Berlin or America/New_York."


def reference(text: str) -> str:
    """The name of the environment variable that holds a secret; the secret itself is never repeated."""
    found = REFERENCE.fullmatch(text)
    if not found:
        raise Unfit("A secret must not stand in this file.", "Write ${NAME} and put the secret in the environment.")
    return found[1]


DISCORD_COPY = "Turn on developer mode in Discord, right-click and copy the id: 17 to 20 digits, in quotes."
DISCORD_ID = r"[0-9]{17,20}"
ACCOUNT_FORMS: dict[str, Callable[[str], str]] = {
    "discord": ForeignId(DISCORD_ID, "the id of a Discord user", DISCORD_COPY),
    "slack": ForeignId(
        r"[UW][A-Z0-9]{2,20}",
        "the id of a Slack user",
        "Open the person's Slack profile and copy the member ID: it starts with U or W.",
    ),
}
HOME_FORMS: dict[str, Callable[[str], str]] = {
    "console": identifier,
    "discord": ForeignId(DISCORD_ID, "the id of a Discord channel", DISCORD_COPY),
    "slack": ForeignId(
        r"[CG][A-Z0-9]{2,20}",
        "the id of a Slack channel",
        "Open the channel's details in Slack and copy the ID at the bottom: it starts with C or G.",
    ),
}
GROUP_FORMS: dict[str, Callable[[str], str]] = {
    "discord": ForeignId(
        DISCORD_ID,
        "the id of a Discord role",
        "Turn on developer mode in Discord, open Server Settings, Roles, and copy the role's id: 17 to 20 digits, "
        "in quotes.",
    ),
    "slack": ForeignId(
        r"S[A-Z0-9]{2,20}",
        "the id of a Slack user group",
        "Open the user group in Slack, and copy its ID from the menu with the three dots: it starts with S.",
    ),
}
SERVER_FORMS: dict[str, Callable[[str], str]] = {
    "discord": ForeignId(DISCORD_ID, "the id of a Discord server", DISCORD_COPY),
    "slack": ForeignId(
        r"T[A-Z0-9]{2,20}",
        "the id of a Slack workspace",
        "Open Slack in a browser and copy the part of the address that starts with T.",
    ),
}
