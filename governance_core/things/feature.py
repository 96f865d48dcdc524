"""The face of shared things: what can be asked, who hears of it, what is due when, and who is waited for."""

from collections.abc import Mapping
from typing import Any

from governance_core.cards.card import Card
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.people.model import PEOPLE
from governance_core.ports import Alarm, Reader
from governance_core.things import dates, kept, looking, tellings
from governance_core.things.guards import ThingFacts
from governance_core.things.loan_messages import (
    AcceptLoan,
    CancelLoan,
    DeclineLoan,
    EndLoansOf,
    ExtendLoan,
    GrantLoan,
    HandLoans,
    LendThing,
    NoteLoan,
    RefuseLoan,
    RequestLoan,
    ReturnThing,
    ShowLoan,
    TurnLoans,
)
from governance_core.things.messages import (
    AddThing,
    ChangeThing,
    ListKept,
    ListThings,
    MyLoans,
    ReportDamage,
    ReportRepair,
    RetireThing,
    ShowBookings,
    ShowHistory,
    ShowThing,
)
from governance_core.things.model import Loan, Thing
from governance_core.things.rules import RULES
from governance_core.things.turning import steps


def target(command: Any) -> StreamId | None:
    """The thing a command is about; None for a new one."""
    return None if isinstance(command, AddThing) else command.id


def facts(command: Any, state: Thing, by: Actor, reader: Reader) -> ThingFacts:
    """The instant, the actor, and the circles and people."""
    stream = target(command) or StreamId("the new thing")
    return ThingFacts(reader.now, by, stream, reader.state(CIRCLES), reader.state(PEOPLE))


def alarms(state: Thing) -> tuple[Alarm, ...]:
    """The next instant at which something is due with its loans."""
    due = min((at for at, _, _ in steps(state)), default=None)
    return (Alarm("turn", due),) if due else ()


def prefill(kind: str, state: Thing, person: PersonId | None) -> Mapping[str, str]:
    """The form that changes a thing opens with what is said of it."""
    if kind != ChangeThing.spec.kind or not state.circle:
        return {}
    return {
        "name": state.name,
        "kind": str(state.sort),
        "lent": str(state.lending),
        "place": state.place,
        "reach": str(state.reach),
        "quantity": str(state.quantity),
        "longest": state.longest or "usual",
    }


def telling(stream: StreamId, event: Event, state: Thing, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What is said of an event."""
    circles: Circles = reader.state(CIRCLES)
    return tellings.telling(stream, event, state, circles.zone_of(state.circle), viewer)


def receipt(stream: StreamId, events: tuple[Event, ...], state: Thing, by: Actor, known: ThingFacts | None) -> Card:
    """What the one who pressed is told."""
    zone = known.circles.zone_of(state.circle) if known else _zone(state)
    return tellings.receipt(stream, events, state, zone, by.person)


def _zone(state: Thing) -> str:
    loans: list[Loan] = list(state.loans.values())
    return loans[-1].zone if loans else "UTC"


THINGS: Feature[Thing, ThingFacts] = Feature(
    name="shared things",
    prefix="T",
    decider=RULES,
    commands=(
        AddThing,
        ChangeThing,
        RetireThing,
        ReportDamage,
        ReportRepair,
        RequestLoan,
        AcceptLoan,
        DeclineLoan,
        LendThing,
        ReturnThing,
        ExtendLoan,
        CancelLoan,
        TurnLoans,
        NoteLoan,
        GrantLoan,
        RefuseLoan,
        EndLoansOf,
        HandLoans,
    ),
    queries={
        ShowThing: looking.show,
        ShowBookings: looking.bookings,
        ShowHistory: looking.history,
        ShowLoan: looking.show_loan,
        ListThings: looking.listed,
        ListKept: kept.kept,
        MyLoans: looking.my_loans,
    },
    target=target,
    tied=lambda state: tuple(StreamId(one.proposal) for one in state.loans.values() if one.proposal),
    facts=facts,
    alarms=alarms,
    rings={"turn": lambda stream: TurnLoans(id=stream)},
    closed=lambda state: state.retired,
    boards=lambda state: (state.circle,) if state.circle else (),
    card=looking.card,
    notices=tellings.notices,
    telling=telling,
    receipt=receipt,
    sees=looking.sees,
    choices={"thing": looking.thing_choices},
    by_name={"thing": looking.things_called},
    waiting=looking.waiting,
    called=lambda state: state.name,
    dates=dates.dates,
    prefill=prefill,
)
