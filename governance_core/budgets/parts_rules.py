"""How the parts of a request come to be paid: by a date, or by a report that those who approve have accepted.

What is released can be paid, and nothing else (`paying_rules`). A report that is refused leaves its part promised: the
requester hands in another, or what is left is given up by closing the request.
"""

from datetime import datetime
from typing import Any, Final

from governance_core.budgets.parts_messages import (
    AcceptReport,
    AdoptReport,
    EndReport,
    HandInReport,
    NoteReport,
    PartsReleased,
    RefuseReport,
    ReleaseParts,
    ReportAccepted,
    ReportHandedIn,
    ReportPutToCircle,
    ReportRefused,
)
from governance_core.budgets.parts_model import Verdict, Waits
from governance_core.budgets.parts_reading import report_named
from governance_core.budgets.request_content import short_words
from governance_core.budgets.request_guards import RequestFacts, circle_decides, require_requester, require_standing
from governance_core.budgets.request_model import Request, Standing
from governance_core.budgets.request_route import judges
from governance_core.cards.text import Money, Text, listed, people, text
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event

REPORT_LIMIT: Final = 4_000
REPORT_FIX = "Say what was done with the money, or give a link to the report."


class NotReleased(Refusal):
    """Of an amount in parts, only what is released is paid."""

    code = "not_released"
    template = "{ref} has {payable} released that is not paid yet, so nothing was recorded. {waits}"


class DecidedReport(Refusal):
    """A report is decided on once, and as it was seen."""

    code = "decided_report"
    template = "Report {number} of {ref} {how}. /budget show {ref} shows how it stands."


def waiting_parts(state: Request) -> tuple[int, ...]:
    """The parts (counted from 1) that wait for a report, the first that waits first."""
    parts = enumerate(state.content.parts, 1)
    return tuple(n for n, one in parts if one.waits is Waits.REPORT and n not in state.released)


def waiting_reports(state: Request) -> tuple[int, ...]:
    """The reports (counted from 1) that nobody has decided on yet."""
    if state.standing is not Standing.APPROVED:
        return ()
    return tuple(number for number, one in enumerate(state.reports, 1) if one.verdict is Verdict.WAITS)


def not_released(state: Request, facts: RequestFacts) -> NotReleased:
    """The refusal to pay more than what is released: what the others wait for, and the way."""
    unit = state.content.of
    payable = Money(state.payable, unit.code, unit.exponent)
    return NotReleased(field="amount", ref=facts.stream, payable=payable, waits=_waits(state))


def _waits(state: Request) -> Text:
    parts = waiting_parts(state)
    if not parts:
        return ("Wait until the next date has come, which is on the card, or pay no more than that now.",)
    named = [f"part {number} (“{report_named(state.content.part_words, number)}”)" for number in parts]
    said = ("waits for its report: ", "wait for their reports: ")[len(named) > 1]
    return text(f"What is left {said}", listed(named), ". Ask ", people([state.requester]),
                " to hand it in with /budget report.")  # fmt: skip


def _hand_in(command: HandInReport, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    require_standing(state, facts, Standing.APPROVED)
    me = require_requester(state, facts, f"hand in reports of {facts.stream}")
    words = short_words("report", checked_words("report", command.report, REPORT_FIX), REPORT_LIMIT)
    part = _part(command.part, state, facts)
    if any((one.part, one.words, one.verdict) == (part, words, Verdict.WAITS) for one in state.reports):
        return ()
    before = (one.proposal for one in state.reports if (one.part, one.verdict) == (part, Verdict.WAITS))
    handed_in = ReportHandedIn(
        person=me,
        number=len(state.reports) + 1,
        part=part,
        at=facts.now,
        asked=judges(state, facts.circles, facts.people),
        proposal=next(before, StreamId("")),
        report=words,
    )
    return (handed_in,)


def _part(typed: str, state: Request, facts: RequestFacts) -> int:
    """The part that is meant; the first that waits for a report where none is named. Raises Invalid."""
    waiting = waiting_parts(state)
    wanted = typed.strip() or (str(waiting[0]) if waiting else "")
    if wanted not in map(str, waiting):
        known = ", ".join(map(str, waiting))
        fix = f"There are: {known}." if known else f"Look with /budget show {facts.stream} how it stands."
        raise Invalid(field="part", problem=f"No such part of {facts.stream} waits for a report.", fix=fix)
    return int(wanted)


def _accept(command: AcceptReport, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    """Pressed twice it is accepted once, also where the first press was the last that was needed."""
    require_standing(state, facts, Standing.APPROVED)
    number = _number(command.number, state, facts)
    report = state.reports[number - 1]
    if report.verdict is Verdict.ACCEPTED and facts.me in report.accepted_by:
        return ()
    me = _require_judge(number, state, facts, "accept")
    if me in report.accepted_by:
        return ()
    final = len(report.accepted_by) + 1 >= _needed(state)
    accepted = ReportAccepted(person=me, number=number, at=facts.now, final=final)
    return (accepted, PartsReleased(parts=(report.part,), at=facts.now)) if final else (accepted,)


def _needed(state: Request) -> int:
    return state.terms.needed if state.terms else 1


def _refuse(command: RefuseReport, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    require_standing(state, facts, Standing.APPROVED)
    number = _number(command.number, state, facts)
    me = _require_judge(number, state, facts, "refuse")
    reason = checked_words("reason", command.reason, "Say what would have to be different.")
    return (ReportRefused(person=me, number=number, at=facts.now, reason=reason),)


def _number(typed: str, state: Request, facts: RequestFacts) -> int:
    """The report that is meant; the one that waits where none is named. Raises Invalid."""
    waiting = waiting_reports(state)
    wanted = typed.strip() or (str(waiting[0]) if len(waiting) == 1 else "")
    if wanted not in map(str, range(1, len(state.reports) + 1)):
        known = ", ".join(map(str, waiting))
        fix = f"There are: {known}." if known else f"Look with /budget show {facts.stream} how it stands."
        raise Invalid(field="number", problem=f"{facts.stream} has no such report that waits.", fix=fix)
    return int(wanted)


_HOW: Final = {
    Verdict.ACCEPTED: "is accepted already",
    Verdict.REFUSED: "was not accepted; the requester may hand in another",
    Verdict.REPLACED: "was replaced by a later one that you have not seen",
}


def _require_judge(number: int, state: Request, facts: RequestFacts, do: str) -> PersonId:
    """Whoever acts may decide on a report that waits. Raises DecidedReport or NotAllowed."""
    report, able = state.reports[number - 1], judges(state, facts.circles, facts.people)
    if report.verdict is not Verdict.WAITS:
        raise DecidedReport(number=str(number), ref=facts.stream, how=_HOW[report.verdict])
    if report.proposal:
        raise circle_decides(f"Report {number} of {facts.stream}", report.proposal, do)
    if facts.me not in able:
        none = "whoever approves requests of the circle"
        how = "Ask them to." if able else "Ask an admin to name somebody in the config."
        who = people(able, "or") if able else none
        raise NotAllowed(who=who, do=f"{do} report {number} of {facts.stream}", next=how)
    return facts.me


def _note(command: NoteReport, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    if command.number not in waiting_reports(state) or state.reports[command.number - 1].proposal == command.proposal:
        return ()
    return (ReportPutToCircle(number=command.number, proposal=command.proposal),)


def _adopt(command: AdoptReport, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    if not _decided_by(command, state):
        return ()
    part = state.reports[command.number - 1].part
    accepted = ReportAccepted(number=command.number, at=facts.now, final=True)
    return (accepted, PartsReleased(parts=(part,), at=facts.now))


def _end(command: EndReport, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    if not _decided_by(command, state):
        return ()
    return (
        ReportRefused(
            number=command.number, at=facts.now, person=command.by, because=command.because, reason=command.reason
        ),
    )


def _decided_by(command: AdoptReport | EndReport, state: Request) -> bool:
    known = state.reports[command.number - 1].proposal == command.proposal
    return known and command.number in waiting_reports(state)


def _release(command: ReleaseParts, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    parts = tuple(n for n, on in dated_parts(state) if on <= facts.now)
    return (PartsReleased(parts=parts, at=facts.now),) if parts else ()


def dated_parts(state: Request) -> tuple[tuple[int, datetime], ...]:
    """The parts of an approved request that wait for a date, with the instant (UTC)."""
    if state.standing is not Standing.APPROVED:
        return ()
    parts = enumerate(state.content.parts, 1)
    return tuple((n, one.on) for n, one in parts if one.on is not None and n not in state.released)


DECIDE: Final[dict[type, Any]] = {
    HandInReport: _hand_in,
    AcceptReport: _accept,
    RefuseReport: _refuse,
    ReleaseParts: _release,
    NoteReport: _note,
    AdoptReport: _adopt,
    EndReport: _end,
}
