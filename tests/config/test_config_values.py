"""What is written in several ways is kept in one, and the table of the policy is the one people are promised."""

import pytest

from bot.config import DEFAULTS, POLICY_KEYS

PROMISED_DEFAULTS = {
    "process": "full",
    "silence": "explicit",
    "quorum": "50%",
    "window": "72h",
    "clarify": "24h",
    "react": "off",
    "amend": "48h",
    "extension": "48h",
    "after_objection": "24h",
    "rounds": 3,
    "objection_reply": "72h, 2 reminders",
    "test": "group",
    "test_window": "24h",
    "adopt_objection": "48h",
    "sponsor": "72h",
    "stand_aside": False,
    "outage_grace": False,
    "review": "180d",
    "expiry": "off",
    "reminders": ("half", "24h"),
    "day_starts": "09:00",
    "quiet_hours": "20:00-08:00",
    "announce_up_to": (),
    "announce_wait": "48h",
    "approve_up_to": (),
    "approvers": ("treasurer",),
    "approvals": 1,
    "open_requests": 3,
    "separation": True,
    "last_payer": "approver",
    "receipts": False,
    "receipt_reminders": ("7d", "21d"),
    "holidays": (),
    "on_holiday": "skip",
    "blocker_days": 3,
    "longest_loan": "30d",
    "digest": "off",
    "empty_digest": "silent",
}
NORMAL_FORMS = [
    ("announce_up_to: [50 EUR, 1.5 KWD, 600 JPY]", ("50.00 EUR", "1.5000 KWD", "600 JPY")),
    ("approve_up_to: off", ()),
    ("approvers: [lead, treasurer]", ("lead", "treasurer")),
    ("window: 72h", "72h"),
    ("window: 072h", "72h"),
    ('window: "72h"', "72h"),
    ("window: 24h", "24h"),
    ("window: 1d", "1d"),
    ("review: 2w", "2w"),
    ("review: 3650d", "3650d"),
    ("test_window: 30m", "30m"),
    ("react: off", "off"),
    ("react: null", "off"),
    ("react: ~", "off"),
    ("react: 12h", "12h"),
    ("expiry: none", "off"),
    ("extension: false", "off"),
    ("quorum: 50%", "50%"),
    ('quorum: "100 %"', "100%"),
    ("quorum: 3", "3"),
    ("rounds: 5", 5),
    ("stand_aside: true", True),
    ("stand_aside: yes", True),
    ("stand_aside: off", False),
    ("day_starts: 9:00", "09:00"),
    ("day_starts: 00:00", "00:00"),
    ("quiet_hours: 20:00-08:00", "20:00-08:00"),
    ("quiet_hours: 20:00–08:00", "20:00-08:00"),
    ("quiet_hours: 9:30 - 17:00", "09:30-17:00"),
    ("quiet_hours: off", "off"),
    ("objection_reply: 72h, 2 reminders", "72h, 2 reminders"),
    ("objection_reply: 2d", "2d, 2 reminders"),
    ("objection_reply: 2d, 1 reminder", "2d, 1 reminder"),
    ("objection_reply: 2d,0 reminders", "2d, 0 reminders"),
    ("reminders: [half, 24h]", ("half", "24h")),
    ("reminders:\n  - 2h", ("2h",)),
    ("reminders: off", ()),
    ("silence: consents", "consents"),
    ("test: objector", "objector"),
]


def test_the_table_has_the_promised_keys_and_defaults():
    assert DEFAULTS == PROMISED_DEFAULTS


@pytest.mark.parametrize("name", sorted(PROMISED_DEFAULTS))
def test_every_default_is_its_own_normal_form(name):
    key = POLICY_KEYS[name]
    written = key.default if isinstance(key.default, tuple) else (key.default,)
    if key.default != "off":
        assert [key.accepts(str(value).lower()) for value in written] == list(written)
    assert key.default != "off" or key.may_be_off


@pytest.mark.parametrize("line, value", NORMAL_FORMS)
def test_policy_values_are_kept_in_one_form(sound, read, line, value):
    key = line.partition(":")[0]
    assert read(sound.replace("  process: quick", "  " + line.replace("\n", "\n  "))).policy[key] == value


def test_a_discord_id_without_quotes_keeps_every_digit(sound, read):
    text = sound.replace('"100000000000000001"', "123456789012345678")
    assert read(text).members["ana"].accounts["discord"] == "123456789012345678"


@pytest.mark.parametrize(
    "written, kept",
    [("DE", "de"), ("pt-br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"), ("tok", "tok")],
)
def test_languages_are_written_the_usual_way(sound, read, written, kept):
    assert read(sound.replace("    zone: Asia/Tokyo", f"    language: {written}")).members["ben"].language == kept


@pytest.mark.parametrize("name", ["UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+3", "Asia/Kolkata"])
def test_zones_of_every_kind(sound, read, name):
    assert read(sound.replace("Asia/Tokyo", name)).members["ben"].zone == name


def test_what_is_not_written_has_the_stated_default(sound, read):
    file = read(sound)
    assert file.organisation.language == "en"
    assert file.circles["whole"].private is False
    assert file.circles["whole"].parent is None
    assert file.circles["whole"].zone is None
    assert file.members["cem"].zone is None
    assert file.platforms == {}


def test_roles_hold_the_four_seats_and_the_further_ones(sound, read):
    circle = read(sound.replace("    lead: ana", "    lead: ana\n    roles: {treasurer: ben}")).circles["garden"]
    assert circle.roles == {"lead": "ana", "delegate": "ben", "treasurer": "ben"}


def test_platforms_name_the_variable_of_each_secret(sound, read):
    text = (
        sound + "platforms:\n  slack:\n    token: ${SLACK_BOT_TOKEN}\n    app_token: '${APP}'\n    workspace: T0REEF\n"
    )
    slack = read(text).platforms["slack"]
    assert slack.secrets == {"token": "SLACK_BOT_TOKEN", "app_token": "APP"}
    assert slack.settings == {"workspace": "T0REEF"}


def test_every_key_is_found_again_by_its_path(sound, read):
    located = read(sound).located
    assert located.at(("members", "ana", "accounts", "slack")) == (11, 7)
    assert located.at(("circles", "garden", "members", "ben")) == (30, 20)
    assert located.at(("circles", "garden", "policy", "window")) == (35, 5)
    assert located.at(("circles", "gone", "lead")) == (19, 1)
    assert located.at(("nothing",)) == (1, 1)


def test_two_files_that_say_the_same_are_equal(sound, read):
    assert read(sound) == read("# a comment\n" + sound.replace("50%", '"50%"'))
    assert read(sound) != read(sound.replace("50%", "60%"))
