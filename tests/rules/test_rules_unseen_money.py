"""What a private circle has is said to nobody without a seat in it, also where its money comes and goes."""

import pytest

from governance_core.budgets.entering import TooLittle, UnseenTooLittle
from governance_core.budgets.messages import Allocate, GiveBack
from governance_core.budgets.model import BOOKS
from governance_core.budgets.moving_messages import CorrectEntry, TakeTransfer, Transfer
from governance_core.budgets.request_messages import RequestMoney
from governance_core.cards.plain import plain_card
from governance_core.circles.messages import FillRole, RemoveMember, SetPolicy
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal
from governance_core.kernel.ids import CONFIG, Actor, PersonId
from governance_core.kernel.message import Command
from tests.rules.given import Names, helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, CEM, COMMONS, ELI, FAY, REPAIR
from tests.rules.world import FEATURES, World


@pytest.fixture
def world() -> World:
    """Care has 200 that Fay gave it, who has no seat there any more."""
    world = World.founded()
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=CARE, amount="200"))
    world.does(CONFIG, FillRole(circle=CARE, role="delegate", person=ANA))
    world.does(CONFIG, RemoveMember(circle=CARE, person=FAY))
    world.does(CONFIG, SetPolicy(circle=CARE, key="approve_up_to", value="500 EUR"))
    return world


def told(world: World, by: PersonId, command: Command) -> str:
    """What the one who does it reads."""
    done = world.does(by, command)
    feature = FEATURES.of_stream(BOOKS)
    assert feature is not None
    assert feature.receipt is not None
    facts = feature.facts(command, world.memory.state(BOOKS), Actor.of_person(by), world.memory)
    card = feature.receipt(BOOKS, done.events, world.memory.state(BOOKS), Actor.of_person(by), facts)
    return plain_card(card, Names(world.people))


def refused(world: World, by: PersonId, command: Command, why: type[Refusal]) -> str:
    refusal = world.refuses(by, command)
    read = words_of(refusal, world.people)
    assert type(refusal) is why, read
    helpful(read)
    return read


def test_whoever_takes_what_a_private_circle_offers_does_not_read_what_it_has(world: World) -> None:
    world.does(ELI, Transfer(circle=CARE, to=REPAIR, amount="50"))
    assert told(world, CEM, TakeTransfer(circle=REPAIR, offer="1")) == (
        "Recorded: EUR 50.00 transferred. Repair has EUR 50.00 available."
    )
    said = told(world, ELI, GiveBack(circle=CARE, amount="1"))
    assert "Care has EUR 149.00 available" in said


def test_nor_where_there_is_less_by_then(world: World) -> None:
    world.does(ELI, Transfer(circle=CARE, to=REPAIR, amount="150"))
    world.does(ELI, RequestMoney(circle=CARE, amount="120", purpose="A mediator", payee="Quay"))
    read = refused(world, CEM, TakeTransfer(circle=REPAIR, offer="1"), UnseenTooLittle)
    assert "EUR 150.00" in read
    assert "Care" not in read
    assert "80" not in read


def test_taking_back_what_was_given_says_nothing_of_it_either(world: World) -> None:
    correct = CorrectEntry(circle=COMMONS, entry="2", reason="Too much")
    assert "Eli" not in refused(world, BEN, correct, NotAllowed)
    world.does(ELI, RequestMoney(circle=CARE, amount="120", purpose="A mediator", payee="Quay"))
    read = refused(world, FAY, correct, Invalid)
    assert "private circle of entry 2 has less" in read
    assert "Care" not in read
    assert "80" not in read


def test_what_is_taken_back_is_said_of_ones_own_side(world: World) -> None:
    said = told(world, FAY, CorrectEntry(circle=COMMONS, entry="2", reason="Too much"))
    assert said == "Recorded: EUR 200.00 taken back. Commons has EUR 1000.00 available."


def test_nobody_is_told_to_ask_themselves(world: World) -> None:
    """Whoever keeps the purse above reads what they can do."""
    read = refused(world, FAY, Allocate(circle=REPAIR, amount="5000"), TooLittle)
    assert "Take less, or record what comes in from outside first, with /budget allocate circle:commons." in read
    world.does(FAY, Allocate(circle=REPAIR, amount="10"))
    read = refused(world, CEM, Transfer(circle=REPAIR, to=COMMONS, amount="11"), TooLittle)
    assert "or ask Fay to allocate more." in read
