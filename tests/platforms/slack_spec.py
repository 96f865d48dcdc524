"""Slack's own types as schemas, and the rules they cannot say, to hold everything that is sent against."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

Json = dict[str, Any]
HOME = Path(__file__).parents[2]
FOLDER = HOME / os.environ.get("CIRCLET_CONTRACTS", "../shared/contracts") / "slack"
POST, UPDATE, WHISPER = "ChatPostMessageArguments", "ChatUpdateArguments", "ChatPostEphemeralArguments"
OPEN, PUSH, CHANGE, PUBLISH = (
    "ViewsOpenArguments",
    "ViewsPushArguments",
    "ViewsUpdateArguments",
    "ViewsPublishArguments",
)
MODAL, HOME_VIEW = "ModalView", "HomeView"
SUGGESTION = "block_suggestion"
INBOUND = {
    "block_actions": "block_actions",
    "view_submission": "view_submission",
    "shortcut": "global_shortcut",
    "message_action": "message_shortcut",
    SUGGESTION: SUGGESTION,
}
"""The schema of each kind of payload, which says itself what it is; commands do not."""
_ANSWERED = {"response_type", "replace_original", "delete_original"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MARKUP = re.compile(r"<(?!!date\^\d+\^[^|>]*\|[^<>]*>|https?://[^<>|]*\|[^<>]*>|@[UW][A-Z0-9]+>)")


@cache
def schema(name: str) -> Json:
    file = FOLDER / name
    if not file.is_file():
        pytest.skip(f"Slack's types are not at {file}; CIRCLET_CONTRACTS says where the contracts are")
    found: Json = json.loads(file.read_text(encoding="utf-8"))
    return found


@cache
def _validator(file: str, definition: str) -> Any:
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    whole = schema(file)
    if not definition:
        return jsonschema_rs.Draft7Validator(whole)
    return jsonschema_rs.Draft7Validator({**whole, "$ref": f"#/definitions/{definition}"})


def complaints(definition: str, body: Any, file: str = "outbound.schema.json") -> list[str]:
    """What Slack's types have against a body."""
    left_out = ("token", "team_id") if file.startswith("outbound") else ()
    sent = {name: value for name, value in body.items() if name not in left_out}
    errors = _validator(file, definition).iter_errors(json.loads(json.dumps(sent)))
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}" for error in errors]


def foreign(kind: str, payload: Json) -> list[str]:
    """What Slack's types have against a payload that is said to come from there."""
    if kind == "events_api":
        return complaints("", payload["event"], "inbound.event.schema.json")
    name = "slash_command" if kind == "slash_commands" else INBOUND[payload["type"]]
    found = complaints("", payload, f"inbound.{name}.schema.json")
    # They want a response address of every press; of a press in a view Slack sends none.
    return [one for one in found if "view" not in payload or "response_url" not in one]


def acknowledged(payload: Json, answer: Any) -> list[str]:
    """What Slack would not take as the acknowledgement of a payload."""
    if not answer:
        return []
    match payload.get("type"):
        case None:
            return answered(answer)
        case "view_submission" if answer.get("response_action") == "errors":
            return _errors(payload["view"], answer["errors"])
        case "view_submission":
            return [*complaints(MODAL, answer["view"]), *unwritten(answer["view"])]
        case "block_suggestion":
            found = [one for option in answer["options"] for one in complaints("PlainTextOption", option)]
            return found + ["too many options"] * (len(answer["options"]) > 100)
        case other:
            return [f"a {other} takes no answer: {answer}"]


def answered(body: Json) -> list[str]:
    """What Slack would not take by a response address, or as the answer to a command: a message to one person."""
    message = {name: value for name, value in body.items() if name not in _ANSWERED}
    strange = [] if body.get("response_type", "ephemeral") == "ephemeral" else ["everybody would see it"]
    return [*strange, *complaints(WHISPER, {"channel": "C1", "user": "U1", **message}), *unwritten(body)]


def _errors(view: Json, errors: dict[str, str]) -> list[str]:
    inputs = {one["block_id"] for one in view["blocks"] if one["type"] == "input"}
    return [
        f"no error of an input: {name}: {error}" for name, error in errors.items() if name not in inputs or not error
    ]


def objects(structure: Any) -> Iterator[Json]:
    """Every object inside, however deep."""
    if isinstance(structure, dict):
        yield structure
    for one in structure.values() if isinstance(structure, dict) else structure if isinstance(structure, list) else ():
        yield from objects(one)


def elements(body: Json) -> Iterator[Json]:
    """Everything that can be pressed or filled in."""
    return (one for one in objects(body.get("blocks", [])) if "action_id" in one)


def labels(body: Json) -> list[str]:
    """What the buttons say."""
    return [one["text"]["text"] for one in objects(body) if one.get("type") == "button"]


def unwritten(body: Json) -> list[str]:
    """What Slack refuses though its types allow it, of a message or a view."""
    found: list[str] = []
    blocks, is_view = body.get("blocks", []), body.get("type") in ("modal", "home")
    found += [f"{len(blocks)} blocks"] * (len(blocks) > (100 if is_view else 50))
    found += ["nothing in it"] * (not blocks)
    size = len(json.dumps(blocks, ensure_ascii=False).encode("utf-16-le")) // 2
    found += [f"{size} characters"] * (size > (250_000 if is_view else 13_200))
    found += ["no text for a notification"] * (not is_view and not body.get("text", "").strip())
    found += [f"a text of {len(body.get('text', ''))}"] * (len(body.get("text", "")) > 4_000)
    found += [f"markup in the text: {body.get('text')}"] * bool(re.search("[<>]", body.get("text", "")))
    for key in ("block_id", "action_id"):
        names = Counter(one[key] for one in objects(blocks) if key in one)
        found += [f"the {key} {name} {times} times" for name, times in names.items() if times > 1]
    for one in blocks:
        found += _of_block(one, body.get("type"))
    for one in objects(blocks):
        found += _of_element(one)
    inputs = any(one["type"] == "input" for one in blocks)
    found += ["inputs, and no submit"] * (body.get("type") == "modal" and inputs and "submit" not in body)
    return found


def _of_block(one: Json, surface: Any) -> Iterator[str]:
    if one["type"] == "section" and not one.get("text") and not one.get("fields"):
        yield "a section with neither text nor fields"
    if one["type"] in ("actions", "context", "rich_text") and not one["elements"]:
        yield f"an empty {one['type']}"
    if one["type"] == "input" and surface is None:
        yield "an input in a message"
    if one["type"] == "rich_text":
        shown = sum(len(text.encode("utf-16-le")) // 2 for text in _texts(one))
        if shown > 3_300:  # a quote's label stands above its 3,000
            yield f"formatted text of {shown} characters"
        if any(not part["elements"] for part in one["elements"]):
            yield "an empty part of formatted text"


def _texts(rich: Json) -> Iterator[str]:
    return (one["text"] for one in objects(rich) if one.get("type") == "text")


def _of_element(one: Json) -> Iterator[str]:
    kind = one.get("type")
    if kind in ("static_select", "radio_buttons", "checkboxes", "multi_static_select"):
        if ("options" in one) == ("option_groups" in one):
            yield "options and option_groups exclude each other"
        values = [option["value"] for option in one.get("options", [])]
        if not values or len(set(values)) < len(values):
            yield f"options that are none or not told apart: {values}"
        initial = [one.get("initial_option")] if one.get("initial_option") else one.get("initial_options", [])
        if any(option not in one["options"] for option in initial):
            yield "an initial option that is no option"
    if kind == "overflow" and not 1 <= len(one["options"]) <= 5:
        yield "an overflow of none or too many"
    if kind == "datepicker" and not _DATE.fullmatch(one.get("initial_date", "2026-01-01")):
        yield f"no date: {one['initial_date']}"
    if kind == "text" and not one["text"]:
        yield "an empty text"
    if kind == "mrkdwn" and _MARKUP.search(one["text"]):
        yield f"markup that is not ours: {one['text']}"
    if kind == "plain_text_input" and len(one.get("initial_value", "")) > one.get("max_length", 3_000):
        yield "an input filled in with more than it holds"
