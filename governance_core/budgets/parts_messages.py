"""What can be asked of and said about the parts of a request: reports for them, and that they can be paid."""

from datetime import datetime

from governance_core.budgets.request_messages import ID
from governance_core.cards.form import Question, Words
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Command, Event, ask, event, message, personal

_REPORT = Question(Words(long=True), "Report", "What was done with the money, or a link to the report")
_PART = Question(Words(), "Part", "Its number on the card, such as 2; blank is the next", form=False)
_NUMBER = Question(Words(), "Number", "The report's number on the card, such as 1", form=False)


@message(
    "budget.report",
    "Hand in the report that a part of your request waits for",
    path="budget report",
    action="report-request",
    title="Hand in a report",
    submit="Hand in",
    argument="part",
    example='/budget report B-1 report:"Half of the beds are built"',
)
class HandInReport(Command):
    """The requester; a report nobody has decided on yet is replaced by the new one."""

    id: StreamId = ask(ID)
    report: str = ask(_REPORT)
    part: str = ask(_PART, default="")


@message(
    "budget.accept_report",
    "Accept a report, so that its part can be paid (whoever approves, never the requester)",
    path="budget accept-report",
    action="accept-report",
    argument="number",
    example="/budget accept-report B-1",
)
class AcceptReport(Command):
    """As many as approve a request accept its reports."""

    id: StreamId = ask(ID)
    number: str = ask(_NUMBER, default="")


@message(
    "budget.refuse_report",
    "Do not accept a report, with a reason: its part is not paid",
    path="budget refuse-report",
    action="refuse-report",
    title="Do not accept the report",
    submit="Send",
    argument="number",
    example='/budget refuse-report B-1 reason:"The figures of May are missing"',
)
class RefuseReport(Command):
    """Whoever could accept it; the requester may hand in another."""

    id: StreamId = ask(ID)
    reason: str = ask(Question(Words(long=True), "Reason", "What would have to be different"))
    number: str = ask(_NUMBER, default="")


@message("budget.release", "The date that a part waits for has come", pressed_by=frozenset({"clock"}))
class ReleaseParts(Command):
    """It can be paid from then on."""

    id: StreamId


@message("budget.note_report", "Which proposal decides on a report", pressed_by=frozenset({"policy"}))
class NoteReport(Command):
    """The report learns where it is decided on."""

    id: StreamId
    number: int
    proposal: StreamId


@message("budget.adopt_report", "The circle accepted a report", pressed_by=frozenset({"policy"}))
class AdoptReport(Command):
    """Its part can be paid."""

    id: StreamId
    number: int
    proposal: StreamId


@message("budget.end_report", "The proposal of a report ended", pressed_by=frozenset({"policy"}))
class EndReport(Command):
    """It is not accepted; the requester may hand in another."""

    id: StreamId
    number: int
    proposal: StreamId
    because: str
    by: PersonId | None = None
    reason: str = ""


@event("budget.parts_released")
class PartsReleased(Event):
    """These parts (counted from 1) can be paid: their date has come, or the report they waited for is accepted."""

    parts: tuple[int, ...]
    at: datetime


@event("budget.report_handed_in")
class ReportHandedIn(Event):
    """A report for a part; `number` counts those of the request, and `asked` are those who can accept it now.

    It goes on in the `proposal` of the one it replaces, if the circle was deciding on that.
    """

    person: PersonId
    number: int
    part: int
    at: datetime
    asked: tuple[PersonId, ...] = ()
    proposal: StreamId = StreamId("")
    report: str = personal("person")


@event("budget.report_accepted")
class ReportAccepted(Event):
    """One of those who may accepted it; `final` when it needs nobody else."""

    number: int
    at: datetime
    final: bool
    person: PersonId | None = None


@event("budget.report_refused")
class ReportRefused(Event):
    """It is not accepted, and why: in words of `person`, or in ours (`because`). Its part stays promised and unpaid."""

    number: int
    at: datetime
    person: PersonId | None = None
    because: str = ""
    reason: str = personal("person", default="")


@event("budget.report_put")
class ReportPutToCircle(Event):
    """A proposal decides on it: opened for it, or that of a circle above which it went on in."""

    number: int
    proposal: StreamId
