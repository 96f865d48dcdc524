"""Actions: who adds them, whose they are, when they are reminded of, and how they end."""

import pytest

from governance_core.actions.events import ActionReminded
from governance_core.actions.messages import (
    AddAction,
    ChangeAction,
    DeclineAction,
    DropAction,
    FinishAction,
    ReopenAction,
)
from governance_core.actions.model import Action, Standing
from governance_core.circles.messages import CloseCircle
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CONFIG, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.messages import DeclareAbsence, LeaveOrganisation
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, CEM, DEE, ELI, FAY, GARDEN, days, hours
from tests.rules.world import World

A1 = StreamId("A-1")


@pytest.fixture
def world() -> World:
    return World.founded()


def to_do(**fields: object) -> AddAction:
    return AddAction(**{"circle": GARDEN, "what": "Order a pump", "owner": BEN, "due": "7d", **fields})  # type: ignore[arg-type]


def action(world: World) -> Action:
    found: Action = world.memory.state(A1)
    return found


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert all(part in read for part in words), read


def reminded(world: World) -> list[ActionReminded]:
    return [one.event for one in world.memory.journal[A1] if isinstance(one.event, ActionReminded)]


def told(world: World) -> set[str]:
    return {one.place for one in world.posted() if one.kind == "say"}


def test_whoever_is_named_hears_of_it_and_nobody_of_their_own(world: World) -> None:
    world.does(ANA, to_do())
    assert told(world) == {"ben"}
    world.does(ANA, to_do(owner=None))
    assert told(world) == set()
    assert world.memory.state(StreamId("A-2")).owner == ANA


def test_only_who_has_a_seat_adds_one(world: World) -> None:
    refused(world, CEM, to_do(), NotAllowed, "Only members of Garden")
    refused(world, BEN, to_do(circle=CARE), Unknown)
    refused(world, ANA, to_do(what=" "), Invalid, "what is to be done")
    refused(world, ANA, to_do(owner=PersonId("zed")), Unknown)
    refused(world, ELI, to_do(circle=CARE, owner=BEN), Invalid, "no seat in this private circle")
    refused(world, ANA, to_do(due="2020-01-01"), Invalid, "has passed")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "tasks.example/1", "https://a b", "http://", "https://me:pw@x.example", "x" * 500]
)
def test_a_link_is_an_address_on_the_web(world: World, link: str) -> None:
    refused(world, ANA, to_do(link=link), Invalid, "https://")


def test_reminded_when_it_is_due_once_more_a_week_later_and_never_again(world: World) -> None:
    world.does(ANA, to_do())
    world.wait(days(7) - hours(1))
    assert reminded(world) == []
    world.wait(hours(1))
    assert len(reminded(world)) == 1
    world.wait(days(7))
    assert len(reminded(world)) == 2
    world.wait(days(60))
    assert len(reminded(world)) == 2


def test_the_reminder_waits_until_its_owner_is_awake_and_back(world: World) -> None:
    world.does(ANA, to_do(due="2026-03-04 23:00"))
    world.wait(days(2.9))
    assert reminded(world) == []
    world.does(BEN, DeclareAbsence(until="2026-03-12"))
    world.wait(days(4))
    assert reminded(world) == []
    world.wait(days(5))
    assert len(reminded(world)) == 1


def test_after_a_long_sleep_it_is_reminded_of_once(world: World) -> None:
    world.does(ANA, to_do())
    world.sleep(days(30))
    world.sweep()
    assert len(reminded(world)) == 1
    world.wait(days(30))
    assert len(reminded(world)) == 2


def test_its_owner_gives_it_back_with_a_reason(world: World) -> None:
    world.does(ANA, to_do())
    refused(world, DEE, DeclineAction(id=A1, reason="No"), NotAllowed, "Only Ben")
    refused(world, BEN, DeclineAction(id=A1, reason=""), Invalid)
    world.does(BEN, DeclineAction(id=A1, reason="I am away"))
    assert (action(world).owner, action(world).standing) == (ANA, Standing.OPEN)
    assert told(world) == {"ana"}
    refused(world, ANA, DeclineAction(id=A1, reason="No"), Invalid, "You added A-1 yourself")


def test_done_by_anybody_of_the_circle_and_twice_is_once(world: World) -> None:
    world.does(ANA, to_do())
    refused(world, CEM, FinishAction(id=A1), NotAllowed, "members of Garden")
    world.does(FAY, FinishAction(id=A1, note="It came today"))
    assert told(world) == {"ana", "ben"}
    assert world.does(BEN, FinishAction(id=A1)).events == ()
    refused(world, ANA, DropAction(id=A1, reason="Late"), Closed, "done by Fay (“It came today”)", "/action reopen A-1")
    world.wait(days(30))
    assert reminded(world) == []
    world.does(ANA, ReopenAction(id=A1))
    assert world.does(ANA, ReopenAction(id=A1)).events == ()


def test_another_day_is_reminded_of_anew_and_another_owner_hears_of_it(world: World) -> None:
    world.does(ANA, to_do())
    world.wait(days(15))
    assert len(reminded(world)) == 2
    world.does(BEN, ChangeAction(id=A1, due="5d", owner=FAY))
    assert told(world) == {"fay"}
    assert world.does(BEN, ChangeAction(id=A1)).events == ()
    world.wait(days(6))
    assert len(reminded(world)) == 3


def test_whoever_had_it_hears_that_it_is_somebody_elses_now(world: World) -> None:
    world.does(ANA, to_do())
    world.posted()
    world.does(ANA, ChangeAction(id=A1, owner=FAY))
    assert told(world) == {"ben", "fay"}
    world.does(FAY, ChangeAction(id=A1, owner=BEN))
    assert action(world).owner == BEN


def test_a_link_is_taken_away(world: World) -> None:
    world.does(ANA, to_do(link="https://tasks.example/1"))
    world.does(BEN, ChangeAction(id=A1, link="none"))
    assert (action(world).link, action(world).words) == ("", "Order a pump")


def test_whoever_has_it_hears_that_it_is_open_again(world: World) -> None:
    world.does(ANA, to_do())
    world.does(BEN, FinishAction(id=A1))
    world.posted()
    world.does(FAY, ReopenAction(id=A1))
    assert told(world) == {"ben"}


def test_when_its_owner_leaves_whoever_added_it_has_it(world: World) -> None:
    world.does(ANA, to_do())
    world.does(CONFIG, LeaveOrganisation(person=BEN))
    assert action(world).owner == ANA
    assert "ana" in told(world)


def test_a_circle_with_something_to_do_does_not_close(world: World) -> None:
    world.does(ANA, to_do())
    read = words_of(world.refuses(CONFIG, CloseCircle(circle=GARDEN)), world.people)
    assert "A-1 is still to be done" in read


def test_a_day_is_taken_away_and_nobody_is_reminded_then(world: World) -> None:
    world.does(ANA, to_do())
    world.does(BEN, ChangeAction(id=A1, due=""))
    assert (action(world).due, action(world).remind_at) == (None, None)
    assert world.does(BEN, ChangeAction(id=A1, what="Order a pump")).events == ()
