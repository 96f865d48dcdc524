"""Whose approval of a request counts: of people who could give it now, each human once (process.md, 4)."""

import pytest

from governance_core.budgets.messages import Allocate
from governance_core.budgets.paying_messages import RecordPayment
from governance_core.budgets.request_messages import ApproveRequest, RequestMoney
from governance_core.budgets.request_model import Request, Standing
from governance_core.cards.plain import plain_card
from governance_core.circles.messages import FillRole, SetPolicy, SetSource
from governance_core.kernel.errors import NotAllowed
from governance_core.kernel.ids import CONFIG, PersonId, StreamId
from governance_core.people.messages import AddAccount, LeaveOrganisation
from tests.rules.given import Names
from tests.rules.organisation import ANA, BEN, COMMONS, DEE, FAY, GARDEN
from tests.rules.world import FEATURES, World

B1 = StreamId("B-1")
ROLE = "111111111111111111"
APPROVE = ApproveRequest(id=B1)


@pytest.fixture
def world() -> World:
    """In Garden two of lead and treasurer approve."""
    world = World.founded()
    for key, value in (("approve_up_to", "250 EUR"), ("approvers", "lead, treasurer"), ("approvals", "2")):
        world.does(CONFIG, SetPolicy(circle=GARDEN, key=key, value=value))
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=GARDEN, amount="500"))
    return world


def treasurer(world: World, person: PersonId | None) -> None:
    world.does(CONFIG, FillRole(circle=GARDEN, role="treasurer", person=person))


def asked(world: World, by: PersonId = BEN, **fields: str) -> None:
    given = {"amount": "200", "purpose": "Microphones", "payee": "A shop", **fields}
    world.does(by, RequestMoney(circle=GARDEN, **given))


def request(world: World) -> Request:
    found: Request = world.memory.state(B1)
    return found


def shown(world: World) -> str:
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert feature.card is not None
    return plain_card(feature.card(B1, request(world), world.memory, None), Names(world.people))


def second_account(world: World) -> PersonId:
    """Fay comes a second time, by a role on another platform, and nobody knows yet that it is her."""
    world.does(CONFIG, SetSource(circle=GARDEN, platform="discord", group=ROLE))
    world.told(ROLE, "fay-there")
    return world.whose("fay-there")


def turns_out_to_be(world: World, person: PersonId) -> None:
    world.does(CONFIG, AddAccount(person=person, platform="discord", account="fay-there"))


def test_two_accounts_of_one_human_are_one_approval(world: World) -> None:
    twin = second_account(world)
    treasurer(world, twin)
    asked(world)
    world.does(twin, APPROVE)
    turns_out_to_be(world, FAY)
    treasurer(world, FAY)
    assert world.does(FAY, APPROVE).events == ()
    assert "1 of 2 approved" in shown(world)
    assert "Approved by: Fay\n" in shown(world)
    world.does(ANA, APPROVE)
    assert request(world).standing is Standing.APPROVED


def test_whoever_left_approved_nothing_that_waits(world: World) -> None:
    treasurer(world, DEE)
    asked(world)
    world.does(ANA, APPROVE)
    world.does(CONFIG, LeaveOrganisation(person=ANA))
    assert "0 of 2 approved" in shown(world)
    assert "Counts no more: the approval of Ana" in shown(world)
    world.does(DEE, APPROVE)
    assert request(world).standing is Standing.ASKED
    world.does(FAY, APPROVE)
    assert request(world).standing is Standing.APPROVED
    assert "Counts no more" not in shown(world)


def test_the_approval_of_a_role_lasts_as_long_as_the_role_until_it_is_decided(world: World) -> None:
    treasurer(world, DEE)
    asked(world)
    world.does(DEE, APPROVE)
    treasurer(world, None)
    world.does(ANA, APPROVE)
    assert request(world).standing is Standing.ASKED
    treasurer(world, DEE)
    assert "2 of 2 approved" in shown(world)
    assert "Enough have approved it" in shown(world)
    world.does(ANA, APPROVE)
    assert request(world).standing is Standing.APPROVED


def test_nobody_is_paid_by_themselves_under_another_account(world: World) -> None:
    """Who asked turns out to be who keeps the purse above; so does who approved."""
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="approvals", value="1"))
    twin = second_account(world)
    asked(world, twin, payee="me")
    world.does(ANA, APPROVE)
    turns_out_to_be(world, FAY)
    refusal = world.refuses(FAY, RecordPayment(id=B1, ref="SEPA 1"))
    assert type(refusal) is NotAllowed
    assert "payer of last resort Ben or Dee" in shown(world)


def test_nobody_approves_what_they_asked_for_under_another_account(world: World) -> None:
    treasurer(world, FAY)
    twin = second_account(world)
    asked(world, payee=world.people.name(twin))
    assert request(world).content.payee_person == twin
    turns_out_to_be(world, FAY)
    assert type(world.refuses(FAY, APPROVE)).__name__ == "PaidByIt"
    world.does(ANA, APPROVE)
