"""The face of the logbook: how agreements are recorded, shown, listed and found."""

from collections.abc import Mapping, Sequence
from typing import Any

from governance_core.cards.card import Button, Card, Entry, Press
from governance_core.cards.form import Option
from governance_core.cards.plain import labelled, one_line, shortened
from governance_core.cards.text import When, text
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature, Notice
from governance_core.kernel.errors import Invalid, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.kernel.words import complaint
from governance_core.logbook import cards, dates_ahead, due, receipts, reminding, tellings
from governance_core.logbook.messages import (
    DueAgreements,
    ReadAgreement,
    RecentAgreements,
    RecordAgreement,
    RecordDecision,
    ShowAgreement,
    ShowDifference,
)
from governance_core.logbook.model import Agreement, Verdict
from governance_core.logbook.reading import AgreementRow, ReadsLogbook
from governance_core.logbook.review_events import ReviewersReminded
from governance_core.logbook.reviewing import CloseReview, ExpireAgreement, OpenReview, RemindReviewers, WarnOfExpiry
from governance_core.logbook.rules import COMMANDS, RULES, LogbookFacts
from governance_core.people.model import PEOPLE
from governance_core.ports import Alarm, Reader

PAGE = 10
MOST_CHOICES = 25


def sees(state: Agreement, person: PersonId | None, reader: Reader) -> bool:
    """An agreement of a private circle is there for its seats only."""
    circles: Circles = reader.state(CIRCLES)
    return not state.circle or circles.may_see(person, state.circle)


def card(stream: StreamId, state: Agreement, reader: Reader, viewer: PersonId | None) -> Card:
    """The whole record."""
    circles: Circles = reader.state(CIRCLES)
    return cards.agreement_card(stream, state, circles.circles[state.circle].name, circles.zone_of(state.circle))


def record(stream: StreamId, state: Agreement, reader: Reader) -> Card:
    """The whole record, nothing shortened."""
    circles: Circles = reader.state(CIRCLES)
    return cards.record_card(stream, state, circles.circles[state.circle].name, circles.zone_of(state.circle))


def _existing(stream: StreamId, by: Actor, reader: Reader) -> Agreement:
    state = reader.state(stream) if reader.version(stream) else Agreement()
    if not isinstance(state, Agreement) or not state.circle or not sees(state, by.person, reader):
        raise Unknown(what=str(stream), hint=" /decisions recent shows those you can see.")
    return state


def show(query: ShowAgreement, by: Actor, reader: Reader) -> Card:
    """One agreement."""
    return card(query.id, _existing(query.id, by, reader), reader, by.person)


def read(query: ReadAgreement, by: Actor, reader: Reader) -> Card:
    """One agreement in full."""
    state = _existing(query.id, by, reader)
    circles: Circles = reader.state(CIRCLES)
    return cards.full_card(query.id, state, circles.zone_of(state.circle))


def recent(query: RecentAgreements, by: Actor, reader: Reader) -> Card:
    """The logbook from its newest page."""
    circles: Circles = reader.state(CIRCLES)
    wanted = [one.id for one in circles.visible(by.person) if query.circle in (None, one.id)]
    found = reader.half(ReadsLogbook).recent(wanted, PAGE + 1, query.before)
    rows = found[:PAGE]
    title = f"Agreements of {circles.circles[query.circle].name}" if query.circle else "Newest agreements"
    last = rows[-1].id.rpartition("-")[2] if len(found) > PAGE else ""
    older = Press(query.circle or "", 0, "decisions", last) if last else None
    return cards.list_card(_entries(rows, circles), title, "No agreements yet.", older)


def _entries(rows: Sequence[AgreementRow], circles: Circles) -> tuple[Entry, ...]:
    return tuple(_entry(row, circles.circles[row.circle].name) for row in rows)


def _entry(row: AgreementRow, circle: str) -> Entry:
    came = "decided elsewhere, recorded " if row.recorded_by else "adopted "
    dates = text(came, When(row.since, "date"), ", ", due.review_words(row))
    line = text(f"{row.id} · {labelled(row.title, row.practice)} · {circle} · ", dates)
    return Entry(line, row.id, Button("Open", Press(row.id, 1, "decision")))


def agreement_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Agreements to pick, the newest first."""
    circles: Circles = reader.state(CIRCLES)
    visible: list[CircleId] = [one.id for one in circles.visible(person)]
    rows = reader.half(ReadsLogbook).recent(visible, 10 * MOST_CHOICES)
    fitting = [row for row in rows if typed.casefold() in f"{row.id} {row.title}".casefold()]
    return [Option(row.id, shortened(f"{row.id} · {labelled(row.title, row.practice)}", 100)) for row in fitting]


def record_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """The circles whose records the person keeps."""
    circles: Circles = reader.state(CIRCLES)
    kept = [one for one in circles.visible(person) if person in circles.record_keepers(one.id)]
    fitting = [one for one in kept if typed.casefold() in f"{one.handle} {one.name}".casefold()]
    return [Option(one.handle, shortened(f"{one.handle} · {one_line(one.name)}", 100)) for one in fitting]


def facts(command: Any, state: Agreement, by: Actor, reader: Reader) -> LogbookFacts:
    """The instant, the actor, the circles, and whether the same was recorded before."""
    twin = _twin(command, reader) if isinstance(command, RecordDecision) else None
    return LogbookFacts(reader.now, by, reader.state(CIRCLES), twin, reader.state(PEOPLE))


def _twin(command: RecordDecision, reader: Reader) -> StreamId | None:
    """The agreement that records the same; what cannot be kept cannot be looked for either."""
    if complaint(command.source) or complaint(command.text):
        return None
    return reader.half(ReadsLogbook).recorded_from(command.circle, command.source, command.text)


def alarms(state: Agreement) -> tuple[Alarm, ...]:
    """What is due when: the review, its reminders and its end, the warning before the expiry, the expiry itself."""
    if not state.stands:
        return ()
    dates, found = state.dates, []
    if state.review is None and dates.opens_at is not None:
        found.append(Alarm("review", dates.opens_at))
    if state.review is not None and not state.review.overdue:
        found.append(Alarm("overdue", state.review.due))
        if (rings := reminding.next_reminder(state)) is not None:
            found.append(Alarm("reminder", rings))
    if dates.warns_at is not None and not state.warned:
        found.append(Alarm("warning", dates.warns_at))
    if dates.expires_at is not None:
        found.append(Alarm("expiry", dates.expires_at))
    return tuple(found)


def boards(state: Agreement) -> tuple[CircleId, ...]:
    """Once it was asked about, its card stands in the home of its circle."""
    return (state.circle,) if state.reviews else ()


def notices(event: Event, state: Agreement) -> tuple[Notice, ...]:
    """Who hears of an event."""
    return reminding.notices(event, state) if isinstance(event, ReviewersReminded) else tellings.notices(event, state)


def telling(stream: StreamId, event: Event, state: Agreement, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What the circle hears, or one person alone."""
    circles: Circles = reader.state(CIRCLES)
    zone = circles.zone_of(state.circle)
    if isinstance(event, ReviewersReminded):
        return reminding.told(stream, event, state, zone, viewer)
    return tellings.telling(stream, event, state, zone)


def receipt(
    stream: StreamId, events: tuple[Event, ...], state: Agreement, by: Actor, facts: LogbookFacts | None
) -> Card:
    """What the one who pressed is told."""
    return receipts.receipt(stream, events, state)


def prefill(kind: str, state: Agreement, person: PersonId | None) -> Mapping[str, str]:
    """A proposal to change it begins with its text and its dates, an objection with what the objector said."""
    seen = {"version": str(state.version)}
    match kind:
        case "decisions.change":
            texts = {"title": state.title, "text": state.text}
            return {**texts, "review": state.term, "expiry": state.expiry, **seen}
        case "decisions.drop" | "review.answer":
            return seen
        case "review.object":
            own = state.review.answers.get(person) if state.review and person else None
            return {"harm": own.words, "safe": own.safe} if own and own.verdict is Verdict.OBJECT else {}
        case "review.note":
            return {"note": state.reviewed[-1].note} if state.reviewed else {}
        case _:
            return {}


def difference(query: ShowDifference, by: Actor, reader: Reader) -> Card:
    """What changed since a version of an agreement, or with the latest one."""
    state = _existing(query.id, by, reader)
    circles: Circles = reader.state(CIRCLES)
    if not state.past:
        problem = f"{query.id} has one version only: nothing has changed."
        raise Invalid(problem=problem, fix=f"Propose a change with /decisions change {query.id}.")
    typed = query.since.strip().lower().removeprefix("v") or str(len(state.past))
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6 and 1 <= int(typed) <= len(state.past)):
        problem = f"{query.id} has no earlier version {one_line(query.since, 20)}."
        raise Invalid(field="since", problem=problem, fix=f"Give a number from 1 to {len(state.past)}.")
    return cards.difference_card(query.id, state, int(typed), circles.zone_of(state.circle))


def target(command: Any) -> StreamId | None:
    """The agreement a command is about; None for a new one."""
    return None if isinstance(command, RecordAgreement | RecordDecision) else command.id


LOGBOOK: Feature[Agreement, LogbookFacts] = Feature(
    name="logbook",
    prefix="D",
    decider=RULES,
    commands=COMMANDS,
    queries={
        ShowAgreement: show,
        ReadAgreement: read,
        RecentAgreements: recent,
        ShowDifference: difference,
        DueAgreements: due.due,
    },
    target=target,
    facts=facts,
    alarms=alarms,
    rings={
        "review": lambda stream: OpenReview(id=stream),
        "overdue": lambda stream: CloseReview(id=stream),
        "reminder": lambda stream: RemindReviewers(id=stream),
        "warning": lambda stream: WarnOfExpiry(id=stream),
        "expiry": lambda stream: ExpireAgreement(id=stream),
    },
    closed=lambda state: bool(state.circle) and not state.stands,
    boards=boards,
    card=card,
    record=record,
    notices=notices,
    telling=telling,
    receipt=receipt,
    sees=sees,
    choices={"agreement": agreement_choices, "record circle": record_choices},
    waiting=due.waiting,
    answered=due.answered,
    reports=due.reports,
    called=lambda state: labelled(state.title, state.practice),
    dates=dates_ahead.dates,
    prefill=prefill,
)
