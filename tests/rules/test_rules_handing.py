"""Blockers between circles: handed on, taken over, declined, decided by consent, kept after all."""

import pytest

from governance_core.blockers.cards import blocker_card
from governance_core.blockers.handing import ShownElsewhere
from governance_core.blockers.handing_messages import (
    AcceptBlocker,
    DecideBlocker,
    DeclineBlocker,
    HandBlocker,
    TakeBackBlocker,
)
from governance_core.blockers.messages import RaiseBlocker, ReopenBlocker, ResolveBlocker
from governance_core.blockers.model import Blocker, Standing
from governance_core.cards.plain import plain_card
from governance_core.circles.messages import CloseCircle, FillRole, FoundCircle, RemoveMember
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CONFIG, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.proposals.messages import AnswerRound, WithdrawProposal
from governance_core.proposals.next_steps import next_step
from tests.rules.given import Names, helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, CEM, COMMONS, DEE, ELI, FAY, GARDEN, REPAIR, days
from tests.rules.world import World

X1, P1 = StreamId("X-1"), StreamId("P-1")
WELL = CircleId("well")


@pytest.fixture
def world() -> World:
    """The garden's pump needs somebody with tools."""
    world = World.founded()
    world.does(FAY, RaiseBlocker(circle=GARDEN, what="The pump has no fuse", owner=BEN))
    return world


def hand(to: CircleId = REPAIR, **fields: object) -> HandBlocker:
    return HandBlocker(id=X1, to=to, **fields)  # type: ignore[arg-type]


def blocker(world: World) -> Blocker:
    found: Blocker = world.memory.state(X1)
    return found


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert all(part in read for part in words), read


def cards(world: World) -> set[str]:
    return {one.place for one in world.posted() if one.kind == "card" and one.ref == X1}


def told(world: World) -> set[str]:
    return {one.place for one in world.posted() if one.kind == "say"}


def test_both_circles_see_one_item_and_the_other_one_takes_it_over(world: World) -> None:
    world.does(ANA, hand(reason="You have the tools"))
    assert cards(world) == {"garden", "repair"}
    assert told(world) == {"repair"}
    assert world.does(FAY, hand()).events == ()
    refused(world, ANA, AcceptBlocker(id=X1), NotAllowed, "Cem", "accept X-1")
    world.does(CEM, AcceptBlocker(id=X1))
    state = blocker(world)
    assert (state.holder, state.owner, state.standing, state.offer) == (REPAIR, CEM, Standing.ACKNOWLEDGED, None)
    assert {"garden", "repair", "fay"} <= told(world)
    assert world.does(CEM, AcceptBlocker(id=X1)).events == (), "pressed twice, and told that it was so already"
    assert world.does(CEM, AcceptBlocker(id=X1, owner=CEM)).events == ()
    refused(world, CEM, AcceptBlocker(id=X1, owner=DEE), Invalid, "No other circle is asked")
    refused(world, DEE, AcceptBlocker(id=X1), Invalid, "No other circle is asked")
    world.does(CEM, ResolveBlocker(id=X1, how="A fuse of ours"))
    assert {"garden", "repair", "fay"} <= told(world)
    assert type(world.refuses(CEM, AcceptBlocker(id=X1))) is not Invalid


def test_declined_with_a_reason_it_stays_with_its_owner_and_is_handed_on_again(world: World) -> None:
    world.does(BEN, hand())
    refused(world, ANA, hand(COMMONS), Invalid, "/blocker take-back X-1")
    refused(world, CEM, DeclineBlocker(id=X1, reason=""), Invalid, "different")
    world.does(CEM, DeclineBlocker(id=X1, reason="The workshop is closed"))
    assert (blocker(world).holder, blocker(world).owner, blocker(world).offer) == (GARDEN, BEN, None)
    refused(world, CEM, DeclineBlocker(id=X1, reason="Closed"), Invalid, "No other circle is asked")
    world.does(ANA, hand(COMMONS))
    world.does(ELI, AcceptBlocker(id=X1, owner=BEN))
    assert (blocker(world).holder, blocker(world).owner, blocker(world).standing) == (COMMONS, BEN, Standing.OPEN)
    world.does(ELI, hand(GARDEN))
    world.does(ANA, AcceptBlocker(id=X1))
    assert blocker(world).holder == GARDEN


def test_only_who_holds_it_hands_it_on_and_only_where_they_can_see(world: World) -> None:
    refused(world, CEM, hand(), NotAllowed, "members of Garden")
    refused(world, BEN, hand(GARDEN), Invalid, "with Garden already")
    refused(world, BEN, hand(CARE), Unknown)
    refused(world, BEN, hand(CircleId("nowhere")), Unknown)


def test_out_of_a_private_circle_only_by_who_knows_that_it_is_shown() -> None:
    world = World.founded()
    world.does(ELI, RaiseBlocker(circle=CARE, what="No mediator"))
    refused(world, ELI, hand(COMMONS), ShownElsewhere, "belongs to a private circle", "shown:yes")
    world.does(ELI, hand(COMMONS, shown=True))
    assert cards(world) == {"care", "commons"}


def test_kept_after_all(world: World) -> None:
    world.does(BEN, hand())
    refused(world, CEM, TakeBackBlocker(id=X1), NotAllowed)
    world.does(FAY, TakeBackBlocker(id=X1))
    assert blocker(world).offer is None
    refused(world, CEM, AcceptBlocker(id=X1), Invalid, "No other circle")


def test_the_circle_that_is_asked_decides_by_consent(world: World) -> None:
    world.does(BEN, hand())
    refused(world, ELI, DecideBlocker(id=X1), NotAllowed, "members of Repair")
    world.does(CEM, DecideBlocker(id=X1))
    assert world.does(DEE, DecideBlocker(id=X1)).events == ()
    state = blocker(world)
    assert state.offer is not None
    assert state.offer.proposal == P1
    refused(world, CEM, AcceptBlocker(id=X1), Invalid, "P-1")
    for person in world.proposal(P1).electors:
        world.does(person, AnswerRound(id=P1, answer="consent"))
    assert (blocker(world).holder, blocker(world).owner, blocker(world).decided_by) == (REPAIR, CEM, P1)


def test_a_proposal_that_ends_leaves_it_where_it_was(world: World) -> None:
    world.does(BEN, hand())
    world.does(CEM, DecideBlocker(id=X1))
    world.does(CEM, WithdrawProposal(id=P1))
    assert (blocker(world).holder, blocker(world).offer) == (GARDEN, None)
    assert "P-1 was withdrawn" in blocker(world).declined_because


@pytest.mark.parametrize("over", [TakeBackBlocker(id=X1), ResolveBlocker(id=X1, how="Found one")])
def test_what_is_over_takes_its_proposal_along(world: World, over: Command) -> None:
    world.does(BEN, hand())
    world.does(CEM, DecideBlocker(id=X1))
    world.does(BEN, over)
    assert not world.proposal(P1).is_open
    assert "Nothing changes for X-1." in "".join(map(str, next_step(P1, world.proposal(P1))))


def test_an_unanswered_request_is_told_to_the_lead_of_the_circle_that_was_asked(world: World) -> None:
    world.does(BEN, hand())
    world.wait(days(4))
    assert blocker(world).told == (CEM,)


def test_a_circle_that_closes_gives_back_what_it_was_asked(world: World) -> None:
    world.does(CONFIG, FoundCircle(circle=WELL, name="Well", aim="Aim", parent=COMMONS))
    world.does(BEN, hand(WELL))
    world.does(CONFIG, CloseCircle(circle=WELL))
    assert blocker(world).offer is None
    refused(world, BEN, hand(WELL), Unknown)


def test_without_a_role_anybody_in_the_circle_says(world: World) -> None:
    for role in ("lead", "delegate", "facilitator"):
        world.does(CONFIG, FillRole(circle=REPAIR, role=role, person=None))
    world.does(BEN, hand())
    world.does(CONFIG, RemoveMember(circle=REPAIR, person=CEM))
    world.does(DEE, AcceptBlocker(id=X1))
    assert blocker(world).owner == DEE


def test_a_private_circle_shows_what_is_blocked_and_not_what_was_said_there() -> None:
    world = World.founded()
    world.does(ELI, RaiseBlocker(circle=CARE, what="No mediator", source="C-7"))
    world.does(ELI, ResolveBlocker(id=X1, how="Uncle Paul came"))
    world.does(ELI, ReopenBlocker(id=X1, reason="He quarrelled too"))
    world.does(ELI, HandBlocker(id=X1, to=REPAIR, reason="You are calm", shown=True))
    card = seen(world, CEM)
    assert "No mediator" in card
    assert "You are calm" in card
    assert not any(said in card for said in ("quarrelled", "C-7", "Care"))
    assert "He quarrelled too" in seen(world, ELI)
    world.does(CEM, AcceptBlocker(id=X1))
    world.does(CEM, ResolveBlocker(id=X1, how="Talked"))
    world.does(ELI, ReopenBlocker(id=X1, reason="They want another talk"))
    assert "They want another talk" in seen(world, CEM)


def test_a_private_circle_that_is_asked_is_not_named_to_others() -> None:
    world = World.founded()
    world.does(ANA, RaiseBlocker(circle=GARDEN, what="Two of us do not speak", owner=BEN))
    refused(world, BEN, HandBlocker(id=X1, to=CARE), Unknown)
    world.does(ANA, HandBlocker(id=X1, to=CARE))
    assert "Asked to take it over: another circle" in seen(world, BEN)
    world.does(ELI, AcceptBlocker(id=X1))
    assert "Taken over by: another circle" in seen(world, BEN)
    assert "Taken over by: " in seen(world, ANA)
    assert "Taken over by: another circle" not in seen(world, ANA)


def test_what_is_handed_back_and_forth_has_one_owner_and_one_offer(world: World) -> None:
    world.does(BEN, hand())
    refused(world, BEN, hand(COMMONS), Invalid, "Another circle is asked")
    world.does(CEM, AcceptBlocker(id=X1))
    assert (blocker(world).holder, blocker(world).owner) == (REPAIR, CEM)
    world.does(CEM, hand(GARDEN))
    world.does(ANA, AcceptBlocker(id=X1, owner=FAY))
    assert (blocker(world).holder, blocker(world).owner) == (GARDEN, FAY)
    refused(world, FAY, hand(GARDEN), Invalid, "with Garden already")


def test_in_a_circle_that_is_closed_nothing_is_opened_again(world: World) -> None:
    world.does(BEN, hand())
    world.does(CEM, AcceptBlocker(id=X1))
    world.does(CEM, ResolveBlocker(id=X1, how="Mended"))
    for role in list(world.circles.circles[REPAIR].roles):
        world.does(CONFIG, FillRole(circle=REPAIR, role=role, person=None))
    world.does(CONFIG, CloseCircle(circle=REPAIR))
    refused(world, BEN, ReopenBlocker(id=X1, reason="It broke"), Invalid, "is closed", "/blocker raise")


def test_an_owner_who_lost_the_private_seat_is_not_the_one_it_is_opened_with() -> None:
    world = World.founded()
    world.does(ELI, RaiseBlocker(circle=CARE, what="No mediator", owner=FAY))
    world.does(FAY, ResolveBlocker(id=X1, how="Found"))
    world.does(CONFIG, RemoveMember(circle=CARE, person=FAY))
    world.does(ELI, ReopenBlocker(id=X1, reason="Gone"))
    assert blocker(world).owner == ELI


def seen(world: World, by: PersonId) -> str:
    """The card as somebody sees it."""
    return plain_card(blocker_card(X1, blocker(world), world.circles, by), Names(world.people), 4000)
