"""Amounts in parts: each is paid once its date has come or its report is accepted, and they add up to the whole."""

from datetime import UTC, datetime

import pytest

from governance_core.budgets.messages import Allocate
from governance_core.budgets.model import BOOKS, Books, Envelope
from governance_core.budgets.parts_messages import AcceptReport, HandInReport, PartsReleased, RefuseReport
from governance_core.budgets.parts_model import Part, Waits
from governance_core.budgets.parts_reading import Measure, parts_of, report_named
from governance_core.budgets.parts_rules import DecidedReport, NotReleased
from governance_core.budgets.paying_messages import CloseRequest, RecordPayment, ReversePayment
from governance_core.budgets.paying_rules import MoreThanDue
from governance_core.budgets.request_guards import CircleDecides, NotApproved
from governance_core.budgets.request_messages import AmendRequest, ApproveRequest, RequestMoney, WithdrawRequest
from governance_core.budgets.request_model import Request, Standing
from governance_core.cards.plain import plain_card
from governance_core.circles.messages import SetPolicy
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal
from governance_core.kernel.ids import CONFIG, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import Unit
from governance_core.proposals.messages import AnswerRound, WithdrawProposal
from tests.rules.given import Names, helpful, words_of
from tests.rules.organisation import ANA, BEN, COMMONS, DEE, FAY, GARDEN, MONDAY, days
from tests.rules.world import FEATURES, World

EUR, JPY = Unit("EUR", 2), Unit("JPY", 0)
B1, P1, P2 = StreamId("B-1"), StreamId("P-1"), StreamId("P-2")
HALVES = "half on signing; rest after the midterm report"
REPORT = HandInReport(id=B1, report="Ten gauges are in the water")
ACCEPT = AcceptReport(id=B1)


def measure(whole: int = 10_000, unit: Unit = EUR) -> Measure:
    return Measure(whole, unit, "en", MONDAY, "Europe/Lisbon", "09:00")


def amounts(typed: str, whole: int = 10_000, unit: Unit = EUR) -> list[int]:
    return [one.minor for one in parts_of(typed, measure(whole, unit))[0]]


@pytest.fixture
def world() -> World:
    """Garden has 500 euros; Ana, its lead, approves up to 450, and Fay keeps the purse above."""
    world = World.founded()
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="approve_up_to", value="450 EUR"))
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=GARDEN, amount="500"))
    return world


def money(parts: str | None = HALVES, amount: str = "200") -> RequestMoney:
    return RequestMoney(circle=GARDEN, amount=amount, purpose="Gauges", payee="A shop", parts=parts)


@pytest.fixture
def promised(world: World) -> World:
    world.does(BEN, money())
    world.does(ANA, ApproveRequest(id=B1))
    return world


def request(world: World) -> Request:
    found: Request = world.memory.state(B1)
    return found


def envelope(world: World) -> Envelope:
    books: Books = world.memory.state(BOOKS)
    return books.envelope(GARDEN, EUR)


def pay(amount: str = "", ref: str = "SEPA 1") -> RecordPayment:
    return RecordPayment(id=B1, ref=ref, amount=amount)


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert all(part in read for part in words), read


def card(world: World) -> str:
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert feature.card is not None
    return plain_card(feature.card(B1, request(world), world.memory, None), Names(world.people))


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("50% on signing\nrest after report: final report", [5_000, 5_000]),
        ("1/3 on signing; 1/3 on 2026-06-01; 1/3 after report: end", [3_333, 3_333, 3_334]),
        ("a third now; a third in 30 days; a third after the report", [3_333, 3_333, 3_334]),
        ("- 20,50 EUR on approval\n- 79.50 € after the last report.", [2_050, 7_950]),
        ("33.33% on signing; 33.33% in 30d; rest in 60d", [3_333, 3_333, 3_334]),
        ("100% after report: it works", [10_000]),
        ("rest now; 0.01 after our report of May", [9_999, 1]),
        ("1/7 now; 2/7 in 1d; 4/7 in 2d", [1_428, 2_857, 5_715]),
    ],
)
def test_parts_are_read_as_people_write_them_and_add_up_to_the_cent(typed: str, expected: list[int]) -> None:
    assert amounts(typed) == expected
    assert sum(expected) == 10_000


def test_units_without_decimals_lose_nothing_either() -> None:
    assert amounts("1/3 now; 1/3 in 1d; 1/3 in 2d", 100, JPY) == [33, 33, 34]


def test_a_part_says_what_it_waits_for() -> None:
    parts, words = parts_of("half now;  quarter on 2026-06-01 ; rest after report: the end", measure())
    assert parts == (
        Part(5_000, Waits.NOTHING),
        Part(2_500, Waits.DATE, datetime(2026, 6, 1, 8, tzinfo=UTC)),
        Part(2_500, Waits.REPORT),
    )
    assert words == "half now\nquarter on 2026-06-01\nrest after report: the end"
    assert [report_named(words, number) for number in (1, 3, 9)] == ["report", "the end", "report"]
    assert report_named("[erased]", 1) == "report"


@pytest.mark.parametrize(
    "typed, said",
    [
        ("50%", "does not say how much it is and what it waits for"),
        ("half on delivery; rest now", "neither signing, nor a date, nor a report"),
        ("half on 1.6.2026; rest now", "may mean 2026-0"),
        ("half on the first of june; rest now", "neither signing, nor a date, nor a report"),
        ("half on 2026-02-30; rest now", "neither signing, nor a date, nor a report"),
        ("half on 2026-01-01; rest now", "has passed"),
        ("50% now; 40% in 9d", "come to EUR 90.00, and EUR 100.00 are asked for"),
        ("60% now; 60% in 9d", "come to EUR 120.00"),
        ("33.33% now; 33.33% in 1d; 33.33% in 2d", "come to EUR 99.99"),
        ("100 now; rest in 9d", "Nothing is left for"),
        ("120 now; rest in 9d", "Nothing is left for"),
        ("0% now; rest in 9d", "Nothing is left for"),
        ("rest now; rest in 9d", "one rest only"),
        ("50 USD now; rest in 9d", "is not in EUR"),
        ("1.000 now; rest in 9d", "could be 1000"),
        ("-5 now; rest in 9d", "more than nothing"),
        ("1/0 now; rest in 9d", "Write"),
        ("one now; rest in 9d", "no number"),
        ("; ".join(["1% now"] * 13), "12 at most"),
    ],
)
def test_what_could_be_two_things_is_refused_with_how_to_write_it(world: World, typed: str, said: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parts_of(typed, measure())
    read = words_of(refusal.value, world.people)
    helpful(read)
    assert said in read


def test_only_what_is_released_is_paid(promised: World) -> None:
    refused(promised, FAY, pay("100.01"), NotReleased, "EUR 100.00 released", "part 2 (“midterm report”)", "Ben")
    refused(promised, FAY, pay("200.01"), MoreThanDue, "EUR 200.00")
    promised.does(FAY, pay())
    assert envelope(promised) == Envelope(EUR, available=30_000, committed=10_000, spent=10_000)
    refused(promised, FAY, pay(ref="2"), NotReleased, "EUR 0.00 released")


def test_a_report_accepted_by_who_approves_releases_its_part(promised: World) -> None:
    refused(promised, DEE, REPORT, NotAllowed, "Only Ben")
    refused(promised, ANA, ACCEPT, Invalid, "no such report")
    promised.does(BEN, REPORT)
    assert promised.does(BEN, REPORT).events == ()
    refused(promised, BEN, ACCEPT, NotAllowed, "Only Ana can accept report 1")
    assert promised.does(ANA, ACCEPT).events[-1] == PartsReleased(parts=(2,), at=promised.now)
    assert promised.does(ANA, AcceptReport(id=B1, number="1")).events == ()
    refused(promised, ANA, RefuseReport(id=B1, number="1", reason="No"), DecidedReport, "accepted already")
    refused(promised, BEN, REPORT, Invalid, "No such part of B-1 waits")
    promised.does(FAY, pay())
    assert (request(promised).standing, envelope(promised).spent) == (Standing.CLOSED, 20_000)


def test_as_many_accept_a_report_as_approve_a_request(world: World) -> None:
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="approvals", value="2"))
    world.does(BEN, money())
    for person in (ANA, FAY):
        world.does(person, ApproveRequest(id=B1))
    world.does(BEN, REPORT)
    world.does(ANA, ACCEPT)
    assert world.does(ANA, ACCEPT).events == ()
    assert request(world).payable == 10_000
    world.does(FAY, ACCEPT)
    assert request(world).payable == 20_000


def test_whoever_accepted_a_report_does_not_pay_for_it(promised: World) -> None:
    promised.does(BEN, REPORT)
    promised.does(ANA, ACCEPT)
    refused(promised, ANA, pay(), NotAllowed, "Only Fay")


def test_a_report_that_is_refused_is_handed_in_anew_and_the_old_one_cannot_be_accepted(promised: World) -> None:
    promised.does(BEN, REPORT)
    refused(promised, ANA, RefuseReport(id=B1, reason=" "), Invalid, "reason")
    promised.does(ANA, RefuseReport(id=B1, reason="May is missing"))
    assert "not accepted: May is missing" in card(promised)
    refused(promised, ANA, AcceptReport(id=B1, number="1"), DecidedReport, "was not accepted")
    promised.does(BEN, HandInReport(id=B1, report="With May"))
    promised.does(BEN, HandInReport(id=B1, report="With May and June"))
    refused(promised, ANA, AcceptReport(id=B1, number="2"), DecidedReport, "replaced by a later one")
    promised.does(ANA, AcceptReport(id=B1, number="3"))
    assert request(promised).released == (1, 2)


def test_the_rest_is_given_up_by_closing(promised: World) -> None:
    promised.does(FAY, pay())
    refused(promised, DEE, CloseRequest(id=B1), NotAllowed, "Only Fay")
    promised.does(BEN, CloseRequest(id=B1))
    assert envelope(promised) == Envelope(EUR, available=40_000, spent=10_000)


def test_a_part_is_released_when_its_date_has_come(world: World) -> None:
    world.does(BEN, money("half on signing; rest on 2026-04-01"))
    world.does(ANA, ApproveRequest(id=B1))
    refused(world, FAY, pay("150"), NotReleased, "next date")
    world.wait(days(29))
    assert request(world).payable == 10_000
    world.wait(days(1))
    assert request(world).payable == 20_000
    assert "2 · EUR 100.00 · can be paid" in card(world)


def test_a_date_that_came_before_the_approval_is_seen_to_at_once(world: World) -> None:
    world.does(BEN, money("half on 2026-03-05; rest after the report"))
    world.wait(days(10))
    world.does(ANA, ApproveRequest(id=B1))
    assert request(world).payable == 0
    world.does(FAY, pay())
    assert request(world).paid == 10_000


def test_other_parts_are_another_content_and_void_approvals(promised: World) -> None:
    promised.does(BEN, AmendRequest(id=B1, parts="rest on signing"))
    assert (request(promised).standing, request(promised).approvals, request(promised).released) == (
        Standing.ASKED, {}, (),
    )  # fmt: skip
    promised.does(ANA, ApproveRequest(id=B1, version=2))
    assert request(promised).payable == 20_000


def test_parts_are_shares_of_a_changed_amount_and_the_same_words_change_nothing(promised: World) -> None:
    same = AmendRequest(id=B1, amount="200 EUR", parts="half on signing\nrest after the midterm report")
    assert promised.does(BEN, same).events == ()
    promised.does(BEN, AmendRequest(id=B1, amount="300.01"))
    assert [one.minor for one in request(promised).content.parts] == [15_000, 15_001]
    promised.does(BEN, AmendRequest(id=B1, parts=" "))
    assert request(promised).content.parts == ()


def test_a_part_that_no_longer_fits_a_changed_amount_is_said(world: World) -> None:
    world.does(BEN, money("150 EUR on signing; 50 EUR after the report"))
    refused(world, BEN, AmendRequest(id=B1, amount="250"), Invalid, "come to EUR 200.00, and EUR 250.00 are asked for")


def test_nothing_of_it_is_paid_or_reported_before_it_is_approved(world: World) -> None:
    world.does(BEN, money())
    refused(world, FAY, pay(), NotApproved)
    refused(world, BEN, REPORT, NotApproved)


def test_a_payment_taken_back_can_be_paid_again_within_what_is_released(promised: World) -> None:
    promised.does(FAY, pay())
    promised.does(FAY, ReversePayment(id=B1, payment="1", reason="It bounced"))
    assert request(promised).payable == 10_000
    promised.does(FAY, pay(ref="2"))
    assert envelope(promised).spent == 10_000


def test_the_card_says_what_each_part_waits_for(promised: World) -> None:
    read = card(promised)
    assert "1 · EUR 100.00 · can be paid" in read
    assert "2 · EUR 100.00 · once this is accepted: midterm report" in read
    assert "EUR 100.00 of it can be paid now. Part 2 follows once its report is accepted." in read
    promised.does(FAY, pay())
    promised.does(BEN, REPORT)
    read = card(promised)
    assert "1 · EUR 100.00 · paid" in read
    assert "[Accept report 1] [Refuse report 1]" in read
    assert "Nothing of it can be paid now." in read


@pytest.fixture
def adopted() -> World:
    """The circle decides everything here: it promised 200 euros in halves, in P-1."""
    world = World.founded()
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=GARDEN, amount="500"))
    world.does(BEN, money())
    assert "1. half on signing\n2. rest after the midterm report" in world.proposal(P1).wording.text
    consents(world, P1)
    return world


def consents(world: World, stream: StreamId) -> None:
    for person in (ANA, DEE, FAY):
        world.does(person, AnswerRound(id=stream, answer="consent"))


def test_what_the_circle_promised_it_also_accepts_the_reports_of(adopted: World) -> None:
    adopted.does(BEN, REPORT)
    state = request(adopted)
    assert (state.reports[0].proposal, state.payable) == (P2, 10_000)
    round_ = adopted.proposal(P2)
    assert (round_.wording.title, round_.wording.text) == (
        "Accept the midterm report (B-1)", "Ten gauges are in the water",
    )  # fmt: skip
    assert BEN not in round_.electors
    refused(adopted, ANA, ACCEPT, CircleDecides, "Report 1 of B-1 is decided by consent, in P-2")
    consents(adopted, P2)
    assert request(adopted).payable == 20_000
    adopted.does(ANA, pay())
    assert request(adopted).standing is Standing.CLOSED


def test_a_later_report_is_a_new_version_of_the_same_proposal(adopted: World) -> None:
    adopted.does(BEN, REPORT)
    adopted.does(ANA, AnswerRound(id=P2, answer="consent"))
    adopted.does(BEN, HandInReport(id=B1, report="Eleven of them"))
    round_ = adopted.proposal(P2)
    assert (round_.version, round_.wording.text, dict(round_.answers)) == (2, "Eleven of them", {})
    consents(adopted, P2)
    assert [str(one.verdict) for one in request(adopted).reports] == ["replaced", "accepted"]


@pytest.mark.parametrize("how", ["lapsed", "withdrawn"])
def test_a_report_the_circle_did_not_accept_leaves_its_part_unpaid(adopted: World, how: str) -> None:
    adopted.does(BEN, REPORT)
    if how == "lapsed":
        adopted.wait(days(30))
    else:
        adopted.does(BEN, WithdrawProposal(id=P2, reason="Not yet"))
    assert (str(request(adopted).reports[0].verdict), request(adopted).payable) == ("refused", 10_000)
    adopted.does(BEN, HandInReport(id=B1, report="All ten of them"))
    consents(adopted, request(adopted).reports[1].proposal)
    assert request(adopted).payable == 20_000


@pytest.mark.parametrize("how", ["closed", "changed", "withdrawn"])
def test_where_nothing_waits_for_a_report_any_more_its_proposal_ends(adopted: World, how: str) -> None:
    adopted.does(BEN, REPORT)
    if how == "closed":
        adopted.does(ANA, pay())
        adopted.does(BEN, CloseRequest(id=B1))
    elif how == "changed":
        adopted.does(BEN, AmendRequest(id=B1, amount="100"))
    else:
        adopted.does(BEN, WithdrawRequest(id=B1))
    assert not adopted.proposal(P2).is_open
    assert request(adopted).released != (1, 2)
    books: Books = adopted.memory.state(BOOKS)
    assert sum(minor for _, minor in books.accounts()) == 0


def test_a_report_at_the_very_end_of_its_round_is_decided_by_it_first(adopted: World) -> None:
    adopted.does(CONFIG, SetPolicy(circle=GARDEN, key="silence", value="consents"))
    adopted.does(BEN, REPORT)
    for person in (ANA, DEE):
        adopted.does(person, AnswerRound(id=P2, answer="consent"))
    adopted.sleep(days(4))
    adopted.does(ANA, pay("200"))
    assert request(adopted).standing is Standing.CLOSED
