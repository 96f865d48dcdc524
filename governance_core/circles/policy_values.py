"""How the values of a circle's rules are read: lengths, counts, quorums, limits, schedules.

Every reader raises ValueError, in words, for what it cannot read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from governance_core.kernel.cadence import Cadence
from governance_core.kernel.holidays import holiday
from governance_core.kernel.ids import is_key
from governance_core.kernel.money import Unit, amount_of
from governance_core.kernel.time import Duration
from governance_core.kernel.units import limit_typed


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many real answers are needed: a count, or a percentage of the electorate rounded up."""

    number: int
    percent: bool

    def of(self, electors: int) -> int:
        """The number needed among so many electors; never more than there are."""
        needed = -(-self.number * electors // 100) if self.percent else self.number
        return min(needed, electors)

    def __str__(self) -> str:
        return f"{self.number}%" if self.percent else str(self.number)


@dataclass(frozen=True, slots=True)
class ObjectionReply:
    """How long an objector may be silent, and how many reminders they get before that counts."""

    within: Duration
    reminders: int

    def __str__(self) -> str:
        return f"{self.within}, {self.reminders} reminders"


def duration(value: str) -> Duration:
    """A length of time, such as `72h`."""
    return Duration.parse(value)


def duration_or_off(value: str) -> Duration | None:
    """A length of time; None for `off`."""
    return None if value.lower() in ("off", "none") else Duration.parse(value)


def one_of(*allowed: str) -> Callable[[str], str]:
    """Reads one of these words and nothing else."""

    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"{value!r} is not one of {', '.join(allowed)}")
        return value

    return read


def quorum(value: str) -> Quorum:
    """A count such as `3`, or a percentage such as `50%`."""
    found = re.fullmatch(r"\s*(\d{1,4})\s*(%?)\s*", value)
    if not found or int(found[1]) < 1:
        raise ValueError(f"{value!r} is no quorum; write a count such as 3 or a percentage such as 50%")
    if found[2] and int(found[1]) > 100:
        raise ValueError(f"{value!r} is more than everybody; a percentage goes up to 100%")
    return Quorum(int(found[1]), bool(found[2]))


def whole(value: str) -> int:
    """A whole number from 1 to 99."""
    if not value.strip().isdecimal() or not 1 <= int(value) <= 99:
        raise ValueError(f"{value!r} is not a whole number from 1 to 99")
    return int(value)


def whole_or_off(value: str) -> int | None:
    """A whole number from 1 to 99; None for `off`."""
    return None if value.lower() in ("off", "none") else whole(value)


def yes_no(value: str) -> bool:
    """`true` or `false`, also as yes, no, on and off."""
    answers = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    if value.lower() not in answers:
        raise ValueError(f"{value!r} is neither true nor false")
    return answers[value.lower()]


def reply(value: str) -> ObjectionReply:
    """How long an objector may be silent, and after how many reminders that counts: `72h, 2 reminders`."""
    found = re.fullmatch(r"\s*(\S+?)\s*,\s*(\d{1,2})\s+reminders?\s*", value)
    if not found:
        raise ValueError(f"{value!r} is not a length and a number of reminders, such as 72h, 2 reminders")
    return ObjectionReply(Duration.parse(found[1]), int(found[2]))


def reminders(value: str) -> tuple[str, ...]:
    """`half` (of the window) and lengths before the end, separated by commas; `off` for none."""
    if value.lower() in ("off", "none", ""):
        return ()
    parts = tuple(part.strip() for part in value.split(","))
    return tuple(part if part == "half" else str(Duration.parse(part)) for part in parts)


def lengths(value: str) -> tuple[str, ...]:
    """Lengths of time, separated by commas; `off` for none."""
    return (
        ()
        if value.lower() in ("off", "none", "")
        else tuple(dict.fromkeys(str(Duration.parse(part)) for part in value.split(",")))
    )


def limits(value: str) -> tuple[str, ...]:
    """An amount for each unit, separated by commas; `off` for none."""
    if value.lower() in ("off", "none", ""):
        return ()
    return tuple(limit_typed(part) for part in re.split(r",\s+", value.strip()))


def limit_in(written: tuple[str, ...], unit: Unit) -> int | None:
    """The limit (minor units) for amounts of a unit, the least where there are several; None where there is none."""
    read = (_limit_in(one, unit) for one in written)
    return min((minor for minor in read if minor is not None), default=None)


def _limit_in(limit: str, unit: Unit) -> int | None:
    """Minor units of a limit; None where it is in another unit."""
    try:
        minor, of = amount_of(limit, (unit,), others=True)
    except ValueError:
        return None
    return minor if of.code == unit.code else None


def holidays(value: str) -> tuple[str, ...]:
    """Days, separated by commas; `off` for none."""
    if value.lower() in ("off", "none", ""):
        return ()
    return tuple(dict.fromkeys(holiday(part) for part in value.split(",")))


def role_names(value: str) -> tuple[str, ...]:
    """Roles, separated by commas."""
    names = tuple(dict.fromkeys(part.strip() for part in value.split(",")))
    for name in names:
        if not is_key(name):
            raise ValueError(f"{name!r} is no role; write roles such as treasurer, lead")
    return names


def schedule(value: str) -> str:
    """A schedule as it is kept, such as `every mon 09:00`; empty for `off`."""
    if value.lower() in ("off", "none", ""):
        return ""
    try:
        return str(Cadence.parse(value))
    except ValueError as reason:  # refusals end their sentences themselves
        raise ValueError(str(reason).rstrip(".")) from None
