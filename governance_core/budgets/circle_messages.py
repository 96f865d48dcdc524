"""Commands of policies about a budget request that its circle decides."""

from governance_core.budgets.request_model import Standing
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, message


@message("budget.note_proposal", "Which proposal decides a request", pressed_by=frozenset({"policy"}))
class NoteProposal(Command):
    """The request learns where it is decided."""

    id: StreamId
    proposal: StreamId
    circle: CircleId


@message("budget.adopt", "The circle adopted the proposal of a request", pressed_by=frozenset({"policy"}))
class AdoptRequest(Command):
    """It is promised, if it still is what the circle decided: `digest` covers that."""

    id: StreamId
    proposal: StreamId
    digest: str


@message("budget.not_adopt", "The proposal of a request ended", pressed_by=frozenset({"policy"}))
class EndWithProposal(Command):
    """What was set aside is free again."""

    id: StreamId
    proposal: StreamId
    standing: Standing
    because: str
    by: PersonId | None = None
    reason: str = ""
