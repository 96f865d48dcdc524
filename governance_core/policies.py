"""Whenever this, then that: where features meet, and what all of them hear of when somebody leaves or is away."""

from collections.abc import Iterable
from typing import Any, Final

from governance_core.checkin_policies import OF_CHECKINS, blockers_said, checkins_end, checkins_follow
from governance_core.checkins.events import CheckInAnswered, RunClosed
from governance_core.checkins.messages import RescheduleCheckIn
from governance_core.circles.events import (
    CircleChanged,
    CircleClosed,
    HomeSet,
    MemberAdded,
    MemberRemoved,
    RoleFilled,
    RoleVacated,
)
from governance_core.circles.messages import HandSeat, RemoveMember
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.digest_policies import OF_DIGESTS
from governance_core.feed_policies import OF_FEEDS
from governance_core.following import FollowUps, Policies, Tried
from governance_core.kernel.ids import Actor, CircleId, StreamId
from governance_core.kernel.message import Event
from governance_core.logbook.reading import ReadsLogbook
from governance_core.logbook.reviewing import CheckReview
from governance_core.money_policies import OF_MONEY, requests_end, waiting_requests
from governance_core.people.events import AbsenceDeclared, AbsenceEnded, PersonLeft, PersonMerged, ServerLeft
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader
from governance_core.proposal_policies import OF_PROPOSALS
from governance_core.proposals.messages import CheckElectors, NoteAbsences
from governance_core.proposals.reading import ReadsProposals
from governance_core.setup_policies import OF_SETUP
from governance_core.thing_policies import OF_THINGS, kept_things, loans_end, loans_handed
from governance_core.work_policies import OF_WORK, owner_gone, work_of


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


def _blocked(stream: StreamId, event: RunClosed | CheckInAnswered, reader: Reader) -> FollowUps:
    """What cannot be raised (nobody can help, say) leaves the check-in as it is."""
    for person, raised in blockers_said(stream, event, reader):
        by = Actor.policy(event.kind, person)
        yield Tried(raised, by, lambda _: (RescheduleCheckIn(id=stream), Actor.policy(event.kind)))


_RULES: Policies = {
    PersonLeft: _person_left,
    PersonMerged: _person_merged,
    ServerLeft: _server_left,
    MemberRemoved: _seats_changed,
    RoleVacated: _seats_changed,
    CircleChanged: _seats_changed,
    CircleClosed: _seats_changed,
    AbsenceDeclared: _absence,
    AbsenceEnded: _absence,
    RunClosed: _blocked,
    CheckInAnswered: _blocked,
}
_TABLES: Final = (_RULES, OF_PROPOSALS, OF_CHECKINS, OF_DIGESTS, OF_FEEDS, OF_MONEY, OF_SETUP, OF_THINGS, OF_WORK)
"""Several may have something to say of the same event."""
