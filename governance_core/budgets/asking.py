"""What requests lead to in the books, and asking whoever keeps the purse above for more."""

from collections.abc import Sequence

from governance_core.budgets.funding import asks_unseen, wish_for
from governance_core.budgets.funding_messages import AskMissing
from governance_core.budgets.messages import AllocationAsked, AmountMoved, AskAllocation, MoveForRequest
from governance_core.budgets.model import AVAILABLE, Account, Books
from governance_core.budgets.purse import BooksFacts, open_circle, purse_keepers, read_amount
from governance_core.cards.card import Button, Buttons, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Money, Text, people, text
from governance_core.circles.model import Circle
from governance_core.kernel.checked import kept_words
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.money import Unit, amount_said, amount_typed

NAME_LIMIT = 40
_APART = ";"


class OverEnvelope(Refusal):
    """A request is for more than there is: the figures, and the way (process.md, 4)."""

    code = "over_envelope"
    template = (
        "{circle} has {available} available of {allocated}, and this would take {amount}, so nothing was set aside. "
        "Ask for less, or {way}."
    )


class EnoughNow(Refusal):
    """What was missing came meanwhile."""

    code = "enough_now"
    template = "{circle} has {available} available by now, which is enough for {amount}. {next}"


def moved_for_request(command: MoveForRequest, state: Books, facts: BooksFacts) -> AmountMoved:
    """Within one envelope. Raises OverEnvelope where less is available than a request would set aside."""
    unit, circle = Unit(command.unit, command.exponent), command.circle
    source = Account(circle, command.from_part, unit.code)
    if command.minor > state.in_account(source):
        if command.from_part != AVAILABLE:
            raise RuntimeError(f"{command.request} holds more in {source.key} than there is")
        raise _over(command, unit, facts.circles.circles[circle], state, facts)
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


def _over(command: MoveForRequest, unit: Unit, circle: Circle, state: Books, facts: BooksFacts) -> OverEnvelope:
    envelope = state.envelope(circle.id, unit)
    minor, missing = command.minor, command.minor - envelope.available
    able = _asked_of(circle, facts)
    way = _way(command, missing, unit, circle, facts)
    said = [Money(one, unit.code, unit.exponent) for one in (envelope.available, envelope.allocated, minor, missing)]
    return OverEnvelope(
        field="amount",
        shows=(Buttons((way,)),) if way else (),
        circle=circle.name,
        available=said[0],
        allocated=said[1],
        amount=said[2],
        way=_to_do(able, said[3], circle, command.by, facts),
    )


def _to_do(able: Sequence[PersonId], missing: Money, circle: Circle, by: PersonId | None, facts: BooksFacts) -> Text:
    """`ask Fay to allocate EUR 80.00 more`, or what whoever keeps that purse does themselves."""
    do, how = ("allocate", "more") if circle.parent else ("bring", "in from outside")
    if by in able:
        return text(f"{do} ", missing, f" {how} yourself")
    above = _above(circle, facts)
    named = above.name if facts.circles.may_see(by, above.id) else "the circle above"
    who = people(able, "or") if able else (f"the treasurer of {named}",)
    return text("ask ", who, f" to {do} ", missing, f" {how}")


def _way(command: MoveForRequest, missing: int, unit: Unit, circle: Circle, facts: BooksFacts) -> Button | None:
    """What whoever asked for too much can press: who keeps the purse above allocates, others ask for it."""
    above, able, said = _above(circle, facts), _asked_of(circle, facts), amount_said(missing, unit)
    if command.by in able:
        whose = f"Allocate {said} to {one_line(circle.name, NAME_LIMIT)}?"
        return Button(f"Allocate {said}", Press(circle.id, 0, "allocate", amount_typed(missing, unit)), whose)
    if able:
        whole = f"{amount_typed(command.minor, unit)}{_APART}{command.request if command.standing else ''}"
        return Button(_label(said, circle, above), Press(circle.id, 0, "ask-missing", whole))
    if asks_unseen(circle, above, facts):
        return Button(f"Ask for {said} more", Press(circle.id, 0, "ask-shown", amount_typed(missing, unit)))
    return None


def _label(missing: str, circle: Circle, above: Circle) -> str:
    """`Ask Commons for EUR 80.00`; at the root, and of a private circle, without a name."""
    named = bool(circle.parent) and not above.private
    return f"Ask {one_line(above.name, NAME_LIMIT)} for {missing}" if named else f"Ask for {missing} more"


def _above(circle: Circle, facts: BooksFacts) -> Circle:
    """The circle whose purse an allocation comes out of: the root's own."""
    return facts.circles.circles[circle.parent] if circle.parent else circle


def _asked_of(circle: Circle, facts: BooksFacts) -> tuple[PersonId, ...]:
    """Who keeps the purse above and may know of the circle."""
    keepers = purse_keepers(_above(circle, facts))
    return tuple(one for one in keepers if facts.circles.may_see(one, circle.id))


def asked(command: AskAllocation, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """Somebody wants more in an envelope. Raises Unknown, NotAllowed, Invalid, ShownToPurse."""
    circle, by = _seat(command.circle, facts)
    minor, unit = read_amount(command.amount, state, by, facts.circles, facts.people, others=True)
    above, able = _above(circle, facts), _asked_of(circle, facts)
    if asks_unseen(circle, above, facts):
        return wish_for(command, minor, unit, circle, above, by, state, facts)
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


def asked_for_missing(command: AskMissing, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """What a request lacked when it was refused, as far as it is missing still. Raises EnoughNow and as `asked`."""
    circle, by = _seat(command.circle, facts)
    typed, _, request = command.whole.partition(_APART)
    if facts.held is None:
        problem = f"{request} does not wait any more, so nothing is missing for it."
        raise Invalid(field="whole", problem=problem, fix="You can ask for an allocation with /budget ask.")
    minor, unit = read_amount(typed, state, by, facts.circles, facts.people, others=True)
    available = state.in_account(Account(circle.id, AVAILABLE, unit.code)) + facts.held
    if minor <= available:
        said = [Money(one, unit.code, unit.exponent) for one in (available, minor)]
        again = Button("Ask for money", Press(circle.id, 0, "request-money"))
        then = "Change it again with /budget amend." if request else "You can ask for it again with /budget request."
        shows = () if request else (Buttons((again,)),)
        raise EnoughNow(circle=circle.name, available=said[0], amount=said[1], next=then, shows=shows)
    return asked(AskAllocation(circle=circle.id, amount=amount_typed(minor - available, unit)), state, facts)


def _seat(wanted: CircleId, facts: BooksFacts) -> tuple[Circle, PersonId]:
    """The circle, and whoever acts, who sits there. Raises Unknown and NotAllowed."""
    circle, by = open_circle(wanted, facts), facts.by.person
    if by is None or not facts.circles.sits_in(by, circle.id):
        how = f"/circle show {circle.handle} shows who sits there; ask one of them."
        raise NotAllowed(who=f"members of {circle.name}", do=f"ask for more in the envelope of {circle.name}", next=how)
    return circle, by


def request_in(whole: str) -> str:
    """The request that a button asks for; empty for one that was refused when it was new."""
    return whole.partition(_APART)[2].strip()


def wanted_key(circle: str, unit: str) -> str:
    """How what a circle wants is filed."""
    return Account(circle, AVAILABLE, unit).key
