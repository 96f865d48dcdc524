"""The largest digest there can be, with the longest words of every script: whole on both platforms, in all limits."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import discord_eyes
import discord_spec
import pytest
import slack_eyes
import slack_spec

from adapters.discord.render import SILENT
from adapters.discord.render import render as on_discord
from adapters.slack.render import render as on_slack
from governance_core.cards.card import Button, Card, Press
from governance_core.cards.text import Mention, Money, When, text
from governance_core.circles.model import Circle
from governance_core.digests.cards import digest_card
from governance_core.digests.gathering import MOST_LINES
from governance_core.digests.overview import MOST_CIRCLES
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.reports import Line, Part, Report, Window

MARCH = datetime(2026, 3, 9, 9, tzinfo=UTC)
SCRIPTS = {
    "latin": "Whereas the pump is booked on Thursdays and ",
    "arabic": "نسقي الأحواض يومي الاثنين والخميس صباحا و",
    "cjk": "月曜日と木曜日に花壇へ水をやることに決めます",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈🧑🏽‍🌾",
    "marks": "ệ̷ǫ̈ã́",
}


def named(script: str) -> str:
    return (SCRIPTS[script] * 30)[:400]


def lines(script: str, count: int, letter: str) -> tuple[Line, ...]:
    said = text("was to be done by ", When(MARCH), " · ", Money(99999999, "EUR", 2), " · ", Mention(PersonId("ana")))
    button = (Button("Remind 12 people", Press(f"{letter}-{number}", 0, "remind")) for number in range(count))
    return tuple(Line(f"{letter}-{number}", said, named(script), one) for number, one in enumerate(button))


def circles(script: str) -> tuple[Line, ...]:
    figures = (
        "3 need somebody · 2 closing soon · 5 decided or ended · 7 of 9 checked in · 2 blockers · 71 of 100 answered"
    )
    keys = [CircleId(f"circle-{number}") for number in range(MOST_CIRCLES)]
    return tuple(
        Line(one, text(f"{named(script)[:60]} · {figures}"), button=Button("Digest", Press(one, 0, "digest")))
        for one in keys
    )


def card(script: str, lead: bool) -> Card:
    """A root lead's digest is the largest one: a screen of lines, and a line for each circle."""
    each = MOST_LINES // 6
    parts = [(Part.NEEDS, "P"), (Part.CLOSING, "Q"), (Part.DECIDED, "D"), (Part.MONEY, "B"), (Part.PEOPLE, "C")]
    reports = [Report(part, lines(script, each, letter), more=3) for part, letter in (*parts, (Part.BLOCKERS, "X"))]
    if lead:
        reports.append(Report(Part.BELOW, circles(script), more=50))
    window = Window(CircleId("root"), MARCH - timedelta(days=7), MARCH, PersonId("ana") if lead else None)
    circle = Circle(CircleId("root"), named(script)[:60], roles={"lead": PersonId("ana")})
    return digest_card(circle, window, reports, "Europe/Lisbon", missed=3)


def wanted(of: Card) -> Sequence[str]:
    return [f"{one.press.ref}|0|{one.press.action}" for one in of.buttons()]


@pytest.mark.contract
@pytest.mark.parametrize("lead", [False, True])
@pytest.mark.parametrize("script", SCRIPTS)
def test_the_largest_digest_keeps_every_line_and_every_button_on_discord(script: str, lead: bool) -> None:
    largest = card(script, lead)
    message = on_discord(largest, discord_eyes.SIGHT)
    body = message.body(silent=message.quiet)
    assert discord_spec.complaints(discord_spec.POST, body) == []
    assert discord_spec.unwritten(body) == []
    assert body["flags"] & SILENT, "it wakes nobody"
    assert not [one for one in wanted(largest) if one not in str(body)]


@pytest.mark.contract
@pytest.mark.parametrize("lead", [False, True])
@pytest.mark.parametrize("script", SCRIPTS)
def test_the_largest_digest_keeps_every_line_and_every_button_on_slack(script: str, lead: bool) -> None:
    largest = card(script, lead)
    body = {"channel": "C1", **on_slack(largest, slack_eyes.SIGHT).body()}
    assert slack_spec.complaints(slack_spec.POST, body) == []
    assert slack_spec.unwritten(body) == []
    assert not [one for one in wanted(largest) if one not in str(body)]
