"""What can be asked of a proposal and its consent round."""

from governance_core.cards.form import Choice, Hidden, Lookup, Moment, Option, Question, Toggle, Words
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.message import Command, Query, ask, message

_CLOCK = frozenset({"clock"})
_POLICY = frozenset({"policy"})
_ID = Question(Lookup("proposal"), "Proposal")
_VERSION = Question(Hidden())
PROCESS = (Option("quick", "Quick: straight to consent"), Option("full", "Full: clarify, amend, then consent"))
ANSWERS = (
    Option("consent", "Consent"),
    Option("concern", "Consent with concern"),
    Option("stand_aside", "Stand aside"),
)


@message(
    "proposal.create",
    "Put a proposal to a circle",
    path="proposal create",
    action="propose",
    title="New proposal",
    submit="Put it to the circle",
    example='/proposal create circle:garden title:"Water the beds" driver:"They dry out" text:"Mon and Thu" review:90d',
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
    draft: bool = ask(Question(Toggle(), "Draft", "Keep it for now", form=False), default=False)
    source: str = ask(Question(Hidden()), default="")
    practice: bool = ask(Question(Hidden()), default=False)

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

    id: StreamId = ask(_ID)
    title: str | None = ask(Question(Words(), "Title"), default=None)
    driver: str | None = ask(Question(Words(long=True), "Driver"), default=None)
    text: str | None = ask(Question(Words(long=True), "Proposal"), default=None)
    review: str | None = ask(Question(Moment(), "Review", "90d or a date"), default=None)
    expiry: str | None = ask(Question(Moment(), "Expiry", "", form=False), default=None)
    version: int | None = ask(_VERSION, default=None)


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

    id: StreamId = ask(_ID)
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

    id: StreamId = ask(_ID)
    reason: str = ask(Question(Words(long=True), "Reason", "No driver, or not this circle's domain: say which"))


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

    id: StreamId = ask(_ID)
    circle: CircleId = ask(Question(Lookup("circle"), "Circle", "Whose domain is it?"))
    reason: str | None = ask(Question(Words(long=True), "Reason"), default=None)


@message("proposal.hand_over", "Hand your proposal over to whoever sponsors it", action="hand-over")
class HandOver(Command):
    """The proposer steps back; a sponsor has `sponsor` to take it up (process.md, edge cases)."""

    id: StreamId = ask(_ID)


@message("proposal.sponsor", "Take a proposal up whose proposer left", path="proposal sponsor", action="sponsor")
class SponsorProposal(Command):
    """An elector becomes the proposer of an orphaned proposal."""

    id: StreamId = ask(_ID)


@message(
    "consent.answer",
    "Answer a consent round",
    path="consent answer",
    title="Your answer",
    presets={
        "consent": {"answer": "consent"},
        "concern": {"answer": "concern"},
        "stand-aside": {"answer": "stand_aside"},
    },
    example="/consent answer P-1 answer:consent",
)
class AnswerRound(Command):
    """Row 6: an elector, to the version in force; changeable until the end. A concern never blocks."""

    id: StreamId = ask(_ID)
    answer: str = ask(Question(Choice(ANSWERS), "Answer"))
    concern: str = ask(
        Question(Words(long=True), "Your concern", "Worth hearing; it never blocks", only_if=("answer", ("concern",))),
        default="",
    )
    reason: str = ask(
        Question(Words(long=True), "Why you stand aside", "For the record", only_if=("answer", ("stand_aside",))),
        default="",
    )
    version: int | None = ask(_VERSION, default=None)


@message(
    "consent.object",
    "Object: say what harm this would do",
    path="consent object",
    action="object",
    title="Your objection",
    submit="Object",
    example='/consent object P-1 harm:"The pump is booked on Thursdays" safe:"Another day"',
)
class RaiseObjection(Command):
    """Row 9. Pressed again by the objector, it rewords their objection."""

    id: StreamId = ask(_ID)
    harm: str = ask(Question(Words(long=True), "Harm", "What harm would it do to the circle's aim?"))
    safe: str | None = ask(Question(Words(long=True), "Safe", "What would make it safe enough to try?"), default=None)
    version: int | None = ask(_VERSION, default=None)


@message(
    "consent.withdraw_objection",
    "Withdraw your objection, into consent or a concern",
    path="consent withdraw",
    action="lift",
    title="Withdraw your objection",
    submit="Withdraw the objection",
    example="/consent withdraw P-1 into:concern",
)
class WithdrawObjection(Command):
    """Row 10: the objector only."""

    id: StreamId = ask(_ID)
    into: str = ask(Question(Choice(ANSWERS), "What it becomes", "A concern keeps the text of the objection"))
    concern: str | None = ask(Question(Words(long=True), "Concern", "Blank keeps the text", form=False), default=None)
    version: int | None = ask(_VERSION, default=None)


@message("consent.take_over", "Take over the objection of somebody who left", action="take-over", argument="objection")
class TakeOverObjection(Command):
    """An elector makes a leaver's objection their own, so that it keeps blocking (process.md, edge cases)."""

    id: StreamId = ask(_ID)
    objection: int = ask(Question(Hidden()))


@message(
    "consent.integrate",
    "Offer an amended text that would meet an objection",
    path="consent integrate",
    action="offer",
    argument="objection",
    title="Offer an amendment",
    submit="Offer it",
    example='/consent integrate P-1 text:"Mon and Fri"',
)
class OfferAmendment(Command):
    """Row 12: any elector; the objector is asked whether it resolves, the proposer whether it meets the driver."""

    id: StreamId = ask(_ID)
    objection: str = ask(Question(Lookup("objection"), "Objection", "Which one it meets", form=False), default="")
    title: str | None = ask(Question(Words(), "Title", "", form=False), default=None)
    text: str = ask(Question(Words(long=True), "Amended proposal", "The whole text as it should read"))
    review: str | None = ask(Question(Moment(), "Review", "90d or a date", form=False), default=None)
    version: int | None = ask(_VERSION, default=None)


@message(
    "consent.accept_offer", "The amendment works for me", path="consent confirm", action="accept", argument="offer"
)
class AcceptOffer(Command):
    """Row 12: the objector says it resolves, the proposer that it still meets the driver."""

    id: StreamId = ask(_ID)
    offer: str = ask(Question(Lookup("offer"), "Amendment", "", form=False), default="")


@message(
    "consent.decline_offer",
    "The amendment does not work for me",
    path="consent decline",
    action="decline",
    argument="offer",
    title="Decline the amendment",
    submit="Decline",
)
class DeclineOffer(Command):
    """Row 12: the objector or the proposer says what is still missing; the offer is off."""

    id: StreamId = ask(_ID)
    reason: str = ask(Question(Words(long=True), "What is still missing?", "So that a better one can be offered"))
    offer: str = ask(Question(Lookup("offer"), "Amendment", "", form=False), default="")


@message("round.close", "The deadline passes", pressed_by=_CLOCK)
class CloseRound(Command):
    """Row 8."""

    id: StreamId


@message("round.check", "Somebody's absence begins", pressed_by=_CLOCK)
class CheckRound(Command):
    """An elector who is away for the rest of the window is not waited for."""

    id: StreamId


@message("round.remind", "The silent are reminded", pressed_by=_CLOCK)
class RemindElectors(Command):
    """Those who have not answered, each in their waking hours."""

    id: StreamId


@message("objection.expire", "Nobody took a leaver's objection over", pressed_by=_CLOCK)
class ExpireObjections(Command):
    """It becomes a concern and blocks no more."""

    id: StreamId


@message("proposal.expire", "Nobody sponsored a proposal", pressed_by=_CLOCK)
class ExpireOrphan(Command):
    """It counts as withdrawn."""

    id: StreamId


@message("electors.check", "Seats in the circle changed", pressed_by=_POLICY)
class CheckElectors(Command):
    """Electors who lost their seat leave the round; whoever joined waits for the next version."""

    id: StreamId


@message("absences.note", "Somebody declared an absence or came back", pressed_by=_POLICY)
class NoteAbsences(Command):
    """The round learns who of its electors is away when."""

    id: StreamId


@message("agreement.note", "The agreement was recorded", pressed_by=_POLICY)
class NoteAgreement(Command):
    """The proposal learns the id of the agreement it became."""

    id: StreamId
    agreement: StreamId


@message("proposal.show", "A proposal as it stands", path="proposal show", action="show", example="/proposal show P-1")
class ShowProposal(Query):
    """The card, with what you may do."""

    id: StreamId = ask(_ID)


@message("proposal.read", "The whole text of a proposal, nothing shortened", path="proposal read", action="read")
class ReadProposal(Query):
    """Everything people wrote, in full."""

    id: StreamId = ask(_ID)


@message(
    "proposal.list",
    "Proposals, the open ones first",
    path="proposal list",
    action="proposals",
    example="/proposal list circle:garden",
)
class ListProposals(Query):
    """By circle, by state, or only yours."""

    circle: CircleId | None = ask(Question(Lookup("circle"), "Circle"), default=None)
    state: str | None = ask(Question(Words(), "State", "open, adopted, lapsed, …"), default=None)
    mine: bool = ask(Question(Toggle(), "Mine"), default=False)


@message("consent.status", "Who is awaited in a round", path="consent status", action="status")
class RoundStatus(Query):
    """Who answered, who is awaited, who is away; what they answered is said where the circle may see it."""

    id: StreamId = ask(_ID)


@message("me.answers", "Your answers, with receipts", path="me answers", action="my-answers", example="/me answers")
class MyAnswers(Query):
    """The viewer's own answers, newest first."""


@message("me.drafts", "Your drafts", path="proposal drafts", action="drafts")
class MyDrafts(Query):
    """Drafts only the viewer sees."""
