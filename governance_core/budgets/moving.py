"""What may move sideways, and back: transfers that both circles agree to, and mistakes taken back by new entries."""

from typing import Final

from governance_core.budgets.closing import is_closed
from governance_core.budgets.entering import entry_of, keeper_of, require_available
from governance_core.budgets.model import AVAILABLE, OUTSIDE, Account, Books
from governance_core.budgets.moving_messages import (
    CorrectEntry,
    RefuseTransfer,
    TakeTransfer,
    Transfer,
    TransferOffered,
    TransferRefused,
)
from governance_core.budgets.moving_model import Offer
from governance_core.budgets.purse import BooksFacts, open_circle, purse_keepers, read_amount
from governance_core.budgets.reading import EntryRow
from governance_core.cards.text import Money, people
from governance_core.circles.model import Circle
from governance_core.kernel.checked import checked_words, kept_words
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.money import Unit
from governance_core.kernel.time import local_date

CORRECTION: Final = "correction"
_TAKEN_BACK: Final = ("allocation", "return", "transfer")
"""The entries that a new one can take back; the others have ways of their own."""


class NotThereAnyMore(Refusal):
    """What is spent, promised or passed on since is not taken back."""

    code = "not_there_any_more"
    template = (
        "{circle} has {available} available, and taking entry {number} back would take {amount}, so nothing was "
        "recorded. Give a part back with /budget return, or take it back once there is enough."
    )


def transfer(command: Transfer, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """At once where one person keeps both purses, else offered to who keeps the other. Raises a Refusal."""
    source, target = open_circle(command.circle, facts), _other(command, facts)
    by = keeper_of(source, facts)
    minor, unit = read_amount(command.amount, state, by, facts.circles, facts.people)
    require_available(minor, unit, source, state, facts)
    reason, keepers = kept_words("reason", command.reason), purse_keepers(target)
    if by in keepers:
        out, into = (Account(one.id, AVAILABLE, unit.code) for one in (source, target))
        return (entry_of("transfer", minor, unit, out, into, state, facts, by=by, reason=reason),)
    if not keepers:
        who = f"the treasurer or the lead of {target.name}"
        raise NotAllowed(who=who, do="take it", next="Ask an admin to name one in the config.")
    offered = TransferOffered(
        number=state.offered + 1,
        circle=source.id,
        to=target.id,
        minor=minor,
        unit=unit.code,
        exponent=unit.exponent,
        by=by,
        of=keepers,
        at=facts.now,
        reason=reason,
    )
    return (offered,)


def _other(command: Transfer, facts: BooksFacts) -> Circle:
    if command.to == command.circle:
        raise Invalid(field="to", problem="It is in that envelope already.", fix="Choose another circle.")
    return open_circle(command.to, facts)


def take(command: TakeTransfer, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """What was offered moves. Raises TooLittle where it is not there any more."""
    target = open_circle(command.circle, facts)
    offer = _offer(command.offer, target, state)
    if offer.target != target.id:
        raise _no_offer(command.offer, target)
    by, source = keeper_of(target, facts), facts.circles.open(offer.source)
    if source is None:
        raise Invalid(field="offer", problem="The circle that offered it is closed.", fix="You can refuse the offer.")
    require_available(offer.minor, offer.what, source, state, facts)
    out, into = (Account(one, AVAILABLE, offer.unit) for one in (offer.source, offer.target))
    because, number = f"transfer {offer.number}", offer.number
    what = (offer.minor, offer.what)
    return (entry_of("transfer", *what, out, into, state, facts, by=by, because=because, settles=number),)


def refuse(command: RefuseTransfer, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """Whoever keeps either purse says no. Raises a Refusal."""
    circle = open_circle(command.circle, facts)
    offer = _offer(command.offer, circle, state)
    by = keeper_of(circle, facts)
    sides = {"circle": offer.source, "to": offer.target}
    return (TransferRefused(number=offer.number, by=by, at=facts.now, told=offer.by, **sides),)


def _offer(typed: str, circle: Circle, state: Books) -> Offer:
    found = state.offers.get(typed.strip())
    if found is None or circle.id not in (found.source, found.target):
        raise _no_offer(typed, circle)
    return found


def _no_offer(typed: str, circle: Circle) -> Unknown:
    hint = f" It was taken or refused, or the number is another. /budget ledger circle:{circle.handle} shows what came."
    return Unknown(field="offer", what=f"transfer {typed.strip()[:20]} waiting for {circle.name}", hint=hint)


def correct(command: CorrectEntry, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """A new entry the other way round, which says what it corrects; never twice. Raises a Refusal."""
    circle = open_circle(command.circle, facts)
    row = _entry(command.entry, circle, state, facts)
    by = _may_correct(row, circle, facts)
    reason = checked_words("reason", command.reason, "Say what was wrong.")
    unit = Unit(row.unit, row.exponent)
    _require_there(row, unit, state, facts)
    source, target = Account(row.to_circle, row.to_part, row.unit), Account(row.from_circle, row.from_part, row.unit)
    because = f"entry {row.number}{_of_closed(row, circle, state, facts)}"
    return (
        entry_of(
            CORRECTION, row.minor, unit, source, target, state, facts,
            by=by, reason=reason, because=because, corrects=row.number,
        ),
    )  # fmt: skip


def _require_there(row: EntryRow, unit: Unit, state: Books, facts: BooksFacts) -> None:
    available = state.in_account(Account(row.to_circle, row.to_part, unit.code))
    if row.to_circle != OUTSIDE and row.minor > available:
        if not facts.circles.may_see(facts.by.person, CircleId(row.to_circle)):
            fix = "Ask that circle to give a part back, or take it back once there is enough."
            problem = f"The private circle of entry {row.number} has less available by now than it was given."
            raise Invalid(field="entry", problem=problem, fix=fix)
        raise NotThereAnyMore(
            field="entry",
            circle=facts.circles.circles[CircleId(row.to_circle)].name,
            available=Money(available, unit.code, unit.exponent),
            amount=Money(row.minor, unit.code, unit.exponent),
            number=row.number,
        )


def _entry(typed: str, circle: Circle, state: Books, facts: BooksFacts) -> EntryRow:
    row = facts.entry
    if row is None or circle.id not in (row.from_circle, row.to_circle):
        hint = f" /budget ledger circle:{circle.handle} shows their numbers."
        raise Unknown(field="entry", what=f"entry {typed.strip()[:20]} of {circle.name}", hint=hint)
    if (by := state.corrected.get(str(row.number))) is not None:
        fix = "If that was a mistake, enter the amount anew; /budget allocate does."
        raise Invalid(field="entry", problem=f"Entry {row.number} was taken back by entry {by} already.", fix=fix)
    if row.entry not in _TAKEN_BACK:
        raise Invalid(field="entry", problem=f"Entry {row.number} is of another kind ({row.entry}).", fix=_way(row))
    for one in (row.from_circle, row.to_circle):
        if one != OUTSIDE and facts.circles.open(CircleId(one)) is None:
            fix = "You can allocate or give back what is left another way."
            raise Invalid(field="entry", problem="A circle of that entry is closed.", fix=fix)
    return row


def _way(row: EntryRow) -> str:
    if row.entry == CORRECTION:
        return "You can enter the amount anew with /budget allocate, return or /books transfer."
    if row.entry == "exchange":
        return "You can record the exchange the other way round with /books exchange."
    return f"Take it back where it came from: /budget show {row.because} has what can be done."


def _may_correct(row: EntryRow, circle: Circle, facts: BooksFacts) -> PersonId:
    """Who keeps the purse it takes from, or made the entry and keeps the purse it went out of still."""
    taken = _purse(row.to_circle, circle, facts)
    given = [one for one in purse_keepers(_purse(row.from_circle, circle, facts)) if one == row.by]
    able, by = tuple(dict.fromkeys((*purse_keepers(taken), *given))), facts.by.person
    if by is None or by not in able:
        seen = facts.circles.may_see(by, taken.id)
        named, none = (able, f"the treasurer or the lead of {taken.name}") if seen else (given, "who keeps that purse")
        who = people(named, "or") if named else none
        raise NotAllowed(who=who, do=f"take entry {row.number} back", next="Ask them to.")
    return by


def _purse(side: str, circle: Circle, facts: BooksFacts) -> Circle:
    """The circle whose purse a side is: the world's is minded by the one that stands on the other side."""
    return facts.circles.circles[CircleId(side)] if side != OUTSIDE else circle


def _of_closed(row: EntryRow, circle: Circle, state: Books, facts: BooksFacts) -> str:
    day = local_date(row.at, facts.circles.zone_of(circle.id))
    return f" of {day}, in a period that is closed" if is_closed(circle.id, day, state) else ""
