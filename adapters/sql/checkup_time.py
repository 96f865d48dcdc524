"""Do the times that are kept make sense on this machine: zones it does not know, entries ahead of its clock."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from adapters.sql.dialect import connect_to_read, instant
from adapters.sql.errors import StoreError
from governance_core.caretaker import Finding
from governance_core.kernel.time import zone_exists

ZONES: Final = "time zones"
AHEAD: Final = timedelta(minutes=1)
"""So far the last entry may be ahead of the clock, which is put right a little now and then."""
_ZONES: Final = """SELECT zone FROM people WHERE present AND zone <> ''
    UNION SELECT zone FROM circles WHERE NOT closed AND zone <> '' ORDER BY zone"""
_LAST: Final = "SELECT at FROM journal ORDER BY position DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class TimeFacts:
    """Zones in use that this machine does not know, and when (UTC) the last entry of a store is of."""

    unknown: tuple[str, ...] = ()
    last: datetime | None = None


def time_facts(path: Path) -> TimeFacts:
    """Look at a store; nothing is known of one that cannot be read, or is none yet."""
    if not path.is_file():
        return TimeFacts()
    try:
        connection = connect_to_read(path)
    except (sqlite3.Error, StoreError):
        return TimeFacts()
    try:
        zones = tuple(zone for (zone,) in connection.execute(_ZONES) if not zone_exists(zone))
        last = connection.execute(_LAST).fetchone()
    except sqlite3.Error:
        return TimeFacts()
    finally:
        connection.close()
    return TimeFacts(zones, instant(last[0]) if last else None)


def time_findings(facts: TimeFacts, now: datetime) -> Iterator[Finding]:
    """What they mean at an instant (UTC); nothing where all is well."""
    if facts.unknown:
        problem = (
            f"this machine does not know {', '.join(facts.unknown)}: the organisation's zone, or UTC, counts there"
        )
        fix = (
            "Bring the package tzdata up to date (the system's, or with pip install --upgrade), and start the bot anew."
        )
        yield Finding(ZONES, problem, fix)
    if facts.last is not None and facts.last - now > AHEAD:
        problem = (
            f"the last entry is of {facts.last:%Y-%m-%d %H:%M} UTC, but on this machine it is {now:%Y-%m-%d %H:%M}: "
            "until then everything is recorded as of that minute, and nothing falls due"
        )
        yield Finding(
            "clock", problem, "If this machine is right now, it passes by itself; else let it keep time by NTP."
        )
