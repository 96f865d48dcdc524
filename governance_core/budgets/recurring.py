"""What may be asked of allocations that recur: to begin, to change, to stop, and to try or give up what waits."""

from datetime import datetime

from governance_core.budgets.entering import keeper_of, require_available
from governance_core.budgets.evolving import evolve
from governance_core.budgets.messages import Allocate
from governance_core.budgets.model import OUTSIDE, Books
from governance_core.budgets.purse import BooksFacts, open_circle, read_amount
from governance_core.budgets.recurring_due import all_due, both_told, entry_for
from governance_core.budgets.recurring_messages import (
    ChangeRecurring,
    ForgoOwed,
    PeriodForgone,
    RecurringEnded,
    RecurringSet,
    StopRecurring,
    TryOwed,
)
from governance_core.budgets.recurring_model import (
    APART,
    CARRY,
    MONTHS,
    RETURN,
    Owed,
    Recurring,
    is_period,
    month_words,
)
from governance_core.circles.model import Circle
from governance_core.kernel.checked import kept_words
from governance_core.kernel.errors import Invalid, Unknown
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.time import instant_of, local_date
from governance_core.kernel.words import is_blank


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
        told_in=both_told(circle, facts),
        source=circle.parent or OUTSIDE,
        reason=kept_words("reason", command.reason),
    )
    return (made, *all_due(evolve(state, made), facts, made.number))


def change(command: ChangeRecurring, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """From its next time on. Raises a Refusal."""
    circle, by = _circle_and_keeper(command.circle, facts)
    old = _unmoved(_rule(command.rule, circle, state), circle)
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
        told_in=both_told(circle, facts),
        source=circle.parent or OUTSIDE,
    )
    return () if evolve(state, made).recurring == state.recurring else (made,)


def stop(command: StopRecurring, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """Nothing recurs any more, and what waited is given up; what was allocated stays. Raises a Refusal."""
    circle, by = _circle_and_keeper(command.circle, facts)
    rule = _rule(command.rule, circle, state)
    told = both_told(circle, facts)
    return (RecurringEnded(number=rule.number, circle=circle.id, at=facts.now, why="stopped", by=by, told_in=told),)


def try_owed(command: TryOwed, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """The period that is named, else the oldest that waits, if there is enough. Raises TooLittle."""
    _, rule, owed, by = _waiting(command, state, facts)
    require_available(owed.minor, rule.of, facts.circles.circles[CircleId(owed.source)], state, facts)
    return (entry_for(rule, owed.period, owed.minor, owed.source, state, facts, by),)


def forgo(command: ForgoOwed, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """The period that is named, else the oldest that waits, is given up. Raises a Refusal."""
    circle, rule, owed, by = _waiting(command, state, facts)
    told = both_told(circle, facts)
    number, at = rule.number, facts.now
    return (PeriodForgone(number=number, circle=circle.id, period=owed.period, by=by, at=at, told_in=told),)


def _waiting(command: TryOwed | ForgoOwed, state: Books, facts: BooksFacts) -> tuple[Circle, Recurring, Owed, PersonId]:
    circle = open_circle(command.circle, facts)
    typed, _, period = command.rule.partition(APART)
    rule = _rule(typed, circle, state)
    owed = [one for one in rule.owed if not period or one.period == period]
    source = owed[0].source if owed else circle.parent or OUTSIDE
    by = keeper_of(facts.circles.circles[CircleId(source)] if source else circle, facts)
    if not owed:
        problem = f"Nothing waits of rule {rule.number}: every period that came was seen to."
        if is_period(period):
            problem = f"What rule {rule.number} is for {month_words(period)} waits no more: it was made or given up."
        raise Invalid(field="rule", problem=problem, fix=f"You can look at it with /books recurring {circle.handle}.")
    return circle, rule, owed[0], by


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


def _unmoved(rule: Recurring, circle: Circle) -> Recurring:
    """A rule is of the circle whose keeper set it up. Raises Invalid where that is not the one above any more."""
    if rule.source is not None and rule.source != (circle.parent or OUTSIDE):
        problem = f"Rule {rule.number} was made when {circle.name} belonged to another circle, and allocates no more."
        fix = "You can stop it with /books stop, and allocate anew with every:monthly or every:quarterly."
        raise Invalid(field="rule", problem=problem, fix=fix)
    return rule


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
