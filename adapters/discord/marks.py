"""Marks messages so that a post in doubt is found again: by a nonce for some minutes, by a component's id for ever."""

import base64
import hashlib
from collections.abc import Iterable
from typing import Any, Final

from adapters.discord.limits import NONCE

_MOST_ID: Final = 2**31 - 1


def name_of(org: str, platform: str, place: str, key: str, instead_of: str = "") -> str:
    """What a posting is called; `instead_of` is the deleted message that it is posted in the place of."""
    return f"{org}\n{platform}\n{place}\n{key}\n{instead_of}"


def nonce(name: str) -> str:
    """The same for the same posting: Discord answers with the message it has, for a few minutes."""
    return base64.b32encode(hashlib.sha256(name.encode()).digest()).decode()[:NONCE].lower()


def mark(name: str) -> int:
    """A number no reader sees, kept by Discord as the id of a message's first component."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % _MOST_ID + 1


def marked(body: dict[str, Any], name: str) -> dict[str, Any]:
    """A message's body with its mark."""
    first, *rest = body["components"]
    return {**body, "components": [{**first, "id": mark(name)}, *rest]}


def found(messages: Iterable[dict[str, Any]], name: str, account: str) -> str | None:
    """The message of ours with this mark, None when there is none."""
    for message in messages:
        components = message.get("components") or [{}]
        if message["author"]["id"] == account and components[0].get("id") == mark(name):
            return str(message["id"])
    return None
