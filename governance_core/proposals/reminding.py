"""Words of a reminder: beside the card for all whose answer is awaited, or to one person alone who asked for that."""

from governance_core.cards.card import Button, Buttons, Card, Note, Paragraph, Press
from governance_core.cards.plain import labelled
from governance_core.cards.text import Link, Text, When, people, text
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.proposals.events import ElectorsReminded
from governance_core.proposals.model import Proposal


def told_alone(stream: StreamId, event: Event, state: Proposal, person: PersonId) -> Card | None:
    """A reminder to somebody who asked for direct messages; none to whoever answered meanwhile."""
    if not isinstance(event, ElectorsReminded) or not state.in_round or person in state.answers:
        return None
    said = text("Your answer to ", named(stream, state), " is awaited", _closing(state), ".")
    zone = state.rules.zone if state.rules else "UTC"
    way = Buttons((Button("Open", Press(stream, state.version, "show")),))
    stop = Note(("You asked for reminders as direct messages; /me settings changes that.",))
    return Card(stream, (Paragraph(said), way, stop), said, state.version, zone, private=True)


def reminder(stream: StreamId, e: ElectorsReminded, state: Proposal) -> Text:
    """What the place is told."""
    names = people(reminded_here(e, state), ping=True)
    return text(names, ": your answer to ", named(stream, state), " is awaited", _closing(state), ".")


def reminded_here(e: ElectorsReminded, state: Proposal) -> list[PersonId]:
    """Whoever is to be named in the place: not who is told alone, and nobody who answered meanwhile."""
    here = (person for person in e.persons if person not in e.direct and person not in state.answers)
    return list(here) if state.in_round else []


def _closing(state: Proposal) -> Text:
    return text(", and it closes ", When(state.deadline)) if state.deadline else ()


def named(stream: StreamId, state: Proposal) -> Text:
    """The proposal by its id and title, which leads to its card."""
    return (Link(f"{stream} {labelled(state.wording.title, state.practice, 80)}", stream),)
