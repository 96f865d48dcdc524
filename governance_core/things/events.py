"""What happens to a shared thing, kept for ever."""

from datetime import datetime

from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event, event, personal
from governance_core.things.model import Kind, Lending, Reach


@event("thing.added")
class ThingAdded(Event):
    """A circle has something to lend."""

    circle: CircleId
    person: PersonId
    sort: Kind
    quantity: int
    lending: Lending
    reach: Reach
    longest: str
    at: datetime
    name: str = personal("person")
    place: str = personal("person")


@event("thing.changed")
class ThingChanged(Event):
    """All that is said of it now; `circle` keeps it from now on."""

    circle: CircleId
    person: PersonId
    sort: Kind
    quantity: int
    lending: Lending
    reach: Reach
    longest: str
    at: datetime
    name: str = personal("person")
    place: str = personal("person")


@event("thing.retired")
class ThingRetired(Event):
    """It is lent no more; `cancelled` are those who had booked it, `proposals` what was to decide of loans."""

    person: PersonId
    at: datetime
    cancelled: tuple[PersonId, ...] = ()
    proposals: tuple[str, ...] = ()
    reason: str = personal("person", default="")


@event("thing.damaged")
class ThingDamaged(Event):
    """So many of it are out of use; `booked` are those who wait for it."""

    person: PersonId
    quantity: int
    at: datetime
    keepers: tuple[PersonId, ...] = ()
    booked: tuple[PersonId, ...] = ()
    what: str = personal("person")


@event("thing.repaired")
class ThingRepaired(Event):
    """All of it can be used again."""

    person: PersonId
    at: datetime
    what: str = personal("person", default="")
