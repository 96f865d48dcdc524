"""People as nouns: persons, their accounts and absences, and the codes that link a second account."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from governance_core.kernel.ids import PersonId, StreamId

PEOPLE = StreamId("people")
CONSOLE = "console"
CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5


WRITES_FIRST = frozenset({"slack"})
"""Platforms on which a program may write to somebody who did not ask for it; elsewhere that costs it its welcome."""
NOT_ALONE = "off"
"""Chosen for check-ins that are to come to the place alone, and to nobody's direct messages."""
GROUPS = {"discord": "role", "slack": "user group"}
"""What makes members on each platform, as people there call it."""


def by_what(platforms: Iterable[str]) -> str:
    """What somebody came by, on one of these platforms: `a role`, `a user group`."""
    return " or ".join(dict.fromkeys(f"a {GROUPS.get(one, 'group')}" for one in platforms)) or "a role"


@dataclass(frozen=True, slots=True)
class Absence:
    """Declared to be away from `start` until `until` (UTC, the end not included)."""

    start: datetime
    until: datetime

    def covers(self, instant: datetime, end: datetime) -> bool:
        """Whether the person is away at `instant` and for the rest of the time up to `end`."""
        return self.start <= instant and self.until >= end


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the organisation. `own` names the settings they chose, which the config file leaves alone.

    `came_by` is the platform on which somebody nobody had named came by a role; empty for those the config knows.
    `there` are the platforms on whose server the person's account was seen, where leaving it means something.
    `quiet_hours` are their own, empty for the circle's; `reminders` is the platform on which they asked for direct
    messages, empty where they did not; `prompts` the time of day at which check-ins are put to them alone, or `off`.
    Whoever was erased (`erased_at`) has no name and no settings any more.
    """

    id: PersonId
    name: str
    zone: str = ""
    language: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict)
    absences: tuple[Absence, ...] = ()
    own: frozenset[str] = frozenset()
    present: bool = True
    came_by: str = ""
    there: frozenset[str] = frozenset()
    quiet_hours: str = ""
    reminders: str = ""
    prompts: str = ""
    erased_at: datetime | None = None
    key: str = ""

    @property
    def handle(self) -> str:
        """How the config file and the chat call them: their id, or the key it was renamed to."""
        return self.key or str(self.id)

    def reminded_on(self) -> str:
        """The platform on which they want direct messages and have an account; empty for none."""
        reachable = self.reminders == CONSOLE or self.reminders in self.accounts
        return self.reminders if reachable else ""

    def prompted_on(self, homes: Iterable[str]) -> str:
        """The platform on which a check-in of a circle is put to them alone; empty for the circle's home there.

        `homes` are the platforms the circle lives on. It comes where they asked for direct messages; else it is said
        alone only where a program may do that unasked.
        """
        if self.prompts == NOT_ALONE:
            return ""
        unasked = (one for one in homes if one in WRITES_FIRST and one in self.accounts)
        return self.reminded_on() or next(unasked, "")


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A code that was shown to a person, kept as its digest, and the account that typed it (None: nobody yet)."""

    person: PersonId
    platform: str
    expires: datetime
    claimed_by: str = ""
    claimed_on: str = ""


@dataclass(frozen=True, slots=True)
class Tries:
    """How often an account typed a wrong code since `since`."""

    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class People:
    """Everybody. `owners` finds the person behind `platform:account`; `codes` are by digest.

    `keys` finds whoever has, or once had, a key that is not their id: an id is one person's for ever, and so is a key.
    `merged` says of those who were made from an account which person they turned out to be.
    """

    persons: Mapping[PersonId, Person] = field(default_factory=dict)
    owners: Mapping[str, PersonId] = field(default_factory=dict)
    codes: Mapping[str, LinkCode] = field(default_factory=dict)
    tries: Mapping[str, Tries] = field(default_factory=dict)
    keys: Mapping[str, PersonId] = field(default_factory=dict)
    merged: Mapping[PersonId, PersonId] = field(default_factory=dict)

    def known_as(self, typed: str) -> PersonId:
        """The id behind what somebody wrote for a person: a key of theirs, or the id itself."""
        return self.keys.get(typed, PersonId(typed))

    def handle(self, person: PersonId) -> str:
        """How the config file calls a person now."""
        found = self.persons.get(person)
        return found.handle if found else str(person)

    def present(self, person: PersonId | None) -> Person | None:
        """The person, if they belong to the organisation now."""
        found = self.persons.get(person) if person else None
        return found if found and found.present else None

    def now(self, person: PersonId) -> PersonId:
        """Who a person is now: the one they turned out to be, unless they are there themselves."""
        while self.present(person) is None and person in self.merged:
            person = self.merged[person]
        return person

    def same_as(self, person: PersonId) -> frozenset[PersonId]:
        """Everybody who is the same human being: who they turned out to be, and who turned out to be them."""
        known = self._last(person)
        return frozenset({person, known, *(one for one in self.merged if self._last(one) == known)})

    def _last(self, person: PersonId) -> PersonId:
        seen = {person}
        while (after := self.merged.get(person)) is not None and after not in seen:
            seen.add(person := after)
        return person

    def name(self, person: PersonId) -> str:
        """What the person is called now; their id when no name is known (any more)."""
        found = self.persons.get(person)
        return found.name if found and found.name else self.handle(person)

    def owner(self, platform: str, account: str) -> PersonId | None:
        """Whose account it is. On the console everybody's account is their own id."""
        if platform == CONSOLE:
            found = self.present(self.known_as(account))
            return found.id if found else None
        return self.owners.get(f"{platform}:{account}")

    def absences(self, person: PersonId) -> tuple[Absence, ...]:
        """When the person has said they are away."""
        found = self.persons.get(person)
        return found.absences if found else ()


ID_LETTERS = 10
"""How many letters of its digest stand for an account: fifty bits, so that two accounts hardly ever share them."""


def made_id(platform: str, account: str, attempt: int = 0) -> PersonId:
    """The id of somebody who is known by an account only: the same each time, and not the account itself."""
    digest = hashlib.sha256(f"{account_key(platform, account)}:{attempt}".encode()).digest()
    letters = base64.b32encode(digest).decode().lower()[:ID_LETTERS]
    return PersonId(f"{platform}-{letters}")


def account_key(platform: str, account: str) -> str:
    """How an account is filed: `slack:U01`."""
    return f"{platform}:{account}"
