"""Check-ins and digests across changes of the clocks, on a machine whose own clock is wrong now and then, restarted."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from random import Random

import pytest
from application_world import World

from governance_core.checkins.messages import CreateCheckIn
from governance_core.circles.messages import ChangeCircle, SetPolicy
from governance_core.kernel.ids import CircleId
from governance_core.kernel.time import local_date

GARDEN = CircleId("garden")
CHANGES = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "America/Santiago": ("2026-04-05", "2026-09-06"),
    "Africa/Cairo": ("2026-04-24", "2026-10-30"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
}
"""The days on which the clocks change."""
DAY = timedelta(days=1)
MEANWHILE = (1, 7, 13, 30, 61)
"""Minutes between two looks at the clock."""
EVERYWHERE = [
    pytest.param(zone, change, time, marks=() if zone == "Africa/Cairo" and time == "00:00" else pytest.mark.torture)
    for (zone, changes), time in product(CHANGES.items(), ("00:00", "02:30"))
    for change in changes
]


def a_week(world: World, zone: str, change: str, time: str) -> None:
    """The clock of the machine is an hour ahead for a while, put right, and ahead again; and somebody proposes things.

    Every run is open for most of its day, and closed by the time of the next one.
    """
    chance, ahead = Random(f"{zone} {change} {time}"), False
    real = datetime.fromisoformat(change).replace(tzinfo=UTC) - 3.5 * DAY
    world.clock.at, ends = real, real + 7 * DAY
    world.config(
        ChangeCircle(circle=GARDEN, key="zone", value=zone),
        SetPolicy(circle=GARDEN, key="digest", value=f"daily {time}"),
    )
    plan = CreateCheckIn(circle=GARDEN, title="Daily", every=f"daily {time}", open_for="20h", questions="text: What?")
    world.do(plan, "ana")
    while real < ends:
        real += timedelta(minutes=chance.choice(MEANWHILE))
        ahead ^= chance.random() < 0.08
        world.clock.at = real + timedelta(hours=ahead)
        world.sweep()
        if chance.random() < 0.05:
            world.restart()
        if chance.random() < 0.1:
            world.proposal("ana")


def reminded(world: World) -> Counter[tuple[int, str]]:
    """How often each was reminded of each run."""
    found: Counter[tuple[int, str]] = Counter()
    run = 0
    for one in world.recorded("C-1"):
        run += one.event.kind == "checkin.run_opened"
        if one.event.kind == "checkin.reminded":
            found.update((run, person) for person in one.event.persons)  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("zone, change, time", EVERYWHERE)
def test_every_day_is_asked_and_told_of_once(world: World, zone: str, change: str, time: str) -> None:
    a_week(world, zone, change, time)
    runs = Counter(one.event.kind for one in world.recorded("C-1"))
    due = [one.event.due for one in world.recorded("C-1") if one.event.kind == "checkin.run_opened"]  # type: ignore[attr-defined]
    days = [local_date(one, zone) for one in due]
    assert len(days) >= 6
    assert all(after - before == DAY for before, after in pairwise(days)), days
    assert runs["checkin.runs_missed"] == 0
    assert runs["checkin.run_opened"] - runs["checkin.run_closed"] in (0, 1)
    told = [one.event for one in world.recorded("digests") if one.event.kind in ("digest.sent", "digest.skipped")]
    assert all(before.until == after.since for before, after in pairwise(told))  # type: ignore[attr-defined]
    assert max(Counter(local_date(one.until, zone) for one in told).values()) == 1  # type: ignore[attr-defined]
    assert set(reminded(world).values()) == {1}
    assert world.clean()
