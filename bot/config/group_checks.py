"""Checks that the bot may hear what roles, user groups and leaving need it to hear."""

from __future__ import annotations

from bot.config.model import ConfigFile, group_path
from bot.config.places import KeyPath
from bot.config.problems import Problems

ALLOW = (
    "Allow it in the developer portal (your application, Bot, Server Members Intent), then write members_intent: true "
    "under platforms.discord."
)
INTENT = ("platforms", "discord", "members_intent")
LEAVING = ("platforms", "discord", "leaving_server")


def check_groups(file: ConfigFile, problems: Problems) -> None:
    """Note roles and user groups that nobody could tell the bot of."""
    discord = file.platforms.get("discord")
    for name, circle in file.circles.items():
        for platform in circle.groups:
            path = group_path(name, platform)
            if platform == "discord":
                _check_hears(path, "Members from a Discord role need", file, problems)
            else:
                _check_there(path, "Members from a Slack user group need Slack", platform, file, problems)
    if discord is not None and discord.leaving_ends:
        _check_hears(LEAVING, "Hearing who leaves the server needs", file, problems)


def _check_there(path: KeyPath, needing: str, platform: str, file: ConfigFile, problems: Problems) -> None:
    if platform not in file.platforms and not problems.about(("platforms",)):
        hint = f"Add a section platforms: with {platform}: in it, as in config.example.yaml."
        problems.note(path, file.located.at(path), f"{needing} among the platforms.", hint)


def _check_hears(path: KeyPath, needing: str, file: ConfigFile, problems: Problems) -> None:
    """The bot is on Discord, knows which server is meant, and may hear who is there."""
    place, discord = file.located.at(path), file.platforms.get("discord")
    if discord is None:
        _check_there(path, f"{needing} Discord", "discord", file, problems)
        return
    if not discord.members_intent and not problems.about(INTENT):
        problems.note(path, place, f"{needing} the members intent.", ALLOW)
    if "server" not in discord.settings and not problems.about(("platforms", "discord", "server")):
        hint = "Write server: with its id under platforms.discord."
        problems.note(path, place, f"{needing} the server to be named.", hint)


def hears_members(file: ConfigFile) -> bool:
    """Whether anything in the file needs Discord's members intent."""
    discord = file.platforms.get("discord")
    by_role = any("discord" in circle.groups for circle in file.circles.values())
    return discord is not None and (by_role or discord.leaving_ends)


def people_on_slack(file: ConfigFile) -> bool:
    """Whether anything in the file needs to know who is in a user group, or who is deactivated."""
    slack = file.platforms.get("slack")
    return slack is not None and (slack.leaving_ends or any("slack" in one.groups for one in file.circles.values()))
