"""What may happen in the books: an amount goes from one account to another, and never is there less than nothing.

Research on what goes wrong elsewhere stands behind this: a balance is checked where it is written, in the same
transaction, and every movement is one entry with two sides (process.md, 4).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from governance_core.budgets.messages import (
    Allocate,
    AllocationAsked,
    AmountMoved,
    AskAllocation,
    GiveBack,
    MoveForRequest,
)
from governance_core.budgets.model import AVAILABLE, OUTSIDE, Account, Books, Wanted
from governance_core.cards.card import Button, Buttons, Press
from governance_core.cards.text import Money, people
from governance_core.circles.model import LEAD, Circle, Circles
from governance_core.kernel.checked import kept_words
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.money import Unit, amount_of, amount_typed, number_words
from governance_core.people.model import People

TREASURER = "treasurer"
"""The role that keeps a circle's purse; where nobody holds it, the lead does."""


@dataclass(frozen=True, slots=True)
class BooksFacts:
    """The instant (UTC), who acts, and the circles and people as they are in this transaction."""

    now: datetime
    by: Actor
    circles: Circles
    people: People


class OverEnvelope(Refusal):
    """A request is for more than there is: the figures, and the way (process.md, 4)."""

    code = "over_envelope"
    template = (
        "{circle} has {available} available of {allocated}, and this would take {amount}, so nothing was set aside. "
        "Ask for less, or ask {who} to allocate {missing} more."
    )


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
            return _asked(command, state, facts)
        case _:
            raise TypeError(f"the books do not know {command!r}")


def _allocated(command: Allocate, state: Books, facts: BooksFacts) -> AmountMoved:
    circle = _circle(command.circle, facts)
    above = facts.circles.circles[circle.parent] if circle.parent else None
    by = _keeper(above or circle, facts)
    minor, unit = read_amount(command.amount, state, by, facts.circles, facts.people, others=above is None)
    source = Account(above.id, AVAILABLE, unit.code) if above else Account(OUTSIDE, AVAILABLE, unit.code)
    if above is not None:
        _require(minor, unit, above, state, facts)
    target = Account(circle.id, AVAILABLE, unit.code)
    return _moved("allocation", minor, unit, source, target, command.reason, by, state, facts)


def _given_back(command: GiveBack, state: Books, facts: BooksFacts) -> AmountMoved:
    circle = _circle(command.circle, facts)
    by = _keeper(circle, facts)
    minor, unit = read_amount(command.amount, state, by, facts.circles, facts.people)
    _require(minor, unit, circle, state, facts)
    source = Account(circle.id, AVAILABLE, unit.code)
    target = Account(circle.parent or OUTSIDE, AVAILABLE, unit.code)
    return _moved("return", minor, unit, source, target, command.reason, by, state, facts)


def moved_for_request(command: MoveForRequest, state: Books, facts: BooksFacts) -> AmountMoved:
    """Within one envelope. Raises OverEnvelope where less is available than a request would set aside."""
    unit, circle = Unit(command.unit, command.exponent), command.circle
    source = Account(circle, command.from_part, unit.code)
    if command.minor > state.in_account(source):
        if command.from_part != AVAILABLE:
            raise RuntimeError(f"{command.request} holds more in {source.key} than there is")
        raise _over(command.minor, unit, facts.circles.circles[circle], state, facts)
    return AmountMoved(
        number=state.last + 1,
        entry=command.entry,
        minor=command.minor,
        unit=unit.code,
        exponent=unit.exponent,
        from_circle=circle,
        from_part=command.from_part,
        to_circle=circle,
        to_part=command.to_part,
        at=facts.now,
        by=command.by,
        because=command.request,
    )


def _over(minor: int, unit: Unit, circle: Circle, state: Books, facts: BooksFacts) -> OverEnvelope:
    envelope = state.envelope(circle.id, unit)
    missing = minor - envelope.available
    above, able = _asked_of(circle, facts)
    said = [Money(one, unit.code, unit.exponent) for one in (envelope.available, envelope.allocated, minor, missing)]
    label = f"Ask for {unit.code} {number_words(missing, unit.exponent)} more"
    button = Button(label, Press(circle.id, 0, "ask-allocation", amount_typed(missing, unit)))
    return OverEnvelope(
        field="amount",
        shows=(Buttons((button,)),) if able else (),
        circle=circle.name,
        available=said[0],
        allocated=said[1],
        amount=said[2],
        missing=said[3],
        who=people(able, "or") if able else f"the treasurer of {above.name}",
    )


def _asked_of(circle: Circle, facts: BooksFacts) -> tuple[Circle, tuple[PersonId, ...]]:
    """The circle whose purse an allocation comes out of (the root's own), and who keeps it and may know of this one."""
    above = facts.circles.circles[circle.parent] if circle.parent else circle
    return above, tuple(one for one in purse_keepers(above) if facts.circles.may_see(one, circle.id))


def _asked(command: AskAllocation, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    circle, by = _circle(command.circle, facts), facts.by.person
    if by is None or not facts.circles.sits_in(by, circle.id):
        how = f"/circle show {circle.handle} shows who sits there; ask one of them."
        raise NotAllowed(who=f"members of {circle.name}", do=f"ask for more in the envelope of {circle.name}", next=how)
    minor, unit = read_amount(command.amount, state, by, facts.circles, facts.people, others=True)
    above, able = _asked_of(circle, facts)
    if not able:
        who, how = f"the treasurer or the lead of {above.name}", "Ask an admin to name one in the config."
        raise NotAllowed(who=who, do=f"allocate anything to {circle.name}", next=how)
    known = state.wanted.get(_wanted_key(circle.id, unit.code))
    if known is not None and (known.minor, known.by, known.of) == (minor, by, able):
        return ()
    reason = kept_words("reason", command.reason)
    asked = AllocationAsked(
        circle=circle.id,
        minor=minor,
        unit=unit.code,
        exponent=unit.exponent,
        by=by,
        at=facts.now,
        of=able,
        reason=reason,
    )
    return (asked,)


def _wanted_key(circle: str, unit: str) -> str:
    return Account(circle, AVAILABLE, unit).key


def purse_keepers(circle: Circle) -> tuple[PersonId, ...]:
    """Who keeps a circle's purse: its treasurer, else its lead; nobody where neither is named."""
    held = (circle.roles.get(role) for role in (TREASURER, LEAD))
    return tuple(person for person in held if person is not None)[:1]


def _circle(wanted: CircleId, facts: BooksFacts) -> Circle:
    """An open circle that the person may know of. Raises Unknown."""
    circle = facts.circles.open(wanted)
    if circle is None or not facts.circles.may_see(facts.by.person, wanted):
        raise Unknown(field="circle", what=f"circle {wanted}", hint=" /circle list shows those you can see.")
    return circle


def _keeper(purse: Circle, facts: BooksFacts) -> PersonId:
    """Whoever acts keeps this circle's purse. Raises NotAllowed naming who does."""
    keepers, by = purse_keepers(purse), facts.by.person
    if by is None or by not in keepers:
        who = people(keepers, "or") if keepers else f"the treasurer or the lead of {purse.name}"
        how = "Ask them to." if keepers else "Ask an admin to name one in the config."
        raise NotAllowed(who=who, do=f"move what {purse.name} has", next=how)
    return by


def read_amount(
    typed: str, state: Books, by: PersonId, circles: Circles, everybody: People, others: bool = False
) -> tuple[int, Unit]:
    """Minor units and what they are of, read as the person writes it. Raises Invalid."""
    units = [Unit(code, exponent) for code, exponent in state.units.items()]
    person = everybody.persons.get(by)
    language = (person.language if person else "") or circles.organisation.language
    try:
        return amount_of(typed, units, language, others)
    except ValueError as reason:
        raise Invalid(field="amount", problem=f"{reason}.", fix="Change it and send it again.") from None


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
            return replace(state, wanted={**state.wanted, _wanted_key(circle, unit): wanted})
        case _:
            raise TypeError(f"the books do not know {event!r}")


def _still_wanted(wanted: Mapping[str, Wanted], event: AmountMoved) -> Mapping[str, Wanted]:
    """What was allocated is not asked for any more, however much it was."""
    met = _wanted_key(event.to_circle, event.unit)
    if event.entry != "allocation" or met not in wanted:
        return wanted
    return {key: one for key, one in wanted.items() if key != met}


def _after(balances: Mapping[str, int], event: AmountMoved) -> Mapping[str, int]:
    source = Account(event.from_circle, event.from_part, event.unit).key
    target = Account(event.to_circle, event.to_part, event.unit).key
    less = {**balances, source: balances.get(source, 0) - event.minor}
    return {**less, target: less.get(target, 0) + event.minor}
