"""The face of setting up: who may begin, where it is offered, and what is said when it is done."""

from typing import Any

from governance_core.cards.card import Card
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature, Home, Notice, Spot
from governance_core.kernel.decider import Decider
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Command, Event
from governance_core.people.model import PEOPLE
from governance_core.ports import Reader
from governance_core.setup import cards
from governance_core.setup.messages import (
    EndPractice,
    NoteFile,
    NotePractice,
    OfferSetup,
    PracticeBegun,
    PracticeEnded,
    SetUp,
    SetupCompleted,
    TryPractice,
)
from governance_core.setup.model import SETUP, Setup
from governance_core.setup.rules import SetupFacts, decide, evolve, require_may


def facts(command: Any, state: Setup, by: Actor, reader: Reader) -> SetupFacts:
    """The actor, the circles and the people."""
    return SetupFacts(by, reader.state(CIRCLES), reader.state(PEOPLE))


def admits(message: type[Command], by: Actor, reader: Reader) -> None:
    """Nobody fills a form in for nothing: whether they may set up is known before. Raises a Refusal."""
    if message is SetUp:
        require_may(reader.state(SETUP), by, reader.state(CIRCLES))


def boards(state: Setup) -> tuple[Spot, ...]:
    """The offer stands in one place of each server."""
    return tuple(Spot(server.partition(":")[0], place) for server, place in state.offers.items())


def card(stream: StreamId, state: Setup, reader: Reader, viewer: PersonId | None) -> Card:
    """The offer."""
    return cards.offer_card(state)


def notices(event: Event, state: Setup) -> tuple[Notice, ...]:
    """The circle is welcomed, and told what comes after the practice."""
    return (Notice(Home(event.circle), "announce"),) if isinstance(event, SetupCompleted | PracticeEnded) else ()


def telling(stream: StreamId, event: Event, state: Setup, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What is said in the circle's place."""
    circles: Circles = reader.state(CIRCLES)
    circle = circles.open(event.circle) if isinstance(event, SetupCompleted | PracticeEnded) else None
    if circle is None:
        return None
    match event:
        case SetupCompleted():
            return cards.welcome_card(circle, circles.policy_of(circle.id), circles.zone_of(circle.id))
        case PracticeEnded():
            return cards.next_card(circle, event, circles.zone_of(circle.id))
        case _:
            return None


def receipt(stream: StreamId, events: tuple[Event, ...], state: Setup, by: Actor, facts: SetupFacts | None) -> Card:
    """What the one who pressed is told."""
    match events[-1] if events else None:
        case SetupCompleted() as done:
            return cards.receipt_card(*cards.completed_words(done))
        case PracticeBegun():
            return cards.receipt_card(cards.practice_words(begun=True))
        case _:
            return cards.receipt_card(cards.practice_words(begun=False))


SETTING_UP: Feature[Setup, SetupFacts] = Feature(
    name="setup",
    prefix=SETUP,
    single=True,
    decider=Decider(Setup(), decide, evolve),
    commands=(OfferSetup, SetUp, NoteFile, TryPractice, NotePractice, EndPractice),
    target=lambda command: SETUP,
    facts=facts,
    admits=admits,
    boards=boards,
    card=card,
    notices=notices,
    telling=telling,
    receipt=receipt,
)
