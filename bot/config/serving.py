"""Reads where the bot serves HTTP, and under which public address people reach that."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from bot.config.model import Http
from bot.config.problems import Problems, Unfit, shown
from bot.config.sections import Section

USUAL_LISTEN: Final = "127.0.0.1:8080"
KEYS: Final = ("listen", "address")
_LISTEN: Final = re.compile(r"([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):([0-9]{1,5})")
_HOST: Final = re.compile(r"[A-Za-z0-9.-]{1,253}|[0-9A-Fa-f:.]{2,45}")
_PATH: Final = re.compile(r"(/[A-Za-z0-9._~-]+)*/?")
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def read_http(file: Section, problems: Problems) -> Http | None:
    """The section http; None where there is none."""
    branch = file.branch("http")
    if branch is None:
        return None
    section = Section(branch, problems, KEYS, ("address",))
    return Http(section.read("listen", listen) or USUAL_LISTEN, section.read("address", public_address) or "")


def listen(text: str) -> str:
    """A host and a port of this machine."""
    found = _LISTEN.fullmatch(text)
    if not found or not 0 < int(found[2]) < 65536:
        raise Unfit(
            f"{shown(text)} is no place to listen.", f"Write an address of this machine and a port: {USUAL_LISTEN}."
        )
    return text


def public_address(text: str) -> str:
    """Where people reach it, without a slash at its end."""
    hint = "Write it as https://circlet.example.org."
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Unfit(f"{shown(text)} is no web address.", hint) from None
    whole = parts.scheme in ("https", "http") and _HOST.fullmatch(host) and _PATH.fullmatch(parts.path) and port != 0
    if not whole or parts.query or parts.fragment or "@" in parts.netloc:
        raise Unfit(f"{shown(text)} is no web address.", hint)
    if parts.scheme == "http" and host not in _HERE:
        raise Unfit("Calendars stand at secret addresses, and http tells them to whoever listens.", hint)
    return text.rstrip("/")


def host_and_port(text: str) -> tuple[str, int]:
    """The two, apart."""
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)
