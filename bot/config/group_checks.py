"""Checks that the bot may hear what roles and leaving the server need it to hear."""

from __future__ import annotations

from bot.config.model import ConfigFile, group_path
from bot.config.places import KeyPath
from bot.config.problems import Problems

WHERE_ROLES_WORK = frozenset({"discord"})
ALLOW = (
    "Allow it in the developer portal (your application, Bot, Server Members Intent), then write members_intent: true "
    "under platforms.discord."
)
INTENT = ("platforms", "discord", "members_intent")
LEAVING = ("platforms", "discord", "leaving_server")


def check_groups(file: ConfigFile, problems: Problems) -> None:
    """Note roles that nobody could tell the bot of, and platforms on which they make no members yet."""
    discord = file.platforms.get("discord")
    for name, circle in file.circles.items():
        for platform in circle.groups:
            path = group_path(name, platform)
            if platform not in WHERE_ROLES_WORK:
                message = "Members from a Slack user group cannot be taken in yet."
                problems.note(path, file.located.at(path), message, "Name them under people: until they can.")
            else:
                _check_hears(path, "Members from a Discord role need", file, problems)
    if discord is not None and discord.leaving_ends:
        _check_hears(LEAVING, "Hearing who leaves the server needs", file, problems)


def _check_hears(path: KeyPath, needing: str, file: ConfigFile, problems: Problems) -> None:
    """The bot is on Discord, knows which server is meant, and may hear who is there."""
    place, discord = file.located.at(path), file.platforms.get("discord")
    if discord is None:
        if not problems.about(("platforms",)):
            hint = "Add a section platforms: with discord: in it, as in config.example.yaml."
            problems.note(path, place, f"{needing} Discord among the platforms.", hint)
        return
    if not discord.members_intent and not problems.about(INTENT):
        problems.note(path, place, f"{needing} the members intent.", ALLOW)
    if "server" not in discord.settings and not problems.about(("platforms", "discord", "server")):
        hint = "Write server: with its id under platforms.discord."
        problems.note(path, place, f"{needing} the server to be named.", hint)


def hears_members(file: ConfigFile) -> bool:
    """Whether anything in the file needs the members intent."""
    discord = file.platforms.get("discord")
    by_role = any("discord" in circle.groups for circle in file.circles.values())
    return discord is not None and (by_role or discord.leaving_ends)
