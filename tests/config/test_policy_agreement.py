"""The config file and the core read the same policy: same keys, same defaults, and what one accepts the other keeps."""

import pytest

from bot.config import POLICY_KEYS, check_text
from bot.meaning import written
from governance_core.circles.policy import READERS, canonical

SAMPLES = {
    "process": ["full", "quick"],
    "silence": ["explicit", "consents"],
    "quorum": ["50%", "3", "100%", "1"],
    "rounds": ["1", "99"],
    "objection_reply": ["72h, 2 reminders", "2d, 1 reminders"],
    "test": ["group", "facilitator", "objector"],
    "stand_aside": ["true", "false"],
    "outage_grace": ["true", "false"],
    "reminders": ["[half, 24h]", "[2h]", "off"],
    "day_starts": ["09:00", "00:00"],
    "quiet_hours": ["20:00-08:00", "off"],
    "react": ["off", "12h"],
    "extension": ["off", "48h"],
    "expiry": ["off", "365d"],
    "announce_up_to": ["off", "[50 EUR]", '["1234.50 EUR", 600 JPY, "1.5 KWD"]'],
    "approve_up_to": ["off", "[250 EUR]"],
    "approvers": ["[treasurer]", "[lead, keeper-of-keys]"],
    "approvals": ["1", "2"],
    "open_requests": ["1", "99"],
    "separation": ["true", "false"],
    "last_payer": ["nobody", "members", "approver"],
    "receipts": ["true", "false"],
    "receipt_reminders": ["off", "[7d, 21d]"],
    "holidays": ["off", '["12-25", "2026-12-24..2027-01-01"]'],
    "on_holiday": ["skip", "move"],
    "blocker_days": ["1", "99", "off"],
    "longest_loan": ["off", "8h", "14d"],
    "digest": ["every mon 09:00", "monthly on last working day 16:00", "off"],
    "empty_digest": ["silent", "line"],
}
BARE = ("stand_aside", "outage_grace", "rounds", "approvals", "open_requests", "separation", "receipts", "blocker_days")
"""Keys whose values are no text."""
LENGTHS = ["30m", "72h", "90d", "2w"]
FILE = """organisation: {{id: one, name: One, zone: UTC, admins: [ana]}}
members: {{ana: {{name: Ana}}}}
policy: {{{key}: {value}}}
circles: {{all-of-us: {{name: All, aim: Aim, domain: Domain, members: [ana]}}}}
"""


def test_both_know_the_same_keys_in_the_same_order() -> None:
    assert list(POLICY_KEYS) == list(READERS)


@pytest.mark.parametrize("key", READERS)
def test_the_defaults_are_the_same(key: str) -> None:
    default, _ = READERS[key]
    assert canonical(key, written(POLICY_KEYS[key].default)) == canonical(key, default)


@pytest.mark.parametrize("key,value", [(key, value) for key in READERS for value in SAMPLES.get(key, LENGTHS)])
def test_what_the_file_accepts_the_core_keeps(key: str, value: str) -> None:
    quoted = value if value.startswith("[") else f'"{value}"' if key not in BARE else value
    file, problems = check_text(FILE.format(key=key, value=quoted), "config.yaml")
    assert file is not None, problems
    kept = canonical(key, written(file.policy[key]))
    assert canonical(key, kept) == kept
