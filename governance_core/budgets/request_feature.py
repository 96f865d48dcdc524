"""The face of budget requests: what can be asked, who hears of it, what is due when, and who is waited for."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from governance_core.budgets import reminding_cards, reports, request_dates
from governance_core.budgets import request_cards as cards
from governance_core.budgets import request_tellings as tellings
from governance_core.budgets.circle_messages import AdoptRequest, EndWithProposal, NoteProposal
from governance_core.budgets.model import BOOKS, Envelope
from governance_core.budgets.parts_messages import (
    AcceptReport,
    AdoptReport,
    EndReport,
    HandInReport,
    NoteReport,
    RefuseReport,
    ReleaseParts,
    ReportHandedIn,
)
from governance_core.budgets.parts_rules import dated_parts, waiting_reports
from governance_core.budgets.parts_waiting import in_line_of, missing_receipts, to_pay, waiting_after
from governance_core.budgets.paying_messages import (
    AddReceipt,
    CloseRequest,
    RecordPayment,
    RecordRefund,
    ReversePayment,
)
from governance_core.budgets.paying_route import payers, who_pays
from governance_core.budgets.reading import ReadsRequests, RequestRow
from governance_core.budgets.receipts_messages import ChaseReceipt, MissingReceipts
from governance_core.budgets.receipts_rules import misses_receipt
from governance_core.budgets.reminding import schedule
from governance_core.budgets.reminding_messages import ApproversReminded, RemindApprovers
from governance_core.budgets.request_around import around
from governance_core.budgets.request_guards import RequestFacts
from governance_core.budgets.request_lists import entries_of
from governance_core.budgets.request_messages import (
    AmendRequest,
    ApproveAnnounced,
    ApproveRequest,
    DeclineRequest,
    EndOfLeaver,
    EscalateRequest,
    LapseRequest,
    RequestAgain,
    RequestMoney,
    ShowRequest,
    WithdrawFor,
    WithdrawRequest,
)
from governance_core.budgets.request_model import ENDED, SETTLED, Request, Route, Standing
from governance_core.budgets.request_route import approvers, counted, judges
from governance_core.budgets.request_rules import RULES
from governance_core.budgets.statement_model import ReadsStatements
from governance_core.budgets.treasury_orders import ReportPaid
from governance_core.cards.card import Card, Entry
from governance_core.cards.form import Option
from governance_core.cards.plain import money_words, one_line, shortened
from governance_core.cards.text import Money
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.kernel.money import amount_typed
from governance_core.kernel.time import iso
from governance_core.kernel.words import complaint
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Alarm, Reader

MOST_CHOICES = 25


def target(command: Any) -> StreamId | None:
    """The request a command is about; None for a new one."""
    return None if isinstance(command, RequestMoney) else command.id


def facts(command: Any, state: Request, by: Actor, reader: Reader) -> RequestFacts:
    """The instant, the actor, and the circles, people and books; what a new request needs besides."""
    circles, everybody = reader.state(CIRCLES), reader.state(PEOPLE)
    stream, new = target(command) or StreamId("the new request"), isinstance(command, RequestMoney)
    opens = new or (isinstance(command, AmendRequest) and not state.is_open)
    paying = who_pays(state, circles, everybody)
    return RequestFacts(
        now=reader.now,
        by=by,
        stream=stream,
        circles=circles,
        people=everybody,
        books=reader.state(BOOKS),
        open_now=tuple(reader.half(ReadsRequests).requests_of(by.person)) if opens and by.person else (),
        key=reader.chance.key() if new else "",
        able=approvers(state, circles, everybody),
        payers=paying.persons,
        resort=paying.resort,
        **_twins(command, state, reader),
    )


def _twins(command: Any, state: Request, reader: Reader) -> dict[str, StreamId | None]:
    """What has the same reference or receipt; what cannot be kept cannot be looked for either."""
    half = reader.half(ReadsRequests)
    if isinstance(command, RecordPayment | RecordRefund | ReportPaid) and not complaint(command.ref) and state.versions:
        reference = " ".join(command.ref.split())
        return {"same_reference": half.paid_with(state.circle, state.content.unit, reference)}
    if isinstance(command, AddReceipt) and not complaint(command.receipt):
        found = half.receipt_in(command.receipt.strip())
        return {"same_receipt": found if found and _may_be_named(found, state, reader) else None}
    return {}


def _may_be_named(request: StreamId, state: Request, reader: Reader) -> bool:
    """A private circle's request has no name in another circle."""
    circles: Circles = reader.state(CIRCLES)
    other: Request = reader.state(request)
    return other.circle == state.circle or not circles.circles[other.circle].private


def alarms(state: Request) -> tuple[Alarm, ...]:
    """The end of the waiting time, and that of the reservation; then the next date of a part, and a receipt.

    What a circle decides is set aside until it has.
    """
    if not state.is_open or state.terms is None:
        return _after_approval(state)
    if state.terms.route is Route.CONSENT:
        return ()
    if state.terms.until:
        return (Alarm("stand", state.terms.until),)
    reminders = schedule(state)
    rings = reminders.rings() if reminders else None
    return (Alarm("lapse", state.terms.lapses_at), *((Alarm("remind", rings),) if rings else ()))


def tied(state: Request) -> tuple[StreamId, ...]:
    """The proposals that decide the request, or on its reports, now."""
    of_reports = tuple(state.reports[number - 1].proposal for number in waiting_reports(state))
    return tuple(one for one in (state.proposal if state.is_open else StreamId(""), *of_reports) if one)


def _after_approval(state: Request) -> tuple[Alarm, ...]:
    release = [Alarm("release", min(on for _, on in dated_parts(state)))] if dated_parts(state) else []
    chase = [Alarm("chase", state.chases[0])] if state.chases and misses_receipt(state) else []
    return (*release, *chase)


def sees(state: Request, person: PersonId | None, reader: Reader) -> bool:
    """A request of a private circle is there for its seats, for who asked, and for those who can approve or pay it."""
    if state.standing is Standing.NOTHING:
        return True
    circles: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    if circles.may_see(person, state.circle) or person in (state.requester, everybody.now(state.requester)):
        return True
    pays = payers(state, circles, everybody) if state.standing in SETTLED else ()
    return person is not None and person in (*approvers(state, circles, everybody), *pays)


def card(stream: StreamId, state: Request, reader: Reader, viewer: PersonId | None) -> Card:
    """The request's card; what others do to its envelope later is not on it, or each entry would change every card."""
    circles: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    circle, zone = circles.circles[state.circle], circles.zone_of(state.circle)
    counts = counted(state, circles, everybody)
    return cards.request_card(
        stream, counts, circle, _held(stream, state, reader), zone, around(state, circles, everybody)
    )


def _held(stream: StreamId, state: Request, reader: Reader) -> Envelope:
    """What its envelope held when the request last changed: at the end of that instant."""
    last = reader.recorded(stream, reader.version(stream))
    at = last[-1].at + timedelta.resolution if last else None
    unit = state.content.of
    return reader.half(ReadsStatements).held_before(state.circle, unit.code, at).envelope(unit)


def show(query: ShowRequest, by: Actor, reader: Reader) -> Card:
    """The card as it stands. Raises Unknown."""
    state = reader.state(query.id) if reader.version(query.id) else Request()
    known = isinstance(state, Request) and state.standing is not Standing.NOTHING
    if not known or not sees(state, by.person, reader):
        raise Unknown(what=str(query.id), hint=" /budget list shows those you can see.")
    return card(query.id, state, reader, by.person)


def waiting(person: PersonId, reader: Reader) -> Sequence[Entry]:
    """Requests that the person can approve and has not approved yet."""
    return entries_of(to_approve(person, reader), reader)


def to_approve(person: PersonId, reader: Reader) -> Sequence[RequestRow]:
    """The same as rows."""
    circles: Circles = reader.state(CIRCLES)
    wanted = in_line_of(person, circles)
    rows = reader.half(ReadsRequests).listed_requests(wanted, (Standing.ASKED,), None, 100) if wanted else ()
    return [row for row in rows if _awaits(person, row, circles, reader)]


def _awaits(person: PersonId, row: RequestRow, circles: Circles, reader: Reader) -> bool:
    state: Request = reader.state(row.id)
    everybody: People = reader.state(PEOPLE)
    return person not in counted(state, circles, everybody).approvals and person in approvers(state, circles, everybody)


def request_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Ids to pick, the newest first."""
    circles: Circles = reader.state(CIRCLES)
    visible = [one.id for one in circles.visible(person)]
    rows = reader.half(ReadsRequests).listed_requests(visible, (), None, 4 * MOST_CHOICES)
    fitting = [row for row in rows if typed.casefold() in f"{row.id} {row.purpose}".casefold()]
    return [Option(row.id, _choice_label(row)) for row in fitting[:MOST_CHOICES]]


def _choice_label(row: RequestRow) -> str:
    said = money_words(Money(row.minor, row.unit, row.exponent))
    return shortened(f"{row.id} · {said} · {one_line(row.purpose, 50)} · {row.standing}", 100)


def prefill(kind: str, state: Request, person: PersonId | None) -> Mapping[str, str]:
    """A form about a request opens with it as it stands: whatever changes meanwhile, what was seen is what is meant."""
    if state.standing is Standing.NOTHING:
        return {}
    content, version = state.content, {"version": str(state.version)}
    if kind == "budget.paid":
        return {**version, "amount": amount_typed(state.payable, content.of)} if state.payable else version
    if kind not in ("budget.amend", "budget.again"):
        return version if kind in ("budget.approve", "budget.decline", "budget.escalate") else {}
    needed = {"needed_by": iso(content.needed_by)[:10]} if content.needed_by else {}
    said = {"amount": amount_typed(content.minor, content.of), "purpose": content.purpose, "payee": content.payee}
    parts = {"parts": content.part_words} if content.part_words else {}
    if kind == "budget.again":
        return {"circle": state.circle, **said, **parts}
    return {**said, **needed, **parts, **version}


def telling(stream: StreamId, event: Event, state: Request, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What is said of an event."""
    circles: Circles = reader.state(CIRCLES)
    circle, zone = circles.circles[state.circle], circles.zone_of(state.circle)
    state = counted(state, circles, reader.state(PEOPLE))
    if isinstance(event, ApproversReminded):
        able = approvers(state, circles, reader.state(PEOPLE))
        return reminding_cards.reminder(stream, event, state, able, viewer, zone)
    who = judges if isinstance(event, ReportHandedIn) else approvers
    decides = viewer is not None and viewer in who(state, circles, reader.state(PEOPLE))
    return tellings.telling(stream, event, state, circle, zone, decides)


def receipt(stream: StreamId, events: tuple[Event, ...], state: Request, by: Actor, known: RequestFacts | None) -> Card:
    """What the one who pressed is told."""
    if known is None:
        return tellings.receipt(stream, events, state, ())
    able = approvers(state, known.circles, known.people)
    return tellings.receipt(stream, events, counted(state, known.circles, known.people), able)


REQUESTS: Feature[Request, RequestFacts] = Feature(
    name="budget requests",
    prefix="B",
    decider=RULES,
    commands=(
        RequestMoney,
        RequestAgain,
        ApproveRequest,
        DeclineRequest,
        EscalateRequest,
        AmendRequest,
        WithdrawRequest,
        WithdrawFor,
        ApproveAnnounced,
        LapseRequest,
        RemindApprovers,
        EndOfLeaver,
        NoteProposal,
        AdoptRequest,
        EndWithProposal,
        RecordPayment,
        ReportPaid,
        RecordRefund,
        ReversePayment,
        AddReceipt,
        CloseRequest,
        HandInReport,
        AcceptReport,
        RefuseReport,
        ReleaseParts,
        NoteReport,
        AdoptReport,
        EndReport,
        ChaseReceipt,
    ),
    queries={ShowRequest: show, MissingReceipts: missing_receipts},
    target=target,
    facts=facts,
    alarms=alarms,
    rings={
        "stand": lambda stream: ApproveAnnounced(id=stream),
        "lapse": lambda stream: LapseRequest(id=stream),
        "remind": lambda stream: RemindApprovers(id=stream),
        "release": lambda stream: ReleaseParts(id=stream),
        "chase": lambda stream: ChaseReceipt(id=stream),
    },
    tied=tied,
    closed=lambda state: state.standing in ENDED,
    boards=lambda state: (state.circle,) if state.circle else (),
    card=card,
    notices=tellings.notices,
    telling=telling,
    receipt=receipt,
    sees=sees,
    choices={"request": request_choices},
    reports=lambda window, reader: (
        *reports.requests_waiting(window, reader),
        *reports.receipts_missing(window, reader),
    ),
    dates=request_dates.dates,
    called=lambda state: state.versions[-1].purpose if state.versions else "",
    waiting=lambda person, reader: (
        *waiting(person, reader),
        *to_pay(person, reader),
        *waiting_after(person, reader),
    ),
    prefill=prefill,
)
