"""What lies ahead of allocations that recur: their next days, for the circle and for whoever keeps a purse of it."""

from collections.abc import Iterator, Sequence
from typing import Final

from governance_core.budgets.model import BOOKS, Books
from governance_core.budgets.purse import purse_keepers
from governance_core.budgets.recurring_model import Recurring, day_of, following, month_words
from governance_core.cards.plain import money_words
from governance_core.cards.text import Money
from governance_core.circles.model import CIRCLES, Circles
from governance_core.dated import Ahead, Dated
from governance_core.kernel.ids import PersonId
from governance_core.kernel.time import local_date
from governance_core.ports import Reader

MOST_TIMES: Final = 3


def dates(ahead: Ahead, reader: Reader) -> Sequence[Dated]:
    """Of what these circles are given; of somebody what goes into or comes out of the purse they keep."""
    circles: Circles = reader.state(CIRCLES)
    books: Books = reader.state(BOOKS)
    rules = [rule for rule in books.recurring.values() if circles.open(rule.circle)]
    concerned = [rule for rule in rules if _concerns(rule, ahead, circles)]
    return [one for rule in concerned for one in _of(rule, circles)]


def _concerns(rule: Recurring, ahead: Ahead, circles: Circles) -> bool:
    if ahead.person is None:
        return rule.circle in ahead.circles
    return circles.may_see(ahead.person, rule.circle) and ahead.person in _keepers(rule, circles)


def _keepers(rule: Recurring, circles: Circles) -> tuple[PersonId, ...]:
    circle = circles.circles[rule.circle]
    above = purse_keepers(circles.circles[circle.parent]) if circle.parent else ()
    return (*purse_keepers(circle), *above)


def _of(rule: Recurring, circles: Circles) -> Iterator[Dated]:
    circle, zone = circles.circles[rule.circle], circles.zone_of(rule.circle)
    amount = money_words(Money(rule.minor, rule.unit, rule.exponent))
    period, due = rule.period, rule.due
    for _ in range(MOST_TIMES):
        title = f"{amount} for {circle.name}, {month_words(period)}"
        kind = f"recurring-{rule.number}-{period}"
        shown = f"/books recurring circle:{circle.handle}"
        yield Dated(
            BOOKS, kind, rule.circle, "Allocation", title, local_date(due, zone), tentative=True, shown_by=shown
        )
        period = following(period, rule.every)
        due = day_of(period, rule.day, zone, circles.policy_of(rule.circle).day_starts)
