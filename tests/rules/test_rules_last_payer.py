"""Who pays where all who keep a purse had a say in it: somebody else, named as such; never one person alone."""

from dataclasses import replace
from itertools import product

import pytest

from governance_core.budgets.messages import Allocate, AmountMoved
from governance_core.budgets.parts_messages import HandInReport
from governance_core.budgets.paying_messages import (
    BudgetClosed,
    PaymentRecorded,
    RecordPayment,
    RecordRefund,
    ReversePayment,
)
from governance_core.budgets.paying_route import APPROVER, MEMBERS, Payers, who_pays
from governance_core.budgets.request_messages import ApproveRequest, RequestMoney
from governance_core.budgets.request_model import Request, Standing
from governance_core.cards.plain import plain_card
from governance_core.circles.messages import FillRole, RemoveMember, SetPolicy
from governance_core.kernel.errors import NotAllowed, Refusal
from governance_core.kernel.ids import CONFIG, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.messages import LeaveOrganisation
from governance_core.people.model import People
from governance_core.proposals.messages import AnswerRound
from tests.rules.given import Names, helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, CEM, COMMONS, DEE, ELI, FAY, GARDEN, MONDAY, REPAIR
from tests.rules.world import FEATURES, World

B1 = StreamId("B-1")
PAY = RecordPayment(id=B1, ref="SEPA 1")


@pytest.fixture
def world() -> World:
    """Ana leads Garden, Fay keeps the purse above it; up to 250 euros are approved by those two."""
    world = World.founded()
    ruled(world, COMMONS, approve_up_to="250 EUR")
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=GARDEN, amount="500"))
    return world


def ruled(world: World, circle: CircleId, **rules: str) -> None:
    for key, value in rules.items():
        world.does(CONFIG, SetPolicy(circle=circle, key=key, value=value))


def promised(world: World, by: PersonId, approver: PersonId, circle: CircleId = GARDEN, payee: str = "A shop") -> None:
    world.does(by, RequestMoney(circle=circle, amount="200", purpose="Microphones", payee=payee))
    world.does(approver, ApproveRequest(id=B1))


def only(world: World, circle: CircleId, roles: dict[str, PersonId]) -> None:
    """These hold the roles of a circle, and nobody else sits there, also for no sub-circle."""
    everywhere = [one for one in world.circles.alive() if one.id == circle or one.parent == circle]
    for one in everywhere:
        for role in one.roles:
            world.does(CONFIG, FillRole(circle=one.id, role=role, person=None))
    for member in set(world.circles.circles[circle].members) - set(roles.values()):
        world.does(CONFIG, RemoveMember(circle=circle, person=member))
    for role, person in roles.items():
        world.does(CONFIG, FillRole(circle=circle, role=role, person=person))


def request(world: World) -> Request:
    found: Request = world.memory.state(B1)
    return found


def paying(world: World) -> Payers:
    return who_pays(request(world), world.circles, world.people)


def shown(world: World) -> str:
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert feature.card is not None
    return plain_card(feature.card(B1, request(world), world.memory, None), Names(world.people))


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert all(part in read for part in words), read


def test_members_who_had_no_say_pay_where_both_who_keep_a_purse_had(world: World) -> None:
    promised(world, ANA, FAY)
    assert paying(world) == Payers((BEN, DEE), MEMBERS)
    assert "so as payer of last resort Ben or Dee can record its payment." in shown(world)
    for somebody in (ANA, FAY, CEM):
        refused(world, somebody, PAY, NotAllowed, "Only Ben or Dee can record payments")
    world.does(DEE, PAY)
    recorded = [world.memory.journal[StreamId(stream)][-1].event for stream in ("books", "B-1")]
    assert [type(one) for one in recorded] == [AmountMoved, BudgetClosed]
    assert recorded[0].last_resort == request(world).payments[0].last_resort == MEMBERS  # type: ignore[attr-defined]
    assert "Dee, as payer of last resort · SEPA 1" in shown(world)


def test_the_lead_comes_before_the_others(world: World) -> None:
    world.does(CONFIG, FillRole(circle=GARDEN, role="treasurer", person=DEE))
    world.does(BEN, RequestMoney(circle=GARDEN, amount="200", purpose="Microphones", payee="fay"))
    world.does(DEE, ApproveRequest(id=B1))
    assert paying(world) == Payers((ANA,), MEMBERS)


def test_without_need_nobody_pays_as_the_last(world: World) -> None:
    promised(world, BEN, ANA)
    assert paying(world) == Payers((FAY,))
    assert "last resort" not in shown(world)
    (event,) = (one for one in world.does(FAY, PAY).events if isinstance(one, PaymentRecorded))
    assert event.last_resort == ""


def test_whoever_is_paid_does_not_record_it(world: World) -> None:
    promised(world, BEN, ANA, payee="fay")
    assert paying(world) == Payers((DEE,), MEMBERS)
    refused(world, FAY, PAY, NotAllowed, "Only Dee")
    ruled(world, GARDEN, separation="false")
    assert paying(world) == Payers((ANA,))


def test_where_two_are_all_there_are_whoever_approved_it_pays(world: World) -> None:
    only(world, COMMONS, {"treasurer": FAY, "lead": CEM})
    ruled(world, COMMONS, approvers="lead")
    promised(world, FAY, CEM, COMMONS)
    assert paying(world) == Payers((CEM,), APPROVER)
    assert "as payer of last resort Cem, who approved it, can record its payment" in shown(world)
    refused(world, FAY, PAY, NotAllowed, "Only Cem")
    world.does(CEM, PAY)
    assert "Cem, who approved it, as payer of last resort · SEPA 1" in shown(world)
    world.does(CEM, RecordRefund(id=B1, amount="20", ref="back"))
    world.does(CEM, ReversePayment(id=B1, payment="R1", reason="It was of B-2"))
    last = world.memory.journal[StreamId("books")][-2:]
    assert [one.event.last_resort for one in last] == [APPROVER, APPROVER]  # type: ignore[attr-defined]


@pytest.mark.parametrize("wanted, left", [("members", ()), ("nobody", ()), ("approver", (CEM,))])
def test_the_circle_says_who_pays_as_the_last(world: World, wanted: str, left: tuple[PersonId, ...]) -> None:
    only(world, COMMONS, {"treasurer": FAY, "lead": CEM})
    ruled(world, COMMONS, approvers="lead")
    ruled(world, COMMONS, last_payer=wanted)
    promised(world, FAY, CEM, COMMONS)
    assert paying(world).persons == left
    if not left:
        assert "nobody may record its payment as it is" in shown(world)
        refused(world, CEM, PAY, NotAllowed, "/circle propose-role", "last_payer")


def test_nobody_else_pays_where_nobody_keeps_a_purse(world: World) -> None:
    promised(world, BEN, ANA)
    for circle in (GARDEN, COMMONS):
        for role in ("lead", "treasurer"):
            world.does(CONFIG, FillRole(circle=circle, role=role, person=None))
    assert paying(world) == Payers()


def test_a_private_circle_is_shown_to_nobody_else_for_that(world: World) -> None:
    world.does(FAY, Allocate(circle=CARE, amount="250"))
    only(world, CARE, {"lead": ELI})
    world.does(CONFIG, FillRole(circle=COMMONS, role="treasurer", person=CEM))
    promised(world, ELI, CEM, CARE)
    assert paying(world) == Payers((CEM,), APPROVER)


def test_whoever_keeps_the_purse_above_sees_what_they_are_to_pay(world: World) -> None:
    world.does(FAY, Allocate(circle=CARE, amount="250"))
    world.does(CONFIG, FillRole(circle=COMMONS, role="treasurer", person=CEM))
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    promised(world, ANA, ELI, CARE)
    assert feature.sees(request(world), CEM, world.memory)
    assert not feature.sees(request(world), BEN, world.memory)
    world.does(CEM, PAY)


def test_nobody_ever_asks_approves_and_pays() -> None:
    """Whoever holds which role in a circle and above, however many are left, whatever is said of the last resort."""
    world = World.founded()
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=REPAIR, amount="500"))
    ruled(world, COMMONS, approve_up_to="250 EUR")
    world.does(DEE, RequestMoney(circle=REPAIR, amount="200", purpose="Vices", payee="A shop"))
    three, found = (BEN, CEM, DEE), set()
    world.does(CONFIG, FillRole(circle=REPAIR, role="delegate", person=None))
    for lead, above, last in product(three, (*three, FAY), (MEMBERS, APPROVER)):
        world.does(CONFIG, FillRole(circle=REPAIR, role="lead", person=lead))
        world.does(CONFIG, FillRole(circle=COMMONS, role="treasurer", person=above if above != DEE else None))
        ruled(world, COMMONS, last_payer=last)
        for by, approver, payee, left in product(three, three, (None, *three), (None, *three)):
            if by == approver:
                continue
            state = request(world)
            content = replace(state.content, payee_person=payee)
            asked = replace(
                state, requester=by, versions=(content,), approvals={approver: MONDAY}, standing=Standing.APPROVED
            )
            everybody = gone(world, left)
            who = who_pays(asked, world.circles, everybody)
            assert not {by, payee, left} & set(who.persons)
            assert approver not in who.persons or who.resort == APPROVER
            assert approver not in who.persons or last == APPROVER
            found.add(who.resort)
    assert {"", MEMBERS} <= found


def gone(world: World, person: PersonId | None) -> People:
    people = world.people
    if person is None:
        return people
    return replace(people, persons={**people.persons, person: replace(people.persons[person], present=False)})


def test_a_report_nobody_may_accept_alone_goes_to_the_circle(world: World) -> None:
    """Ana approved it, and leaves; Fay, who could too, is paid by it."""
    parts = "half now; rest after the midterm report"
    world.does(BEN, RequestMoney(circle=GARDEN, amount="200", purpose="Gauges", payee="fay", parts=parts))
    world.does(ANA, ApproveRequest(id=B1))
    world.does(CONFIG, FillRole(circle=GARDEN, role="lead", person=None))
    world.does(CONFIG, LeaveOrganisation(person=ANA))
    world.does(BEN, HandInReport(id=B1, report="Ten gauges are in the water"))
    assert request(world).reports[0].proposal == "P-1"
    for person in (DEE, FAY):
        world.does(person, AnswerRound(id=StreamId("P-1"), version=1, answer="consent"))
    assert request(world).released == (1, 2)
