"""What upkeep reads: postings that were given up. They stand in the outbox, so there is no table of its own."""

from collections.abc import Callable, Mapping, Sequence

from sqlmodel import SQLModel

from adapters.sql.delivery import GIVEN_UP, as_waiting
from adapters.sql.register import Projection, Reading
from governance_core.kernel.message import Event
from governance_core.upkeep.model import GivenUp
from governance_core.upkeep.reading import ReadsPostings


class PostingReading:
    """`ReadsPostings` on one reading."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def given_up(self) -> Sequence[GivenUp]:
        """What will not be shown unless somebody asks for it, the oldest first."""
        found = map(as_waiting, self._reading.rows(GIVEN_UP, (self._reading.org,)))
        return [GivenUp(one.posting, one.last_error, one.since) for one in found]


TABLES: tuple[type[SQLModel], ...] = ()
PROJECTIONS: Mapping[type[Event], Projection] = {}
HALVES: Mapping[type, Callable[[Reading], object]] = {ReadsPostings: PostingReading}
