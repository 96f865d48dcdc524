"""In time: whatever the store does, Discord hears something within three seconds, and never what is not so yet."""

import logging
from pathlib import Path

import pytest
from discord_play import PROPOSAL, asked, playing, said, words

BRIEF = {"settle_timeout": 0.9}
"""Less than the bot waits for the store, so that only time that is passed on purpose passes."""


async def test_a_slow_press_is_answered_as_pending_and_then_with_its_receipt(tmp_path: Path) -> None:
    async with playing(tmp_path, **BRIEF) as play:
        card = await play.propose()
        go_on = play.hold("transact")
        pressed = await play.people["ben"].click(card, label="Consent")
        assert not pressed.acknowledged
        await play.env.advance_time(1.6)
        assert pressed.deferred
        assert pressed.ephemeral
        assert "0 of 3" in words(play.card())
        go_on.set()
        await play.env.settle()
        await play.loops.sweep()
        assert "receipt" in said(pressed)
        assert "1 of 3" in words(play.card())


async def test_a_form_that_cannot_be_found_out_in_time_asks_to_press_again(tmp_path: Path) -> None:
    async with playing(tmp_path, **BRIEF) as play:
        card = await play.propose()
        go_on = play.hold("read")
        pressed = await play.people["ben"].click(card, label="Object")
        await play.env.advance_time(1.1)
        assert "busy" in said(pressed)
        assert pressed.ephemeral
        go_on.set()
        await play.env.settle()
        assert asked(await play.click("ben", card, "Object"))


async def test_a_form_handed_in_while_the_store_is_slow_is_not_lost(tmp_path: Path) -> None:
    async with playing(tmp_path, **BRIEF) as play:
        form = await play.slash("ana", "proposal create", circle="garden")
        go_on = play.hold("transact")
        handed_in = await play.people["ana"].submit_modal(form, PROPOSAL)
        await play.env.advance_time(1.6)
        assert handed_in.deferred
        go_on.set()
        await play.env.settle()
        assert "P-1" in said(handed_in)


async def test_suggestions_are_none_rather_than_late(tmp_path: Path) -> None:
    async with playing(tmp_path, **BRIEF) as play:
        go_on = play.hold("read")
        typing = play.people["ana"].autocomplete(play.garden, "proposal create", "circle", "g")
        found = await typing
        assert found == []
        await play.env.advance_time(2.1)
        go_on.set()
        await play.env.settle()
        assert await play.type("ana", "proposal create", "circle", "g")


async def test_a_defect_gives_a_reference_and_the_log_tells_nothing_anybody_wrote(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "circlet")
    async with playing(tmp_path) as play:
        form = await play.slash("ana", "proposal create", circle="garden")

        async def broken(org: str, job: object) -> None:
            raise ZeroDivisionError(PROPOSAL["driver"])

        play.made.store.transact = broken
        told = await play.people["ana"].submit_modal(form, PROPOSAL)
        assert "ref " in said(told)
        reference = said(told).split("ref ")[1][:4]
        assert f"ref {reference}: ZeroDivisionError" in caplog.text
        assert "They dry out" not in caplog.text


async def test_an_answer_discord_no_longer_takes_changes_nothing_in_what_was_recorded(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        play.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062)
        pressed = await play.click("ben", card, "Consent")
        assert not pressed.acknowledged
        assert "1 of 3" in words(play.card())
