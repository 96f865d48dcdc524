"""The app's manifest: all that Slack must know of Circlet, to be pasted where an app is made."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapters.slack.commands import Grammar, usage
from adapters.slack.limits import COMMAND_NAME, USAGE_HINT
from adapters.slack.shortcuts import Shortcut
from governance_core.cards.plain import one_line

SCOPES: Final = {
    "app_mentions:read": "to answer a mention in a thread",
    "chat:write": "to post cards and edit them",
    "commands": "for slash commands and shortcuts",
    "im:write": "to tell one person something",
}
"""The least the bot needs, and why."""
OPTIONAL: Final = {
    "channels:history": "to find a post again when Slack did not say that it arrived",
    "channels:read": "to say what is wrong with a channel (doctor)",
    "files:write": "to hand out files that somebody asked for, as direct messages",
    "groups:history": "as channels:history, in private channels",
    "groups:read": "as channels:read, of private channels",
    "im:history": "as channels:history, in direct messages",
    "users:read": "to suggest the time zone that Slack has for somebody, and to tell a guest why they do not count",
}
"""What the bot does less well without; an admin may leave it out when installing the app."""
OF_PEOPLE: Final = {
    "usergroups:read": "to know who is in a user group that makes members",
    "users:read": "to know who is a guest, a bot or deactivated, and what they are called",
}
"""What it needs besides where members come from a user group, or whoever is deactivated loses their seats."""
EVENTS: Final = ("app_home_opened", "app_mention")
EVENTS_OF_PEOPLE: Final = ("subteam_members_changed", "subteam_updated", "team_join", "user_change")
_ABOUT: Final = (
    "Circlet helps circles decide by consent. Somebody proposes, everybody answers, and a proposal stands unless "
    "somebody sees harm in it. Decisions are kept with their reasons, and looked at again when it is time."
)


def manifest(
    grammar: Grammar,
    shortcuts: Sequence[Shortcut],
    name: str = "Circlet",
    address: str = "",
    hears_people: bool = False,
) -> dict[str, Any]:
    """The manifest; with an `address` Slack sends signed requests there, else the bot connects by Socket Mode.

    `hears_people` where the config needs to know who is in a user group, or who is deactivated.
    """
    url = {"url": address} if address else {}
    requests = {"request_url": address} if address else {}
    options = {"message_menu_options_url": address} if address else {}
    return {
        "display_information": {
            "name": name,
            "description": "Decide together, by consent",
            "long_description": _ABOUT,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": name, "always_online": True},
            "shortcuts": [one.described() for one in shortcuts],
            "slash_commands": [{**_command(noun, grammar), **url} for noun in (*grammar.own, grammar.rest)],
        },
        "oauth_config": {"scopes": _scopes(needed(hears_people))},
        "settings": {
            "event_subscriptions": {**requests, "bot_events": list(events(hears_people))},
            "interactivity": {"is_enabled": True, **requests, **options},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }


def needed(hears_people: bool) -> dict[str, str]:
    """The scopes the bot cannot do without, and why."""
    return {**SCOPES, **OF_PEOPLE} if hears_people else SCOPES


def events(hears_people: bool) -> tuple[str, ...]:
    """What the bot is to be told of."""
    return tuple(sorted((*EVENTS, *EVENTS_OF_PEOPLE) if hears_people else EVENTS))


def _scopes(asked: Mapping[str, str]) -> dict[str, list[str]]:
    return {"bot": sorted(asked), "bot_optional": sorted(OPTIONAL.keys() - asked.keys())}


def _command(noun: str, grammar: Grammar) -> dict[str, Any]:
    verbs = list(grammar.paths(noun))
    return {
        "command": f"/{grammar.prefix}{noun}"[:COMMAND_NAME],
        "description": f"{noun.capitalize()}: {', '.join(verbs[:6])}" + (" …" if len(verbs) > 6 else ""),
        "usage_hint": one_line(usage(verbs), USAGE_HINT),
        "should_escape": False,
    }
