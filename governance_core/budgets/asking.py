"""What requests lead to in the books, and asking whoever keeps the purse above for more."""

from governance_core.budgets.messages import AllocationAsked, AmountMoved, AskAllocation, MoveForRequest
from governance_core.budgets.model import AVAILABLE, Account, Books
from governance_core.budgets.purse import BooksFacts, open_circle, purse_keepers, read_amount
from governance_core.cards.card import Button, Buttons, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Money, people
from governance_core.circles.model import Circle
from governance_core.kernel.checked import kept_words
from governance_core.kernel.errors import NotAllowed, Refusal
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.money import Unit, amount_said, amount_typed

NAME_LIMIT = 40


class OverEnvelope(Refusal):
    """A request is for more than there is: the figures, and the way (process.md, 4)."""

    code = "over_envelope"
    template = (
        "{circle} has {available} available of {allocated}, and this would take {amount}, so nothing was set aside. "
        "Ask for less, or ask {who} to {do} {missing} {how}."
    )


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
        reference=command.reference,
        last_resort=command.last_resort,
    )


def _over(minor: int, unit: Unit, circle: Circle, state: Books, facts: BooksFacts) -> OverEnvelope:
    envelope = state.envelope(circle.id, unit)
    missing = minor - envelope.available
    above, able = _asked_of(circle, facts)
    said = [Money(one, unit.code, unit.exponent) for one in (envelope.available, envelope.allocated, minor, missing)]
    label = _label(amount_said(missing, unit), circle, above)
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
        do="allocate" if circle.parent else "bring",
        how="more" if circle.parent else "in from outside",
    )


def _label(missing: str, circle: Circle, above: Circle) -> str:
    """`Ask Commons for EUR 80.00`; at the root, and of a private circle, without a name."""
    named = bool(circle.parent) and not above.private
    return f"Ask {one_line(above.name, NAME_LIMIT)} for {missing}" if named else f"Ask for {missing} more"


def _asked_of(circle: Circle, facts: BooksFacts) -> tuple[Circle, tuple[PersonId, ...]]:
    """The circle whose purse an allocation comes out of (the root's own), and who keeps it and may know of this one."""
    above = facts.circles.circles[circle.parent] if circle.parent else circle
    return above, tuple(one for one in purse_keepers(above) if facts.circles.may_see(one, circle.id))


def asked(command: AskAllocation, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """Somebody wants more in an envelope. Raises Unknown, NotAllowed, Invalid."""
    circle, by = open_circle(command.circle, facts), facts.by.person
    if by is None or not facts.circles.sits_in(by, circle.id):
        how = f"/circle show {circle.handle} shows who sits there; ask one of them."
        raise NotAllowed(who=f"members of {circle.name}", do=f"ask for more in the envelope of {circle.name}", next=how)
    minor, unit = read_amount(command.amount, state, by, facts.circles, facts.people, others=True)
    above, able = _asked_of(circle, facts)
    if not able:
        who, how = f"the treasurer or the lead of {above.name}", "Ask an admin to name one in the config."
        raise NotAllowed(who=who, do=f"allocate anything to {circle.name}", next=how)
    known = state.wanted.get(wanted_key(circle.id, unit.code))
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


def wanted_key(circle: str, unit: str) -> str:
    """How what a circle wants is filed."""
    return Account(circle, AVAILABLE, unit).key
