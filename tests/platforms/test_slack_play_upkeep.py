"""What could not be shown on Slack, or may have been: never sent twice by itself, and posted again on request."""

from pathlib import Path
from typing import Any

import pytest
from slack_journal import cards, given_up
from slack_play import PROPOSAL, Play, Seen, labels, playing, words
from slack_rig import BOT_TOKEN, Rig
from slack_spec import objects

from adapters.slack.manifest import SCOPES
from adapters.sql.checkup import store_facts
from bot.config import check
from bot.doctor import posting_findings

pytestmark = pytest.mark.contract
IN_DOUBT = "it may have arrived already"


class LeastRig(Rig):
    """The bot was given the least it can do with: it may not look into channels."""

    granted = tuple(SCOPES)


class PagedRig(Rig):
    """Gives a thread page by page, from its beginning."""

    async def _ask(self, method: str, body: dict[str, Any], token: str = BOT_TOKEN) -> Any:
        answer = await super()._ask(method, body, token)
        if method == "conversations.replies" and token == BOT_TOKEN:
            begin, limit = int(body.get("cursor") or 0), int(body["limit"])
            more = begin + limit < len(answer["messages"])
            answer["messages"] = answer["messages"][begin : begin + limit]
            answer["response_metadata"] = {"next_cursor": str(begin + limit) if more else ""}
        return answer


async def in_doubt(play: Play, **answers: str) -> None:
    """A proposal whose card arrived, though Slack did not say so."""
    play.rig.lost.add("chat.postMessage")
    opened = await play.slash("ana", "/proposal create circle:garden")
    await play.submit("ana", opened.view, **{**PROPOSAL, **answers})
    await play.pass_time(minutes=1)
    assert IN_DOUBT in (await given_up(play))[0]


def button(shown: dict[str, Any], label: str = "Post again") -> dict[str, Any]:
    return next(one for one in objects(shown) if one.get("type") == "button" and one["text"]["text"] == label)


async def doctor(play: Play, who: str = "ana") -> Seen:
    return await play.slash(who, "/gov governance doctor")


async def test_a_post_in_doubt_is_not_repeated_by_itself_whatever_happens(tmp_path: Path) -> None:
    async with playing(tmp_path, kind=LeastRig) as play:
        await in_doubt(play)
        await play.slash("ben", "/consent answer P-1 consent")
        await play.restart()
        await play.pass_time(hours=30)
        assert len(await cards(play)) == 1
        assert IN_DOUBT in (await given_up(play))[0]


async def test_the_facilitator_has_it_posted_again_and_nobody_else_can(tmp_path: Path) -> None:
    async with playing(tmp_path, kind=LeastRig) as play:
        await in_doubt(play)
        await play.rig.look("chat.delete", {"channel": play.garden, "ts": (await play.card())["ts"]})
        to_ben, to_cem = [await play.slash(who, "/proposal show P-1") for who in ("ben", "cem")]
        assert IN_DOUBT in to_ben.told
        assert "Ben or Ana can post it again" in to_cem.told
        assert "Post again" not in labels(to_cem.messages[-1])
        again = button(to_ben.messages[-1])
        for who in ("cem", "zoe"):
            refused = await play.press(who, to_ben.messages[-1], again)
            assert "Ben" in refused.told or "not linked" in refused.told
            assert not await cards(play)
        pressed = await play.press("ben", to_ben.messages[-1], again, twice=True)
        assert "posted anew where it was deleted" in pressed.told
        await play.press("ben", to_ben.messages[-1], again)
        [card] = await cards(play)
        await play.click("cem", card, "Consent")
        assert "1 of 3" in words(await play.card())
        assert await given_up(play) == []


async def test_doctor_lists_it_and_it_is_posted_again_after_a_restart(tmp_path: Path) -> None:
    async with playing(tmp_path, kind=LeastRig) as play:
        await in_doubt(play)
        await play.restart()
        shown = await doctor(play)
        assert f"the card of P-1 in Garden’s home on Slack: {IN_DOUBT}" in shown.told
        await play.rig.look("chat.delete", {"channel": play.garden, "ts": (await play.card())["ts"]})
        await play.restart()
        await play.press("ana", shown.messages[-1], button(shown.messages[-1]))
        assert len(await cards(play)) == 1
        assert "Could not be shown" not in (await doctor(play)).told


async def test_what_is_in_doubt_once_more_waits_to_be_asked_for_once_more(tmp_path: Path) -> None:
    async with playing(tmp_path, kind=LeastRig) as play:
        await in_doubt(play)
        for times in (2, 3):
            play.rig.lost.add("chat.postMessage")
            await play.slash("ben", "/proposal repost P-1")
            await play.pass_time(hours=1)
            assert len(await cards(play)) == times, "each was asked for by somebody"
            assert IN_DOUBT in (await given_up(play))[0]


async def test_stopped_while_it_is_posted_again_it_waits_to_be_asked_for_once_more(tmp_path: Path) -> None:
    async with playing(tmp_path, kind=LeastRig) as play:
        await in_doubt(play)

        async def killed(*_: Any) -> None:
            raise RuntimeError("stopped")

        play.made.store.delivery.sent = killed  # type: ignore[assignment]
        with pytest.raises(RuntimeError, match="stopped"):
            await play.slash("ben", "/proposal repost P-1")
        play.clock.turn(minutes=1)
        await play.restart()
        await play.pass_time(hours=1)
        assert len(await cards(play)) == 2
        assert IN_DOUBT in (await given_up(play))[0]
        await play.slash("ben", "/proposal repost P-1")
        assert len(await cards(play)) == 3


async def test_news_in_doubt_are_told_once_more_when_somebody_asks(tmp_path: Path) -> None:
    async with playing(tmp_path, kind=LeastRig) as play:
        card = await play.propose()
        for who in ("ana", "ben"):
            await play.click(who, card, "Consent")
        play.rig.lost.add("chat.postMessage")
        await play.click("cem", card, "Consent")
        await play.pass_time(minutes=1)
        assert len(await play.thread(card)) == 1
        shown = await doctor(play)
        assert f"news of P-1 in Garden’s home on Slack: {IN_DOUBT}" in shown.told
        listed = shown.messages[-1]
        for _ in range(2):
            await play.press("ana", listed, button(listed))
        first, second = await play.thread(card)
        assert words(first) == words(second)
        assert await given_up(play) == []


async def test_where_the_bot_may_look_nothing_is_asked_of_anybody(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.rig.lost.add("chat.postMessage")
        await play.propose()
        await play.pass_time(minutes=1)
        assert len(await cards(play)) == 1
        assert await given_up(play) == []


async def test_what_is_in_doubt_is_found_in_a_long_thread(tmp_path: Path) -> None:
    async with playing(tmp_path, kind=PagedRig) as play:
        card = await play.propose()
        for number in range(110):
            said = {"channel": play.garden, "thread_ts": card["ts"], "text": f"{number}"}
            await play.rig.look("chat.postMessage", said)
        for who in ("ana", "ben"):
            await play.click(who, card, "Consent")
        play.rig.lost.add("chat.postMessage")
        await play.click("cem", card, "Consent")
        await play.pass_time(minutes=1)
        posted = [body for method, body in play.rig.calls if method == "chat.postMessage" and "thread_ts" in body]
        assert len(posted) == 1
        assert await given_up(play) == []


async def test_a_third_deletion_waits_until_somebody_asks_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        for who in ("ben", "cem"):
            await play.rig.look("chat.delete", {"channel": play.garden, "ts": (await play.card())["ts"]})
            await play.slash(who, "/consent answer P-1 consent")
        for number in range(2):
            shown = await doctor(play)
            assert "its card was deleted twice" in shown.told
            await play.press("ana", shown.messages[-1], button(shown.messages[-1]))
            [card] = await cards(play)
            await play.rig.look("chat.delete", {"channel": play.garden, "ts": card["ts"]})
            await play.slash("ben", f"/consent answer P-1 concern concern:Rain{number}")
            assert await given_up(play) == ["its card was deleted twice"]


async def test_a_bot_that_is_let_in_later_posts_what_waited_though_it_was_restarted(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for method in ("chat.postMessage", "conversations.history"):
            play.rig.errors[method] += [(200, {"ok": False, "error": "not_in_channel"}, {})] * 2
        opened = await play.slash("ana", "/proposal create circle:garden")
        await play.submit("ana", opened.view, **PROPOSAL)
        await play.restart()
        assert await given_up(play) == []
        for _ in range(4):
            assert not await cards(play)
            await play.pass_time(hours=1)
        assert len(await cards(play)) == 1


async def test_who_is_no_admin_is_refused(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Only Ana (admin)" in (await doctor(play, "ben")).told
        assert "not linked" in (await doctor(play, "zoe")).told


async def test_the_shell_says_so_too_with_the_command_that_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with playing(tmp_path, kind=LeastRig) as play:
        await in_doubt(play)
        monkeypatch.setenv("SLACK_COMMAND_PREFIX", "acme-")
        file, _ = check(str(tmp_path / "config.yaml"))
        [found] = posting_findings(store_facts(tmp_path / "circlet.db").given_up, file)
        assert found.problem.startswith(f"the card of P-1 could not be shown in Garden's home on Slack: {IN_DOUBT}")
        assert "then /acme-gov doctor in the chat, Post again" in found.fix
