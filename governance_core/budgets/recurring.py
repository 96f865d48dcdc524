"""What may happen to allocations that recur: each period's is one entry, made in order, whole or not at all."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from governance_core.budgets.entering import entry_of, keeper_of, require_available, told_in
from governance_core.budgets.evolving import evolve
from governance_core.budgets.messages import Allocate
from governance_core.budgets.model import AVAILABLE, OUTSIDE, Account, Books
from governance_core.budgets.purse import BooksFacts, open_circle, purse_keepers, read_amount
from governance_core.budgets.recurring_messages import (
    AllocateDue,
    ChangeRecurring,
    ForgoOwed,
    PeriodCame,
    PeriodForgone,
    RecurringEnded,
    RecurringSet,
    StopRecurring,
    TryOwed,
)
from governance_core.budgets.recurring_model import (
    CARRY,
    MONTHS,
    RETURN,
    Owed,
    Recurring,
    day_of,
    following,
    month_words,
)
from governance_core.circles.model import Circle
from governance_core.kernel.checked import kept_words
from governance_core.kernel.errors import Invalid, Unknown
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.money import ISO_4217
from governance_core.kernel.time import instant_of, local_date
from governance_core.kernel.words import is_blank
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
    return _all(state, facts)


def set_up(command: Allocate, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """An allocation recurs from now on; its first is made at once when its day has come. Raises a Refusal."""
    circle, by = _circle_and_keeper(command.circle, facts)
    minor, unit = read_amount(command.amount, state, by, facts.circles, facts.people, others=not circle.parent)
    period, day, due = _begins(command.starting, circle.id, facts)
    made = RecurringSet(
        number=state.rules + 1,
        circle=circle.id,
        minor=minor,
        unit=unit.code,
        exponent=unit.exponent,
        every=_every(command.every),
        day=day,
        leftover=_leftover(command.leftover),
        period=period,
        due=due,
        by=by,
        at=facts.now,
        told_in=_told(circle, facts),
        reason=kept_words("reason", command.reason),
    )
    return (made, *_all(evolve(state, made), facts, made.number))


def change(command: ChangeRecurring, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """From its next time on. Raises a Refusal."""
    circle, by = _circle_and_keeper(command.circle, facts)
    old = _rule(command.rule, circle, state)
    minor, unit = old.minor, old.of
    if not is_blank(command.amount):
        others = not circle.parent
        minor, unit = read_amount(command.amount or "", state, by, facts.circles, facts.people, others=others)
    if unit != old.of:
        fix = "Stop this rule, and allocate in the other unit with a rule of its own."
        raise Invalid(field="amount", problem=f"The rule is in {old.unit}.", fix=fix)
    period, day, due = old.period, old.day, old.due
    if not is_blank(command.starting):
        period, day, due = _begins(command.starting, circle.id, facts)
        if period <= old.done:
            problem = f"What rule {old.number} is for {month_words(old.done)} was seen to already."
            raise Invalid(field="starting", problem=problem, fix="Give a date in a later month.")
    made = RecurringSet(
        number=old.number,
        circle=circle.id,
        minor=minor,
        unit=unit.code,
        exponent=unit.exponent,
        every=old.every if is_blank(command.every) else _every(command.every),
        day=day,
        leftover=old.leftover if is_blank(command.leftover) else _leftover(command.leftover),
        period=period,
        due=due,
        by=by,
        at=facts.now,
        told_in=_told(circle, facts),
    )
    return () if evolve(state, made).recurring == state.recurring else (made,)


def stop(command: StopRecurring, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """Nothing recurs any more, and what waited is given up; what was allocated stays. Raises a Refusal."""
    circle, by = _circle_and_keeper(command.circle, facts)
    rule = _rule(command.rule, circle, state)
    told = _told(circle, facts)
    return (RecurringEnded(number=rule.number, circle=circle.id, at=facts.now, why="stopped", by=by, told_in=told),)


def try_owed(command: TryOwed, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """The oldest period that waits, if there is enough. Raises TooLittle where there is not."""
    _, rule, owed, by = _waiting(command, state, facts)
    require_available(owed.minor, rule.of, facts.circles.circles[CircleId(owed.source)], state, facts)
    return (_entry(rule, owed.period, owed.minor, owed.source, state, facts, by),)


def forgo(command: ForgoOwed, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """The oldest period that waits is given up. Raises a Refusal."""
    circle, rule, owed, by = _waiting(command, state, facts)
    told = _told(circle, facts)
    number, at = rule.number, facts.now
    return (PeriodForgone(number=number, circle=circle.id, period=owed.period, by=by, at=at, told_in=told),)


def _waiting(command: TryOwed | ForgoOwed, state: Books, facts: BooksFacts) -> tuple[Circle, Recurring, Owed, PersonId]:
    circle, by = _circle_and_keeper(command.circle, facts)
    rule = _rule(command.rule, circle, state)
    if not rule.owed:
        problem = f"Nothing waits of rule {rule.number}: every period that came was seen to."
        raise Invalid(field="rule", problem=problem, fix=f"You can look at it with /books recurring {circle.handle}.")
    return circle, rule, rule.owed[0], by


def _circle_and_keeper(wanted: CircleId, facts: BooksFacts) -> tuple[Circle, PersonId]:
    """The circle, and whoever acts, who keeps the purse it draws on. Raises Unknown and NotAllowed."""
    circle = open_circle(wanted, facts)
    return circle, keeper_of(facts.circles.circles[circle.parent] if circle.parent else circle, facts)


def _rule(typed: str, circle: Circle, state: Books) -> Recurring:
    found = state.recurring.get(typed.strip())
    if found is None or found.circle != circle.id:
        hint = f" /books recurring circle:{circle.handle} shows those there are."
        raise Unknown(field="rule", what=f"rule {typed.strip()[:20]} of {circle.name}", hint=hint)
    return found


def _every(typed: str | None) -> str:
    if typed not in MONTHS:
        raise Invalid(field="every", problem="It recurs monthly or quarterly.", fix="Choose one of the two.")
    return typed


def _leftover(typed: str | None) -> str:
    if is_blank(typed):
        return CARRY
    if typed not in (CARRY, RETURN):
        fix = "Choose one of the two."
        raise Invalid(field="leftover", problem="What is left is carried over (carry) or goes back (return).", fix=fix)
    return str(typed)


def _begins(typed: str | None, circle: CircleId, facts: BooksFacts) -> tuple[str, int, datetime]:
    """The first period, its day of the month, and the instant it is due (UTC); now, where no date was given."""
    zone, starts = facts.circles.zone_of(circle), facts.circles.policy_of(circle).day_starts
    today, due = local_date(facts.now, zone), facts.now
    if not is_blank(typed):
        try:
            due = instant_of(typed or "", facts.now, zone, starts)
        except ValueError as reason:
            raise Invalid(field="starting", problem=f"{reason}.", fix="Change it and send it again.") from None
    first = local_date(due, zone)
    if first < today:
        fix = "Give today or a later day, and allocate single amounts for what was before."
        raise Invalid(field="starting", problem=f"{typed} has passed.", fix=fix)
    return f"{first:%Y-%m}", first.day, due


def _all(state: Books, facts: BooksFacts, only: int = 0) -> tuple[Event, ...]:
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
    return _entry(rule, owed.period, owed.minor, owed.source, state, facts)


def _period(rule: Recurring, state: Books, facts: BooksFacts) -> Iterator[Event]:
    """The end of one period and the beginning of the next: what is left goes back, and the amount is allocated."""
    if (why := _why_ended(rule, facts)) is not None:
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
        yield _entry(rule, rule.period, rule.minor, source, state, facts)


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
        told_in=_told(circle, facts) if owed else (),
    )


def _who_hears(above: Circle, circle: Circle, facts: BooksFacts) -> tuple[PersonId, ...]:
    return tuple(one for one in purse_keepers(above) if facts.circles.may_see(one, circle.id))


def _why_ended(rule: Recurring, facts: BooksFacts) -> str | None:
    """Why a rule goes on no more, if it does not: the circle is closed, or its unit is none any more."""
    if facts.circles.open(rule.circle) is None:
        return "closed"
    known = rule.unit in ISO_4217 or rule.of in facts.circles.organisation.plain_units
    return None if known else "unit"


def _ended(rule: Recurring, why: str, facts: BooksFacts) -> RecurringEnded:
    circle = facts.circles.circles[rule.circle]
    above = facts.circles.open(circle.parent) if circle.parent else None
    of = _who_hears(above, circle, facts) if above else ()
    told = _told(circle, facts)
    return RecurringEnded(number=rule.number, circle=circle.id, at=facts.now, why=why, of=of, told_in=told)


def _entry(
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


def _told(circle: Circle, facts: BooksFacts) -> tuple[CircleId, ...]:
    return told_in((circle.parent or OUTSIDE, circle.id), facts.circles)
