"""In time: whatever the store does, Slack hears something within a second, and never what is not so yet."""

import asyncio
import io
import logging
import time
from pathlib import Path
from typing import Any

import pytest
from slack_journal import fails, recorded, sent
from slack_play import MODES, PROPOSAL, Play, inputs, playing, words
from slack_rig import SECRET, signed

from adapters.slack.serving import LARGEST

pytestmark = pytest.mark.contract


async def later(play: Play, go_on: asyncio.Event, doing: Any, seconds: float) -> Any:
    """Let the store go on after a while, and see what came of what was begun before."""
    begun = asyncio.create_task(doing)
    await asyncio.sleep(seconds)
    go_on.set()
    return await begun


@pytest.mark.parametrize("mode", MODES)
async def test_a_slow_command_is_acknowledged_as_pending_and_then_answered(tmp_path: Path, mode: str) -> None:
    async with playing(tmp_path, mode) as play:
        await play.propose()
        go_on = play.hold("transact")
        seen = await later(play, go_on, play.slash("ben", "/consent answer P-1 consent"), 1.3)
        assert "Still recording" in words(seen.ack)
        assert play.rig.acknowledged[-1] < 1
        assert "receipt" in seen.told
        assert "1 of 3" in words(await play.card())


async def test_a_form_that_is_not_there_in_time_opens_as_a_skeleton_and_is_filled(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        go_on = play.hold("read")
        seen = await later(play, go_on, play.click("ben", card, "Object"), 1.2)
        opened = [body["view"] for method, body in play.rig.calls if method == "views.open"]
        assert "One moment" in words(opened[-1])
        assert play.rig.acknowledged[-1] < 1
        assert list(inputs(seen.view)) == ["harm", "safe"]
        done = await play.submit("ben", seen.view, harm="It floods", safe="Less")
        assert "objection" in done.shown.lower()


async def test_a_form_handed_in_while_the_store_is_slow_shows_its_receipt_when_there_is_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        opened = await play.slash("ana", "/proposal create circle:garden")
        view = opened.view
        go_on = play.hold("transact")
        seen = await later(play, go_on, play.submit("ana", view, **PROPOSAL), 1.3)
        assert "Still recording" in words(seen.ack["view"])
        assert play.rig.acknowledged[-1] < 1
        assert "P-1" in seen.shown


async def test_a_form_whose_outcome_takes_long_to_draw_is_acknowledged_in_time(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        view = (await play.slash("ana", "/proposal create circle:garden")).view
        store, go_on = play.made.store, asyncio.Event()
        transact, read = store.transact, store.read

        async def slow(org: str, job: Any) -> Any:
            await go_on.wait()
            return await read(org, job)

        async def recorded_at_once(org: str, job: Any) -> Any:
            done = await transact(org, job)
            store.read = slow  # type: ignore[assignment]
            return done

        store.transact = recorded_at_once  # type: ignore[assignment]
        seen = await later(play, go_on, play.submit("ana", view, **PROPOSAL), 1.3)
        assert play.rig.acknowledged[-1] < 1
        assert "Still recording" in words(seen.ack["view"])
        assert "P-1" in seen.shown


async def test_a_slow_press_in_a_modal_is_told_there_as_pending_and_then_what_came_of_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        inbox = await play.shortcut("ben", "My governance inbox")
        card = await play.click("ben", inbox.view, "Open")
        go_on = play.hold("transact")
        seen = await later(play, go_on, play.click("ben", card.view, "Consent"), 1.3)
        pushed = [body["view"] for method, body in play.rig.calls if method == "views.push"]
        assert "Still recording" in words(pushed[-1])
        assert "receipt" in seen.shown
        assert len(play.rig.views[play.rig.users["ben"]]) == 3


async def test_whoever_closed_a_form_meanwhile_is_told_directly_what_came_of_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        view = (await play.slash("ana", "/proposal create circle:garden")).view
        fails(play, "views.update", "not_found")
        go_on = play.hold("transact")
        await later(play, go_on, play.submit("ana", view, **PROPOSAL), 1.3)
        [told] = [
            one for one in sent(play, "chat.postMessage") if one["channel"] == play.rig.talks[play.rig.users["ana"]]
        ]
        assert "P-1 is open" in words(told)
        assert recorded(play)["round.opened"] == 1


async def test_what_is_wrong_with_a_form_is_shown_in_it_even_late(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        view = (await play.slash("ana", "/proposal create circle:garden")).view
        go_on = play.hold("read")
        seen = await later(play, go_on, play.submit("ana", view, **{**PROPOSAL, "review": "soonish"}), 1.3)
        assert "soonish" in seen.shown
        assert inputs(seen.view)["title"]["initial_value"] == "Water the beds"


async def test_a_defect_gives_a_reference_and_the_log_tells_nothing_anybody_wrote(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "circlet")
    async with playing(tmp_path) as play:
        view = (await play.slash("ana", "/proposal create circle:garden")).view
        real = play.made.store.transact

        async def broken(org: str, job: object) -> None:
            raise ZeroDivisionError(PROPOSAL["driver"])

        play.made.store.transact = broken  # type: ignore[assignment]
        seen = await play.submit("ana", view, **PROPOSAL)
        play.made.store.transact = real  # type: ignore[method-assign]
        assert "ref " in seen.shown
        reference = seen.shown.split("ref ")[1][:4]
        assert f"ref {reference}: ZeroDivisionError" in caplog.text
        assert "They dry out" not in caplog.text


async def test_an_answer_slack_no_longer_takes_changes_nothing_in_what_was_recorded(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        play.rig.errors["views.open"] += [(200, {"ok": False, "error": "expired_trigger_id"}, {})]
        await play.click("ben", card, "Object")
        assert not play.rig.views[play.rig.users["ben"]]
        assert "receipt" in (await play.click("ben", card, "Consent")).told


async def test_requests_that_are_not_signed_by_slack_are_turned_away(tmp_path: Path) -> None:
    async with playing(tmp_path, "signed") as play:
        body, form = "command=%2Fproposal&text=", "application/x-www-form-urlencoded"
        old = str(int(time.time()) - 6 * 60)
        refused = [
            await play.rig.request(body, form, X_Slack_Signature="v0=" + "0" * 64),
            await play.rig.request(body, form, X_Slack_Signature=signed(body, str(int(time.time())), SECRET + "x")),
            await play.rig.request(body, form, X_Slack_Request_Timestamp=old, X_Slack_Signature=signed(body, old)),
            await play.rig.request(body, form, X_Slack_Signature=""),
            await play.rig.request(body, form, X_Slack_Request_Timestamp=""),
            await play.rig.request("ssl_check=1&" + body, form, X_Slack_Signature=""),
            await play.rig.request(body, form, X_Slack_Request_Timestamp="yesterday"),
            await play.rig.request(body, form, X_Slack_Signature="v0=é"),
            await play.rig.request(body, f"{form}; charset=none-such", X_Slack_Signature="v0=0"),
            await play.rig.request("{no json", "application/json", X_Slack_Signature="v0=0"),
            await play.rig.request("[1]", "application/json", X_Slack_Signature="v0=0"),
        ]
        assert [status for status, _ in refused] == [401] * 11
        challenge = '{"type": "url_verification", "challenge": "c3", "token": "x"}'
        assert await play.rig.request(challenge, "application/json") == (200, '{"challenge": "c3"}')


async def test_what_cannot_be_read_is_answered_without_a_traceback(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with playing(tmp_path, "signed") as play:
        form = "application/x-www-form-urlencoded"
        asked = [
            await play.rig.request("{no json", "application/json"),
            await play.rig.request("[1]", "application/json"),
            await play.rig.request("payload=%7Bno", form),
        ]
        assert [status for status, _ in asked] == [400] * 3
        huge = io.BytesIO(b"x=" + b"y" * LARGEST)
        async with play.rig._http.post(play.rig.bot_address, data=huge) as answer:
            assert answer.status == 413
        async with play.rig._http.post(play.rig.bot_address, data=b"\xff\xfe") as answer:
            assert answer.status == 401
        async with play.rig._http.get(play.rig.bot_address) as answer:
            assert answer.status == 405
        assert not [one for one in caplog.records if one.exc_info]


async def test_whether_the_program_is_alive_can_be_asked(tmp_path: Path) -> None:
    async with playing(tmp_path, "signed") as play:
        address = play.rig.bot_address.replace("/slack/events", "/healthz")
        async with play.rig._http.get(address) as answer:
            assert (answer.status, await answer.text()) == (200, "ok")
