"""What is shown in channels on Slack: once, in place, in its thread, at its pace, and kept where it cannot be shown."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from slack_journal import cards, fails, sent, troubles
from slack_play import ORG, PROPOSAL, Play, labels, playing, words
from slack_reader import read
from slack_spec import elements

from adapters.slack import answers
from adapters.slack.limits import EDITS_A_MINUTE
from adapters.slack.pace import KEPT_FREE, Pace
from governance_core.application.execute import execute
from governance_core.kernel.ids import Actor, CircleId
from governance_core.proposals.messages import CreateProposal
from tests.application.application_world import START

pytestmark = pytest.mark.contract


def posts(play: Play) -> list[dict[str, Any]]:
    return sent(play, "chat.postMessage")


def consent(card: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in elements(card) if one["text"]["text"] == "Consent")


async def proposed(play: Play, **answers: str) -> None:
    opened = await play.slash("ana", "/proposal create circle:garden")
    await play.submit("ana", opened.view, **{**PROPOSAL, **answers})


async def test_a_card_is_edited_in_place_and_says_itself_in_words(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await play.click("ben", card, "Consent")
        [now] = await cards(play)
        assert now["ts"] == card["ts"]
        assert "1 of 3" in words(now)
        assert "1 of 3 answered" in now["text"]


async def test_a_change_of_state_is_said_in_the_thread_and_shown_in_the_channel(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        for who in ("ana", "ben", "cem"):
            await play.click(who, card, "Consent")
        told = [one for one in posts(play) if one.get("thread_ts") == card["ts"]]
        assert told
        assert told[-1]["reply_broadcast"] is True
        assert "adopted" in told[-1]["text"].lower()


async def test_two_clicks_are_one_answer_and_a_press_that_comes_twice_is_one_act(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        first = await play.click("ben", card, "Consent", twice=True)
        second = await play.click("ben", card, "Consent")
        assert "receipt" not in second.told
        assert "receipt" in first.told or "Recorded" in first.told
        assert "1 of 3" in words(await play.card())


async def test_reminders_wake_the_silent_only_and_in_the_thread(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await play.click("ana", card, "Consent")
        await play.pass_time(hours=50)
        reminded = [one for one in posts(play) if "user" in str(one["blocks"])]
        assert reminded
        assert all(one["thread_ts"] == card["ts"] and "reply_broadcast" not in one for one in reminded)
        woken = {play.rig.users[name] for name in ("ben", "cem")}
        assert all(account in str(reminded[0]["blocks"]) for account in woken)
        assert play.rig.users["ana"] not in str(reminded[0]["blocks"])
        [there, *_] = await play.thread(card)
        pressed = await play.press("ben", {**there, "thread_ts": card["ts"]}, consent(card))
        assert pressed.messages[0]["thread_ts"] == card["ts"]
        alone = {"blocks": card["blocks"], "thread_ts": card["ts"]}
        again = await play.press("ben", alone, consent(card))
        assert again.messages[0]["thread_ts"] == card["ts"], "a message only one person sees stays in the thread too"


async def test_a_card_that_was_deleted_is_posted_once_more_and_then_only_on_request(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await play.rig.look("chat.delete", {"channel": play.garden, "ts": card["ts"]})
        await play.slash("ben", "/consent answer P-1 consent")
        again = await play.card()
        assert again["ts"] != card["ts"]
        await play.rig.look("chat.delete", {"channel": play.garden, "ts": again["ts"]})
        await play.slash("cem", "/consent answer P-1 consent")
        assert not await cards(play)
        assert [one.last_error for one in await play.made.store.delivery.given_up(ORG)] == [
            "its card was deleted twice"
        ]


async def test_a_post_whose_answer_was_lost_is_found_again_and_not_repeated(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.rig.lost.add("chat.postMessage")
        await proposed(play)
        await play.pass_time(minutes=1)
        assert len(await cards(play)) == 1
        assert any(method == "conversations.history" for method, _ in play.rig.calls)


async def test_a_program_that_stopped_before_it_knew_finds_its_card_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        opened = await play.slash("ana", "/proposal create circle:garden")

        async def killed(*_: Any) -> None:
            raise RuntimeError("stopped")

        play.made.store.delivery.sent = killed  # type: ignore[assignment]
        with pytest.raises(RuntimeError, match="stopped"):
            await play.submit("ana", opened.view, **PROPOSAL)
        play.clock.turn(minutes=1)
        await play.restart()
        assert len(await cards(play)) == 1


async def test_a_post_in_doubt_is_never_repeated_where_the_bot_may_not_look(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.rig.lost.add("chat.postMessage")
        fails(play, "conversations.history", "missing_scope", 9)
        await proposed(play)
        await play.pass_time(minutes=1)
        assert len(await cards(play)) == 1
        [given_up, *_] = await play.made.store.delivery.given_up(ORG)
        assert "may have arrived already" in given_up.last_error


async def test_a_post_slack_refused_is_not_in_doubt(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with playing(tmp_path) as play:
        fails(play, "chat.postMessage", "not_in_channel")
        await proposed(play)
        assert "invite it there with /invite" in caplog.text
        assert not await cards(play)
        await play.pass_time(minutes=11)
        assert len(await cards(play)) == 1
        assert not any(method == "conversations.history" for method, _ in play.rig.calls)


async def test_a_pause_slack_asks_for_is_kept(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        fails(play, "chat.postMessage", "ratelimited", status=429, **{"Retry-After": "30"})
        await proposed(play)
        assert not await cards(play)
        assert await troubles(play) == ["Slack asks for a pause"]
        await play.pass_time(seconds=31)
        assert len(await cards(play)) == 1


async def test_trouble_of_slacks_own_is_waited_out_without_a_second_card(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        fails(play, "chat.postMessage", "internal_error", 2, status=500)
        await proposed(play)
        await play.pass_time(minutes=2)
        await play.pass_time(minutes=2)
        assert len(await cards(play)) == 1


async def test_buttons_work_after_a_restart_and_the_card_stays_the_same_message(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await play.restart()
        assert "receipt" in (await play.click("ben", card, "Consent")).told
        [now] = await cards(play)
        assert now["ts"] == card["ts"]


async def test_one_person_is_told_directly_and_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert (await play.link("dee", "zoe")).told
        [told] = [one for one in posts(play) if one["channel"] != play.garden]
        assert "one person now" in words(told)
        await play.restart()
        assert [one for one in posts(play) if one["channel"] != play.garden] == [told]
        assert "0 of 3" in words(await play.propose())
        assert "receipt" not in (await play.click("zoe", await play.card(), "Consent")).told


async def test_what_is_too_long_for_a_modal_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "BETWEEN", 0)
    async with playing(tmp_path) as play:
        text, by = "水やりの当番。" * 13_000, Actor.of_account("console", "ana")
        made = CreateProposal(circle=CircleId("garden"), title="Water", driver="Dry", text=text)
        play.made.store.transact_now(ORG, partial(execute, made, by, None, features=play.made.features))
        await play.settle()
        listed = await play.click("ben", (await play.slash("ben", "/proposal")).view, "List")
        shown = await play.click("ben", listed.view, labels(listed.view)[0])
        whole = await play.click("ben", shown.view, "Read in full")
        assert "sent to you as direct messages" in whole.shown
        written = [read(one["blocks"]) for one in posts(play) if one["channel"] != play.garden]
        assert "".join(part for one in written for part in one.quotes) == "Water" + "Dry" + text


async def test_a_channel_gets_a_post_a_second_at_most(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        began = play.clock.now()
        for number in range(4):
            await proposed(play, title=f"Idea {number}")
        assert len(await cards(play)) == 4
        assert (play.clock.now() - began).total_seconds() >= 3


def test_edits_are_counted_in_the_workspace_and_changes_of_state_go_first() -> None:
    pace, shape = Pace(), frozenset({"c1|P-1|1|consent"})
    assert not pace.edit("C1", "1.1", shape, START)
    for _ in range(EDITS_A_MINUTE - KEPT_FREE - 1):
        assert not pace.edit("C1", "1.1", shape, START)
    assert pace.edit("C1", "1.1", shape, START)
    for number in range(KEPT_FREE):
        assert not pace.edit("C1", "1.1", frozenset({str(number)}), START)
    assert pace.edit("C1", "1.1", frozenset({"closed"}), START)
    assert not pace.edit("C1", "1.1", shape, START.replace(minute=START.minute + 1))


async def test_what_members_wrote_wakes_nobody_in_a_channel(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        attack = "<!channel> <@U1> <https://e.vil|x> &lt; *b*"
        card = await play.propose(title=attack, text=attack)
        assert words(card).count(attack) == 2
        assert "<" not in card["text"]
        assert "link_names" not in posts(play)[-1]
