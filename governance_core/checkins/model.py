"""A check-in as nouns: what is asked when and of whom, its last run, and what each member answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from governance_core.kernel.ids import CircleId, PersonId

SLOTS: Final = ("first", "second", "third", "fourth", "fifth")
"""The questions of a check-in, in order: as many as one form holds on every platform."""
HALF, OFF = "half", "off"
CHANGED: Final = "changed late"
"""How an answer is marked that was given in time, and is another since the close."""
IN_TIME: Final = timedelta(minutes=10)
"""What closes so much later than it was to was closed by a program that was not there when it ended."""
PROMPT, REMINDER = "prompt", "reminder-"
"""What somebody is told alone in a run; reminders are numbered."""


class Standing(StrEnum):
    """How a check-in stands."""

    NOTHING = ""
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked, when, and of whom. `every` is a schedule, `open_for` a length, `questions` a line each.

    An empty `zone` means the circle's. `remind` is a length before the close, `half` of the time, or `off`. Whoever is
    `optional` is asked and not waited for; `observers` are not asked.
    """

    title: str
    every: str
    questions: str
    open_for: str = "8h"
    zone: str = ""
    remind: str = "half"
    optional: tuple[PersonId, ...] = ()
    observers: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answered, a text for each question, or that they skip it (`words` is empty then).

    `by` is who wrote it where that is another; `changed` says that it was given in time and changed after the close,
    which is not `late`. Instants are UTC.
    """

    words: tuple[str, ...]
    at: datetime
    by: PersonId | None = None
    late: bool = False
    early: bool = False
    skipped: bool = False
    reason: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One time that it is asked, by the plan of when it opened. Instants are UTC.

    `due` is when it was to open, `roster` who is asked; `away` of them those who said so. `prompts` are those still to
    be told alone, at an hour of their own; reminders were seen to until `seen`, and come at an instant of their own for
    those in `later`. `snoozed` are those who asked to be reminded at an instant, and on which platform. `reminders`
    counts all that were made, and `alone` says by person what they were told alone (see `hearing`). `moods` is what
    moods came to at the close: with each late one it would say more than that. `quiet_hours` are those of the circle
    when it opened.
    """

    number: int
    due: datetime
    opened_at: datetime
    closes_at: datetime
    plan: Plan
    zone: str
    roster: tuple[PersonId, ...]
    away: tuple[PersonId, ...] = ()
    answers: Mapping[PersonId, Given] = field(default_factory=dict)
    prompts: Mapping[PersonId, datetime] = field(default_factory=dict)
    seen: datetime | None = None
    later: Mapping[PersonId, datetime] = field(default_factory=dict)
    closed_at: datetime | None = None
    missed: int = 0
    snoozed: Mapping[PersonId, tuple[datetime, str]] = field(default_factory=dict)
    reminders: int = 0
    alone: Mapping[PersonId, tuple[str, ...]] = field(default_factory=dict)
    moods: "Mapping[str, Figure] | None" = None
    quiet_hours: str = "off"

    @property
    def is_open(self) -> bool:
        """Whether it has not closed yet."""
        return self.closed_at is None

    @property
    def ended_unattended(self) -> bool:
        """Whether the program was not running when it ended: who is silent may not have been able to answer."""
        return self.closed_at is not None and self.closed_at >= self.closes_at + IN_TIME

    def given(self) -> Mapping[PersonId, Given]:
        """The answers, without those who skipped it."""
        return {person: one for person, one in self.answers.items() if not one.skipped}

    def skipped(self) -> tuple[PersonId, ...]:
        """Who said that they skip it."""
        return tuple(person for person, one in self.answers.items() if one.skipped)

    def awaited(self) -> tuple[PersonId, ...]:
        """Who has not said anything, and is neither away nor optional."""
        out = {*self.answers, *self.away, *self.plan.optional}
        return tuple(person for person in self.roster if person not in out)

    def silent(self) -> tuple[PersonId, ...]:
        """Who is waited for, has not said anything and is not away."""
        return tuple(person for person in self.waited_for() if person not in self.answers)

    def waited_for(self) -> tuple[PersonId, ...]:
        """Those who count: asked, not optional, and not away, or away and there all the same."""
        out = {*(person for person in self.away if person not in self.answers), *self.plan.optional}
        return tuple(person for person in self.roster if person not in out)

    def counted(self) -> int:
        """How many of those who count have answered."""
        return sum(person not in self.plan.optional for person in self.given())

    def late(self) -> int:
        """How many answered after the close who had not before."""
        return sum(one.late for one in self.given().values())

    def changed(self) -> int:
        """How many answered in time, and otherwise after the close."""
        return sum(one.changed for one in self.given().values())

    def besides(self) -> int:
        """How many answered who need not."""
        return len(self.given()) - self.counted()


@dataclass(frozen=True)
class CheckIn:
    """A check-in as it stands. `key` is how the config file calls it; `next_at` (UTC) is when it opens next.

    `run` is the run that is open, or the last one; `last` the one before that, without what only its answers' page
    shows. `before` is what `run` is compared with, `last_before` the same for `last`. `early` are answers to the run
    that comes, with the questions they are to (`early_to`); `nexts` is what each said last that comes next.
    """

    circle: CircleId = CircleId("")
    key: str = ""
    standing: Standing = Standing.NOTHING
    plan: Plan = Plan("", "", "")
    by: PersonId | None = None
    next_at: datetime | None = None
    run: Run | None = None
    before: "Tally | None" = None
    last: Run | None = None
    last_before: "Tally | None" = None
    early: Mapping[PersonId, Given] = field(default_factory=dict)
    early_to: str = ""
    nexts: Mapping[PersonId, str] = field(default_factory=dict)

    def run_numbered(self, number: int) -> Run | None:
        """The last run or the one before it, by its number."""
        return next((one for one in (self.run, self.last) if one is not None and one.number == number), None)

    @property
    def runs(self) -> int:
        """How many runs there were."""
        return self.run.number if self.run else 0

    @property
    def open_run(self) -> Run | None:
        """The run that is open now."""
        return self.run if self.run is not None and self.run.is_open else None


@dataclass(frozen=True, slots=True)
class Tally:
    """What is remembered of a run when the next one opens: how many answered, its figures by question, the silent."""

    answered: int
    expected: int
    figures: Mapping[str, "Figure"] = field(default_factory=dict)
    silent: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """What numbers came to: their sum, and how many there are."""

    total: float
    count: int

    @property
    def average(self) -> float:
        """The sum by the count."""
        return self.total / self.count if self.count else 0.0
