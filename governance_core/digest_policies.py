"""Whenever a circle's rules say otherwise of its digest, its schedule follows: part of where features meet."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from governance_core.circles.events import (
    CircleChanged,
    CircleClosed,
    CircleFounded,
    CommonPolicySet,
    OrganisationDescribed,
    PolicySet,
)
from governance_core.circles.model import CIRCLES, Circles
from governance_core.digests.messages import FollowCircle
from governance_core.digests.model import DIGESTS, Digests
from governance_core.following import Policies
from governance_core.kernel.ids import Actor, CircleId, StreamId
from governance_core.kernel.message import Command
from governance_core.ports import Reader

KEY: Final = "digest"
_PLACED: Final = ("zone", "parent")
"""What a circle may have from the one above: with another parent its rules and its zone can be others."""


def _followed(stream: StreamId, event: Any, reader: Reader) -> Iterable[tuple[Command, Actor]]:
    """The circles whose digest may be due at another time now."""
    circles: Circles = reader.state(CIRCLES)
    for circle in _touched(event, circles, reader.state(DIGESTS)):
        yield FollowCircle(circle=circle), Actor.policy(event.kind)


def _touched(event: Any, circles: Circles, known: Digests) -> Iterator[CircleId]:
    match event:
        case CircleFounded(circle=circle) | CircleClosed(circle=circle):
            yield circle
        case PolicySet(circle=circle, key=key) if key == KEY:
            yield from _at_and_below(circle, circles)
        case CircleChanged(circle=circle, key=key) if key in _PLACED:
            yield from _at_and_below(circle, circles)
        case CommonPolicySet(key=key) if key == KEY:
            yield from [one.id for one in circles.alive()]
        case OrganisationDescribed():
            yield from [one for one, it in known.followed.items() if it.zone != circles.zone_of(one)]
        case _:
            return


def _at_and_below(circle: CircleId, circles: Circles) -> list[CircleId]:
    return [one.id for one in circles.alive() if circles.circles[circle] in circles.ancestry(one.id)]


OF_DIGESTS: Final[Policies] = dict.fromkeys(
    (CircleFounded, CircleClosed, CircleChanged, PolicySet, CommonPolicySet, OrganisationDescribed), _followed
)
"""What follows from each event that a schedule may depend on."""
