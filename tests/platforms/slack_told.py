"""What a message or a modal on Slack tells whoever reads it, in plain words, to hold against what the console says."""

import re
from datetime import UTC, datetime
from typing import Any

from slack_reader import Name, decoded, read
from slack_spec import objects

from governance_core.cards.plain import date_words


def told(shown: dict[str, Any], name: Name, zone: str) -> str:
    """Everything that stands in a message or a view, its buttons and inputs included.

    Where no markup can stand, instants say their zone, as they are not turned into the reader's.
    """
    blocks = shown.get("blocks") or []
    found = read(blocks, name, lambda seconds, form, _: _instant(seconds, form, zone))
    title = [decoded(shown["title"]["text"])] if shown.get("title") else []
    alone = [] if blocks else [decoded(shown.get("text", ""))]
    whole = "\n".join([*title, *found.lines, *alone, *_around(blocks)])
    return re.sub(rf"(:\d\d) {re.escape(zone)}\b", r"\1", whole)


def _instant(seconds: int, form: str, zone: str) -> str:
    return date_words(datetime.fromtimestamp(seconds, UTC), zone, "full" if "{time}" in form else "date")


def _around(blocks: Any) -> list[str]:
    """What buttons, inputs and their hints say."""
    buttons = [f"[{decoded(one['text']['text'])}]" for one in objects(blocks) if one.get("type") == "button"]
    inputs = [one for one in blocks if one["type"] == "input"]
    said = [decoded(one[part]["text"]) for one in inputs for part in ("label", "hint") if part in one]
    return [*buttons, *said]
