"""Check-ins on Discord: the prompt becomes the outcome, late answers are counted, long ones are read in any script."""

from pathlib import Path
from typing import Any

import pytest
from discord_play import Play, labels, playing, said, words
from discord_play import asked as asked_in

LONG = ("مرحبا بالحديقة 🪴 " + "ñ́" * 3 + " 水やり ") * 200


async def asked(play: Play, questions: str = "text: What did you do?\nnumber: Hours") -> Any:
    """Everybody is asked at nine; the prompt."""
    plan = {"title": "Daily", "every": "daily 09:00", "open_for": "4h", "questions": questions}
    await play.slash("ben", "checkin create", circle="garden", **plan)
    await play.pass_time(hours=10)
    return prompt(play)


def prompt(play: Play) -> Any:
    return next(one for one in play.messages() if "is open until" in words(one) and "Answer" in labels(one))


def now(play: Play, message: Any) -> Any:
    return next(one for one in play.messages() if one.id == message.id)


async def answers(play: Play, who: str, on: Any, *typed: str, label: str = "Answer") -> Any:
    opened = await play.click(who, on, label)
    names = ("first", "second", "third", "fourth", "fifth")
    return await play.submit(who, opened, **dict(zip(names, typed, strict=False)))


async def test_the_prompt_becomes_the_outcome_and_counts_who_comes_late(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        standing = await asked(play)
        await answers(play, "ana", standing, "Dug")
        await play.pass_time(hours=4)
        assert "was open until" in words(now(play, standing))
        assert "1 of 3 answered" in words(now(play, standing))
        assert labels(now(play, standing)) == ["See the answers", "Answer late"]
        [closed] = [one for one in play.messages() if "run 1, is closed" in words(one)]
        await answers(play, "cem", closed, "Weeded", label="Answer late")
        await play.pass_time(seconds=20)  # old messages are edited one after another
        assert "2 of 3 answered · 1 late" in words(now(play, closed))
        assert "2 of 3 answered" in words(now(play, standing))
        await play.pass_time(hours=20)
        await play.pass_time(seconds=20)
        assert labels(now(play, closed)) == labels(now(play, standing)) == ["See the answers"]
        shown = await play.click("ben", now(play, closed), "See the answers")
        assert "run 1" in said(shown)
        assert "Weeded" in said(shown)


async def test_a_form_open_across_the_close_is_late_and_across_the_next_opening_goes_on_to_that(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        standing = await asked(play)
        ana, cem = [await play.click(who, standing, "Answer") for who in ("ana", "cem")]
        await answers(play, "ben", standing, "Dug")
        ben = await play.click("ben", now(play, standing), "Answer")
        await play.pass_time(hours=4)
        assert "Recorded late: your answer to" in said(await play.submit("ana", ana, first="Weeded"))
        assert "It was given in time and counts as that" in said(await play.submit("ben", ben, first="Dug twice"))
        await play.pass_time(hours=21)
        over = await play.submit("cem", cem, first="Watered")
        assert "Run 1 of C-1 is over, and run 2 is open" in said(over)
        assert labels(over.response) == ["Answer run 2", "Change what I typed"]
        again = await play.click("cem", over.response, "Change what I typed")
        assert asked_in(again)["first"]["value"] == "Watered"
        assert "You can change it until" in said(await play.submit("cem", again, first="Watered"))


async def test_a_direct_prompt_becomes_ones_own_answer_and_nobody_else_gets_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.slash("cem", "me settings", reminders="direct")
        await asked(play)
        [told] = dms(play)
        assert "is open until" in words(told)
        opened = await play.user_click("cem", told, "Answer")
        await play.then(play.people["cem"].user.submit_modal(opened, {"first": "Dug"}))
        [told] = dms(play)
        assert "You have answered [C-1 Daily]" in words(told)
        assert labels(told) == ["Change my answer"]
        await play.pass_time(hours=5)
        [told] = dms(play)
        assert labels(told) == ["Change my answer"], "it says nothing that is wrong, and an edit for all would be many"
        assert not dms(play, "ana")


def dms(play: Play, who: str = "cem") -> list[Any]:
    return sorted(play.people[who].user.dm_channel.history(), key=lambda one: one.id)


async def test_a_keeper_writes_down_an_answer_from_the_menu_of_a_person(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await asked(play)
        await answers(play, "ben", prompt(play), "My own words")
        form = await play.menu("ben", "Answer check-in for them", "ana")
        while form.modal and "first" not in asked_in(form):
            form = await play.submit("ben", form, id=["C-1"])
            form = await play.click("ben", form.response, labels(form.response)[0]) if form.response else form
        assert not asked_in(form)["first"].get("value"), "nobody is given the words of another"
        assert "Recorded: what" in said(await play.submit("ben", form, first="Told me on the phone"))
        shown = said(await play.slash("cem", "checkin results", id="C-1"))
        assert "on their behalf by" in shown
        refused = await play.menu("ana", "Answer check-in for them", "ben")
        assert refused.modal is None or "Only" in said(await play.submit("ana", refused, id=["C-1"]))


async def test_a_deleted_prompt_stays_so_and_holds_up_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        standing = await asked(play)
        play.env.backend.delete_message(play.garden.id, standing.id)
        await play.pass_time(hours=4)
        assert [one for one in play.messages() if "run 1, is closed" in words(one)]
        assert not [one for one in play.messages() if "was open until" in words(one)]
        assert await play.given_up() == []
        assert await play.waiting() == []


async def test_a_restart_while_it_is_open_edits_the_same_prompt(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        standing = await asked(play)
        await play.restart()
        await play.pass_time(hours=4)
        await play.restart()
        assert "was open until" in words(now(play, standing))
        assert len([one for one in play.messages() if "was open until" in words(one)]) == 1


async def test_a_deleted_channel_loses_no_answer(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await asked(play)
        play.env.inject_error("POST", f"/channels/{play.garden.id}/messages", status=404, code=10003, times=None)
        play.env.inject_error("PATCH", f"/channels/{play.garden.id}/messages/*", status=404, code=10003, times=None)
        answered = await play.slash("ana", "checkin answer", channel=play.care, id="C-1", first="Dug")
        assert "Recorded" in said(answered)
        await play.pass_time(hours=20)
        assert play.recorded("C-1").count("checkin.run_closed") == 1
        shown = await play.slash("ben", "checkin results", channel=play.care, id="C-1", run="1")
        assert "Dug" in said(shown)


@pytest.mark.parametrize("script", [LONG[:4000], "e" + "\u0301" * 3999, "👩🏽‍🌾" * 570, "שלום " * 800])
async def test_a_long_answer_in_any_script_is_taken_shown_and_read(tmp_path: Path, script: str) -> None:
    async with playing(tmp_path) as play:
        standing = await asked(play, "text: What did you do?\ntext: What else?\nblocker: What is in your way?")
        for who in ("ana", "ben", "cem"):
            assert "Recorded" in said(await answers(play, who, standing, script, script, script))
        await play.pass_time(hours=4)
        shown = await play.slash("ben", "checkin results", id="C-1")
        assert labels(shown.response).count("Read it") == 3
        assert "What did you do?" in said(await play.slash("ben", "checkin read", id="C-1", person="ana"))
        assert await play.waiting() == []
        assert await play.given_up() == []
