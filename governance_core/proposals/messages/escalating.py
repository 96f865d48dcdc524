"""Commands that take a proposal to the parent circle, where its own circle cannot settle it (row 17)."""

from governance_core.cards.form import Lookup, Question, Toggle, Words
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, ask, message
from governance_core.proposals.carrying_model import Carried
from governance_core.proposals.escalating_model import Origin
from governance_core.proposals.wording_model import Wording

_OBJECTED = Question(Lookup("proposal"), "Proposal")


@message(
    "proposal.escalate",
    "Take a proposal to the parent circle, where an objection stands (facilitator)",
    path="proposal escalate",
    action="escalate",
    presets={"escalate-shown": {"shown": "yes"}},
    title="Escalate to the parent circle",
    submit="Escalate",
    always_asks=True,
    example='/proposal escalate P-1 reason:"We go round in circles"',
)
class EscalateProposal(Command):
    """Row 17: a new proposal in the parent circle, linked both ways; this one is final.

    `shown` says that whoever escalates from a private circle knows what the parent will see.
    """

    id: StreamId = ask(_OBJECTED)
    reason: str | None = ask(
        Question(Words(long=True), "Reason", "What was tried, and why it cannot be settled here"), default=None
    )
    shown: bool = ask(Question(Toggle(), "Shown", "The parent may see its text and history", form=False), default=False)


@message("proposal.open_escalated", "A proposal goes on in the parent circle", pressed_by=frozenset({"policy"}))
class OpenEscalated(Command):
    """Row 17: the parent circle gets it as a proposal of its own, with the history of the one it comes from."""

    circle: CircleId
    proposer: PersonId
    wording: Wording
    origin: Origin
    carries: tuple[Carried, ...] = ()
    changes: StreamId = StreamId("")
    drops: bool = False


@message("proposal.note_escalation", "An escalated proposal goes on elsewhere", pressed_by=frozenset({"policy"}))
class NoteEscalation(Command):
    """Row 17: the proposal learns as which one it goes on in the parent circle."""

    id: StreamId
    to: StreamId
