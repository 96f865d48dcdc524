"""Money: whatever is entered by whomever, none appears or is lost, and no envelope holds less than nothing."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from governance_core.budgets.evolving import evolve
from governance_core.budgets.messages import Allocate, GiveBack
from governance_core.budgets.model import AVAILABLE, BOOKS, OUTSIDE, Account, Books
from governance_core.budgets.paying_messages import CloseRequest, RecordPayment, RecordRefund, ReversePayment
from governance_core.budgets.purse import BooksFacts
from governance_core.budgets.request_messages import (
    AmendRequest,
    ApproveRequest,
    DeclineRequest,
    EscalateRequest,
    RequestMoney,
    WithdrawRequest,
)
from governance_core.budgets.request_model import Request, Route, Standing
from governance_core.budgets.rules import decide
from governance_core.circles.messages import SetPolicy
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CONFIG, Actor, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import MOST, Unit, amount_of, number_words
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, COMMONS, DEE, ELI, FAY, GARDEN, MONDAY, REPAIR, harbour
from tests.rules.world import World

CIRCLES = (COMMONS, GARDEN, REPAIR, CARE)
UNITS = (Unit("EUR", 2), Unit("JPY", 0), Unit("KWD", 3))
amounts = some.integers(1, 10**7)
entries = some.tuples(
    some.sampled_from((FAY, ANA, ELI)),
    some.sampled_from((Allocate, GiveBack)),
    some.sampled_from(CIRCLES),
    some.sampled_from(UNITS),
    amounts,
)


@given(some.lists(entries, max_size=40))
def test_no_money_is_made_or_lost(wanted: list[tuple[object, ...]]) -> None:
    org, books, journal = harbour(), Books(), []
    for by, kind, circle, unit, minor in wanted:
        typed = f"{number_words(minor, unit.exponent)}{'0' if unit.exponent else ''} {unit.code}"  # type: ignore[attr-defined,arg-type]
        command = kind(circle=circle, amount=typed)  # type: ignore[operator]
        try:
            events = decide(command, books, BooksFacts(MONDAY, Actor.of_person(by), org.circles, org.people))  # type: ignore[arg-type]
        except Refusal as refusal:
            helpful(words_of(refusal, org.people))
            continue
        for event in events:
            books = evolve(books, event)
            journal.append(event)
        for code in books.units:
            assert sum(minor for account, minor in books.accounts() if account.unit == code) == 0
        assert all(minor >= 0 for account, minor in books.accounts() if account.circle != OUTSIDE)
        for code in books.units:
            given_in = -books.in_account(Account(OUTSIDE, AVAILABLE, code))
            assert given_in == sum(books.envelope(one, Unit(code, books.units[code])).allocated for one in CIRCLES)
    folded = Books()
    for event in journal:
        folded = evolve(folded, event)
    assert folded == books
    assert [event.number for event in journal] == list(range(1, len(journal) + 1))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.code)
@given(minor=some.integers(1, MOST), language=some.sampled_from(["", "en", "de", "fr", "ja"]))
def test_what_is_said_is_read_again_or_refused_but_never_as_something_else(
    unit: Unit, minor: int, language: str
) -> None:
    said = number_words(minor, unit.exponent)
    read = amount_of_or_words(f"{said} {unit.code}", language)
    assert read == (minor, unit) or (unit.exponent == 3 and "could be" in str(read))


@given(some.text(max_size=30), some.sampled_from(["", "en", "de"]))
def test_whatever_is_typed_is_an_amount_or_a_sentence(typed: str, language: str) -> None:
    read = amount_of_or_words(typed, language)
    assert len(read) > 10 if isinstance(read, str) else 0 < read[0] <= MOST


def amount_of_or_words(typed: str, language: str) -> tuple[int, Unit] | str:
    """What was read, or the words it was refused in."""
    try:
        return amount_of(typed, UNITS, language, others=True)
    except ValueError as reason:
        return str(reason)


ids = some.sampled_from([StreamId(f"B-{number}") for number in (1, 1, 1, 2, 2, 3)])
whole = some.sampled_from(("20", "60", "120", "199.99", "200"))
part = some.sampled_from(("", "20", "60", "120"))
refs = some.integers(1, 20).map(str)
ASKS, DECIDES, PAYS = (
    some.sampled_from(those) for those in ((BEN, BEN, DEE, ELI), (ANA, ANA, FAY, BEN), (FAY, FAY, ANA))
)
acts_on = some.one_of(
    some.tuples(
        ASKS,
        some.one_of(
            some.builds(
                RequestMoney, circle=some.sampled_from((GARDEN, GARDEN, COMMONS)), amount=whole,
                purpose=some.just("Seeds"), payee=some.sampled_from(("me", "A shop")),
            ),
            some.builds(
                AmendRequest, id=ids, amount=some.one_of(some.none(), whole),
                needed_by=some.sampled_from((None, "2027-01-01")),
            ),
            some.builds(WithdrawRequest, id=ids),
            some.builds(EscalateRequest, id=ids, reason=some.just("So")),
        ),
    ),
    some.tuples(DECIDES, some.builds(ApproveRequest, id=ids, version=some.sampled_from((None, None, 1, 2)))),
    some.tuples(DECIDES, some.builds(DeclineRequest, id=ids, reason=some.just("So"))),
    some.tuples(PAYS, some.builds(RecordPayment, id=ids, ref=refs, amount=part)),
    some.tuples(
        PAYS,
        some.one_of(
            some.builds(RecordRefund, id=ids, ref=refs, amount=part.filter(bool)),
            some.builds(ReversePayment, id=ids, payment=some.sampled_from(("1", "2", "R1")), reason=some.just("So")),
            some.builds(CloseRequest, id=ids),
        ),
    ),
    some.tuples(
        some.sampled_from((FAY, ANA)),
        some.one_of(some.builds(kind, circle=some.just(GARDEN), amount=whole) for kind in (Allocate, GiveBack)),
    ),
)  # fmt: skip
waits = some.sampled_from((timedelta(hours=1), timedelta(hours=1), timedelta(hours=48), timedelta(days=31)))
FUNDED: list[World] = []


def funded() -> World:
    """A world with some money, every route and a request that is approved, made once."""
    if not FUNDED:
        world = World.founded()
        for key, value in (("announce_up_to", "20 EUR"), ("approve_up_to", "250 EUR"), ("open_requests", "9")):
            world.does(CONFIG, SetPolicy(circle=COMMONS, key=key, value=value))
        world.does(FAY, Allocate(circle=COMMONS, amount="700 EUR"))
        world.does(FAY, Allocate(circle=GARDEN, amount="300"))
        asked = RequestMoney(circle=GARDEN, amount="200", purpose="Seeds", payee="A shop")
        world.does(BEN, asked)
        world.does(ANA, ApproveRequest(id=StreamId("B-1")))
        FUNDED.append(world)
    world = World()
    world.memory = FUNDED[0].memory.copy()
    return world


@given(some.lists(some.one_of(acts_on, acts_on, acts_on, waits), min_size=8, max_size=50))
def test_requests_make_and_lose_no_money_either(wanted: list[tuple[PersonId, Command] | timedelta]) -> None:
    """What is set aside or promised is what the requests that stand ask for; nothing else is."""
    world = funded()
    for act in wanted:
        if isinstance(act, timedelta):
            world.wait(act)
        else:
            try:
                world.does(*act)
            except Refusal as refusal:
                helpful(words_of(refusal, world.people))
        balanced(world)


def balanced(world: World) -> None:
    books: Books = world.memory.state(BOOKS)
    assert sum(minor for _, minor in books.accounts()) == 0
    assert all(minor >= 0 for account, minor in books.accounts() if account.circle != OUTSIDE)
    requests = [state for state in world.memory.states.values() if isinstance(state, Request)]
    for circle in (COMMONS, GARDEN):
        envelope = books.envelope(circle, Unit("EUR", 2))
        there = [one for one in requests if one.circle == circle]
        assert envelope.reserved == sum(one.content.minor for one in there if one.standing is Standing.ASKED)
        assert envelope.committed == sum(one.due for one in there)
        assert envelope.spent == sum(one.paid - one.refunded for one in there)
        assert all(0 <= one.refunded <= one.paid <= one.content.minor for one in there)
    for one in requests:
        assert one.requester not in one.approvals
        if one.standing is Standing.APPROVED and one.terms and one.terms.route is Route.ROLES:
            assert len(one.approvals) >= one.terms.needed
