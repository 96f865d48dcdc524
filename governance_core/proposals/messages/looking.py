"""What can be looked up about proposals and rounds."""

from governance_core.cards.form import Hidden, Lookup, Question, Toggle, Words
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.message import Query, ask, message
from governance_core.proposals.messages.shared import ID


@message("proposal.show", "A proposal as it stands", path="proposal show", action="show", example="/proposal show P-1")
class ShowProposal(Query):
    """The card, with what you may do; or the text of a version as it was."""

    id: StreamId = ask(ID)
    old_version: str | None = ask(
        Question(Words(), "Old version", "1 for the text as it was first", form=False), default=None
    )


@message("proposal.read", "The whole text of a proposal, nothing shortened", path="proposal read", action="read")
class ReadProposal(Query):
    """Everything people wrote, in full."""

    id: StreamId = ask(ID)


@message(
    "proposal.list",
    "Proposals, the open ones first",
    path="proposal list",
    action="proposals",
    argument="page",
    example="/proposal list circle:garden",
)
class ListProposals(Query):
    """By circle, by state, or only yours."""

    circle: CircleId | None = ask(Question(Lookup("circle"), "Circle"), default=None)
    state: str | None = ask(Question(Words(), "State", "open, adopted, lapsed, …"), default=None)
    mine: bool = ask(Question(Toggle(), "Mine"), default=False)
    page: str = ask(Question(Hidden()), default="")


@message("consent.status", "Who is awaited in a round", path="consent status", action="status")
class RoundStatus(Query):
    """Who answered, who is awaited, who is away; what they answered is said where the circle may see it."""

    id: StreamId = ask(ID)


@message("me.circles", "Your circles, and what is open in each", path="me circles", example="/me circles")
class MyCircles(Query):
    """The circles the viewer sits in."""


@message("me.drafts", "Your drafts", path="proposal drafts", action="drafts")
class MyDrafts(Query):
    """Drafts only the viewer sees."""
