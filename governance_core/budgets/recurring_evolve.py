"""Allocations that recur after what happened to them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from governance_core.budgets.messages import AmountMoved
from governance_core.budgets.recurring_messages import PeriodCame, PeriodForgone, RecurringEnded, RecurringSet
from governance_core.budgets.recurring_model import Owed, Recurring

Rules = Mapping[str, Recurring]


def after_rule(rules: Rules, event: Any) -> Rules:
    """The rules after an event about one of them."""
    key = str(event.number)
    match event:
        case RecurringSet():
            return {**rules, key: _set(rules.get(key), event)}
        case RecurringEnded():
            return {number: rule for number, rule in rules.items() if number != key}
        case PeriodCame():
            return {**rules, key: _came(rules[key], event)}
        case PeriodForgone(period=period):
            return {**rules, key: _seen_to(rules[key], period)}
        case _:
            raise TypeError(f"what recurs does not know {event!r}")


def after_entry(rules: Rules, event: AmountMoved) -> Rules:
    """The rules after an entry: one that was made for a period waits no more, and its rest may go back."""
    rule = rules.get(str(event.rule))
    if rule is None or event.entry != "allocation":
        return rules
    made = replace(_seen_to(rule, event.period), given=rule.given + event.minor)
    return {**rules, str(event.rule): made}


def _set(before: Recurring | None, event: RecurringSet) -> Recurring:
    made = Recurring(
        number=event.number,
        circle=event.circle,
        minor=event.minor,
        unit=event.unit,
        exponent=event.exponent,
        every=event.every,
        day=event.day,
        leftover=event.leftover,
        period=event.period,
        due=event.due,
        by=event.by,
        source=event.source,
    )
    return replace(made, done=before.done, given=before.given, owed=before.owed) if before else made


def _came(rule: Recurring, event: PeriodCame) -> Recurring:
    waits = (Owed(event.period, event.owed, event.source, event.at),) if event.owed else ()
    after, due = event.next_period, event.next_due
    owed = (*rule.owed, *waits)
    return replace(rule, period=after, due=due, done=event.period, given=0, owed=owed, source=event.source)


def _seen_to(rule: Recurring, period: str) -> Recurring:
    return replace(rule, owed=tuple(one for one in rule.owed if one.period != period))
