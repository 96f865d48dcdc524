"""Commands that propose a change the circle carries out itself when it adopts: of a role, a rule or a member."""

from typing import Final

from governance_core.cards.form import Choice, Lookup, Moment, Option, Question, Words
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, ask, message
from governance_core.proposals.carrying_model import Carried, Carries
from governance_core.proposals.messages.proposing import CreateProposal

_CIRCLE = Question(Lookup("circle"), "Circle", "It decides for itself")
_DRIVER = Question(Words(long=True), "Driver", "What happens now, and why must we act?")
_MORE = Question(Words(long=True), "Proposal", "Anything to add? What adoption does is said anyway")
_FURTHER = Question(Words(long=True), "Proposal", "Anything to add? What adoption does is said anyway", form=False)
_UNTIL = Question(Moment(), "Until", "A day, such as 2027-03-01, on which the term ends. None: for good", clears=True)
_TITLE = Question(Words(), "Title", "In a few words", form=False)
_REVIEW = Question(Moment(), "Review", "When to look at it again: 90d or a date", form=False)
JOINS: Final = (Option("join", "Becomes a member"), Option("leave", "Is no member any more"))


@message(
    "proposal.role",
    "Propose who holds a role of your circle",
    path="circle propose-role",
    action="propose-role",
    argument="role",
    title="Propose a role holder",
    submit="Put it to the circle",
    example='/circle propose-role circle:garden role:secretary person:ben driver:"Fay moves away"',
)
class ProposeRole(Command):
    """Adopted, the person holds the role, until the day that is named; without a person nobody does."""

    circle: CircleId = ask(_CIRCLE)
    role: str = ask(Question(Lookup("held role"), "Role", "facilitator, secretary, delegate, or another of the circle"))
    person: PersonId | None = ask(Question(Lookup("person"), "Who holds it", "Blank: nobody"), default=None)
    until: str = ask(_UNTIL, default="")
    driver: str = ask(_DRIVER)
    text: str = ask(_FURTHER, default="")
    title: str = ask(_TITLE, default="")
    review: str | None = ask(_REVIEW, default=None)

    def meant(self) -> Command:
        """A proposal that carries it."""
        role = self.role.strip().casefold()
        carried = Carried(Carries.ROLE, self.circle, key=role, value=self.until, person=self.person)
        return _proposal(self, carried)


@message(
    "proposal.rule",
    "Propose another rule for your circle's decisions",
    path="circle propose-rule",
    title="Propose a rule",
    submit="Put it to the circle",
    example='/circle propose-rule circle:garden rule:window value:48h driver:"Three days are long"',
)
class ProposeRule(Command):
    """Adopted, the key of the circle's policy has this value."""

    circle: CircleId = ask(_CIRCLE)
    rule: str = ask(Question(Lookup("rule"), "Rule", "/circle policy shows them"))
    value: str = ask(Question(Words(), "Value", "Such as 48h, 50%, explicit"))
    driver: str = ask(_DRIVER)
    text: str = ask(_MORE, default="")
    title: str = ask(_TITLE, default="")
    review: str | None = ask(_REVIEW, default=None)

    def meant(self) -> Command:
        """A proposal that carries it."""
        return _proposal(self, Carried(Carries.RULE, self.circle, key=self.rule, value=self.value.strip()))


@message(
    "proposal.member",
    "Propose that somebody joins your circle, or leaves it",
    path="circle propose-member",
    title="Propose a member",
    submit="Put it to the circle",
    example='/circle propose-member circle:garden person:eli change:join driver:"Eli tends the pump"',
)
class ProposeMember(Command):
    """Adopted, the person has a seat in the circle, or has it no more."""

    circle: CircleId = ask(_CIRCLE)
    person: PersonId = ask(Question(Lookup("person"), "Who"))
    change: str = ask(Question(Choice(JOINS), "Change", usual="join"))
    driver: str = ask(_DRIVER)
    text: str = ask(_MORE, default="")
    title: str = ask(_TITLE, default="")
    review: str | None = ask(_REVIEW, default=None)

    def meant(self) -> Command:
        """A proposal that carries it."""
        what = Carries.LEAVE if self.change == "leave" else Carries.JOIN
        return _proposal(self, Carried(what, self.circle, person=self.person))


def _proposal(asked: ProposeRole | ProposeRule | ProposeMember, carried: Carried) -> CreateProposal:
    return CreateProposal(
        circle=asked.circle,
        title=asked.title,
        driver=asked.driver,
        text=asked.text,
        review=asked.review,
        carries=(carried,),
    )


@message("proposal.note_undone", "What an adoption could not do", pressed_by=frozenset({"policy"}))
class NoteUndone(Command):
    """The rules refused what the proposal carried; it is adopted all the same, and the facilitator is told why."""

    id: StreamId
    number: int
    why: str
