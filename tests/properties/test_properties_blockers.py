"""Blockers: whatever is done in whatever order, what is not resolved has one owner who is there and may see it."""

from hypothesis import given
from hypothesis import strategies as some

from governance_core.blockers.handing_messages import (
    AcceptBlocker,
    DecideBlocker,
    DeclineBlocker,
    HandBlocker,
    TakeBackBlocker,
)
from governance_core.blockers.messages import (
    AcknowledgeBlocker,
    AssignBlocker,
    RaiseBlocker,
    ReopenBlocker,
    ResolveBlocker,
)
from governance_core.blockers.model import Blocker
from governance_core.blockers.rules import RULES
from governance_core.circles.messages import AddMember, CloseCircle, FillRole, RemoveMember
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CONFIG, Actor, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.messages import LeaveOrganisation
from governance_core.proposals.messages import AnswerRound, WithdrawProposal
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, CEM, COMMONS, DEE, ELI, FAY, GARDEN, REPAIR, days
from tests.rules.world import World

EVERYBODY = (ANA, BEN, CEM, DEE, ELI, FAY)
who = some.sampled_from(EVERYBODY)
circles = some.sampled_from((GARDEN, CARE, REPAIR, COMMONS))
ids = some.sampled_from((StreamId("X-1"), StreamId("X-2")))
words = some.just("So it is")
roles = some.sampled_from(("lead", "facilitator", "secretary", "delegate"))
nobody_or = some.one_of(some.none(), who)
of_members = some.one_of(
    some.builds(RaiseBlocker, circle=circles, what=words, owner=nobody_or),
    some.builds(AcknowledgeBlocker, id=ids),
    some.builds(AssignBlocker, id=ids, owner=who),
    some.builds(ResolveBlocker, id=ids, how=words),
    some.builds(ReopenBlocker, id=ids, reason=words),
    some.builds(HandBlocker, id=ids, to=circles, shown=some.just(True)),
    some.builds(HandBlocker, id=ids, to=circles),
    some.builds(AcceptBlocker, id=ids, owner=nobody_or),
    some.builds(DeclineBlocker, id=ids, reason=words),
    some.builds(DecideBlocker, id=ids),
    some.builds(TakeBackBlocker, id=ids),
    some.builds(AnswerRound, id=some.just(StreamId("P-1")), answer=some.just("consent")),
    some.builds(WithdrawProposal, id=some.just(StreamId("P-1"))),
)
of_the_config = some.one_of(
    some.builds(LeaveOrganisation, person=who),
    some.builds(RemoveMember, circle=circles, person=who),
    some.builds(AddMember, circle=circles, person=who),
    some.builds(FillRole, circle=circles, role=roles, person=nobody_or),
    some.builds(CloseCircle, circle=circles),
)
acts = some.one_of(
    *[some.tuples(who, of_members)] * 6, some.tuples(some.just(CONFIG), of_the_config), some.integers(1, 5)
)
Act = tuple[PersonId | Actor, Command] | int


@given(some.lists(acts, min_size=5, max_size=40))
def test_what_is_in_the_way_has_one_owner_who_is_there_and_may_see_it(done: list[Act]) -> None:
    world = World.founded()
    world.does(BEN, RaiseBlocker(circle=GARDEN, what="The pump has no fuse"))
    world.does(ELI, RaiseBlocker(circle=CARE, what="No mediator", owner=FAY))
    for act in done:
        _act(world, act)
        for stream in [one for one in world.memory.journal if one.startswith("X-")]:
            _as_it_should_be(world, stream)


def _act(world: World, act: Act) -> None:
    if isinstance(act, int):
        world.wait(days(act))
        return
    try:
        world.does(*act)
    except Refusal as refusal:
        helpful(words_of(refusal, world.people))


def _as_it_should_be(world: World, stream: StreamId) -> None:
    state: Blocker = world.memory.state(stream)
    assert state == RULES.fold(one.event for one in world.memory.journal[stream])
    if not state.is_open:
        assert state.offer is None
        assert state.settled_by is not None
        return
    assert world.circles.open(state.holder) is not None
    assert state.offer is None or world.circles.open(state.offer.to) is not None
    assert state.offer is None or state.offer.to != state.holder
    holder = world.circles.circles[state.holder]
    near = [holder.id] if holder.private else [one.id for one in world.circles.ancestry(holder.id)]
    if not any(world.circles.seats(one) for one in near):
        return  # there is nobody left who could look after it
    assert world.people.present(state.owner) is not None
    assert state.owner == state.asker or any(world.circles.may_see(state.owner, one) for one in state.circles)
