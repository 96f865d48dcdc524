"""Upkeep as nouns: what could not be shown, and who may ask for it once more."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from governance_core.kernel.ids import PersonId, StreamId
from governance_core.outgoing import Posting

UPKEEP = StreamId("upkeep")


@dataclass(frozen=True, slots=True)
class Upkeep:
    """`applied` names the config file that was carried out last from the chat (SHA-256 of its text, in hex)."""

    applied: str = ""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A posting that is not tried any more by itself: why, and since when it waits (UTC)."""

    posting: Posting
    why: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Unshown:
    """A posting that was given up, for those who may do something about it.

    `where` is the circle's name whose home it was meant for, `person` who it was meant for instead. `able` may ask for
    it besides admins.
    """

    posting: Posting
    why: str
    where: str = ""
    person: PersonId | None = None
    able: tuple[PersonId, ...] = ()

    @property
    def mark(self) -> str:
        """What a button names it by."""
        return mark(self.posting)


def mark(posting: Posting) -> str:
    """Names a posting in few characters, and tells nothing of it."""
    name = f"{posting.platform}\n{posting.place}\n{posting.key}"
    return hashlib.sha256(name.encode()).hexdigest()[:16]
