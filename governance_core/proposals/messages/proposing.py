"""Commands that put a proposal to a circle, change its text, move it or take it back."""

from governance_core.cards.form import Choice, Hidden, Lookup, Moment, Option, Question, Toggle, Words
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.message import Command, Menu, ask, message
from governance_core.proposals.carrying_model import Carried
from governance_core.proposals.messages.shared import ID, SEEN_VERSION

PROCESS = (Option("quick", "Quick: straight to consent"), Option("full", "Full: clarify, amend, then consent"))

CRITERIA = Question(Words(long=True), "Measured by", "What will show whether it works", form=False)


@message(
    "proposal.create",
    "Put a proposal to a circle",
    path="proposal create",
    action="propose",
    title="New proposal",
    submit="Put it to the circle",
    example='/proposal create circle:garden title:"Water the beds" driver:"They dry out" text:"Mon and Thu" review:90d',
    menus=(
        Menu("Turn into proposal", "message", {"text": "text", "source": "link"}),
        Menu("New proposal", "everywhere"),
    ),
    free_text="title",
)
class CreateProposal(Command):
    """Row 1: submitted at once, or kept as a draft only its proposer sees."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle", "Whose domain is it?"))
    title: str = ask(Question(Words(), "Title", "In a few words"))
    driver: str = ask(Question(Words(long=True), "Driver", "What happens now, and why must we act?"))
    text: str = ask(Question(Words(long=True), "Proposal", "What exactly shall we do, who does it, until when?"))
    review: str | None = ask(Question(Moment(), "Review", "When to look at it again: 90d or a date"), default=None)
    expiry: str | None = ask(Question(Moment(), "Expiry", "When it ends by itself", form=False), default=None)
    process: str | None = ask(Question(Choice(PROCESS), "Process", "", form=False), default=None)
    deadline: str | None = ask(Question(Moment(), "Deadline", "When the round closes", form=False), default=None)
    criteria: str | None = ask(
        Question(Words(long=True), "Measured by", "What shows that it works", form=False), default=None
    )
    draft: bool = ask(Question(Toggle(), "Draft", "Keep it for now", form=False), default=False)
    source: str = ask(Question(Hidden()), default="")
    practice: bool = ask(Question(Hidden()), default=False)
    carries: tuple[Carried, ...] = ()
    changes: str = ask(Question(Hidden()), default="")
    seen: int = ask(Question(Hidden()), default=0)
    drops: bool = ask(Question(Hidden()), default=False)

    def meant(self) -> Command:
        """With `draft:true` it is kept, not submitted."""
        if not self.draft:
            return self
        return KeepDraft(
            circle=self.circle,
            title=self.title,
            driver=self.driver,
            text=self.text,
            review=self.review,
            expiry=self.expiry,
            process=self.process,
            deadline=self.deadline,
            criteria=self.criteria or "",
        )


@message(
    "proposal.again",
    "Propose something again that ended without being adopted",
    path="proposal again",
    action="again",
    title="Propose again",
    submit="Put it to the circle",
    always_asks=True,
    example="/proposal again P-1",
)
class ProposeAgain(Command):
    """Row 15: anyone may propose it again; the new proposal names the old one as its source."""

    id: StreamId = ask(ID)
    circle: CircleId = ask(Question(Lookup("circle"), "Circle", "Whose domain is it?"))
    title: str = ask(Question(Words(), "Title", "In a few words"))
    driver: str = ask(Question(Words(long=True), "Driver", "What happens now, and why must we act?"))
    text: str = ask(Question(Words(long=True), "Proposal", "What exactly shall we do, who does it, until when?"))
    review: str | None = ask(Question(Moment(), "Review", "When to look at it again: 90d or a date"), default=None)
    changes: str = ask(Question(Hidden()), default="")
    drops: bool = ask(Question(Hidden()), default=False)

    def meant(self) -> Command:
        """A new proposal."""
        return CreateProposal(
            circle=self.circle,
            title=self.title,
            driver=self.driver,
            text=self.text,
            review=self.review,
            source=self.id,
            changes=self.changes,
            drops=self.drops,
        )


@message("draft.keep", "Keep a proposal as a draft")
class KeepDraft(Command):
    """Row 1: a draft, without an id until it is submitted."""

    circle: CircleId
    title: str
    driver: str
    text: str
    review: str | None = None
    expiry: str | None = None
    process: str | None = None
    deadline: str | None = None
    criteria: str = ""


@message(
    "draft.submit",
    "Put a draft of yours to its circle",
    path="proposal submit",
    action="submit-draft",
    example="/proposal submit draft-1",
)
class SubmitDraft(Command):
    """Row 1: a draft becomes a proposal and gets its id."""

    id: StreamId = ask(Question(Lookup("draft"), "Draft"))


@message("draft.drop", "Throw a draft of yours away", path="proposal discard-draft", action="drop-draft")
class DropDraft(Command):
    """A draft is thrown away; nobody but its proposer ever saw it."""

    id: StreamId = ask(Question(Lookup("draft"), "Draft"))


@message(
    "proposal.amend",
    "Change the text of your proposal: everybody answers anew",
    path="proposal amend",
    action="amend",
    title="Amend the proposal",
    submit="Publish the new version",
    always_asks=True,
    example='/proposal amend P-1 text:"Mon and Fri"',
)
class AmendProposal(Command):
    """Row 5: a new version; open objections carry over and keep blocking."""

    id: StreamId = ask(ID)
    title: str | None = ask(Question(Words(), "Title"), default=None)
    driver: str | None = ask(Question(Words(long=True), "Driver"), default=None)
    text: str | None = ask(Question(Words(long=True), "Proposal"), default=None)
    review: str | None = ask(Question(Moment(), "Review", "90d or a date"), default=None)
    expiry: str | None = ask(Question(Moment(), "Expiry", "", form=False), default=None)
    criteria: str | None = ask(
        Question(Words(long=True), "Measured by", "What shows that it works", form=False), default=None
    )
    version: int | None = ask(SEEN_VERSION, default=None)


@message(
    "proposal.withdraw",
    "Withdraw your proposal",
    path="proposal withdraw",
    action="withdraw",
    title="Withdraw the proposal",
    submit="Withdraw",
    example='/proposal withdraw P-1 reason:"We found a simpler way"',
)
class WithdrawProposal(Command):
    """Row 15: the record is kept, and anyone may propose it again."""

    id: StreamId = ask(ID)
    reason: str | None = ask(Question(Words(long=True), "Reason", "Why, for the record"), default=None)


@message(
    "proposal.discard",
    "Discard a proposal that has no driver or is not this circle's (facilitator)",
    path="proposal discard",
    action="discard",
    title="Discard the proposal",
    submit="Discard",
    example='/proposal discard P-1 reason:"There is no driver: nothing happens if we do not act"',
)
class DiscardProposal(Command):
    """Row 2, first half."""

    id: StreamId = ask(ID)
    reason: str = ask(Question(Words(long=True), "Reason", "No driver, or not this circle's domain: say which"))


@message(
    "proposal.meet",
    "Stop here and take a proposal to the circle's next meeting",
    path="proposal meeting",
    action="meeting",
    title="Take it to a meeting",
    submit="Take it there",
    example='/proposal meeting P-1 reason:"We talk past each other in writing"',
)
class TakeToMeeting(Command):
    """Row 16: any elector; it counts as withdrawn until somebody proposes what the meeting found."""

    id: StreamId = ask(ID)
    reason: str = ask(Question(Words(long=True), "Reason", "Why talking is better now"))


@message(
    "proposal.forward",
    "Re-open a proposal in the circle whose domain it is (facilitator)",
    path="proposal forward",
    action="forward",
    title="Forward the proposal",
    submit="Forward",
    example='/proposal forward P-1 circle:repair reason:"Tools are their domain"',
)
class ForwardProposal(Command):
    """Row 2, second half: the same proposal, in the right circle, answered anew by its electors."""

    id: StreamId = ask(ID)
    circle: CircleId = ask(Question(Lookup("circle"), "Circle", "Whose domain is it?"))
    reason: str | None = ask(Question(Words(long=True), "Reason"), default=None)


@message(
    "proposal.hand_over",
    "Hand your proposal over to whoever sponsors it",
    path="proposal handover",
    action="hand-over",
    example="/proposal handover P-1",
)
class HandOver(Command):
    """The proposer steps back; a sponsor has `sponsor` to take it up (process.md, edge cases)."""

    id: StreamId = ask(ID)


@message("proposal.sponsor", "Take a proposal up whose proposer left", path="proposal sponsor", action="sponsor")
class SponsorProposal(Command):
    """An elector becomes the proposer of an orphaned proposal."""

    id: StreamId = ask(ID)
