"""What a private circle wants of a purse whose keeper may not know of it: a wish with a number, and what it shows."""

from dataclasses import dataclass
from datetime import datetime

from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.money import Unit


@dataclass(frozen=True, slots=True)
class Wish:
    """So many minor units for `circle` out of the envelope of `above`, asked for at an instant (UTC).

    Whoever keeps the purse above is shown the number, the amount and `reason`, and neither the circle nor `by`.
    """

    number: int
    circle: CircleId
    above: CircleId
    minor: int
    unit: str
    exponent: int
    by: PersonId
    at: datetime
    reason: str = ""

    @property
    def of(self) -> Unit:
        """What it is an amount of."""
        return Unit(self.unit, self.exponent)
