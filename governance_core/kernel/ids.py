"""Names for things: who and what an event, a button or a sentence speaks of."""

import re
from dataclasses import dataclass
from typing import Literal, NewType

PersonId = NewType("PersonId", str)
CircleId = NewType("CircleId", str)
StreamId = NewType("StreamId", str)

_ITEM = re.compile(r"\s*#?([A-Za-z])-?([1-9][0-9]{0,17})(?:\s+v[0-9]+)?\s*")
_KEY = re.compile(r"[a-z][a-z0-9-]{0,31}")


def item_id(typed: str) -> StreamId | None:
    """The id a person meant (`p42`, `#P-42`, `D-31 v2` all work), or None when it is no item id at all."""
    found = _ITEM.fullmatch(typed)
    return StreamId(f"{found[1].upper()}-{found[2]}") if found else None


def is_key(typed: str) -> bool:
    """Whether this could be the key of a person or a circle in the config file."""
    return bool(_KEY.fullmatch(typed))


@dataclass(frozen=True, slots=True)
class Via:
    """Where an act came from: the platform, the account there and the place (a channel) it was done in.

    `server`, `name` (of the account) and `manages` (the platform lets it manage that server) are what the platform says
    at that moment; only setting an organisation up looks at them, and nothing of them is a seat. `zone` is where the
    platform believes the account to be: it is suggested to the person, and never taken for theirs.
    """

    platform: str
    account: str
    place: str = ""
    server: str = ""
    name: str = ""
    manages: bool = False
    zone: str = ""


ActorKind = Literal["person", "config", "clock", "policy", "account", "platform", "treasury"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who carries a command out. `account` is a platform account not yet known to be a person's."""

    kind: ActorKind
    person: PersonId | None = None
    via: Via | None = None
    because: str = ""

    @classmethod
    def of_account(
        cls, platform: str, account: str, place: str = "", *, server: str = "", name: str = "", manages: bool = False
    ) -> "Actor":
        """Somebody at a platform; the application finds out whose account it is."""
        return cls("account", via=Via(platform, account, place, server, name, manages))

    @classmethod
    def of_person(cls, person: str, via: Via | None = None) -> "Actor":
        """A known person, at a platform or (in tests) nowhere in particular."""
        return cls("person", PersonId(person), via)

    @classmethod
    def of_platform(cls, platform: str) -> "Actor":
        """A chat platform itself, which says who is there and what groups they are in."""
        return cls("platform", via=Via(platform, ""))

    @classmethod
    def policy(cls, because: str, person: PersonId | None = None) -> "Actor":
        """A consequence of an event; `because` is that event's kind, `person` the one it serves."""
        return cls("policy", person, because=because)

    @classmethod
    def treasury(cls, mode: str) -> "Actor":
        """Where money really moves, by the name that the config file calls it: it reports what it paid."""
        return cls("treasury", because=mode)

    def said(self) -> str:
        """The form the journal keeps: names by id only, and the platform but never the account."""
        who = f"{self.kind}:{self.person}" if self.person else self.kind
        return f"{who}@{self.via.platform}" if self.via else f"{who}({self.because})" if self.because else who


CONFIG = Actor("config")
CLOCK = Actor("clock")


@dataclass(frozen=True, slots=True)
class DeliveryKey:
    """What makes a delivery the same one when it arrives twice: its source and the source's own key."""

    source: str
    key: str

    def __str__(self) -> str:
        return f"{self.source}:{self.key}"
