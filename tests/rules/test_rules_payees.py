"""Who is to be paid: a member however their name is written, never one of two by chance, part of what is approved."""

import pytest

from governance_core.budgets.messages import Allocate
from governance_core.budgets.request_guards import PaidByIt
from governance_core.budgets.request_messages import AmendRequest, ApproveRequest, RequestMoney
from governance_core.budgets.request_model import Content, Request, content_digest
from governance_core.circles.messages import SetPolicy
from governance_core.kernel.errors import Invalid, Stale
from governance_core.kernel.ids import CONFIG, PersonId, StreamId
from governance_core.people.messages import AddAccount, LeaveOrganisation, SeedSetting
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, BEN, CEM, COMMONS, DEE, ELI, FAY, GARDEN
from tests.rules.world import World

B1 = StreamId("B-1")


@pytest.fixture
def world() -> World:
    """Two of those who may approve do."""
    world = World.founded()
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="approve_up_to", value="250 EUR"))
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="approvals", value="2"))
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=GARDEN, amount="500"))
    return world


def called(world: World, person: PersonId, name: str) -> None:
    world.does(CONFIG, SeedSetting(person=person, setting="name", value=name))


def asked(payee: str) -> RequestMoney:
    return RequestMoney(circle=GARDEN, amount="200", purpose="Lamps", payee=payee)


def content(world: World) -> Content:
    found: Request = world.memory.state(B1)
    return found.content


def why(world: World, by: PersonId, payee: str) -> str:
    refusal = world.refuses(by, asked(payee))
    assert type(refusal) is Invalid
    read = words_of(refusal, world.people)
    helpful(read)
    return read


@pytest.mark.parametrize(
    "typed", ["Ana Duarte", "ana  duarte ", "@ana", "ANA", "\u200fAna\u00a0Duarte", "<@204>", "<@204|ana>"]
)
def test_a_member_is_known_however_their_name_is_written(world: World, typed: str) -> None:
    """Otherwise whoever would be paid could approve it."""
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="approvals", value="1"))
    called(world, ANA, "Ana Duarte")
    world.does(CONFIG, AddAccount(person=ANA, platform="discord", account="204"))
    world.does(BEN, asked(typed))
    assert (content(world).payee, content(world).payee_person) == ("Ana Duarte", ANA)
    assert type(world.refuses(ANA, ApproveRequest(id=B1))) is PaidByIt


def test_one_of_two_members_of_a_name_is_asked_for_by_id(world: World) -> None:
    called(world, DEE, "Sam")
    called(world, CEM, "sam")
    assert "2 members are called sam. Write which of them by their id: cem or dee." in why(world, BEN, "Sam")
    world.does(BEN, asked("dee"))
    assert (content(world).payee, content(world).payee_person) == ("Sam", DEE)
    world.does(BEN, AmendRequest(id=B1, payee="Sam", purpose="A lamp"))
    assert content(world).payee_person == DEE


def test_whoever_is_mentioned_and_nobody_is_not_paid_by_number(world: World) -> None:
    assert "not known as a member" in why(world, BEN, "<@99>")
    world.does(CONFIG, LeaveOrganisation(person=ELI))
    assert "Eli left" in why(world, BEN, "Eli")
    world.does(BEN, asked("Hardware & Co"))
    assert (content(world).payee, content(world).payee_person) == ("Hardware & Co", None)


def test_another_member_of_the_same_name_is_another_payee(world: World) -> None:
    called(world, DEE, "Sam")
    world.does(BEN, asked("Sam"))
    world.does(ANA, ApproveRequest(id=B1))
    called(world, DEE, "Dee")
    called(world, CEM, "Sam")
    world.does(BEN, AmendRequest(id=B1, payee="Sam"))
    request: Request = world.memory.state(B1)
    assert (request.content.payee_person, dict(request.approvals)) == (CEM, {})
    stale = world.refuses(FAY, ApproveRequest(id=B1, version=1))
    assert type(stale) is Stale
    assert "Payee: Sam (cem)" in str(stale.shows)


def test_what_was_approved_before_the_payee_was_part_of_it_stays_approved(world: World) -> None:
    """Another date is no other content, however its digest was made once."""
    world.does(BEN, asked("dee"))
    before = content_digest("key", 1, "EUR", "Dee", "Lamps", False)
    assert before == content_digest("key", 1, "EUR", "Dee", "Lamps", False, person=None)
    assert before != content_digest("key", 1, "EUR", "Dee", "Lamps", False, person=DEE)
    world.does(ANA, ApproveRequest(id=B1))
    digest = content(world).digest
    world.does(BEN, AmendRequest(id=B1, needed_by="2026-06-01"))
    assert content(world).digest == digest
    assert ANA in world.memory.state(B1).approvals
