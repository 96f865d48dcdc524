"""Addresses at which calendars are followed, as nouns: whose they are, and of which circle. Only digests are kept."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from governance_core.kernel.ids import CircleId, PersonId, StreamId

FEEDS = StreamId("feeds")
TOKEN_LENGTH: Final = 32
"""Characters of what is secret in an address."""
_TOKEN_BYTES: Final = 20
PLACE: Final = "calendar"
"""Where calendars stand below the public address."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address of somebody's, for their own calendar or that of a circle, made at an instant (UTC).

    `seated` when they had a seat there (in any circle, for their own) as it was made: it ends with the last one.
    """

    person: PersonId
    circle: CircleId | None
    seated: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class Feeds:
    """Every address in use, by the digest of what is secret in it."""

    addresses: Mapping[str, Address] = field(default_factory=dict)

    def of(self, person: PersonId | None, circle: CircleId | None) -> str | None:
        """The digest of somebody's address for a circle's calendar, or for their own; None where they have none."""
        held = (digest for digest, one in self.addresses.items() if (one.person, one.circle) == (person, circle))
        return next(held, None)

    def all_of(self, person: PersonId) -> list[Address]:
        """Somebody's addresses, the oldest first."""
        return [one for one in self.addresses.values() if one.person == person]


def token_of(key: str) -> str:
    """What is secret in an address, from a key nobody can guess: small letters and digits, whole in any text."""
    return base64.b32encode(hashlib.sha256(key.encode()).digest()[:_TOKEN_BYTES]).decode().lower()


def digest_of(token: str) -> str:
    """What is kept of it: nobody comes from there to the token, which is as long as chance makes it."""
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(base: str, token: str) -> str:
    """The whole address, below the public one."""
    return f"{base.rstrip('/')}/{PLACE}/{token}.ics"
