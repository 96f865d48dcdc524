"""Whenever this, then that: the one file where features meet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from governance_core import circle_policies
from governance_core.checkin_policies import OF_CHECKINS, blockers_said, checkins_end, checkins_follow
from governance_core.checkins.events import CheckInAnswered, RunClosed
from governance_core.checkins.messages import RescheduleCheckIn
from governance_core.circles.messages import (
    CircleChanged,
    CircleClosed,
    HandSeat,
    HomeSet,
    MemberAdded,
    MemberRemoved,
    RemoveMember,
    RoleFilled,
    RoleVacated,
)
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.digest_policies import OF_DIGESTS
from governance_core.feed_policies import OF_FEEDS
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, CircleId, StreamId
from governance_core.kernel.message import Command, Event
from governance_core.logbook.changing import (
    AgreementChanged,
    AgreementDropped,
    ChangeAgreement,
    ForgetChange,
    NoteChange,
)
from governance_core.logbook.messages import AgreementRecorded, RecordAgreement
from governance_core.logbook.model import Agreement, GivenAnswer, SettledObjection
from governance_core.logbook.reading import ReadsLogbook
from governance_core.logbook.reviewing import CheckReview
from governance_core.money_policies import OF_MONEY, requests_end, waiting_requests
from governance_core.people.events import AbsenceDeclared, AbsenceEnded, PersonLeft, PersonMerged, ServerLeft
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader
from governance_core.proposals.carrying import command_of, why_not
from governance_core.proposals.carrying_model import Carries
from governance_core.proposals.drafts import proposal_of
from governance_core.proposals.drafts_events import DraftSubmitted
from governance_core.proposals.escalating import history_of
from governance_core.proposals.escalating_events import ProposalEscalated, ProposalInherited
from governance_core.proposals.events import ProposalAdopted, ProposalCreated, ProposalEnded, ProposalForwarded
from governance_core.proposals.messages import (
    CheckElectors,
    NoteAbsences,
    NoteAgreement,
    NoteEscalation,
    NoteUndone,
    OpenEscalated,
)
from governance_core.proposals.model import Proposal
from governance_core.proposals.reading import ReadsProposals
from governance_core.setup.messages import EndPractice, NotePractice
from governance_core.setup_policies import OF_SETUP
from governance_core.thing_policies import OF_THINGS, kept_things, loans_end, loans_handed
from governance_core.work_policies import OF_WORK, owner_gone, work_of


@dataclass(frozen=True, slots=True)
class Tried:
    """A command that may be refused without undoing what it follows from: then there is something else to press."""

    command: Command
    by: Actor
    otherwise: Callable[[Refusal], tuple[Command, Actor]]


FollowUps = Iterable[tuple[Command, Actor] | Tried]


def follow_ups(stream: StreamId, event: Event, reader: Reader) -> FollowUps:
    """The commands an event leads to, with who presses them, in the same transaction."""
    for rules in _TABLES:
        if rule := rules.get(type(event)):
            yield from rule(stream, event, reader)


def redraws(event: Event, reader: Reader) -> Iterable[tuple[StreamId, CircleId]]:
    """The items (with the circle whose home shows them) that look different after an event of another stream."""
    if isinstance(event, MemberAdded | MemberRemoved):
        return waiting_requests({event.circle}, reader)
    if not isinstance(event, HomeSet | RoleFilled | RoleVacated):
        return ()
    proposals = ((proposal, event.circle) for proposal in reader.half(ReadsProposals).open_in(event.circle))
    circles: Circles = reader.state(CIRCLES)
    below = {one.id for one in circles.alive() if circles.circles[event.circle] in circles.ancestry(one.id)}
    work = work_of(event.circle, reader) if isinstance(event, HomeSet) else ()
    return (*proposals, *waiting_requests(below, reader), *kept_things(below, reader), *work)


def _person_left(stream: StreamId, event: PersonLeft, reader: Reader) -> FollowUps:
    """Whoever leaves the organisation leaves its circles, and rounds stop waiting for them."""
    circles: Circles = reader.state(CIRCLES)
    by = Actor.policy(event.kind)
    for circle in circles.alive():
        if event.person in circle.members:
            yield RemoveMember(circle=circle.id, person=event.person), by
    for proposal in reader.half(ReadsProposals).open_by(event.person):
        yield CheckElectors(id=proposal), by
    yield from requests_end(event.person, by, reader)
    yield from owner_gone(event.person, by, reader)
    yield from loans_end(event.person, by, reader)
    for agreement in reader.half(ReadsLogbook).in_review([one.id for one in circles.alive()]):
        yield CheckReview(id=agreement), by


def _person_merged(stream: StreamId, event: PersonMerged, reader: Reader) -> FollowUps:
    """Whoever came by a role and turned out to be somebody known: their seats are that person's.

    What they asked for ends: nobody is to approve their own request.
    """
    circles: Circles = reader.state(CIRCLES)
    for circle in circles.alive():
        if event.person in circle.members or any(event.person in group for group in circle.groups.values()):
            yield HandSeat(circle=circle.id, person=event.person, to=event.into), Actor.policy(event.kind)
    yield from requests_end(event.person, Actor.policy(event.kind), reader)
    yield from owner_gone(event.person, Actor.policy(event.kind), reader, event.into)
    yield from loans_handed(event.person, event.into, Actor.policy(event.kind), reader)


def _server_left(stream: StreamId, event: ServerLeft, reader: Reader) -> FollowUps:
    """Whoever leaves the server leaves every circle but those that live elsewhere too, where they have an account."""
    circles: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    elsewhere = everybody.persons[event.person].accounts.keys() - {event.platform}

    def ends(circle: Circle) -> bool:
        return event.person in circle.members and not circle.chats() & elsewhere

    for circle in filter(ends, circles.alive()):
        yield RemoveMember(circle=circle.id, person=event.person), Actor.policy(event.kind)


def _seats_changed(stream: StreamId, event: Any, reader: Reader) -> FollowUps:
    """Electors of the circle, and of its parents (a double link sits there too), may have lost their seat."""
    circles: Circles = reader.state(CIRCLES)
    touched = {one.id for one in circles.ancestry(event.circle)}
    if isinstance(event, CircleClosed):
        yield from checkins_end(event, reader)
    if isinstance(event, CircleChanged):
        yield from checkins_follow(event, reader)
        touched = set(circles.circles) if event.key == "parent" else set()
    for proposal in _open_in(touched, reader):
        yield CheckElectors(id=proposal), Actor.policy(event.kind)
    for agreement in reader.half(ReadsLogbook).in_review(sorted(touched)):
        yield CheckReview(id=agreement), Actor.policy(event.kind)
    if isinstance(event, MemberRemoved):
        yield from owner_gone(event.person, Actor.policy(event.kind), reader)


def _open_in(circles: Iterable[CircleId], reader: Reader) -> Iterable[StreamId]:
    half = reader.half(ReadsProposals)
    return (proposal for circle in sorted(circles) for proposal in half.open_in(circle))


def _absence(stream: StreamId, event: AbsenceDeclared | AbsenceEnded, reader: Reader) -> FollowUps:
    """Open rounds learn who of their electors is away."""
    circles: Circles = reader.state(CIRCLES)
    seated = [circle.id for circle in circles.alive() if circles.sits_in(event.person, circle.id)]
    for proposal in _open_in(seated, reader):
        yield NoteAbsences(id=proposal), Actor.policy(event.kind)
    for agreement in reader.half(ReadsLogbook).in_review(seated):
        yield CheckReview(id=agreement), Actor.policy(event.kind)


def _adopted(stream: StreamId, event: ProposalAdopted, reader: Reader) -> FollowUps:
    """Row 7 and 8: an adopted proposal is an agreement in the logbook, with all that was said in the round.

    One that was to change an agreement is its next version, or its end; where it ended meanwhile, a new agreement.
    One that decides an item of another feature is kept there: there is nothing to review in it.
    """
    state: Proposal = reader.state(stream)
    wording, rules, by = state.wording, state.rules, Actor.policy(event.kind)
    if state.item is not None:
        yield from _carried_out(stream, Actor.policy(stream), reader)
        return
    assert rules is not None, "an adopted proposal had a round"
    adopted: dict[str, Any] = {
        "proposal": stream,
        "record": _agreement(stream, event, state, reader),
        "review": wording.review,
        "expiry": wording.expiry,
        "zone": rules.zone,
        "day_starts": rules.day_starts,
    }
    old: Agreement | None = reader.state(state.changes) if state.changes else None
    if old is not None and _still_stands(old, reader):
        yield ChangeAgreement(id=state.changes, drops=state.drops, **adopted), by
        return
    if old is not None:
        yield ForgetChange(id=state.changes, proposal=stream), by
    if old is not None and state.drops:
        yield NoteAgreement(id=stream, agreement=state.changes, version=old.version, dropped=True), by
    else:
        yield RecordAgreement(**adopted), by


def _still_stands(agreement: Agreement, reader: Reader) -> bool:
    """Whether it stands, its expiry date included: an alarm that is due rings before the change reaches it."""
    return agreement.stands and not (agreement.expires_at and agreement.expires_at <= reader.now)


def _changed(stream: StreamId, event: AgreementChanged | AgreementDropped, reader: Reader) -> FollowUps:
    """The proposal learns which version it became, or what it dropped."""
    version, dropped = reader.state(stream).version, isinstance(event, AgreementDropped)
    note = NoteAgreement(id=event.proposal, agreement=stream, version=version, dropped=dropped)
    yield note, Actor.policy(event.kind)


def _forwarded(stream: StreamId, event: ProposalForwarded, reader: Reader) -> FollowUps:
    """A proposal that changes an agreement can go to a circle only that may decide it."""
    state: Proposal = reader.state(stream)
    if state.changes:
        by, to = Actor.policy(event.kind), event.circle
        yield NoteChange(id=state.changes, proposal=stream, circle=to, person=event.by, drops=state.drops), by


def _agreement(stream: StreamId, event: ProposalAdopted, state: Proposal, reader: Reader) -> Agreement:
    answers = {person: GivenAnswer(str(one.kind), one.words) for person, one in state.answers.items()}
    answers |= {person: GivenAnswer("silent") for person in event.silent}
    answers |= {person: GivenAnswer("away") for person in event.away}
    objections = tuple(
        SettledObjection(one.person, one.version, one.harm, one.safe, str(one.state), one.settled_in)
        for one in state.objections.values()
    )
    return Agreement(
        circle=state.circle,
        proposal=stream,
        proposer=state.proposer,
        title=state.wording.title,
        driver=state.wording.driver,
        text=state.wording.text,
        text_version=state.version,
        criteria=state.wording.criteria,
        deferred=state.wording.deferred,
        delegated=state.wording.delegated,
        adopted_at=event.at,
        answers=answers,
        objections=objections,
        practice=state.practice,
        unlinked=event.unlinked,
    )


def _escalated(stream: StreamId, event: ProposalEscalated, reader: Reader) -> FollowUps:
    """Row 17: a new proposal in the parent circle, with the history of the old one, and both know of each other.

    What it was to change, an agreement of the sub-circle, the parent's changes: a circle above may decide that.
    """
    state: Proposal = reader.state(stream)
    if state.changes:  # one proposal at a time changes an agreement, and from now on that is the one above
        yield ForgetChange(id=state.changes, proposal=stream), Actor.policy(event.kind)
    opened = OpenEscalated(
        circle=event.circle,
        proposer=event.carrier,
        wording=state.wording,
        origin=history_of(stream, event, state),
        carries=state.carries,
        changes=state.changes,
        drops=state.drops,
    )
    yield opened, Actor.policy(event.kind)


def _inherited(stream: StreamId, event: ProposalInherited, reader: Reader) -> FollowUps:
    """The escalated proposal learns where it goes on."""
    yield NoteEscalation(id=event.origin, to=stream), Actor.policy(event.kind)


def _tried(proposal: StreamId, number: int, command: Command, by: Actor) -> Tried:
    """What an adoption carries is pressed by the circle; what the rules refuse leaves the adoption as it is."""

    def otherwise(refusal: Refusal) -> tuple[Command, Actor]:
        return NoteUndone(id=proposal, number=number, why=why_not(refusal)), by

    return Tried(command, by, otherwise)


def _carried_out(proposal: StreamId, by: Actor, reader: Reader) -> FollowUps:
    """What was adopted is done."""
    state: Proposal = reader.state(proposal)
    for number, carried in enumerate(state.carries, 1):
        item = carried.what is Carries.ITEM
        yield _tried(proposal, number, circle_policies.adopted(proposal, carried) if item else command_of(carried), by)


def _recorded(stream: StreamId, event: AgreementRecorded, reader: Reader) -> FollowUps:
    """The proposal learns the id of its agreement; with a practice proposal the practice is over."""
    yield NoteAgreement(id=event.proposal, agreement=stream), Actor.policy(event.kind)
    yield from _carried_out(event.proposal, Actor.policy(stream), reader)
    if event.practice:
        over = EndPractice(circle=event.circle, proposal=event.proposal, agreement=stream)
        yield over, Actor.policy(event.kind)


def _submitted(stream: StreamId, event: DraftSubmitted, reader: Reader) -> FollowUps:
    """Row 1: a draft that is submitted becomes a proposal."""
    yield proposal_of(reader.state(stream)), Actor("person", event.by)


def _created(stream: StreamId, event: ProposalCreated, reader: Reader) -> FollowUps:
    """Which proposal is the practice; an agreement learns that it may be changed, a request where it is decided."""
    by = Actor.policy(event.kind)
    yield from circle_policies.noted(stream, event, reader)
    if event.practice:
        yield NotePractice(circle=event.circle, proposal=stream), by
    if event.changes:
        change = NoteChange(
            id=StreamId(event.changes),
            proposal=stream,
            circle=event.circle,
            person=event.proposer,
            seen=event.seen,
            drops=event.drops,
        )
        yield change, by


def _ended(stream: StreamId, event: ProposalEnded, reader: Reader) -> FollowUps:
    """The practice is over also where nothing was adopted, and what it would have changed stays as it is."""
    state: Proposal = reader.state(stream)
    if state.changes:
        yield ForgetChange(id=state.changes, proposal=stream), Actor.policy(event.kind)
    if state.practice:
        yield EndPractice(circle=state.circle, proposal=stream), Actor.policy(event.kind)
    yield from circle_policies.ended(stream, event, reader)


def _blocked(stream: StreamId, event: RunClosed | CheckInAnswered, reader: Reader) -> FollowUps:
    """What cannot be raised (nobody can help, say) leaves the check-in as it is."""
    for person, raised in blockers_said(stream, event, reader):
        by = Actor.policy(event.kind, person)
        yield Tried(raised, by, lambda _: (RescheduleCheckIn(id=stream), Actor.policy(event.kind)))


_RULES: Mapping[type[Event], Callable[[StreamId, Any, Reader], FollowUps]] = {
    PersonLeft: _person_left,
    PersonMerged: _person_merged,
    ServerLeft: _server_left,
    MemberRemoved: _seats_changed,
    RoleVacated: _seats_changed,
    CircleChanged: _seats_changed,
    CircleClosed: _seats_changed,
    AbsenceDeclared: _absence,
    AbsenceEnded: _absence,
    ProposalAdopted: _adopted,
    AgreementRecorded: _recorded,
    AgreementChanged: _changed,
    AgreementDropped: _changed,
    ProposalForwarded: _forwarded,
    DraftSubmitted: _submitted,
    ProposalCreated: _created,
    ProposalEnded: _ended,
    ProposalEscalated: _escalated,
    ProposalInherited: _inherited,
    RunClosed: _blocked,
    CheckInAnswered: _blocked,
}
_TABLES: Final = (_RULES, OF_CHECKINS, OF_DIGESTS, OF_FEEDS, OF_MONEY, OF_SETUP, OF_THINGS, OF_WORK)
"""Several may have something to say of the same event."""
