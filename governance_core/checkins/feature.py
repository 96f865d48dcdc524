"""The face of check-ins: what can be asked, what is shown, who hears of it, and what is due when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from governance_core.cards.card import Card
from governance_core.checkins import cards, dates, hearing, listing, reports, tellings
from governance_core.checkins import results as answers
from governance_core.checkins.answering_messages import (
    AnswerCheckIn,
    AnswerEarly,
    AnswerFor,
    SkipCheckIn,
    SnoozeCheckIn,
)
from governance_core.checkins.elsewhere import elsewhere
from governance_core.checkins.events import RunClosed
from governance_core.checkins.filling import asks, prefill
from governance_core.checkins.guards import CheckInFacts
from governance_core.checkins.messages import (
    CloseRun,
    CreateCheckIn,
    EditCheckIn,
    EndCheckIn,
    OpenRun,
    PauseCheckIn,
    PromptMembers,
    RelabelQuestions,
    RemindMembers,
    RescheduleCheckIn,
    ResumeCheckIn,
)
from governance_core.checkins.model import CheckIn, Standing
from governance_core.checkins.queries import CheckInResults, ListCheckIns, ReadAnswer, ShowCheckIn
from governance_core.checkins.questions import metrics_asked
from governance_core.checkins.reading import NOTHING_KNOWN, NamesMetrics
from governance_core.checkins.rules import RULES
from governance_core.checkins.running import schedule
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.people.model import PEOPLE
from governance_core.ports import Alarm, Reader


def facts(command: Any, state: CheckIn, by: Actor, reader: Reader) -> CheckInFacts:
    """The instant, the actor, the circles and the people."""
    stream = _target(command) or StreamId("the new check-in")
    known = _metrics(command, state, reader) if isinstance(command, CreateCheckIn | EditCheckIn) else ((), (), {})
    if isinstance(command, OpenRun) and metrics_asked(state.plan.questions):
        known = (reader.half(NamesMetrics).names_followed(state.circle), *known[1:])
    return CheckInFacts(reader.now, by, stream, reader.state(CIRCLES), reader.state(PEOPLE), *known)


def _metrics(
    command: CreateCheckIn | EditCheckIn, state: CheckIn, reader: Reader
) -> tuple[Sequence[str], Sequence[str], Mapping[str, Sequence[StreamId]]]:
    """The metrics of the circle that is asked, what its questions ask for and is none of them, and what is several."""
    circle = command.circle if isinstance(command, CreateCheckIn) else state.circle
    asked = metrics_asked(command.questions or "")
    if not asked:
        return (), (), {}
    half = reader.half(NamesMetrics)
    meant = {one: half.followed(circle, one) for one in asked}
    shared = {one: ids for one, ids in meant.items() if len(ids) > 1}
    return half.names_followed(circle), [one for one, ids in meant.items() if not ids], shared


def _target(command: Any) -> StreamId | None:
    return None if isinstance(command, CreateCheckIn) else command.id


def alarms(state: CheckIn) -> tuple[Alarm, ...]:
    """The end of the run that is open, its reminder, those told alone, and the next run; an end comes first."""
    found: list[Alarm] = []
    if run := state.open_run:
        found.append(Alarm("close", run.closes_at))
        reminder = schedule(run, "off").rings()
        if reminder and reminder < run.closes_at:
            found.append(Alarm("remind", reminder))
        if run.prompts:
            found.append(Alarm("prompt", min(run.prompts.values())))
        if run.snoozed:
            found.append(Alarm("snoozed", min(until for until, _ in run.snoozed.values())))
    if state.standing is Standing.ACTIVE and state.next_at:
        found.append(Alarm("open", state.next_at))
    return tuple(found)


def sees(state: CheckIn, person: PersonId | None, reader: Reader) -> bool:
    """A check-in of a private circle is there for its seats only."""
    circles: Circles = reader.state(CIRCLES)
    return state.standing is Standing.NOTHING or circles.may_see(person, state.circle)


def card(stream: StreamId, state: CheckIn, reader: Reader, viewer: PersonId | None) -> Card:
    """The check-in's card, with its next times; while a run is open on the clock on which its end was said."""
    circles: Circles = reader.state(CIRCLES)
    zone = state.plan.zone or circles.zone_of(state.circle)
    drawn = cards.checkin_card(stream, state, circles.circles[state.circle], zone, dates.coming(stream, state, reader))
    return replace(drawn, zone=state.open_run.zone if state.open_run else zone)


def show(query: ShowCheckIn, by: Actor, reader: Reader) -> Card:
    """The card as it stands, with the metrics that it asks for in vain. Raises Unknown."""
    state = _seen(query.id, by.person, reader)
    drawn, half = card(query.id, state, reader, by.person), reader.half(NamesMetrics)
    asked = () if state.standing is Standing.ENDED else metrics_asked(state.plan.questions)
    lost = [one for one in asked if not half.followed(state.circle, one)]
    notes = [cards.not_followed(query.id, one, half.retired(state.circle, one)) for one in lost]
    return replace(drawn, blocks=(*drawn.blocks, *notes))


def _seen(stream: StreamId, person: PersonId | None, reader: Reader) -> CheckIn:
    state = reader.state(stream) if reader.version(stream) else None
    if not isinstance(state, CheckIn) or not sees(state, person, reader):
        raise Unknown(what=str(stream), hint=" /checkin list shows those you can see.")
    return state


def results(query: CheckInResults, by: Actor, reader: Reader) -> Card:
    """What everybody said in the last run, or in one by its number. Raises Unknown."""
    return answers.results(query, _seen(query.id, by.person, reader), reader)


def read(query: ReadAnswer, by: Actor, reader: Reader) -> Card:
    """What one member said, whole. Raises Unknown."""
    return answers.read(query, _seen(query.id, by.person, reader), reader)


def telling(stream: StreamId, event: Event, state: CheckIn, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What is said of an event, on the clock of the schedule; values of metrics are of the circle's days."""
    circles: Circles = reader.state(CIRCLES)
    zone = circles.zone_of(state.circle)
    run = state.run_numbered(event.run) if isinstance(event, RunClosed) else None
    known = elsewhere(run, state, zone, reader) if run else NOTHING_KNOWN
    return tellings.telling(stream, event, state, state.plan.zone or zone, viewer, known)


def receipt(stream: StreamId, events: tuple[Event, ...], state: CheckIn, by: Actor, known: CheckInFacts | None) -> Card:
    """What the one who pressed is told."""
    coming = dates.times(state, known) if known else ()
    zone = known.zone(state.circle, state.plan) if known else "UTC"
    return tellings.receipt(stream, events, state, coming, zone, "" if zone == _own_zone(by, known) else zone)


def _own_zone(by: Actor, known: CheckInFacts | None) -> str:
    """The zone in which whoever pressed reads times."""
    person = known.people.present(by.person) if known else None
    return (person.zone if person else "") or (known.circles.organisation.zone if known else "UTC")


CHECKINS: Feature[CheckIn, CheckInFacts] = Feature(
    name="check-ins",
    prefix="C",
    decider=RULES,
    commands=(
        CreateCheckIn,
        EditCheckIn,
        PauseCheckIn,
        ResumeCheckIn,
        EndCheckIn,
        AnswerCheckIn,
        AnswerFor,
        AnswerEarly,
        SkipCheckIn,
        SnoozeCheckIn,
        OpenRun,
        CloseRun,
        RemindMembers,
        PromptMembers,
        RescheduleCheckIn,
        RelabelQuestions,
    ),
    queries={ShowCheckIn: show, ListCheckIns: listing.listed, CheckInResults: results, ReadAnswer: read},
    target=_target,
    facts=facts,
    alarms=alarms,
    rings={
        "open": lambda stream: OpenRun(id=stream),
        "close": lambda stream: CloseRun(id=stream),
        "remind": lambda stream: RemindMembers(id=stream),
        "snoozed": lambda stream: RemindMembers(id=stream),
        "prompt": lambda stream: PromptMembers(id=stream),
    },
    closed=lambda state: state.standing is Standing.ENDED,
    boards=lambda state: (state.circle,) if state.circle else (),
    card=card,
    notices=hearing.notices,
    telling=telling,
    receipt=receipt,
    sees=sees,
    choices={"checkin": listing.choices},
    waiting=listing.waiting,
    reports=reports.reports,
    called=lambda state: state.plan.title,
    dates=dates.dates,
    prefill=prefill,
    asks=asks,
)
