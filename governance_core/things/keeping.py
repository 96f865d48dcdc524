"""Who keeps the things of a circle and may lend them, and who may borrow them."""

from collections.abc import Iterator, Sequence
from typing import Final

from governance_core.circles.model import LEAD, SECRETARY, Circle, Circles
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.time import Duration
from governance_core.people.model import People
from governance_core.things.model import Reach, Thing

KEEPER: Final = "keeper"
"""A role that a circle may name for whoever looks after its things."""
NO_LIMIT: Final = "off"


def keepers(circle: CircleId, circles: Circles, everybody: People, but: PersonId | None = None) -> tuple[PersonId, ...]:
    """Its keeper, lead and secretary, without `but`; where there is nobody, those of the circle above.

    Nobody outside a private circle keeps anything in it.
    """
    for one in _line(circle, circles):
        found = [person for person in _named(one) if person != but and everybody.present(person)]
        if found:
            return tuple(found)
    return ()


def asked_first(
    circle: CircleId, circles: Circles, everybody: People, but: PersonId | None = None
) -> tuple[PersonId, ...]:
    """Of those, whom it is waited for: the keeper alone, where the circle has one."""
    able = keepers(circle, circles, everybody, but)
    return tuple(person for person in able if person in _holders(circle, circles)) or able


def _holders(circle: CircleId, circles: Circles) -> Sequence[PersonId]:
    return [one.roles[KEEPER] for one in _line(circle, circles) if KEEPER in one.roles]


def _line(circle: CircleId, circles: Circles) -> Iterator[Circle]:
    """The circle and those above it, from the inside out; of a private one nobody above knows."""
    for one in reversed(circles.ancestry(circle)):
        yield one
        if one.private:
            return


def _named(circle: Circle) -> Iterator[PersonId]:
    held = (circle.roles.get(role) for role in (KEEPER, LEAD, SECRETARY))
    yield from dict.fromkeys(person for person in held if person is not None)


def longest_loan(thing: Thing, circles: Circles) -> Duration | None:
    """For how long a thing is lent at most: as its keepers say, else as the circle's rules do; None for no limit."""
    if thing.longest == NO_LIMIT:
        return None
    return Duration.parse(thing.longest) if thing.longest else circles.policy_of(thing.circle).longest_loan


def may_borrow(person: PersonId, thing: Thing, circles: Circles) -> bool:
    """Whether somebody is among those it is lent to."""
    if thing.reach is Reach.ALL:
        return circles.may_see(person, thing.circle)
    if circles.sits_in(person, thing.circle):
        return True
    return thing.reach is Reach.BELOW and any(circles.sits_in(person, one.id) for one in _below(thing.circle, circles))


def _below(circle: CircleId, circles: Circles) -> Iterator[Circle]:
    here = circles.circles[circle]
    return (one for one in circles.alive() if here in circles.ancestry(one.id))
