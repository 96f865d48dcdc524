"""What every visit needs besides what Slack sent: the ways to Slack and to the core, and what is offered there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.commands import Grammar
from adapters.slack.crowd import Crowd
from adapters.slack.desk import Desk
from adapters.slack.shortcuts import Shortcut


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every visit needs: how to speak to Slack, what can be typed and used, and what App Home is made of."""

    client: AsyncWebClient
    desk: Desk
    grammar: Grammar
    shortcuts: Sequence[Shortcut]
    rooms: Sequence[tuple[str, str, Mapping[str, str]]]
    """App Home: a title, the kind of a query and its answers each."""
    doors: Sequence[tuple[str, str]]
    """The buttons of App Home: a label and a command each."""
    crowd: Crowd | None = None
    """Who hears of the people of the workspace, where the config needs it."""
