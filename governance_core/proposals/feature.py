"""The face of proposals: their commands and queries, what they need to know, what is due when, and who hears of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from governance_core.cards.card import Button, Card, Entry, Heading, Listing, Press
from governance_core.cards.form import Option
from governance_core.cards.plain import date_words, labelled, one_line, shortened
from governance_core.circles.model import CIRCLES, FOUR_ROLES, Circles
from governance_core.feature import Feature
from governance_core.kernel.errors import NotAllowed, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.people.model import PEOPLE
from governance_core.ports import Alarm, Reader
from governance_core.proposals import (
    cards,
    dates,
    hearing,
    listing,
    pace,
    receipts,
    record,
    reminding,
    rewording,
    rounds,
    tellings,
    testing_waiting,
)
from governance_core.proposals.carrying_events import CarriedUndone
from governance_core.proposals.changing import with_change
from governance_core.proposals.escalating_cards import Surroundings
from governance_core.proposals.facilitating import facilitators
from governance_core.proposals.guards import ProposalFacts
from governance_core.proposals.integrating import ITS_OWN
from governance_core.proposals.messages import (
    CheckRound,
    CloseRound,
    CreateProposal,
    EndAppeals,
    EndTests,
    ExpireObjections,
    ExpireOrphan,
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
    RemindElectors,
    RemindObjectors,
    RoundStatus,
    SettleCorrection,
    ShowProposal,
)
from governance_core.proposals.messages.integrating import FORMS
from governance_core.proposals.messages.items import PutToCircle
from governance_core.proposals.model import SHAPING_STAGES, Proposal, Stage
from governance_core.proposals.objections_model import AnswerKind
from governance_core.proposals.overview import my_circles
from governance_core.proposals.reading import ProposalRow, ReadsProposals
from governance_core.proposals.rules import DECIDE, RULES
from governance_core.proposals.shaping import stage_awaits

MOST_AWAITED = 1_000
"""Proposals before their round that are looked through for what waits for somebody."""
MOST_CHOICES = 25


def target(command: Any) -> StreamId | None:
    """The proposal a command is about; None for a new one."""
    return None if isinstance(command, CreateProposal | OpenEscalated | PutToCircle) else command.id


def facts(command: Any, state: Proposal, by: Actor, reader: Reader) -> ProposalFacts:
    """The instant, the actor, the circles, the people, and what was pressed."""
    stream = target(command) or StreamId("the new proposal")
    changes = command.changes if isinstance(command, CreateProposal) else ""
    changing = reader.half(ReadsProposals).agreement(StreamId(changes)) if changes else None
    return ProposalFacts(reader.now, by, stream, reader.state(CIRCLES), reader.state(PEOPLE), command, changing)


def alarms(state: Proposal) -> tuple[Alarm, ...]:
    """What is due when: the end, the next reminder, the next absence that begins, and what waits for somebody else."""
    if not state.is_open:
        return ()
    found: list[Alarm] = []
    if state.deadline is not None:
        found.append(Alarm("deadline", state.deadline))
        found.extend(_absence_alarm(state))
        found.extend(_reminder_alarm(state))
    if state.correction is not None:
        found.append(Alarm("spelling", state.correction.until))
    if state.orphaned_until is not None:
        found.append(Alarm("sponsor", state.orphaned_until))
    waiting = [one.orphaned_until for one in state.open_objections() if one.orphaned_until]
    if waiting:
        found.append(Alarm("objections", min(waiting)))
    found.extend(testing_waiting.trial_alarms(state))
    return tuple(found)


def _absence_alarm(state: Proposal) -> list[Alarm]:
    end, checked = state.deadline, state.absences_checked
    starts = [
        absence.start
        for person, absences in state.away.items()
        if person not in state.answers
        for absence in absences
        if end and checked and checked < absence.start < end <= absence.until
    ]
    return [Alarm("absence", min(starts))] if starts else []


def _reminder_alarm(state: Proposal) -> list[Alarm]:
    schedule = rounds.reminders(state)
    rings = schedule.rings() if schedule else None
    return [Alarm("reminder", rings)] if rings else []


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
    return [listing.entry(row, circles) for row in rows.values()]


def proposal_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Ids to pick: what waits for the person first, then the newest; `P-42 · title · closes …`."""
    circles: Circles = reader.state(CIRCLES)
    half = reader.half(ReadsProposals)
    visible = [one.id for one in circles.visible(person)]
    first = [row for row in half.awaiting(person) if row.circle in visible] if person else []
    rows = {row.id: row for row in (*first, *half.listed(visible, (), None, MOST_CHOICES))}
    fitting = [row for row in rows.values() if typed.casefold() in f"{row.id} {row.title}".casefold()]
    return [Option(row.id, _choice_label(row, circles)) for row in fitting]


def round_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Open rounds the person may answer, what waits for them first."""
    circles: Circles = reader.state(CIRCLES)
    rows = reader.half(ReadsProposals).answerable(person) if person else ()
    fitting = [row for row in rows if typed.casefold() in f"{row.id} {row.title}".casefold()]
    return [Option(row.id, _choice_label(row, circles)) for row in fitting if circles.may_see(person, row.circle)]


def _choice_label(row: ProposalRow, circles: Circles) -> str:
    end = f"closes {date_words(row.deadline, circles.zone_of(row.circle))}" if row.deadline else row.stage
    return shortened(f"{row.id} · {labelled(row.title, row.practice, 50)} · {end}", 100)


def draft_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """The person's drafts to pick."""
    rows = reader.half(ReadsProposals).drafts_of(person) if person else ()
    return [Option(row.id, shortened(f"{row.id} · {one_line(row.title, 60)}", 100)) for row in rows]


def decider_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Circles and their roles that a part of a proposal can be left to: those everybody may know of."""
    circles: Circles = reader.state(CIRCLES)
    public = [one for one in circles.visible(person) if not one.private]
    options = [Option(one.id, shortened(one_line(one.name), 100)) for one in public]
    roles = ((one, role) for one in public for role in dict.fromkeys((*one.roles, *FOUR_ROLES)))
    options += [Option(f"{one.id}:{role}", shortened(f"{one_line(one.name, 60)}: {role}", 100)) for one, role in roles]
    return [one for one in options if typed.casefold() in f"{one.value} {one.label}".casefold()]


def role_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Roles that circles have; the lead of a sub-circle is nobody's to choose alone, and is told so."""
    circles: Circles = reader.state(CIRCLES)
    known = dict.fromkeys((*FOUR_ROLES, *(role for one in circles.visible(person) for role in one.roles)))
    return [Option(role, role) for role in known if typed.casefold() in role.casefold()]


def prefill(kind: str, state: Proposal, person: PersonId | None) -> Mapping[str, str]:
    """Forms that change a text open with the text as it stands, an objector's with what they said."""
    if state.stage is Stage.NOTHING:
        return {}
    wording, version = state.wording, {"version": str(state.version)}
    match kind:
        case "proposal.amend":
            texts = {"title": wording.title, "driver": wording.driver, "text": wording.text}
            return {**texts, "review": wording.review, **version}
        case "proposal.correct":
            return {"title": wording.title, "driver": wording.driver, "text": wording.text, **version}
        case "proposal.again":
            texts = {"title": wording.title, "driver": wording.driver, "text": wording.text}
            linked = {"changes": str(state.changes), "drops": "yes" if state.drops else ""}
            return {"circle": state.circle, **texts, "review": wording.review, **linked}
        case "consent.integrate":
            return {"text": wording.text, **version}
        case "consent.object":
            own = state.objection_of(person)
            return {**rewording.said_so_far(own), **version} if own else version
        case "consent.answer" | "consent.withdraw_objection" | "consent.test" | "consent.judge" | "consent.find":
            return version
        case _:
            return {}


def withholds(kind: str, state: Proposal) -> Mapping[str, frozenset[str]]:
    """Standing aside is offered where the rules of the round allow it; another text only where it is the proposal's."""
    if kind == "consent.integrate" and state.item is not None:
        return {"kind": frozenset(option.value for option in FORMS if option.value not in ITS_OWN)}
    question = {"consent.answer": "answer", "consent.withdraw_objection": "into"}.get(kind)
    offered = state.rules is not None and state.rules.stand_aside
    return {} if offered or question is None else {question: frozenset({AnswerKind.STAND_ASIDE})}


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
    alarms=alarms,
    rings={
        "deadline": lambda stream: CloseRound(id=stream),
        "absence": lambda stream: CheckRound(id=stream),
        "reminder": lambda stream: RemindElectors(id=stream),
        "objections": lambda stream: ExpireObjections(id=stream),
        "spelling": lambda stream: SettleCorrection(id=stream),
        "test": lambda stream: EndTests(id=stream),
        "appeal": lambda stream: EndAppeals(id=stream),
        "objector": lambda stream: RemindObjectors(id=stream),
        "sponsor": lambda stream: ExpireOrphan(id=stream),
    },
    closed=lambda state: state.stage is not Stage.NOTHING and not state.is_open,
    boards=boards,
    card=card,
    record=record.record,
    notices=hearing.notices,
    telling=telling,
    receipt=receipts.receipt,
    sees=sees,
    choices={
        "proposal": proposal_choices,
        "round": round_choices,
        "draft": draft_choices,
        "decider": decider_choices,
        "held role": role_choices,
    },
    waiting=waiting,
    answered=listing.answered,
    reports=pace.reports,
    called=lambda state: labelled(state.wording.title, state.practice) if state.wordings else "",
    dates=dates.dates,
    prefill=prefill,
    withholds=withholds,
    unasked=rewording.unasked,
)
