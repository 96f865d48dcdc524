"""Whose purse it is, and amounts as those who keep one write them."""

from dataclasses import dataclass
from datetime import datetime

from governance_core.budgets.model import Books
from governance_core.budgets.reading import EntryRow
from governance_core.circles.model import LEAD, Circle, Circles
from governance_core.kernel.errors import Invalid, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId
from governance_core.kernel.money import Unit, amount_of
from governance_core.people.model import People

TREASURER = "treasurer"
"""The role that keeps a circle's purse; where nobody holds it, the lead does."""


@dataclass(frozen=True, slots=True)
class BooksFacts:
    """The instant (UTC), who acts, and the circles and people as they are in this transaction.

    `entry` is the one that a command names; `held` is what the request that it is for holds (minor units), None where
    that does not wait any more.
    """

    now: datetime
    by: Actor
    circles: Circles
    people: People
    entry: EntryRow | None = None
    held: int | None = 0


def purse_keepers(circle: Circle) -> tuple[PersonId, ...]:
    """Who keeps a circle's purse: its treasurer, else its lead; nobody where neither is named."""
    held = (circle.roles.get(role) for role in (TREASURER, LEAD))
    return tuple(person for person in held if person is not None)[:1]


def open_circle(wanted: CircleId, facts: BooksFacts) -> Circle:
    """An open circle that the person may know of. Raises Unknown."""
    circle = facts.circles.open(wanted)
    if circle is None or not facts.circles.may_see(facts.by.person, wanted):
        raise Unknown(field="circle", what=f"circle {wanted}", hint=" /circle list shows those you can see.")
    return circle


def language_of(person: PersonId, circles: Circles, everybody: People) -> str:
    """The language a person writes amounts in: their own, else the organisation's; empty where neither is known."""
    known = everybody.persons.get(person)
    return (known.language if known else "") or circles.organisation.language


def read_amount(
    typed: str,
    state: Books,
    by: PersonId,
    circles: Circles,
    everybody: People,
    others: bool = False,
    meant: Unit | None = None,
) -> tuple[int, Unit]:
    """Minor units and what they are of, read as the person writes it. Raises Invalid.

    Where no unit is written it is the one that is `meant`, or the only one in use.
    """
    used = [Unit(code, exponent) for code, exponent in state.units.items()]
    plain = circles.organisation.plain_units if others else ()
    units, more = ([meant], (*used, *plain)) if meant else (used, plain)
    try:
        return amount_of(typed, units, language_of(by, circles, everybody), others, more, names=True)
    except ValueError as reason:
        raise Invalid(field="amount", problem=f"{reason}.", fix="Change it and send it again.") from None
