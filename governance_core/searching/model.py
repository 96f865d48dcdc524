"""What can be looked for in the register, and what is found there."""

from dataclasses import dataclass
from datetime import datetime

from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.searching.words import Term

OPEN_STATES = ("clarify", "react", "amend", "consent", "objected")
ENDED_STATES = ("adopted", "withdrawn", "discarded", "escalated", "lapsed")
IN_FORCE = ("in force", "decided elsewhere", "in review", "overdue")
"""All are in force; no round was held here for the second."""
STATES = ("open", *OPEN_STATES, *ENDED_STATES, *IN_FORCE, "dropped", "expired")
"""Every state an item can be looked for by; `open` stands for all in which something may still happen."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. `circles` are those that may be seen, or one of them; instants are UTC, `until` is not in it.

    Every term must occur in the item; `kind` is the letter of its id; only what is older than `before` is found.
    """

    circles: tuple[CircleId, ...]
    terms: tuple[Term, ...] = ()
    kind: str = ""
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
