"""Where an escalated proposal comes from, as nouns: the versions and objections of the circle below."""

from dataclasses import dataclass

from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.proposals.objections_model import Objection
from governance_core.proposals.wording_model import Wording


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an escalated proposal comes from, and what was tried there (row 17).

    Of a private circle the parent is shown texts, objections and the reason, and no name.
    """

    proposal: StreamId
    circle: CircleId
    by: PersonId
    proposer: PersonId = PersonId("")
    private: bool = False
    unlinked: tuple[str, ...] = ()
    reason: str = ""
    versions: tuple[Wording, ...] = ()
    objections: tuple[Objection, ...] = ()
