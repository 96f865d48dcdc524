"""What can be looked for in the register, and what is found there."""

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
STATES = (
    *("open", *OPEN_STATES, *ENDED_STATES, *IN_FORCE, "dropped", "expired"),
    *(OPEN_REQUEST, *ENDED_REQUESTS, *THINGS),
)
"""Every state an item can be looked for by; `open` stands for all in which it is not decided yet."""
SEARCHED = {"B": ("purpose", "payee", "part_words", "reason", "reference", "receipt"), "T": ("name", "place", "what")}
"""By the letter of an id the fields looked in, where it is not every text: no salt, nothing borrowers wrote."""


def wider(state: str) -> str:
    """The state it is looked for by as well: `open`, `in force`, or itself."""
    if state in OPEN_STATES or state == OPEN_REQUEST:
        return "open"
    return IN_FORCE[0] if state in IN_FORCE else state


def is_searched(item: str, field: str) -> bool:
    """Whether a text of an item can be found by."""
    fields = SEARCHED.get(item.partition("-")[0])
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
    """An item of the register. `at` is when it came about: a proposal was made, an agreement adopted or recorded."""

    id: StreamId
    circle: CircleId
    state: str
    title: str
    at: datetime
    practice: bool
