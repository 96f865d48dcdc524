"""Reminders of a review: to whoever has not answered yet, beside its card or by the direct message they asked for."""

from collections.abc import Sequence
from datetime import datetime

from governance_core.cards.card import Block, Button, Buttons, Card, Note, Paragraph, Press
from governance_core.cards.plain import labelled
from governance_core.cards.text import Link, Text, When, people, text
from governance_core.circles.reminders import Schedule
from governance_core.feature import Home, Notice
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.logbook.guards import LogbookFacts
from governance_core.logbook.model import Agreement
from governance_core.logbook.review_events import ReviewersReminded
from governance_core.logbook.reviewing import RemindReviewers


def _schedule(state: Agreement) -> Schedule | None:
    """None where nobody is to be reminded: it is overdue, or a proposal to change it asks people anyway."""
    one = state.review
    if one is None or one.overdue or state.changing or not state.stands or one.reminded_until is None:
        return None
    return Schedule(one.reminders, one.quiet_hours, one.zone, one.opened, one.due, one.reminded_until, one.remind_later)


def next_reminder(state: Agreement) -> datetime | None:
    """When somebody may have to be reminded next."""
    schedule = _schedule(state)
    return schedule.rings() if schedule else None


def remind(command: RemindReviewers, state: Agreement, facts: LogbookFacts) -> tuple[Event, ...]:
    """Those who have not answered are reminded now, or when they are awake; nobody after its end."""
    schedule, review = _schedule(state), state.review
    if schedule is None or review is None:
        return ()
    awaited = review.awaited(facts.now) if facts.now < review.due else ()
    due = schedule.due(awaited, facts.people, facts.now)
    if due is None:
        return ()
    return (ReviewersReminded(at=facts.now, persons=due.now, later=due.later, direct=due.direct),)


def notices(event: ReviewersReminded, state: Agreement) -> tuple[Notice, ...]:
    """Each in the circle's home, or by direct message where they asked for that, and never in both."""
    here = any(person not in event.direct for person in event.persons)
    home = (Notice(Home(state.circle), "reminder"),) if here else ()
    return (*home, *(Notice(person, "reminder", platform) for person, platform in event.direct.items()))


def told(stream: StreamId, e: ReviewersReminded, state: Agreement, zone: str, viewer: PersonId | None) -> Card | None:
    """What the place or one person is told; nothing to whoever answered before it could be said."""
    review = state.review
    asked = set(review.electors) - set(review.answers) if review and not review.overdue else set()
    waited = [person for person in e.persons if person in asked]
    if viewer is not None:
        return _alone(stream, state, zone) if viewer in waited else None
    here = [person for person in waited if person not in e.direct]
    if not here:
        return None
    return _card(stream, state, zone, text(people(here, ping=True), ": ", _asked(stream, state)))


def _alone(stream: StreamId, state: Agreement, zone: str) -> Card:
    stop = Note(("You asked for reminders as direct messages; /me settings changes that.",))
    return _card(stream, state, zone, _asked(stream, state), (stop,), private=True)


def _asked(stream: StreamId, state: Agreement) -> Text:
    assert state.review is not None, "only a review that goes on has reminders"
    named = Link(f"{stream} {labelled(state.title, state.practice, 80)}", stream)
    until = text(" is under review until ", When(state.review.due, "date"))
    return text(named, until, ", and your answer is awaited: keep it, change it or drop it?")


def _card(
    stream: StreamId, state: Agreement, zone: str, said: Text, more: Sequence[Block] = (), private: bool = False
) -> Card:
    way = Buttons((Button("View decision", Press(stream, state.version, "decision")),))
    return Card(stream, (Paragraph(said), way, *more), said, state.version, zone, private=private)
