"""Discussions on Discord: a thread below the card when one is needed, and the channel wherever there can be none."""

from pathlib import Path
from typing import Any

import pytest
from discord_play import ORG, Play, labels, playing, said, unlawful, words

from governance_core.kernel.ids import StreamId

WISH = "would like to discuss"


async def object_to_it(play: Play, who: str = "ben", harm: str = "The pump is booked", **more: str) -> Any:
    return await play.slash(who, "consent object", id="P-1", harm=harm, **more)


async def withdraw(play: Play, who: str) -> Any:
    return await play.slash(who, "consent withdraw", id="P-1", into="consent")


def thread(play: Play) -> Any:
    [found] = play.threads()
    return found


def started(play: Play) -> list[Any]:
    return [body for method, path, body in play.sent() if method == "POST" and path.endswith("/threads")]


def told_at_home(play: Play, some: str) -> int:
    return sum(some in one for one in play.told(play.garden))


async def no_thread_may_be_started(play: Play) -> None:
    play.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013, times=None)


@pytest.mark.contract
@pytest.mark.parametrize("restless", [False, True])
async def test_discuss_starts_the_thread_of_the_card_and_pressed_twice_starts_no_other(
    tmp_path: Path, restless: bool
) -> None:
    async with playing(tmp_path) as play:
        play.restless = restless
        card = await play.propose()
        opened = await play.click("ben", card, "Discuss")
        assert opened.ephemeral
        assert "is discussed below its card from now on" in said(opened)
        assert started(play) == [{"name": "P-1 · Water the beds", "auto_archive_duration": 10080}]
        assert thread(play).id == card.id
        assert [one for one in play.told(thread(play)) if WISH in one]
        assert not told_at_home(play, WISH)
        assert "Discuss" not in labels(play.card())
        again = await play.press("cem", "c1|P-1|1|discuss")
        assert "is discussed below its card already" in said(again)
        assert f"https://discord.com/channels/{play.guild.id}/{play.garden.id}/{card.id}" in said(again)
        assert (await play.slash("ana", "proposal discuss", id="P-1")).ephemeral
        assert len(started(play)) == 1
        assert len(play.told(thread(play))) == 1
        assert not unlawful(play)


@pytest.mark.parametrize("restless", [False, True])
async def test_the_first_objection_opens_the_thread_and_the_second_goes_into_it(tmp_path: Path, restless: bool) -> None:
    async with playing(tmp_path) as play:
        play.restless = restless
        await play.propose()
        await object_to_it(play, "ben", "The pump is booked", safe="Another day")
        assert told_at_home(play, "has an objection from") == 1
        assert thread(play).name == "P-1 · Water the beds"
        [opening] = play.told(thread(play))
        assert "is discussed here" in opening
        assert "The pump is booked" in opening
        assert "Another day" in opening
        await object_to_it(play, "cem", "Too early")
        assert told_at_home(play, "Too early") == 0
        assert "Too early" in play.told(thread(play))[-1]
        await withdraw(play, "ben")
        assert told_at_home(play, "withdrew") == 0
        assert "withdrew their objection" in play.told(thread(play))[-1]
        await withdraw(play, "cem")
        assert told_at_home(play, "nothing blocks it any more") == 1
        assert "nothing blocks it any more" in play.told(thread(play))[-1]
        assert len(started(play)) == 1


async def test_the_outcome_is_said_at_home_and_to_those_who_discussed_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await play.click("ben", card, "Discuss")
        for who in ("ana", "ben", "cem"):
            await play.click(who, card, "Consent")
        assert told_at_home(play, "is adopted") == 1
        assert "is adopted as" in play.told(thread(play))[-1]


async def test_a_title_longer_than_a_threads_name_is_shortened(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose(title="Water the beds " * 20)
        await play.click("ben", card, "Discuss")
        [body] = started(play)
        assert len(body["name"]) <= 100
        assert body["name"].startswith("P-1 · Water the beds")
        assert body["name"].endswith("…")


async def test_a_lost_reply_in_the_channel_leads_to_no_second_message_in_a_thread_that_is_open_again(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await object_to_it(play)
        play.env.inject_error("POST", f"/channels/{card.id}/messages", status=403, code=160005)
        play.lose_a_reply()
        await object_to_it(play, "cem", "Too early")
        assert await play.waiting() == ["the connection broke before Discord answered"]
        await play.pass_time(seconds=30)
        assert await play.waiting() == []
        assert told_at_home(play, "Too early") == 1
        assert "Too early" not in "\n".join(play.told(thread(play)))


async def test_a_lost_reply_in_the_thread_leads_to_no_second_message(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        play.lose_a_reply()
        await play.click("ben", card, "Discuss")
        await play.pass_time(seconds=30)
        assert len(play.told(thread(play))) == 1
        assert not told_at_home(play, WISH)
        assert await play.waiting() == []


async def test_a_program_that_stopped_before_it_knew_finds_what_it_said_in_the_thread(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()

        async def killed(*_: Any) -> None:
            raise RuntimeError("stopped")

        await play.people["ben"].click(card, label="Discuss")
        await play.loops._hand_out()  # the card
        play.made.store.delivery.sent = killed
        with pytest.raises(RuntimeError, match="stopped"):
            await play.loops.sweep()
        assert len(play.told(thread(play))) == 1
        await play.env.advance_time(400)
        await play.restart()
        assert len(play.told(thread(play))) == 1
        assert not told_at_home(play, WISH)


async def test_a_thread_that_fell_asleep_is_woken_and_spoken_in(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await play.click("ben", card, "Discuss")
        play.env.inject_error("POST", f"/channels/{card.id}/messages", status=400, code=50083)
        await object_to_it(play)
        assert ("PATCH", f"/channels/{card.id}", {"archived": False}) in list(play.sent())
        assert "The pump is booked" in play.told(thread(play))[-1]


@pytest.mark.parametrize(
    "method, code, why",
    [
        ("POST", 160005, "its thread is locked"),
        ("POST", 50013, "Send Messages in Threads"),
        ("*", 50083, "archived"),
    ],
)
async def test_a_thread_that_takes_no_messages_is_talked_past_in_the_channel_and_said_once_in_the_log(
    tmp_path: Path, caplog: Any, method: str, code: int, why: str
) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await object_to_it(play)
        before = len(play.told(thread(play)))
        for path in (f"/channels/{card.id}/messages", f"/channels/{card.id}"):
            play.env.inject_error(method, path, status=403, code=code, times=None)
        await object_to_it(play, "cem", "Too early")
        assert told_at_home(play, "Too early") == 1
        await withdraw(play, "cem")
        assert told_at_home(play, "withdrew") == 1
        await withdraw(play, "ben")
        assert told_at_home(play, "nothing blocks it any more") == 1
        assert len(play.told(thread(play))) == before
        assert caplog.text.count("is not discussed in a thread") == 1
        assert why in caplog.text
        assert not await play.given_up()
        play.env.backend.faults.clear()
        await object_to_it(play, "cem", "Still too early")
        assert "Still too early" in play.told(thread(play))[-1]


async def test_a_deleted_thread_is_not_started_anew_against_whoever_deleted_it(tmp_path: Path, caplog: Any) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await object_to_it(play)
        play.env.backend.delete_channel(card.id)
        await play.restart()
        await object_to_it(play, "cem", "Too early")
        assert told_at_home(play, "Too early") == 1
        assert not play.threads()
        assert len(started(play)) == 1
        assert "its thread was deleted" in caplog.text


async def test_where_no_thread_may_be_started_the_discussion_is_in_the_channel(tmp_path: Path, caplog: Any) -> None:
    async with playing(tmp_path) as play:
        await no_thread_may_be_started(play)
        card = await play.propose()
        await play.click("ben", card, "Discuss")
        assert told_at_home(play, WISH) == 1
        await object_to_it(play, "ben", "The pump is booked")
        assert told_at_home(play, "The pump is booked") == 1
        await object_to_it(play, "cem", "Too early")
        assert told_at_home(play, "Too early") == 1
        assert not play.threads()
        assert caplog.text.count("Create Public Threads") == 1
        play.env.backend.faults.clear()
        await withdraw(play, "cem")
        assert "withdrew" in play.told(thread(play))[-1]


@pytest.mark.parametrize("status, code", [(400, 160006), (400, 50024), (404, 10008)])
async def test_where_discord_gives_no_thread_the_discussion_is_in_the_channel(
    tmp_path: Path, status: int, code: int
) -> None:
    async with playing(tmp_path) as play:
        play.env.inject_error("POST", "/channels/*/messages/*/threads", status=status, code=code, times=None)
        card = await play.propose()
        await play.click("ben", card, "Discuss")
        assert told_at_home(play, WISH) == 1
        assert await play.waiting() == []
        assert not await play.given_up()


async def test_trouble_that_passes_is_waited_out_and_the_thread_started_then(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        play.env.inject_error("POST", "/channels/*/messages/*/threads", status=503, times=2)
        await play.click("ben", card, "Discuss")
        assert not told_at_home(play, WISH)
        for _ in range(4):
            await play.pass_time(seconds=10)
        assert len(play.told(thread(play))) == 1
        assert not told_at_home(play, WISH)


async def test_a_thread_a_member_started_from_the_card_is_the_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        play.env.backend.create_thread(play.garden.id, "about the beds", play.people["ana"].id, message_id=card.id)
        await play.click("ben", card, "Discuss")
        assert thread(play).name == "about the beds"
        assert WISH in play.told(thread(play))[-1]


async def test_a_card_that_was_deleted_and_came_back_is_discussed_where_it_was(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await play.click("ben", card, "Discuss")
        play.env.backend.delete_message(play.garden.id, card.id)
        await object_to_it(play)
        assert play.card().id != card.id
        assert thread(play).id == card.id
        assert "The pump is booked" in play.told(thread(play))[-1]


async def test_what_waited_for_a_card_that_never_came_is_said_in_the_channel(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        for one in await play.made.store.delivery.all_posted(ORG, StreamId("P-1")):
            await play.made.store.delivery.forget_posting(one)
        play.env.inject_error("POST", f"/channels/{play.garden.id}/messages", status=400, code=50035)
        await play.click("ben", card, "Discuss")
        assert await play.given_up()
        assert told_at_home(play, WISH) == 1


async def test_what_is_discussed_in_a_private_circle_stays_in_its_channel(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose("ana", "care", title="A quarrel")
        await play.slash("ben", "proposal discuss", id="P-1")
        [found] = play.threads(play.care)
        assert found.id == card.id
        assert not play.threads(play.garden)
        refused = await play.slash("cem", "proposal discuss", id="P-1")
        assert "no P-1" in said(refused)


async def test_nothing_that_is_said_in_a_thread_wakes_anybody(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        await object_to_it(play, "ben", "@everyone <@&1> look")
        bodies = [body for method, path, body in play.sent() if path == f"/channels/{thread(play).id}/messages"]
        assert bodies
        for body in bodies:
            assert body["allowed_mentions"] == {"parse": [], "users": [], "roles": [], "replied_user": False}
        assert "everyone" in words(play.messages(thread(play))[-1])
