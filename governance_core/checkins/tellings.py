"""What is said once when something happens to a check-in, and what the one who pressed is told."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from governance_core.cards.card import Button, Buttons, Card, Note, Paragraph, Press
from governance_core.cards.text import Mention, Text, When, count, people, text
from governance_core.checkins.cards import asked, named, outcome, reminder_of, said_of, several, times
from governance_core.checkins.events import (
    AnswersTold,
    CheckInAnswered,
    CheckInChanged,
    CheckInCreated,
    CheckInEnded,
    CheckInPaused,
    CheckInResumed,
    CheckInSkipped,
    CheckInSnoozed,
    MembersPrompted,
    MembersReminded,
    RunClosed,
    RunOpened,
    RunsMissed,
)
from governance_core.checkins.model import CheckIn, Run
from governance_core.checkins.reading import NOTHING_KNOWN, Elsewhere
from governance_core.checkins.results import told_card
from governance_core.kernel.cadence import Cadence
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event


def telling(
    stream: StreamId,
    event: Event,
    state: CheckIn,
    zone: str,
    viewer: PersonId | None,
    known: Elsewhere = NOTHING_KNOWN,
) -> Card | None:
    """What they hear; None when there is nothing to say any more. `known` is what others know of the run."""
    match event:
        case AnswersTold(run=number):
            current = state.run is not None and state.run.number == number
            return told_card(stream, state, state.run) if state.run and current else None
        case RunClosed(run=number):
            run = state.run_numbered(number)
            return _closed(stream, state, run, known) if run else None
        case RunOpened(run=number):
            run = state.run_numbered(number)
            return _opened(stream, event, state, run) if run else None
        case CheckInAnswered(run=number):
            return _said(stream, event, state, zone) if state.runs == number else None
        case MembersPrompted() | MembersReminded():
            run = _meant(event, state)
            return _asking(stream, event, state, run, viewer) if run else None
        case _:
            return _said(stream, event, state, zone)


def _meant(event: MembersPrompted | MembersReminded, state: CheckIn) -> Run | None:
    """The run in which somebody was asked; None for one that is long over."""
    runs = [one for one in (state.run, state.last) if one is not None and one.opened_at <= event.at]
    return runs[0] if runs else None


def _closed(stream: StreamId, state: CheckIn, run: Run, known: Elsewhere) -> Card:
    last = run is state.last
    blocks = outcome(stream, run, state.last_before if last else state.before, known)
    first = blocks[0]
    assert isinstance(first, Paragraph), "how it went comes first"
    return Card(stream, (*blocks, Buttons(_afterwards(stream, state, run))), first.text, run.number, run.zone)


def _afterwards(stream: StreamId, state: CheckIn, run: Run) -> tuple[Button, ...]:
    """What can be pressed once it is closed: late answers are taken until the next run opens."""
    see = Button("See the answers", Press(stream, run.number, "checkin-results"))
    late = Button("Answer late", Press(stream, run.number, "answer-checkin"))
    return (see, late) if run is state.run else (see,)


def _opened(stream: StreamId, event: RunOpened, state: CheckIn, run: Run) -> Card:
    """The prompt, and once it is closed how many answered."""
    which = named(stream, run.plan.title)
    if not run.is_open:
        said = text(which, f", run {run.number}, was open until ", When(run.closes_at), f": {said_of(run)}.")
        return _over(stream, state, run, said)
    gone = text(" Away: ", several(event.away), ".") if event.away else ()
    late = f" {_missed(event.missed)}" if event.missed else ""
    said = text(which, " is open until ", When(event.closes_at), ".", gone, late)
    return Card(stream, (Paragraph(said), Buttons(asked(stream, run))), said, run.number, run.zone)


def _over(stream: StreamId, state: CheckIn, run: Run, said: Text) -> Card:
    blocks = (Paragraph(said), Buttons(_afterwards(stream, state, run)))
    return Card(stream, blocks, said, run.number, run.zone, instead=True)


def _asking(stream: StreamId, event: Event, state: CheckIn, run: Run, viewer: PersonId | None) -> Card | None:
    """Somebody alone, or those who are named, are asked for their answer; nobody who gave it meanwhile."""
    which, until = named(stream, run.plan.title), When(run.closes_at)
    if viewer is not None and viewer in run.answers:
        return _answered(stream, run, viewer)
    if not run.is_open:
        return _over(stream, state, run, text(which, f", run {run.number}, was open until ", until, "."))
    if viewer is not None:
        again = isinstance(event, MembersReminded)
        said = text(which, " is open until ", until, f", and you have not answered yet{_SKIP}" if again else ".")
        note = () if again else (Note((_ALONE,)),)
        blocks = (Paragraph(said), Buttons(asked(stream, run)), *note)
        return Card(stream, blocks, said, run.number, run.zone, private=True)
    assert isinstance(event, MembersReminded), "only reminders name people in a place"
    here = [one for one in event.persons if one not in event.direct and one not in run.answers]
    if not here:
        return None
    few = len(here) <= MOST_NAMED
    who = people(here, ping=True) if few else text(f"{len(here)} of you")
    missing = ", and you have not answered yet" if few else ", and they have not answered yet"
    said = text(who, ": ", which, " is open until ", until, missing, _SKIP)
    return Card(stream, (Paragraph(said), Buttons(asked(stream, run))), said, run.number, run.zone)


def _answered(stream: StreamId, run: Run, viewer: PersonId) -> Card:
    """What somebody was asked alone, once they have answered."""
    given, which = run.answers[viewer], named(stream, run.plan.title)
    done = text("You skip ", which, " this time.") if given.skipped else text("You have answered ", which, ".")
    until = text(" You can change that until ", When(run.closes_at), ".") if run.is_open else ()
    change = (Buttons((Button("Change my answer", Press(stream, run.number, "answer-checkin")),)),)
    said = text(done, until)
    blocks = (Paragraph(said), *(change if run.is_open else ()))
    return Card(stream, blocks, said, run.number, run.zone, private=True, instead=True)


MOST_NAMED: Final = 40
"""People whom a reminder in a place names, and wakes; more fit into no message, so they are counted."""
_SKIP: Final = ". To skip it is an answer too."
_ALONE: Final = "When this comes to you, or that it never does, you choose in /me settings (check-ins at)."


def _said(stream: StreamId, event: Event, state: CheckIn, zone: str) -> Card | None:
    said = _words(stream, event, state)
    if not said:
        return None
    run = state.open_run
    press = Buttons((Button("Open", Press(stream, state.runs, "checkin")),))
    return Card(stream, (Paragraph(said), press), said, state.runs, run.zone if run else zone)


def _words(stream: StreamId, event: Any, state: CheckIn) -> Text:
    which = named(stream, state.plan.title)
    match event:
        case RunsMissed(count=number, last=last, down=down):
            if not down:
                return text(which, " was not asked at ", When(last), ": nobody who is asked belongs to the circle.")
            return text(which, " was not asked: ", _missed(number), " The last time would have been ", When(last), ".")
        case CheckInChanged(next_at=next_at, dropped=dropped):
            when = text(f" It is asked {_when(state, state.plan.zone)}", _next(next_at), ".")
            return text(which, " is changed.", when, _anew(dropped))
        case CheckInPaused(person=person):
            return text(which, " was paused by ", Mention(person), ". Nobody is asked until it is resumed.")
        case CheckInResumed(person=person, next_at=next_at):
            return text(which, " was resumed by ", Mention(person), _next(next_at), ".")
        case CheckInEnded():
            return text(which, f" is ended. {_stays(state)}")
        case CheckInAnswered(by=by) if by:
            return text(Mention(by), " wrote down an answer of yours to ", which, ". You can change it.")
        case _:
            return ()


def _missed(number: int) -> str:
    return f"I was not running, so {count(number, 'time was', 'times were')} left out, by me and by nobody else."


def _anew(dropped: Sequence[PersonId]) -> Text:
    """To whom their early answer is lost: it is to questions that are asked no more."""
    if not dropped:
        return ()
    lost, counts = ("early answer", "counts") if len(dropped) == 1 else ("early answers", "count")
    others = f" The questions are others: the {lost} of "
    return text(others, several(dropped), f" no longer {counts}; please answer anew.")


def _when(state: CheckIn, zone: str) -> str:
    """`every Monday at 09:00`, with the zone of that clock where it is another than that of who reads it."""
    every = Cadence.parse(state.plan.every).in_words()
    return f"{every} ({zone})" if zone else every


def _next(next_at: datetime | None) -> Text:
    return text("; next ", When(next_at)) if next_at else ()


def receipt(
    stream: StreamId, events: Sequence[Event], state: CheckIn, coming: Sequence[datetime], zone: str, clock: str = ""
) -> Card:
    """What the one who pressed is told: what was recorded, and what comes next.

    `clock` is the zone of the schedule where theirs is another.
    """
    words = text(*_receipt(stream, events[0] if events else None, state, coming, clock))
    return Card(stream, (Paragraph(words),), words, state.runs, zone, private=True, tone="done")


def _receipt(
    stream: StreamId, first: Event | None, state: CheckIn, coming: Sequence[datetime], clock: str
) -> Iterable[Any]:
    which = named(stream, state.plan.title)
    match first:
        case None:
            yield f"{stream} had this from you already; nothing changed."
        case CheckInCreated() | CheckInChanged() | CheckInResumed():
            done = {CheckInCreated: "Started: ", CheckInChanged: "Changed: "}.get(type(first), "Resumed: ")
            yield from (done, *which, f". It is asked {_when(state, clock)}. ")
            if reminded := reminder_of(state.plan):
                yield f"Reminder: {reminded}. "
            if coming:
                yield from ("Next: ", *times(coming), ". If that is not what you meant, change it with /checkin edit.")
        case CheckInAnswered(early=True):
            yield from ("Recorded early, for the next run of ", *which, ".")
        case CheckInAnswered():
            yield from _recorded(first, which, state)
        case CheckInSnoozed(until=until):
            yield from ("You are reminded of ", *which, " ", When(until), ", and not before.")
        case CheckInSkipped():
            yield from ("Recorded: you skip ", *which, " this time. Nobody waits for you.")
        case CheckInPaused():
            yield from ("Paused: ", *which, ". You can resume it with /checkin resume.")
        case _:
            yield from ("Ended: ", *which, f". {_stays(state)}")


def _stays(state: CheckIn) -> str:
    """What is left of a check-in that has ended."""
    return "The answers stay, and its last run can still be answered late." if state.run else "The answers stay."


def _recorded(event: CheckInAnswered, which: Text, state: CheckIn) -> Iterable[Any]:
    """That an answer is kept, and whether it was in time."""
    how = "Changed late" if event.in_time else "Recorded late" if event.late else "Recorded"
    whose = text("what ", Mention(event.person), " answers to ") if event.by else text("your answer to ")
    yield from (f"{how}: ", *whose, *which, ".")
    if event.in_time:
        yield " It was given in time and counts as that; it says that it was changed."
    elif event.late and state.run:
        yield from (" It was open until ", When(state.run.closes_at), ".")
    elif state.open_run:
        yield from (" You can change it until ", When(state.open_run.closes_at), ".")
