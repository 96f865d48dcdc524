"""What can be asked of and said about allocations to a private circle that the purse above may not know of."""

from datetime import datetime

from governance_core.budgets.messages import AskAllocation
from governance_core.cards.form import Lookup, Question, Words
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Command, Event, ask, event, message, personal

_CIRCLE = Question(Lookup("circle"), "Circle")
_WISH = Question(Words(), "Wish", "Its number, as the card says it")
_AMOUNT = Question(Words(), "Amount", "As you write it: 450 EUR, or 1.234,50 €")


@message(
    "budget.ask_missing",
    "Ask whoever keeps the purse above for what a request lacks",
    action="ask-missing",
    title="Ask for what is missing",
    submit="Ask",
    argument="whole",
)
class AskMissing(Command):
    """Of the whole amount that was asked for; how much is missing is looked at when it is pressed."""

    circle: CircleId = ask(_CIRCLE)
    whole: str = ask(_AMOUNT)


@message(
    "budget.ask_shown",
    "Ask the purse above for more in a private circle's envelope, and say what is shown of it",
    action="ask-shown",
    title="Ask without your circle's name",
    submit="Ask",
    argument="amount",
)
class AskShown(Command):
    """Anybody with a seat in the private circle."""

    circle: CircleId = ask(_CIRCLE)
    amount: str = ask(_AMOUNT)
    reason: str = ask(Question(Words(), "What for", "This and the amount are shown above; nothing else is"))

    def meant(self) -> Command:
        """To ask, knowing what is shown."""
        return AskAllocation(circle=self.circle, amount=self.amount, reason=self.reason, shown=True)


@message(
    "books.fund",
    "Allocate what a private circle asks for; it stays without a name",
    path="books fund",
    action="fund-wish",
    argument="wish",
    title="Allocate",
    submit="Allocate",
    example='/books fund circle:commons wish:3 amount:"50 EUR"',
)
class FundWish(Command):
    """By who keeps the purse that was asked; all of it, or another amount."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle", "Out of whose envelope"))
    wish: str = ask(_WISH)
    amount: str = ask(Question(Words(), "Amount", "All that was asked for, if left out", form=False), default="")


@message(
    "books.decline",
    "Decline what a private circle asks for, with a reason",
    path="books decline",
    action="decline-wish",
    argument="wish",
    title="Decline",
    submit="Decline",
    example='/books decline circle:commons wish:3 reason:"Ask again in June"',
)
class DeclineWish(Command):
    """By who keeps the purse that was asked."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle", "Which was asked"))
    wish: str = ask(_WISH)
    reason: str = ask(Question(Words(long=True), "Reason", "What would have to be different"))


@message(
    "books.unask",
    "Take back what your private circle asks for",
    path="books unask",
    action="unask",
    argument="wish",
    example="/books unask circle:care wish:3",
)
class TakeWishBack(Command):
    """Anybody with a seat in the private circle."""

    circle: CircleId = ask(_CIRCLE)
    wish: str = ask(_WISH)


@event("ledger.wish_ended")
class WishEnded(Event):
    """A wish is none any more, and nothing moved: `declined` by who keeps the purse above, or `taken back`."""

    number: int
    circle: CircleId
    above: CircleId
    by: PersonId
    at: datetime
    how: str
    reason: str = personal("by", default="")
