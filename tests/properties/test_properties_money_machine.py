"""The whole of money as a machine: whatever anybody does in whatever order, the books and the requests agree.

It runs on a real store, through the one door, with the clock turned and the program started again in between. After
each step nothing appeared or was lost; at the end the journal folds to every state, and the register's rows are it.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from application_world import FEATURES, HandClock, World, settle_in
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from governance_core.application.receipt import Receipt
from governance_core.budgets.funding_messages import DeclineWish, FundWish
from governance_core.budgets.messages import Allocate, AskAllocation, GiveBack
from governance_core.budgets.model import BOOKS, OUTSIDE, Books
from governance_core.budgets.moving_messages import CorrectEntry, Exchange, RefuseTransfer, TakeTransfer, Transfer
from governance_core.budgets.parts_messages import AcceptReport, HandInReport, RefuseReport
from governance_core.budgets.parts_rules import waiting_parts, waiting_reports
from governance_core.budgets.paying_messages import (
    AddReceipt,
    CloseRequest,
    RecordPayment,
    RecordRefund,
    ReversePayment,
)
from governance_core.budgets.paying_route import payers
from governance_core.budgets.recurring_messages import StopRecurring
from governance_core.budgets.request_messages import (
    AmendRequest,
    ApproveRequest,
    DeclineRequest,
    EscalateRequest,
    RequestMoney,
    WithdrawRequest,
)
from governance_core.budgets.request_model import Request, Route, Standing
from governance_core.budgets.request_route import approvers, judges
from governance_core.circles.messages import FillRole, SetPolicy
from governance_core.circles.model import CIRCLES as SEATS
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CircleId, DeliveryKey, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import Unit
from governance_core.people.model import PEOPLE
from governance_core.proposals.messages import AnswerRound, RaiseObjection, WithdrawObjection, WithdrawProposal
from tests.rules.given import helpful

LONG = "CIRCLET_TORTURE" in os.environ
STEPS, EXAMPLES = (80, int(os.environ.get("CIRCLET_EXAMPLES", "2500"))) if LONG else (50, 40)
COMMONS, GARDEN, REPAIR = (CircleId(one) for one in ("commons", "garden", "repair"))
CARE = CircleId("care")
CIRCLES = (GARDEN, GARDEN, GARDEN, COMMONS, REPAIR)
EUR, JPY = Unit("EUR", 2), Unit("JPY", 0)
PARTS = (None, None, "half on signing; rest after the report", "1/3 now; 1/3 in 3d; rest after the last report", " ")

RULES = (("approvals", "1"), ("approvals", "2"), ("separation", "false"), ("receipts", "false"))
EVERYBODY = ("ana", "ben", "cem", "dee", "eli")
OPEN = "stage IN ('clarify', 'react', 'amend', 'consent', 'objected')"

ASKING = ("ben", "ben", "dee", "ana")
AMOUNTS = ("15 EUR", "60 EUR", "60.01 EUR", "90 EUR", "260 EUR", "7 JPY", "12 JPY", "0.01 EUR", "0 EUR")
SUMS = ("100 EUR", "350.01 EUR", "500 EUR", "20 JPY")
PARTLY = ("20 EUR", "33.33 EUR", "3 JPY", "0.01 EUR")
SPANS = tuple(timedelta(hours=hours) for hours in (1, 1, 50, 8 * 24, 31 * 24))
OFTEN = {"asks": 6, "approves": 5, "answers": 6, "pays": 7, "hands_in": 3, "accepts": 3, "allocates": 3, "refunds": 2}
ACTS = (
    *(act for act, times in OFTEN.items() for _ in range(times)),
    *(
        "gives_back",
        "stops",
        "transfers",
        "transfers",
        "takes_what_is_offered",
        "exchanges",
        "corrects",
        "asks_for_more",
        "asks_without_a_name",
        "answers_a_wish",
        "amends",
        "declines",
        "withdraws",
        "escalates",
        "objects",
        "refuses",
    ),
    *("withdraws_the_proposal", "takes_back", "adds_a_receipt", "closes", "changes_a_rule", "waits", "sleeps"),
)
which = some.integers(0, 10_000)
"""Whom or what: mostly somebody who may, and something it fits; now and then anybody, and anything."""


@cache
def settled() -> Path:
    """An organisation with some money and every route, made once."""
    path = Path(tempfile.mkdtemp(prefix="money-")) / "circlet.db"
    world = World(path, HandClock())
    settle_in(world)
    rules = {"announce_up_to": "20 EUR", "approve_up_to": "250 EUR, 10 JPY", "open_requests": "9", "window": "2d"}
    world.config(
        FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")),
        FillRole(circle=REPAIR, role="lead", person=PersonId("cem")),
        *(SetPolicy(circle=COMMONS, key=key, value=value) for key, value in rules.items()),
        SetPolicy(circle=GARDEN, key="receipts", value="true"),
    )
    world.do(Allocate(circle=COMMONS, amount="2000 EUR"), "cem")
    world.do(Allocate(circle=COMMONS, amount="90 JPY"), "cem")
    world.do(Allocate(circle=GARDEN, amount="500 EUR"), "cem")
    world.do(Allocate(circle=GARDEN, amount="30 JPY"), "cem")
    for number, (who, amount, parts) in enumerate((("ben", "120 EUR", PARTS[2]), ("dee", "60 EUR", None)), 1):
        world.do(RequestMoney(circle=GARDEN, amount=amount, purpose="Seeds", payee="A shop", parts=parts), who)
        world.do(ApproveRequest(id=StreamId(f"B-{number}")), "ana")
    world.do(RequestMoney(circle=GARDEN, amount="251 EUR", purpose="Seeds", payee="A shop", parts=PARTS[3]), "ben")
    for who in ("ana", "dee"):
        world.do(AnswerRound(id=StreamId("P-1"), answer="consent"), who)
    world.close()
    return path


T = TypeVar("T")


def one_of(these: Sequence[T], number: int) -> T:
    """One of these."""
    return these[number // 3 % len(these)]


class Money(RuleBasedStateMachine):
    """People who press whatever there is to press about money, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.deliveries = 0

    @initialize()
    def begins(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="money-"))
        self.clock = HandClock()
        shutil.copy(settled(), self.folder / "circlet.db")
        self.world = World(self.folder / "circlet.db", self.clock)

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            self.world.sweep()
            self.balanced()
            self.folds()
            assert self.world.clean()
        finally:
            self.world.close()
            shutil.rmtree(self.folder)

    def does(self, who: str, command: Command) -> None:
        """Delivered twice: it is carried out once, or refused in words that help."""
        self.deliveries += 1
        key = DeliveryKey("test", f"{self.deliveries}")
        try:
            receipt = self.world.attempt(command, who, key)
        except Refusal as refusal:
            helpful(self.world.said(refusal))
            return
        if receipt.refusal is not None:
            helpful(self.world.said(receipt.refusal))
            return
        again = self.world.attempt(command, who, key)
        assert isinstance(again, Receipt)
        assert (again.id, again.repeated) == (receipt.id, True)

    def request(self, number: int, *standings: Standing) -> tuple[StreamId, Request]:
        """One of the requests there are, mostly one that stands so, and a later one more often."""
        known = {StreamId(f"B-{place}"): one for place, one in enumerate(self.requests(), 1)}
        fitting = [name for name, one in known.items() if one.standing in standings and number % 7]
        name = (fitting or list(known))[-1 - (number // 2) % min(len(fitting or known), 4)]
        return name, known[name]

    def reported(self, pick: int, waits: Callable[[Request], Sequence[int]]) -> tuple[StreamId, Request]:
        """An approved request in parts of which something waits, if there is one."""
        known = ((StreamId(f"B-{place}"), one) for place, one in enumerate(self.requests(), 1))
        fitting = [(name, one) for name, one in known if one.standing is Standing.APPROVED and waits(one)]
        return fitting[pick % len(fitting)] if fitting else self.request(pick, Standing.APPROVED)

    def proposal(self, number: int) -> StreamId | None:
        """One of those that are open."""
        rows = self.world.rows(f"SELECT proposal FROM proposals WHERE org = ? AND {OPEN}", self.world.org)
        return StreamId(rows[number % len(rows)][0]) if rows else None

    def somebody(self, number: int, able: Sequence[str]) -> str:
        return able[number % len(able)] if able and number % 5 else EVERYBODY[number % len(EVERYBODY)]

    def able(self, known: Callable[..., Sequence[str]], one: Request) -> Sequence[str]:
        """Who may, by the rule that says so."""
        found: Sequence[str] = self.world.read(lambda reader: known(one, reader.state(SEATS), reader.state(PEOPLE)))
        return found

    @rule(act=some.sampled_from(ACTS), pick=which, also=which)
    def somebody_acts(self, act: str, pick: int, also: int) -> None:
        getattr(self, act)(pick, also)

    def allocates(self, pick: int, also: int) -> None:
        every = "monthly" if also % 4 == 0 else None
        command = Allocate(circle=one_of(CIRCLES, pick), amount=one_of(SUMS, also), every=every)
        self.does(self.somebody(pick, ("cem",)), command)

    def gives_back(self, pick: int, also: int) -> None:
        command = GiveBack(circle=one_of(CIRCLES, also), amount=one_of(AMOUNTS, pick))
        self.does(self.somebody(pick, ("ana", "cem")), command)

    def stops(self, pick: int, also: int) -> None:
        self.does(self.somebody(pick, ("cem",)), StopRecurring(circle=one_of(CIRCLES, also), rule=str(1 + also % 2)))

    def transfers(self, pick: int, also: int) -> None:
        circle, to = one_of(CIRCLES, pick), one_of(CIRCLES, also // 5)
        command = Transfer(circle=circle, to=to, amount=one_of(AMOUNTS, also))
        self.does(self.somebody(pick, ("ana", "cem")), command)

    def takes_what_is_offered(self, pick: int, also: int) -> None:
        command = TakeTransfer if also % 4 else RefuseTransfer
        offer = command(circle=one_of(CIRCLES, also // 4), offer=str(1 + pick % 3))
        self.does(self.somebody(pick, ("ana", "cem")), offer)

    def exchanges(self, pick: int, also: int) -> None:
        give, get = ("15 EUR", f"{1 + also % 30} JPY") if pick % 2 else ("3 JPY", f"{1 + also % 7}.07 EUR")
        command = Exchange(circle=one_of(CIRCLES, also), give=give, get=get, source="The slip of the bank")
        self.does(self.somebody(pick, ("ana", "cem")), command)

    def corrects(self, pick: int, also: int) -> None:
        last = self.world.state(BOOKS).last
        command = CorrectEntry(circle=one_of(CIRCLES, also), entry=str(last - pick % last), reason="A slip")
        self.does(self.somebody(pick, ("ana", "cem")), command)

    def asks_for_more(self, pick: int, also: int) -> None:
        self.does(one_of(ASKING, pick), AskAllocation(circle=one_of(CIRCLES, also), amount=one_of(SUMS, pick)))

    def asks_without_a_name(self, pick: int, also: int) -> None:
        command = AskAllocation(circle=CARE, amount=one_of(AMOUNTS, also), shown=pick % 5 > 0)
        self.does(self.somebody(pick, ("eli", "ben")), command)

    def answers_a_wish(self, pick: int, also: int) -> None:
        wish = str(max(1, self.world.state(BOOKS).wished - also % 2))
        fund = FundWish(circle=COMMONS, wish=wish, amount=one_of(("", "", "5 EUR", "3 JPY"), also))
        self.does(
            self.somebody(pick, ("cem",)),
            DeclineWish(circle=COMMONS, wish=wish, reason="No") if also % 5 == 0 else fund,
        )

    def asks(self, pick: int, also: int) -> None:
        amount, parts = one_of(AMOUNTS, also), one_of(PARTS, pick)
        command = RequestMoney(
            circle=one_of(CIRCLES, pick), amount=amount, purpose="Seeds", payee="A shop", parts=parts
        )
        self.does(one_of(ASKING, also), command)

    def amends(self, pick: int, also: int) -> None:
        name, one = self.request(pick, Standing.ASKED, Standing.APPROVED)
        amount = one_of((None, *AMOUNTS), also)
        self.does(
            self.somebody(pick, (one.requester,)), AmendRequest(id=name, amount=amount, parts=one_of(PARTS, pick))
        )

    def approves(self, pick: int, also: int) -> None:
        name, one = self.request(pick, Standing.ASKED)
        able = self.able(approvers, one)
        for who in able if also % 2 else (self.somebody(pick, able),):
            self.does(who, ApproveRequest(id=name, version=one_of((None, None, one.version, 1, 2), also)))

    def declines(self, pick: int, also: int) -> None:
        name, one = self.request(pick, Standing.ASKED)
        self.does(self.somebody(also, self.able(approvers, one)), DeclineRequest(id=name, reason="Not now"))

    def withdraws(self, pick: int, also: int) -> None:
        name, one = self.request(pick, Standing.ASKED, Standing.APPROVED)
        self.does(self.somebody(also, (one.requester,)), WithdrawRequest(id=name))

    def escalates(self, pick: int, also: int) -> None:
        name, _ = self.request(pick, Standing.ASKED)
        self.does(self.somebody(also, ("dee",)), EscalateRequest(id=name, reason="Look at it"))

    def answers(self, pick: int, also: int) -> None:
        proposal, answer = self.proposal(pick), "concern" if pick % 4 == 0 else "consent"
        words = "It is dear" if answer == "concern" else ""
        for who in EVERYBODY if also % 2 else (self.somebody(also, ()),):
            if proposal is not None:
                self.does(who, AnswerRound(id=proposal, answer=answer, concern=words))

    def objects(self, pick: int, also: int) -> None:
        proposal = self.proposal(pick)
        if proposal is not None:
            self.does(self.somebody(also, ()), RaiseObjection(id=proposal, harm="We need it for the roof"))
            if pick % 3:
                self.does(self.somebody(also, ()), WithdrawObjection(id=proposal, into="consent"))

    def withdraws_the_proposal(self, pick: int, also: int) -> None:
        proposal = self.proposal(pick)
        if proposal is not None:
            self.does(self.world.state(proposal).proposer, WithdrawProposal(id=proposal))

    def pays(self, pick: int, also: int) -> None:
        name, one = self.request(pick, Standing.APPROVED)
        command = RecordPayment(id=name, ref=f"SEPA {also}", amount=one_of(("", "", "", *PARTLY), also))
        self.does(self.somebody(pick, self.able(payers, one)), command)

    def refunds(self, pick: int, also: int) -> None:
        name, one = self.request(pick, Standing.PAID, Standing.CLOSED)
        command = RecordRefund(id=name, ref=f"SEPA {also}", amount=one_of(PARTLY, also))
        self.does(self.somebody(pick, self.able(payers, one)), command)

    def takes_back(self, pick: int, also: int) -> None:
        name, one = self.request(pick, Standing.APPROVED, Standing.PAID, Standing.CLOSED)
        command = ReversePayment(id=name, payment=one_of(("1", "2", "R1", "R2"), also), reason="It bounced")
        self.does(self.somebody(pick, self.able(payers, one)), command)

    def adds_a_receipt(self, pick: int, also: int) -> None:
        name, one = self.request(pick, Standing.PAID, Standing.APPROVED)
        self.does(self.somebody(also, (one.requester,)), AddReceipt(id=name, receipt=f"Till {also % 9}"))

    def closes(self, pick: int, also: int) -> None:
        name, one = self.request(pick, Standing.APPROVED, Standing.PAID)
        self.does(self.somebody(also, (one.requester, *self.able(payers, one))), CloseRequest(id=name))

    def hands_in(self, pick: int, also: int) -> None:
        name, one = self.reported(pick, waiting_parts)
        words = one_of(("All is up", "Half is up"), also)
        self.does(self.somebody(also, (one.requester,)), HandInReport(id=name, report=words))

    def accepts(self, pick: int, also: int) -> None:
        name, one = self.reported(pick, waiting_reports)
        for who in self.able(judges, one) if pick % 2 else (self.somebody(pick, ()),):
            self.does(who, AcceptReport(id=name, number=one_of(("", "", "1", "2"), also)))

    def refuses(self, pick: int, also: int) -> None:
        name, one = self.reported(pick, waiting_reports)
        command = RefuseReport(id=name, number=one_of(("", "1", "2"), also), reason="Where are the figures?")
        self.does(self.somebody(pick, self.able(judges, one)), command)

    def changes_a_rule(self, pick: int, also: int) -> None:
        key, value = one_of(RULES, pick)
        self.world.config(SetPolicy(circle=GARDEN, key=key, value=value))

    def waits(self, pick: int, also: int) -> None:
        self.clock.at += one_of(SPANS, pick)
        self.world.sweep()

    def sleeps(self, pick: int, also: int) -> None:
        """The program is down, and what was due rings with the next command."""
        self.clock.at += one_of(SPANS, pick)
        self.world.restart()

    @invariant()
    def balanced(self) -> None:
        if not hasattr(self, "world"):
            return
        books: Books = self.world.state(BOOKS)
        for code in books.units:
            assert sum(minor for account, minor in books.accounts() if account.unit == code) == 0
        assert all(minor >= 0 for account, minor in books.accounts() if account.circle != OUTSIDE)
        requests = self.requests()
        for circle in (COMMONS, GARDEN, REPAIR):
            for unit in (EUR, JPY):
                there = [one for one in requests if (one.circle, one.content.of) == (circle, unit)]
                envelope = books.envelope(circle, unit)
                assert envelope.reserved == sum(one.content.minor for one in there if one.standing is Standing.ASKED)
                assert envelope.committed == sum(one.due for one in there)
                assert envelope.spent == sum(one.paid - one.refunded for one in there)
        for one in requests:
            decided_by_who_may(one)
            parts_add_up(one)

    def requests(self) -> list[Request]:
        """All of them as one reading sees them, the oldest first."""
        numbers = range(1, self.world.count("budget_requests") + 1)
        found: list[Request] = self.world.read(lambda reader: [reader.state(StreamId(f"B-{one}")) for one in numbers])
        return found

    def folds(self) -> None:
        """The journal alone leads to every state."""
        streams = [name for (name,) in self.world.rows("SELECT DISTINCT stream FROM journal")]
        for stream in streams:
            feature = FEATURES.of_stream(StreamId(stream))
            assert feature is not None
            state: Any = feature.decider.initial
            for recorded in self.world.recorded(stream):
                state = feature.decider.evolve(state, recorded.event)
            assert state == self.world.state(stream), stream


def decided_by_who_may(one: Request) -> None:
    """Never by who asked, and by as many as it needs."""
    assert one.requester not in one.approvals
    if one.standing is Standing.APPROVED and one.terms is not None and one.terms.route is Route.ROLES:
        assert len(one.approvals) >= one.terms.needed
    payers = {payment.payer for payment in one.payments}
    assert all(payment.minor > 0 for payment in one.payments)
    assert one.requester not in payers or one.circle == GARDEN


def parts_add_up(one: Request) -> None:
    """To all of it, and nothing is paid before it is released."""
    assert 0 <= one.refunded <= one.paid <= one.content.minor
    assert 0 <= one.payable <= one.due
    parts = one.content.parts
    if parts:
        assert sum(part.minor for part in parts) == one.content.minor
        assert len(set(one.released)) == len(one.released)
        assert one.paid <= sum(parts[number - 1].minor for number in one.released)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_whatever_anybody_does_no_cent_is_made_or_lost() -> None:
    """2,000 steps; 200,000 in the long runs."""
    how = settings(max_examples=EXAMPLES, stateful_step_count=STEPS)
    run_state_machine_as_test(Money, settings=how)  # type: ignore[no-untyped-call]
