"""Counts what was recorded in a play on Slack, and what became of what was to be shown."""

import json
from collections import Counter
from typing import Any

from slack_play import Play, labels


def events(play: Play, stream: str) -> list[dict[str, Any]]:
    """What was recorded of something, as an export has it."""
    found = play.made.store.export(play.org)
    return [dict(one) for one in found if one["record"] == "event" and one["stream"] == stream]


def recorded(play: Play, stream: str = "P-1") -> Counter[str]:
    """How often each kind of event was recorded."""
    return Counter(one["kind"] for one in events(play, stream))


def answers(play: Play, stream: str = "P-1") -> list[tuple[str, str]]:
    """Who answered, and what, in the order it was recorded."""
    given = (json.loads(one["payload"]) for one in events(play, stream) if one["kind"] == "answer.given")
    return [(one["person"], one["answer"]) for one in given]


async def cards(play: Play) -> list[dict[str, Any]]:
    """The messages in the channel that can be pressed."""
    return [one for one in await play.messages() if labels(one)]


def sent(play: Play, method: str) -> list[dict[str, Any]]:
    """Everything the bot asked for with a method."""
    return [body for name, body in play.rig.calls if name == method]


def fails(play: Play, method: str, error: str, times: int = 1, status: int = 200, **headers: str) -> None:
    """Slack refuses the next calls."""
    play.rig.errors[method] += [(status, {"ok": False, "error": error}, headers)] * times


async def troubles(play: Play) -> list[str]:
    """Why what waits was not sent."""
    far = play.clock.now().replace(year=2099)
    return [one.last_error for one in await play.made.store.delivery.waiting(far)]


async def given_up(play: Play) -> list[str]:
    return [one.last_error for one in await play.made.store.delivery.given_up(play.org)]
