"""Slack has no slash commands in threads: every command is reached by pressing alone, from App Home on."""

from pathlib import Path

import pytest
from slack_play import MODES, Play, inputs, labels, playing, words
from slack_spec import elements

from adapters.slack.hub import SAY
from adapters.slack.shortcuts import Shortcut
from bot.slack import DOORS, ROOMS, grammar_of, shortcuts
from tests.application.application_world import FEATURES

pytestmark = pytest.mark.contract
GRAMMAR = grammar_of(FEATURES)
NOUNS = {typed: label for label, typed in DOORS if typed in (*GRAMMAR.own, GRAMMAR.rest)}


def shortcut(title: str) -> Shortcut:
    return next(one for one in shortcuts(FEATURES) if one.menu.title == title)


def test_app_home_leads_to_all_nouns_there_are() -> None:
    assert set(NOUNS) == {*GRAMMAR.own, GRAMMAR.rest}
    assert {kind for _, kind, _ in ROOMS} <= set(FEATURES.by_kind)


@pytest.mark.parametrize("noun", NOUNS)
async def test_every_command_behind_a_noun_is_answered_when_it_is_only_pressed(tmp_path: Path, noun: str) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        home = await play.open_home("ben")
        hub = (await play.click("ben", home, NOUNS[noun])).view
        reached = set()
        for button in elements(hub):
            assert button["action_id"].startswith(SAY)
            before = [method for method, _ in play.rig.calls]
            pressed = await play.press("ben", hub, button)
            shown = [body for method, body in play.rig.calls[len(before) :] if method in ("views.push", "views.update")]
            said = (pressed.told + "".join(words(one["view"]) for one in shown)).replace("\n", " ")
            assert shown or pressed.messages, button["value"]
            assert "Did you mean" not in said, button["value"]
            assert "(ref " not in said, f"{button['value']}: {said}"
            reached.add(button["value"].partition(" ")[2])
            play.rig.views[play.rig.users["ben"]][1:] = []
        assert reached == set(GRAMMAR.paths(noun))


def texts(play: Play, thread: str) -> list[str]:
    told = [body for method, body in play.rig.calls if method == "chat.postEphemeral"]
    return [words(one) for one in told if one.get("thread_ts") == thread]


@pytest.mark.parametrize("mode", MODES)
async def test_a_mention_in_a_thread_needs_no_slash(tmp_path: Path, mode: str) -> None:
    async with playing(tmp_path, mode) as play:
        card = await play.propose()
        for verb, said in (("status", "Awaited"), ("show", "Mon and Thu"), ("read", "in full")):
            await play.mention("ben", verb, thread=card["ts"])
            assert said in texts(play, card["ts"])[-1]
        meant = await play.mention("ben", "proposal shwo P-1", thread=card["ts"])
        assert "/proposal show P-1" in labels(meant.messages[0])
        assert meant.messages[0]["thread_ts"] == card["ts"]


@pytest.mark.parametrize("mode", MODES)
async def test_a_message_becomes_a_proposal_with_its_words_and_the_way_back_to_it(tmp_path: Path, mode: str) -> None:
    async with playing(tmp_path, mode) as play:
        opened = await play.use_on("ana", shortcut("Turn into proposal").callback, "Let us &lt;water&gt; *twice*")
        assert inputs(opened.view)["text"]["initial_value"] == "Let us <water> *twice*"
        done = await play.submit("ana", opened.view, circle="garden", title="Water", driver="Dry", review="90d")
        assert "P-1" in done.shown
        assert "Source: this message" in words(await play.card())


async def test_a_message_is_recorded_as_a_decision_by_who_may_and_others_are_told_in_its_thread(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        callback = shortcut("Record as decision").callback
        refused = await play.use_on("ana", callback, "We meet on Mondays", thread="1699999999.000100")
        assert "secretary" in refused.told
        assert refused.messages[0]["thread_ts"] == "1699999999.000100"
        play.furnish(roles="secretary: ana")
        opened = await play.use_on("ana", callback, "We meet on &lt;Mondays&gt;")
        done = await play.submit("ana", opened.view, circle="garden", title="When we meet")
        assert "D-1" in done.shown
        kept = (await play.slash("ben", "/decisions read D-1")).told
        assert "We meet on <Mondays>" in kept


async def test_a_message_raises_a_concern_about_a_round_one_picks(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        opened = await play.use_on("ben", shortcut("Raise a concern").callback, "The pump is loud")
        assert "The pump is loud" in {one.get("initial_value") for one in inputs(opened.view).values()}
        done = await play.submit("ben", opened.view, id="P-1")
        assert "receipt" in done.shown
        assert "1 consent with concern" in words(await play.card())


async def test_shortcuts_are_named_as_slack_wants_them() -> None:
    named = {(one.menu.title, one.described()["type"]) for one in shortcuts(FEATURES)}
    assert named == {
        ("New proposal", "global"),
        ("My governance inbox", "global"),
        ("Check in for somebody", "global"),
        ("Turn into proposal", "message"),
        ("Record as decision", "message"),
        ("Raise a concern", "message"),
        ("Request budget for this", "message"),
    }
