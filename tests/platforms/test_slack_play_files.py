"""Files that are handed out on Slack: as direct messages, or else it is said why not."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from slack_play import Play, playing

from adapters.slack.files import Files
from governance_core.application.front_desk import Outcome
from governance_core.cards.card import Card, Heading, Picture
from governance_core.cards.chart import Band, Chart
from governance_core.cards.file import text_file
from governance_core.kernel.ids import Actor

pytestmark = pytest.mark.contract


def uploaded(play: Play) -> list[dict[str, Any]]:
    """What was asked of Slack to have a file arrive, in the end."""
    return [body for method, body in play.rig.calls if method == "files.completeUploadExternal"]


async def test_the_register_of_a_circle_comes_as_a_direct_message(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.furnish("secretary: cem")
        await play.propose()
        shown = await play.slash("cem", "/circle export garden")
        assert "Register of Garden" in shown.told
        assert "garden-register.zip" in shown.told
        assert "was sent to you as a direct message" in shown.told
        talk = play.rig.talks[play.rig.users["cem"]]
        assert [one["channel_id"] for one in uploaded(play)] == [talk]
        found = await play.rig.look("conversations.history", {"channel": talk})
        [file] = found["messages"][0]["files"]
        assert (file["name"], file["size"] > 500) == ("garden-register.zip", True)


async def test_who_may_not_have_it_gets_no_file(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.furnish("secretary: cem")
        refused = await play.slash("ben", "/circle export garden")
        assert "can export the register of Garden" in refused.told
        assert uploaded(play) == []


async def test_without_the_scope_it_is_said_what_an_admin_does(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.furnish("secretary: cem")
        missing = {"ok": False, "error": "missing_scope", "needed": "files:write"}
        play.rig.errors["files.getUploadURLExternal"] = [(200, missing, {})]
        shown = await play.slash("cem", "/circle export garden")
        said = shown.told
        assert "could not be sent" in said
        assert "circlet slack manifest" in said


async def test_a_short_text_that_cannot_be_sent_is_shown(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        missing = {"ok": False, "error": "missing_scope", "needed": "files:write"}
        play.rig.errors["files.getUploadURLExternal"] = [(200, missing, {})] * 2
        short, long = text_file("a.csv", "text/csv", "a,b"), text_file("b.csv", "text/csv", "a,b\n" * 5_000)
        told = await Files(play.bot.connection.client).hand_out(play.rig.users["ana"], (short, long))
        assert [type(one).__name__ for one in told] == ["Paragraph", "Quote", "Paragraph"]


async def test_a_picture_that_was_asked_for_comes_as_a_direct_message_and_says_what_it_shows(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        begin = datetime(2026, 3, 2, tzinfo=UTC)
        bands = (Band("Spent", (0, 30)), Band("Available", (100, 70)))
        days = ("Mon 2 Mar 2026", "Tue 31 Mar 2026")
        chart = Chart("EUR", 2, begin, begin + timedelta(days=30), (begin, begin + timedelta(days=9)), bands, days)
        by, desk = Actor.of_account("slack", play.rig.users["ben"]), play.bot.gateway._around.desk
        for asked in (True, False):
            card = Card("garden", (Heading(("Envelopes",)), Picture(chart, ("EUR 0.30 is spent.",), asked)))
            told = await desk.shown(Outcome(partial(Card, card.ref, card.blocks)), by)
            assert "EUR 0.30 is spent." in str(told[0].blocks)
            assert ("was sent to you as a direct message" in str(told[0].blocks)) == asked
        [sent] = uploaded(play)
        assert sent["channel_id"] == play.rig.talks[play.rig.users["ben"]]
        [asked_for] = [body for method, body in play.rig.calls if method == "files.getUploadURLExternal"]
        assert (asked_for["filename"], asked_for["alt_txt"]) == ("picture-1.png", "EUR 0.30 is spent.")


@pytest.mark.parametrize("typed", ["/circle calendar garden", "/gov me calendar"])
async def test_a_calendar_comes_as_a_direct_message(typed: str, tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        shown = await play.slash("ana", typed)
        assert "alendar" in shown.told
        assert "was sent to you as a direct message" in shown.told
        assert len(uploaded(play)) == 1
