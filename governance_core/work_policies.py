"""Whenever something happens to people and circles, then this to what they look after: part of where features meet."""

from collections.abc import Iterable

from governance_core.actions.messages import ActionOwnerGone
from governance_core.actions.reading import ReadsActions
from governance_core.blockers.messages import OwnerGone
from governance_core.blockers.reading import ReadsBlockers
from governance_core.kernel.ids import Actor, PersonId
from governance_core.kernel.message import Command
from governance_core.ports import Reader

FollowUps = Iterable[tuple[Command, Actor]]


def owner_gone(person: PersonId, by: Actor, reader: Reader, to: PersonId | None = None) -> FollowUps:
    """What somebody looked after who cannot any more, somebody else looks after."""
    for blocker in reader.half(ReadsBlockers).blockers_of(person):
        yield OwnerGone(id=blocker, person=person, to=to), by
    for action in reader.half(ReadsActions).actions_of(person):
        yield ActionOwnerGone(id=action, person=person, to=to), by
