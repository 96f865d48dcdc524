"""Messages of moving an agreement: another circle keeps it from now on, as when its own is closed."""

from datetime import datetime

from governance_core.cards.form import Lookup, Question, Toggle
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Event, ask, event, message


@message(
    "decisions.move",
    "Give an agreement to another circle to keep (secretary or lead)",
    path="decisions move",
    title="Give it to another circle",
    submit="Move it",
    example="/decisions move D-1 circle:commons",
)
class MoveAgreement(Command):
    """To the circle above, or to one whose records the person keeps too. It stays in force as it is."""

    id: StreamId = ask(Question(Lookup("agreement"), "Agreement"))
    circle: CircleId = ask(Question(Lookup("circle"), "Circle", "Which circle keeps it from now on?"))
    show: bool = ask(
        Question(Toggle(), "Show it", "It comes from a private circle: everybody may read it from now on", form=False),
        default=False,
    )


@event("agreement.moved")
class AgreementMoved(Event):
    """Another circle keeps the agreement. A review that was going on begins anew there, at once."""

    origin: CircleId
    circle: CircleId
    by: PersonId
    at: datetime
