"""Check-ins in the config file: planned, applied, changed in the chat, and written back."""

import pytest
from bot_program import Program

HERE = "    homes:\n      console: garden\n"
CHECKIN = """    checkins:
      weekly:
        title: Weekly check-in
        every: every 2 weeks on mon 09:00
        questions:
          - text: What did you do?
          - next: What is next?
          - "choice: Where? = shed / garden"
        open_for: 4h
        optional: [dee]
"""
SECOND = """      monthly:
        title: Monthly look
        every: monthly on last working day 16:00
        questions: "mood: How are you?"
"""


@pytest.fixture
def asked(applied: Program) -> Program:
    applied.edit((HERE, HERE + CHECKIN))
    assert applied.call("apply").code == 0
    return applied


def test_a_check_in_is_planned_and_applied(applied: Program) -> None:
    applied.edit((HERE, HERE + CHECKIN))
    planned = applied.call("plan")
    assert "+ circles.garden.checkins.weekly: Weekly check-in, every 2 weeks on mon 09:00" in planned.out
    assert applied.call("apply").code == 0
    assert applied.call("plan").out == "The file changes nothing.\n"
    shown = applied.talk("ben: /checkin show C-1").out
    assert "every 2 weeks on Monday at 09:00, counted from" in shown
    assert "Where? (shed / garden)" in shown
    assert "Optional: Dee" in shown


def test_it_is_changed_and_ended_by_the_file(asked: Program) -> None:
    asked.edit(("open_for: 4h", "open_for: 6h"), ("title: Weekly check-in", "title: Fortnightly"))
    planned = asked.call("plan").out
    assert "~ circles.garden.checkins.weekly: title Fortnightly (was Weekly check-in); open_for 6h (was 4h)" in planned
    assert asked.call("apply").code == 0
    assert asked.call("audit").code == 0
    asked.edit((CHECKIN.replace("4h", "6h").replace("Weekly check-in", "Fortnightly"), ""))
    assert "- circles.garden.checkins.weekly: the check-in Fortnightly ends" in asked.call("plan").out
    assert asked.call("apply").code == 0
    assert "[ended]" in asked.talk("ben: /checkin show C-1").out


def test_what_the_chat_changed_is_drift_and_can_be_written_back(asked: Program) -> None:
    changes = (
        "ana: /checkin edit C-1 title:Fortnightly",
        'ana: /checkin create circle:garden title:Daily every:"daily 12:00" questions:"text: So?" open_for:2h',
    )
    assert asked.talk(*changes).code == 0
    planned = asked.call("plan").out
    assert "title file Weekly check-in, in force Fortnightly" in planned
    assert "circles.garden.checkins.c-2: there is the check-in Daily, the file does not have it" in planned
    pulled = asked.call("config", "pull")
    assert (pulled.code, pulled.err) == (0, "")
    assert asked.call("plan").out == "The file changes nothing.\n"
    written = asked.config.read_text(encoding="utf-8")
    assert "title: Fortnightly" in written
    assert "every: every 2 weeks on mon 09:00\n" in written
    assert asked.call("apply").out.endswith("Nothing to apply.\n")
    asked.edit(("title: Daily", "title: Every day"))
    assert asked.call("apply").code == 0
    assert "Every day" in asked.talk("ben: /checkin show C-2").out


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("every 2 weeks on mon 09:00", "0 9 * * 1", "The schedule cannot be used."),
        ("every 2 weeks on mon 09:00", "every blue moon 09:00", "cannot be used. 'every blue"),
        ("every 2 weeks on mon 09:00", "every 2 weeks on mon", "no time of day in it"),
        ("          - next: What is next?\n", "          - essay: What is next?\n", "no questions of the kind essay"),
        ("open_for: 4h", "open_for: soon", "soon"),
        ("optional: [dee]", "optional: [zed]", "There is no member"),
        ("        title: Weekly check-in\n", "", "title is missing"),
        ("open_for: 4h", "open: 4h", "There is no key"),
        ("open_for: 4h", "open_for: 3w", "Open for 3 weeks, it would still be open"),
    ],
)
def test_what_cannot_be_is_said_at_its_line(applied: Program, old: str, new: str, said: str) -> None:
    applied.edit((HERE, HERE + CHECKIN.replace(old, new)))
    ran = applied.call("check")
    assert ran.code != 0
    assert said in ran.out + ran.err


def test_what_the_rules_refuse_is_said_and_nothing_is_applied(applied: Program) -> None:
    often = CHECKIN.replace("every 2 weeks on mon", "every mon, tue").replace("open_for: 4h", "open_for: 3d")
    applied.edit((HERE, HERE + often + SECOND))
    before = applied.everything()
    ran = applied.call("apply")
    assert ran.code != 0
    assert "Open for 3 days, it would still be open when it is asked again on" in ran.out + ran.err
    assert applied.everything() == before


def test_nothing_of_an_answer_is_left_of_whoever_was_erased(asked: Program) -> None:
    assert asked.talk('ben: /checkin early C-1 first:"Told nobody else"').code == 0
    assert "Told nobody else" in str(asked.everything())
    assert asked.call("erase", "ben", "--yes").code == 0
    assert "Told nobody else" not in str(asked.everything())
    assert asked.call("rebuild").code == 0
    assert asked.call("audit").code == 0
