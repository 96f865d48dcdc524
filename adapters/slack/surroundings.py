"""What every visit needs besides what Slack sent: the ways to Slack and to the core, and what is offered there."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.commands import Grammar
from adapters.slack.crowd import Crowd
from adapters.slack.desk import Desk
from adapters.slack.homes import Homes
from adapters.slack.shortcuts import Shortcut


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every visit needs: how to speak to Slack, what can be typed and used, and the App Homes that are open."""

    client: AsyncWebClient
    desk: Desk
    grammar: Grammar
    shortcuts: Sequence[Shortcut]
    homes: Homes
    crowd: Crowd | None = None
    """Who hears of the people of the workspace, where the config needs it."""
