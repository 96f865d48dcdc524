"""Time: lengths in hours are exact, lengths in days keep the wall time of the zone, also when the clocks change."""

from datetime import UTC, datetime, timedelta

import pytest

from governance_core.kernel.ids import CLOCK
from governance_core.kernel.time import Duration, instant_of, moved_out_of, wall
from governance_core.proposals.events import RoundExtended
from tests.rules.given import DEADLINE, Given, a_round, consent, given, lift, objection, proposal
from tests.rules.organisation import ANA, CEM, FAY, GARDEN, REPAIR, CircleId, harbour, hours

LISBON, NEW_YORK = "Europe/Lisbon", "America/New_York"
FORWARD = {GARDEN: datetime(2026, 3, 29, 1, tzinfo=UTC), REPAIR: datetime(2026, 3, 8, 7, tzinfo=UTC)}
BACK = {GARDEN: datetime(2026, 10, 25, 1, tzinfo=UTC), REPAIR: datetime(2026, 11, 1, 6, tzinfo=UTC)}
CHANGES = [(circle, at) for changes in (FORWARD, BACK) for circle, at in changes.items()]
ZONES = {GARDEN: LISBON, REPAIR: NEW_YORK}


def opened(circle: CircleId, at: datetime, **rules: str) -> Given:
    by = ANA if circle == GARDEN else CEM
    return given(org=harbour().ruled(circle, **rules), at=at).having(by, proposal(circle))


@pytest.mark.parametrize("circle, change", CHANGES)
@pytest.mark.parametrize("window", ["1d", "3d", "1w", "2w"])
def test_dst_windows_in_days_keep_the_wall_time_across_both_clock_changes(
    circle: CircleId, change: datetime, window: str
) -> None:
    start = change - hours(20)
    round_ = opened(circle, start, window=window)
    assert round_.state.deadline is not None
    before, after = wall(start, ZONES[circle]), wall(round_.state.deadline, ZONES[circle])
    assert after - before == Duration.parse(window).length
    assert (before.hour, before.minute) == (after.hour, after.minute)
    assert abs(round_.state.deadline - start - Duration.parse(window).length) == hours(1)


@pytest.mark.parametrize("circle, change", CHANGES)
@pytest.mark.parametrize("window", ["24h", "72h", "30m", "1440m"])
def test_dst_windows_in_hours_are_exact_across_both_clock_changes(
    circle: CircleId, change: datetime, window: str
) -> None:
    start = change - timedelta(minutes=10)
    assert opened(circle, start, window=window).state.deadline == start + Duration.parse(window).length


@pytest.mark.parametrize("circle, change", CHANGES)
def test_dst_extensions_and_what_is_left_after_an_objection_keep_the_wall_time_too(
    circle: CircleId, change: datetime
) -> None:
    by = ANA if circle == GARDEN else CEM
    end = change - hours(10)
    late = opened(circle, end - hours(72), extension="2d", after_objection="1d").having(by, consent()).at(end)
    extended = late.having(CLOCK, DEADLINE).history[-1]
    assert isinstance(extended, RoundExtended)
    assert wall(extended.deadline, ZONES[circle]) == wall(end, ZONES[circle]) + timedelta(days=2)
    resumed = late.at(end - hours(1)).having(by, objection()).having(by, lift())
    assert resumed.state.deadline is not None
    assert wall(resumed.state.deadline, ZONES[circle]) == wall(resumed.now, ZONES[circle]) + timedelta(days=1)


@pytest.mark.parametrize("circle, change", CHANGES)
def test_dst_the_time_a_leavers_objection_or_proposal_waits_keeps_the_wall_time_too(
    circle: CircleId, change: datetime
) -> None:
    by = ANA if circle == GARDEN else CEM
    start = change - hours(10)
    objected = opened(circle, start, adopt_objection="2d", sponsor="3d").having(by, objection())
    left = objected.told(lambda org: org.left(circle, by)).ringing()
    assert wall(left["objections"], ZONES[circle]) == wall(start, ZONES[circle]) + timedelta(days=2)
    assert wall(left["sponsor"], ZONES[circle]) == wall(start, ZONES[circle]) + timedelta(days=3)


@pytest.mark.parametrize("circle, change", CHANGES)
def test_dst_a_reminder_a_day_before_the_end_is_at_the_same_time_of_day(circle: CircleId, change: datetime) -> None:
    round_ = opened(circle, change - hours(40), window="60h", reminders="1d")
    assert round_.state.deadline is not None
    due, end = (wall(instant, ZONES[circle]) for instant in (round_.ringing()["reminder"], round_.state.deadline))
    assert end - due == timedelta(days=1)
    exact = opened(circle, change - hours(40), window="60h", reminders="24h")
    assert exact.ringing()["reminder"] == change + hours(20 - 24)


def test_dst_a_date_in_the_hour_that_does_not_exist_is_the_hour_after() -> None:
    assert instant_of("2026-03-29 01:30", FORWARD[GARDEN] - hours(9), LISBON, "09:00") == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )  # which the wall clock calls 02:30


def test_dst_a_date_in_the_hour_that_comes_twice_is_the_first_of_them() -> None:
    now = BACK[GARDEN] - hours(9)
    assert instant_of("2026-10-25 01:30", now, LISBON, "09:00") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_dst_review_dates_keep_the_wall_time() -> None:
    adopted = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert instant_of("90d", adopted, LISBON, "09:00") == datetime(2026, 5, 31, 8, tzinfo=UTC)
    assert instant_of("2026-05-31", adopted, LISBON, "09:00") == datetime(2026, 5, 31, 8, tzinfo=UTC)
    assert instant_of("2160h", adopted, LISBON, "09:00") == datetime(2026, 5, 31, 9, tzinfo=UTC)


@pytest.mark.parametrize("change", [FORWARD[GARDEN], BACK[GARDEN]])
def test_dst_quiet_hours_end_at_their_time_of_day(change: datetime) -> None:
    awake = moved_out_of("20:00-08:00", change - hours(3), LISBON)
    assert wall(awake, LISBON).hour == 8
    assert wall(awake, LISBON).date() == wall(change, LISBON).date()


@pytest.mark.parametrize(
    "quiet, hour, awake",
    [
        ("20:00-08:00", 7.9, 8),
        ("20:00-08:00", 8, 8),
        ("20:00-08:00", 19.9, 19.9),
        ("20:00-08:00", 20, 32),
        ("13:00-14:00", 13.5, 14),
        ("13:00-14:00", 14, 14),
        ("00:00-00:00", 3, 3),
        ("00:00-06:00", 0, 6),
        ("off", 3, 3),
    ],
)
def test_quiet_hours_may_go_over_midnight_or_not(quiet: str, hour: float, awake: float) -> None:
    day = datetime(2026, 3, 2, tzinfo=UTC)
    assert moved_out_of(quiet, day + hours(hour), LISBON) == day + hours(awake)


@pytest.mark.parametrize(
    "typed, count, unit", [("72h", 72, "h"), (" 90 D ", 90, "d"), ("30min", 30, "m"), ("2w", 2, "w")]
)
def test_lengths_are_read_as_people_write_them(typed: str, count: int, unit: str) -> None:
    assert Duration.parse(typed) == Duration(count, unit)
    assert Duration.parse(str(Duration(count, unit))) == Duration(count, unit)


@pytest.mark.parametrize(
    "typed", ["", "0h", "1.5h", "-1h", "h", "3 months", "99999999h", "11y", "٣d", "3d 4h", "1h\x00"]
)
def test_lengths_that_are_none_are_refused_with_how_to_write_them(typed: str) -> None:
    with pytest.raises(ValueError, match=r"write 30m, 72h, 90d or 2w|between a minute and ten years"):
        Duration.parse(typed)


def test_lengths_are_said_in_words() -> None:
    said = [Duration.parse(typed).in_words() for typed in ("1h", "72h", "1d", "2w", "1m")]
    assert said == ["1 hour", "72 hours", "1 day", "2 weeks", "1 minute"]


def test_the_clock_of_a_stopped_round_is_exact() -> None:
    stopped = a_round(harbour().ruled(GARDEN, window="3d")).wait(hours=1).having(FAY, objection())
    assert stopped.state.left == hours(71)
    assert stopped.wait(days=100).having(FAY, lift()).state.deadline == stopped.wait(days=100).now + hours(71)
