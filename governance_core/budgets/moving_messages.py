"""What can be asked of and said about the books besides allocating: transfers, corrections, exchange and closing."""

from datetime import datetime

from governance_core.cards.form import Choice, Lookup, Moment, Option, Question, Words
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Command, Event, ask, event, message, personal

YES = "yes"
_CIRCLE = Question(Lookup("circle"), "Circle")
_AMOUNT = Question(Words(), "Amount", "As you write it: 450 EUR, or 1.234,50 €")
_OFFER = Question(Words(), "Transfer", "Its number, as the offer says it")
_SURE = Question(
    Choice((Option(YES, "Yes, close it for good"),)),
    "It cannot be opened again",
    "Nothing of that time is entered any more; corrections are new entries",
)


@message(
    "books.transfer",
    "Pass money on to another circle, which takes it or not",
    path="books transfer",
    action="transfer",
    title="Transfer",
    submit="Transfer",
    example='/books transfer circle:garden to:repair amount:"80 EUR" reason:"Our half of the saw"',
)
class Transfer(Command):
    """By who keeps the purse; at once where the same person keeps the other one, else once who keeps that takes it."""

    circle: CircleId = ask(Question(Lookup("circle"), "From"))
    to: CircleId = ask(Question(Lookup("circle"), "To"))
    amount: str = ask(_AMOUNT)
    reason: str = ask(Question(Words(), "What for"), default="")


@message(
    "books.take",
    "Take what another circle offers",
    path="books take",
    action="take-transfer",
    argument="offer",
    example="/books take circle:repair offer:1",
)
class TakeTransfer(Command):
    """By who keeps the purse it goes to."""

    circle: CircleId = ask(_CIRCLE)
    offer: str = ask(_OFFER)


@message(
    "books.refuse",
    "Refuse what another circle offers, or take your own offer back",
    path="books refuse",
    title="Refuse an offer",
    action="refuse-transfer",
    argument="offer",
    example="/books refuse circle:repair offer:1",
)
class RefuseTransfer(Command):
    """By who keeps either purse; nothing moves."""

    circle: CircleId = ask(_CIRCLE)
    offer: str = ask(_OFFER)


@message(
    "books.correct",
    "Take an entry back that was a mistake, by a new one",
    path="books correct",
    action="correct-entry",
    argument="entry",
    title="Take an entry back",
    submit="Take it back",
    example='/books correct circle:garden entry:2 reason:"It was 45, not 450"',
)
class CorrectEntry(Command):
    """By who keeps the purse it takes from, or who made the entry and keeps that purse still; once only."""

    circle: CircleId = ask(_CIRCLE)
    entry: str = ask(Question(Words(), "Entry", "Its number in the ledger, such as 12"))
    reason: str = ask(Question(Words(), "Reason", "What was wrong"))


@message(
    "books.exchange",
    "Record that money was changed into another currency or unit",
    path="books exchange",
    action="exchange",
    title="Exchange",
    submit="Record",
    example='/books exchange circle:garden give:"100 EUR" get:"108.50 USD" source:"Bank, 3 March"',
)
class Exchange(Command):
    """By who keeps the purse: both amounts and where the rate is from; a rate that is given must agree with them."""

    circle: CircleId = ask(_CIRCLE)
    give: str = ask(Question(Words(), "Given away", "100 EUR"))
    get: str = ask(Question(Words(), "Got for it", "108.50 USD"))
    source: str = ask(Question(Words(), "Where the rate is from", "Such as: the bank's slip of 3 March"))
    rate: str | None = ask(Question(Words(), "Rate", "How much one is worth, to be checked: 1.085"), default=None)


@message(
    "books.close",
    "Close the books of a time that is over, for good",
    path="books close-period",
    action="close-period",
    title="Close a period",
    submit="Close it",
    example="/books close-period circle:garden until:2026-03-31",
)
class ClosePeriod(Command):
    """By who keeps the purse; without a circle those of the whole organisation, by who keeps the root's."""

    until: str = ask(Question(Moment(), "Until", "The last day of it: 2026-03-31"))
    sure: str = ask(_SURE)
    circle: CircleId | None = ask(Question(Lookup("circle"), "Circle", "All of them if left out"), default=None)


@event("ledger.transfer_offered")
class TransferOffered(Event):
    """An amount (minor units) waits for those who keep the other purse (`of`) to take it; nothing moved yet."""

    number: int
    circle: CircleId
    to: CircleId
    minor: int
    unit: str
    exponent: int
    by: PersonId
    of: tuple[PersonId, ...]
    at: datetime
    reason: str = personal("by", default="")


@event("ledger.transfer_refused")
class TransferRefused(Event):
    """An offer is none any more: refused, or taken back; `told` offered it."""

    number: int
    circle: CircleId
    to: CircleId
    by: PersonId
    at: datetime
    told: PersonId


@event("ledger.period_closed")
class PeriodClosed(Event):
    """Nothing dated up to this day (`2026-03-31`) is entered any more, in a circle or (empty) in all of them."""

    circle: str
    until: str
    by: PersonId
    at: datetime
    told_in: tuple[CircleId, ...] = ()
