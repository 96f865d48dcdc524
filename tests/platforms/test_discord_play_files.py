"""Files that are handed out on Discord: with the answer, which only the one who asked sees."""

import io
import re
from pathlib import Path
from zipfile import ZipFile

from discord_play import playing, said
from icalendar import Calendar


async def test_the_register_of_a_circle_comes_with_the_answer(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        shown = await play.slash("cem", "circle export", circle="garden")
        assert shown.ephemeral
        assert "Register of Garden" in said(shown)
        [file] = shown.response.attachments
        assert file.filename == "garden-register.zip"
        with ZipFile(io.BytesIO(await file.read())) as held:
            assert "proposals/P-1.md" in held.namelist()
            assert "They dry out" in held.read("proposals/P-1.md").decode()


async def test_who_may_not_have_it_gets_no_file(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        refused = await play.slash("ana", "circle export", circle="garden")
        assert "can export the register of Garden. Ask them to." in said(refused)
        assert not refused.response.attachments


async def test_a_calendar_comes_with_the_answer(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        for path, more in (("circle calendar", {"circle": "garden"}), ("me calendar", {})):
            shown = await play.slash("ana", path, **more)
            assert shown.ephemeral
            [file] = shown.response.attachments
            assert file.filename.endswith("-calendar.ics")
            [event] = Calendar.from_ical(await file.read()).walk("VEVENT")
            assert str(event["UID"]).startswith("P-1.deadline@")


async def test_an_address_of_a_calendar_is_shown_to_one_person_only(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.caretaking.served[play.org] = "https://circlet.example.org"
        shown = await play.slash("ana", "me calendar")
        made = await play.click("ana", shown.response, "Get an address")
        assert made.response.ephemeral
        assert re.search(r"^https://circlet\.example\.org/calendar/[a-z2-7]{32}\.ics$", said(made), re.MULTILINE)
        assert made.response.flags.components_v2, (
            "a message of this kind has no previews, so nobody fetches the address"
        )
