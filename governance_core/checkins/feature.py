"""The face of check-ins: what can be asked, who hears of it, what is due when, and who is waited for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from governance_core.cards.card import Button, Card, Entry, Press
from governance_core.cards.form import Option
from governance_core.cards.plain import one_line, shortened
from governance_core.cards.text import When, text
from governance_core.checkins import cards, dates, hearing, reports, tellings
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
from governance_core.checkins.reading import (
    NOTHING_KNOWN,
    CheckInLine,
    NamesMetrics,
    ReadsCheckIns,
)
from governance_core.checkins.rules import RULES
from governance_core.checkins.running import schedule
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.people.model import PEOPLE
from governance_core.ports import Alarm, Reader

MOST_CHOICES: Final = 25


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
    """The check-in's card, with its next times."""
    circles: Circles = reader.state(CIRCLES)
    zone = state.plan.zone or circles.zone_of(state.circle)
    return cards.checkin_card(stream, state, circles.circles[state.circle], zone, dates.coming(stream, state, reader))


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


def listed(query: ListCheckIns, by: Actor, reader: Reader) -> Card:
    """Of one circle or of all that can be seen."""
    circles: Circles = reader.state(CIRCLES)
    wanted = [one.id for one in circles.visible(by.person) if query.circle in (None, one.id)]
    title = f"Check-ins of {circles.circles[query.circle].name}" if query.circle else "Check-ins"
    return cards.list_card(title, [_entry(row, circles) for row in reader.half(ReadsCheckIns).checkins(wanted)])


def _entry(row: CheckInLine, circles: Circles) -> Entry:
    stands = f"run {row.open_run} is open" if row.open_run else row.standing
    said = text(f"{row.id} · {one_line(row.title, 60)} · {circles.circles[row.circle].name} · {stands}")
    after = text(" · next ", When(row.next_at)) if row.next_at else ()
    return Entry(text(said, after), row.id, Button("Open", Press(row.id, row.open_run, "checkin")))


def waiting(person: PersonId, reader: Reader) -> Sequence[Entry]:
    """Runs that are open and that the person was asked in and has not answered."""
    circles: Circles = reader.state(CIRCLES)
    wanted = [one.id for one in circles.alive() if person in one.members]
    rows = [row for row in reader.half(ReadsCheckIns).checkins(wanted) if row.open_run] if wanted else []
    return [entry for row in rows if (entry := _waits(person, row, reader))]


def _waits(person: PersonId, row: CheckInLine, reader: Reader) -> Entry | None:
    state: CheckIn = reader.state(row.id)
    run = state.open_run
    if run is None or person not in run.roster or person in run.answers:
        return None
    said = text(f"{row.id} · {one_line(run.plan.title, 60)} · check-in, open until ", When(run.closes_at))
    answer = Button("Answer", Press(row.id, run.number, "answer-checkin"))
    return Entry(said, row.id, answer, since=run.opened_at, closes=run.closes_at)


def choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Check-ins to pick."""
    circles: Circles = reader.state(CIRCLES)
    rows = reader.half(ReadsCheckIns).checkins([one.id for one in circles.visible(person)])
    fitting = [row for row in rows if typed.casefold() in f"{row.id} {row.title}".casefold()]
    return [Option(row.id, _label(row, circles)) for row in fitting[:MOST_CHOICES]]


def _label(row: CheckInLine, circles: Circles) -> str:
    return shortened(f"{row.id} · {one_line(row.title, 50)} · {circles.circles[row.circle].name}", 100)


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
    queries={ShowCheckIn: show, ListCheckIns: listed, CheckInResults: results, ReadAnswer: read},
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
    choices={"checkin": choices},
    waiting=waiting,
    reports=reports.reports,
    called=lambda state: state.plan.title,
    dates=dates.dates,
    prefill=prefill,
    asks=asks,
)
