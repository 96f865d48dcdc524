"""What recurs, on a real store: each period once, whatever restarts, arrives twice or sweeps at the same time."""

from datetime import UTC, datetime

import pytest
from application_world import World

from governance_core.application.queries import Inbox
from governance_core.budgets.messages import Allocate
from governance_core.budgets.model import BOOKS, Books
from governance_core.budgets.recurring_messages import ShowRecurring
from governance_core.circles.messages import FillRole
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.money import Unit

COMMONS, GARDEN = CircleId("commons"), CircleId("garden")


@pytest.fixture
def recurring(world: World) -> World:
    """Garden gets 10 euros a month, and Commons has 95."""
    world.config(FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")))
    world.do(Allocate(circle=COMMONS, amount="95 EUR"), "cem")
    world.do(Allocate(circle=GARDEN, amount="10", every="monthly"), "cem")
    return world


def periods(world: World) -> list[str]:
    because = "SELECT because FROM ledger WHERE org = ? AND because LIKE 'rule 1, %' ORDER BY number"
    return [row[0].removeprefix("rule 1, ") for row in world.rows(because, world.org)]


def in_garden(world: World) -> int:
    books: Books = world.state(BOOKS)
    return books.envelope(GARDEN, Unit("EUR", 2)).available


def test_a_restart_at_any_time_doubles_and_skips_nothing(recurring: World) -> None:
    for _ in range(13):
        recurring.clock.turn(days=7)
        recurring.restart()
        recurring.sweep()
    assert periods(recurring) == ["March 2026", "April 2026", "May 2026"]
    assert not recurring.store.audit(recurring.org).findings


def test_an_alarm_that_arrives_twice_is_one_entry(recurring: World) -> None:
    recurring.clock.turn(days=32)
    (due,) = [one for one in recurring.dues() if one.stream == BOOKS]
    assert (recurring.ring(due), recurring.ring(due)) == (True, False)
    assert periods(recurring) == ["March 2026", "April 2026"]


def test_two_that_sweep_the_same_store_make_it_once(recurring: World) -> None:
    other = World(recurring.path, recurring.clock, recurring.org)
    try:
        for _ in range(4):
            recurring.clock.turn(days=31)
            seen = other.dues()
            recurring.sweep()
            for due in seen:
                other.ring(due)
    finally:
        other.close()
    assert len(periods(recurring)) == len(set(periods(recurring))) == 5
    assert in_garden(recurring) == 5000


def test_half_a_year_of_downtime_ends_where_the_money_does_and_goes_on_with_more(recurring: World) -> None:
    recurring.clock.turn(days=365)
    recurring.restart()
    recurring.sweep()
    assert len(periods(recurring)) == 9
    assert in_garden(recurring) == 9000
    recurring.do(Allocate(circle=COMMONS, amount="500 EUR"), "cem")
    recurring.clock.turn(seconds=2)
    recurring.sweep()
    assert len(periods(recurring)) == len(set(periods(recurring))) == 13
    assert not recurring.store.audit(recurring.org).findings


def test_three_periods_while_the_bot_was_down_are_told_to_whoever_can_do_something(world: World) -> None:
    """From the 31st of August on, over the night in which the clocks change, with too little for all."""
    world.clock.at = datetime(2026, 8, 31, 9, 30, tzinfo=UTC)
    world.config(FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")))
    world.do(Allocate(circle=COMMONS, amount="80 EUR"), "cem")
    world.do(Allocate(circle=GARDEN, amount="30", every="monthly"), "cem")
    world.restart()
    world.clock.at = datetime(2026, 12, 2, 12, tzinfo=UTC)
    world.sweep()
    assert periods(world) == ["August 2026", "September 2026"]
    card = world.answer(ShowRecurring(circle=GARDEN, rule="1"), "cem")
    assert "Waits: EUR 30.00 for October 2026 and EUR 30.00 for November 2026." in world.words(card)
    assert "Next: Thu 31 Dec 2026, for December 2026" in world.words(card)
    assert "Garden · EUR 30.00 for October 2026 could not be made" in world.words(world.answer(Inbox(), "cem"))
    world.press(world.button(card, "Give it up").press, "cem")
    world.do(Allocate(circle=COMMONS, amount="100 EUR"), "cem")
    world.clock.turn(seconds=2)
    world.sweep()
    assert periods(world) == ["August 2026", "September 2026", "November 2026"]
    assert world.state(BOOKS).recurring["1"].due == datetime(2026, 12, 31, 9, tzinfo=UTC)
    assert world.clean()
