"""The parts in which an amount is released: how much each is, what it waits for, and the reports handed in for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from governance_core.kernel.ids import PersonId, StreamId


class Waits(StrEnum):
    """What a part waits for once the request is approved."""

    NOTHING = "nothing"
    DATE = "date"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Part:
    """So many minor units, paid once this is so; `on` is the instant (UTC) of a date."""

    minor: int
    waits: Waits
    on: datetime | None = None


class Verdict(StrEnum):
    """How a report stands. One that another replaced before anybody decided on it is `replaced`."""

    WAITS = "waits"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Report:
    """What was done with the money so far, handed in for a part (counted from 1), and who accepted it: people, or
    a circle by a proposal."""

    part: int
    words: str
    by: PersonId
    at: datetime
    verdict: Verdict = Verdict.WAITS
    accepted_by: tuple[PersonId, ...] = ()
    reason: str = ""
    proposal: StreamId = StreamId("")
