"""The rules a circle sets itself: every key with its default, read once and inherited from the parent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from governance_core.circles.policy_values import (
    ObjectionReply,
    Quorum,
    duration,
    duration_or_off,
    holidays,
    lengths,
    limits,
    one_of,
    quorum,
    reminders,
    reply,
    role_names,
    schedule,
    whole,
    whole_or_off,
    yes_no,
)
from governance_core.kernel.time import Duration, clock_range, clock_time

LIMITS = ("announce_up_to", "approve_up_to")
"""The keys that hold amounts."""
READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "process": ("full", one_of("full", "quick")),
    "silence": ("explicit", one_of("explicit", "consents")),
    "quorum": ("50%", quorum),
    "window": ("72h", duration),
    "clarify": ("24h", duration),
    "react": ("off", duration_or_off),
    "amend": ("48h", duration),
    "extension": ("48h", duration_or_off),
    "after_objection": ("24h", duration),
    "rounds": ("3", whole),
    "objection_reply": ("72h, 2 reminders", reply),
    "test": ("group", one_of("group", "facilitator", "objector")),
    "test_window": ("24h", duration),
    "adopt_objection": ("48h", duration),
    "sponsor": ("72h", duration),
    "stand_aside": ("false", yes_no),
    "review": ("180d", duration),
    "expiry": ("off", duration_or_off),
    "reminders": ("half, 24h", reminders),
    "day_starts": ("09:00", clock_time),
    "quiet_hours": ("20:00-08:00", clock_range),
    "outage_grace": ("false", yes_no),
    "announce_up_to": ("off", limits),
    "announce_wait": ("48h", duration),
    "approve_up_to": ("off", limits),
    "approvers": ("treasurer", role_names),
    "approvals": ("1", whole),
    "open_requests": ("3", whole),
    "separation": ("true", yes_no),
    "last_payer": ("approver", one_of("nobody", "members", "approver")),
    "receipts": ("false", yes_no),
    "receipt_reminders": ("7d, 21d", lengths),
    "holidays": ("off", holidays),
    "on_holiday": ("skip", one_of("skip", "move")),
    "blocker_days": ("3", whole_or_off),
    "longest_loan": ("30d", duration_or_off),
    "digest": ("off", schedule),
    "empty_digest": ("silent", one_of("silent", "line")),
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
