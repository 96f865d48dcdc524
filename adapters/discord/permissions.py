"""What the bot may do in a channel, worked out the way Discord does it, and what it must be able to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

ADMINISTRATOR: Final = 1 << 3
VIEW_CHANNEL: Final = 1 << 10
SEND_MESSAGES: Final = 1 << 11
ATTACH_FILES: Final = 1 << 15
READ_MESSAGE_HISTORY: Final = 1 << 16
MENTION_EVERYONE: Final = 1 << 17
CREATE_PUBLIC_THREADS: Final = 1 << 35
SEND_MESSAGES_IN_THREADS: Final = 1 << 38
EMBED_LINKS: Final = 1 << 14
SEND_TTS: Final = 1 << 12
ALL: Final = (1 << 53) - 1
_OF_SENDING: Final = MENTION_EVERYONE | SEND_TTS | ATTACH_FILES | EMBED_LINKS

NEEDED: Final[Mapping[str, int]] = {
    "View Channel": VIEW_CHANNEL,
    "Send Messages": SEND_MESSAGES,
    "Attach Files": ATTACH_FILES,
    "Read Message History": READ_MESSAGE_HISTORY,
    "Create Public Threads": CREATE_PUBLIC_THREADS,
    "Send Messages in Threads": SEND_MESSAGES_IN_THREADS,
}
"""To show cards, to send what is too long for one as a file, to find a card again, and to discuss beside it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An account in a server: who owns the server, what each role allows, and which roles the account has."""

    account: str
    owner: str
    server: str
    allowed: Mapping[str, int]
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a channel allows and denies a role or a member, whatever the server says."""

    target: str
    of: Literal["role", "member"]
    allow: int = 0
    deny: int = 0


def in_server(standing: Standing) -> int:
    """What an account may do in a server: everything as its owner or with Administrator, else what its roles allow."""
    if standing.account == standing.owner:
        return ALL
    allowed = standing.allowed.get(standing.server, 0)
    for role in standing.roles:
        allowed |= standing.allowed.get(role, 0)
    return ALL if allowed & ADMINISTRATOR else allowed


def granted(standing: Standing, overwrites: Iterable[Overwrite]) -> int:
    """What an account is given in a channel, one permission at a time, whether or not another makes it useless."""
    allowed = in_server(standing)
    if allowed == ALL:
        return ALL
    known = {(one.of, one.target): one for one in overwrites}
    roles = [one for (of, target), one in known.items() if of == "role" and target in standing.roles]
    steps = ([known.get(("role", standing.server))], roles, [known.get(("member", standing.account))])
    for step in steps:
        allow, deny = _together(one for one in step if one is not None)
        allowed = allowed & ~deny | allow
    return allowed


def _together(overwrites: Iterable[Overwrite]) -> tuple[int, int]:
    """What one allows counts before what another denies."""
    allow = deny = 0
    for one in overwrites:
        allow, deny = allow | one.allow, deny | one.deny
    return allow, deny


def effective(given: int) -> int:
    """What is left of it: who cannot see a channel can do nothing there, who cannot send can attach nothing."""
    if not given & VIEW_CHANNEL:
        return 0
    return given if given & SEND_MESSAGES else given & ~_OF_SENDING


def missing(given: int) -> list[str]:
    """The permissions that must be given, by the names Discord shows."""
    return [name for name, bit in NEEDED.items() if not given & bit]
