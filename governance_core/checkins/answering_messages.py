"""What those who are asked in a check-in do: answer, also for another or early, skip it, and put it off."""

from governance_core.cards.form import Choice, Hidden, Lookup, Option, Question, Words
from governance_core.checkins.messages import ID
from governance_core.checkins.model import SLOTS
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Command, Menu, ask, message

RUN = Question(Hidden())
_SLOT = Question(Words(long=True), "Answer", form=False)
HOUR, AFTERNOON, TOMORROW, CLOSE = "hour", "afternoon", "tomorrow", "close"
LATER = (
    Option(HOUR, "In an hour"),
    Option(AFTERNOON, "This afternoon, at 15:00"),
    Option(TOMORROW, "Tomorrow at 09:00"),
    Option(CLOSE, "An hour before it closes"),
)


@message(
    "checkin.answer",
    "Answer a check-in, or change your answer",
    path="checkin answer",
    action="answer-checkin",
    title="Check in",
    submit="Answer",
    always_asks=True,
    example='/checkin answer C-1 first:"Watered the beds"',
)
class AnswerCheckIn(Command):
    """Until it closes, and late after that; `person` is whose answer it is where that is another.

    A question that is not mentioned keeps what was answered to it before; blank takes that away.
    """

    id: StreamId = ask(ID)
    first: str | None = ask(_SLOT, default=None)
    second: str | None = ask(_SLOT, default=None)
    third: str | None = ask(_SLOT, default=None)
    fourth: str | None = ask(_SLOT, default=None)
    fifth: str | None = ask(_SLOT, default=None)
    version: int | None = ask(RUN, default=None)
    person: PersonId | None = None


@message(
    "checkin.answer_for",
    "Write down what a member answers",
    path="checkin answer-for",
    title="Check in for somebody",
    submit="Answer",
    always_asks=True,
    menus=(
        Menu("Answer check-in for them", "person", {"person": "person"}),
        Menu("Check in for somebody", "everywhere"),
    ),
    example='/checkin answer-for C-1 person:fay first:"Told me on the phone: nothing new"',
)
class AnswerFor(Command):
    """By those who look after the circle's check-ins; it is told to whoever it is, who can change it."""

    id: StreamId = ask(ID)
    person: PersonId = ask(Question(Lookup("person"), "For"))
    first: str | None = ask(_SLOT, default=None)
    second: str | None = ask(_SLOT, default=None)
    third: str | None = ask(_SLOT, default=None)
    fourth: str | None = ask(_SLOT, default=None)
    fifth: str | None = ask(_SLOT, default=None)
    version: int | None = ask(RUN, default=None)

    def meant(self) -> Command:
        """An answer on behalf of somebody."""
        words = (self.first, self.second, self.third, self.fourth, self.fifth)
        given = dict(zip(SLOTS, words, strict=True))
        return AnswerCheckIn(id=self.id, version=self.version, person=self.person, **given)


@message(
    "checkin.early",
    "Answer the next run before it opens",
    path="checkin early",
    action="early-checkin",
    title="Check in early",
    submit="Answer",
    always_asks=True,
    example='/checkin early C-1 first:"Watered the beds"',
)
class AnswerEarly(Command):
    """It counts once the run opens, if its questions are the same then."""

    id: StreamId = ask(ID)
    first: str | None = ask(_SLOT, default=None)
    second: str | None = ask(_SLOT, default=None)
    third: str | None = ask(_SLOT, default=None)
    fourth: str | None = ask(_SLOT, default=None)
    fifth: str | None = ask(_SLOT, default=None)


@message(
    "checkin.skip",
    "Say that you have nothing to say this time",
    path="checkin skip",
    action="skip-checkin",
    example="/checkin skip C-1",
)
class SkipCheckIn(Command):
    """To skip is an answer: nobody waits for it, and nobody counts it as missing."""

    id: StreamId = ask(ID)
    reason: str = ask(Question(Words(), "Reason", form=False), default="")
    version: int | None = ask(RUN, default=None)


@message(
    "checkin.snooze",
    "Be reminded of a check-in later",
    path="checkin snooze",
    action="snooze-checkin",
    title="Remind me later",
    submit="Remind me",
    example="/checkin snooze C-1 when:hour",
)
class SnoozeCheckIn(Command):
    """Whoever has not answered is reminded alone, where they asked for it, and not before."""

    id: StreamId = ask(ID)
    when: str = ask(Question(Choice(LATER), "When"))
    version: int | None = ask(RUN, default=None)
