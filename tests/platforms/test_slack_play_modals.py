"""Modals on Slack: asked before what cannot be undone, shown as things are by now, with nothing of anybody in them."""

from pathlib import Path
from typing import Any

import pytest
from slack_play import MODES, Play, inputs, labels, playing, words
from slack_spec import elements, objects
from test_slack_play_slow import later

from bot.slack import shortcuts

pytestmark = pytest.mark.contract


def button(on: dict[str, Any], label: str) -> dict[str, Any]:
    return next(one for one in objects(on) if one.get("type") == "button" and one["text"]["text"] == label)


def stack(play: Play, who: str) -> list[dict[str, Any]]:
    return play.rig.views[play.rig.users[who]]


@pytest.mark.parametrize("label", ["Withdraw", "Hand over"])
async def test_slack_asks_before_what_cannot_be_undone(tmp_path: Path, label: str) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        asked = button(card, label)["confirm"]
        assert asked["text"]["text"].endswith(("?", "kept.", "up."))
        assert asked["confirm"]["text"] == label
        assert asked["deny"]["text"] == "Not now"
        assert "confirm" not in button(card, "Consent")
        shown = await play.slash("ana", "/proposal show P-1")
        assert "confirm" in button(shown.messages[0], label)
        assert "Only " in (await play.click("ben", card, label)).told
        assert "receipt" in (await play.click("ana", card, label)).told


@pytest.mark.parametrize("mode", MODES)
async def test_a_modal_below_shows_what_came_of_what_was_pressed_in_it(tmp_path: Path, mode: str) -> None:
    async with playing(tmp_path, mode) as play:
        await play.propose()
        inbox = await play.shortcut("ben", "My governance inbox")
        card = await play.click("ben", inbox.view, "Open")
        await play.click("ben", card.view, "Consent")
        [below, shown, receipt] = stack(play, "ben")
        assert "receipt" in words(receipt)
        assert "1 of 3 answered" in words(shown)
        assert "1 waits for you" in words(below)


async def test_a_stale_modal_is_answered_with_the_version_in_force_and_is_shown_anew(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        inbox = await play.shortcut("ben", "My governance inbox")
        stale = (await play.click("ben", inbox.view, "Open")).view
        amending = (await play.click("ana", card, "Amend")).view
        await play.submit("ana", amending, text="Sundays")
        refused = await play.click("ben", stale, "Consent")
        assert "P-1 is now version 2" in refused.shown
        assert "Consent" in labels(refused.view)
        assert "Sundays" in words(stack(play, "ben")[1])


async def test_a_modal_that_shows_something_else_by_now_is_left_alone(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        await play.slash("ben", "/proposal")
        await play.click("ben", stack(play, "ben")[-1], "List")
        await play.click("ben", stack(play, "ben")[-1], "Open")
        third = stack(play, "ben")[-1]
        await play.click("ben", third, "Consent")  # there is no fourth: the outcome takes its place
        assert "receipt" in words(stack(play, "ben")[-1])
        again = await play.click("ben", {**third, "hash": "older"}, "Consent")
        assert "already" in again.shown or "receipt" not in again.told
        answers = [body for method, body in play.rig.calls if method == "views.update" and "hash" in body]
        assert answers
        assert len(stack(play, "ben")) == 3


async def test_what_a_modal_carries_is_ids_and_a_version(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose(text="A secret of the garden")
        await play.shortcut("ben", "My governance inbox")
        await play.click("ben", stack(play, "ben")[-1], "Open")
        assert stack(play, "ben")[-1]["private_metadata"] == "q1|proposal.show|id=P-1"
        found = await play.slash("ben", "/decisions")
        way = next(one for one in elements(found.view) if one["action_id"] == "say|decisions search")
        search = await play.press("ben", found.view, way)
        done = await play.submit("ben", search.view, text="my secret")
        assert "secret" not in done.view.get("private_metadata", "")
        objecting = (await play.click("ben", card, "Object")).view
        assert "secret" not in objecting["private_metadata"]
        for view in (body["view"] for method, body in play.rig.calls if method.startswith("views.") and "view" in body):
            assert len(view.get("private_metadata", "")) < 3_000


async def test_a_form_slack_would_not_open_any_more_is_asked_for_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        play.rig.errors["views.open"] += [(200, {"ok": False, "error": "expired_trigger_id"}, {})]
        told = await play.click("ben", card, "Object")
        assert "please do it again" in told.told
        assert "harm" in inputs((await play.click("ben", card, "Object")).view)


@pytest.mark.parametrize("in_channel", [True, False])
async def test_who_closed_a_form_before_its_outcome_was_known_is_told_in_the_thread_it_was_opened_in(
    tmp_path: Path, in_channel: bool
) -> None:
    async with playing(tmp_path) as play:
        callback = next(one.callback for one in shortcuts(play.made.features) if one.menu.title == "Turn into proposal")
        opened = await play.use_on("ana", callback, "Let us water twice", thread="1699999999.000100")
        assert opened.view["private_metadata"].split("|")[3] == f"{play.garden}/1699999999.000100"
        view, go_on = opened.view, play.hold("transact")
        play.rig.errors["views.update"] += [(200, {"ok": False, "error": "not_found"}, {})]
        if not in_channel:
            play.rig.errors["chat.postEphemeral"] += [(200, {"ok": False, "error": "not_in_channel"}, {})]
        answers = {"circle": "garden", "title": "Water", "driver": "Dry", "review": "90d"}
        seen = await later(play, go_on, play.submit("ana", view, **answers), 1.3)
        alone = [one for method, one in play.rig.calls if method == "chat.postMessage" and one["channel"][0] == "D"]
        told = seen.messages if in_channel else alone
        assert "receipt P-1" in words(told[-1])
        assert told[-1].get("thread_ts") == ("1699999999.000100" if in_channel else None)
        assert len(alone) == (0 if in_channel else 1)
