"""The app's manifest: all that Slack must know of Circlet, to be pasted where an app is made."""

from collections.abc import Sequence
from typing import Any, Final

from adapters.slack.commands import Grammar, usage
from adapters.slack.limits import COMMAND_NAME, USAGE_HINT
from adapters.slack.shortcuts import Shortcut
from governance_core.cards.plain import one_line

SCOPES: Final = {
    "app_mentions:read": "to answer a mention in a thread",
    "channels:history": "to find a card again when Slack did not say that it arrived",
    "chat:write": "to post cards and edit them",
    "commands": "for slash commands and shortcuts",
    "groups:history": "the same in private channels",
    "im:history": "the same in direct messages",
    "im:write": "to tell one person something",
    "users:read": "to suggest somebody the time zone that Slack has for them",
}
"""The least the bot needs, and why."""
EVENTS: Final = ("app_home_opened", "app_mention")
_ABOUT: Final = (
    "Circlet helps circles decide by consent. Somebody proposes, everybody answers, and a proposal stands unless "
    "somebody sees harm in it. Decisions are kept with their reasons, and looked at again when it is time."
)


def manifest(
    grammar: Grammar, shortcuts: Sequence[Shortcut], name: str = "Circlet", address: str = ""
) -> dict[str, Any]:
    """The manifest; with an `address` Slack sends signed requests there, else the bot connects by Socket Mode."""
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
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**requests, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **requests, **options},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }


def _command(noun: str, grammar: Grammar) -> dict[str, Any]:
    verbs = list(grammar.paths(noun))
    return {
        "command": f"/{grammar.prefix}{noun}"[:COMMAND_NAME],
        "description": f"{noun.capitalize()}: {', '.join(verbs[:6])}" + (" …" if len(verbs) > 6 else ""),
        "usage_hint": one_line(usage(verbs), USAGE_HINT),
        "should_escape": False,
    }
