"""Lengths, dates and quiet hours, in any zone and at any instant."""

import zoneinfo
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from hypothesis import assume, given
from hypothesis import strategies as some

from governance_core.kernel.time import LONGEST, Duration, instant_of, local_date, moved_out_of, wall, wall_instant

ZONES = sorted(zoneinfo.available_timezones() - {"Factory", "localtime"})
zones = some.one_of(
    some.sampled_from(
        ["Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia"]
    ),
    some.sampled_from(ZONES),
)
instants = some.integers(946_684_800, 2_840_140_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
"""From 2000 to 2060."""
days = some.dates(date(2000, 1, 1), date(2060, 1, 1))
lengths = some.one_of(
    some.builds(Duration, some.integers(1, 3653), some.just("d")),
    some.builds(Duration, some.integers(1, 521), some.just("w")),
    some.builds(Duration, some.integers(1, 87_000), some.just("h")),
    some.builds(Duration, some.integers(1, 999_999), some.just("m")),
)
times = some.builds("{:02}:{:02}".format, some.integers(0, 23), some.integers(0, 59))
HOUR = timedelta(hours=1)
T = TypeVar("T")


def tried(read: Callable[[], T]) -> tuple[T | None, str]:
    """What was read, or why not."""
    try:
        return read(), ""
    except ValueError as reason:
        return None, str(reason)


@given(lengths)
def test_a_length_is_read_as_it_is_written(length: Duration) -> None:
    assert Duration.parse(str(length)) == length
    assert Duration.parse(f" {length} ".upper()) == length


@given(some.text())
def test_a_text_is_a_length_or_refused_with_a_reason(typed: str) -> None:
    read, reason = tried(lambda: Duration.parse(typed))
    assert repr(typed) in reason if read is None else timedelta(0) < read.length <= LONGEST


@given(lengths, instants, zones)
def test_hours_are_exact_and_days_keep_the_wall_time(length: Duration, instant: datetime, zone: str) -> None:
    later = length.after(instant, zone)
    assert later.tzinfo is UTC
    if length.unit in "mh":
        assert later - instant == length.length
        return
    moved = wall(later, zone) - wall(instant, zone)
    # A wall time that does not exist on the last day is moved past the gap, which is a day at most (Apia skipped one).
    assert length.length <= moved <= length.length + timedelta(days=1) or _twice(later, zone)
    assert abs((later - instant) - length.length) <= timedelta(days=1, hours=2)


def _twice(instant: datetime, zone: str) -> bool:
    """Whether the wall time comes twice, so that a later day may show an earlier or later one of the two."""
    return any(wall(instant + shift, zone) <= wall(instant, zone) for shift in (HOUR / 2, HOUR, 2 * HOUR))


@given(lengths, instants, zones)
def test_a_length_after_is_later_and_before_is_earlier(length: Duration, instant: datetime, zone: str) -> None:
    assert length.before(instant, zone) < instant < length.after(instant, zone)
    if length.unit in "mh":
        assert length.before(length.after(instant, zone), zone) == instant


@given(some.lists(some.integers(1, 3000), min_size=2, max_size=2, unique=True).map(sorted), instants, zones)
def test_longer_is_later(counts: list[int], instant: datetime, zone: str) -> None:
    shorter, longer = (Duration(count, "d").after(instant, zone) for count in counts)
    assert shorter <= longer
    assert shorter < longer or counts[1] - counts[0] == 1  # a day a zone skipped


@given(days, times, zones)
def test_a_date_is_that_day_at_that_time_on_the_wall(day: date, time: str, zone: str) -> None:
    found = wall_instant(f"{day} {time}", zone)
    shown = wall(found, zone)
    expected = datetime.fromisoformat(f"{day} {time}")
    assert shown >= expected, "a time that does not exist is moved forward"
    assert shown - expected <= timedelta(days=1)
    assert shown == expected or wall(found - timedelta(days=1, seconds=1), zone) < expected
    assert wall_instant(str(day), zone, time) == found


@given(instants, zones)
def test_an_instant_on_the_wall_is_that_instant_unless_that_time_comes_twice(instant: datetime, zone: str) -> None:
    minute = instant.replace(second=0)
    shown = wall(minute, zone)
    assume(shown.second == 0)
    found = wall_instant(f"{shown:%Y-%m-%d %H:%M}", zone)
    assert found == minute or (found < minute and wall(found, zone) == shown)
    assert local_date(minute, zone) == shown.date()


DATES = some.from_regex(r"\s*[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2})?\s*")


@given(some.one_of(some.text(), DATES), instants, zones)
def test_what_is_typed_is_an_instant_or_refused_with_a_reason(typed: str, now: datetime, zone: str) -> None:
    found, reason = tried(lambda: instant_of(typed, now, zone, "09:00"))
    if found is None:
        assert reason
        return
    assert found.tzinfo is UTC
    for other in ("Pacific/Kiritimati", "Etc/GMT+12"):
        assert instant_of(typed, now, other, "00:00").tzinfo is UTC, "what is a date in one zone is one in every zone"


@given(times, times, instants, zones)
def test_a_reminder_moved_out_of_quiet_hours_is_outside_of_them_and_as_soon_as_can_be(
    starts: str, ends: str, instant: datetime, zone: str
) -> None:
    moved = moved_out_of(f"{starts}-{ends}", instant, zone)
    assert instant <= moved <= instant + timedelta(days=2)
    assert moved_out_of("off", instant, zone) == instant
    if moved != instant:
        clock = wall(moved, zone)
        assert f"{clock:%H:%M}" >= ends or clock.day != wall(instant, zone).day or _twice(moved, zone)
        assert _quiet(starts, ends, wall(instant, zone))
    elif starts != ends:
        assert not _quiet(starts, ends, wall(instant, zone))


def _quiet(starts: str, ends: str, clock: datetime) -> bool:
    now = f"{clock:%H:%M}"
    return (now >= starts or now < ends) if starts > ends else starts <= now < ends
