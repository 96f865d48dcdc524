"""Stretches of time as people type them, in their own zone."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from governance_core.kernel.periods import WAYS, Period, period

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
"""In Berlin it is the next day already, a Monday."""
TYPED = {
    "2026": ("2025-12-31 23:00", "2026-12-31 23:00"),
    "2026-03": ("2026-02-28 23:00", "2026-03-31 22:00"),
    "March 2026": ("2026-02-28 23:00", "2026-03-31 22:00"),
    "march": ("2026-02-28 23:00", "2026-03-31 22:00"),
    "December": ("2025-11-30 23:00", "2025-12-31 23:00"),
    "2026-03-29": ("2026-03-28 23:00", "2026-03-29 22:00"),
    "29 Mar 2026": ("2026-03-28 23:00", "2026-03-29 22:00"),
    "29.3.2026": ("2026-03-28 23:00", "2026-03-29 22:00"),
    "March 29th, 2026": ("2026-03-28 23:00", "2026-03-29 22:00"),
    "Q4 2026": ("2026-09-30 22:00", "2026-12-31 23:00"),
    "2026-Q1": ("2025-12-31 23:00", "2026-03-31 22:00"),
    "this quarter": ("2026-09-30 22:00", "2026-12-31 23:00"),
    "Last quarter": ("2026-06-30 22:00", "2026-09-30 22:00"),
    "q1 2026 to q2 2026": ("2025-12-31 23:00", "2026-06-30 22:00"),
    "today": ("2026-11-22 23:00", "2026-11-23 23:00"),
    "Last  Week": ("2026-11-15 23:00", "2026-11-22 23:00"),
    "7d": ("2026-11-16 23:00", "2026-11-23 23:00"),
    "last 2 weeks": ("2026-11-09 23:00", "2026-11-23 23:00"),
    "this year": ("2025-12-31 23:00", "2026-12-31 23:00"),
    "since 2026-03-01": ("2026-02-28 23:00", ""),
    "after March 2026": ("2026-03-31 22:00", ""),
    "before 2026": ("", "2025-12-31 23:00"),
    "until 2026": ("", "2026-12-31 23:00"),
    "2026-01-01 to 2026-02-01": ("2025-12-31 23:00", "2026-02-01 23:00"),
    "january..march": ("2025-12-31 23:00", "2026-03-31 22:00"),
}


def instant(written: str) -> datetime | None:
    return datetime.fromisoformat(written).replace(tzinfo=UTC) if written else None


@pytest.mark.parametrize("typed", TYPED)
def test_a_stretch_of_time_is_what_people_mean(typed: str) -> None:
    since, until = TYPED[typed]
    assert period(typed, NOW, "Europe/Berlin") == Period(instant(since), instant(until))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "3/4/2026",
        "31 feb 2026",
        "2026-13",
        "0000",
        "9999",
        "Q5 2026",
        "Q1 0000",
        "99999d",
        "march to january",
        "²",
        "since",
    ],
)
def test_what_can_be_read_two_ways_or_not_at_all_is_refused_with_what_can_be_written(typed: str) -> None:
    with pytest.raises(ValueError, match="Write a day") as refused:
        period(typed, NOW, "Europe/Berlin")
    assert str(refused.value) == WAYS


PARTS = ["since", "before", "to", "last", "week", "march", "2026", "31", "-", ".", "d", "9999", "0", "–"]
words = some.sampled_from(PARTS)


@given(some.one_of(some.text(max_size=80), some.lists(words, max_size=8).map(" ".join)))
def test_whatever_is_typed_is_a_stretch_of_time_or_refused(typed: str) -> None:
    try:
        meant = period(typed, NOW, "America/New_York")
    except ValueError:
        return
    assert meant.since is None or meant.until is None or meant.since < meant.until
