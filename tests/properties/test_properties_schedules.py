"""Schedules against a calendar written out day by day, minute by minute where the clocks change."""

import os
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random
from secrets import randbelow

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bench.schedules import is_as_written_out
from bench.written_out import DAY, ZONES, all_days, any_schedule, at_time, happens_on
from governance_core.kernel.cadence import DAYS, ORDINALS, Cadence
from governance_core.kernel.occurrences import Holidays, days, occurrences

times = some.builds("{:02}:{:02}".format, some.integers(0, 23), some.sampled_from([0, 15, 30, 59]))
starts = some.none() | some.dates(date(2026, 1, 1), date(2027, 12, 31))
weekly = some.builds(
    Cadence,
    some.just("weekdays"),
    times,
    some.sets(some.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found))),
    step=some.integers(1, 6),
    start=starts,
)
nth = some.builds(
    Cadence,
    some.just("nth"),
    times,
    some.integers(0, 6).map(lambda day: (day,)),
    nth=some.integers(0, 5),
    step=some.integers(1, 5),
    start=starts,
)
working = some.builds(
    Cadence, some.just("working"), times, nth=some.integers(0, 5), step=some.integers(1, 5), start=starts
)
on_day = some.builds(
    Cadence,
    some.just("day"),
    times,
    day=some.integers(1, 31),
    or_last=some.booleans(),
    step=some.integers(1, 12),
    start=starts,
)
cadences = some.one_of(weekly, nth, working, on_day)
holidays = some.sets(some.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=12).map(frozenset)


def instants(cadence: Cadence, zone: str, first: date, last: date) -> list[datetime]:
    """Where the clock of the zone first shows that time of that day, or has leapt over it."""
    return [at_time(day, cadence.time, zone) for day in all_days(first, last) if happens_on(cadence, day)]


@given(cadences)
def test_a_schedule_is_read_as_it_is_written(cadence: Cadence) -> None:
    assert Cadence.parse(str(cadence)) == cadence
    assert Cadence.parse(str(cadence).upper()) == cadence


@given(some.text())
def test_a_text_is_a_schedule_or_refused_with_a_reason(typed: str) -> None:
    reason = refusal(typed)
    assert not reason or reason.endswith(".")


def refusal(typed: str) -> str:
    try:
        Cadence.parse(typed)
    except ValueError as reason:
        return str(reason)
    return ""


@settings(max_examples=50)
@given(cadences)
def test_its_days_are_those_of_the_calendar(cadence: Cadence) -> None:
    first, last = date(2026, 1, 1), date(2027, 12, 31)
    assert days(cadence, first, last) == [day for day in all_days(first, last) if happens_on(cadence, day)]


@settings(max_examples=40)
@given(cadences, holidays)
def test_holidays_are_never_asked_on_and_nothing_is_doubled(cadence: Cadence, off: frozenset[date]) -> None:
    first, last = date(2026, 1, 1), date(2027, 12, 31)
    skipping, moving = (days(cadence, first, last, Holidays(off, then)) for then in ("skip", "move"))  # type: ignore[arg-type]
    assert skipping == [day for day in all_days(first, last) if happens_on(cadence, day, off) and day not in off]
    assert not off.intersection(moving)
    assert moving == sorted(set(moving))
    assert set(skipping) <= set(moving)


@settings(max_examples=50)
@given(cadences, some.sampled_from(ZONES), some.integers(0, 600))
def test_its_instants_are_those_of_the_clock_on_the_wall(cadence: Cadence, zone: str, after: int) -> None:
    since = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=after, hours=after % 24, minutes=after % 60)
    found = list(islice(occurrences(cadence, zone, since), 12))
    last = found[-1] if found else since + timedelta(days=3600)
    wanted = instants(cadence, zone, since.date() - DAY, last.date() + DAY)
    assert found == [instant for instant in sorted(set(wanted)) if since < instant <= last]


def every_one_is_as_written_out(seed: int, count: int) -> None:
    random = Random(seed)
    unlike = [one for one in (any_schedule(random) for _ in range(count)) if not is_as_written_out(*one)]
    assert unlike == [], f"CIRCLET_SEED={seed}"


def test_schedules_by_chance_with_holidays_are_those_of_the_calendar() -> None:
    every_one_is_as_written_out(2026, 300)


@pytest.mark.torture
@pytest.mark.timeout(600)
def test_ten_thousand_schedules_by_chance_with_holidays_are_those_of_the_calendar() -> None:
    every_one_is_as_written_out(int(os.environ.get("CIRCLET_SEED") or randbelow(10**6)), 10_000)


@pytest.mark.torture
@pytest.mark.timeout(600)
def test_ten_thousand_schedules_of_a_year_are_those_of_the_calendar() -> None:
    since, until = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    kinds = [f"every {day}" for day in DAYS] + [f"every 2 weeks on {day}" for day in DAYS]
    kinds += [f"monthly on {ordinal} {day}" for ordinal in ORDINALS for day in DAYS]
    kinds += [f"monthly on {ordinal} working day" for ordinal in ORDINALS]
    kinds += [f"monthly on day {day}" for day in range(1, 32)] + [
        f"monthly on day {day} or last" for day in range(29, 32)
    ]
    checked, written_out = 0, dict[str, list[date]]()
    while checked < 10_000:
        kind, zone = kinds[checked % len(kinds)], ZONES[checked % len(ZONES)]
        cadence = Cadence.parse(f"{kind} {checked * 7 % 24:02}:{checked * 15 % 60:02}")
        found = []
        for instant in occurrences(cadence, zone, since - timedelta(seconds=1)):
            if instant >= until:
                break
            found.append(instant)
        if kind not in written_out:
            written_out[kind] = [
                day for day in all_days(date(2025, 12, 31), date(2027, 1, 1)) if happens_on(cadence, day)
            ]
        wanted = [at_time(day, cadence.time, zone) for day in written_out[kind]]
        assert found == [instant for instant in wanted if since <= instant < until], (cadence, zone)
        checked += 1
