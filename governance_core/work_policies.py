"""Whenever something happens to people and circles, then this to what they look after: part of where features meet."""

from collections.abc import Iterable
from typing import Final

from governance_core.actions.messages import ActionOwnerGone
from governance_core.actions.model import Standing
from governance_core.actions.reading import ReadsActions
from governance_core.blockers.events import BlockerResolved
from governance_core.blockers.handing_events import BlockerPut, BlockerTakenBack
from governance_core.blockers.handing_messages import AcceptAdopted, NoteBlockerProposal, RefuseEnded, ReturnBlocker
from governance_core.blockers.messages import OwnerGone
from governance_core.blockers.model import UNRESOLVED, Blocker
from governance_core.blockers.reading import ReadsBlockers
from governance_core.cards.plain import one_line
from governance_core.checkins.reading import ReadsCheckIns
from governance_core.circles.events import CircleClosed
from governance_core.following import FollowUps, Policies
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.ports import Reader
from governance_core.proposals.carrying_model import Carried, Carries
from governance_core.proposals.messages.items import EndWithItem, PutToCircle

MOST_SHOWN: Final = 100
"""The oldest blockers, and the actions that are due first, that a new home shows."""


def owner_gone(person: PersonId, by: Actor, reader: Reader, to: PersonId | None = None) -> FollowUps:
    """What somebody looked after who cannot any more, somebody else looks after."""
    for blocker in reader.half(ReadsBlockers).blockers_of(person):
        yield OwnerGone(id=blocker, person=person, to=to), by
    for action in reader.half(ReadsActions).actions_of(person):
        yield ActionOwnerGone(id=action, person=person, to=to), by


def work_of(circle: CircleId, reader: Reader) -> Iterable[tuple[StreamId, CircleId]]:
    """What a circle has under way, which a new home of it shows: check-ins, what is in the way, what is to be done."""
    blockers = reader.half(ReadsBlockers).listed_blockers([circle], UNRESOLVED, MOST_SHOWN)
    actions = reader.half(ReadsActions).listed_actions([circle], Standing.OPEN, None, MOST_SHOWN)
    asked = reader.half(ReadsCheckIns).checkins([circle])
    ids = (*(one.id for one in asked), *(one.id for one in blockers), *(one.id for one in actions))
    return [(one, circle) for one in ids]


def is_blocker(item: Carried) -> bool:
    """Whether an item that a circle decides is a blocker it is asked to take over."""
    return item.key.startswith("X-")


def noted(proposal: StreamId, item: Carried) -> Command:
    """The blocker knows which proposal decides about it."""
    return NoteBlockerProposal(id=StreamId(item.key), proposal=proposal)


def adopted(proposal: StreamId, item: Carried) -> Command:
    """The circle takes it over."""
    return AcceptAdopted(id=StreamId(item.key), proposal=proposal)


def ended(proposal: StreamId, item: Carried, because: str) -> Command:
    """A proposal that ended without being adopted leaves the blocker where it is."""
    return RefuseEnded(id=StreamId(item.key), proposal=proposal, because=because)


def _put(stream: StreamId, event: BlockerPut, reader: Reader) -> FollowUps:
    """What a circle decides by consent is put to it as a proposal by whoever wanted that."""
    state: Blocker = reader.state(stream)
    words = one_line(state.words, 100)
    item = Carried(
        Carries.ITEM, event.circle, key=stream, value="is taken over by this circle", shown_by="blocker", stays=True
    )
    said = {
        "title": f"Take {stream} over: {one_line(state.words, 60)}",
        "driver": state.words,
        "text": f"We look after {stream} ({words}) from now on, until it is out of the way.",
    }
    put = PutToCircle(circle=event.circle, proposer=event.by, item=item, process="quick", **said)
    yield put, Actor.policy(event.kind)


def _over(stream: StreamId, event: BlockerResolved | BlockerTakenBack, reader: Reader) -> FollowUps:
    """There is nothing to decide any more about what stays where it is, or is out of the way."""
    if event.proposal:
        because = f"{stream} was {'resolved' if isinstance(event, BlockerResolved) else 'taken back'}"
        yield EndWithItem(id=StreamId(event.proposal), because=because), Actor.policy(event.kind)


def _closed(stream: StreamId, event: CircleClosed, reader: Reader) -> FollowUps:
    """What a circle was asked to take over that is closed stays with whoever asked."""
    for blocker in reader.half(ReadsBlockers).offered_to([event.circle]):
        yield ReturnBlocker(id=blocker, circle=event.circle), Actor.policy(event.kind)


OF_WORK: Final[Policies] = {
    BlockerPut: _put,
    BlockerResolved: _over,
    BlockerTakenBack: _over,
    CircleClosed: _closed,
}
"""What follows from each event of a blocker, and from a circle that is closed."""
