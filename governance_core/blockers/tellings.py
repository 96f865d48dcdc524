"""What is said once when something happens to a blocker, and what the one who pressed is told."""

from collections.abc import Sequence
from typing import Any

from governance_core.blockers.cards import acknowledging, answering, named, next_step
from governance_core.blockers.events import (
    BlockerAcknowledged,
    BlockerAssigned,
    BlockerEscalated,
    BlockerRaised,
    BlockerReopened,
    BlockerResolved,
)
from governance_core.blockers.handing_events import (
    BlockerAccepted,
    BlockerDeclined,
    BlockerHanded,
    BlockerNotAdopted,
    BlockerPut,
    BlockerTakenBack,
)
from governance_core.blockers.model import Blocker, Standing
from governance_core.cards.card import Button, Buttons, Card, Paragraph, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, Mention, Span, Text, text
from governance_core.circles.items import receipt_card, whispers
from governance_core.feature import Home, Notice
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event

_REASON = 200


def notices(event: Event, state: Blocker) -> tuple[Notice, ...]:
    """Whoever can help hears that they are asked, whoever asked what becomes of it, and the circle how it ends.

    A new one is told of by its card.
    """
    home = tuple(Notice(Home(one), "announce") for one in state.circles)
    match event:
        case BlockerRaised():
            return whispers(state.owner, without=state.asker)
        case BlockerAssigned(by=by):
            return whispers(state.owner, without=by)
        case BlockerAcknowledged(person=person):
            return whispers(state.asker, without=person)
        case BlockerResolved(person=person):
            return (*home, *whispers(state.asker, without=person))
        case BlockerReopened(person=person):
            return (*home, *whispers(state.owner, without=person))
        case BlockerEscalated(to=to) if to:
            return whispers(to)
        case BlockerHanded(to=circle):
            return (Notice(Home(circle), "announce"),)
        case BlockerAccepted() | BlockerDeclined() | BlockerNotAdopted():
            told = dict.fromkeys((state.owner, state.asker))
            by = getattr(event, "by", None)
            return (*home, *(notice for one in told for notice in whispers(one, without=by)))
        case BlockerTakenBack(circle=circle, by=by):
            return (Notice(Home(circle), "announce"),) if by else home
        case _:
            return ()


def telling(stream: StreamId, event: Event, state: Blocker, zone: str, viewer: PersonId | None) -> Card | None:
    """What they hear, with the button of whoever is asked; None when it is of no use any more."""
    said = _words(stream, event, state)
    if not said:
        return None
    asked = viewer == state.owner and state.standing is Standing.OPEN
    offered = isinstance(event, BlockerHanded) and state.offer and not state.offer.put
    ways = (*((acknowledging(stream),) if asked else ()), *(answering(stream) if offered else ()))
    buttons = (*ways, Button("Open", Press(stream, 0, "blocker")))
    return Card(stream, (Paragraph(said), Buttons(buttons)), said, zone=zone)


def _words(stream: StreamId, event: Any, state: Blocker) -> Text:
    which = named(stream, state)
    match event:
        case BlockerRaised():
            asked = text(Mention(state.asker), f" asks you for help with {stream}: {one_line(state.words, _REASON)}.")
            return asked if state.is_open else ()
        case BlockerAssigned(owner=owner, by=by, left=left):
            if not state.is_open or state.owner != owner:
                return ()
            who = text(Mention(by), " asks you") if by else ("You are asked",)
            return text(who, " to help with ", which, ", as its owner cannot any more." if left else ".")
        case BlockerAcknowledged(person=person):
            return text(Mention(person), " looks after ", which, ".")
        case BlockerResolved(person=person, how=how):
            return text(which, " is out of the way, says ", Mention(person), f": “{one_line(how, _REASON)}”.")
        case BlockerReopened(person=person, reason=reason):
            return text(which, " is in the way again, says ", Mention(person), f": “{one_line(reason, _REASON)}”.")
        case BlockerEscalated():
            asker: Span = "You" if event.to == state.asker else Mention(state.asker)
            long = text(which, " is still in the way. ", asker, " asked, ", Mention(state.owner))
            seen = " looks after it." if state.standing is Standing.ACKNOWLEDGED else " has not acknowledged it."
            return text(long, seen, " You can help, or ask somebody else.") if state.is_open else ()
        case _:
            return _between(which, event, state)


def _between(which: Text, event: Any, state: Blocker) -> Text:
    """Circles are not named: they may be private, and each place knows its own."""
    match event:
        case BlockerHanded(by=by, reason=reason):
            why = f": “{one_line(reason, _REASON)}”." if reason else "."
            return text(Mention(by), " asks this circle to take ", which, " over", why) if state.offer else ()
        case BlockerAccepted(by=by, owner=owner, proposal=proposal):
            how = text(Mention(by), " takes ") if by else text(Link(proposal, proposal), " was adopted, which takes ")
            helping = text(" ", Mention(owner), " can help.") if owner != by else ()
            return text(how, which, " over for the circle that was asked.", helping)
        case BlockerDeclined(by=by, reason=reason):
            no = " is not taken over by the circle that was asked, says "
            return text(which, no, Mention(by), f": “{one_line(reason, _REASON)}”.")
        case BlockerNotAdopted(because=because):
            return text(which, f" is not taken over by the circle that was asked: {because}.")
        case BlockerTakenBack(by=by):
            kept = text(" stays where it was, says ", Mention(by), ".") if by else (" stays: the circle was closed.",)
            return text(which, kept)
        case _:
            return ()


def receipt(stream: StreamId, events: Sequence[Event], state: Blocker) -> Card:
    """What the one who pressed is told: what was recorded, and what comes next."""
    return receipt_card(stream, _receipt_words(stream, events, state), "blocker")


def _receipt_words(stream: StreamId, events: Sequence[Event], state: Blocker) -> Text:
    which = named(stream, state)
    match events[0] if events else None:
        case None:
            return (f"{stream} was so already; nothing changed.",)
        case BlockerRaised():
            return text("Raised: ", which, ". ", next_step(state))
        case BlockerAcknowledged():
            return text("You look after ", which, ". Resolve it once it is out of the way.")
        case BlockerAssigned(owner=owner, by=by):
            mine = text("You look after ", which, " now.")
            return mine if owner == by else text(Mention(owner), " is asked to help with ", which, ".")
        case BlockerResolved():
            return text("Resolved: ", which, ". Whoever asked hears how.")
        case BlockerReopened():
            return text("Open again: ", which, ". ", next_step(state))
        case BlockerHanded():
            return text("Asked: ", which, ". They take it over, decline, or decide by consent; you hear of it.")
        case BlockerAccepted(owner=owner):
            return text("Taken over: ", which, ". ", Mention(owner), " can help.")
        case BlockerPut():
            return text("Put to the circle: ", which, ". It is a proposal now.")
        case _:
            return text("Recorded: ", which, " stays where it was.")
