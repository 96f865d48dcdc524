"""What is said once when something happens to an action, and what the one who pressed is told."""

from collections.abc import Sequence
from typing import Any

from governance_core.actions.cards import buttons, named, next_step
from governance_core.actions.events import (
    ActionAdded,
    ActionChanged,
    ActionDeclined,
    ActionDropped,
    ActionFinished,
    ActionHanded,
    ActionReminded,
    ActionReopened,
)
from governance_core.actions.model import Action
from governance_core.cards.card import Block, Button, Buttons, Card, Note, Paragraph, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, Text, When, text
from governance_core.circles.items import receipt_card, whispers
from governance_core.feature import Home, Notice
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event

_REASON = 200


def notices(event: Event, state: Action) -> tuple[Notice, ...]:
    """Whoever is to do it hears so, and whoever added it what becomes of it; the circle has its card."""
    match event:
        case ActionAdded(by=by):
            return whispers(state.owner, without=by)
        case ActionChanged(by=by, was=was):
            return (*whispers(state.owner, without=by), *(whispers(was, without=by) if was else ()))
        case ActionReopened(person=person):
            return whispers(state.owner, without=person)
        case ActionDeclined(owner=owner) | ActionHanded(owner=owner):
            return whispers(owner)
        case ActionFinished(person=person) | ActionDropped(person=person):
            told = dict.fromkeys((state.by, state.owner))
            return tuple(notice for one in told for notice in whispers(one, without=person))
        case ActionReminded(owner=owner, direct=direct):
            return (Notice(owner, "reminder", direct) if direct else Notice(Home(state.circle), "reminder"),)
        case _:
            return ()


def telling(stream: StreamId, event: Event, state: Action, zone: str, viewer: PersonId | None) -> Card | None:
    """What they hear, with what they can press; None when it is of no use any more."""
    said = _words(stream, event, state, viewer)
    if not said:
        return None
    mine = viewer in (None, state.owner) and state.is_open
    ways = buttons(stream, state) if mine else (Button("Open", Press(stream, 0, "action")),)
    blocks: list[Block] = [Paragraph(said), Buttons(ways)]
    if isinstance(event, ActionReminded) and event.direct:
        blocks.append(Note(("You asked for reminders as direct messages; /me settings changes that.",)))
    return Card(stream, tuple(blocks), said, zone=zone)


def _words(stream: StreamId, event: Any, state: Action, viewer: PersonId | None) -> Text:
    which = named(stream, state)
    match event:
        case ActionChanged(by=by, was=was) if was and viewer == was:
            return text(Mention(by), " gave ", which, " to ", Mention(event.owner), ": you need not do it any more.")
        case ActionReopened(person=person):
            again = text(which, " is to be done after all, says ", Mention(person), ". It is with you.")
            return again if state.is_open and viewer == state.owner else ()
        case ActionAdded(by=by) | ActionChanged(by=by):
            late = ", which was to be done" if state.due and state.due <= event.at else ""
            asked = text(Mention(by), " asks you to do ", which, late, _by(state), ".")
            return asked if state.is_open and viewer == state.owner else ()
        case ActionDeclined(person=person, reason=reason):
            back = text(Mention(person), " cannot do ", which, f": “{one_line(reason, _REASON)}”. It is with you now.")
            return back if state.is_open else ()
        case ActionHanded():
            return text(which, " is with you now, as its owner cannot do it any more.") if state.is_open else ()
        case ActionFinished(person=person, note=note):
            return text(which, " is done, says ", Mention(person), f": “{one_line(note, _REASON)}”." if note else ".")
        case ActionDropped(person=person, reason=reason):
            return text(which, " will not be done, says ", Mention(person), f": “{one_line(reason, _REASON)}”.")
        case ActionReminded(owner=owner, direct=direct):
            if not state.is_open or state.owner != owner:
                return ()
            whose = () if direct else text(Mention(owner, ping=True), ": ")
            return text(whose, which, " was to be done", _by(state), ".")
        case _:
            return ()


def _by(state: Action) -> Text:
    return text(" by ", When(state.due)) if state.due else ()


def receipt(stream: StreamId, events: Sequence[Event], state: Action) -> Card:
    """What the one who pressed is told: what was recorded, and what comes next."""
    return receipt_card(stream, _receipt_words(stream, events, state), "action")


def _receipt_words(stream: StreamId, events: Sequence[Event], state: Action) -> Text:
    which = named(stream, state)
    match events[0] if events else None:
        case None:
            return (f"{stream} was so already; nothing changed.",)
        case ActionAdded():
            return text("Added: ", which, ", for ", Mention(state.owner), _by(state), ". ", next_step(state))
        case ActionChanged():
            return text("Changed: ", which, ", for ", Mention(state.owner), _by(state), ". ", next_step(state))
        case ActionDeclined(owner=owner):
            return text("Given back: ", which, " is with ", Mention(owner), " now, who hears why.")
        case ActionFinished():
            return text("Done: ", which, ".")
        case ActionDropped():
            return text("Dropped: ", which, ".")
        case _:
            return text("Open again: ", which, ". ", next_step(state))
