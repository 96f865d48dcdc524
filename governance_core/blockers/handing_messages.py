"""What can be asked of a blocker that another circle could help with: handing it there, and what that circle says."""

from governance_core.blockers.messages import ID
from governance_core.cards.form import Lookup, Question, Toggle, Words
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, ask, message


@message(
    "blocker.hand",
    "Ask another circle to take a blocker, or a need, over",
    path="blocker hand",
    action="hand-blocker",
    argument="to",
    presets={"hand-shown": {"shown": "yes"}},
    title="Hand it to another circle",
    submit="Ask them",
    example='/blocker hand X-1 to:repair reason:"You have the tools"',
)
class HandBlocker(Command):
    """Whoever has a seat in the circle that looks after it. `shown` says that they know what others will see."""

    id: StreamId = ask(ID)
    to: CircleId = ask(Question(Lookup("circle"), "Circle", "Who could help"))
    reason: str = ask(Question(Words(long=True), "Reason", "What you ask of them"), default="")
    shown: bool = ask(Question(Toggle(), "Shown", "The other circle may see it", form=False), default=False)


@message(
    "blocker.accept",
    "Say that your circle takes a blocker over",
    path="blocker accept",
    action="accept-blocker",
    example="/blocker accept X-1",
)
class AcceptBlocker(Command):
    """Whoever holds one of the four roles of the circle that was asked; who looks after it is they, unless named."""

    id: StreamId = ask(ID)
    owner: PersonId | None = ask(Question(Lookup("person"), "Who can help", "Blank: you", form=False), default=None)


@message(
    "blocker.decline",
    "Say that your circle does not take a blocker over, and why",
    path="blocker decline",
    action="decline-blocker",
    title="Decline it",
    submit="Decline",
    example='/blocker decline X-1 reason:"The workshop is closed until May"',
)
class DeclineBlocker(Command):
    """The same people; it stays with the circle that asked."""

    id: StreamId = ask(ID)
    reason: str = ask(Question(Words(long=True), "Reason", "What would have to be different"))


@message(
    "blocker.decide",
    "Let your circle decide by consent whether it takes a blocker over",
    path="blocker decide",
    action="decide-blocker",
    example="/blocker decide X-1",
)
class DecideBlocker(Command):
    """Whoever has a seat in the circle that was asked: it is put there as a proposal."""

    id: StreamId = ask(ID)


@message(
    "blocker.take_back",
    "Keep a blocker after all that another circle was asked to take",
    path="blocker take-back",
    action="take-back-blocker",
    example="/blocker take-back X-1",
)
class TakeBackBlocker(Command):
    """Whoever could hand it on, and whoever asked, until it is accepted."""

    id: StreamId = ask(ID)


@message("blocker.note_proposal", "Which proposal decides about it", pressed_by=frozenset({"policy"}))
class NoteBlockerProposal(Command):
    """The blocker knows where it is decided."""

    id: StreamId
    proposal: StreamId


@message("blocker.accept_adopted", "A circle decided to take it over", pressed_by=frozenset({"policy"}))
class AcceptAdopted(Command):
    """Its lead looks after it, or whoever stands in."""

    id: StreamId
    proposal: StreamId


@message("blocker.refuse_ended", "A circle did not decide to take it over", pressed_by=frozenset({"policy"}))
class RefuseEnded(Command):
    """It stays with the circle that asked."""

    id: StreamId
    proposal: StreamId
    because: str


@message("blocker.return", "The circle that was asked is closed", pressed_by=frozenset({"policy"}))
class ReturnBlocker(Command):
    """It stays with the circle that asked."""

    id: StreamId
    circle: CircleId
