"""What an adoption could not carry out, recorded for ever."""

from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event, event


@event("carried.undone")
class CarriedUndone(Event):
    """The rules refused what the proposal carried; `number` counts from 1, and `told` facilitates in the circle."""

    number: int
    why: str
    told: PersonId | None = None
