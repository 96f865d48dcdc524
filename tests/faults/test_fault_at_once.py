"""Many at the same instant: no answer is lost, nothing happens twice, order of carrying out decides."""

import asyncio
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from application_world import FEATURES, TEXTS, HandClock, World, actor

from governance_core.application.execute import execute
from governance_core.application.receipt import Receipt
from governance_core.circles.messages import (
    AddMember,
    DescribeOrganisation,
    FoundCircle,
    RemoveMember,
    SetCommonPolicy,
)
from governance_core.kernel.errors import Closed, NotAllowed, Refusal
from governance_core.kernel.ids import CircleId, DeliveryKey, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.messages import JoinOrganisation
from governance_core.proposals.messages import AnswerRound, CreateProposal, RaiseObjection

CROWD = [f"p{number:02d}" for number in range(25)]
P1 = StreamId("P-1")
CONSENT = AnswerRound(id=P1, answer="consent")


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crowd") / "circlet.db"
    world = World(path, HandClock())
    crowd = [PersonId(person) for person in CROWD]
    world.config(
        DescribeOrganisation(name="Crowd"),
        SetCommonPolicy(key="process", value="quick"),
        *(JoinOrganisation(person=person, name=person.upper()) for person in crowd),
        FoundCircle(circle=CircleId("all"), name="All"),
        *(AddMember(circle=CircleId("all"), person=person) for person in crowd),
    )
    world.do(CreateProposal(circle=CircleId("all"), title="Water", **TEXTS), "p00")
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


def asked(world: World, command: Command, who: str) -> "asyncio.Future[Receipt]":
    delivery = DeliveryKey("test", f"{who}:{command.spec.kind}")
    job = lambda work: execute(command, actor(who), delivery, work, FEATURES)  # noqa: E731
    return asyncio.ensure_future(world.store.transact(world.org, job))


async def test_of_25_answers_at_once_none_is_lost_and_the_adoption_is_one(opened: Callable[[], World]) -> None:
    world = opened()
    receipts = await asyncio.gather(*(asked(world, CONSENT, who) for who in CROWD))
    assert [receipt.by.person for receipt in receipts] == CROWD
    assert sorted(receipt.version for receipt in receipts) == [*range(3, 27), 28]
    kinds = Counter(world.kinds("P-1"))
    assert kinds == {
        "proposal.created": 1,
        "round.opened": 1,
        "answer.given": 25,
        "proposal.adopted": 1,
        "proposal.recorded": 1,
    }
    assert set(world.state("D-1").answers) == set(CROWD)
    assert world.rows("SELECT COUNT(*) FROM agreements") == [(1,)]
    assert world.rows("SELECT COUNT(*) FROM inbox") == [(25,)]
    assert world.clean()


async def test_the_same_25_twice_at_once_are_25(opened: Callable[[], World]) -> None:
    world = opened()
    answers = [who for who in CROWD[:24] for _ in range(2)]
    receipts = await asyncio.gather(*(asked(world, CONSENT, who) for who in answers))
    assert Counter(receipt.repeated for receipt in receipts) == {False: 24, True: 24}
    assert world.kinds("P-1").count("answer.given") == 24
    by_person: dict[str | None, set[str]] = {}
    for receipt in receipts:
        by_person.setdefault(receipt.by.person, set()).add(receipt.id)
    assert all(len(ids) == 1 for ids in by_person.values())


async def test_25_proposals_at_once_have_25_ids(opened: Callable[[], World]) -> None:
    world = opened()
    made = await asyncio.gather(
        *(asked(world, CreateProposal(circle=CircleId("all"), title=who, **TEXTS), who) for who in CROWD)
    )
    assert sorted(int(receipt.stream[2:]) for receipt in made) == list(range(2, 27))
    assert world.clean()


def together(*jobs: Callable[[], Receipt]) -> list[Receipt | Refusal]:
    """Each in a thread of its own, let go at the same instant."""
    gate = threading.Barrier(len(jobs))
    came: list[Receipt | Refusal | None] = [None] * len(jobs)

    def one(number: int, job: Callable[[], Receipt]) -> None:
        gate.wait()
        try:
            came[number] = job()
        except Refusal as refusal:
            came[number] = refusal

    threads = [threading.Thread(target=one, args=(number, job)) for number, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return [one for one in came if one is not None]


@pytest.mark.parametrize("attempt", range(5))
def test_two_last_answers_at_the_same_instant_adopt_it_once(opened: Callable[[], World], attempt: int) -> None:
    """In two programs on one store, as when the bot runs and somebody else's program writes."""
    here, there = opened(), opened()
    for who in CROWD[:-2]:
        here.do(CONSENT, who)
    came = together(lambda: here.do(CONSENT, CROWD[-2]), lambda: there.do(CONSENT, CROWD[-1]))
    assert [type(one) for one in came] == [Receipt, Receipt]
    for world in (here, there):
        kinds = Counter(world.kinds("P-1"))
        assert (kinds["answer.given"], kinds["proposal.adopted"], kinds["proposal.recorded"]) == (25, 1, 1)
        assert world.state("P-1").agreement == "D-1"
    assert here.clean()


@pytest.mark.parametrize("attempt", range(5))
def test_of_the_last_consent_and_an_objection_at_the_same_instant_the_order_decides(
    opened: Callable[[], World], attempt: int
) -> None:
    """Either all have consented and the objection meets an adopted proposal, or the objection blocks."""
    here, there = opened(), opened()
    for who in CROWD[:-1]:
        here.do(CONSENT, who)
    objection = RaiseObjection(id=P1, harm="The pump is booked")
    consented, objected = together(lambda: here.do(CONSENT, CROWD[-1]), lambda: there.do(objection, CROWD[0]))
    assert isinstance(consented, Receipt)
    adopted = "proposal.adopted" in here.kinds("P-1")
    assert adopted is isinstance(objected, Closed)
    assert (here.state("P-1").stage == "objected") is not adopted
    assert here.clean()


def test_what_another_program_recorded_is_known_to_every_rule_at_once(opened: Callable[[], World]) -> None:
    """Also where the two never wrote to the same stream: a seat that was taken away is no seat."""
    here, there = opened(), opened()
    here.do(CONSENT, "p05")
    there.config(RemoveMember(circle=CircleId("all"), person=PersonId("p05")))
    proposing = CreateProposal(circle=CircleId("all"), title="Another", **TEXTS)
    assert isinstance(here.refusal(proposing, "p05"), NotAllowed)
    there.config(AddMember(circle=CircleId("all"), person=PersonId("p05")))
    assert here.do(proposing, "p05").stream == "P-2"
    assert here.clean()


def test_two_programs_share_one_store_and_lose_nothing(opened: Callable[[], World]) -> None:
    worlds = [opened(), opened(), opened()]

    def answers(world: World, crowd: list[str]) -> Callable[[], Receipt]:
        return lambda: [world.do(CONSENT, who) for who in crowd][-1]

    came = together(*(answers(world, CROWD[number:24:3]) for number, world in enumerate(worlds)))
    assert all(isinstance(one, Receipt) for one in came)
    assert set(worlds[0].state("P-1").answers) == set(CROWD[:24])
    assert [version for (version,) in worlds[0].rows("SELECT version FROM journal WHERE stream = 'P-1'")] == list(
        range(1, 27)
    )
    assert worlds[0].clean()
