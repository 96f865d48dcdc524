"""Everybody consents to a request while it is changed: nothing is promised that nobody consented to."""

import asyncio
from pathlib import Path

import pytest
from application_world import FEATURES, HandClock, World, actor

from governance_core.application.execute import execute
from governance_core.budgets.messages import Allocate
from governance_core.budgets.model import BOOKS
from governance_core.budgets.request_messages import AmendRequest, RequestMoney
from governance_core.budgets.request_model import Request, Standing
from governance_core.circles.messages import AddMember, DescribeOrganisation, FillRole, FoundCircle, SetPolicy
from governance_core.kernel.errors import Stale
from governance_core.kernel.ids import CircleId, DeliveryKey, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import Unit
from governance_core.people.messages import JoinOrganisation
from governance_core.proposals.messages import AnswerRound
from governance_core.proposals.model import Proposal

CROWD = [f"p{number:02d}" for number in range(32)]
ALL = CircleId("all")
B1, P1 = StreamId("B-1"), StreamId("P-1")


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path / "circlet.db", HandClock())
    world.config(
        DescribeOrganisation(name="Crowd"),
        *(JoinOrganisation(person=PersonId(person), name=person.upper()) for person in CROWD),
        FoundCircle(circle=ALL, name="All"),
        *(AddMember(circle=ALL, person=PersonId(person)) for person in CROWD),
        FillRole(circle=ALL, role="treasurer", person=PersonId("p01")),
        SetPolicy(circle=ALL, key="process", value="quick"),
    )
    world.do(Allocate(circle=ALL, amount="500 EUR"), "p01")
    world.do(RequestMoney(circle=ALL, amount="300", purpose="Seeds", payee="A shop"), "p00")
    return world


async def at_once(world: World, acts: list[tuple[str, Command]]) -> list[object]:
    def asked(who: str, command: Command) -> "asyncio.Future[object]":
        job = lambda work: execute(command, actor(who), DeliveryKey("test", who), work, FEATURES)  # noqa: E731
        return asyncio.ensure_future(world.store.transact(world.org, job))

    return await asyncio.gather(*(asked(*act) for act in acts), return_exceptions=True)


@pytest.mark.parametrize("place", [0, 15, 31])
async def test_thirty_one_consents_and_a_change_at_the_same_instant(world: World, place: int) -> None:
    acts: list[tuple[str, Command]] = [(who, AnswerRound(id=P1, answer="consent", version=1)) for who in CROWD[1:]]
    acts.insert(place, ("p00", AmendRequest(id=B1, amount="400")))
    outcomes = await at_once(world, acts)
    request: Request = world.state(B1)
    proposal: Proposal = world.state(P1)
    envelope = world.state(BOOKS).envelope(ALL, Unit("EUR", 2))
    stale = sum(isinstance(one, Stale) for one in outcomes)
    assert stale == (31 - place if place < 31 else 0), "whoever came after the change is shown it"
    assert (envelope.reserved, envelope.committed, envelope.available) == (40_000, 0, 10_000)
    assert (request.standing, request.version) == (Standing.ASKED, 2)
    decides: Proposal = world.state(request.proposal)
    assert decides.item is not None
    assert decides.item.digest == request.content.digest
    assert (proposal.is_open, request.proposal) == ((True, P1) if place < 31 else (False, "P-2"))
    assert not decides.answers
    world.close()
