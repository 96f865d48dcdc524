"""A budget request as nouns: what is asked for in each version, by what rule it is decided, and how it stands."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from governance_core.budgets.parts_model import Part, Report
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.money import Unit


class Standing(StrEnum):
    """How a request stands (process.md, 4)."""

    NOTHING = ""
    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    PAID = "paid"
    CLOSED = "closed"


class Route(StrEnum):
    """Who decides: nobody unless somebody escalates it, some roles, or a circle by consent."""

    ANNOUNCE = "announce"
    ROLES = "roles"
    CONSENT = "consent"


OPEN: Final = (Standing.ASKED,)
"""Not decided yet: what is asked for is set aside."""
ENDED: Final = (Standing.DECLINED, Standing.WITHDRAWN, Standing.LAPSED)
"""Nothing was paid, and nothing is held any more."""
SETTLED: Final = (Standing.APPROVED, Standing.PAID, Standing.CLOSED)
"""Promised once: what was paid, what came back and what proves it is recorded."""
REFUND_MARK: Final = "R"
"""Stands before the number of a refund, on cards and where somebody types it."""


@dataclass(frozen=True, slots=True)
class Content:
    """One version of what is asked for, in minor units. `payee_person` is the payee where that is a member.

    `digest` covers what an approval is given to: amount, payee, purpose, receipts and parts. `parts` add up to the
    amount (none: it is released at once), and `part_words` are the lines in which they were asked for.
    """

    minor: int
    unit: str
    exponent: int
    purpose: str
    payee: str
    payee_person: PersonId | None
    needed_by: datetime | None
    receipts: bool
    digest: str
    parts: tuple[Part, ...] = ()
    part_words: str = ""

    @property
    def of(self) -> Unit:
        """What the amount is counted in."""
        return Unit(self.unit, self.exponent)


@dataclass(frozen=True, slots=True)
class Terms:
    """By what rule a request is decided, as it was when it was asked for (or changed, or escalated).

    `limit` (minor units) is how much may be decided so; `needed` holders of `roles` must approve, where nobody
    approves an announced one and it stands at `until`. `asked` are those who could approve then. At `lapses_at` the
    amount is set aside no longer, unless `circle` decides it by consent: then it is as long as the round takes.
    `reminders` are lengths before that, by the clock of `zone`. Instants are UTC.
    """

    route: Route
    limit: int
    lapses_at: datetime
    roles: tuple[str, ...] = ()
    needed: int = 1
    asked: tuple[PersonId, ...] = ()
    until: datetime | None = None
    circle: CircleId = CircleId("")
    reminders: tuple[str, ...] = ()
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """An amount (minor units) that was paid outside, and is only recorded here; `taken_back` when by mistake.

    `early` when it was paid before it was asked for; `last_resort` why it was recorded by whoever else was left.
    Where a `treasury` reported it, there is no payer.
    """

    minor: int
    reference: str
    on: datetime
    payer: PersonId
    taken_back: bool = False
    early: bool = False
    last_resort: str = ""
    treasury: str = ""


@dataclass(frozen=True, slots=True)
class Refund:
    """An amount (minor units) that came back on an instant (UTC), recorded by a `person`; `taken_back` by mistake.

    `last_resort` is why it was recorded by whoever else was left.
    """

    minor: int
    reference: str
    on: datetime
    person: PersonId
    taken_back: bool = False
    last_resort: str = ""


@dataclass(frozen=True)
class Request:
    """A budget request as it stands. `approvals` are to the last version; `salt` goes into its digests.

    `proposal` decides it, or did. `receipts` are by digest. `released` are the numbers of
    the parts that can be paid, and `reports` all that were handed in for parts, the oldest first. At `chases` (UTC) the
    requester is reminded of a receipt that is missing. Those who can approve it were reminded until `reminded_until`,
    but for those in `remind_later`.
    """

    circle: CircleId = CircleId("")
    requester: PersonId = PersonId("")
    standing: Standing = Standing.NOTHING
    versions: tuple[Content, ...] = ()
    terms: Terms | None = None
    approvals: Mapping[PersonId, datetime] = field(default_factory=dict)
    salt: str = ""
    at: datetime | None = None
    escalated_by: PersonId | None = None
    escalated_because: str = ""
    settled_by: PersonId | None = None
    settled_at: datetime | None = None
    reason: str = ""
    payments: tuple[Payment, ...] = ()
    refunds: tuple[Refund, ...] = ()
    receipts: Mapping[str, str] = field(default_factory=dict)
    released: tuple[int, ...] = ()
    reports: tuple[Report, ...] = ()
    chases: tuple[datetime, ...] = ()
    proposal: StreamId = StreamId("")
    reminded_until: datetime | None = None
    remind_later: Mapping[PersonId, datetime] = field(default_factory=dict)

    @property
    def paid(self) -> int:
        """What was paid so far, in minor units, whatever came back of it."""
        return sum(one.minor for one in self.payments if not one.taken_back)

    @property
    def refunded(self) -> int:
        """What came back of it, in minor units."""
        return sum(one.minor for one in self.refunds if not one.taken_back)

    @property
    def due(self) -> int:
        """What is promised and not paid yet."""
        return self.content.minor - self.paid if self.standing is Standing.APPROVED else 0

    @property
    def payable(self) -> int:
        """What of it can be paid now: of an amount in parts, what is released and not paid yet."""
        parts = self.content.parts
        return (
            min(self.due, sum(parts[number - 1].minor for number in self.released) - self.paid) if parts else self.due
        )

    @property
    def version(self) -> int:
        """Which version stands; 0 when there is no request."""
        return len(self.versions)

    @property
    def content(self) -> Content:
        """What is asked for now."""
        return self.versions[-1]

    @property
    def is_open(self) -> bool:
        """Whether it waits to be decided."""
        return self.standing in OPEN

    @property
    def holds(self) -> bool:
        """Whether something is set aside or promised for it."""
        return self.standing in (Standing.ASKED, Standing.APPROVED)


def content_digest(
    salt: str,
    minor: int,
    unit: str,
    payee: str,
    purpose: str,
    receipts: bool,
    parts: Sequence[Part] = (),
    said: str = "",
    person: PersonId | None = None,
) -> str:
    """SHA-256, in hex, of what an approval is given to; without the salt nobody can try guesses on it.

    `person` is the payee where that is a member: two of them may be called alike.
    """
    in_parts = [[[one.minor, one.waits, str(one.on)] for one in parts], said] if parts else []
    member = [{"member": person}] if person else []
    whole = json.dumps([salt, minor, unit, payee, purpose, receipts, *in_parts, *member])
    return hashlib.sha256(whole.encode()).hexdigest()
