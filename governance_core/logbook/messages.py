"""What can be asked of the logbook, and what is written into it."""

from collections.abc import Mapping
from datetime import datetime

from governance_core.cards.form import Hidden, Lookup, Moment, Question, Words
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Event, Menu, Query, ask, event, message, personal
from governance_core.logbook.model import Agreement

_ID = Question(Lookup("agreement"), "Agreement")
_RECORDED_IN = Lookup(
    "record circle",
    "A decision made elsewhere is recorded by the secretary or the lead of its circle, and you are neither in any. "
    "Ask one of them to; /circle show names them.",
)


@message("agreement.record", "An adopted proposal becomes an agreement", pressed_by=frozenset({"policy"}))
class RecordAgreement(Command):
    """Pressed by the adoption itself, with all that was said in the round."""

    proposal: StreamId
    record: Agreement
    review: str
    expiry: str
    zone: str
    day_starts: str


@message(
    "decisions.record",
    "Put a decision made elsewhere into the logbook (secretary or lead)",
    path="decisions record",
    title="Record a decision",
    submit="Put it into the logbook",
    example='/decisions record circle:garden title:"Tools" text:"Back by dusk" source:"meeting of 3 March"',
    menus=(Menu("Record as decision", "message", {"text": "text", "source": "link"}),),
)
class RecordDecision(Command):
    """What was decided in a meeting, or before this program was used: by the circle's secretary or its lead."""

    circle: CircleId = ask(Question(_RECORDED_IN, "Circle", "Whose decision is it?"))
    title: str = ask(Question(Words(), "Title", "In a few words"))
    text: str = ask(Question(Words(long=True), "Decision", "What exactly was decided"))
    source: str = ask(Question(Words(), "Source", "Where it was decided: meeting of 3 March, or a link"))
    driver: str = ask(Question(Words(long=True), "Driver", "What happened, and why it was decided"), default="")
    review: str | None = ask(Question(Moment(), "Review", "90d or a date", form=False), default=None)
    expiry: str | None = ask(Question(Moment(), "Expiry", "When it ends by itself", form=False), default=None)


@message(
    "decisions.show",
    "An agreement with everything that led to it",
    path="decisions show",
    action="decision",
    example="/decisions show D-1",
)
class ShowAgreement(Query):
    """Text, answers, objections and how they were resolved, concerns, dates."""

    id: StreamId = ask(_ID)


@message(
    "decisions.read", "The whole text of an agreement, nothing shortened", path="decisions read", action="read-decision"
)
class ReadAgreement(Query):
    """Everything people wrote, in full."""

    id: StreamId = ask(_ID)


@message(
    "decisions.recent",
    "The newest agreements",
    path="decisions recent",
    action="decisions",
    argument="before",
    example="/decisions recent circle:garden",
)
class RecentAgreements(Query):
    """The logbook from its newest page, of one circle or all you can see."""

    circle: CircleId | None = ask(Question(Lookup("circle"), "Circle"), default=None)
    before: int = ask(Question(Hidden()), default=0)


@message(
    "decisions.diff",
    "What changed from one version of an agreement to the next",
    path="decisions diff",
    action="diff",
    example="/decisions diff D-1",
)
class ShowDifference(Query):
    """The latest change, or what changed since a version."""

    id: StreamId = ask(_ID)
    since: str = ask(Question(Words(), "Since version", "1, say; blank for the one before", form=False), default="")


@message(
    "decisions.due",
    "Reviews that are due or overdue, and agreements that end soon",
    path="decisions due",
    action="due",
    example="/decisions due circle:garden",
)
class DueAgreements(Query):
    """What to look at next, of one circle or all you can see, the most urgent first."""

    circle: CircleId | None = ask(Question(Lookup("circle"), "Circle"), default=None)


@event("agreement.recorded")
class AgreementRecorded(Event):
    """The agreement, as it was adopted. `answers` says what each elector answered; `silent` and `away` are said too.

    `opens_at` is when its review begins, `warns_at` when its end is announced; older records have neither.
    """

    circle: CircleId
    proposal: StreamId
    proposer: PersonId
    text_version: int
    adopted_at: datetime
    review_at: datetime
    expires_at: datetime | None
    practice: bool
    answers: Mapping[PersonId, str]
    unlinked: tuple[str, ...] = ()
    opens_at: datetime | None = None
    warns_at: datetime | None = None
    term: str = ""
    expiry: str = ""
    title: str = personal("proposer")
    driver: str = personal("proposer")
    text: str = personal("proposer")
    criteria: str = personal("proposer", default="")
    deferred: str = personal("proposer", default="")
    delegated: str = personal("proposer", default="")


@event("agreement.noted")
class AgreementNoted(Event):
    """A decision made elsewhere was written down; no round was held for it here. `source` says where it was made."""

    circle: CircleId
    recorded_by: PersonId
    at: datetime
    review_at: datetime
    expires_at: datetime | None
    opens_at: datetime | None = None
    warns_at: datetime | None = None
    term: str = ""
    expiry: str = ""
    title: str = personal("recorded_by")
    text: str = personal("recorded_by")
    source: str = personal("recorded_by")
    driver: str = personal("recorded_by", default="")


@event("agreement.reservation_noted")
class ReservationNoted(Event):
    """The words of a concern, or of somebody who stood aside."""

    person: PersonId
    words: str = personal("person")


@event("agreement.objection_noted")
class ObjectionNoted(Event):
    """An objection of the round, and how it was settled."""

    person: PersonId
    version: int
    settled: str
    settled_in: int
    harm: str = personal("person")
    safe: str = personal("person", default="")
