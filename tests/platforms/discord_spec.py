"""Discord's own description of its API, made strict, and the rules it does not know, to hold every body against."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

Json = dict[str, Any]
HOME = Path(__file__).parents[2]
FILE = HOME / os.environ.get("CIRCLET_CONTRACTS", "../shared/contracts") / "discord" / "openapi.json"
POST = ("/channels/{channel_id}/messages", "post")
EDIT = ("/channels/{channel_id}/messages/{message_id}", "patch")
ANSWER = ("/interactions/{interaction_id}/{interaction_token}/callback", "post")
COMMANDS = ("/applications/{application_id}/commands", "put")
V2 = 1 << 15


@cache
def spec() -> Json:
    if not FILE.is_file():
        pytest.skip(f"Discord's API description is not at {FILE}; CIRCLET_CONTRACTS says where the contracts are")
    found: Json = json.loads(FILE.read_text(encoding="utf-8"))
    return found


@cache
def _strict() -> Json:
    """Every object says all its keys, so that a typo is noticed."""
    schemas = json.loads(json.dumps(spec()["components"]["schemas"]))
    for schema in schemas.values():
        if schema.get("type") == "object" and "properties" in schema and "additionalProperties" not in schema:
            schema["additionalProperties"] = False
    return {"schemas": schemas}


@cache
def _validator(path: str, method: str) -> Any:
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    body = spec()["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator({"allOf": [body], "components": _strict()})


def complaints(operation: tuple[str, str], body: Any) -> list[str]:
    """What Discord's description has against a body."""
    errors = _validator(*operation).iter_errors(json.loads(json.dumps(body)))
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}" for error in errors]


def components(body: Json) -> Iterator[Json]:
    """Every component of a message, however deep."""
    waiting = list(body["components"])
    while waiting:
        one = waiting.pop(0)
        yield one
        waiting = [*one.get("components", []), *([one["accessory"]] if "accessory" in one else []), *waiting]


def texts(body: Json) -> list[str]:
    return [one["content"] for one in components(body) if one["type"] == 10]


def budget(body: Json) -> tuple[int, int, int]:
    """Components, characters (as UTF-16 counts), and bytes as the undocumented limit counts them."""
    found = texts(body)
    characters = sum(len(text.encode("utf-16-le")) // 2 for text in found)
    return len(list(components(body))), characters, sum(len(text.encode("utf-8")) + 12 for text in found)


def unwritten(body: Json) -> list[str]:
    """What Discord refuses though its description allows it."""
    found: list[str] = []
    count, characters, size = budget(body)
    found += [f"{count} components"] * (count > 40)
    found += [f"{characters} characters"] * (characters > 4000)
    found += [f"{size} bytes"] * (size > 10_170)
    ids = Counter(one["custom_id"] for one in components(body) if "custom_id" in one)
    found += [f"the id {name} {times} times" for name, times in ids.items() if times > 1]
    found += ["nothing in it"] * (not body["components"])
    found += [f"an empty text {text!r}" for text in texts(body) if not text.strip() or text != text.lstrip()]
    found += ["no flag"] * (not body["flags"] & V2)
    found += [f"content beside components: {key}" for key in ("content", "embeds") if key in body]
    found += ["a file without its name"] * (_files(body) != [f"attachment://{one['filename']}" for one in _sent(body)])
    return found


def _files(body: Json) -> list[str]:
    shown = {13: lambda one: [one["file"]["url"]], 12: lambda one: [item["media"]["url"] for item in one["items"]]}
    return [url for one in components(body) if one["type"] in shown for url in shown[one["type"]](one)]


def _sent(body: Json) -> list[Json]:
    found: list[Json] = body.get("attachments", [])
    return found
