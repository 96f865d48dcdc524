"""The clock that a director moves, and the codes that repeat."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.console.clock import BackInTime, MovableClock, RepeatableChance

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_it_stands_still_until_it_is_moved() -> None:
    clock = MovableClock(NOON)
    assert clock.now() == NOON
    clock.move_to(NOON + timedelta(days=3))
    assert clock.now() == NOON + timedelta(days=3)


def test_it_never_goes_back() -> None:
    clock = MovableClock(NOON)
    with pytest.raises(BackInTime, match="2026-03-02 12:00 UTC"):
        clock.move_to(NOON - timedelta(seconds=1))
    clock.move_to(NOON)


def test_with_a_flow_it_goes_on_from_where_it_was_moved_to() -> None:
    outside = [NOON]
    clock = MovableClock(NOON, flow=lambda: outside[0])
    clock.move_to(NOON + timedelta(days=1))
    outside[0] += timedelta(minutes=5)
    assert clock.now() == NOON + timedelta(days=1, minutes=5)
    outside[0] -= timedelta(hours=1)
    assert clock.now() == NOON + timedelta(days=1)


def test_codes_repeat_with_the_seed_and_keys_never() -> None:
    one, other, third = RepeatableChance(), RepeatableChance(), RepeatableChance("else")
    codes = [one.code() for _ in range(50)]
    assert codes == [other.code() for _ in range(50)]
    assert len(set(codes)) == 50
    assert codes[0] != third.code()
    assert all(len(code) == 8 and not set(code) & set("01OIL") for code in codes)
    assert one.key() != other.key()
    assert len(one.key()) == 22
