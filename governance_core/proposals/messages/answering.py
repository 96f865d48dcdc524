"""Commands of a consent round: answering it, objecting, discussing it, and integrating what was objected."""

from governance_core.cards.form import Choice, Lookup, Option, Question, Words
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Command, Menu, ask, message
from governance_core.proposals.messages.shared import ID, OBJECTION, ROUND, SEEN_VERSION

ANSWERS = (
    Option("consent", "Consent"),
    Option("concern", "Consent with concern"),
    Option("stand_aside", "Stand aside"),
)


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
    menus=(Menu("Raise a concern", "message", {"concern": "text"}, {"answer": "concern"}),),
)
class AnswerRound(Command):
    """Row 6: an elector, to the version in force; changeable until the end. A concern never blocks."""

    id: StreamId = ask(ROUND)
    answer: str = ask(Question(Choice(ANSWERS), "Answer"))
    concern: str = ask(
        Question(Words(long=True), "Your concern", "Worth hearing; it never blocks", only_if=("answer", ("concern",))),
        default="",
    )
    reason: str = ask(
        Question(Words(long=True), "Why you stand aside", "For the record", only_if=("answer", ("stand_aside",))),
        default="",
    )
    version: int | None = ask(SEEN_VERSION, default=None)


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
    """Row 9. Pressed again by the objector, it rewords their objection.

    The last three, with the harm, are the four criteria: asked for only where the facilitator tests objections.
    """

    id: StreamId = ask(ROUND)
    harm: str = ask(
        Question(
            Words(long=True),
            "Harm",
            "What harm to the circle's aim? A better idea is an amendment to offer, dislike a concern",
        )
    )
    safe: str | None = ask(Question(Words(long=True), "Safe", "What would make it safe enough to try?"), default=None)
    limits: str | None = ask(
        Question(Words(long=True), "Your role", "How does it limit you in a role or seat of yours?"), default=None
    )
    caused: str | None = ask(
        Question(Words(long=True), "New, by the proposal", "Why is the harm not there already without it?"),
        default=None,
    )
    certain: str | None = ask(
        Question(Words(long=True), "Certain", "Why must it happen; or would it be too late to adapt once it does?"),
        default=None,
    )
    version: int | None = ask(SEEN_VERSION, default=None)


@message(
    "proposal.discuss",
    "Open the discussion of a proposal",
    path="proposal discuss",
    action="discuss",
    example="/proposal discuss P-1",
)
class DiscussProposal(Command):
    """Whoever takes part in the circle; the first objection does the same by itself."""

    id: StreamId = ask(ID)


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

    id: StreamId = ask(ID)
    into: str = ask(Question(Choice(ANSWERS), "What it becomes", "A concern keeps the text of the objection"))
    concern: str | None = ask(Question(Words(long=True), "Concern", "Blank keeps the text", form=False), default=None)
    version: int | None = ask(SEEN_VERSION, default=None)


@message(
    "consent.take_over",
    "Take over the objection of somebody who left",
    path="consent adopt",
    action="take-over",
    argument="objection",
    example="/consent adopt P-1 objection:1",
)
class TakeOverObjection(Command):
    """An elector makes a leaver's objection their own, so that it keeps blocking (process.md, edge cases)."""

    id: StreamId = ask(ID)
    objection: str = ask(OBJECTION, default="")


@message(
    "consent.accept_offer", "The amendment works for me", path="consent confirm", action="accept", argument="offer"
)
class AcceptOffer(Command):
    """Row 12: the objector says it resolves, the proposer that it still meets the driver."""

    id: StreamId = ask(ID)
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

    id: StreamId = ask(ID)
    reason: str = ask(Question(Words(long=True), "What is still missing?", "So that a better one can be offered"))
    offer: str = ask(Question(Lookup("offer"), "Amendment", "", form=False), default="")
