"""Whenever somebody leaves or loses a seat, then their addresses of calendars: part of where features meet."""

from typing import Final

from governance_core.circles.events import CircleChanged, CircleClosed, MemberRemoved, RoleVacated
from governance_core.circles.model import CIRCLES
from governance_core.feeds.messages import ReviewFeeds
from governance_core.feeds.model import FEEDS, Feeds
from governance_core.feeds.rules import lost
from governance_core.following import FollowUps, Policies
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.people.events import PersonErased, PersonLeft, PersonMerged
from governance_core.people.model import PEOPLE
from governance_core.ports import Reader


def _reviewed(stream: StreamId, event: Event, reader: Reader) -> FollowUps:
    """Whoever may not follow a calendar any more has no address for it from that moment on.

    What happens to somebody ends none of another's; what happens to a circle may, in any circle.
    """
    person: PersonId | None = getattr(event, "person", None)
    state: Feeds = reader.state(FEEDS)
    if any(lost(state, reader.state(CIRCLES), reader.state(PEOPLE), person)):
        yield ReviewFeeds(person=person), Actor.policy(event.kind)


OF_FEEDS: Final[Policies] = dict.fromkeys(
    (PersonLeft, PersonErased, PersonMerged, MemberRemoved, RoleVacated, CircleChanged, CircleClosed), _reviewed
)
