"""When a review opens and an end is announced: days before, when the day starts where the circle is."""

from datetime import UTC, datetime, timedelta

import pytest

from governance_core.kernel.time import instant_of, wall
from governance_core.logbook.dates import dates_of, dates_then, due, week_from
from governance_core.logbook.model import Dates

SPRING_AND_AUTUMN = [
    # (zone, adopted, review after, the wall clock on which the review opens)
    ("Europe/Berlin", datetime(2026, 1, 2, 11, 30, tzinfo=UTC), "90d", "2026-03-26 09:00"),
    ("Europe/Berlin", datetime(2026, 7, 27, 11, 30, tzinfo=UTC), "95d", "2026-10-23 09:00"),
    ("Australia/Lord_Howe", datetime(2026, 1, 2, 11, 30, tzinfo=UTC), "95d", "2026-03-31 09:00"),
    ("Australia/Lord_Howe", datetime(2026, 7, 2, 11, 30, tzinfo=UTC), "97d", "2026-09-30 09:00"),
]


@pytest.mark.parametrize("zone,adopted,review,opens", SPRING_AND_AUTUMN)
def test_row_19_a_review_opens_seven_days_before_when_the_day_starts_across_clock_changes(
    zone: str, adopted: datetime, review: str, opens: str
) -> None:
    review_at = instant_of(review, adopted, zone, "09:00")
    dates = dates_of(adopted, review_at, None, zone, "09:00")
    assert dates.opens_at is not None
    assert f"{wall(dates.opens_at, zone):%Y-%m-%d %H:%M}" == opens
    assert (wall(review_at, zone).date() - wall(dates.opens_at, zone).date()).days == 7


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe", "America/New_York"])
@pytest.mark.parametrize("day", [28, 90, 95, 270, 280, 300])
def test_an_end_is_announced_two_weeks_before_when_the_day_starts(zone: str, day: int) -> None:
    adopted = datetime(2026, 1, 2, 3, 17, tzinfo=UTC)
    ends = instant_of(f"{day}d", adopted, zone, "08:30")
    warns = dates_of(adopted, ends, ends, zone, "08:30").warns_at
    assert warns is not None
    assert wall(warns, zone).time().isoformat() == "08:30:00" or day == 28  # half of four weeks are two
    assert ends - warns <= timedelta(days=15)


def test_a_review_never_opens_in_the_first_half_of_the_time_until_its_date() -> None:
    adopted = datetime(2026, 1, 2, 12, tzinfo=UTC)
    for length in (timedelta(minutes=10), timedelta(days=1), timedelta(days=8)):
        opens = dates_of(adopted, adopted + length, adopted + length, "UTC", "09:00").opens_at
        assert opens == adopted + length / 2


def test_what_was_recorded_before_the_dates_were_is_reckoned_by_the_clock() -> None:
    adopted = datetime(2026, 1, 2, 12, tzinfo=UTC)
    review, ends = adopted + timedelta(days=90), adopted + timedelta(days=20)
    assert dates_then(adopted, review, None) == Dates(review, review - timedelta(days=7), None, None)
    assert dates_then(adopted, review, ends).warns_at == adopted + timedelta(days=10)


def test_a_review_that_opens_late_leaves_people_a_week() -> None:
    opens, review = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 9, 9, tzinfo=UTC)
    dates = Dates(review_at=review, opens_at=opens)
    assert due(dates, opens, "UTC") == review
    assert due(dates, opens + timedelta(days=3), "UTC") == review
    for late in (timedelta(days=6, hours=1), timedelta(days=8), timedelta(weeks=9)):
        assert due(dates, opens + late, "UTC") == opens + late + timedelta(days=7)
    short = Dates(review_at=opens + timedelta(minutes=5), opens_at=opens)
    assert due(short, opens, "UTC") == short.review_at


def test_a_week_keeps_the_time_of_day_across_both_clock_changes() -> None:
    for zone, start in (("Europe/Berlin", "2026-03-25 10:00"), ("Australia/Lord_Howe", "2026-10-01 10:00")):
        now = instant_of(start, datetime(2026, 1, 1, tzinfo=UTC), zone, "09:00")
        until = week_from(now, zone)
        assert wall(until, zone).time() == wall(now, zone).time()
        assert until - now != timedelta(days=7)
