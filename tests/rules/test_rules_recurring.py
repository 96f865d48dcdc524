"""Allocations that recur: one entry a period, never doubled, made in order, whole or not at all."""

from datetime import UTC, datetime, timedelta

import pytest

from governance_core.budgets.entering import TooLittle
from governance_core.budgets.messages import Allocate, AmountMoved, GiveBack
from governance_core.budgets.model import BOOKS, Books
from governance_core.budgets.recurring_messages import (
    AllocateDue,
    ChangeRecurring,
    ForgoOwed,
    PeriodCame,
    RecurringEnded,
    StopRecurring,
    TryOwed,
)
from governance_core.budgets.recurring_model import day_of, following
from governance_core.budgets.request_messages import AmendRequest, RequestMoney
from governance_core.cards.plain import plain_text
from governance_core.circles.messages import ChangeCircle, CloseCircle, FoundCircle, SetPolicy
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CLOCK, CONFIG, Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import Unit
from governance_core.kernel.time import wall
from tests.rules.given import Names, helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, COMMONS, ELI, FAY, GARDEN, days
from tests.rules.world import World

EUR = Unit("EUR", 2)


@pytest.fixture
def world() -> World:
    """The commons has 2000 EUR, and it is half past nine on Saturday 31 January in Lisbon."""
    made = World.founded()
    made.memory.now = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
    made.does(FAY, Allocate(circle=COMMONS, amount="2000 EUR"))
    return made


def monthly(circle: CircleId = GARDEN, amount: str = "450", **fields: str) -> Allocate:
    return Allocate(circle=circle, amount=amount, **{"every": "monthly", **fields})


def books(world: World) -> Books:
    found: Books = world.memory.state(BOOKS)
    return found


def available(world: World, circle: CircleId) -> int:
    return books(world).envelope(circle, EUR).available


def entries(world: World) -> list[tuple[str, int, str]]:
    """What was entered by a rule: what kind, how much, for which period."""
    made = [one.event for one in world.memory.journal[BOOKS] if isinstance(one.event, AmountMoved)]
    return [(one.entry, one.minor, one.period) for one in made if one.rule]


def until(world: World, *day: int) -> None:
    """The program runs until then."""
    world.wait(datetime(*day, tzinfo=UTC) - world.now)  # type: ignore[misc,arg-type]


def refused(world: World, by: PersonId | Actor, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    read = words_of(refusal, world.people)
    assert type(refusal) is why, read
    helpful(read)
    assert all(part in read for part in words), read


def test_it_begins_today_and_is_made_on_the_31st_or_the_last_day_of_each_month(world: World) -> None:
    world.does(FAY, monthly(amount="10"))
    until(world, 2026, 7, 1)
    made = [one for one in world.memory.journal[BOOKS] if isinstance(one.event, AmountMoved) and one.event.rule]
    local = [wall(one.event.at, "Europe/Lisbon") for one in made]  # type: ignore[attr-defined]
    assert [f"{at:%m-%d %H:%M}" for at in local] == [
        "01-31 09:30", "02-28 09:00", "03-31 09:00", "04-30 09:00", "05-31 09:00", "06-30 09:00",
    ]  # fmt: skip
    assert entries(world)[1:3] == [("allocation", 1000, "2026-02"), ("allocation", 1000, "2026-03")]
    assert len({period for _, _, period in entries(world)}) == 6


def test_the_time_of_day_is_the_circles_through_both_clock_changes() -> None:
    days_of = [day_of(period, 29, "Europe/Lisbon", "09:00") for period in ("2026-02", "2026-03", "2026-10", "2026-11")]
    assert [f"{day:%m-%d %H:%M}" for day in days_of] == ["02-28 09:00", "03-29 08:00", "10-29 09:00", "11-29 09:00"]
    there_is_no_such_hour = day_of("2026-03", 29, "Europe/Lisbon", "01:30")
    assert f"{wall(there_is_no_such_hour, 'Europe/Lisbon'):%H:%M}" == "02:30"
    twice = day_of("2026-10", 25, "Europe/Lisbon", "01:30")
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_periods_follow_each_other_over_the_year() -> None:
    assert [following("2026-12", "monthly"), following("2026-11", "quarterly")] == ["2027-01", "2027-02"]


def test_a_quarter_is_three_months(world: World) -> None:
    world.does(FAY, monthly(amount="100", every="quarterly", starting="2026-02-15"))
    assert entries(world) == []
    until(world, 2026, 9, 1)
    assert [period for _, _, period in entries(world)] == ["2026-02", "2026-05", "2026-08"]


def test_a_date_begins_it_later_and_its_day_is_kept(world: World) -> None:
    world.does(FAY, monthly(starting="2026-03-15"))
    rule = books(world).recurring["1"]
    assert (rule.period, rule.day, rule.due) == ("2026-03", 15, datetime(2026, 3, 15, 9, tzinfo=UTC))
    refused(world, FAY, monthly(starting="2026-01-30"), Invalid, "has passed", "single amounts")


def test_after_downtime_each_missed_period_is_made_once_and_in_order(world: World) -> None:
    world.does(FAY, monthly(amount="100"))
    world.sleep(days(100))
    world.sweep()
    assert [period for _, _, period in entries(world)] == ["2026-01", "2026-02", "2026-03", "2026-04"]
    world.sweep()
    assert not world.does(CLOCK, AllocateDue()).events
    assert available(world, GARDEN) == 40_000


def test_whoever_comes_first_after_downtime_finds_it_made(world: World) -> None:
    """What is due is seen to before a command, in the same transaction."""
    world.does(FAY, monthly(amount="100"))
    world.sleep(days(40))
    world.does(ANA, GiveBack(circle=GARDEN, amount="200"))
    assert [period for _, _, period in entries(world)] == ["2026-01", "2026-02"]
    assert available(world, GARDEN) == 0


def test_what_is_left_stays_or_goes_back_by_the_rule(world: World) -> None:
    world.does(FAY, monthly(amount="100", leftover="return"))
    world.does(ANA, GiveBack(circle=GARDEN, amount="30"))
    until(world, 2026, 3, 1)
    assert entries(world)[1:] == [("return", 7000, "2026-01"), ("allocation", 10_000, "2026-02")]
    assert available(world, GARDEN) == 10_000


def test_only_what_the_rule_gave_goes_back(world: World) -> None:
    world.does(FAY, Allocate(circle=GARDEN, amount="500"))
    world.does(FAY, monthly(amount="100", leftover="return"))
    until(world, 2026, 4, 1)
    returned = [(minor, period) for entry, minor, period in entries(world) if entry == "return"]
    assert returned == [(10_000, "2026-01"), (10_000, "2026-02")]
    assert available(world, GARDEN) == 60_000


def test_what_is_left_may_be_what_the_next_allocation_needs(world: World) -> None:
    world.does(FAY, monthly(amount="2000", leftover="return"))
    until(world, 2026, 3, 1)
    assert entries(world)[1:] == [("return", 200_000, "2026-01"), ("allocation", 200_000, "2026-02")]
    came = [one.event for one in world.memory.journal[BOOKS] if isinstance(one.event, PeriodCame)]
    assert [one.owed for one in came] == [0, 0]


def test_too_little_on_the_day_moves_nothing_and_is_made_once_there_is_enough(world: World) -> None:
    world.does(FAY, monthly(amount="1500"))
    until(world, 2026, 3, 1)
    assert entries(world) == [("allocation", 150_000, "2026-01")]
    assert [one.period for one in books(world).recurring["1"].owed] == ["2026-02"]
    world.does(FAY, Allocate(circle=COMMONS, amount="999.99 EUR"))
    world.wait(timedelta(minutes=1))
    assert len(entries(world)) == 1
    world.does(FAY, Allocate(circle=COMMONS, amount="0.01 EUR"))
    world.wait(timedelta(minutes=1))
    assert entries(world)[1:] == [("allocation", 150_000, "2026-02")]
    assert (available(world, COMMONS), books(world).recurring["1"].owed) == (0, ())


def test_several_periods_that_wait_are_made_the_oldest_first(world: World) -> None:
    world.does(FAY, monthly(amount="1500"))
    until(world, 2026, 4, 1)
    world.does(FAY, Allocate(circle=COMMONS, amount="5000 EUR"))
    world.wait(timedelta(minutes=1))
    assert [period for _, _, period in entries(world)] == ["2026-01", "2026-02", "2026-03"]


def test_a_press_tries_it_and_says_what_is_missing(world: World) -> None:
    world.does(FAY, monthly(amount="1500"))
    until(world, 2026, 3, 1)
    refused(world, FAY, TryOwed(circle=GARDEN, rule="1"), TooLittle, "EUR 500.00 available", "EUR 1500.00")
    refused(world, ANA, TryOwed(circle=GARDEN, rule="1"), NotAllowed, "Only Fay")
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    entry = world.does(FAY, TryOwed(circle=GARDEN, rule="1")).events[0]
    assert isinstance(entry, AmountMoved)
    assert (entry.period, entry.by, entry.because) == ("2026-02", FAY, "rule 1, February 2026")
    refused(world, FAY, TryOwed(circle=GARDEN, rule="1"), Invalid, "Nothing waits of rule 1")
    world.wait(timedelta(minutes=1))
    assert len(entries(world)) == 2


def test_what_waits_can_be_given_up(world: World) -> None:
    world.does(FAY, monthly(amount="1500"))
    until(world, 2026, 3, 1)
    world.does(FAY, ForgoOwed(circle=GARDEN, rule="1"))
    world.does(FAY, Allocate(circle=COMMONS, amount="5000 EUR"))
    until(world, 2026, 4, 1)
    assert [period for _, _, period in entries(world)] == ["2026-01", "2026-03"]


def test_a_button_is_about_its_own_period_also_when_it_is_pressed_twice(world: World) -> None:
    world.does(FAY, monthly(amount="1500"))
    until(world, 2026, 4, 1)
    march = ForgoOwed(circle=GARDEN, rule="1;2026-03")
    world.does(FAY, march)
    assert [one.period for one in books(world).recurring["1"].owed] == ["2026-02"]
    refused(world, FAY, march, Invalid, "What rule 1 is for March 2026 waits no more", "/books recurring")
    refused(world, FAY, TryOwed(circle=GARDEN, rule="1;2026-02"), TooLittle, "Commons has")
    for odd in ("1;never", "1;2026-13", "1;;", ";2026-02", "x;2026-02"):
        world.refuses(FAY, ForgoOwed(circle=GARDEN, rule=odd))
    assert [one.period for one in books(world).recurring["1"].owed] == ["2026-02"]


def test_what_a_changed_request_sets_free_for_a_moment_is_not_taken_by_what_waits(world: World) -> None:
    world.does(CONFIG, SetPolicy(circle=COMMONS, key="approve_up_to", value="2000 EUR"))
    world.does(FAY, monthly(amount="1500"))
    world.does(BEN, RequestMoney(circle=COMMONS, amount="400", purpose="A van", payee="A shop"))
    until(world, 2026, 3, 1)
    world.does(FAY, Allocate(circle=COMMONS, amount="1200 EUR"))
    world.does(BEN, AmendRequest(id=StreamId("B-1"), amount="410"))
    assert (available(world, COMMONS), books(world).envelope(COMMONS, EUR).reserved) == (129_000, 41_000)
    world.wait(timedelta(minutes=1))
    assert len(entries(world)) == 1


def test_a_change_holds_from_the_next_time_on(world: World) -> None:
    world.does(FAY, monthly(amount="100"))
    world.does(FAY, ChangeRecurring(circle=GARDEN, rule="1", amount="50", every="quarterly"))
    until(world, 2026, 7, 1)
    assert entries(world) == [("allocation", 10_000, "2026-01"), ("allocation", 5000, "2026-02"),
                              ("allocation", 5000, "2026-05")]  # fmt: skip
    assert not world.does(FAY, ChangeRecurring(circle=GARDEN, rule="1", amount="50")).events
    refused(world, FAY, ChangeRecurring(circle=GARDEN, rule="1", amount="5 USD"), Invalid)


def test_a_period_that_was_seen_to_does_not_come_again(world: World) -> None:
    world.does(FAY, monthly(amount="100", starting="2026-02-01"))
    until(world, 2026, 2, 3)
    again = ChangeRecurring(circle=GARDEN, rule="1", starting="2026-02-20")
    refused(world, FAY, again, Invalid, "for February 2026 was seen to already", "later month")
    world.does(FAY, ChangeRecurring(circle=GARDEN, rule="1", starting="2026-03-20"))
    until(world, 2026, 4, 30)
    assert [period for _, _, period in entries(world)] == ["2026-02", "2026-03", "2026-04"]


def test_a_rule_that_is_stopped_moves_nothing_more(world: World) -> None:
    world.does(FAY, monthly(amount="100"))
    refused(world, ANA, StopRecurring(circle=GARDEN, rule="1"), NotAllowed, "Only Fay")
    refused(world, FAY, StopRecurring(circle=COMMONS, rule="1"), Unknown, "rule 1 of Commons")
    world.does(FAY, StopRecurring(circle=GARDEN, rule="1"))
    refused(world, FAY, StopRecurring(circle=GARDEN, rule="1"), Unknown, "/books recurring")
    until(world, 2026, 7, 1)
    assert len(entries(world)) == 1
    world.does(FAY, monthly(amount="100"))
    assert list(books(world).recurring) == ["2"]


def test_a_rule_whose_circle_is_closed_ends(world: World) -> None:
    shed = CircleId("shed")
    world.does(CONFIG, FoundCircle(circle=shed, name="Shed", parent=GARDEN))
    world.does(FAY, Allocate(circle=GARDEN, amount="100"))
    world.does(ANA, monthly(circle=shed, amount="10", starting="2026-02-10"))
    world.does(CONFIG, CloseCircle(circle=shed))
    until(world, 2026, 3, 1)
    ended = [one.event for one in world.memory.journal[BOOKS] if isinstance(one.event, RecurringEnded)]
    assert [(one.why, one.by, one.of) for one in ended] == [("closed", None, (ANA,))]
    assert (entries(world), dict(books(world).recurring)) == ([], {})


def moved(world: World) -> None:
    """Garden belongs to Care from now on, which has 300 of its own."""
    world.does(CONFIG, ChangeCircle(circle=CARE, key="parent", value="commons"))
    world.does(FAY, Allocate(circle=CARE, amount="300"))
    world.does(CONFIG, ChangeCircle(circle=GARDEN, key="parent", value="care"))


def test_nothing_is_taken_out_of_a_purse_whose_keeper_never_said_so(world: World) -> None:
    """The circle got another parent: neither that one's purse nor the old one's is drawn on, and both keepers hear."""
    world.does(FAY, monthly(amount="100"))
    moved(world)
    refused(world, ELI, ChangeRecurring(circle=GARDEN, rule="1", amount="50"), Invalid, "belonged to another circle")
    until(world, 2026, 3, 1)
    assert (available(world, CARE), available(world, GARDEN)) == (30_000, 10_000)
    (ended,) = [one.event for one in world.memory.journal[BOOKS] if isinstance(one.event, RecurringEnded)]
    assert (ended.why, ended.of, dict(books(world).recurring)) == ("moved", (ELI, FAY), {})
    world.does(ELI, monthly(amount="20"))
    until(world, 2026, 3, 31)
    assert available(world, CARE) == 28_000


def test_what_was_owed_before_a_move_is_tried_by_whoever_owes_it(world: World) -> None:
    world.does(FAY, GiveBack(circle=COMMONS, amount="1950"))
    world.does(FAY, monthly(amount="100"))
    world.does(FAY, Allocate(circle=COMMONS, amount="20 EUR"))
    world.does(CONFIG, ChangeCircle(circle=GARDEN, key="parent", value="care"))
    refused(world, ELI, TryOwed(circle=GARDEN, rule="1"), NotAllowed, "Only Fay")
    refused(world, FAY, TryOwed(circle=GARDEN, rule="1"), TooLittle, "EUR 70.00")
    world.does(FAY, Allocate(circle=COMMONS, amount="30 EUR"))
    world.wait(days(1))
    assert (available(world, COMMONS), available(world, GARDEN)) == (0, 10_000)


def test_the_roots_comes_from_outside_and_never_lacks(world: World) -> None:
    world.does(FAY, monthly(circle=COMMONS, amount="50 EUR"))
    until(world, 2026, 3, 1)
    assert available(world, COMMONS) == 210_000


@pytest.mark.parametrize(
    "command, words",
    [
        (monthly(amount="0"), "more than nothing"),
        (monthly(amount="-5 EUR"), "more than nothing"),
        (monthly(amount="4.5055"), "more decimals"),
        (monthly(amount="99999999999999999999"), "more than can be kept"),
        (monthly(amount="5 USD"), "Amounts here are in EUR"),
        (monthly(every="daily"), "monthly or quarterly"),
        (monthly(leftover="burn"), "carried over (carry) or goes back (return)"),
        (monthly(starting="2026-02-30"), "not in the calendar"),
        (Allocate(circle=GARDEN, amount="5", leftover="carry"), "what recurs only"),
    ],
)
def test_what_cannot_recur_is_refused(world: World, command: Command, words: str) -> None:
    refused(world, FAY, command, Invalid, words)
    refused(world, ELI, command, NotAllowed if words != "what recurs only" else Invalid)


def test_what_is_said_of_it_can_be_read(world: World) -> None:
    receipt = world.does(FAY, monthly(amount="100", reason="Seeds")).card()
    assert receipt is not None
    said = plain_text(receipt.summary, Names(world.people))
    assert said == "Rule 1 is set: EUR 100.00 every month, next Sat 28 Feb 2026."
