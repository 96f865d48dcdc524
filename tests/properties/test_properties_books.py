"""The books for long: whatever is allocated, recurs, is transferred, taken back or changed, whenever."""

from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as some

from governance_core.budgets.evolving import evolve
from governance_core.budgets.messages import Allocate, AmountMoved, GiveBack
from governance_core.budgets.model import AVAILABLE, BOOKS, EXCHANGE, OUTSIDE, Account, Books
from governance_core.budgets.moving_messages import (
    ClosePeriod,
    CorrectEntry,
    Exchange,
    RefuseTransfer,
    TakeTransfer,
    Transfer,
)
from governance_core.budgets.recurring_messages import ChangeRecurring, ForgoOwed, StopRecurring, TryOwed
from governance_core.circles.messages import ChangeCircle, DescribeOrganisation
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CONFIG, Actor, PersonId
from governance_core.kernel.message import Command
from governance_core.kernel.money import Unit
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, CARE, CEM, COMMONS, ELI, FAY, GARDEN, GIL, REPAIR
from tests.rules.world import World

CIRCLES = (COMMONS, GARDEN, REPAIR, CARE)
circles = some.sampled_from(CIRCLES)
units = some.sampled_from(("EUR", "EUR", "EUR", "USD", "JPY", "hours"))
amounts = some.builds(lambda minor, unit: f"{minor} {unit}", some.integers(1, 400), units)
numbers = some.integers(1, 12).map(str)
rules = some.integers(1, 4).map(str)
dates = some.sampled_from((None, "2026-03-31", "2026-04-01", "10d", "2025-01-01"))
again = some.builds(
    Allocate, circle=circles, amount=amounts, every=some.sampled_from(("monthly", "quarterly")),
    leftover=some.sampled_from(("carry", "return", None)), starting=dates,
)  # fmt: skip
closes = some.builds(
    ClosePeriod, circle=some.one_of(some.none(), circles), until=some.just("2026-03-31"), sure=some.just("yes")
)
lengths = some.sampled_from((1, 20, 31, 100)).map(lambda days: timedelta(days=days))
commands: some.SearchStrategy[Command] = some.one_of(
    some.builds(Allocate, circle=circles, amount=amounts),
    some.builds(Allocate, circle=some.just(COMMONS), amount=some.sampled_from(("900 EUR", "900 USD", "90 hours"))),
    some.builds(GiveBack, circle=circles, amount=amounts),
    again,
    again,
    some.builds(
        ChangeRecurring, circle=circles, rule=rules, amount=some.one_of(some.none(), amounts), starting=dates,
        every=some.sampled_from((None, "monthly", "quarterly")), leftover=some.sampled_from((None, "return")),
    ),
    some.builds(StopRecurring, circle=circles, rule=rules),
    some.builds(TryOwed, circle=circles, rule=rules),
    some.builds(ForgoOwed, circle=circles, rule=rules),
    some.builds(Transfer, circle=circles, to=circles, amount=amounts),
    some.builds(TakeTransfer, circle=circles, offer=rules),
    some.builds(RefuseTransfer, circle=circles, offer=rules),
    some.builds(CorrectEntry, circle=circles, entry=numbers, reason=some.just("A slip")),
    some.builds(Exchange, circle=circles, give=amounts, get=amounts, source=some.just("Bank")),
    closes,
)  # fmt: skip
moves = some.builds(
    ChangeCircle, circle=some.sampled_from((REPAIR, CARE)), key=some.just("parent"),
    value=some.sampled_from((COMMONS, GARDEN)),
)  # fmt: skip
acts = some.one_of(
    some.tuples(some.sampled_from((FAY, FAY, ANA, CEM, ELI)), commands),
    some.tuples(some.sampled_from((FAY, FAY, ANA, CEM, ELI)), commands),
    some.tuples(some.just(CONFIG), moves),
    some.tuples(some.sampled_from(("runs", "down")), lengths),
)  # fmt: skip
FUNDED: list[World] = []


def funded() -> World:
    """A world that counts hours too, with some money, made once."""
    if not FUNDED:
        world = World.founded()
        world.does(CONFIG, DescribeOrganisation(name="H", zone="Europe/Lisbon", admins=(GIL,), units="0.1 hours"))
        world.does(FAY, Allocate(circle=COMMONS, amount="700 EUR"))
        world.does(FAY, Allocate(circle=GARDEN, amount="300 EUR"))
        FUNDED.append(world)
    world = World()
    world.memory = FUNDED[0].memory.copy()
    return world


@given(some.lists(acts, min_size=6, max_size=30))
def test_no_period_is_doubled_and_no_unit_made_or_lost(wanted: list[tuple[PersonId | Actor | str, object]]) -> None:
    world = funded()
    for who, act in wanted:
        passed(world, str(who), act) if isinstance(act, timedelta) else tried(world, who, act)  # type: ignore[arg-type]
        balanced(world)
    journal = [one.event for one in world.memory.journal[BOOKS]]
    folded = Books()
    for event in journal:
        folded = evolve(folded, event)
    assert folded == world.memory.state(BOOKS)
    entries_hold([event for event in journal if isinstance(event, AmountMoved)])


def passed(world: World, how: str, length: timedelta) -> None:
    """Time passes, with the program running or down; then everything that is due was seen to."""
    if how == "runs":
        world.wait(length)
    else:
        world.sleep(length)
        world.sweep()
    assert all(rule.due > world.now for rule in world.memory.state(BOOKS).recurring.values())


def tried(world: World, who: PersonId | Actor, command: Command) -> None:
    try:
        world.does(who, command)
    except Refusal as refusal:
        helpful(words_of(refusal, world.people))


def balanced(world: World) -> None:
    books: Books = world.memory.state(BOOKS)
    assert all(minor >= 0 for account, minor in books.accounts() if account.circle != OUTSIDE)
    for code, exponent in books.units.items():
        assert sum(minor for account, minor in books.accounts() if account.unit == code) == 0
        outside = sum(books.in_account(Account(OUTSIDE, part, code)) for part in (AVAILABLE, EXCHANGE))
        assert -outside == sum(books.envelope(one, Unit(code, exponent)).allocated for one in CIRCLES)


def entries_hold(entries: list[AmountMoved]) -> None:
    assert [one.number for one in entries] == list(range(1, len(entries) + 1))
    made = Counter((one.rule, one.period) for one in entries if one.rule and one.entry == "allocation")
    assert all(count == 1 for count in made.values()), made
    corrected = Counter(one.corrects for one in entries if one.corrects)
    assert all(count == 1 for count in corrected.values())
    for one in entries:
        if one.corrects:
            other = entries[one.corrects - 1]
            assert (one.minor, one.unit, one.from_circle, one.to_circle) == (
                other.minor, other.unit, other.to_circle, other.from_circle,
            )  # fmt: skip
