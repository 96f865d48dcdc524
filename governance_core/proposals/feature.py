"""The face of proposals: their commands and queries, what they need to know, what is due when, and who hears of it."""

from collections.abc import Sequence
from typing import Any

from governance_core.cards.card import Button, Card, Entry, Heading, Listing, Press
from governance_core.cards.plain import labelled, one_line
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature
from governance_core.kernel.errors import NotAllowed, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.people.model import PEOPLE
from governance_core.ports import Reader
from governance_core.proposals import (
    cards,
    choices,
    dates,
    due,
    hearing,
    listing,
    pace,
    prefilled,
    receipts,
    record,
    reminding,
    rewording,
    tellings,
    testing_waiting,
)
from governance_core.proposals.carrying_events import CarriedUndone
from governance_core.proposals.changing import with_change
from governance_core.proposals.escalating_cards import Surroundings
from governance_core.proposals.facilitating import facilitators
from governance_core.proposals.guards import ProposalFacts
from governance_core.proposals.messages import (
    CreateProposal,
    ListProposals,
    MyCircles,
    MyDrafts,
    OpenEscalated,
    ProposeAgain,
    ProposeChange,
    ProposeDrop,
    ProposeMember,
    ProposeRole,
    ProposeRule,
    ReadProposal,
    RoundStatus,
    ShowProposal,
)
from governance_core.proposals.messages.items import PutToCircle
from governance_core.proposals.model import SHAPING_STAGES, Proposal, Stage
from governance_core.proposals.overview import my_circles
from governance_core.proposals.reading import ReadsProposals
from governance_core.proposals.rules import DECIDE, RULES
from governance_core.proposals.shaping import stage_awaits

MOST_AWAITED = 1_000
"""Proposals before their round that are looked through for what waits for somebody."""


def target(command: Any) -> StreamId | None:
    """The proposal a command is about; None for a new one."""
    return None if isinstance(command, CreateProposal | OpenEscalated | PutToCircle) else command.id


def facts(command: Any, state: Proposal, by: Actor, reader: Reader) -> ProposalFacts:
    """The instant, the actor, the circles, the people, and what was pressed."""
    stream = target(command) or StreamId("the new proposal")
    changes = command.changes if isinstance(command, CreateProposal) else ""
    changing = reader.half(ReadsProposals).agreement(StreamId(changes)) if changes else None
    return ProposalFacts(reader.now, by, stream, reader.state(CIRCLES), reader.state(PEOPLE), command, changing)


def sees(state: Proposal, person: PersonId | None, reader: Reader) -> bool:
    """A proposal of a private circle is there for its seats only."""
    circles: Circles = reader.state(CIRCLES)
    return state.stage is Stage.NOTHING or circles.may_see(person, state.circle)


def card(stream: StreamId, state: Proposal, reader: Reader, viewer: PersonId | None) -> Card:
    """The proposal's card, from its state of now."""
    circles: Circles = reader.state(CIRCLES)
    able = facilitators(state, circles, reader.state(PEOPLE), reader.now)
    made = cards.proposal_card(stream, state, circles.circles[state.circle].name, able, _around(state, circles))
    known = reader.half(ReadsProposals).agreement(state.changes) if state.changes else None
    return with_change(made, state, known)


def _around(state: Proposal, circles: Circles) -> Surroundings:
    """What the card says of the circles above and below."""
    here = circles.circles[state.circle]
    parent = circles.open(here.parent) if here.parent else None
    came_from = circles.circles[state.origin.circle].name if state.origin else ""
    return Surroundings("" if parent is None or state.practice else parent.name, here.private, came_from)


def _existing(stream: StreamId, by: Actor, reader: Reader) -> Proposal:
    state: Proposal = reader.state(stream) if reader.version(stream) else Proposal()
    if not isinstance(state, Proposal) or state.stage is Stage.NOTHING or not sees(state, by.person, reader):
        raise Unknown(what=str(stream), hint=" /proposal list shows those you can see.")
    return state


def show(query: ShowProposal, by: Actor, reader: Reader) -> Card:
    """The card as it stands, or an old version's text. Raises Unknown."""
    state = _existing(query.id, by, reader)
    if query.old_version is not None:
        return record.old_version(query.id, state, query.old_version)
    return card(query.id, state, reader, by.person)


def read(query: ReadProposal, by: Actor, reader: Reader) -> Card:
    """Everything in full."""
    return cards.full_card(query.id, _existing(query.id, by, reader))


def status(query: RoundStatus, by: Actor, reader: Reader) -> Card:
    """Who answered what: for those with a seat in the circle."""
    state = _existing(query.id, by, reader)
    circles: Circles = reader.state(CIRCLES)
    if not circles.sits_in(by.person, state.circle) and by.person not in state.electors:
        circle = circles.circles[state.circle].name
        raise NotAllowed(who=f"members of {circle}", do="see who answered what", next="The card shows the numbers.")
    return cards.status_card(query.id, state, reader.now)


def my_drafts(query: MyDrafts, by: Actor, reader: Reader) -> Card:
    """The viewer's drafts."""
    rows = reader.half(ReadsProposals).drafts_of(by.person) if by.person else ()
    circles: Circles = reader.state(CIRCLES)
    names = circles.names()
    entries = tuple(
        Entry(
            (f"{row.id} · {one_line(row.title, 60)} · {names.get(row.circle, row.circle)}",),
            row.id,
            Button("Submit", Press(row.id, 0, "submit-draft")),
        )
        for row in rows
    )
    listing = Listing(entries, empty="No drafts. Add draft:true to /proposal create to keep one.")
    return Card("drafts", (Heading(("Your drafts",)), listing), ("Your drafts.",), private=True)


def waiting(person: PersonId, reader: Reader) -> Sequence[Entry]:
    """Objections that wait for the person; proposals whose stage does, and rounds that wait for their answer."""
    circles: Circles = reader.state(CIRCLES)
    half = reader.half(ReadsProposals)
    rounds = [row for row in half.awaiting(person) if circles.may_see(person, row.circle)]
    visible = [one.id for one in circles.visible(person)]
    shaping = half.listed(visible, [str(stage) for stage in SHAPING_STAGES], None, MOST_AWAITED)
    awaited = [row for row in shaping if stage_awaits(person, reader.state(row.id))]
    objected = half.listed(visible, [str(Stage.OBJECTED)], None, MOST_AWAITED)
    tested = [row for row in objected if testing_waiting.waits_for(person, row.id, reader)]
    rows = {row.id: row for row in (*tested, *awaited, *rounds)}
    return [listing.waiting_entry(row, circles) for row in rows.values()]


def boards(state: Proposal) -> tuple[CircleId, ...]:
    """The card stands in the home of its circle."""
    return (state.circle,) if state.circle else ()


def telling(stream: StreamId, event: Event, state: Proposal, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What is said of an event in the circle's home, or to one person alone."""
    if viewer is not None and not isinstance(event, CarriedUndone):
        return reminding.told_alone(stream, event, state, viewer)
    circles: Circles = reader.state(CIRCLES)
    return tellings.telling(stream, event, state, circles.names())


PROPOSALS: Feature[Proposal, ProposalFacts] = Feature(
    name="proposals",
    prefix="P",
    decider=RULES,
    commands=(*DECIDE, ProposeAgain, ProposeRole, ProposeRule, ProposeMember, ProposeChange, ProposeDrop),
    queries={
        ShowProposal: show,
        ReadProposal: read,
        RoundStatus: status,
        ListProposals: listing.listed,
        MyCircles: my_circles,
        MyDrafts: my_drafts,
    },
    target=target,
    facts=facts,
    alarms=due.alarms,
    rings=due.RINGS,
    closed=lambda state: state.stage is not Stage.NOTHING and not state.is_open,
    boards=boards,
    card=card,
    record=record.record,
    notices=hearing.notices,
    telling=telling,
    receipt=receipts.receipt,
    sees=sees,
    choices=choices.CHOICES,
    waiting=waiting,
    answered=listing.answered,
    reports=pace.reports,
    called=lambda state: labelled(state.wording.title, state.practice) if state.wordings else "",
    dates=dates.dates,
    prefill=prefilled.prefill,
    withholds=prefilled.withholds,
    unasked=rewording.unasked,
)
