"""Changing money into another currency or unit: two entries with both amounts, and a rate that agrees with them."""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from governance_core.budgets.entering import entry_of, keeper_of, require_available
from governance_core.budgets.evolving import evolve
from governance_core.budgets.model import AVAILABLE, EXCHANGE, OUTSIDE, Account, Books
from governance_core.budgets.moving_messages import Exchange
from governance_core.budgets.purse import BooksFacts, open_circle, read_amount
from governance_core.cards.text import Money, Text, text
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid, Refusal
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.money import MOST, Unit, amount_said
from governance_core.kernel.words import is_blank

_SIX: Final = Context(prec=6, rounding=ROUND_HALF_EVEN)
_EXACT: Final = Context(prec=60)
_RATE: Final = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,12})?")
Side = tuple[int, Unit]
"""An amount in minor units, and what it is of."""


class RateDiffers(Refusal):
    """A rate is never taken on trust."""

    code = "rate_differs"
    template = (
        "At {rate}, {gives} would be {would}, and you wrote {gets}, so nothing was recorded. "
        "Change the amounts or the rate, or leave the rate out: it follows from the amounts."
    )


def exchange(command: Exchange, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """What is given goes to the exchange account of its unit, what is got comes from that of the other."""
    circle = open_circle(command.circle, facts)
    by = keeper_of(circle, facts)
    gives, gets = _amount("give", command.give, by, state, facts), _amount("get", command.get, by, state, facts, True)
    if gives[1] == gets[1]:
        problem = f"Both amounts are in {gives[1].code}."
        raise Invalid(field="get", problem=problem, fix="Give the amount in another currency or unit.")
    _require_rate(command.rate, gives, gets)
    source = checked_words("source", command.source, "Say where the rate is from, such as the bank's slip.")
    require_available(*gives, circle, state, facts)
    because = f"{amount_said(*gives)} for {amount_said(*gets)}, {rate_words(gives, gets)}"
    here, changed = (Account(circle.id, AVAILABLE, one[1].code) for one in (gives, gets))
    there, back = (Account(OUTSIDE, EXCHANGE, one[1].code) for one in (gives, gets))
    first = entry_of("exchange", *gives, here, there, state, facts, by=by, reason=source, because=because)
    after = evolve(state, first)
    second = entry_of("exchange", *gets, back, changed, after, facts, by=by, reason=source, because=because, quiet=True)
    return (first, second)


def _amount(field: str, typed: str, by: PersonId, state: Books, facts: BooksFacts, others: bool = False) -> Side:
    try:
        return read_amount(typed, state, by, facts.circles, facts.people, others=others)
    except Invalid as refusal:
        problem, fix = refusal.fields["problem"], refusal.fields["fix"]
        raise Invalid(field=field, problem=problem, fix=fix) from None


def _major(side: Side) -> Decimal:
    return Decimal(side[0]).scaleb(-side[1].exponent, _EXACT)


def rate_words(gives: Side, gets: Side) -> str:
    """`1 EUR = 1.085 USD`: what one was worth, as it follows from the amounts, to six digits."""
    rate = _SIX.divide(_major(gets), _major(gives))
    return f"1 {gives[1].code} = {format(rate.normalize(_SIX), 'f')} {gets[1].code}"


def _require_rate(typed: str | None, gives: Side, gets: Side) -> None:
    """A rate that was given leads from one amount to the other, to rounding. Raises Invalid and RateDiffers."""
    if is_blank(typed):
        return
    found = _RATE.fullmatch((typed or "").strip())
    rate = Decimal(found[0].replace(",", ".")) if found else Decimal(0)
    if not rate:
        problem = "This is no rate."
        raise Invalid(field="rate", problem=problem, fix="Write what one is worth as a number, such as 1.085.")
    would = _EXACT.multiply(_major(gives), rate).scaleb(gets[1].exponent, _EXACT)
    if abs(would - gets[0]) > Decimal("0.5") + _rounding(rate, gives, gets):
        minor = int(would.quantize(Decimal(1), ROUND_HALF_EVEN, _EXACT))
        raise RateDiffers(
            field="rate", rate=typed, gives=_money(gives), gets=_money(gets), would=_money((min(minor, MOST), gets[1]))
        )


def _rounding(rate: Decimal, gives: Side, gets: Side) -> Decimal:
    """How far (minor units) the amounts may be apart because the rate itself was rounded to its last digit."""
    half = Decimal(5).scaleb(int(rate.as_tuple().exponent) - 1)
    return _EXACT.multiply(_major(gives), half).scaleb(gets[1].exponent, _EXACT)


def _money(side: Side) -> Text:
    return text(Money(side[0], side[1].code, side[1].exponent))
