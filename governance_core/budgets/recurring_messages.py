"""What can be asked of and said about allocations that are made again in every period."""

from datetime import datetime

from governance_core.budgets.recurring_model import CARRY, MONTHLY, QUARTERLY, RETURN
from governance_core.cards.form import Choice, Lookup, Moment, Option, Question, Words
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Command, Event, Query, ask, event, message, personal

_CIRCLE = Question(Lookup("circle"), "Circle")
_RULE = Question(Words(), "Rule", "Its number, as /books recurring shows it")
EVERY = Question(
    Choice((Option(MONTHLY, "every month"), Option(QUARTERLY, "every three months"))), "Again", "Once only if left out"
)
LEFTOVER = Question(
    Choice((Option(CARRY, "stays in the envelope"), Option(RETURN, "goes back"))),
    "What is left at the end",
    "Of what was allocated for the period",
)
STARTING = Question(Moment(), "First on", "A date; its day is that of every period, or the last", form=False)


@message(
    "books.change",
    "Change an allocation that recurs, from its next time on",
    path="books change",
    action="change-recurring",
    title="Change what recurs",
    submit="Change",
    argument="rule",
    example='/books change circle:garden rule:1 amount:"500 EUR"',
)
class ChangeRecurring(Command):
    """Whoever keeps the purse it comes out of; what is left blank stays as it is."""

    circle: CircleId = ask(_CIRCLE)
    rule: str = ask(_RULE)
    amount: str | None = ask(Question(Words(), "Amount", "Each time: 450 EUR"), default=None)
    every: str | None = ask(EVERY, default=None)
    leftover: str | None = ask(LEFTOVER, default=None)
    starting: str | None = ask(STARTING, default=None)


@message(
    "books.stop",
    "Stop an allocation that recurs; what was allocated stays",
    path="books stop",
    title="Stop what recurs",
    action="stop-recurring",
    argument="rule",
    example="/books stop circle:garden rule:1",
)
class StopRecurring(Command):
    """Whoever keeps the purse it comes out of."""

    circle: CircleId = ask(_CIRCLE)
    rule: str = ask(_RULE)


@message(
    "books.try",
    "Make an allocation that there was too little for, now",
    path="books try",
    title="Make what was owed",
    action="try-owed",
    argument="rule",
    example="/books try circle:garden rule:1",
)
class TryOwed(Command):
    """The oldest period that waits; it is tried by itself too, as soon as there is enough."""

    circle: CircleId = ask(_CIRCLE)
    rule: str = ask(_RULE)


@message(
    "books.forgo",
    "Give up an allocation that there was too little for",
    path="books forgo",
    title="Give up what was owed",
    action="forgo-owed",
    argument="rule",
    example="/books forgo circle:garden rule:1",
)
class ForgoOwed(Command):
    """The oldest period that waits; the rule goes on with the next."""

    circle: CircleId = ask(_CIRCLE)
    rule: str = ask(_RULE)


@message("books.allocate_due", "What recurs and is due", pressed_by=frozenset({"clock"}))
class AllocateDue(Command):
    """Every period that came, in order, and what waited for enough."""


@message(
    "books.recurring",
    "Allocations that recur: how much, when, and what waits",
    path="books recurring",
    action="recurring",
    argument="circle",
    example="/books recurring circle:garden",
)
class ListRecurring(Query):
    """Those of one circle, or of all you can see."""

    circle: CircleId | None = ask(_CIRCLE, default=None)


@message(
    "books.rule",
    "An allocation that recurs",
    path="books rule",
    action="recurring-rule",
    argument="rule",
    example="/books rule circle:garden rule:1",
)
class ShowRecurring(Query):
    """One rule, with what can be done about it."""

    circle: CircleId = ask(_CIRCLE)
    rule: str = ask(_RULE)


@event("ledger.recurring_set")
class RecurringSet(Event):
    """An allocation recurs from now on, or does so differently: on `day` of a period, next in `period` at `due`."""

    number: int
    circle: CircleId
    minor: int
    unit: str
    exponent: int
    every: str
    day: int
    leftover: str
    period: str
    due: datetime
    by: PersonId
    at: datetime
    told_in: tuple[CircleId, ...] = ()
    source: str | None = None
    """The circle it comes out of, empty for the world outside; not kept with rules of long ago."""
    reason: str = personal("by", default="")


@event("ledger.period_came")
class PeriodCame(Event):
    """The day of a period came. `owed` (minor units) could not be allocated: `source` had too little; `of` keep it."""

    number: int
    circle: CircleId
    period: str
    next_period: str
    next_due: datetime
    at: datetime
    source: str = ""
    owed: int = 0
    of: tuple[PersonId, ...] = ()
    told_in: tuple[CircleId, ...] = ()


@event("ledger.period_forgone")
class PeriodForgone(Event):
    """What waited for enough is given up."""

    number: int
    circle: CircleId
    period: str
    by: PersonId
    at: datetime
    told_in: tuple[CircleId, ...] = ()


@event("ledger.recurring_ended")
class RecurringEnded(Event):
    """A rule ended: `stopped` by somebody, or the circle was closed or `moved`, or its unit is none any more."""

    number: int
    circle: CircleId
    at: datetime
    why: str
    by: PersonId | None = None
    of: tuple[PersonId, ...] = ()
    told_in: tuple[CircleId, ...] = ()
