"""What makes, changes, pauses and ends a check-in, and what the clock and policies ask of one."""

from collections.abc import Mapping

from governance_core.cards.form import Lookup, Question, Recurring, Words
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.message import Command, ask, message

ID = Question(Lookup("checkin", none="There is no check-in yet; /checkin create makes one."), "Check-in")
_CLOCK, _POLICY = frozenset({"clock"}), frozenset({"policy"})
_MANAGED = frozenset({"person", "config"})
_TITLE = Question(Words(), "Title", "Such as: Weekly check-in")


def when(stands: Recurring | None = None) -> Question:
    """What asks for a schedule, instead of the one that stands."""
    how = "every mon, thu 09:00 · every 2 weeks on tue 10:00 · monthly on first tue 10:00"
    return Question(Words(recurs=True, stands=stands), "When", how)


_EVERY = when()
_QUESTIONS = Question(
    Words(long=True), "Questions, a line each (at most five)", "text: … · next: … · blocker: … · mood: …"
)
_OPEN_FOR = Question(Words(), "Open for", "How long it can be answered: 8h, or 2d")
_ZONE = Question(Lookup("zone", searched=True), "Time zone", "Of the schedule; the circle's where blank", form=False)
_REMIND = Question(Words(), "Remind", "half, a length before the close, or off", form=False)
_OPTIONAL = Question(Words(), "Optional", "Members who are asked and not waited for", form=False)
_OBSERVERS = Question(Words(), "Observers", "Members who are not asked", form=False)
DEFAULT_QUESTIONS = "text: What did you do?\nnext: What is next?\nblocker: What is in your way?"


@message(
    "checkin.create",
    "Ask your circle a few questions again and again",
    path="checkin create",
    action="create-checkin",
    title="New check-in",
    submit="Start it",
    pressed_by=_MANAGED,
    example='/checkin create circle:garden title:Weekly every:"every mon 09:00"',
)
class CreateCheckIn(Command):
    """By the config, or by the lead, the facilitator or the secretary of the circle."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle"))
    title: str = ask(_TITLE)
    every: str = ask(_EVERY)
    questions: str = ask(
        Question(_QUESTIONS.kind, _QUESTIONS.label, _QUESTIONS.help, usual=DEFAULT_QUESTIONS), default=DEFAULT_QUESTIONS
    )
    open_for: str = ask(Question(_OPEN_FOR.kind, _OPEN_FOR.label, _OPEN_FOR.help, usual="8h"), default="8h")
    zone: str = ask(_ZONE, default="")
    remind: str = ask(_REMIND, default="half")
    optional: str = ask(_OPTIONAL, default="")
    observers: str = ask(_OBSERVERS, default="")
    key: str = ""


@message(
    "checkin.edit",
    "Change a check-in, from its next run on",
    path="checkin edit",
    action="edit-checkin",
    title="Change the check-in",
    submit="Change it",
    always_asks=True,
    pressed_by=_MANAGED,
    example='/checkin edit C-1 every:"every tue 09:00"',
)
class EditCheckIn(Command):
    """A run that is open keeps its questions and its end."""

    id: StreamId = ask(ID)
    title: str | None = ask(_TITLE, default=None)
    every: str | None = ask(_EVERY, default=None)
    questions: str | None = ask(_QUESTIONS, default=None)
    open_for: str | None = ask(_OPEN_FOR, default=None)
    zone: str | None = ask(_ZONE, default=None)
    remind: str | None = ask(_REMIND, default=None)
    optional: str | None = ask(_OPTIONAL, default=None)
    observers: str | None = ask(_OBSERVERS, default=None)


@message(
    "checkin.pause",
    "Stop asking until it is resumed",
    path="checkin pause",
    action="pause-checkin",
    example="/checkin pause C-1",
)
class PauseCheckIn(Command):
    """A run that is open goes on to its end."""

    id: StreamId = ask(ID)


@message(
    "checkin.resume",
    "Ask again",
    path="checkin resume",
    action="resume-checkin",
    example="/checkin resume C-1",
)
class ResumeCheckIn(Command):
    """From the next time by its schedule on."""

    id: StreamId = ask(ID)


@message(
    "checkin.end",
    "Ask no more: the answers stay",
    path="checkin end",
    action="end-checkin",
    pressed_by=frozenset({"person", "config", "policy"}),
    example="/checkin end C-1",
)
class EndCheckIn(Command):
    """By those who may change it, the config, or because the circle closed."""

    id: StreamId = ask(ID)


@message("checkin.open", "It is time to ask", pressed_by=_CLOCK)
class OpenRun(Command):
    """Whoever belongs to the circle now is asked."""

    id: StreamId


@message("checkin.close", "The time to answer is over", pressed_by=_CLOCK)
class CloseRun(Command):
    """The answers are put together."""

    id: StreamId


@message("checkin.remind", "Those who have not answered are reminded", pressed_by=_CLOCK)
class RemindMembers(Command):
    """Outside the quiet hours of each."""

    id: StreamId


@message("checkin.prompt", "Somebody is told at an hour of their own", pressed_by=_CLOCK)
class PromptMembers(Command):
    """Those who asked for direct messages."""

    id: StreamId


@message("checkin.reschedule", "A zone or a holiday is another", pressed_by=_POLICY)
class RescheduleCheckIn(Command):
    """The next run is planned anew."""

    id: StreamId


@message("checkin.relabel", "A metric that is asked for has another name", pressed_by=_POLICY)
class RelabelQuestions(Command):
    """The questions with these words (`labels`) are asked in others; what was answered to them stays."""

    id: StreamId
    labels: Mapping[str, str]
