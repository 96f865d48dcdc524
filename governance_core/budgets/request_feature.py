"""The face of budget requests: what can be asked, who hears of it, what is due when, and who is waited for."""

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
from governance_core.budgets.parts_rules import waiting_reports
from governance_core.budgets.parts_waiting import missing_receipts, to_pay, waiting_after
from governance_core.budgets.paying_messages import (
    AddReceipt,
    CloseRequest,
    RecordPayment,
    RecordRefund,
    ReversePayment,
)
from governance_core.budgets.paying_route import payers, who_pays
from governance_core.budgets.reading import ReadsRequests
from governance_core.budgets.receipts_messages import ChaseReceipt, MissingReceipts
from governance_core.budgets.reminding_messages import ApproversReminded, RemindApprovers
from governance_core.budgets.request_around import around
from governance_core.budgets.request_due import RINGS, alarms
from governance_core.budgets.request_forms import prefill, request_choices
from governance_core.budgets.request_guards import RequestFacts
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
from governance_core.budgets.request_model import ENDED, SETTLED, Request, Standing
from governance_core.budgets.request_route import approvers, counted, judges
from governance_core.budgets.request_rules import RULES
from governance_core.budgets.request_waiting import waiting
from governance_core.budgets.statement_model import ReadsStatements
from governance_core.budgets.treasury_orders import ReportPaid
from governance_core.cards.card import Card
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.kernel.words import complaint
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader


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


def tied(state: Request) -> tuple[StreamId, ...]:
    """The proposals that decide the request, or on its reports, now."""
    of_reports = tuple(state.reports[number - 1].proposal for number in waiting_reports(state))
    return tuple(one for one in (state.proposal if state.is_open else StreamId(""), *of_reports) if one)


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
    rings=RINGS,
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
