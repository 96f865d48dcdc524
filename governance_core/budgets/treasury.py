"""The port to where money really moves: what is asked of it before a payment or a refund is recorded.

The program moves no money. The built-in mode, `record`, takes the word of whoever records a payment. Another mode may
know better (a bank's statement, a chain, a payment service): it moves money in a place and a loop of its own, keyed by
what is promised, and says here what it knows of it. Whoever adds one puts it into `MODES` under its name; the config
file chooses it, and nothing of the feature changes. What it is to pay, and how it reports that it did, is in
`treasury_orders`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.money import Unit

USUAL: Final = "record"


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says that so many minor units were paid for a request, or came `back`, under a reference.

    `on` is when they say it was, and `now` the instant of the transaction (both UTC).
    """

    request: StreamId
    circle: CircleId
    minor: int
    unit: Unit
    payee: str
    person: PersonId
    reference: str
    on: datetime
    now: datetime
    back: bool = False


class Treasury(Protocol):
    """Where money really moves."""

    def confirmed(self, claim: Claim) -> datetime:
        """When (UTC, not after `now`) it moved. Raises a Refusal, with what to do, where it did not.

        It is asked inside a transaction that may be tried again: it moves nothing, waits for nothing, and says the same
        of the same claim.
        """


class Recorded:
    """`record`: it is as whoever keeps the purse says."""

    def confirmed(self, claim: Claim) -> datetime:
        """When they say."""
        return claim.on


MODES: Final[dict[str, Treasury]] = {USUAL: Recorded()}
"""Every mode by the name that the config file calls it."""


class NoSuchTreasury(Refusal):
    """The organisation uses a mode that this program does not have."""

    code = "no_such_treasury"
    template = (
        "Payments here go through the treasury {mode}, which this program does not know, so nothing was recorded. "
        "Ask an admin to look at treasury in the config."
    )


def treasury(mode: str) -> Treasury:
    """The mode of this name. Raises NoSuchTreasury."""
    found = MODES.get(mode or USUAL)
    if found is None:
        raise NoSuchTreasury(mode=mode)
    return found
