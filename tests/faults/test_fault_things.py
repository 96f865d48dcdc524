"""Many who want the same thing at the same instant: one has it, and all others are told who and when it is free."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from application_world import FEATURES, HandClock, World, actor

from governance_core.application.execute import execute
from governance_core.application.receipt import Receipt
from governance_core.circles.messages import AddMember, DescribeOrganisation, FillRole, FoundCircle
from governance_core.kernel.ids import CircleId, DeliveryKey, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.messages import JoinOrganisation
from governance_core.things.guards import NotFree
from governance_core.things.loan_messages import CancelLoan, RequestLoan
from governance_core.things.messages import AddThing
from governance_core.things.model import Standing, Thing

CROWD = [f"p{number:02d}" for number in range(32)]
ALL = CircleId("all")
DRILL, SEATS = StreamId("T-1"), StreamId("T-2")


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everybody sits in one circle, which lends one drill and five seats of a licence; `p00` leads it."""
    path = tmp_path_factory.mktemp("things") / "circlet.db"
    world = World(path, HandClock())
    world.config(
        DescribeOrganisation(name="Crowd"),
        *(JoinOrganisation(person=PersonId(person), name=person.upper()) for person in CROWD),
        FoundCircle(circle=ALL, name="All"),
        *(AddMember(circle=ALL, person=PersonId(person)) for person in CROWD),
        FillRole(circle=ALL, role="lead", person=PersonId("p00")),
    )
    world.do(AddThing(circle=ALL, name="Drill", lent="freely"), "p00")
    world.do(AddThing(circle=ALL, name="Seats", kind="licence", lent="freely", quantity="5"), "p00")
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


async def at_once(acts: list[tuple[World, str, Command]], key: str) -> list[Receipt | BaseException]:
    """All of these are handed in before any is carried out."""

    def asked(world: World, who: str, command: Command) -> "asyncio.Future[Receipt]":
        delivery = DeliveryKey("test", f"{key}:{who}")
        job = lambda work: execute(command, actor(who), delivery, work, FEATURES)  # noqa: E731
        return asyncio.ensure_future(world.store.transact(world.org, job))

    return await asyncio.gather(*(asked(*act) for act in acts), return_exceptions=True)


async def race(worlds: list[World], times: int) -> None:
    """Again and again all of them want the drill for the same two hours, and one gets it."""
    for number in range(times):
        want = RequestLoan(id=DRILL, start="2026-03-06 10:00", until="2h")
        came = await at_once([(worlds[n % len(worlds)], who, want) for n, who in enumerate(CROWD)], str(number))
        (receipt,) = [one for one in came if isinstance(one, Receipt)]
        refusals = [one for one in came if not isinstance(one, Receipt)]
        assert {type(one) for one in refusals} == {NotFree}
        state: Thing = worlds[0].state(DRILL)
        assert [one.borrower for one in state.loans.values()] == [receipt.by.person]
        worlds[0].do(CancelLoan(id=DRILL), str(receipt.by.person))


async def test_of_32_who_want_the_same_drill_one_has_it(opened: Callable[[], World]) -> None:
    world = opened()
    await race([world], 8)
    assert world.clean()


async def test_and_so_where_two_programs_share_the_store(opened: Callable[[], World]) -> None:
    first, second = opened(), opened()
    await race([first, second], 4)
    assert first.clean()


async def test_of_five_seats_five_are_booked_and_the_next_hour_is_another(opened: Callable[[], World]) -> None:
    world = opened()
    ten, eleven = (RequestLoan(id=SEATS, start=f"2026-03-06 {hour}:00", until="1h") for hour in (10, 11))
    came = await at_once([(world, who, (ten, eleven)[n % 2]) for n, who in enumerate(CROWD)], "seats")
    assert sum(isinstance(one, Receipt) for one in came) == 10
    state: Thing = world.state(SEATS)
    assert [one.standing for one in state.loans.values()] == [Standing.BOOKED] * 10
    assert len({one.borrower for one in state.loans.values()}) == 10
    assert world.rows("SELECT COUNT(*) FROM thing_loans WHERE standing = 'booked'") == [(10,)]
    assert world.clean()
