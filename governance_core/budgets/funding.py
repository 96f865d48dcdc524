"""What a private circle asks of a purse that may not know of it: asked without its name, granted, declined, taken back.

Nobody without a seat learns more of the circle than it chose to show.
"""

from typing import Final

from governance_core.budgets.entering import entry_of, keeper_of, require_available
from governance_core.budgets.funding_messages import DeclineWish, FundWish, TakeWishBack, WishEnded
from governance_core.budgets.funding_model import Wish
from governance_core.budgets.messages import AllocationAsked, AskAllocation
from governance_core.budgets.model import AVAILABLE, Account, Books
from governance_core.budgets.purse import BooksFacts, open_circle, purse_keepers, read_amount
from governance_core.cards.card import Button, Buttons, Press
from governance_core.cards.text import Money
from governance_core.circles.model import Circle
from governance_core.kernel.checked import checked_words, kept_words
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.money import Unit, amount_typed

DECLINED: Final = "declined"
TAKEN_BACK: Final = "taken back"


class ShownToPurse(Refusal):
    """What a private circle wants is shown outside only by somebody who knows that it will be."""

    code = "shown_to_purse"
    template = (
        "{circle} is private, and whoever keeps the purse of {above} has no seat there. They would be shown that a "
        "private circle asks for {amount} and what for, without any name. If that is right, add shown:yes."
    )


def asks_unseen(circle: Circle, above: Circle, facts: BooksFacts) -> bool:
    """Whether somebody keeps the purse above, and may not know of the circle."""
    keepers = purse_keepers(above)
    return bool(circle.parent and keepers) and not any(facts.circles.may_see(one, circle.id) for one in keepers)


def wish_for(
    command: AskAllocation, minor: int, unit: Unit, circle: Circle, above: Circle, by: PersonId, state: Books,
    facts: BooksFacts,
) -> tuple[Event, ...]:  # fmt: skip
    """It is shown above without a name; one at a time of a circle and a unit. Raises ShownToPurse."""
    if not command.shown:
        said = amount_typed(minor, unit)
        way = Button("Ask without a name", Press(circle.id, 0, "ask-shown", said))
        named = above.name if facts.circles.may_see(by, above.id) else "the circle above"
        amount = Money(minor, unit.code, unit.exponent)
        raise ShownToPurse(circle=circle.name, above=named, amount=amount, shows=(Buttons((way,)),))
    reason = kept_words("reason", command.reason)
    same = (circle.id, above.id, minor, unit.code, reason)
    if any((one.circle, one.above, one.minor, one.unit, one.reason) == same for one in state.wishes.values()):
        return ()
    asked = AllocationAsked(
        circle=circle.id,
        minor=minor,
        unit=unit.code,
        exponent=unit.exponent,
        by=by,
        at=facts.now,
        of=purse_keepers(above),
        reason=reason,
        wish=state.wished + 1,
        above=above.id,
    )
    return (asked,)


def fund(command: FundWish, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """It is allocated out of the envelope that was asked. Raises a Refusal."""
    above = open_circle(command.circle, facts)
    by = keeper_of(above, facts)
    wish = _asked_of(command.wish, above, state)
    circle = facts.circles.open(wish.circle)
    if circle is None or circle.parent != above.id:
        fix = "You can decline it with /books decline."
        raise Invalid(field="wish", problem="The circle that asked is closed or belongs elsewhere by now.", fix=fix)
    minor, unit = wish.minor, wish.of
    if command.amount.strip():
        minor, unit = read_amount(command.amount, state, by, facts.circles, facts.people, meant=wish.of)
    if unit != wish.of:
        fix = f"Give an amount in {wish.unit}, or leave it out."
        raise Invalid(field="amount", problem=f"It was asked for in {wish.unit}.", fix=fix)
    require_available(minor, unit, above, state, facts)
    source, target = (Account(one, AVAILABLE, unit.code) for one in (above.id, circle.id))
    because, number = wish_words(wish.number), wish.number
    return (entry_of("allocation", minor, unit, source, target, state, facts, by=by, because=because, wish=number),)


def decline(command: DeclineWish, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """Whoever keeps the purse says no, and why. Raises a Refusal."""
    above = open_circle(command.circle, facts)
    by = keeper_of(above, facts, f"answer what {above.name} is asked for")
    wish = _asked_of(command.wish, above, state)
    reason = checked_words("reason", command.reason, "Say what would have to be different.")
    return (_ended(wish, by, DECLINED, facts, reason),)


def take_back(command: TakeWishBack, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """Whoever sits in the circle takes it back. Raises a Refusal."""
    circle, by = open_circle(command.circle, facts), facts.by.person
    if by is None or not facts.circles.sits_in(by, circle.id):
        how = f"/circle show {circle.handle} shows who sits there; ask one of them."
        raise NotAllowed(who=f"members of {circle.name}", do="take back what it asks for", next=how)
    wish = _numbered(command.wish, state)
    if wish is None or wish.circle != circle.id:
        raise _no_wish(command.wish, circle)
    return (_ended(wish, by, TAKEN_BACK, facts),)


def _ended(wish: Wish, by: PersonId, how: str, facts: BooksFacts, reason: str = "") -> WishEnded:
    return WishEnded(
        number=wish.number, circle=wish.circle, above=wish.above, by=by, at=facts.now, how=how, reason=reason
    )


def _numbered(typed: str, state: Books) -> Wish | None:
    return state.wishes.get(typed.strip().lstrip("#").removeprefix("wish").strip())


def _asked_of(typed: str, above: Circle, state: Books) -> Wish:
    found = _numbered(typed, state)
    if found is None or found.above != above.id:
        raise _no_wish(typed, above)
    return found


def _no_wish(typed: str, circle: Circle) -> Unknown:
    hint = " It was answered, changed or taken back, or the number is another. /me inbox has those that wait for you."
    return Unknown(field="wish", what=f"wish {typed.strip()[:20]} waiting for {circle.name}", hint=hint)


def wish_words(number: int) -> str:
    """`wish 3`: what an entry was made for, in the ledgers of both circles."""
    return f"wish {number}"


def wish_of(event: AllocationAsked) -> Wish:
    """What waits, of an event."""
    of = (event.minor, event.unit, event.exponent)
    return Wish(event.wish, event.circle, event.above, *of, event.by, event.at, event.reason)
