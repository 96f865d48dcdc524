"""The port of the reading half: the entries of the ledger and the requests, one line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance_core.kernel.ids import CircleId, PersonId, StreamId


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of the ledger: an amount in minor units went from one account to another; instants are UTC.

    `reference` is what a payment is called outside, and `last_resort` why somebody recorded it as the last who could.
    """

    number: int
    at: datetime
    entry: str
    minor: int
    unit: str
    exponent: int
    from_circle: str
    from_part: str
    to_circle: str
    to_part: str
    by: PersonId | None
    because: str
    reason: str
    reference: str = ""
    last_resort: str = ""


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A line about a budget request; the amount is in minor units, and the instant when it was asked for is UTC."""

    id: StreamId
    circle: CircleId
    requester: PersonId
    standing: str
    version: int
    minor: int
    unit: str
    exponent: int
    purpose: str
    at: datetime


class ReadsRequests(Protocol):
    """Requests across circles. Callers name the circles that may be seen."""

    def listed_requests(
        self,
        circles: Sequence[CircleId],
        standings: Sequence[str],
        requester: PersonId | None,
        limit: int,
        before: int | None = None,
    ) -> Sequence[RequestRow]:
        """The newest requests of these circles: of a standing, or of all where none is named, perhaps of one person.

        With `before` those of a lower number only.
        """

    def count_requests(self, circles: Sequence[CircleId], standings: Sequence[str], requester: PersonId | None) -> int:
        """How many there are."""

    def requests_in(self, circle: CircleId) -> Sequence[StreamId]:
        """The requests of a circle that wait to be decided, the oldest first."""

    def paid_with(self, circle: CircleId, unit: str, reference: str) -> StreamId | None:
        """The request of a circle with a payment or refund of this reference, whatever its case; None if none has."""

    def receipt_in(self, receipt: str) -> StreamId | None:
        """The first request with this very receipt."""

    def promised_to(self, person: PersonId) -> Sequence[StreamId]:
        """What the person asked for that is approved and not all paid, the oldest first."""

    def requests_of(self, person: PersonId) -> Sequence[StreamId]:
        """The requests of a person that wait to be decided, the oldest first."""


class ReadsParts(Protocol):
    """Requests of which a report waits or a receipt is missing. Callers name the circles that may be seen."""

    def reports_waiting(self, circles: Sequence[CircleId]) -> Sequence[StreamId]:
        """The approved requests with a report that nobody has decided on yet, the oldest first."""

    def without_receipt(self, circles: Sequence[CircleId], requester: PersonId | None = None) -> Sequence[StreamId]:
        """The requests that are paid, at least in part, and have no receipt, needed or not; the oldest first.

        With `requester` those of one person only.
        """
