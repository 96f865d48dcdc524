"""Speaking with Circlet on Slack: commands, shortcuts, mentions and App Home, and what nobody meant."""

from pathlib import Path

import pytest
from slack_journal import fails
from slack_play import MODES, PROPOSAL, inputs, labels, playing, words

pytestmark = pytest.mark.contract


@pytest.mark.parametrize("mode", MODES)
async def test_a_command_is_answered_with_its_acknowledgement(tmp_path: Path, mode: str) -> None:
    async with playing(tmp_path, mode) as play:
        await play.propose()
        shown = await play.slash("ben", "/proposal show p1")
        assert shown.ack["response_type"] == "ephemeral"
        assert "Water the beds" in shown.told
        assert "Consent" in labels(shown.messages[0])
        answered = await play.click("ben", shown.messages[0], "Consent")
        assert "receipt" in answered.told
        assert "receipt" in (await play.slash("cem", "/consent answer P-1 consent")).told


async def test_a_verb_there_is_not_offers_those_there_are(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        meant = await play.slash("ben", "/proposal shwo P-1")
        assert "Did you mean" in meant.told
        assert "/proposal show P-1" in labels(meant.messages[0])
        shown = await play.click("ben", meant.messages[0], "/proposal show P-1")
        assert "Water the beds" in shown.told


async def test_a_mention_in_a_thread_speaks_of_its_card_and_stays_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        asked = await play.mention("ben", "status", thread=card["ts"])
        assert "Awaited: Ana, Ben and Cem" in asked.told
        assert asked.messages[0]["thread_ts"] == card["ts"]
        mistyped = await play.mention("ben", "statsu", thread=card["ts"])
        assert "There is no statsu to be done, so nothing was done. Did you mean:" in mistyped.told
        assert labels(mistyped.messages[-1])[0] == "/consent status P-1"
        elsewhere = await play.mention("ben", "proposl list")
        assert labels(elsewhere.messages[-1]) == ["/proposal list"]
        helped = await play.mention("ben", "what can you do?")
        assert "What would you like to do?" in helped.told
        form = await play.mention("ben", "proposal create", thread=card["ts"])
        assert "type /proposal create" in form.told


async def test_a_thread_is_known_without_a_look_into_the_channel_and_of_a_card_posted_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await play.rig.look("chat.delete", {"channel": play.garden, "ts": card["ts"]})
        await play.click("cem", card, "Consent")
        again = await play.card()
        assert again["ts"] != card["ts"]
        fails(play, "conversations.replies", "missing_scope", 9)
        asked = await play.mention("ben", "status", thread=again["ts"])
        assert "Awaited: Ana and Ben" in asked.told
        await play.click("ana", again, "Withdraw")
        assert "withdrawn" in (await play.mention("ben", "show", thread=again["ts"])).told


async def test_an_event_that_comes_again_is_answered_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        first = await play.mention("ben", "help", event_id="Ev-again")
        again = await play.mention("ben", "help", event_id="Ev-again")
        assert first.told
        assert not again.told


async def test_app_home_shows_what_waits_and_what_came_of_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        home = await play.open_home("ben")
        said = words(home)
        for title in ("Waiting for you", "My proposals", "My circles", "My answers"):
            assert title in said
        assert "Water the beds" in said
        assert {"New proposal", "Settings", "Everything else"} <= set(labels(home))
        assert labels(await play.open_home("ana")).count("Open") == 3
        opened = await play.click("ben", home, "Open")
        answered = await play.click("ben", opened.view, "Consent")
        assert "receipt" in answered.shown
        assert "consent to P-1" in words(await play.open_home("ben")) or "P-1" in words(await play.open_home("ben"))


async def test_app_home_that_is_open_follows_what_others_do(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Water the beds" not in words(await play.open_home("ben"))
        await play.propose()
        assert "Water the beds" in words(play.rig.homes[play.rig.users["ben"]])


async def test_a_message_is_turned_into_a_proposal_that_leads_back_to_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        opened = await play.use_on("ana", "use|message|proposal.create", "Let us water &lt;twice&gt;")
        assert inputs(opened.view)["text"]["initial_value"] == "Let us water <twice>"
        done = await play.submit("ana", opened.view, circle="garden", title="Water", driver="Dry")
        assert "P-1" in done.shown
        card = await play.card()
        assert "Source: this message" in words(card)
        assert "https://harbour.slack.com/archives/" in str(card)


async def test_app_home_of_nobody_says_how_to_become_somebody(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        home = await play.open_home("zoe")
        assert words(home).count("not linked to a member yet") == 1
        with pytest.raises(AssertionError, match="not linked to a member yet"):
            assert (await play.slash("zoe", "/proposal create Water")).view


async def test_settings_are_a_form_behind_a_button_of_app_home(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        home = await play.open_home("ben")
        opened = await play.click("ben", home, "Settings")
        done = await play.submit("ben", opened.view, zone="Asia/Tokyo", language="ja")
        assert "Asia/Tokyo" in done.shown


async def test_shortcuts_begin_a_proposal_and_show_the_inbox(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        opened = await play.shortcut("ana", "New proposal")
        done = await play.submit("ana", opened.view, circle="garden", **PROPOSAL)
        assert "P-1" in done.shown
        inbox = await play.shortcut("ben", "My governance inbox")
        assert "Water the beds" in inbox.shown


async def test_commands_are_spelled_as_they_are_typed_on_slack(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose(text="I look at /me inbox")
        assert "I look at /me inbox" in words(card)
        assert "/gov me link code:" in (await play.click("zoe", card, "Consent")).told
        assert "/gov help" in (await play.slash("ben", "/gov help all")).told
        topics = (await play.slash("ben", "/gov help me")).told
        assert "/gov me inbox" in topics
        assert "e.g. /gov me" in topics
        nothing = (await play.slash("ben", "/circle away")).told
        assert "/gov me away declares yours" in nothing


async def test_a_stranger_is_told_how_to_be_known(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        pressed = await play.click("zoe", card, "Consent")
        assert "This Slack account is not linked" in pressed.told
        assert "0 of 3" in words(await play.card())


async def test_a_button_of_the_past_is_answered(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        for old in ("c0|P-1|1|consent", "something else", "c1|P-1|1|no-such-action"):
            button = {"type": "button", "text": {"type": "plain_text", "text": "Old"}, "action_id": old}
            assert (await play.press("ben", card, button)).told


async def test_a_long_answer_comes_whole(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose(text="Mon and Thu, by whoever is there. " * 80)
        whole = await play.click("ben", card, "Read in full")
        assert "MonandThu,bywhoeveristhere." * 80 in "".join(whole.told.split())
