"""Trouble on the way to Slack and back: what was done is recorded once and shown once, and everybody is answered."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import slack_payloads as payloads
from slack_journal import answers, cards, fails, given_up, recorded, sent, troubles
from slack_play import MODES, PROPOSAL, Play, inputs, playing, words
from slack_rig import APP_TOKEN, BOT_TOKEN
from slack_spec import elements
from slack_town import until

from adapters.slack import connection
from adapters.slack.showing import Workspace
from bot.failure import Failure
from bot.slack import Keys, connected, on_slack

pytestmark = pytest.mark.contract


@pytest.fixture(autouse=True)
def attentive(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot looks often at whether its connection stands."""
    monkeypatch.setattr(connection, "PING", 0.1)


def consent(card: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in elements(card) if one["text"]["text"] == "Consent")


async def pressed(play: Play, who: str, card: dict[str, Any]) -> dict[str, Any]:
    """A press, to be delivered."""
    user = play.rig.users[who]
    return {
        **payloads.by("block_actions", who, user),
        **payloads.on_message(card, play.garden, play.rig.response_url(user)),
        "trigger_id": await play.rig.trigger(user),
        "actions": [payloads.pressed(consent(card))],
    }


def receipts(play: Play, who: str) -> list[str]:
    told = (words(one) for one in play.rig.told[play.rig.users[who]])
    return [one for one in told if "receipt" in one]


async def test_a_connection_that_breaks_in_the_middle_of_an_answer_loses_none_and_doubles_none(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        payload, go_on = await pressed(play, "ben", card), play.hold("transact")
        sending = asyncio.create_task(play.rig.deliver("interactive", payload))
        await play.held.wait()
        play.rig.break_off()
        go_on.set()
        await play.rig.until_connected()
        await play.rig.deliver("interactive", payload, retry_attempt=1, retry_reason="timeout")
        sending.cancel()
        await play.settle()
        assert answers(play) == [("ben", "consent")]
        assert len(set(receipts(play, "ben"))) == 1
        assert "1 of 3" in words(await play.card())
        assert "receipt" in (await play.click("cem", card, "Consent")).told


async def test_slack_asks_to_connect_anew_and_nobody_notices(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await play.click("ben", card, "Consent")
        await play.rig.refresh()
        assert "receipt" in (await play.click("cem", card, "Consent")).told
        assert answers(play) == [("ben", "consent"), ("cem", "consent")]


async def test_what_comes_over_two_connections_at_once_is_one_act(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        another = connection.Connection(play.bot.connection.client, Workspace(), app_token=APP_TOKEN)
        second = asyncio.create_task(another.run(play.bot.gateway.handle, "127.0.0.1", 0))
        await asyncio.wait_for(another.ready.wait(), 10)
        payload = await pressed(play, "ben", card)
        await asyncio.gather(*(play.rig.deliver("interactive", payload, on=on) for on in (0, 1)))
        await play.settle()
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        assert answers(play) == [("ben", "consent")]
        assert len(set(receipts(play, "ben"))) == 1


@pytest.mark.parametrize("mode", MODES)
async def test_what_is_delivered_again_is_done_once(tmp_path: Path, mode: str) -> None:
    async with playing(tmp_path, mode) as play:
        view = (await play.slash("ana", "/proposal create circle:garden")).view
        await play.submit("ana", view, **PROPOSAL)
        await play.again()
        await play.click("ben", await play.card(), "Consent")
        await play.again()
        await play.slash("cem", "/consent answer P-1 consent")
        await play.again()
        assert recorded(play) == {"proposal.created": 1, "round.opened": 1, "answer.given": 2}
        assert not recorded(play, "P-2")
        assert len(await cards(play)) == 1


async def test_an_edit_of_which_nobody_knows_whether_it_arrived_is_made_again_in_place(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        play.rig.lost.add("chat.update")
        await play.click("ben", card, "Consent")
        await play.pass_time(minutes=1)
        [now] = await cards(play)
        assert now["ts"] == card["ts"]
        assert "1 of 3" in words(now)


@pytest.mark.parametrize("status,error", [(500, "internal_error"), (503, "service_unavailable"), (429, "ratelimited")])
async def test_a_burst_of_refusals_delays_an_edit_and_costs_nothing_else(
    tmp_path: Path, status: int, error: str
) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        fails(play, "chat.update", error, 3, status=status, **({"Retry-After": "5"} if status == 429 else {}))
        for who in ("ana", "ben"):
            assert "receipt" in (await play.click(who, card, "Consent")).told
        for _ in range(4):
            await play.pass_time(minutes=1)
        [now] = await cards(play)
        assert now["ts"] == card["ts"]
        assert "2 of 3" in words(now)
        assert not await troubles(play)


async def test_while_slack_cannot_be_reached_everything_waits_and_then_stands_once(tmp_path: Path) -> None:
    async with playing(tmp_path, "signed") as play:
        card = await play.propose()
        payload = await pressed(play, "ben", card)
        play.rig.down = True
        await play.rig.deliver("interactive", payload)
        await play.settle()
        assert answers(play) == [("ben", "consent")], "the store is not Slack"
        play.rig.down = False
        await play.pass_time(minutes=11)
        [now] = await cards(play)
        assert "1 of 3" in words(now)


WORDS = {
    "channel_not_found": "there is no such channel, or it is private and the bot is not in it",
    "not_in_channel": "invite it there with /invite",
    "is_archived": "the channel is archived",
    "token_revoked": "Slack does not accept the token any more",
    "account_inactive": "the bot was taken out of the workspace",
    "token_expired": "Slack does not accept the token any more",
    "team_added_to_org": "nothing can be sent meanwhile",
}


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
@pytest.mark.parametrize("error", WORDS)
async def test_a_channel_that_is_shut_is_said_in_words_and_shown_in_once_it_is_open(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, error: str, method: str
) -> None:
    async with playing(tmp_path) as play:
        if method == "chat.update":
            card = await play.propose()
            fails(play, method, error)
            assert "receipt" in (await play.click("ben", card, "Consent")).told
        else:
            fails(play, method, error)
            view = (await play.slash("ana", "/proposal create circle:garden")).view
            assert "P-1" in (await play.submit("ana", view, **PROPOSAL)).shown
        assert WORDS[error] in "".join(await troubles(play))
        assert [line for line in caplog.messages if WORDS[error] in line], caplog.messages
        await play.pass_time(minutes=11)
        assert len(await cards(play)) == 1
        assert len(sent(play, "chat.postMessage")) == (1 if method == "chat.update" else 2)


async def test_a_card_slack_finds_too_long_is_kept_and_holds_up_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with playing(tmp_path) as play:
        fails(play, "chat.postMessage", "msg_too_long")
        view = (await play.slash("ana", "/proposal create circle:garden")).view
        await play.submit("ana", view, **PROPOSAL)
        assert "longer than Slack takes" in "".join(await given_up(play))
        assert "longer than Slack takes" in caplog.text
        second = await play.propose(title="Another")
        assert "Another" in words(second)
        assert "receipt" in (await play.slash("ben", "/consent answer P-1 consent")).told


async def test_an_answer_that_cannot_be_shown_is_recorded_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        play.rig.errors["response_url"] = [(500, {}, {})]
        await play.click("ben", card, "Consent")
        assert answers(play) == [("ben", "consent")]
        assert "an answer could not be shown (HTTP 500)" in caplog.text
        assert "1 of 3" in words(await play.card())


async def test_a_form_whose_trigger_ran_out_can_be_opened_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        fails(play, "views.open", "expired_trigger_id")
        seen = await play.click("ben", card, "Object")
        assert "please do it again" in seen.told
        form = (await play.click("ben", card, "Object")).view
        assert "harm" in inputs(form)
        assert "answer.given" not in recorded(play)


async def test_an_app_token_that_is_taken_back_ends_the_program_with_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with playing(tmp_path) as play:
        await play.disconnect()
        play.rig.disconnected()
        there = on_slack(play.made, play.org, Workspace(), Keys(BOT_TOKEN, APP_TOKEN), lambda: None)
        going = asyncio.create_task(connected(there, asyncio.Event().wait()))  # type: ignore[arg-type]
        await play.rig.until_connected()
        fails(play, "apps.connections.open", "token_revoked", 99)
        play.rig.break_off()
        with pytest.raises(Failure, match="does not accept the app token"):
            await asyncio.wait_for(going, 10)
        assert len(sent(play, "apps.connections.open")) < 8
        assert not caplog.messages


async def test_who_lives_elsewhere_too_goes_on_without_slack(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with playing(tmp_path) as play:
        await play.disconnect()
        play.rig.disconnected()
        there = on_slack(play.made, play.org, Workspace(), Keys(BOT_TOKEN, APP_TOKEN), lambda: None)
        stop = asyncio.Event()
        going = asyncio.create_task(connected(there, stop.wait(), alone=False))  # type: ignore[arg-type]
        await play.rig.until_connected()
        fails(play, "apps.connections.open", "token_revoked", 99)
        play.rig.break_off()
        await until(lambda: "goes on without Slack" in caplog.text)
        assert not going.done()
        stop.set()
        await asyncio.wait_for(going, 10)
