"""What can be asked of the books: balances, the ledger of a period, and what waits for somebody's approval."""

from governance_core.cards.form import Hidden, Lookup, Question
from governance_core.kernel.ids import CircleId
from governance_core.kernel.message import Query, ask, message

CIRCLE = Question(Lookup("circle"), "Circle")
PERIOD = Question(Lookup("period"), "Period", "2026, Q4 2026, November 2026, last month, since 2026-03-01", form=False)


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
    "budget.waiting",
    "Requests for money that wait for your approval",
    path="budget waiting",
    action="requests-for-me",
    example="/budget waiting",
)
class RequestsForMe(Query):
    """The oldest first."""
