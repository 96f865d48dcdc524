"""What happens around spelling that is put right, recorded for ever."""

from datetime import datetime

from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event, event, personal


@event("proposal.corrected")
class ProposalCorrected(Event):
    """The facilitator put the spelling right: the version and its answers stay, and electors may challenge it `until`.

    `deadline` is the end of the round where it had to move, so that there is time to.
    """

    by: PersonId
    proposer: PersonId
    at: datetime
    until: datetime
    deadline: datetime | None = None
    title: str = personal("proposer")
    driver: str = personal("proposer")
    text: str = personal("proposer")


@event("correction.challenged")
class CorrectionChallenged(Event):
    """An elector sees more than spelling in it: the text becomes the next version, and the one before is as it was."""

    by: PersonId


@event("correction.settled")
class CorrectionSettled(Event):
    """Nobody challenged it in time."""
