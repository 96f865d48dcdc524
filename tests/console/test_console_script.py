"""The language of scripts: what each line means, and what is said of a line that means nothing."""

import pytest

from adapters.console.acts import (
    Act,
    DeliverTwice,
    Down,
    Leave,
    Line,
    Open,
    PressButton,
    Restart,
    Say,
    ScriptError,
    SetClock,
    Slash,
    UseConfig,
    Wait,
    WaitUntil,
)
from adapters.console.script import parse_line, parse_script
from governance_core.kernel.time import Duration


def act(deed: object, actor: str = "ana", platform: str = "console") -> Act:
    return Act(1, actor, platform, deed)  # type: ignore[arg-type]


GOOD: list[tuple[str, Line]] = [
    ("ana: /help", act(Slash(("help",)))),
    ("ana:/help decide", act(Slash(("help", "decide")))),
    ("  ana :  /proposal show P-1  ", act(Slash(("proposal", "show", "P-1")))),
    ("ana@discord: /me inbox", act(Slash(("me", "inbox")), platform="discord")),
    ("ben@slack: open P-1", act(Open("P-1"), "ben", "slack")),
    ("U04-x.y@slack: open P-1", act(Open("P-1"), "U04-x.y", "slack")),
    (
        'ana: /proposal create circle:garden title:"Water the beds" review:90d',
        act(Slash(("proposal", "create"), (("circle", "garden"), ("title", "Water the beds"), ("review", "90d")))),
    ),
    (r'ana: /x t:"say \"no\" \\ \n \u00e9 🌱"', act(Slash(("x",), (("t", 'say "no" \\ \n é 🌱'),)))),
    ('ana: /x t:""', act(Slash(("x",), (("t", ""),)))),
    ("ana: /x t:", act(Slash(("x",), (("t", ""),)))),
    ("ana: /x at:2026-06-01 17:00", act(Slash(("x", "17:00"), (("at", "2026-06-01"),)))),
    ("ana: /x link:https://a.example/b?c=d", act(Slash(("x",), (("link", "https://a.example/b?c=d"),)))),
    ("ana: /show #P-1", act(Slash(("show", "#P-1")))),
    ("ana: /show P-1 # look first", act(Slash(("show", "P-1")))),
    ('ana: /find "water # beds"', act(Slash(("find", "water # beds")))),
    ('ana: press "Consent" on P-1', act(PressButton("Consent", "P-1"))),
    ("ana: press Consent with concern on P-1", act(PressButton("Consent with concern", "P-1"))),
    ('ana: press "Step on it" on P-1', act(PressButton("Step on it", "P-1"))),
    ('ben: press "Consent" on P-1 seen at v2', act(PressButton("Consent", "P-1", 2), "ben")),
    (
        'dee: press "Object" on P-1 seen at v1 with harm:"No" safe:tomorrow',
        act(PressButton("Object", "P-1", 1, (("harm", "No"), ("safe", "tomorrow"))), "dee"),
    ),
    ('dee: press "Object" on P-1 with harm:"No"', act(PressButton("Object", "P-1", None, (("harm", "No"),)), "dee")),
    ('ana: press "Show" on "Your inbox"', act(PressButton("Show", "Your inbox"))),
    ("ana: open D-31 v2", act(Open("D-31 v2"))),
    ('ana: say "Good morning" in garden', act(Say("Good morning", "garden"))),
    ("clock 2026-03-02 09:00 Europe/Lisbon", SetClock(1, "2026-03-02 09:00", "Europe/Lisbon")),
    ("clock 2026-03-02T09:00 UTC", SetClock(1, "2026-03-02 09:00", "UTC")),
    ("clock 2026-03-02", SetClock(1, "2026-03-02")),
    ("wait 3d", Wait(1, Duration(3, "d"))),
    ("wait 36h   # past the deadline", Wait(1, Duration(36, "h"))),
    ("wait until 2026-03-05 17:00", WaitUntil(1, "2026-03-05 17:00")),
    ("wait until 2026-03-05 17:00 Asia/Tokyo", WaitUntil(1, "2026-03-05 17:00", "Asia/Tokyo")),
    ("restart", Restart(1)),
    ("down 7d", Down(1, Wait(1, Duration(7, "d")))),
    ("down until 2026-03-09 10:00", Down(1, WaitUntil(1, "2026-03-09 10:00"))),
    ("config other.yaml", UseConfig(1, "other.yaml")),
    ('config "my org.yaml"', UseConfig(1, "my org.yaml")),
    ("leave ana", Leave(1, "ana")),
    ("deliver twice", DeliverTwice(1)),
]


@pytest.mark.parametrize("typed,meant", GOOD, ids=[typed for typed, _ in GOOD])
def test_a_line_means_what_it_says(typed: str, meant: Line) -> None:
    assert parse_line(1, typed) == meant


@pytest.mark.parametrize("typed", ["", "   ", "# a comment", "  # another", "\ufeff", "#"])
def test_blank_lines_and_comments_are_nothing(typed: str) -> None:
    assert parse_line(1, typed) is None


BAD: list[tuple[str, str]] = [
    ("foo bar", "foo begins no line"),
    ("wiat 3d", "Did you mean wait?"),
    ("clokc 2026-03-02", "Did you mean clock?"),
    ("/proposal list", "who does this? Write a member first"),
    ("ana /help", "ana begins no line"),
    ("ana:", "nothing is done here"),
    ("ana: help", "help is nothing to do"),
    ('ana: prss "Consent" on P-1', "Did you mean press?"),
    ("ana@teams: /help", "there is no platform teams. There are console, discord, slack."),
    ("ana@discrd: /help", "Did you mean discord?"),
    ("ana@: /help", "there is no platform"),
    ('ana: press "Consent"', 'expected press "Label" on REF'),
    ('ana: press "Consent" on', "on what?"),
    ("ana: press on P-1", 'expected press "Label" on REF'),
    ('ana: press "Consent" on P-1 seen at', "Expected seen at v2"),
    ('ana: press "Consent" on P-1 seen at once', "Expected seen at v2"),
    ('ana: press "Consent" on P-1 harm:no', "harm was not expected here"),
    ('ana: press "Object" on P-1 with no', "no has no name"),
    ("ana: open", "Expected open P-1"),
    ('ana: say "hi"', 'expected say "…" in HOME'),
    ('ana: say "hi" in a b', 'expected say "…" in HOME'),
    ('ana: /x t:"never ends', "has no closing quote"),
    ('ana: /x t:"a"b', "a space was expected, not b"),
    (r'ana: /x t:"\q"', "a \\ that means nothing"),
    ("ana: /x t:“a”", "straight quotes"),
    ("ana: /x a:1 a:2", "a is given twice"),
    ("clock", "expected clock 2026-03-02 09:00"),
    ("clock soon", "there is no time zone soon"),
    ("clock 2026-13-02 09:00", "not in the calendar"),
    ("clock 2026-03-02 25:00", "not in the calendar"),
    ("clock 2026-03-02 09:00 Europe/Lisboa", "there is no time zone Europe/Lisboa"),
    ("clock tomorrow 09:00", "expected clock 2026-03-02 09:00"),
    ("wait", "expected wait 3d"),
    ("wait 3 days", "expected wait 3d"),
    ("wait 3y", "is not a length of time"),
    ("wait 0d", "is not between a minute and ten years"),
    ("wait until", "expected wait 3d"),
    ("down", "expected down 3d, down 36h or down until 2026-03-05 17:00"),
    ("restart now", "nothing more was expected after restart"),
    ("config", "expected config FILE"),
    ("leave", "expected leave ana"),
    ("deliver", "expected deliver twice"),
    ("deliver thrice", "expected deliver twice"),
]


@pytest.mark.parametrize("typed,said", BAD, ids=[typed for typed, _ in BAD])
def test_a_line_that_means_nothing_says_why_with_its_number(typed: str, said: str) -> None:
    with pytest.raises(ScriptError) as caught:
        parse_line(7, typed)
    assert caught.value.number == 7
    assert str(caught.value).startswith("line 7: ")
    assert said in str(caught.value)


def test_a_script_keeps_the_numbers_of_its_lines() -> None:
    script = "# the start\n\nclock 2026-03-02 09:00 UTC\r\nana: /help\n"
    assert [line.number for line in parse_script(script)] == [3, 4]


def test_the_first_bad_line_of_a_script_is_named() -> None:
    with pytest.raises(ScriptError, match="line 3: foo begins no line"):
        parse_script("ana: /help\n\nfoo\nbar")


def test_very_long_texts_in_any_script_come_through_whole() -> None:
    words = "نص طويل 漢字 🏳️‍🌈 " * 1000
    line = parse_line(1, f'ana: /x text:"{words}"')
    assert line == act(Slash(("x",), (("text", words),)))
