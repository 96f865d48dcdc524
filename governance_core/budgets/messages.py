"""What can be asked of and said about the books."""

from datetime import datetime

from governance_core.budgets.recurring_messages import EVERY, LEFTOVER, STARTING
from governance_core.cards.form import Lookup, Question, Toggle, Words
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Event, ask, event, message, personal

_CIRCLE = Question(Lookup("circle"), "Circle")
_SHOWN = Question(Toggle(), "Shown", "Of a private circle: amount and reason may be shown above", form=False)
_AMOUNT = Question(Words(), "Amount", "As you write it: 450 EUR, or 1.234,50 €")


@message(
    "budget.allocate",
    "Put money into a circle's envelope, out of its parent's (treasurer or lead)",
    path="budget allocate",
    action="allocate",
    title="Allocate",
    submit="Allocate",
    argument="amount",
    example='/budget allocate circle:garden amount:"450 EUR"',
)
class Allocate(Command):
    """From the envelope of the circle above, by who keeps its purse; the root's comes from outside. Once, or again."""

    circle: CircleId = ask(_CIRCLE)
    amount: str = ask(_AMOUNT)
    reason: str = ask(Question(Words(), "What for", "Such as: the spring season, or the grant of 2026"), default="")
    every: str | None = ask(EVERY, default=None)
    leftover: str | None = ask(LEFTOVER, default=None)
    starting: str | None = ask(STARTING, default=None)


@message(
    "budget.return",
    "Give back what a circle does not need, to its parent's envelope",
    path="budget return",
    action="give-back",
    title="Give back",
    submit="Give back",
    argument="circle",
    example='/budget return circle:garden amount:"100 EUR"',
)
class GiveBack(Command):
    """What is available only; the root's goes back outside."""

    circle: CircleId = ask(_CIRCLE)
    amount: str = ask(_AMOUNT)
    reason: str = ask(Question(Words(), "Why"), default="")


@message(
    "budget.ask",
    "Ask whoever keeps the purse above for more in a circle's envelope",
    path="budget ask",
    action="ask-allocation",
    title="Ask for an allocation",
    submit="Ask",
    argument="amount",
    example='/budget ask circle:garden amount:"150 EUR"',
)
class AskAllocation(Command):
    """Anybody with a seat in the circle; who keeps the purse is told, with a button that allocates it."""

    circle: CircleId = ask(_CIRCLE)
    amount: str = ask(_AMOUNT)
    reason: str = ask(Question(Words(), "What for"), default="")
    shown: bool = ask(_SHOWN, default=False)


@message("budget.move", "What a request leads to in the books", pressed_by=frozenset({"policy"}))
class MoveForRequest(Command):
    """From one part of a circle's envelope to another, in minor units, because of a request; `by` acted on it.

    `standing` says that the request stands though this be refused: it is changed, not new.
    """

    request: StreamId
    entry: str
    circle: CircleId
    minor: int
    unit: str
    exponent: int
    from_part: str
    to_part: str
    by: PersonId | None = None
    reference: str = ""
    last_resort: str = ""
    standing: bool = False


@event("ledger.entered")
class AmountMoved(Event):
    """An amount went from one account to another: the two sides of one entry, so nothing appears or is lost.

    `entry` is what kind it is; an empty circle is the world outside; `because` is the item that led to it; `told_in`
    are the circles whose homes hear of it. `rule` is the number of what recurs, and `period` (`2026-03`) which of its
    periods it is for; `corrects` the entry that it takes back; `settles` the offer that it carries out; `wish` is the
    number of what a private circle asked for. `reference` is what a payment is called outside; `last_resort` why it was
    recorded by whoever else was left.
    """

    number: int
    entry: str
    minor: int
    unit: str
    exponent: int
    from_circle: str
    from_part: str
    to_circle: str
    to_part: str
    at: datetime
    by: PersonId | None = None
    because: str = ""
    told_in: tuple[CircleId, ...] = ()
    reason: str = personal("by", default="")
    rule: int = 0
    period: str = ""
    corrects: int = 0
    settles: int = 0
    reference: str = personal("by", default="")
    last_resort: str = ""
    wish: int = 0


@event("ledger.allocation_asked")
class AllocationAsked(Event):
    """Somebody wants more in a circle's envelope; `of` keep the purse it would come out of.

    With the number of a `wish` they are those of `above`, who may not know of the circle.
    """

    circle: CircleId
    minor: int
    unit: str
    exponent: int
    by: PersonId
    at: datetime
    of: tuple[PersonId, ...]
    reason: str = personal("by", default="")
    wish: int = 0
    above: CircleId = CircleId("")
