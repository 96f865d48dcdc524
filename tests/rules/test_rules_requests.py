"""Budget requests: who may ask, who decides by the circle's rules, what the books hold meanwhile (process.md, 4)."""

from datetime import timedelta

import pytest

from governance_core.budgets.asking import OverEnvelope
from governance_core.budgets.messages import Allocate, AskAllocation, GiveBack
from governance_core.budgets.model import BOOKS, OUTSIDE, Books, Envelope
from governance_core.budgets.paying_messages import (
    AddReceipt,
    CloseRequest,
    ReceiptAdded,
    RecordPayment,
    RecordRefund,
    ReversePayment,
)
from governance_core.budgets.paying_rules import MoreThanDue, ReceiptMissing, ReferenceUsed
from governance_core.budgets.request_events import BudgetApproved
from governance_core.budgets.request_guards import (
    NoApprover,
    NotApproved,
    OnlyAnnounced,
    OwnRequest,
    PartlyPaid,
    TooManyOpen,
)
from governance_core.budgets.request_messages import (
    AmendRequest,
    ApproveRequest,
    DeclineRequest,
    EscalateRequest,
    RequestMoney,
    WithdrawRequest,
)
from governance_core.budgets.request_model import Request, Route, Standing
from governance_core.cards.plain import plain_card
from governance_core.circles.messages import CloseCircle, FillRole, RemoveMember, SetPolicy
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Refusal, Stale, Unknown
from governance_core.kernel.ids import CONFIG, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import Unit
from governance_core.people.messages import LeaveOrganisation
from tests.rules.given import Names, helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, CEM, COMMONS, DEE, ELI, FAY, GARDEN, days, hours
from tests.rules.world import FEATURES, World

EUR = Unit("EUR", 2)
B1, B2 = StreamId("B-1"), StreamId("B-2")


@pytest.fixture
def world() -> World:
    """Garden has 500 euros; up to 50 are announced, up to 250 the lead approves: Garden has no treasurer."""
    world = World.founded()
    ruled(world, GARDEN, announce_up_to="50 EUR", approve_up_to="250 EUR")
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=GARDEN, amount="500"))
    return world


def ruled(world: World, circle: CircleId, **rules: str) -> None:
    for key, value in rules.items():
        world.does(CONFIG, SetPolicy(circle=circle, key=key, value=value))


def money(amount: str = "200", circle: CircleId = GARDEN, **fields: str) -> RequestMoney:
    return RequestMoney(circle=circle, amount=amount, **{"purpose": "Microphones", "payee": "A shop", **fields})


def approve(version: int | None = None, request: StreamId = B1) -> ApproveRequest:
    return ApproveRequest(id=request, version=version)


def request(world: World, stream: StreamId = B1) -> Request:
    found: Request = world.memory.state(stream)
    return found


def envelope(world: World, circle: CircleId = GARDEN) -> Envelope:
    books: Books = world.memory.state(BOOKS)
    for code in books.units:
        assert sum(minor for account, minor in books.accounts() if account.unit == code) == 0
    assert all(minor >= 0 for account, minor in books.accounts() if account.circle != OUTSIDE)
    return books.envelope(circle, EUR)


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert all(part in read for part in words), read


def test_what_is_asked_for_is_set_aside_at_once(world: World) -> None:
    world.does(BEN, money("200"))
    assert envelope(world) == Envelope(EUR, available=30_000, reserved=20_000)
    assert (request(world).standing, request(world).terms.route) == (Standing.ASKED, Route.ROLES)  # type: ignore[union-attr]


def test_an_approval_promises_it_and_a_second_press_changes_nothing(world: World) -> None:
    world.does(BEN, money("200"))
    assert [type(one) for one in world.does(ANA, approve(1)).events][-1] is BudgetApproved
    assert envelope(world) == Envelope(EUR, available=30_000, committed=20_000)
    assert world.does(ANA, approve(1)).events == ()
    refused(world, ANA, DeclineRequest(id=B1, reason="No"), Closed, "approved")


def test_nobody_approves_their_own_request(world: World) -> None:
    """Where the requester is the only one who could, those of the circle above can."""
    world.does(ANA, money("200"))
    refused(world, ANA, approve(), OwnRequest, "Ask Fay")
    world.does(FAY, approve())
    assert request(world).standing is Standing.APPROVED


def test_only_those_who_hold_a_role_approve(world: World) -> None:
    world.does(BEN, money("200"))
    for somebody in (DEE, FAY):
        refused(world, somebody, approve(), NotAllowed, "Only Ana can approve B-1")
    world.does(CONFIG, FillRole(circle=GARDEN, role="treasurer", person=DEE))
    refused(world, ANA, approve(), NotAllowed, "Only Dee can approve B-1")
    world.does(DEE, approve())


def test_several_must_approve_where_the_circle_says_so_and_two_roles_are_one_person(world: World) -> None:
    ruled(world, GARDEN, approvers="lead, treasurer", approvals="2")
    world.does(CONFIG, FillRole(circle=GARDEN, role="treasurer", person=ANA))
    world.does(BEN, money("200"))
    world.does(ANA, approve())
    assert world.does(ANA, approve()).events == ()
    assert request(world).standing is Standing.ASKED
    world.does(FAY, approve())
    assert request(world).standing is Standing.APPROVED


def test_where_nobody_could_approve_it_is_refused(world: World) -> None:
    world.does(FAY, Allocate(circle=COMMONS, amount="10 EUR"))
    alone(world, COMMONS, FAY)
    refused(world, FAY, money("5", COMMONS), NoApprover, "Nobody but you", "Ask an admin")
    assert envelope(world, COMMONS).reserved == 0


def alone(world: World, circle: CircleId, person: PersonId) -> None:
    """Everybody else loses their seat in the circle; the double links of sub-circles too."""
    circles = [one for one in world.circles.alive() if one.id == circle or one.parent == circle]
    for one in circles:
        for role, holder in one.roles.items():
            if holder != person or one.id != circle:
                world.does(CONFIG, FillRole(circle=one.id, role=role, person=None))
    for member in world.circles.circles[circle].members:
        if member != person:
            world.does(CONFIG, RemoveMember(circle=circle, person=member))


def test_a_small_amount_is_announced_and_stands_unless_somebody_escalates_it(world: World) -> None:
    world.does(BEN, money("50"))
    refused(world, ANA, approve(), OnlyAnnounced, "escalate")
    world.wait(hours(47.9))
    assert request(world).standing is Standing.ASKED
    world.wait(hours(0.2))
    assert request(world).standing is Standing.APPROVED
    assert envelope(world).committed == 5_000


def test_what_is_escalated_needs_an_approval(world: World) -> None:
    world.does(BEN, money("50"))
    refused(world, BEN, EscalateRequest(id=B1, reason=" "), Invalid, "reason")
    refused(world, CEM, EscalateRequest(id=B1, reason="Hm"), NotAllowed, "Only members of Garden can escalate B-1")
    world.does(DEE, EscalateRequest(id=B1, reason="We have two already"))
    assert world.does(FAY, EscalateRequest(id=B1, reason="Me too", to="roles")).events == ()
    world.wait(days(3))
    assert request(world).standing is Standing.ASKED
    world.does(BEN, AmendRequest(id=B1, amount="20"))
    assert request(world).terms.route is Route.ROLES  # type: ignore[union-attr]
    world.does(ANA, approve(2))
    assert envelope(world).committed == 2_000


def test_above_what_roles_may_approve_the_circle_decides(world: World) -> None:
    world.does(BEN, money("250.01"))
    ruled(world, GARDEN, approve_up_to="off", announce_up_to="off")
    world.does(BEN, money("1"))
    assert [request(world, one).terms.route for one in (B1, B2)] == [Route.CONSENT] * 2  # type: ignore[union-attr]
    assert envelope(world).reserved == 25_101


def test_more_than_there_is_is_refused_with_the_figures_and_the_way(world: World) -> None:
    world.does(BEN, money("250"))
    world.does(DEE, money("200"))
    refusal = world.refuses(BEN, money("60.50"))
    assert type(refusal) is OverEnvelope
    read = words_of(refusal, world.people)
    assert "EUR 50.00 available of EUR 500.00" in read
    assert "ask Fay to allocate EUR 10.50 more" in read
    (way,) = [button for block in refusal.shows for button in block.buttons]  # type: ignore[attr-defined]
    assert (way.label, way.press.argument) == ("Ask Commons for EUR 10.50", "60.50 EUR;")
    assert StreamId("B-3") not in world.memory.journal


def test_whoever_keeps_the_purse_is_asked_once_and_not_any_more_once_it_is_allocated(world: World) -> None:
    ask = AskAllocation(circle=GARDEN, amount="10.50 EUR")
    world.does(BEN, ask)
    assert world.does(BEN, ask).events == ()
    assert [(posting.place, posting.note) for posting in world.posted()] == []
    (inbox,) = FEATURES.of_stream(BOOKS).waiting(FAY, world.memory)  # type: ignore[union-attr]
    assert inbox.button is not None
    assert inbox.button.press.argument == "10.50 EUR"
    world.does(FAY, Allocate(circle=GARDEN, amount="10.50 EUR"))
    assert not FEATURES.of_stream(BOOKS).waiting(FAY, world.memory)  # type: ignore[union-attr]
    refused(world, CEM, ask, NotAllowed, "members of Garden")


def test_an_approval_belongs_to_what_was_seen(world: World) -> None:
    ruled(world, GARDEN, approvals="2")
    world.does(BEN, money("200"))
    world.does(ANA, approve(1))
    world.does(BEN, AmendRequest(id=B1, amount="210"))
    assert (request(world).version, request(world).approvals) == (2, {})
    assert envelope(world).reserved == 21_000
    stale = world.refuses(FAY, approve(1))
    assert type(stale) is Stale
    assert "EUR 210.00" in str(stale.shows)
    for change in ({"payee": "Another shop"}, {"purpose": "A microphone"}):
        world.does(ANA, approve())
        world.does(BEN, AmendRequest(id=B1, **change))  # type: ignore[arg-type]
        assert not request(world).approvals


def test_another_date_leaves_approvals_as_they_are(world: World) -> None:
    ruled(world, GARDEN, approvals="2")
    world.does(BEN, money("200"))
    world.does(ANA, approve(1))
    world.does(BEN, AmendRequest(id=B1, needed_by="2026-06-01"))
    assert set(request(world).approvals) == {ANA}
    assert world.does(BEN, AmendRequest(id=B1, amount="200")).events == ()
    refused(world, BEN, AmendRequest(id=B1, needed_by="2026-01-01"), Invalid, "The day 2026-01-01 has passed")


def test_what_was_approved_can_be_changed_and_is_to_be_approved_anew(world: World) -> None:
    world.does(BEN, money("200"))
    world.does(ANA, approve(1))
    refused(world, ANA, AmendRequest(id=B1, amount="1"), NotAllowed, "Only Ben")
    world.does(BEN, AmendRequest(id=B1, amount="250"))
    assert envelope(world) == Envelope(EUR, available=25_000, reserved=25_000)
    world.does(ANA, approve(2))
    assert envelope(world) == Envelope(EUR, available=25_000, committed=25_000)


def test_a_change_that_is_refused_leaves_everything_as_it_was(world: World) -> None:
    world.does(BEN, money("250"))
    world.does(DEE, money("250"))
    ruled(world, GARDEN, approve_up_to="900 EUR")
    refused(world, BEN, AmendRequest(id=B1, amount="251"), OverEnvelope, "EUR 250.00 available")
    assert request(world).version == 1
    assert envelope(world).reserved == 50_000


@pytest.mark.parametrize("approved", [False, True])
def test_taking_it_back_sets_it_free(world: World, approved: bool) -> None:
    world.does(BEN, money("200"))
    if approved:
        world.does(ANA, approve())
    refused(world, ANA, WithdrawRequest(id=B1), NotAllowed, "Only Ben")
    world.does(BEN, WithdrawRequest(id=B1))
    assert envelope(world) == Envelope(EUR, available=50_000)
    refused(world, BEN, WithdrawRequest(id=B1), Closed, "withdrawn")


def test_declining_needs_a_reason_and_sets_it_free(world: World) -> None:
    world.does(BEN, money("200"))
    refused(world, BEN, DeclineRequest(id=B1, reason="No"), OwnRequest)
    refused(world, ANA, DeclineRequest(id=B1, reason=""), Invalid, "reason")
    world.does(ANA, DeclineRequest(id=B1, reason="The library lends them", version=1))
    assert (request(world).standing, envelope(world).available) == (Standing.DECLINED, 50_000)


def test_what_nobody_decides_lapses_after_thirty_days(world: World) -> None:
    world.does(BEN, money("200"))
    world.wait(days(30) - hours(1) - timedelta(minutes=1))  # the clocks go forward on 29 March
    assert envelope(world).reserved == 20_000
    world.wait(timedelta(minutes=1))
    assert (request(world).standing, envelope(world)) == (Standing.LAPSED, Envelope(EUR, available=50_000))
    refused(world, ANA, approve(), Closed, "lapsed")


def test_a_person_holds_only_so_many_at_once(world: World) -> None:
    for _ in range(3):
        world.does(BEN, money("60"))
    refused(world, BEN, money("60"), TooManyOpen, "3 requests open (B-1, B-2 and B-3)", "/budget withdraw")
    world.does(ANA, approve())
    world.does(BEN, money("60"))


def test_whoever_leaves_leaves_nothing_set_aside(world: World) -> None:
    world.does(DEE, money("200"))
    world.does(BEN, money("200"))
    world.does(ANA, approve(request=B2))
    for person in (DEE, BEN):
        world.does(CONFIG, LeaveOrganisation(person=person))
    assert (request(world).standing, request(world, B2).standing) == (Standing.WITHDRAWN, Standing.APPROVED)
    assert envelope(world) == Envelope(EUR, available=30_000, committed=20_000)


def test_a_payee_who_left_is_paid_nothing(world: World) -> None:
    world.does(BEN, money("200", payee="dee"))
    assert request(world).content.payee_person == DEE
    world.does(CONFIG, LeaveOrganisation(person=DEE))
    refused(world, ANA, approve(), Invalid, "Dee, the payee, left", "/budget amend")
    refused(world, BEN, AmendRequest(id=B1, payee="Dee"), Invalid, "Dee left")
    world.does(BEN, AmendRequest(id=B1, payee="me"))
    assert request(world).content.payee_person == BEN
    world.does(ANA, approve())


def paid(ref: str = "SEPA 1", amount: str = "", **fields: str) -> RecordPayment:
    return RecordPayment(id=B1, ref=ref, amount=amount, **fields)


@pytest.fixture
def promised(world: World) -> World:
    world.does(BEN, money("200"))
    world.does(ANA, approve())
    return world


def heard(world: World, person: PersonId) -> str:
    """What somebody is told of the last thing that happened to B-1."""
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert feature.telling is not None
    last, state = world.memory.journal[B1][-1].event, request(world)
    assert (person, "whisper") in [(one.to, one.note) for one in feature.notices(last, state)]
    card = feature.telling(B1, last, state, world.memory, person)
    assert card is not None
    return plain_card(card, Names(world.people))


def shown(world: World) -> str:
    """The card of B-1 as it is read."""
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert feature.card is not None
    return plain_card(feature.card(B1, request(world), world.memory, None), Names(world.people))


def pressable(world: World) -> set[str]:
    """What stands on the card of B-1 to be pressed."""
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert feature.card is not None
    return {button.label for button in feature.card(B1, request(world), world.memory, None).buttons()}


def test_what_is_paid_is_spent_and_closes_the_request(promised: World) -> None:
    """Ana approved and Ben asked, so whoever keeps the purse above records it."""
    refused(promised, ANA, paid(), NotAllowed, "Only Fay")
    refused(promised, BEN, paid(), NotAllowed, "Only Fay")
    promised.does(FAY, paid(amount="150"))
    assert envelope(promised) == Envelope(EUR, available=30_000, committed=5_000, spent=15_000)
    refused(promised, FAY, paid(ref="2", amount="50.01"), MoreThanDue, "EUR 50.00", "EUR 50.01")
    promised.does(FAY, paid(ref="2"))
    assert (request(promised).standing, envelope(promised).spent) == (Standing.CLOSED, 20_000)
    refused(promised, FAY, paid(ref="3"), Closed, "paid and closed")


def test_where_the_circle_says_so_one_person_may_approve_and_pay(promised: World) -> None:
    ruled(promised, GARDEN, separation="false")
    promised.does(ANA, paid())
    assert request(promised).standing is Standing.CLOSED


def test_where_nobody_is_left_to_record_the_payment_the_card_says_so_and_the_way(world: World) -> None:
    """The only other purse is kept by who approved it, and nobody else may."""
    ruled(world, GARDEN, last_payer="nobody")
    world.does(ANA, money("200"))
    assert "nobody may record" not in shown(world)
    world.does(FAY, approve())
    assert "nobody may record its payment as it is" in shown(world)
    refused(world, FAY, paid(), NotAllowed, "/circle propose-role")
    world.does(CONFIG, FillRole(circle=GARDEN, role="treasurer", person=BEN))
    assert "nobody may record" not in shown(world)
    world.does(BEN, paid())
    assert request(world).standing is Standing.CLOSED


def test_nothing_is_paid_before_it_is_promised(world: World) -> None:
    world.does(BEN, money("200"))
    refused(world, FAY, paid(), NotApproved, "not approved yet")


def test_a_reference_is_used_once(promised: World) -> None:
    promised.does(FAY, paid(amount="50"))
    refused(promised, FAY, paid(" sepa  1 ", amount="50"), ReferenceUsed, "B-1")
    refused(promised, FAY, RecordRefund(id=B1, amount="10", ref="SEPA 1"), ReferenceUsed)
    refused(promised, FAY, paid(" "), Invalid, "ref")


def test_a_payment_has_a_date_that_has_come(promised: World) -> None:
    refused(promised, FAY, paid(date="2026-03-03"), Invalid, "still to come")
    refused(promised, FAY, paid(date="soon"), Invalid)
    promised.does(FAY, paid(date="2026-03-02"))
    assert request(promised).payments[0].on.day == 2


def test_what_comes_back_is_available_and_never_more_than_was_paid(promised: World) -> None:
    promised.does(FAY, paid())
    promised.does(FAY, RecordRefund(id=B1, amount="20.50", ref="back 1"))
    assert envelope(promised) == Envelope(EUR, available=32_050, spent=17_950)
    assert "EUR 20.50 came back" in heard(promised, BEN)
    refused(promised, FAY, RecordRefund(id=B1, amount="179.51", ref="back 2"), MoreThanDue, "EUR 179.50")
    refused(promised, ANA, RecordRefund(id=B1, amount="1", ref="back 3"), NotAllowed, "Only Fay")


def test_a_mistake_is_taken_back_by_an_entry_of_its_own(promised: World) -> None:
    promised.does(FAY, paid(amount="150"))
    reverse = ReversePayment(id=B1, payment="1", reason="It was B-2")
    refused(promised, ANA, reverse, NotAllowed, "Only Fay")
    promised.does(FAY, reverse)
    assert envelope(promised) == Envelope(EUR, available=30_000, committed=20_000)
    refused(promised, FAY, reverse, Invalid, "no such payment")
    promised.does(FAY, paid(ref="2"))
    promised.does(FAY, ReversePayment(id=B1, payment="2", reason="It bounced"))
    assert "It is available again; what must be paid after all is asked for anew" in heard(promised, BEN)
    assert envelope(promised) == Envelope(EUR, available=50_000)
    assert request(promised).standing is Standing.CLOSED


def test_what_came_back_was_paid(promised: World) -> None:
    promised.does(FAY, paid(amount="150"))
    promised.does(FAY, RecordRefund(id=B1, amount="10", ref="back"))
    refused(promised, FAY, ReversePayment(id=B1, payment="1", reason="Hm"), Invalid, "More came back")
    assert "Take back payment 1" not in pressable(promised)
    promised.does(FAY, paid(amount="50", ref="2"))
    assert {"Take back payment 1", "Take back payment 2"} <= pressable(promised)


def test_closing_sets_the_rest_free(promised: World) -> None:
    refused(promised, FAY, CloseRequest(id=B1), Invalid, "Nothing of B-1 is paid", "/budget withdraw")
    promised.does(FAY, paid(amount="150"))
    refused(promised, BEN, WithdrawRequest(id=B1), PartlyPaid)
    refused(promised, BEN, AmendRequest(id=B1, amount="300"), PartlyPaid)
    promised.does(FAY, CloseRequest(id=B1))
    assert envelope(promised) == Envelope(EUR, available=35_000, spent=15_000)


def test_where_receipts_are_needed_it_is_closed_with_the_first(world: World) -> None:
    ruled(world, GARDEN, receipts="true")
    world.does(BEN, money("200"))
    world.does(ANA, approve())
    world.does(FAY, paid())
    assert request(world).standing is Standing.PAID
    refused(world, FAY, CloseRequest(id=B1), ReceiptMissing)
    refused(world, DEE, AddReceipt(id=B1, receipt="x"), NotAllowed, "Only Ben or Fay")
    world.does(BEN, AddReceipt(id=B1, receipt="https://files.example/1"))
    assert request(world).standing is Standing.CLOSED
    assert world.does(BEN, AddReceipt(id=B1, receipt="https://files.example/1")).events == ()


def test_the_same_receipt_twice_is_pointed_out(promised: World) -> None:
    promised.does(BEN, AddReceipt(id=B1, receipt="https://files.example/1"))
    promised.does(BEN, money("60"))
    promised.does(ANA, approve(request=B2))
    (added,) = promised.does(BEN, AddReceipt(id=B2, receipt="https://files.example/1")).events
    assert isinstance(added, ReceiptAdded)
    assert added.same_as == B1


def test_only_members_ask(world: World) -> None:
    refused(world, CEM, money("10"), NotAllowed, "Only members of Garden")
    refused(world, BEN, money("10", CARE), Unknown, "no circle care")
    world.does(CONFIG, RemoveMember(circle=GARDEN, person=DEE))
    refused(world, DEE, money("10"), NotAllowed, "Only members of Garden")


def test_a_request_of_a_private_circle_is_there_for_its_seats_and_for_who_decides_it(world: World) -> None:
    world.does(FAY, Allocate(circle=CARE, amount="100 EUR"))
    ruled(world, CARE, approve_up_to="100 EUR", approvals="2")
    world.does(ANA, money("60", CARE))
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert [person for person in (ANA, BEN, CEM, ELI, FAY) if feature.sees(request(world), person, world.memory)] == [
        ANA, ELI, FAY,
    ]  # fmt: skip
    refused(world, BEN, approve(), Unknown, "There is no B-1 here")


def test_amounts_and_words_that_cannot_be_kept_are_refused(world: World) -> None:
    for amount in ("0", "-5", "12.345", "1.000", "1e9", "ten", "9" * 20, "10.001"):
        refused(world, BEN, money(amount), Invalid)
    refused(world, BEN, money(purpose="x" * 501), Invalid, "500 at most")
    refused(world, BEN, money(payee=" "), Invalid, "payee")


def test_the_card_says_the_figures_and_who_can_approve(world: World) -> None:
    world.does(BEN, money("200"))
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert feature.card is not None
    card = feature.card(B1, request(world), world.memory, None)
    read = plain_card(card, Names(world.people))
    assert "Envelope: EUR 500.00 allocated, EUR 200.00 asked for, EUR 0.00 promised, EUR 0.00 spent: EUR 300.00" in read
    assert "Decided by: up to EUR 250.00: Ana can approve it" in read
    assert [button.label for button in card.buttons()] == [
        "Approve",
        "Decline",
        "Take to the circle",
        "Change",
        "Withdraw",
        "Balance",
    ]


def test_an_entry_changes_no_card_but_that_of_what_it_is_for(world: World) -> None:
    for _ in range(3):
        world.does(BEN, money("50.01"))
    world.does(ANA, GiveBack(circle=GARDEN, amount="100"))
    assert [one.ref for one in world.posted() if one.kind == "card"] == []
    world.does(ANA, approve(request=B2))
    assert {one.ref for one in world.posted() if one.kind == "card"} == {B2}


def test_the_figures_on_a_card_are_those_of_its_last_change(world: World) -> None:
    def said() -> str:
        feature = FEATURES.of_stream(B1)
        assert feature is not None
        assert feature.card is not None
        return plain_card(feature.card(B1, request(world), world.memory, None), Names(world.people, "UTC"))

    world.does(BEN, money("200"))
    world.wait(hours(1))
    world.does(ANA, GiveBack(circle=GARDEN, amount="100"))
    assert "EUR 300.00 still available, when this last changed" in said()
    world.wait(hours(1))
    world.does(ANA, approve())
    assert "EUR 200.00 promised, EUR 0.00 spent: EUR 200.00 still available" in said()


def test_a_circle_with_a_request_that_waits_is_not_closed(world: World) -> None:
    world.does(BEN, money("200"))
    assert "B-1" in words_of(world.refuses(CONFIG, CloseCircle(circle=GARDEN)), world.people)
