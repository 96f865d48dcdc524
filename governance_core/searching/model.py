"""What can be looked for in the register, and what is found there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.searching.words import Term

OPEN_STATES = ("clarify", "react", "amend", "consent", "objected")
ENDED_STATES = ("adopted", "withdrawn", "discarded", "escalated", "lapsed")
IN_FORCE = ("in force", "decided elsewhere", "in review", "overdue")
"""All are in force; no round was held here for the second."""
OPEN_REQUEST = "asked"
ENDED_REQUESTS = ("approved", "declined", "paid", "closed")
"""Beside those a request has in common with proposals."""
THINGS = ("shared", "retired")
ACKNOWLEDGED = "acknowledged"
WORK = (ACKNOWLEDGED, "resolved", "done", "active", "paused", "ended", "followed")
"""Of blockers, actions, check-ins and metrics, beside those that others have too."""
STATES = (
    *("open", *OPEN_STATES, *ENDED_STATES, *IN_FORCE, "dropped", "expired"),
    *(OPEN_REQUEST, *ENDED_REQUESTS, *THINGS, *WORK),
)
"""Every state an item can be looked for by; `open` stands for all in which it is not decided yet."""
SEARCHED = {
    "B": ("purpose", "payee", "part_words", "reason", "reference", "receipt"),
    "T": ("name", "place", "what"),
    "C": (),
    "X": ("words", "how"),
    "A": ("words", "note", "reason"),
    "M": ("name",),
}
"""By the letter of an id the fields looked in, where it is not every text: no salt, nothing borrowers wrote.

What was answered in check-ins is not looked in. Of a blocker neither is what its circles say to each other.
"""
LETTERS = {
    "proposal": "P",
    "agreement": "D",
    "request": "B",
    "thing": "T",
    "checkin": "C",
    "blocker": "X",
    "action": "A",
    "metric": "M",
}
"""The letter of the ids of each kind of item, by what a question for one is called."""
TITLED_BY = {"X": "words", "A": "words"}
"""The field that is the title, where it is not called so, by the letter of an id."""


def wider(state: str) -> str:
    """The state it is looked for by as well: `open`, `in force`, or itself."""
    if state in OPEN_STATES or state in (OPEN_REQUEST, ACKNOWLEDGED):
        return "open"
    return IN_FORCE[0] if state in IN_FORCE else state


def letter_of(item: str) -> str:
    """The letter of an id, which says what it is."""
    return item.partition("-")[0]


def is_searched(item: str, field: str) -> bool:
    """Whether a text of an item can be found by."""
    fields = SEARCHED.get(letter_of(item))
    return fields is None or field in fields


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. `circles` are those that may be seen, or one of them; instants are UTC, `until` is not in it.

    Every term must occur in the item; `kinds` are the letters of ids, none for all; only what is
    older than `before` is found.
    """

    circles: tuple[CircleId, ...]
    terms: tuple[Term, ...] = ()
    kinds: tuple[str, ...] = ()
    circle: CircleId | None = None
    person: PersonId | None = None
    state: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: StreamId | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A text of an item: which field of which of its events (counted from 1) it is, and who wrote it."""

    kind: str
    version: int
    field: str
    person: PersonId
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """An item of the register. `at` is when it came about: a proposal was made, an agreement adopted or recorded.

    `also` are the other circles that know of it: a blocker is handed from one to another.
    """

    id: StreamId
    circle: CircleId
    state: str
    title: str
    at: datetime
    practice: bool
    also: tuple[CircleId, ...] = ()

    def seen_in(self, circles: Sequence[CircleId]) -> CircleId:
        """The first of its circles that is one of these."""
        return next((one for one in (self.circle, *self.also) if one in circles), self.circle)
