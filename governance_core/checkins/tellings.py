"""What is said once when something happens to a check-in, and what the one who pressed is told."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from governance_core.cards.card import Block, Button, Buttons, Card, Note, Paragraph, Press
from governance_core.cards.text import Mention, Text, When, count, people, text
from governance_core.checkins.cards import answering, named, outcome, times
from governance_core.checkins.events import (
    AnswersTold,
    CheckInAnswered,
    CheckInChanged,
    CheckInCreated,
    CheckInEnded,
    CheckInPaused,
    CheckInResumed,
    CheckInSkipped,
    MembersPrompted,
    MembersReminded,
    RunClosed,
    RunOpened,
    RunsMissed,
)
from governance_core.checkins.model import CheckIn, Run
from governance_core.checkins.results import told_card
from governance_core.feature import Discussion, Home, Notice
from governance_core.kernel.cadence import Cadence
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event

_TOLD: Final = (CheckInChanged, CheckInPaused, CheckInResumed, CheckInEnded, RunOpened, RunClosed, RunsMissed)


def notices(event: Event, state: CheckIn) -> tuple[Notice, ...]:
    """The circle hears of each change; whoever is asked alone or reminded alone of that; the discussion the answers."""
    match event:
        case MembersPrompted(direct=direct):
            return tuple(Notice(person, "reminder", platform) for person, platform in direct.items())
        case MembersReminded(persons=persons, direct=direct):
            here = any(person not in direct for person in persons)
            alone = tuple(Notice(person, "reminder", platform) for person, platform in direct.items())
            return (*((Notice(Home(state.circle), "reminder"),) if here else ()), *alone)
        case CheckInAnswered(by=by, person=person):
            return (Notice(person, "whisper"),) if by else ()
        case AnswersTold():
            return (Notice(Discussion(state.circle, else_home=False), "announce"),)
        case _:
            return (Notice(Home(state.circle), "announce"),) if isinstance(event, _TOLD) else ()


def telling(stream: StreamId, event: Event, state: CheckIn, zone: str, viewer: PersonId | None) -> Card | None:
    """What they hear; None when there is nothing to say any more."""
    run = state.run
    match event:
        case AnswersTold(run=number):
            current = run is not None and run.number == number
            return told_card(stream, state, run) if run and current else None
        case RunClosed(run=number):
            return _closed(stream, state, run) if run and run.number == number else None
        case RunOpened(run=number) | CheckInAnswered(run=number):
            return _said(stream, event, state, zone) if run and run.number == number else None
        case MembersPrompted() | MembersReminded():
            return _asking(stream, event, state, viewer)
        case _:
            return _said(stream, event, state, zone)


def _closed(stream: StreamId, state: CheckIn, run: Run) -> Card:
    blocks = outcome(stream, state, run)
    see = Button("See the answers", Press(stream, run.number, "checkin-results"))
    late = Button("Answer late", Press(stream, run.number, "answer-checkin"))
    first = blocks[0]
    assert isinstance(first, Paragraph), "how it went comes first"
    return Card(stream, (*blocks, Buttons((see, late))), first.text, run.number, run.zone)


def _asking(stream: StreamId, event: Event, state: CheckIn, viewer: PersonId | None) -> Card | None:
    """Somebody alone, or those who are named, are asked for their answer; nobody who gave it meanwhile."""
    run = state.open_run
    if run is None:
        return None
    which = text(named(stream, run.plan.title), " is open until ", When(run.closes_at))
    if viewer is not None:
        if viewer in run.answers:
            return None
        blocks = (Paragraph(text(which, ".")), Buttons(answering(stream, run)), Note((_ALONE,)))
        return Card(stream, blocks, text(which, "."), run.number, run.zone, private=True)
    assert isinstance(event, MembersReminded), "only reminders name people in a place"
    here = [one for one in event.persons if one not in event.direct and one not in run.answers]
    if not here:
        return None
    said = text(people(here, ping=True), ": ", which, ", and you have not answered yet. To skip it is an answer too.")
    return Card(stream, (Paragraph(said), Buttons(answering(stream, run))), said, run.number, run.zone)


_ALONE: Final = "You asked for direct messages; /me settings changes that."


def _said(stream: StreamId, event: Event, state: CheckIn, zone: str) -> Card | None:
    said = _words(stream, event, state)
    if not said:
        return None
    run = state.open_run
    press: tuple[Block, ...] = (Buttons((Button("Open", Press(stream, state.runs, "checkin")),)),)
    if isinstance(event, RunOpened) and run:
        press = (Buttons(answering(stream, run)),)
    return Card(stream, (Paragraph(said), *press), said, state.runs, run.zone if run else zone)


def _words(stream: StreamId, event: Any, state: CheckIn) -> Text:
    which = named(stream, state.plan.title)
    match event:
        case RunOpened(closes_at=closes_at, missed=missed, away=away):
            if state.open_run is None:
                return ()
            gone = text(" Away: ", people(away), ".") if away else ()
            late = f" {_missed(missed)}" if missed else ""
            return text(which, " is open until ", When(closes_at), ".", gone, late)
        case RunsMissed(count=number, last=last, down=down):
            if not down:
                return text(which, " was not asked at ", When(last), ": nobody who is asked belongs to the circle.")
            return text(which, " was not asked: ", _missed(number), " The last time would have been ", When(last), ".")
        case CheckInChanged(next_at=next_at):
            when = text(" It is asked ", Cadence.parse(state.plan.every).in_words(), _next(next_at), ".")
            return text(which, " is changed.", when)
        case CheckInPaused(person=person):
            return text(which, " was paused by ", Mention(person), ". Nobody is asked until it is resumed.")
        case CheckInResumed(person=person, next_at=next_at):
            return text(which, " was resumed by ", Mention(person), _next(next_at), ".")
        case CheckInEnded():
            return text(which, " is ended. The answers stay.")
        case CheckInAnswered(by=by) if by:
            return text(Mention(by), " wrote down an answer of yours to ", which, ". You can change it.")
        case _:
            return ()


def _missed(number: int) -> str:
    return f"I was not running, so {count(number, 'time was', 'times were')} left out, by me and by nobody else."


def _next(next_at: datetime | None) -> Text:
    return text("; next ", When(next_at)) if next_at else ()


def receipt(stream: StreamId, events: Sequence[Event], state: CheckIn, coming: Sequence[datetime], zone: str) -> Card:
    """What the one who pressed is told: what was recorded, and what comes next."""
    words = text(*_receipt(stream, events[0] if events else None, state, coming))
    return Card(stream, (Paragraph(words),), words, state.runs, zone, private=True, tone="done")


def _receipt(stream: StreamId, first: Event | None, state: CheckIn, coming: Sequence[datetime]) -> Iterable[Any]:
    which = named(stream, state.plan.title)
    match first:
        case None:
            yield f"{stream} had this from you already; nothing changed."
        case CheckInCreated() | CheckInChanged() | CheckInResumed():
            done = {CheckInCreated: "Started: ", CheckInChanged: "Changed: "}.get(type(first), "Resumed: ")
            yield from (done, *which, f". It is asked {Cadence.parse(state.plan.every).in_words()}. ")
            if coming:
                yield from ("Next: ", *times(coming), ". If that is not what you meant, change it with /checkin edit.")
        case CheckInAnswered(early=True):
            yield from ("Recorded early, for the next run of ", *which, ".")
        case CheckInAnswered(late=late, by=by, person=person):
            whose: Text = text("what ", Mention(person), " answers to ") if by else ("your answer to ",)
            yield from ("Recorded late: " if late else "Recorded: ", *whose, *which, ".")
            if not late and state.open_run:
                yield from (" You can change it until ", When(state.open_run.closes_at), ".")
        case CheckInSkipped():
            yield from ("Recorded: you skip ", *which, " this time. Nobody waits for you.")
        case CheckInPaused():
            yield from ("Paused: ", *which, ". You can resume it with /checkin resume.")
        case _:
            yield from ("Ended: ", *which, ". The answers stay.")
