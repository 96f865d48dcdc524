"""The one table of a circle's policy: every key, its default, what it accepts and what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.config.problems import Problems
from bot.config.sections import EMPTY, Section, read_leaf, read_names
from bot.config.values import (
    OFF,
    OFF_WORDS,
    a_holiday,
    amount,
    boolean,
    duration,
    objection_reply,
    one_of,
    quiet_hours,
    quorum,
    reminder,
    role,
    schedule,
    time_of_day,
    whole_number,
)
from bot.config.yaml_tree import Branch, Leaf, Listing, Value

PolicyValue = str | int | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyKey:
    """One line of the table: `accepts` reads a value, or each item where the default is a list."""

    name: str
    default: PolicyValue
    accepts: Callable[[str], PolicyValue]
    meaning: str
    may_be_off: bool = False

    @property
    def is_list(self) -> bool:
        """Does it hold several values?"""
        return isinstance(self.default, tuple)


TABLE = (
    PolicyKey("process", "full", one_of("full", "quick"), "all stages, or straight to the consent round"),
    PolicyKey("silence", "explicit", one_of("explicit", "consents"), "must everyone answer, or does silence count?"),
    PolicyKey("quorum", "50%", quorum, "real answers needed where silence consents, rounded up"),
    PolicyKey("window", "72h", duration, "length of the consent round"),
    PolicyKey("clarify", "24h", duration, "length of the stage of questions"),
    PolicyKey("react", OFF, duration, "length of the stage of reactions", may_be_off=True),
    PolicyKey("amend", "48h", duration, "length of the stage in which the proposer amends"),
    PolicyKey(
        "extension", "48h", duration, "added once when answers are missing and everyone must answer", may_be_off=True
    ),
    PolicyKey("after_objection", "24h", duration, "least time left when the last open objection goes"),
    PolicyKey("rounds", 3, whole_number(1, 99), "versions tried on an objection before it may be escalated"),
    PolicyKey(
        "objection_reply", "72h, 2 reminders", objection_reply, "an objector silent that long may be passed over"
    ),
    PolicyKey("test", "group", one_of("group", "facilitator", "objector"), "who says whether an objection qualifies"),
    PolicyKey("test_window", "24h", duration, "how long that takes at most"),
    PolicyKey("adopt_objection", "48h", duration, "a leaver's objection waits that long for somebody to adopt it"),
    PolicyKey("sponsor", "72h", duration, "a leaver's proposal waits that long for a sponsor"),
    PolicyKey("stand_aside", False, boolean, "may people stand aside?"),
    PolicyKey("review", "180d", duration, "when an agreement is looked at again"),
    PolicyKey("expiry", OFF, duration, "when an agreement ends by itself", may_be_off=True),
    PolicyKey("reminders", ("half", "24h"), reminder, "when those who have not answered are reminded", may_be_off=True),
    PolicyKey("day_starts", "09:00", time_of_day, "the time meant by a date without one"),
    PolicyKey("quiet_hours", "20:00-08:00", quiet_hours, "no reminders then", may_be_off=True),
    PolicyKey("outage_grace", False, boolean, "does a round about to close go on for as long as the bot was down?"),
    PolicyKey("announce_up_to", (), amount, "requests up to here are announced, not approved", may_be_off=True),
    PolicyKey("announce_wait", "48h", duration, "how long an announced request may be escalated"),
    PolicyKey("approve_up_to", (), amount, "requests up to here are approved by roles", may_be_off=True),
    PolicyKey("approvers", ("treasurer",), role, "the roles that approve requests, never their own"),
    PolicyKey("approvals", 1, whole_number(1, 99), "how many of them must approve"),
    PolicyKey("open_requests", 3, whole_number(1, 99), "requests a person may have open at once"),
    PolicyKey("separation", True, boolean, "is whoever pays neither the requester nor an approver?"),
    PolicyKey(
        "last_payer",
        "approver",
        one_of("nobody", "members", "approver"),
        "who pays where separation bars every keeper?",
    ),
    PolicyKey("receipts", False, boolean, "must there be a receipt before a request is closed?"),
    PolicyKey("receipt_reminders", ("7d", "21d"), duration, "when a missing receipt is asked for", may_be_off=True),
    PolicyKey("holidays", (), a_holiday, "days without check-ins: 2026-12-25, 12-25 every year", may_be_off=True),
    PolicyKey(
        "on_holiday", "skip", one_of("skip", "move"), "is what falls on one left out, or done the next working day?"
    ),
    PolicyKey(
        "blocker_days", 3, whole_number(1, 99), "days until somebody else hears of what is in the way", may_be_off=True
    ),
    PolicyKey("longest_loan", "30d", duration, "how long a shared thing is lent at most", may_be_off=True),
    PolicyKey("digest", OFF, schedule, "when the circle gets a digest, such as every mon 09:00", may_be_off=True),
    PolicyKey("empty_digest", "silent", one_of("silent", "line"), "what comes where nothing happened"),
)
POLICY_KEYS = {key.name: key for key in TABLE}
DEFAULTS: dict[str, PolicyValue] = {key.name: key.default for key in TABLE}


def read_policy(branch: Branch | None, problems: Problems) -> dict[str, PolicyValue]:
    """The policy written in one section, in normal form; what is not written is not in it."""
    if branch is None:
        return {}
    Section(branch, problems, POLICY_KEYS)
    read = {
        name: _read(POLICY_KEYS[name], value, problems) for name, value in branch.entries.items() if name in POLICY_KEYS
    }
    return {name: value for name, value in read.items() if value is not None}


def _read(key: PolicyKey, value: Value, problems: Problems) -> PolicyValue | None:
    if key.may_be_off and _is_off(value):
        return () if key.is_list else OFF
    if key.is_list:
        return _read_list(key, value, problems)
    return read_leaf(value, key.accepts, problems)


def _is_off(value: Value) -> bool:
    return isinstance(value, Leaf) and value.kind != "blank" and value.text.lower() in OFF_WORDS


def _read_list(key: PolicyKey, value: Value, problems: Problems) -> tuple[str, ...]:
    read_names(value, problems)
    items = value.items if isinstance(value, Listing) else ()
    leaves = [item for item in items if isinstance(item, Leaf) and item.kind not in EMPTY]
    read = [read_leaf(leaf, key.accepts, problems) for leaf in leaves]
    return tuple(dict.fromkeys(str(item) for item in read if item is not None))
