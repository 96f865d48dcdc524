"""Whenever a report for a part of a request is put to its circle, and when that has decided: where features meet."""

from typing import Any

from governance_core.budgets.parts_messages import AdoptReport, EndReport, NoteReport, ReportHandedIn
from governance_core.budgets.parts_model import Report, Verdict
from governance_core.budgets.parts_reading import report_named
from governance_core.budgets.request_model import Request, Route, Standing
from governance_core.cards.plain import money_words, one_line
from governance_core.cards.text import Money
from governance_core.circles.model import CIRCLES, Circles
from governance_core.following import FollowUps
from governance_core.kernel.ids import Actor, CircleId, StreamId
from governance_core.kernel.message import Command, Event
from governance_core.people.model import PEOPLE
from governance_core.ports import Reader
from governance_core.proposals.carrying_model import Carried, Carries
from governance_core.proposals.events import ProposalEnded
from governance_core.proposals.messages.items import EndWithItem, FollowItem, PutToCircle

QUICK = "quick"
"""A report is read and answered: there is nothing to shape in it."""
NAME_LIMIT = 60


def handed_in(stream: StreamId, event: ReportHandedIn, reader: Reader) -> FollowUps:
    """What the circle decided, or too few are left to accept alone, it accepts the reports of; a later report is the
    next version of the same."""
    state: Request = reader.state(stream)
    circle = _circle(state, event, reader)
    if circle is None:
        return
    by, item, words = Actor.policy(event.kind), _item(stream, state, event), _words(stream, state, event)
    if event.proposal:
        yield FollowItem(id=event.proposal, item=item, **words), by
    else:
        yield PutToCircle(circle=circle, proposer=event.person, item=item, process=QUICK, **words), by


def _circle(state: Request, event: ReportHandedIn, reader: Reader) -> CircleId | None:
    """The circle that decides on a report: the one that decided the request; where too few could, the nearest in which
    somebody besides the requester has a say, unless it would be shown what is private. None where some people do."""
    if state.terms is None or state.terms.route is Route.CONSENT:
        return state.terms.circle if state.terms else None
    if len(event.asked) >= state.terms.needed and not event.proposal:
        return None
    circles: Circles = reader.state(CIRCLES)
    line = circles.ancestry(state.circle)[::-1]
    shown = line[:1] if line[0].private else line
    electors = ((one.id, set(circles.electors(one.id, reader.state(PEOPLE)))) for one in shown)
    return next((circle for circle, persons in electors if persons - {state.requester}), None)


def _item(stream: StreamId, state: Request, event: ReportHandedIn) -> Carried:
    return Carried(
        Carries.ITEM,
        state.circle,
        key=stream,
        value=f"goes on: part {event.part}, {_money(state, event.part)}, can be paid",
        person=event.person,
        digest=state.content.digest,
        shown_by="request",
        part=str(event.number),
    )


def _words(stream: StreamId, state: Request, event: ReportHandedIn) -> dict[str, str]:
    called = one_line(report_named(state.content.part_words, event.part), NAME_LIMIT)
    held = f"Part {event.part} of {stream}, {_money(state, event.part)}, waits for it."
    return {
        "title": f"Accept the {called} ({stream})",
        "driver": f"{held} It was asked for: {one_line(state.content.purpose, 200)}",
        "text": event.report,
    }


def _money(state: Request, part: int) -> str:
    unit = state.content.of
    return money_words(Money(state.content.parts[part - 1].minor, unit.code, unit.exponent))


def noted(proposal: StreamId, item: Carried) -> Command:
    """The report knows which proposal decides it: the first one, or that of the circle above."""
    return NoteReport(id=StreamId(item.key), number=int(item.part), proposal=proposal)


def adopted(proposal: StreamId, item: Carried) -> Command:
    """What an adoption does to the report."""
    return AdoptReport(id=StreamId(item.key), number=int(item.part), proposal=proposal)


def ended(proposal: StreamId, item: Carried, event: ProposalEnded, because: str) -> Command:
    """A proposal that ended without being adopted leaves the part unpaid."""
    number = int(item.part)
    return EndReport(
        id=StreamId(item.key), number=number, proposal=proposal, because=because, by=event.by, reason=event.reason
    )


def over(stream: StreamId, event: Event, reader: Reader) -> FollowUps:
    """Where there is nothing left to accept a report for, its proposal ends too."""
    state: Request = reader.state(stream)
    for report in state.reports:
        if _moot(report, state) and reader.state(report.proposal).is_open:
            because = f"{stream} waits for this report no more"
            yield EndWithItem(id=report.proposal, because=because, by=_person(event)), Actor.policy(event.kind)


def _moot(report: Report, state: Request) -> bool:
    open_elsewhere = {one.proposal for one in state.reports if one.verdict is Verdict.WAITS}
    if state.standing is Standing.APPROVED and report.proposal in open_elsewhere:
        return False
    return bool(report.proposal)


def _person(event: Any) -> Any:
    return getattr(event, "person", None) or getattr(event, "requester", None)
