"""Commands that propose to change or to drop an agreement: a proposal like any other, linked with it both ways."""

from governance_core.cards.form import Hidden, Lookup, Moment, Question, Words
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.message import Command, ask, message
from governance_core.proposals.messages.proposing import CreateProposal

_AGREEMENT = Question(Lookup("agreement"), "Agreement")
_SEEN = Question(Hidden())


@message(
    "decisions.change",
    "Propose to change an agreement: its text to begin with, then the circle's whole process",
    path="decisions change",
    action="change-decision",
    title="Propose a change",
    submit="Put it to the circle",
    always_asks=True,
    about="logbook",
    example="/decisions change D-1",
)
class ProposeChange(Command):
    """Row 19: any member of its circle. Adopted, it is the next version of the agreement."""

    id: StreamId = ask(_AGREEMENT)
    driver: str = ask(Question(Words(long=True), "Why change it?", "What happens now, and why must we act?"))
    title: str = ask(Question(Words(), "Title", "In a few words"))
    text: str = ask(Question(Words(long=True), "New text", "The whole agreement as it should read"))
    review: str | None = ask(Question(Moment(), "Review", "When to look at it again: 90d or a date"), default=None)
    expiry: str | None = ask(Question(Moment(), "Expiry", "When it ends by itself; blank: as usual"), default=None)
    version: int | None = ask(_SEEN, default=None)

    def meant(self) -> Command:
        """A proposal to the circle of the agreement."""
        return CreateProposal(
            circle=CircleId(""),
            title=self.title,
            driver=self.driver,
            text=self.text,
            review=self.review,
            expiry=self.expiry,
            changes=self.id,
            seen=self.version or 0,
        )


@message(
    "decisions.drop",
    "Propose to drop an agreement",
    path="decisions drop",
    action="drop-decision",
    title="Propose to drop it",
    submit="Put it to the circle",
    about="logbook",
    example='/decisions drop D-1 driver:"Nobody waters any more: it rains"',
)
class ProposeDrop(Command):
    """Row 19: any member of its circle. Adopted, the agreement is no longer in force."""

    id: StreamId = ask(_AGREEMENT)
    driver: str = ask(Question(Words(long=True), "Why drop it?", "What happens now, and why is it not needed?"))
    version: int | None = ask(_SEEN, default=None)

    def meant(self) -> Command:
        """A proposal to the circle of the agreement; its title and text say what would be dropped."""
        return CreateProposal(
            circle=CircleId(""),
            title="",
            driver=self.driver,
            text=f"{self.id} is dropped: it is not in force any more.",
            changes=self.id,
            seen=self.version or 0,
            drops=True,
        )
