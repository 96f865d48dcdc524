"""Closing the books of a time that is over: nothing of it is entered any more, for good."""

from datetime import date, datetime, timedelta

from governance_core.budgets.entering import keeper_of
from governance_core.budgets.model import OUTSIDE, Books
from governance_core.budgets.moving_messages import YES, ClosePeriod, PeriodClosed
from governance_core.budgets.purse import BooksFacts, open_circle
from governance_core.circles.model import Circle
from governance_core.kernel.errors import Invalid, Refusal
from governance_core.kernel.ids import CircleId
from governance_core.kernel.message import Event
from governance_core.kernel.time import instant_of, local_date


class PeriodIsClosed(Refusal):
    """What was closed stays as it was read."""

    code = "period_is_closed"
    template = (
        "The books of {circle} are closed until {until}, so nothing of {day} is recorded. "
        "Give a day after that, and say in the words of it when it was."
    )


def close(command: ClosePeriod, state: Books, facts: BooksFacts) -> tuple[Event, ...]:
    """A time that is over, once somebody is sure. Raises a Refusal."""
    circle = open_circle(command.circle, facts) if command.circle else _root(facts)
    whole = command.circle is None
    by = keeper_of(circle, facts, "close the books of all circles" if whole else f"close the books of {circle.name}")
    until = _last_day(command.until, circle, facts)
    before = closed_until(circle.id, state)
    if before is not None and until <= before:
        problem = f"That is closed already, until {before}."
        raise Invalid(field="until", problem=problem, fix="Give a day after that to close more.")
    if command.sure != YES:
        problem = "What is closed cannot be opened again, and corrections are new entries from then on."
        raise Invalid(field="sure", problem=problem, fix="Answer yes if you are sure.")
    told = [one.id for one in facts.circles.alive() if whole or one.id == circle.id]
    side = OUTSIDE if whole else str(circle.id)
    return (PeriodClosed(circle=side, until=str(until), by=by, at=facts.now, told_in=tuple(told)),)


def _root(facts: BooksFacts) -> Circle:
    """The circle that stands for the whole. Raises Invalid where no single one does."""
    roots = [one for one in facts.circles.alive() if not one.parent]
    if len(roots) != 1:
        raise Invalid(field="circle", problem="No one circle stands for all.", fix="Name the circle to close.")
    return roots[0]


def _last_day(typed: str, circle: Circle, facts: BooksFacts) -> date:
    zone, starts = facts.circles.zone_of(circle.id), facts.circles.policy_of(circle.id).day_starts
    try:
        until = local_date(instant_of(typed, facts.now, zone, starts), zone)
    except ValueError as reason:
        raise Invalid(field="until", problem=f"{reason}.", fix="Change it and send it again.") from None
    today = local_date(facts.now, zone)
    if until >= today:
        fix = f"Give {today - timedelta(days=1)} or an earlier day."
        raise Invalid(field="until", problem=f"{until} is not over yet, and only what is over is closed.", fix=fix)
    return until


def closed_until(circle: CircleId, state: Books) -> date | None:
    """The last day that is closed for a circle, by itself or with all others; None where nothing is."""
    days = [state.closed[one] for one in (OUTSIDE, str(circle)) if one in state.closed]
    return date.fromisoformat(max(days)) if days else None


def is_closed(circle: CircleId, day: date, state: Books) -> bool:
    """Whether nothing of that day is entered any more."""
    until = closed_until(circle, state)
    return until is not None and day <= until


def require_open_day(circle: Circle, at: datetime, zone: str, state: Books) -> None:
    """Raise PeriodIsClosed where an instant (UTC) lies on a day that is closed for the circle."""
    day = local_date(at, zone)
    if is_closed(circle.id, day, state):
        raise PeriodIsClosed(field="date", circle=circle.name, until=closed_until(circle.id, state), day=day)
