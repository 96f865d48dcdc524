"""What can be read of check-ins."""

from governance_core.cards.form import Hidden, Lookup, Question, Words
from governance_core.checkins.answering_messages import RUN
from governance_core.checkins.messages import ID
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Query, ask, message

_WHICH = Question(Words(), "Run", "Its number; blank is the last", form=False)


@message(
    "checkin.show",
    "A check-in: when it is asked, and how the last run went",
    path="checkin show",
    action="checkin",
    example="/checkin show C-1",
)
class ShowCheckIn(Query):
    """The card as it stands."""

    id: StreamId = ask(ID)


@message(
    "checkin.list",
    "Check-ins, and when they are asked next",
    path="checkin list",
    action="checkins",
    example="/checkin list circle:garden",
)
class ListCheckIns(Query):
    """Of one circle or of all you can see."""

    circle: CircleId | None = ask(Question(Lookup("circle"), "Circle"), default=None)


@message(
    "checkin.results",
    "What everybody answered",
    path="checkin results",
    action="checkin-results",
    argument="page",
    example="/checkin results C-1 run:3",
)
class CheckInResults(Query):
    """Of the last run, or of one by its number; a button carries the run it stands by, and where its page begins."""

    id: StreamId = ask(ID)
    run: str | None = ask(_WHICH, default=None)
    version: int | None = ask(RUN, default=None)
    page: str = ask(Question(Hidden()), default="")


@message(
    "checkin.read",
    "What one member answered, in full",
    path="checkin read",
    action="read-checkin",
    argument="person",
    example="/checkin read C-1 person:ben",
)
class ReadAnswer(Query):
    """Of the last run, or of one by its number."""

    id: StreamId = ask(ID)
    person: PersonId = ask(Question(Lookup("person"), "Who answered"))
    run: str | None = ask(_WHICH, default=None)
    version: int | None = ask(RUN, default=None)
