"""Many who want the last of an envelope at the same instant: exactly what there is is set aside, and never a cent more.

"Two requests of 300 at the same instant on an envelope of 500: exactly one reserved": among 32 callers, in one program
and in two on the same store.
"""

import asyncio
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from application_world import FEATURES, HandClock, World, actor

from governance_core.application.execute import execute
from governance_core.application.receipt import Receipt
from governance_core.budgets.asking import OverEnvelope
from governance_core.budgets.messages import Allocate, AskAllocation
from governance_core.budgets.model import BOOKS, Envelope
from governance_core.budgets.request_messages import (
    ApproveRequest,
    RequestMoney,
    WithdrawRequest,
)
from governance_core.circles.messages import AddMember, DescribeOrganisation, FillRole, FoundCircle, SetPolicy
from governance_core.kernel.ids import CircleId, DeliveryKey, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import Unit
from governance_core.people.messages import JoinOrganisation

CROWD = [f"p{number:02d}" for number in range(32)]
ALL = CircleId("all")
EUR = Unit("EUR", 2)
TIMES = 50
MANY = 1_000


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everybody sits in one circle, whose envelope holds 500 euros; `p00` keeps it and `p01` leads."""
    path = tmp_path_factory.mktemp("money") / "circlet.db"
    world = World(path, HandClock())
    world.config(
        DescribeOrganisation(name="Crowd"),
        *(JoinOrganisation(person=PersonId(person), name=person.upper()) for person in CROWD),
        FoundCircle(circle=ALL, name="All"),
        *(AddMember(circle=ALL, person=PersonId(person)) for person in CROWD),
        FillRole(circle=ALL, role="treasurer", person=PersonId("p00")),
        FillRole(circle=ALL, role="lead", person=PersonId("p01")),
        SetPolicy(circle=ALL, key="approvers", value="treasurer, lead"),
        SetPolicy(circle=ALL, key="approve_up_to", value="900 EUR"),
    )
    world.do(Allocate(circle=ALL, amount="500 EUR"), "p00")
    world.close()
    return path


@pytest.fixture
def opened(settled: Path, tmp_path: Path) -> Iterator[Callable[[], World]]:
    path, clock = tmp_path / "circlet.db", HandClock()
    shutil.copy(settled, path)
    worlds: list[World] = []

    def open_one() -> World:
        worlds.append(World(path, clock))
        return worlds[-1]

    yield open_one
    for world in worlds:
        world.close()


def money(amount: str) -> RequestMoney:
    return RequestMoney(circle=ALL, amount=amount, purpose="The last of it", payee="A shop")


async def at_once(acts: list[tuple[World, str, Command]], key: str) -> list[Receipt | BaseException]:
    """All of these are handed in before any is carried out."""

    def asked(world: World, who: str, command: Command) -> "asyncio.Future[Receipt]":
        delivery = DeliveryKey("test", f"{key}:{who}")
        job = lambda work: execute(command, actor(who), delivery, work, FEATURES)  # noqa: E731
        return asyncio.ensure_future(world.store.transact(world.org, job))

    return await asyncio.gather(*(asked(*act) for act in acts), return_exceptions=True)


def envelope(world: World) -> Envelope:
    found: Envelope = world.state(BOOKS).envelope(ALL, EUR)
    return found


async def race(worlds: list[World], times: int) -> None:
    """Again and again: two of 32 want 300 of the 500 while the others ask for more in it, and one gets it."""
    here = worlds[0]
    for number in range(times):
        two = (CROWD[number % 32], CROWD[(number * 7 + 5) % 32 if number % 32 != (number * 7 + 5) % 32 else number - 1])
        more = AskAllocation(circle=ALL, amount=f"{number + 1} EUR")
        acts = [
            (worlds[place % len(worlds)], who, money("300") if who in two else more) for place, who in enumerate(CROWD)
        ]
        came = dict(zip(CROWD, await at_once(acts, str(number)), strict=True))
        (receipt,) = [came[who] for who in two if isinstance(came[who], Receipt)]
        (refusal,) = [came[who] for who in two if not isinstance(came[who], Receipt)]
        assert isinstance(refusal, OverEnvelope)
        assert all(isinstance(one, Receipt) for who, one in came.items() if who not in two)
        assert envelope(here) == Envelope(EUR, available=20_000, reserved=30_000)
        assert isinstance(receipt, Receipt)
        here.do(WithdrawRequest(id=receipt.stream), str(receipt.by.person))
    assert envelope(here) == Envelope(EUR, available=50_000)
    assert here.clean()


async def test_of_two_requests_for_more_than_half_exactly_one_is_set_aside(opened: Callable[[], World]) -> None:
    await race([opened()], TIMES)


async def test_also_in_two_programs_on_one_store(opened: Callable[[], World]) -> None:
    await race([opened(), opened()], 5)


@pytest.mark.torture
async def test_of_two_requests_exactly_one_is_set_aside_many_times(opened: Callable[[], World]) -> None:
    await race([opened(), opened()], MANY)


@pytest.mark.parametrize("amount, fit", [("300", 1), ("125", 4), ("16", 31), ("0.01", 32)])
async def test_of_32_at_once_as_many_are_set_aside_as_there_is_money_for(
    opened: Callable[[], World], amount: str, fit: int
) -> None:
    world = opened()
    came = await at_once([(world, who, money(amount)) for who in CROWD], "first")
    assert Counter(type(one) for one in came) == Counter({Receipt: fit, OverEnvelope: 32 - fit})
    left = envelope(world)
    assert (left.allocated, left.available + left.reserved) == (50_000, 50_000)
    assert world.clean()


async def test_of_two_approvals_of_the_last_instant_one_promises_it(opened: Callable[[], World]) -> None:
    world = opened()
    world.do(money("300"), "p05")
    approve = ApproveRequest(id=StreamId("B-1"), version=1)
    came = await at_once([(world, "p00", approve), (world, "p01", approve)], "approve")
    assert Counter(type(one).__name__ for one in came) == Counter({"Receipt": 1, "Closed": 1})
    assert envelope(world) == Envelope(EUR, available=20_000, committed=30_000)
    assert world.clean()
