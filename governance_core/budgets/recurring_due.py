"""What recurs, when its day comes: the end of one period, the beginning of the next, and what waits for enough."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from governance_core.budgets.entering import entry_of, told_in
from governance_core.budgets.evolving import evolve
from governance_core.budgets.model import AVAILABLE, OUTSIDE, Account, Books
from governance_core.budgets.purse import BooksFacts, purse_keepers
from governance_core.budgets.recurring_messages import (
    AllocateDue,
    PeriodCame,
    RecurringEnded,
)
from governance_core.budgets.recurring_model import (
    RETURN,
    Recurring,
    day_of,
    following,
    month_words,
)
from governance_core.circles.model import Circle
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.money import ISO_4217
from governance_core.ports import Alarm

SETTLED_AFTER: Final = timedelta(seconds=1)
"""What waits for enough is tried that long after an entry: never between two that belong together."""


def alarms(state: Books) -> tuple[Alarm, ...]:
    """The next day of a period, and a moment after there is enough for what waits."""
    days = [rule.due for rule in state.recurring.values()]
    next_day = (Alarm("allocate", min(days)),) if days else ()
    ready = state.touched is not None and any(_payable(rule, state) for rule in state.recurring.values())
    return (*next_day, Alarm("owed", state.touched + SETTLED_AFTER)) if ready and state.touched else next_day


def allocate_due(command: AllocateDue, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """Every period that came, in order, and then what waited for enough."""
    return all_due(state, facts)


def all_due(state: Books, facts: BooksFacts, only: int = 0) -> tuple[Event, ...]:
    """What is due of all rules, or of one, step by step."""
    events: list[Event] = []
    while step := tuple(_next(state, facts, only)):
        for event in step:
            state = evolve(state, event)
        events += step
    return tuple(events)


def _next(state: Books, facts: BooksFacts, only: int) -> Iterator[Event]:
    """The earliest period that is due; when there is none, the oldest allocation that waits and can be made."""
    rules = [rule for rule in state.recurring.values() if only in (0, rule.number)]
    due = [rule for rule in rules if rule.due <= facts.now]
    if due:
        yield from _period(min(due, key=lambda rule: (rule.due, rule.number)), state, facts)
        return
    ready = [rule for rule in rules if _payable(rule, state)]
    if ready:
        yield _late(min(ready, key=lambda rule: (rule.owed[0].since, rule.number)), state, facts)


def _payable(rule: Recurring, state: Books) -> bool:
    """Whether there is enough by now for the oldest period that waits."""
    return (
        bool(rule.owed) and state.in_account(Account(rule.owed[0].source, AVAILABLE, rule.unit)) >= rule.owed[0].minor
    )


def _late(rule: Recurring, state: Books, facts: BooksFacts) -> Event:
    if (why := _why_ended(rule, facts)) is not None:
        return _ended(rule, why, facts)
    owed = rule.owed[0]
    return entry_for(rule, owed.period, owed.minor, owed.source, state, facts)


def _period(rule: Recurring, state: Books, facts: BooksFacts) -> Iterator[Event]:
    """The end of one period and the beginning of the next: what is left goes back, and the amount is allocated."""
    if (why := _why_ended(rule, facts) or _moved(rule, facts)) is not None:
        yield _ended(rule, why, facts)
        return
    circle = facts.circles.circles[rule.circle]
    source, there = circle.parent or OUTSIDE, Account(rule.circle, AVAILABLE, rule.unit)
    back = min(rule.given, state.in_account(there)) if rule.leftover == RETURN else 0
    if back:
        returned = entry_of(
            "return", back, rule.of, there, Account(source, AVAILABLE, rule.unit), state, facts,
            rule=rule.number, period=rule.done, because=f"left of {because_of(rule.number, rule.done)}",
        )  # fmt: skip
        state = evolve(state, returned)
        yield returned
    enough = source == OUTSIDE or state.in_account(Account(source, AVAILABLE, rule.unit)) >= rule.minor
    yield _came(rule, circle, 0 if enough else rule.minor, facts)
    if enough:
        yield entry_for(rule, rule.period, rule.minor, source, state, facts)


def _came(rule: Recurring, circle: Circle, owed: int, facts: BooksFacts) -> PeriodCame:
    zone, starts = facts.circles.zone_of(circle.id), facts.circles.policy_of(circle.id).day_starts
    after = following(rule.period, rule.every)
    above = facts.circles.circles[circle.parent] if circle.parent else circle
    return PeriodCame(
        number=rule.number,
        circle=circle.id,
        period=rule.period,
        next_period=after,
        next_due=day_of(after, rule.day, zone, starts),
        at=facts.now,
        source=circle.parent or OUTSIDE,
        owed=owed,
        of=_who_hears(above, circle, facts) if owed else (),
        told_in=both_told(circle, facts) if owed else (),
    )


def _who_hears(above: Circle, circle: Circle, facts: BooksFacts) -> tuple[PersonId, ...]:
    return tuple(one for one in purse_keepers(above) if facts.circles.may_see(one, circle.id))


def _why_ended(rule: Recurring, facts: BooksFacts) -> str | None:
    """Why a rule goes on no more, if it does not: the circle is closed, or its unit is none any more."""
    if facts.circles.open(rule.circle) is None:
        return "closed"
    known = rule.unit in ISO_4217 or rule.of in facts.circles.organisation.plain_units
    return None if known else "unit"


def _moved(rule: Recurring, facts: BooksFacts) -> str | None:
    """Out of the purse of another circle than the one above now nothing more is taken, nor out of that one's unasked.

    What was owed before is still made as soon as there is enough, until the next period would come.
    """
    above = facts.circles.circles[rule.circle].parent or OUTSIDE
    return "moved" if rule.source is not None and rule.source != above else None


def _ended(rule: Recurring, why: str, facts: BooksFacts) -> RecurringEnded:
    circle = facts.circles.circles[rule.circle]
    sides = (facts.circles.open(CircleId(one)) for one in dict.fromkeys((circle.parent, rule.source)) if one)
    of = tuple(dict.fromkeys(person for above in sides if above for person in _who_hears(above, circle, facts)))
    told = both_told(circle, facts)
    return RecurringEnded(number=rule.number, circle=circle.id, at=facts.now, why=why, of=of, told_in=told)


def entry_for(
    rule: Recurring,
    period: str,
    minor: int,
    source: str,
    state: Books,
    facts: BooksFacts,
    by: PersonId | None = None,
) -> Event:
    """The one entry of a period."""
    source_account, target = (Account(one, AVAILABLE, rule.unit) for one in (source, rule.circle))
    because = because_of(rule.number, period)
    return entry_of(
        "allocation", minor, rule.of, source_account, target, state, facts,
        by=by, rule=rule.number, period=period, because=because,
    )  # fmt: skip


def because_of(number: int, period: str) -> str:
    """`rule 1, March 2026`: what an entry was made for."""
    return f"rule {number}, {month_words(period)}"


def both_told(circle: Circle, facts: BooksFacts) -> tuple[CircleId, ...]:
    """The circle and the one above it, as far as they may hear of it."""
    return told_in((circle.parent or OUTSIDE, circle.id), facts.circles)
