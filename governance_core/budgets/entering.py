"""What every entry needs: who may make it, that there is as much, and both of its sides."""

from governance_core.budgets.messages import AmountMoved
from governance_core.budgets.model import AVAILABLE, Account, Books
from governance_core.budgets.purse import BooksFacts, purse_keepers
from governance_core.cards.text import Money, Text, people, text
from governance_core.circles.model import Circle, Circles
from governance_core.kernel.checked import kept_words
from governance_core.kernel.errors import NotAllowed, Refusal
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.money import Unit


class TooLittle(Refusal):
    """An envelope never holds less than nothing (process.md, 4)."""

    code = "too_little"
    template = (
        "{circle} has {available} available, and this would take {amount}, so nothing was recorded. "
        "Take less, or {way}."
    )


class UnseenTooLittle(Refusal):
    """What a private circle has is not said outside it."""

    code = "unseen_too_little"
    template = (
        "The private circle that {amount} would come out of has less available by now, so nothing was recorded. "
        "Wait until it has more, or ask whoever offered it."
    )


def keeper_of(purse: Circle, facts: BooksFacts, do: str = "") -> PersonId:
    """Whoever acts keeps this circle's purse. Raises NotAllowed naming who does."""
    keepers, by = purse_keepers(purse), facts.by.person
    if by is None or by not in keepers:
        who = people(keepers, "or") if keepers else f"the treasurer or the lead of {purse.name}"
        how = "Ask them to." if keepers else "Ask an admin to name one in the config."
        raise NotAllowed(who=who, do=do or f"move what {purse.name} has", next=how)
    return by


def require_available(minor: int, unit: Unit, circle: Circle, state: Books, facts: BooksFacts) -> None:
    """There is as much available. Raises TooLittle."""
    available = state.in_account(Account(circle.id, AVAILABLE, unit.code))
    if minor > available:
        if not facts.circles.may_see(facts.by.person, circle.id):
            raise UnseenTooLittle(field="amount", amount=Money(minor, unit.code, unit.exponent))
        raise TooLittle(
            field="amount",
            circle=circle.name,
            available=Money(available, unit.code, unit.exponent),
            amount=Money(minor, unit.code, unit.exponent),
            way=_way(circle, facts),
        )


def _way(circle: Circle, facts: BooksFacts) -> Text:
    """How more comes into an envelope: by whoever acts, or by whoever keeps the purse above."""
    above = facts.circles.circles[circle.parent] if circle.parent else circle
    keepers = purse_keepers(above)
    if facts.by.person in keepers:
        what = "allocate more to it" if circle.parent else "record what comes in from outside"
        return (f"{what} first, with /budget allocate circle:{circle.handle}",)
    do = "allocate more" if circle.parent else "bring more in from outside"
    return text("ask ", people(keepers, "or") if keepers else f"the treasurer of {above.name}", f" to {do}")


def entry_of(
    entry: str,
    minor: int,
    unit: Unit,
    source: Account,
    target: Account,
    state: Books,
    facts: BooksFacts,
    *,
    by: PersonId | None = None,
    reason: str = "",
    because: str = "",
    rule: int = 0,
    period: str = "",
    corrects: int = 0,
    settles: int = 0,
    wish: int = 0,
    quiet: bool = False,
) -> AmountMoved:
    """The next entry; of a `quiet` one no circle hears. Raises Invalid for a reason that cannot be kept."""
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
        because=because,
        rule=rule,
        period=period,
        corrects=corrects,
        settles=settles,
        wish=wish,
        told_in=() if quiet else told_in((source.circle, target.circle), facts.circles),
        reason=kept_words("reason", reason),
    )


def told_in(sides: tuple[str, ...], circles: Circles) -> tuple[CircleId, ...]:
    """Both circles hear of it; where one is private, only that one: elsewhere it does not exist."""
    there = [one for one in circles.alive() if one.id in sides]
    private = [one.id for one in there if one.private]
    return tuple(private[:1] or (one.id for one in there))
