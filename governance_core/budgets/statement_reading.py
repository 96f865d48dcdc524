"""What every reading of the books begins with: a circle that is there, and the period that was meant."""

from datetime import datetime

from governance_core.cards.plain import one_line
from governance_core.circles.model import Circle, Circles
from governance_core.kernel.errors import Invalid, Unknown
from governance_core.kernel.ids import CircleId
from governance_core.kernel.periods import Period, period

ALWAYS = Period(None, None)


def known_circle(wanted: CircleId, circles: Circles) -> Circle:
    """A circle that is or was; whether it may be seen is asked of every query. Raises Unknown."""
    found = circles.circles.get(wanted)
    if found is None:
        raise Unknown(field="circle", what=f"circle {wanted}", hint=" /circle list shows those you can see.")
    return found


def meant(typed: str, zone: str, now: datetime) -> Period:
    """The period somebody typed, in the circle's zone; all of time where nothing was. Raises Invalid."""
    if not typed:
        return ALWAYS
    try:
        return period(typed, now, zone)
    except ValueError as reason:
        problem = f"{one_line(typed, 60)} is no time that can be looked in."
        raise Invalid(field="period", problem=problem, fix=str(reason)) from None
