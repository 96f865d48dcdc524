"""Shared things: whatever is booked, changed, given back or missed in whatever order, no more is lent than there is."""

from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.things.booking import free, most_at_once
from governance_core.things.loan_events import LoanReminded
from governance_core.things.loan_messages import (
    AcceptLoan,
    CancelLoan,
    DeclineLoan,
    ExtendLoan,
    LendThing,
    RequestLoan,
    ReturnThing,
)
from governance_core.things.messages import AddThing, ChangeThing, ReportDamage, ReportRepair
from governance_core.things.model import Kind, Loan, Standing, Thing
from governance_core.things.rules import RULES
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, BEN, CEM, DEE, FAY, GARDEN, MONDAY
from tests.rules.world import World

T1 = StreamId("T-1")
numbers = some.sampled_from(("", "", "1", "2", "3", "4"))
quantities = some.sampled_from(("1", "1", "2", "3"))
starts = some.one_of(
    some.none(), some.integers(0, 60).map(lambda hour: f"{MONDAY + timedelta(hours=hour):%Y-%m-%d %H:%M}")
)
lengths = some.sampled_from(("30m", "2h", "5h", "1d", "3d"))
borrows = some.tuples(
    some.sampled_from((ANA, BEN, CEM, DEE)),
    some.one_of(
        some.builds(RequestLoan, id=some.just(T1), start=starts, until=lengths, quantity=quantities),
        some.builds(RequestLoan, id=some.just(T1), start=starts, until=lengths, quantity=quantities),
        some.builds(ReturnThing, id=some.just(T1), loan=numbers),
        some.builds(ExtendLoan, id=some.just(T1), loan=numbers, until=lengths),
        some.builds(CancelLoan, id=some.just(T1), loan=numbers),
        some.builds(ReportDamage, id=some.just(T1), what=some.just("It creaks"), quantity=quantities),
    ),
)
keeps = some.tuples(
    some.sampled_from((ANA, FAY)),
    some.one_of(
        some.builds(AcceptLoan, id=some.just(T1), loan=numbers),
        some.builds(AcceptLoan, id=some.just(T1), loan=numbers),
        some.builds(LendThing, id=some.just(T1), loan=numbers),
        some.builds(LendThing, id=some.just(T1), loan=numbers),
        some.builds(DeclineLoan, id=some.just(T1), loan=numbers, reason=some.just("So")),
        some.builds(ReportRepair, id=some.just(T1)),
        some.builds(
            ChangeThing,
            id=some.just(T1),
            quantity=some.one_of(some.none(), quantities),
            lent=some.sampled_from((None, "freely", "request")),
        ),
    ),
)
waits = some.sampled_from([timedelta(minutes=20), timedelta(hours=1), timedelta(hours=7), timedelta(days=2)])
acts = some.lists(some.one_of(borrows, borrows, keeps, keeps, waits), min_size=10, max_size=50)


@given(some.sampled_from(("tool", "room")), some.sampled_from(("freely", "request")), acts)
def test_never_more_is_lent_than_there_is(
    kind: str, lent: str, wanted: list[tuple[PersonId, Command] | timedelta]
) -> None:
    world = World.founded()
    world.does(ANA, AddThing(circle=GARDEN, name="Drill", kind=kind, lent=lent, quantity="2"))
    for act in wanted:
        if isinstance(act, timedelta):
            world.wait(act)
        else:
            try:
                world.does(*act)
            except Refusal as refusal:
                helpful(words_of(refusal, world.people))
        within(world.memory.state(T1))
    recorded = [one.event for one in world.memory.recorded(T1)]
    assert RULES.fold(recorded) == world.memory.state(T1)
    once = Counter((one.loan, one.step, one.until) for one in recorded if isinstance(one, LoanReminded))
    assert set(once.values()) <= {1}


def within(state: Thing) -> None:
    """Added up anew at every instant at which something begins, without the arithmetic of the rules."""
    loans = list(state.loans.values())
    for at in (one.start for one in loans):
        assert sum(one.quantity for one in loans if one.start <= at < one.until) <= state.quantity
    assert sum(one.quantity for one in loans if one.standing is Standing.OUT) <= state.quantity
    assert all(one.start < one.until for one in loans)


minutes = some.integers(0, 12).map(lambda count: MONDAY + timedelta(minutes=count))
spans = some.tuples(minutes, some.integers(1, 6), some.integers(1, 3))


@given(some.lists(spans, max_size=6), minutes, some.integers(1, 6), some.integers(1, 9))
def test_what_is_free_is_what_is_left_in_the_worst_minute(
    held: list[tuple[datetime, int, int]], start: datetime, length: int, quantity: int
) -> None:
    """Counted minute by minute."""
    loans = {
        number: Loan(number, BEN, many, begins, begins + timedelta(minutes=long), Standing.BOOKED, "UTC")
        for number, (begins, long, many) in enumerate(held, 1)
    }
    thing = Thing(circle=GARDEN, sort=Kind.TOOL, quantity=quantity, loans=loans)
    instants = [start + timedelta(minutes=count) for count in range(length)]
    worst = max(sum(one.quantity for one in loans.values() if one.start <= at < one.until) for at in instants)
    until = start + timedelta(minutes=length)
    assert most_at_once(thing, start, until, MONDAY) == worst
    assert free(thing, start, until, MONDAY) == max(quantity - worst, 0)
