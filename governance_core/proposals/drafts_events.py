"""What happens to a draft, recorded for ever."""

from collections.abc import Mapping

from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event, event, personal


@event("draft.kept")
class DraftKept(Event):
    """Row 1: a draft only its proposer sees; blank fields are still to be filled."""

    proposer: PersonId
    circle: CircleId
    options: Mapping[str, str]
    title: str = personal("proposer")
    driver: str = personal("proposer")
    text: str = personal("proposer")
    criteria: str = personal("proposer", default="")


@event("draft.submitted")
class DraftSubmitted(Event):
    """The draft became a proposal."""

    by: PersonId


@event("draft.dropped")
class DraftDropped(Event):
    """The draft was thrown away."""

    by: PersonId
