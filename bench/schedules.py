"""Holds schedules by chance against a calendar written out, and sets the time they take beside a peer's."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from random import Random
from time import perf_counter
from zoneinfo import ZoneInfo

from dateutil import rrule

from bench.cases import case
from bench.measure import Effort, Row, cost_rows, row
from bench.written_out import EPOCH, any_schedule, instants_of
from governance_core.kernel.cadence import Cadence
from governance_core.kernel.occurrences import NO_HOLIDAYS, Holidays, within

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
OURS, PEER = "ours", "peer, dateutil's rrule"
LAST = -1
SCHEDULES = 10_000
Schedule = tuple[Cadence, str, Holidays]


@case("schedules")
def schedules(effort: Effort) -> list[Row]:
    """Of the whole grammar, in zones with every kind of clock change, with holidays; the peer where it knows such."""
    random = Random(7)
    known = [any_schedule(random) for _ in range(SCHEDULES // 10 if effort.quick else SCHEDULES)]
    wrong = sum(not is_as_written_out(*one) for one in known)
    alike = [(cadence, zone) for cadence, zone, _ in known if cadence.on != "working" and not cadence.or_last]
    took = {OURS: _each(alike, _ours), PEER: _each(alike, _peers)}
    return [
        row(f"of {len(known):,} schedules, unlike the calendar written out", wrong, "schedules", None, None),
        *cost_rows("a year of a schedule", took, "us", "", PEER),
    ]


def is_as_written_out(cadence: Cadence, zone: str, holidays: Holidays) -> bool:
    """Whether every instant of the year is the one that the calendar says, and none is said twice."""
    found = within(cadence, zone, SINCE, UNTIL, holidays)
    in_order = all(one < other for one, other in pairwise(found))
    return in_order and list(found) == instants_of(cadence, zone, SINCE, UNTIL, holidays)


def _each(known: list[tuple[Cadence, str]], computed: Callable[[Cadence, str], object]) -> float:
    """Microseconds for one of them."""
    begin = perf_counter()
    for cadence, zone in known:
        computed(cadence, zone)
    return (perf_counter() - begin) / len(known) * 1e6


def _ours(cadence: Cadence, zone: str) -> object:
    return within(cadence, zone, SINCE, UNTIL, NO_HOLIDAYS)


def _peers(cadence: Cadence, zone: str) -> object:
    hour, minute = map(int, cadence.time.split(":"))
    first = cadence.start or EPOCH
    start = datetime(first.year, first.month, first.day, hour, minute, tzinfo=ZoneInfo(zone))
    often, by_weekday, by_day = rrule.MONTHLY, None, None
    if cadence.on == "weekdays":
        often, by_weekday = rrule.WEEKLY, [rrule.weekday(day) for day in cadence.weekdays]
    elif cadence.on == "nth":
        by_weekday = [rrule.weekday(cadence.weekdays[0], cadence.nth or LAST)]
    else:
        by_day = cadence.day
    rule = rrule.rrule(often, start, interval=cadence.step, byweekday=by_weekday, bymonthday=by_day, until=UNTIL)
    return rule.between(SINCE, UNTIL, inc=True)
