"""The books: who may move what, and that an envelope never holds less than nothing (process.md, 4)."""

from dataclasses import dataclass, replace

import pytest

from governance_core.budgets.entering import TooLittle
from governance_core.budgets.evolving import evolve
from governance_core.budgets.messages import Allocate, AmountMoved, GiveBack
from governance_core.budgets.model import AVAILABLE, OUTSIDE, Account, Books, Envelope
from governance_core.budgets.purse import BooksFacts
from governance_core.budgets.rules import decide
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId
from governance_core.kernel.message import Command
from governance_core.kernel.money import Unit
from governance_core.people.messages import ChooseSettings
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, COMMONS, ELI, FAY, GARDEN, MONDAY, REPAIR, Organisation, harbour

EUR = Unit("EUR", 2)


@dataclass(frozen=True)
class Ledger:
    """The books after some entries, in an organisation."""

    org: Organisation
    books: Books = Books()  # noqa: RUF009  frozen

    def when(self, by: PersonId, command: Command) -> "Ledger":
        """Somebody enters this; a refusal comes out."""
        events = decide(command, self.books, BooksFacts(MONDAY, Actor.of_person(by), self.org.circles, self.org.people))
        books = self.books
        for happened in events:
            books = evolve(books, happened)
        return replace(self, books=books)

    def event(self, by: PersonId, command: Command) -> AmountMoved:
        """The entry it leads to."""
        facts = BooksFacts(MONDAY, Actor.of_person(by), self.org.circles, self.org.people)
        (found,) = decide(command, self.books, facts)
        assert isinstance(found, AmountMoved)
        return found

    def refused(self, by: PersonId, command: Command, why: type[Refusal], *words: str) -> None:
        """Refused for this reason, in words that help."""
        with pytest.raises(why) as refusal:
            self.when(by, command)
        read = words_of(refusal.value, self.org.people)
        helpful(read)
        assert all(part in read for part in words), read

    def available(self, circle: CircleId) -> int:
        return self.books.envelope(circle, EUR).available


@pytest.fixture
def empty() -> Ledger:
    return Ledger(harbour())


@pytest.fixture
def funded(empty: Ledger) -> Ledger:
    return empty.when(FAY, allocate(COMMONS, "1000 EUR"))


def allocate(circle: CircleId, amount: str) -> Allocate:
    return Allocate(circle=circle, amount=amount)


def give_back(circle: CircleId, amount: str) -> GiveBack:
    return GiveBack(circle=circle, amount=amount)


def test_the_root_is_allocated_from_outside(funded: Ledger) -> None:
    assert funded.books.envelope(COMMONS, EUR) == Envelope(EUR, available=100_000)
    assert funded.books.in_account(Account(OUTSIDE, AVAILABLE, "EUR")) == -100_000


def test_a_circle_draws_on_the_one_above(funded: Ledger) -> None:
    after = funded.when(FAY, allocate(GARDEN, "450"))
    assert (after.available(COMMONS), after.available(GARDEN)) == (55_000, 45_000)


def test_what_is_given_back_goes_to_the_one_above_and_out_of_the_root(funded: Ledger) -> None:
    after = funded.when(FAY, allocate(GARDEN, "450")).when(ANA, give_back(GARDEN, "50"))
    assert (after.available(COMMONS), after.available(GARDEN)) == (60_000, 40_000)
    after = after.when(FAY, give_back(COMMONS, "600"))
    assert after.available(COMMONS) == 0
    assert after.books.in_account(Account(OUTSIDE, AVAILABLE, "EUR")) == -40_000


def test_nothing_is_allocated_that_is_not_there(funded: Ledger) -> None:
    funded.refused(FAY, allocate(GARDEN, "1000.01"), TooLittle, "EUR 1000.00 available", "EUR 1000.01")
    funded.refused(ANA, give_back(GARDEN, "1"), TooLittle, "Garden has EUR 0.00 available", "ask Fay")
    assert funded.when(FAY, allocate(GARDEN, "1000")).available(COMMONS) == 0


def test_the_treasurer_keeps_the_purse_and_where_there_is_none_the_lead(funded: Ledger) -> None:
    funded.refused(ELI, allocate(COMMONS, "1 EUR"), NotAllowed, "Only Fay")
    funded.refused(ANA, allocate(GARDEN, "1"), NotAllowed, "Only Fay", "Commons")
    after = funded.when(FAY, allocate(GARDEN, "10"))
    after.refused(FAY, give_back(GARDEN, "1"), NotAllowed, "Only Ana")
    assert after.when(ANA, give_back(GARDEN, "1")).available(GARDEN) == 900


def test_where_nobody_keeps_the_purse_an_admin_is_to_name_somebody(empty: Ledger) -> None:
    nobody = replace(empty, org=empty.org.appointed(COMMONS, "treasurer", None))
    nobody.refused(FAY, allocate(COMMONS, "1 EUR"), NotAllowed, "the treasurer or the lead", "Ask an admin")


def test_a_circle_that_is_private_is_not_there_for_others(funded: Ledger) -> None:
    funded.refused(BEN, allocate(CARE, "1"), Unknown, "no circle care")
    entry = funded.event(FAY, allocate(CARE, "1"))
    assert entry.told_in == (CARE,)
    assert funded.event(FAY, allocate(REPAIR, "1")).told_in == (COMMONS, REPAIR)


def test_amounts_are_read_in_the_language_of_whoever_writes_them(funded: Ledger) -> None:
    funded.refused(FAY, allocate(GARDEN, "1.000"), Invalid, "could be 1000", "Change it")
    german = replace(funded, org=funded.org.decided(ChooseSettings(language="de"), Actor.of_person(FAY)))
    assert german.when(FAY, allocate(GARDEN, "1.000")).available(GARDEN) == 100_000


def test_only_the_root_brings_in_a_new_currency(funded: Ledger) -> None:
    funded.refused(FAY, allocate(GARDEN, "5 USD"), Invalid, "Amounts here are in EUR")
    both = funded.when(FAY, allocate(COMMONS, "300 USD"))
    assert [one.unit.code for one in both.books.envelopes(COMMONS)] == ["EUR", "USD"]
    both.refused(FAY, allocate(GARDEN, "5"), Invalid, "Say in what: EUR, USD")


def test_entries_are_numbered_and_say_both_sides(funded: Ledger) -> None:
    entry = funded.event(FAY, Allocate(circle=GARDEN, amount="450", reason="Spring"))
    assert (entry.number, entry.entry, entry.minor, entry.by, entry.reason) == (2, "allocation", 45_000, FAY, "Spring")
    assert (entry.from_circle, entry.from_part, entry.to_circle, entry.to_part) == (
        COMMONS, AVAILABLE, GARDEN, AVAILABLE,
    )  # fmt: skip
