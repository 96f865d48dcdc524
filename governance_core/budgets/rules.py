"""What may happen in the books: an amount goes from one account to another, and never is there less than nothing.

Research on what goes wrong elsewhere stands behind this: a balance is checked where it is written, in the same
transaction, and every movement is one entry with two sides (process.md, 4).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from governance_core.budgets.asking import asked, moved_for_request, wanted_key
from governance_core.budgets.messages import (
    Allocate,
    AllocationAsked,
    AmountMoved,
    AskAllocation,
    GiveBack,
    MoveForRequest,
)
from governance_core.budgets.model import AVAILABLE, OUTSIDE, Account, Books, Wanted
from governance_core.budgets.purse import BooksFacts, open_circle, purse_keepers, read_amount
from governance_core.cards.text import Money, people
from governance_core.circles.model import Circle, Circles
from governance_core.kernel.checked import kept_words
from governance_core.kernel.errors import NotAllowed, Refusal
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.money import Unit


class TooLittle(Refusal):
    """An envelope never holds less than nothing (process.md, 4)."""

    code = "too_little"
    template = (
        "{circle} has {available} available, and this would take {amount}, so nothing was recorded. "
        "Take less, or ask {who} to allocate more."
    )


def decide(command: Any, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """The entries a command leads to. Raises a Refusal."""
    match command:
        case Allocate():
            return (_allocated(command, state, facts),)
        case GiveBack():
            return (_given_back(command, state, facts),)
        case MoveForRequest():
            return (moved_for_request(command, state, facts),)
        case AskAllocation():
            return asked(command, state, facts)
        case _:
            raise TypeError(f"the books do not know {command!r}")


def _allocated(command: Allocate, state: Books, facts: BooksFacts) -> AmountMoved:
    circle = open_circle(command.circle, facts)
    above = facts.circles.circles[circle.parent] if circle.parent else None
    by = _keeper(above or circle, facts)
    minor, unit = read_amount(command.amount, state, by, facts.circles, facts.people, others=above is None)
    source = Account(above.id, AVAILABLE, unit.code) if above else Account(OUTSIDE, AVAILABLE, unit.code)
    if above is not None:
        _require(minor, unit, above, state, facts)
    target = Account(circle.id, AVAILABLE, unit.code)
    return _moved("allocation", minor, unit, source, target, command.reason, by, state, facts)


def _given_back(command: GiveBack, state: Books, facts: BooksFacts) -> AmountMoved:
    circle = open_circle(command.circle, facts)
    by = _keeper(circle, facts)
    minor, unit = read_amount(command.amount, state, by, facts.circles, facts.people)
    _require(minor, unit, circle, state, facts)
    source = Account(circle.id, AVAILABLE, unit.code)
    target = Account(circle.parent or OUTSIDE, AVAILABLE, unit.code)
    return _moved("return", minor, unit, source, target, command.reason, by, state, facts)


def _keeper(purse: Circle, facts: BooksFacts) -> PersonId:
    """Whoever acts keeps this circle's purse. Raises NotAllowed naming who does."""
    keepers, by = purse_keepers(purse), facts.by.person
    if by is None or by not in keepers:
        who = people(keepers, "or") if keepers else f"the treasurer or the lead of {purse.name}"
        how = "Ask them to." if keepers else "Ask an admin to name one in the config."
        raise NotAllowed(who=who, do=f"move what {purse.name} has", next=how)
    return by


def _require(minor: int, unit: Unit, circle: Circle, state: Books, facts: BooksFacts) -> None:
    """There is as much available. Raises TooLittle."""
    available = state.in_account(Account(circle.id, AVAILABLE, unit.code))
    if minor > available:
        above = facts.circles.circles[circle.parent] if circle.parent else circle
        raise TooLittle(
            field="amount",
            circle=circle.name,
            available=Money(available, unit.code, unit.exponent),
            amount=Money(minor, unit.code, unit.exponent),
            who=people(purse_keepers(above), "or") if purse_keepers(above) else f"the treasurer of {above.name}",
        )


def _moved(
    entry: str,
    minor: int,
    unit: Unit,
    source: Account,
    target: Account,
    reason: str,
    by: PersonId,
    state: Books,
    facts: BooksFacts,
) -> AmountMoved:
    return AmountMoved(
        number=state.last + 1,
        entry=entry,
        minor=minor,
        unit=unit.code,
        exponent=unit.exponent,
        from_circle=source.circle,
        from_part=source.part,
        to_circle=target.circle,
        to_part=target.part,
        at=facts.now,
        by=by,
        told_in=_told_in((source.circle, target.circle), facts.circles),
        reason=kept_words("reason", reason),
    )


def _told_in(sides: tuple[str, ...], circles: Circles) -> tuple[CircleId, ...]:
    """Both circles hear of it; where one is private, only that one: elsewhere it does not exist."""
    there = [one for one in circles.alive() if one.id in sides]
    private = [one.id for one in there if one.private]
    return tuple(private[:1] or (one.id for one in there))


def evolve(state: Books, event: Any) -> Books:
    """The books after an entry."""
    match event:
        case AmountMoved():
            return replace(
                state,
                units={**state.units, event.unit: event.exponent},
                balances=_after(state.balances, event),
                last=event.number,
                wanted=_still_wanted(state.wanted, event),
            )
        case AllocationAsked(circle=circle, unit=unit):
            wanted = Wanted(event.minor, event.exponent, event.by, event.of, event.at)
            return replace(state, wanted={**state.wanted, wanted_key(circle, unit): wanted})
        case _:
            raise TypeError(f"the books do not know {event!r}")


def _still_wanted(wanted: Mapping[str, Wanted], event: AmountMoved) -> Mapping[str, Wanted]:
    """What was allocated is not asked for any more, however much it was."""
    met = wanted_key(event.to_circle, event.unit)
    if event.entry != "allocation" or met not in wanted:
        return wanted
    return {key: one for key, one in wanted.items() if key != met}


def _after(balances: Mapping[str, int], event: AmountMoved) -> Mapping[str, int]:
    source = Account(event.from_circle, event.from_part, event.unit).key
    target = Account(event.to_circle, event.to_part, event.unit).key
    less = {**balances, source: balances.get(source, 0) - event.minor}
    return {**less, target: less.get(target, 0) + event.minor}
