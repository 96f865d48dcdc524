"""The books after what happened in them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from governance_core.budgets.asking import wanted_key
from governance_core.budgets.funding import wish_of
from governance_core.budgets.funding_messages import WishEnded
from governance_core.budgets.funding_model import Wish
from governance_core.budgets.messages import AllocationAsked, AmountMoved
from governance_core.budgets.model import Account, Books, Wanted
from governance_core.budgets.moving_messages import PeriodClosed, TransferOffered, TransferRefused
from governance_core.budgets.moving_model import Offer
from governance_core.budgets.recurring_evolve import after_entry, after_rule
from governance_core.budgets.recurring_messages import PeriodCame, PeriodForgone, RecurringEnded, RecurringSet


def evolve(state: Books, event: Any) -> Books:
    """The books after an entry."""
    match event:
        case AmountMoved():
            return replace(
                state,
                units={**state.units, event.unit: event.exponent},
                balances=_after(state.balances, event),
                last=event.number,
                touched=event.at,
                recurring=after_entry(state.recurring, event),
                offers=_without(state.offers, event.settles),
                corrected=_corrected(state, event),
                wanted=_still_wanted(state.wanted, event),
                wishes=_still_wished(state.wishes, event),
            )
        case AllocationAsked(wish=number) if number:
            others = {key: one for key, one in state.wishes.items() if (one.circle, one.unit) != _asked_for(event)}
            return replace(state, wishes={**others, str(number): wish_of(event)}, wished=number)
        case WishEnded(number=number):
            return replace(state, wishes={key: one for key, one in state.wishes.items() if one.number != number})
        case AllocationAsked(circle=circle, unit=unit):
            wanted = Wanted(event.minor, event.exponent, event.by, event.of, event.at)
            return replace(state, wanted={**state.wanted, wanted_key(circle, unit): wanted})
        case TransferOffered():
            return replace(state, offers={**state.offers, str(event.number): offer_of(event)}, offered=event.number)
        case TransferRefused(number=number):
            return replace(state, offers=_without(state.offers, number))
        case PeriodClosed(circle=circle, until=until):
            return replace(state, closed={**state.closed, circle: until})
        case RecurringSet():
            return replace(state, recurring=after_rule(state.recurring, event), rules=max(state.rules, event.number))
        case PeriodCame() | PeriodForgone() | RecurringEnded():
            return replace(state, recurring=after_rule(state.recurring, event))
        case _:
            raise TypeError(f"the books do not know {event!r}")


def _without(offers: Mapping[str, Offer], number: int) -> Mapping[str, Offer]:
    return {key: one for key, one in offers.items() if one.number != number} if number else offers


def _corrected(state: Books, event: AmountMoved) -> Mapping[str, int]:
    return {**state.corrected, str(event.corrects): event.number} if event.corrects else state.corrected


def offer_of(event: TransferOffered) -> Offer:
    """What waits, of an event."""
    sides = (event.number, event.circle, event.to)
    return Offer(*sides, event.minor, event.unit, event.exponent, event.by, event.of, event.at)


def _still_wanted(wanted: Mapping[str, Wanted], event: AmountMoved) -> Mapping[str, Wanted]:
    """What was allocated is not asked for any more, however much it was."""
    met = wanted_key(event.to_circle, event.unit)
    if event.entry != "allocation" or met not in wanted:
        return wanted
    return {key: one for key, one in wanted.items() if key != met}


def _asked_for(event: AllocationAsked) -> tuple[str, str]:
    return (event.circle, event.unit)


def _still_wished(wishes: Mapping[str, Wish], event: AmountMoved) -> Mapping[str, Wish]:
    """Nor is it where a circle asks without its name."""
    if event.entry != "allocation" or not wishes:
        return wishes
    return {key: one for key, one in wishes.items() if (one.circle, one.unit) != (event.to_circle, event.unit)}


def _after(balances: Mapping[str, int], event: AmountMoved) -> Mapping[str, int]:
    source = Account(event.from_circle, event.from_part, event.unit).key
    target = Account(event.to_circle, event.to_part, event.unit).key
    less = {**balances, source: balances.get(source, 0) - event.minor}
    return {**less, target: less.get(target, 0) + event.minor}
