"""Blockers: who raises them, who looks after them, what happens when nothing happens, and how they end."""

import pytest

from governance_core.blockers.events import BlockerAssigned, BlockerEscalated
from governance_core.blockers.guards import SaidAlready
from governance_core.blockers.messages import (
    AcknowledgeBlocker,
    AssignBlocker,
    RaiseBlocker,
    ReopenBlocker,
    ResolveBlocker,
)
from governance_core.blockers.model import Blocker, Standing
from governance_core.circles.messages import CloseCircle, FillRole, RemoveMember, SetPolicy
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CONFIG, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.messages import LeaveOrganisation
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, CEM, COMMONS, DEE, ELI, FAY, GARDEN, days, hours
from tests.rules.world import World

X1 = StreamId("X-1")


@pytest.fixture
def world() -> World:
    return World.founded()


def raised(circle: CircleId = GARDEN, owner: PersonId | None = BEN, what: str = "The pump has no fuse") -> RaiseBlocker:
    return RaiseBlocker(circle=circle, what=what, owner=owner)


def blocker(world: World) -> Blocker:
    found: Blocker = world.memory.state(X1)
    return found


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert all(part in read for part in words), read


def told(world: World) -> set[str]:
    return {one.place for one in world.posted() if one.kind == "say"}


def test_whoever_is_named_hears_of_it_and_acknowledges_it_once(world: World) -> None:
    world.does(DEE, raised())
    assert told(world) == {"ben"}
    refused(world, FAY, AcknowledgeBlocker(id=X1), NotAllowed, "Only Ben can acknowledge X-1", "/blocker assign X-1")
    world.does(BEN, AcknowledgeBlocker(id=X1))
    assert told(world) == {"dee"}
    assert world.does(BEN, AcknowledgeBlocker(id=X1)).events == ()


def test_where_nobody_is_named_the_lead_can_help_and_for_the_lead_somebody_else(world: World) -> None:
    world.does(DEE, raised(owner=None))
    assert blocker(world).owner == ANA
    world.does(ANA, raised(owner=None))
    other: Blocker = world.memory.state(StreamId("X-2"))
    assert other.owner == DEE


def test_only_who_has_a_seat_raises_one_and_it_must_say_something(world: World) -> None:
    refused(world, CEM, raised(), NotAllowed, "Only members of Garden")
    refused(world, BEN, raised(CARE), Unknown)
    refused(world, BEN, raised(what=" "), Invalid, "what it holds up")
    refused(world, BEN, raised(what="x" * 2001), Invalid, "at most 2,000")
    refused(world, BEN, raised(owner=PersonId("zed")), Unknown)


def test_the_same_words_of_the_same_person_are_the_blocker_that_is_open_and_no_other(world: World) -> None:
    world.does(DEE, raised())
    again = raised(owner=FAY, what=" the  pump has no\nFUSE")
    refused(world, DEE, again, SaidAlready, "That is X-1", "not resolved yet", "Ben", "/blocker assign X-1")
    world.does(FAY, raised(what="the pump has no fuse", owner=None))
    world.does(DEE, raised(what="The pump has no fuse at all"))
    world.does(ANA, RaiseBlocker(circle=COMMONS, what="The pump has no fuse"))
    refused(world, ANA, RaiseBlocker(circle=COMMONS, what="The pump has no fuse"), SaidAlready, "X-4")
    world.does(ANA, raised(owner=None))
    world.does(BEN, ResolveBlocker(id=X1, how="The shop had one"))
    world.does(DEE, again)
    assert len([one for one in world.memory.states.values() if isinstance(one, Blocker)]) == 6


def test_somebody_who_would_not_see_it_cannot_be_asked_for_help(world: World) -> None:
    refused(world, ELI, raised(CARE, BEN), Invalid, "Ben has no seat in this private circle")
    world.does(ELI, raised(CARE, FAY))


def test_anybody_of_the_circle_takes_it_or_asks_somebody_else(world: World) -> None:
    world.does(DEE, raised())
    refused(world, CEM, AssignBlocker(id=X1, owner=CEM), NotAllowed, "members of Garden")
    world.does(FAY, AssignBlocker(id=X1, owner=FAY))
    assert (blocker(world).owner, blocker(world).standing) == (FAY, Standing.ACKNOWLEDGED)
    world.does(FAY, AssignBlocker(id=X1, owner=CEM))
    assert (blocker(world).owner, blocker(world).standing) == (CEM, Standing.OPEN)
    assert world.does(FAY, AssignBlocker(id=X1, owner=CEM)).events == ()
    world.does(CEM, AcknowledgeBlocker(id=X1))


def test_resolved_with_how_and_what_comes_late_is_told_so(world: World) -> None:
    world.does(DEE, raised())
    refused(world, BEN, ResolveBlocker(id=X1, how=""), Invalid, "out of the way")
    world.does(BEN, ResolveBlocker(id=X1, how="A fuse from the van"))
    assert told(world) == {"dee", "garden"}
    refused(
        world, BEN, AcknowledgeBlocker(id=X1), Closed, "resolved by Ben (“A fuse from the van”)", "/blocker reopen X-1"
    )
    refused(world, FAY, ResolveBlocker(id=X1, how="I did"), Closed)


def test_in_the_way_again(world: World) -> None:
    world.does(DEE, raised())
    assert world.does(DEE, ReopenBlocker(id=X1, reason="Still")).events == ()
    world.does(BEN, ResolveBlocker(id=X1, how="A fuse"))
    world.does(DEE, ReopenBlocker(id=X1, reason="It blew"))
    assert (blocker(world).standing, blocker(world).owner) == (Standing.OPEN, BEN)
    assert told(world) == {"ben", "garden"}


def test_after_three_days_the_lead_is_told_then_the_one_above_and_then_nobody(world: World) -> None:
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="blocker_days", value="2"))
    world.does(DEE, raised())
    world.wait(days(2) - hours(1))
    assert blocker(world).told == ()
    world.wait(hours(1))
    assert blocker(world).told == (ANA,)
    world.wait(days(2))
    assert blocker(world).told == (ANA, ELI)
    assert not [due for (stream, _), due in world.memory.alarms.items() if stream == X1]


def test_whoever_acknowledges_it_has_as_many_days_again(world: World) -> None:
    world.does(DEE, raised())
    world.wait(days(2))
    world.does(BEN, AcknowledgeBlocker(id=X1))
    world.wait(days(2))
    assert blocker(world).told == ()
    world.wait(days(1))
    assert blocker(world).told == (ANA,)


def test_it_waits_for_waking_hours_and_is_off_where_the_circle_says_so(world: World) -> None:
    world.wait(hours(13))
    world.does(DEE, raised())
    world.wait(days(3))
    assert blocker(world).told == ()
    world.wait(hours(10))
    assert blocker(world).told == (ANA,)
    world.does(CONFIG, SetPolicy(circle=COMMONS, key="blocker_days", value="off"))
    world.does(ELI, raised(COMMONS))
    assert world.memory.state(StreamId("X-2")).escalates_at is None


def test_where_who_looks_after_it_speaks_for_both_circles_the_next_one_is_told_as_it_was_said(world: World) -> None:
    world.does(CONFIG, FillRole(circle=COMMONS, role="facilitator", person=ANA))
    world.does(DEE, raised(GARDEN, ANA))
    world.wait(days(8))
    assert blocker(world).told == (FAY,)


def test_a_lead_who_looks_after_it_is_not_told_of_it_but_the_one_above_is(world: World) -> None:
    world.does(DEE, raised(GARDEN, ANA))
    world.does(ANA, AcknowledgeBlocker(id=X1))
    world.wait(days(4))
    assert blocker(world).told == (ELI,)
    world.wait(days(9))
    assert blocker(world).told == (ELI,)


def test_a_private_circles_blocker_is_told_to_nobody_above(world: World) -> None:
    world.does(FAY, raised(CARE, FAY))
    world.wait(days(9))
    assert blocker(world).told == (ELI,)


def test_what_was_resolved_in_time_is_told_to_nobody(world: World) -> None:
    world.does(DEE, raised())
    world.does(BEN, ResolveBlocker(id=X1, how="A fuse"))
    world.wait(days(9))
    assert not any(isinstance(one.event, BlockerEscalated) for one in world.memory.journal[X1])


def test_when_its_owner_leaves_the_lead_looks_after_it_and_hears_so(world: World) -> None:
    world.does(DEE, raised())
    world.does(CONFIG, LeaveOrganisation(person=BEN))
    assert blocker(world).owner == ANA
    assert "ana" in told(world)
    last = world.memory.journal[X1][-1].event
    assert isinstance(last, BlockerAssigned)
    assert last.left


def test_an_owner_who_loses_the_seat_in_a_private_circle_is_replaced_and_elsewhere_stays(world: World) -> None:
    world.does(ELI, raised(CARE, ANA))
    world.does(ELI, RemoveMember(circle=CARE, person=ANA))
    assert blocker(world).owner != ANA
    world.does(DEE, raised(GARDEN, FAY))
    world.does(ANA, RemoveMember(circle=GARDEN, person=FAY))
    assert world.memory.state(StreamId("X-2")).owner == FAY


def test_a_circle_with_a_blocker_does_not_close(world: World) -> None:
    world.does(DEE, raised())
    read = words_of(world.refuses(CONFIG, CloseCircle(circle=GARDEN)), world.people)
    assert "X-1 is in the way of somebody: resolve it, or hand it on with /blocker hand X-1." in read


def test_where_nobody_is_left_in_the_circle_somebody_above_looks_after_it(world: World) -> None:
    world.does(BEN, raised())
    for person in (BEN, ANA, DEE, FAY):
        world.does(CONFIG, LeaveOrganisation(person=person))
    assert world.circles.seats(GARDEN) == ()
    assert blocker(world).owner == ELI
