"""The rules a circle sets itself: every key with its default, read once and inherited from the parent."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from governance_core.kernel.cadence import Cadence
from governance_core.kernel.holidays import holiday
from governance_core.kernel.ids import is_key
from governance_core.kernel.money import Unit, amount_of
from governance_core.kernel.time import Duration, clock_range, clock_time
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


def _duration(value: str) -> Duration:
    return Duration.parse(value)


def _duration_or_off(value: str) -> Duration | None:
    return None if value.lower() in ("off", "none") else Duration.parse(value)


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"{value!r} is not one of {', '.join(allowed)}")
        return value

    return read


def _quorum(value: str) -> Quorum:
    found = re.fullmatch(r"\s*(\d{1,4})\s*(%?)\s*", value)
    if not found or int(found[1]) < 1:
        raise ValueError(f"{value!r} is no quorum; write a count such as 3 or a percentage such as 50%")
    if found[2] and int(found[1]) > 100:
        raise ValueError(f"{value!r} is more than everybody; a percentage goes up to 100%")
    return Quorum(int(found[1]), bool(found[2]))


def _whole(value: str) -> int:
    if not value.strip().isdecimal() or not 1 <= int(value) <= 99:
        raise ValueError(f"{value!r} is not a whole number from 1 to 99")
    return int(value)


def _whole_or_off(value: str) -> int | None:
    return None if value.lower() in ("off", "none") else _whole(value)


def _yes_no(value: str) -> bool:
    answers = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    if value.lower() not in answers:
        raise ValueError(f"{value!r} is neither true nor false")
    return answers[value.lower()]


def _reply(value: str) -> ObjectionReply:
    found = re.fullmatch(r"\s*(\S+?)\s*,\s*(\d{1,2})\s+reminders?\s*", value)
    if not found:
        raise ValueError(f"{value!r} is not a length and a number of reminders, such as 72h, 2 reminders")
    return ObjectionReply(Duration.parse(found[1]), int(found[2]))


def _reminders(value: str) -> tuple[str, ...]:
    """`half` (of the window) and lengths before the end, separated by commas; `off` for none."""
    if value.lower() in ("off", "none", ""):
        return ()
    parts = tuple(part.strip() for part in value.split(","))
    return tuple(part if part == "half" else str(Duration.parse(part)) for part in parts)


def _lengths(value: str) -> tuple[str, ...]:
    """Lengths of time, separated by commas; `off` for none."""
    return (
        ()
        if value.lower() in ("off", "none", "")
        else tuple(dict.fromkeys(str(Duration.parse(part)) for part in value.split(",")))
    )


def _limits(value: str) -> tuple[str, ...]:
    """An amount for each unit, separated by commas; `off` for none."""
    if value.lower() in ("off", "none", ""):
        return ()
    return tuple(limit_typed(part) for part in re.split(r",\s+", value.strip()))


def limit_in(limits: tuple[str, ...], unit: Unit) -> int | None:
    """The limit (minor units) for amounts of a unit, the least where there are several; None where there is none."""
    read = (_limit_in(one, unit) for one in limits)
    return min((minor for minor in read if minor is not None), default=None)


def _limit_in(limit: str, unit: Unit) -> int | None:
    """Minor units of a limit; None where it is in another unit."""
    try:
        minor, of = amount_of(limit, (unit,), others=True)
    except ValueError:
        return None
    return minor if of.code == unit.code else None


def _holidays(value: str) -> tuple[str, ...]:
    """Days, separated by commas; `off` for none."""
    if value.lower() in ("off", "none", ""):
        return ()
    return tuple(dict.fromkeys(holiday(part) for part in value.split(",")))


def _role_names(value: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip() for part in value.split(",")))
    for name in names:
        if not is_key(name):
            raise ValueError(f"{name!r} is no role; write roles such as treasurer, lead")
    return names


def _schedule(value: str) -> str:
    """A schedule as it is kept, such as `every mon 09:00`; empty for `off`."""
    if value.lower() in ("off", "none", ""):
        return ""
    try:
        return str(Cadence.parse(value))
    except ValueError as reason:  # refusals end their sentences themselves
        raise ValueError(str(reason).rstrip(".")) from None


LIMITS = ("announce_up_to", "approve_up_to")
"""The keys that hold amounts."""
READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "process": ("full", _one_of("full", "quick")),
    "silence": ("explicit", _one_of("explicit", "consents")),
    "quorum": ("50%", _quorum),
    "window": ("72h", _duration),
    "clarify": ("24h", _duration),
    "react": ("off", _duration_or_off),
    "amend": ("48h", _duration),
    "extension": ("48h", _duration_or_off),
    "after_objection": ("24h", _duration),
    "rounds": ("3", _whole),
    "objection_reply": ("72h, 2 reminders", _reply),
    "test": ("group", _one_of("group", "facilitator", "objector")),
    "test_window": ("24h", _duration),
    "adopt_objection": ("48h", _duration),
    "sponsor": ("72h", _duration),
    "stand_aside": ("false", _yes_no),
    "review": ("180d", _duration),
    "expiry": ("off", _duration_or_off),
    "reminders": ("half, 24h", _reminders),
    "day_starts": ("09:00", clock_time),
    "quiet_hours": ("20:00-08:00", clock_range),
    "outage_grace": ("false", _yes_no),
    "announce_up_to": ("off", _limits),
    "announce_wait": ("48h", _duration),
    "approve_up_to": ("off", _limits),
    "approvers": ("treasurer", _role_names),
    "approvals": ("1", _whole),
    "open_requests": ("3", _whole),
    "separation": ("true", _yes_no),
    "last_payer": ("approver", _one_of("nobody", "members", "approver")),
    "receipts": ("false", _yes_no),
    "receipt_reminders": ("7d, 21d", _lengths),
    "holidays": ("off", _holidays),
    "on_holiday": ("skip", _one_of("skip", "move")),
    "blocker_days": ("3", _whole_or_off),
    "longest_loan": ("30d", _duration_or_off),
    "digest": ("off", _schedule),
    "empty_digest": ("silent", _one_of("silent", "line")),
}
"""Every key with its default and how its value is read (process.md, A circle's policy)."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules in force for a circle, read and complete."""

    process: str
    silence: str
    quorum: Quorum
    window: Duration
    clarify: Duration
    react: Duration | None
    amend: Duration
    extension: Duration | None
    after_objection: Duration
    rounds: int
    objection_reply: ObjectionReply
    test: str
    test_window: Duration
    adopt_objection: Duration
    sponsor: Duration
    stand_aside: bool
    review: Duration
    expiry: Duration | None
    reminders: tuple[str, ...]
    day_starts: str
    quiet_hours: str
    outage_grace: bool
    announce_up_to: tuple[str, ...]
    announce_wait: Duration
    approve_up_to: tuple[str, ...]
    approvers: tuple[str, ...]
    approvals: int
    open_requests: int
    separation: bool
    last_payer: str
    receipts: bool
    receipt_reminders: tuple[str, ...]
    holidays: tuple[str, ...]
    on_holiday: str
    blocker_days: int | None
    longest_loan: Duration | None
    digest: str
    empty_digest: str


def read_policy(*layers: Mapping[str, str]) -> Policy:
    """The policy that results when later layers override earlier ones. Raises ValueError for an impossible value."""
    values: dict[str, str] = {}
    for layer in layers:
        values.update(layer)
    return _read_policy(frozenset(values.items()))


@lru_cache(maxsize=256)
def _read_policy(written: frozenset[tuple[str, str]]) -> Policy:
    """The same values make the same policy, and reading them is most of what a request for money costs."""
    values = {key: default for key, (default, _) in READERS.items()} | dict(written)
    return Policy(**{key: READERS[key][1](value) for key, value in values.items()})


def canonical(key: str, value: str) -> str:
    """A value as it is kept. Raises KeyError for an unknown key, ValueError (with the reason) for a bad value."""
    read = READERS[key][1](value)
    match read:
        case None | "":
            return "off"
        case bool():
            return "true" if read else "false"
        case tuple():
            return ", ".join(read) or "off"
        case _:
            return str(read)


assert tuple(READERS) == tuple(f.name for f in fields(Policy)), "the table and the record name the same keys"
