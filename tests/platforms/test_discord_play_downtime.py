"""While the bot was away, or the store busy: what is due is carried out once, and cards show how things stand."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from discord_play import labels, playing, said, words

from governance_core.kernel.ids import StreamId
from governance_core.proposals.messages import AnswerRound


async def away(play: Any, **span: float) -> None:
    """The program does not run for a while."""
    play.made.close()
    await play.env.advance_time(timedelta(**span).total_seconds())
    play.open()
    await play.env.restart_bot(play.bot.client)


def about(play: Any, part: str) -> list[Any]:
    return [one for one in play.messages() if part in words(one)]


async def test_a_deadline_that_passed_while_the_bot_was_away_is_carried_out_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        await away(play, days=20)
        assert "Consent" in labels(play.messages()[0])
        await play.loops.sweep()
        for _ in range(2):
            assert "LAPSED" in words(play.messages()[0]).upper()
            assert "Consent" not in labels(play.messages()[0])
            assert len(about(play, "has lapsed")) == 1
            await play.restart()
            await play.pass_time(minutes=1)


async def test_a_press_on_a_round_that_ended_while_the_bot_was_away_is_told_so_before_anything_was_redrawn(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await away(play, days=20)
        late = await play.click("ben", card, "Consent")
        assert "closed" in said(late)
        assert len(about(play, "has lapsed")) == 1


async def test_what_others_did_while_discord_was_away_is_on_the_card_afterwards_in_one_edit(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        connected = play.bot.messenger._connection
        play.bot.messenger._connection = _Nobody()
        for who in ("ana", "ben"):
            await play.perform(who, AnswerRound(id=StreamId("P-1"), version=1, answer="consent"))
        assert "0 of 3" in words(play.card())
        before = [one for one in play.sent() if one[0] == "PATCH"]
        play.bot.messenger._connection = connected
        await play.pass_time(seconds=5)
        assert "2 of 3" in words(play.card())
        assert len([one for one in play.sent() if one[0] == "PATCH"]) == len(before) + 1


class _Nobody:
    account = ""


async def test_a_thread_that_is_locked_is_said_once_and_the_card_comes_when_it_is_open(
    tmp_path: Path, caplog: Any
) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        path = f"/channels/{play.garden.id}/messages/*"
        play.env.inject_error("PATCH", path, status=400, code=160005, times=None)
        await play.click("ben", play.card(), "Consent")
        for _ in range(5):
            await play.pass_time(minutes=11)
        assert caplog.text.count("the thread is locked") == 1
        play.env.backend.faults.clear()
        await play.pass_time(minutes=11)
        assert "1 of 3" in words(play.card())


async def test_edits_are_never_more_than_two_in_six_seconds_and_the_outcome_is_one_of_them(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await play.pass_time(hours=2)
        edits: list[Any] = []
        real = play.bot.client.http.request

        async def timed(route: Any, **given: Any) -> Any:
            if route.method == "PATCH" and route.path.endswith("/{message_id}"):
                edits.append(play.env.now())
            return await real(route, **given)

        play.bot.client.http.request = timed
        for who, label in (("ana", "Consent"), ("ben", "Consent"), ("cem", "Consent")):
            await play.click(who, card, label)
        for _ in range(12):
            await play.pass_time(seconds=1)
        assert "ADOPTED" in words(play.messages()[0]).upper()
        assert 2 <= len(edits) <= 3
        assert all(later - first >= timedelta(seconds=6) for first, later in zip(edits, edits[2:], strict=False))


@pytest.mark.parametrize("code, why", [(40060, "it arrived twice"), (10062, "waited for it no longer")])
async def test_an_answer_discord_does_not_take_is_said_once_in_the_log_and_what_was_recorded_stays(
    tmp_path: Path, caplog: Any, code: int, why: str
) -> None:
    caplog.set_level("INFO", "circlet.discord")
    async with playing(tmp_path) as play:
        card = await play.propose()
        play.env.inject_error("POST", "/interactions/*/*/callback", status=400, code=code)
        await play.click("ben", card, "Consent")
        assert caplog.text.count("an answer could not be shown") == caplog.text.count(why) == 1
        assert "1 of 3" in words(play.card())


def lock(play: Any) -> sqlite3.Connection:
    """Another program writes into the store, and does not end; a wait for it counts as one."""
    real = play.made.store.transact

    async def waiting(org: str, job: Any) -> Any:
        return await play.env.external_wait(real(org, job), reason="another program writes")

    play.made.store.transact = waiting
    other = sqlite3.connect(play.made.store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


async def answered(play: Any, result: Any) -> str:
    """What somebody was told in the end."""
    async with asyncio.timeout(20):
        while result.response is None or not words(result.response):
            await asyncio.sleep(0.02)
            await play.env.settle()
    return said(result)


@pytest.mark.parametrize("what", ["press", "form", "command"])
async def test_while_another_program_writes_everybody_hears_that_an_answer_comes_and_then_the_answer(
    tmp_path: Path, what: str
) -> None:
    async with playing(tmp_path, settle_timeout=0.9) as play:
        card, ben = await play.propose(), play.people["ben"]
        form = await ben.click(card, label="Object")
        other = lock(play)
        acts = {
            "press": lambda: ben.click(card, label="Consent"),
            "form": lambda: ben.submit_modal(form, {"harm": "The pump is booked"}),
            "command": lambda: ben.slash(play.garden, "consent answer", id="P-1", answer="consent"),
        }
        done = await acts[what]()
        assert not done.acknowledged
        await play.env.advance_time(1.6)
        assert done.deferred
        assert done.ephemeral
        other.execute("COMMIT")
        other.close()
        assert "receipt" in await answered(play, done)


async def test_an_answer_that_could_not_even_be_announced_in_time_is_said_once_in_the_log(
    tmp_path: Path, caplog: Any
) -> None:
    async with playing(tmp_path, settle_timeout=0.9) as play:
        card = await play.propose()
        other = lock(play)
        play.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062)
        await play.people["ben"].click(card, label="Consent")
        await play.env.advance_time(1.6)
        other.execute("COMMIT")
        other.close()
        async with asyncio.timeout(20):
            while "1 of 3" not in words(play.card()):
                await asyncio.sleep(0.02)
                await play.env.settle()
                await play.loops.sweep()
        assert caplog.text.count("an answer could not be shown") == 1


@pytest.mark.slow
async def test_where_another_program_writes_for_too_long_somebody_is_told_that_nothing_was_recorded(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, settle_timeout=0.9) as play:
        card = await play.propose()
        other = lock(play)
        done = await play.people["ben"].click(card, label="Consent")
        await play.env.advance_time(1.6)
        assert done.deferred
        assert "nothing was recorded" in await answered(play, done)
        other.execute("ROLLBACK")
        other.close()
        assert "0 of 3" in words(play.card())
        again = await play.people["ben"].click(card, label="Consent")
        assert "receipt" in await answered(play, again)


async def test_a_round_goes_on_by_commands_where_its_channel_was_deleted(tmp_path: Path, caplog: Any) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        play.env.backend.delete_channel(play.garden.id)
        for who in ("ana", "ben", "cem"):
            done = await play.slash(who, "consent answer", play.care, id="P-1", answer="consent")
            assert "receipt" in said(done)
        assert "adopted" in words((await play.slash("ben", "show", play.care, id="P-1")).response).lower()
        assert await play.given_up()
        await play.restart()
        await play.pass_time(hours=2)
        assert caplog.text.count("the channel is deleted") == len(await play.given_up())
