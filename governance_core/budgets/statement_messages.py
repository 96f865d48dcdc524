"""What can be asked of the books: balances, the ledger of a period, and what waits for somebody."""

from governance_core.cards.form import ANY_CIRCLE, Choice, Hidden, Lookup, Option, Question
from governance_core.kernel.ids import CircleId
from governance_core.kernel.message import Query, ask, message

CIRCLE = Question(Lookup(ANY_CIRCLE), "Circle")
PERIOD = Question(Lookup("period"), "Period", "2026, Q4 2026, November 2026, last month, since 2026-03-01", form=False)

FORMATS = (
    Option("csv", "CSV, for a spreadsheet"),
    Option("hledger", "hledger journal"),
    Option("beancount", "beancount ledger"),
)


@message(
    "budget.balance",
    "What circles have, asked for, promised and spent",
    path="budget balance",
    action="balance",
    argument="circle",
    example="/budget balance circle:garden",
)
class ShowBalance(Query):
    """The envelopes of one circle with those of its sub-circles, or of all you can see."""

    circle: CircleId | None = ask(CIRCLE, default=None)


@message(
    "budget.ledger",
    "Every entry in a circle's books, the newest first, with what was available after it",
    path="budget ledger",
    action="ledger",
    argument="circle",
    example='/budget ledger circle:garden period:"Q4 2026"',
)
class ShowLedger(Query):
    """What was put in, asked for, promised, spent and given back, with who and why."""

    circle: CircleId = ask(CIRCLE)
    period: str | None = ask(PERIOD, default=None)


@message("budget.ledger_more", "More of a ledger", action="ledger-more", argument="page", path=None)
class MoreLedger(Query):
    """The page after the one that was seen, as the button on that one carries it."""

    circle: CircleId = ask(CIRCLE)
    page: str = ask(Question(Hidden()), default="")


@message(
    "budget.picture",
    "How a circle's envelope was used over a period, as a picture",
    path="books picture",
    action="burn",
    example="/books picture circle:garden period:2026",
)
class ShowBurn(Query):
    """Spent, promised, asked for and available over the time, with the figures in words."""

    circle: CircleId = ask(CIRCLE)
    period: str | None = ask(PERIOD, default=None)


@message(
    "budget.export",
    "A circle's books as a file (treasurer, lead or secretary)",
    path="books export",
    action="export-ledger",
    title="Export the books",
    submit="Export",
    example="/books export circle:garden period:2026 format:csv",
)
class ExportLedger(Query):
    """Every entry with who and why, in a form that other programs read."""

    circle: CircleId = ask(CIRCLE)
    period: str | None = ask(PERIOD, default=None)
    format: str = ask(Question(Choice(FORMATS), "Format", form=False), default="csv")


@message(
    "budget.waiting",
    "All of money that waits for you: to approve, answer, pay, report on or prove",
    path="budget waiting",
    action="requests-for-me",
    argument="page",
    example="/budget waiting",
)
class RequestsForMe(Query):
    """Group by group, the oldest first; `page` is where the page before ended."""

    page: str = ask(Question(Hidden()), default="")
