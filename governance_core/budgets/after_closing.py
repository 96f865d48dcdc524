"""What still moves of a circle that is closed: what comes back goes on to the circle above, and is taken from there."""

from governance_core.budgets.asking import moved_for_request
from governance_core.budgets.entering import entry_of, require_available
from governance_core.budgets.evolving import evolve
from governance_core.budgets.messages import AmountMoved, MoveForRequest
from governance_core.budgets.model import AVAILABLE, OUTSIDE, Account, Books
from governance_core.budgets.purse import BooksFacts
from governance_core.circles.model import Circle, Circles
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.money import Unit


def heir_of(circle: CircleId, circles: Circles) -> Circle | None:
    """The nearest circle above that is not closed; None where there is none: then it is the world outside."""
    above = reversed(circles.ancestry(circle)[:-1])
    return next((one for one in above if not one.closed), None)


def entries_for(command: MoveForRequest, state: Books, facts: BooksFacts) -> tuple[AmountMoved, ...]:
    """The entry a request leads to, and what a circle that is closed needs besides. Raises OverEnvelope, TooLittle."""
    before = _fetched(command, state, facts)
    for one in before:
        state = evolve(state, one)
    return (*before, *_passed_on(moved_for_request(command, state, facts), state, facts))


def _passed_on(moved: AmountMoved, state: Books, facts: BooksFacts) -> tuple[AmountMoved, ...]:
    """The entry, and where its circle is closed another, so that nothing stays where nobody is."""
    circle = facts.circles.circles[CircleId(moved.to_circle)]
    if not circle.closed or moved.to_part != AVAILABLE:
        return (moved,)
    unit = Unit(moved.unit, moved.exponent)
    because = "" if circle.private else moved.because
    return (moved, _with_heir("return", circle, moved.minor, unit, moved.by, because, evolve(state, moved), facts))


def _fetched(command: MoveForRequest, state: Books, facts: BooksFacts) -> tuple[AmountMoved, ...]:
    """What a closed circle lacks for an entry that takes something back, from above. Raises TooLittle."""
    circle, unit = facts.circles.circles[command.circle], Unit(command.unit, command.exponent)
    if not circle.closed or command.from_part != AVAILABLE:
        return ()
    above = heir_of(circle.id, facts.circles)
    if above is not None:
        require_available(command.minor, unit, above, state, facts)
    because = "" if circle.private else command.request
    return (_with_heir("allocation", circle, command.minor, unit, command.by, because, state, facts),)


def _with_heir(
    entry: str,
    circle: Circle,
    minor: int,
    unit: Unit,
    by: PersonId | None,
    because: str,
    state: Books,
    facts: BooksFacts,
) -> AmountMoved:
    """Between a closed circle and the one above, who hears of it unless the closed one was private."""
    above = heir_of(circle.id, facts.circles)
    here, there = (Account(side, AVAILABLE, unit.code) for side in (circle.id, above.id if above else OUTSIDE))
    source, target = (here, there) if entry == "return" else (there, here)
    return entry_of(entry, minor, unit, source, target, state, facts, by=by, because=because, quiet=circle.private)
