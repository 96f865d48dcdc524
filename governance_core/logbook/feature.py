"""The face of the logbook: how agreements are recorded, shown, listed and found."""

from collections.abc import Sequence
from typing import Any

from governance_core.cards.card import Button, Card, Entry, Press
from governance_core.cards.form import Option
from governance_core.cards.plain import labelled, one_line, shortened
from governance_core.cards.text import When, text
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature, Home, Notice
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Event
from governance_core.kernel.words import complaint
from governance_core.logbook import cards
from governance_core.logbook.messages import (
    AgreementNoted,
    ReadAgreement,
    RecentAgreements,
    RecordAgreement,
    RecordDecision,
    ShowAgreement,
)
from governance_core.logbook.model import Agreement
from governance_core.logbook.reading import AgreementRow, ReadsLogbook
from governance_core.logbook.rules import LogbookFacts, decide, evolve
from governance_core.ports import Reader

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
    dates = text(came, When(row.since, "date"), ", review ", When(row.review_at, "date"))
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
    fitting = [one for one in kept if typed.casefold() in f"{one.id} {one.name}".casefold()]
    return [Option(one.id, shortened(f"{one.id} · {one_line(one.name)}", 100)) for one in fitting]


def facts(command: Any, state: Agreement, by: Actor, reader: Reader) -> LogbookFacts:
    """The instant, the actor, the circles, and whether the same was recorded before."""
    twin = _twin(command, reader) if isinstance(command, RecordDecision) else None
    return LogbookFacts(reader.now, by, reader.state(CIRCLES), twin)


def _twin(command: RecordDecision, reader: Reader) -> StreamId | None:
    """The agreement that records the same; what cannot be kept cannot be looked for either."""
    if complaint(command.source) or complaint(command.text):
        return None
    return reader.half(ReadsLogbook).recorded_from(command.circle, command.source, command.text)


def notices(event: Event, state: Agreement) -> tuple[Notice, ...]:
    """What somebody wrote down is announced once in the circle's home; an adoption is told by its proposal."""
    return (Notice(Home(state.circle), "announce"),) if isinstance(event, AgreementNoted) else ()


def telling(stream: StreamId, event: Event, state: Agreement, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What the circle hears."""
    if not isinstance(event, AgreementNoted):
        return None
    circles: Circles = reader.state(CIRCLES)
    return cards.noted_card(stream, state, circles.zone_of(state.circle))


def receipt(
    stream: StreamId, events: tuple[Event, ...], state: Agreement, by: Actor, facts: LogbookFacts | None
) -> Card:
    """What the one who wrote it down is told."""
    return cards.receipt(stream, state)


def _target(command: Command) -> StreamId | None:
    return None


LOGBOOK: Feature[Agreement, LogbookFacts] = Feature(
    name="logbook",
    prefix="D",
    decider=Decider(Agreement(), decide, evolve),
    commands=(RecordAgreement, RecordDecision),
    queries={ShowAgreement: show, ReadAgreement: read, RecentAgreements: recent},
    target=_target,
    facts=facts,
    card=card,
    record=record,
    notices=notices,
    telling=telling,
    receipt=receipt,
    sees=sees,
    choices={"agreement": agreement_choices, "record circle": record_choices},
)
