"""Whenever a circle's zone or holidays change or it closes, then its check-ins follow: part of where features meet."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from governance_core.checkins.messages import EndCheckIn, RescheduleCheckIn
from governance_core.checkins.reading import ReadsCheckIns
from governance_core.circles.messages import (
    CircleChanged,
    CircleClosed,
    CommonPolicySet,
    OrganisationDescribed,
    PolicySet,
)
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import Actor, CircleId, StreamId
from governance_core.kernel.message import Command, Event
from governance_core.ports import Reader

FollowUps = Iterable[tuple[Command, Actor]]
_OF_DAYS: Final = ("holidays", "on_holiday")
_OF_CLOCKS: Final = ("zone", "parent")


def checkins_end(event: CircleClosed, reader: Reader) -> FollowUps:
    """Nobody is asked in a circle that is closed."""
    for line in reader.half(ReadsCheckIns).checkins([event.circle]):
        yield EndCheckIn(id=line.id), Actor.policy(event.kind)


def checkins_follow(event: CircleChanged, reader: Reader) -> FollowUps:
    """The next run is at the same time of day in the new zone."""
    return _below(event.circle, event, reader) if event.key in _OF_CLOCKS else ()


def _ruled(stream: StreamId, event: PolicySet, reader: Reader) -> FollowUps:
    return _below(event.circle, event, reader) if event.key in _OF_DAYS else ()


def _ruled_for_all(stream: StreamId, event: CommonPolicySet, reader: Reader) -> FollowUps:
    return _everywhere(event, reader) if event.key in _OF_DAYS else ()


def _described(stream: StreamId, event: OrganisationDescribed, reader: Reader) -> FollowUps:
    return _everywhere(event, reader)


def _below(circle: CircleId, event: Event, reader: Reader) -> FollowUps:
    """In a circle and all below it."""
    circles: Circles = reader.state(CIRCLES)
    return _again(
        [one.id for one in circles.alive() if circles.circles[circle] in circles.ancestry(one.id)], event, reader
    )


def _everywhere(event: Event, reader: Reader) -> FollowUps:
    circles: Circles = reader.state(CIRCLES)
    return _again([one.id for one in circles.alive()], event, reader)


def _again(circles: list[CircleId], event: Event, reader: Reader) -> FollowUps:
    for line in reader.half(ReadsCheckIns).checkins(circles) if circles else ():
        yield RescheduleCheckIn(id=line.id), Actor.policy(event.kind)


OF_CHECKINS: Final[Mapping[type[Event], Callable[[StreamId, Any, Reader], FollowUps]]] = {
    PolicySet: _ruled,
    CommonPolicySet: _ruled_for_all,
    OrganisationDescribed: _described,
}
"""What follows from each event."""
