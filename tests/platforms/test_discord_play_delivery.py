"""What is posted: once, whatever breaks; edited in place; said again where somebody deleted it; and paced."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from discord_play import ORG, labels, playing, words

from adapters.sql.delivery import Waiting
from governance_core.kernel.ids import StreamId
from governance_core.outgoing import Posting

HOUR = 3600


def dm_of(play: Any, who: str) -> int:
    """The channel of the bot's direct messages with somebody."""
    return int(play.people[who].user.dm_channel.id)


def cards(play: Any) -> list[Any]:
    return [one for one in play.messages() if "Water the beds" in words(one) and labels(one)]


async def test_a_lost_reply_leads_to_no_second_card(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.lose_a_reply()
        await play.propose()
        assert await play.waiting() == ["the connection broke before Discord answered"]
        await play.pass_time(seconds=30)
        assert len(cards(play)) == 1
        await play.click("ben", play.card(), "Consent")
        assert "1 of 3" in words(play.card())


async def test_a_program_that_stopped_before_it_knew_finds_its_card_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:

        async def killed(*_: Any) -> None:
            raise RuntimeError("stopped")

        play.made.store.delivery.sent = killed
        with pytest.raises(RuntimeError, match="stopped"):
            await play.propose()
        await play.env.advance_time(400)
        await play.restart()
        assert len(cards(play)) == 1


async def test_a_deleted_card_comes_back_once_and_then_only_when_asked_for(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        play.env.backend.delete_message(play.garden.id, card.id)
        await play.slash("ben", "consent answer", id="P-1", answer="consent")
        again = play.card()
        assert again.id != card.id
        assert "1 of 3" in words(again)
        play.env.backend.delete_message(play.garden.id, again.id)
        await play.slash("cem", "consent answer", id="P-1", answer="consent")
        assert not cards(play)
        assert await play.given_up() == ["its card was deleted twice"]


async def test_a_missing_permission_is_said_once_and_healed_by_giving_it(tmp_path: Path, caplog: Any) -> None:
    async with playing(tmp_path) as play:
        play.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=2)
        await play.slash("ana", "proposal create", circle="garden")
        opened = await play.slash("ana", "proposal create", circle="garden")
        await play.submit("ana", opened, title="Water the beds", driver="Dry", text="Mon", review="90d")
        await play.pass_time(minutes=11)
        assert caplog.text.count("lacks a permission") == 1
        assert not cards(play)
        await play.pass_time(minutes=11)
        assert len(cards(play)) == 1


async def test_trouble_of_discords_own_is_waited_out(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.env.inject_error("POST", "/channels/*/messages", status=503, times=3)
        opened = await play.slash("ana", "proposal create", circle="garden")
        await play.submit("ana", opened, title="Water the beds", driver="Dry", text="Mon", review="90d")
        for _ in range(6):
            await play.pass_time(seconds=10)
        assert len(cards(play)) == 1


async def test_a_deleted_channel_holds_up_no_other(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.env.inject_error("POST", f"/channels/{play.garden.id}/messages", status=404, code=10003, times=None)
        opened = await play.slash("ana", "proposal create", circle="garden")
        await play.submit("ana", opened, title="Water the beds", driver="Dry", text="Mon", review="90d")
        assert set(await play.given_up()) == {"the channel is deleted, or the bot was never let into it"}
        assert "A quarrel" in words(await play.propose("ana", "care", title="A quarrel"))


async def test_a_channel_that_does_not_answer_holds_up_no_other(tmp_path: Path) -> None:
    async with playing(tmp_path, patience=0.1) as play:
        go_on = play.hang(play.garden)
        opened = await play.slash("ana", "proposal create", circle="garden")
        await play.submit("ana", opened, title="Water the beds", driver="Dry", text="Mon", review="90d")
        await play.propose("ana", "care", title="A quarrel")
        assert not cards(play)
        go_on.set()
        await asyncio.sleep(0.3)
        assert len(cards(play)) == 1


async def test_edits_of_an_old_card_are_paced_and_the_last_one_counts(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await play.pass_time(seconds=2 * HOUR)
        before = len([one for one in play.sent() if one[0] == "PATCH"])
        for answer in ("consent", "concern", "consent"):
            more = {"concern": "It may rain"} if answer == "concern" else {}
            await play.slash("ben", "consent answer", id="P-1", answer=answer, **more)
        await play.slash("cem", "consent answer", id="P-1", answer="consent")
        assert len([one for one in play.sent() if one[0] == "PATCH"]) - before == 2
        assert "2 of 3" not in words(play.card())
        await play.pass_time(seconds=7)
        assert "2 of 3" in words(play.card())
        assert play.card().id == card.id


async def test_who_takes_no_direct_messages_is_told_where_the_card_stands(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        await play.pass_time(hours=60)
        cem = str(play.people["cem"].id)
        play.env.inject_error("POST", f"/channels/{dm_of(play, 'cem')}/messages", status=403, code=50007)
        known = await play.made.store.delivery.all_posted(ORG, StreamId("P-1"))
        version = max(one.version for one in known if one.kind == "say")
        posting = Posting("discord", cem, "say:P-1:1:9", "say", StreamId("P-1"), version, "reminder", personal=True)
        await play.bot.messenger.show(Waiting(1, 1, ORG, posting, play.env.now(), 0, None, ""))
        told = words(play.messages()[-1])
        assert f"<@{cem}>" in told
        assert "/me inbox" in told
        assert "Water" not in told
        [notice] = [body for _, path, body in play.sent() if "inbox" in str(body) and path.endswith("/messages")]
        assert notice["allowed_mentions"]["users"] == [cem]
        play.env.inject_error("POST", f"/channels/{dm_of(play, 'cem')}/messages", status=403, code=50007)
        await play.bot.messenger.show(Waiting(1, 1, ORG, posting, play.env.now(), 1, None, "the connection broke"))
        assert len([one for one in play.messages() if "inbox" in words(one)]) == 1


async def test_who_takes_no_direct_messages_about_what_stands_nowhere_is_left_alone(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.env.inject_error("POST", f"/channels/{dm_of(play, 'zoe')}/messages", status=403, code=50007)
        await play.link("dee", "zoe")
        assert await play.given_up() == ["the member takes no direct messages"]


async def test_direct_messages_reach_who_takes_them(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.link("dee", "zoe")
        assert "one person now" in words(play.people["zoe"].user.dm_channel.history()[0])
        assert not await play.given_up()


async def test_a_thread_that_fell_asleep_is_woken(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        play.env.inject_error("PATCH", f"/channels/{play.garden.id}/messages/*", status=400, code=50083)
        await play.click("ben", play.card(), "Consent")
        assert ("PATCH", f"/channels/{play.garden.id}", {"archived": False}) in list(play.sent())


async def test_nothing_sent_can_wake_anybody_it_does_not_mean_to(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        everyone = "@everyone <@&1> **look** [here](https://example.org)"
        await play.propose(title=everyone, text=everyone)
        for method, path, body in play.sent():
            if path.endswith("/messages") and method == "POST":
                assert body["allowed_mentions"]["parse"] == []
                assert not body["allowed_mentions"]["users"]


async def test_commands_are_sent_once_and_not_again_when_nothing_changed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.restart()
        await play.restart()
        sent = [path for method, path, _ in play.sent() if method == "PUT" and path.endswith("/commands")]
        assert len(sent) == len(set(sent)) == 2


async def test_a_talk_with_the_bot_alone_has_what_concerns_oneself(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        play.env.backend.get_dm_channel(play.people["ben"].id)
        inbox = await play.people["ben"].user.slash("me inbox")
        assert "Water the beds" in words(inbox.response)
        assert "proposal create" not in play.people["ben"].user.available_commands()
