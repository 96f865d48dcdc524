"""Drafts: a proposal only its proposer sees, without an id of its own until it is submitted (row 1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from governance_core.cards.card import Block, Button, Buttons, Card, Heading, Note, Paragraph, Press, Quote
from governance_core.cards.text import say, text
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature
from governance_core.kernel.checked import checked_words, kept_words
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Closed, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Event
from governance_core.ports import Reader
from governance_core.proposals.drafts_events import DraftDropped, DraftKept, DraftSubmitted
from governance_core.proposals.messages import CreateProposal, DropDraft, KeepDraft, SubmitDraft
from governance_core.proposals.opening import TITLE_FIX


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What was written so far; `fate` says what became of it."""

    proposer: PersonId = PersonId("")
    circle: CircleId = CircleId("")
    title: str = ""
    driver: str = ""
    text: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    fate: str = ""
    criteria: str = ""


def decide(command: Any, state: KeptDraft, by: Actor) -> tuple[Event, ...]:
    """Keep, submit or drop a draft. Raises a Refusal for one that is gone."""
    match command:
        case KeepDraft():
            return (_kept(command, by),)
        case SubmitDraft(id=stream):
            return (DraftSubmitted(by=_owner(stream, state, by)),)
        case DropDraft(id=stream):
            return () if state.fate == "dropped" else (DraftDropped(by=_owner(stream, state, by)),)
        case _:
            raise TypeError(f"drafts do not know {command!r}")


def _kept(command: KeepDraft, by: Actor) -> DraftKept:
    assert by.person is not None, "only a person may press this"
    options = {"review": command.review, "expiry": command.expiry, "process": command.process}
    return DraftKept(
        proposer=by.person,
        circle=command.circle,
        options={name: value for name, value in {**options, "deadline": command.deadline}.items() if value},
        title=checked_words("title", command.title, TITLE_FIX),
        driver=kept_words("driver", command.driver),
        text=kept_words("text", command.text),
        criteria=kept_words("criteria", command.criteria),
    )


def _owner(stream: StreamId, state: KeptDraft, by: Actor) -> PersonId:
    if not state.proposer or state.proposer != by.person:
        raise Unknown(what=f"draft {stream} of yours", hint=" /proposal drafts lists them.")
    if state.fate:
        raise Closed(ref=stream, outcome=state.fate, next="/proposal drafts lists those that are left.")
    return state.proposer


def evolve(state: KeptDraft, event: Any) -> KeptDraft:
    """The draft after an event."""
    match event:
        case DraftKept():
            kept = KeptDraft(event.proposer, event.circle, event.title, event.driver, event.text, event.options)
            return replace(kept, criteria=event.criteria)
        case DraftSubmitted():
            return replace(state, fate="submitted")
        case DraftDropped():
            return replace(state, fate="dropped")
        case _:
            raise TypeError(f"drafts do not know {event!r}")


def proposal_of(state: KeptDraft) -> Command:
    """The command a draft becomes when it is submitted."""
    options: dict[str, Any] = dict(state.options)
    if state.criteria:
        options["criteria"] = state.criteria
    return CreateProposal(circle=state.circle, title=state.title, driver=state.driver, text=state.text, **options)


def card(stream: StreamId, state: KeptDraft, reader: Reader, viewer: PersonId | None) -> Card:
    """The draft, for its proposer alone."""
    status = state.fate or "draft, seen by you alone"
    circles: Circles = reader.state(CIRCLES)
    circle = circles.names().get(state.circle, state.circle)
    blocks: list[Block] = [Heading((f"Draft: {state.title}",), status)]
    blocks += [Quote("Driver", state.driver), Quote("Proposal", state.text)]
    if not state.fate:
        submit = Button("Submit", Press(stream, 0, "submit-draft"))
        drop = Button("Throw away", Press(stream, 0, "drop-draft"), confirm="Throw this draft away?")
        blocks += [Buttons((submit, drop)), Note((f"It goes to {circle} when you submit it.",))]
    return Card(stream, tuple(blocks), summary=(f"Draft {state.title}: {status}.",), private=True)


def receipt(stream: StreamId, events: tuple[Event, ...], state: KeptDraft, by: Actor, facts: Any) -> Card:
    """What the proposer is told."""
    match events:
        case (DraftKept(), *_):
            words = say("Kept as a draft only you can see. Submit it with /proposal submit {id}.", id=str(stream))
            press = Buttons((Button("Submit", Press(stream, 0, "submit-draft")),))
            return Card(stream, (Paragraph(words), press), summary=words, private=True)
        case (DraftSubmitted(), *_):
            words = text("The draft was put to the circle.")
        case _:
            words = text("The draft is thrown away.")
    return Card(stream, (Paragraph(words),), summary=words, private=True)


def _target(command: Any) -> StreamId | None:
    return None if isinstance(command, KeepDraft) else command.id


DRAFTS: Feature[KeptDraft, Actor] = Feature(
    name="drafts",
    prefix="draft",
    decider=Decider(KeptDraft(), decide, evolve),
    commands=(KeepDraft, SubmitDraft, DropDraft),
    target=_target,
    facts=lambda command, state, by, reader: by,
    closed=lambda state: bool(state.fate),
    card=card,
    receipt=receipt,
    sees=lambda state, person, reader: person is not None and state.proposer in ("", person),
)
