"""Money: whatever is entered by whomever, none appears or is lost, and no envelope holds less than nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from governance_core.budgets.messages import Allocate, GiveBack
from governance_core.budgets.model import AVAILABLE, OUTSIDE, Account, Books
from governance_core.budgets.rules import BooksFacts, decide, evolve
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor
from governance_core.kernel.money import MOST, Unit, amount_of, number_words
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, CARE, COMMONS, ELI, FAY, GARDEN, MONDAY, REPAIR, harbour

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
            assert sum(minor for account, minor in books.balances.items() if account.unit == code) == 0
        assert all(minor >= 0 for account, minor in books.balances.items() if account.circle != OUTSIDE)
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
