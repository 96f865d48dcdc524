"""An app whose commands have a prefix: whatever Slack is told, they are spelled as they are typed there."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from slack_play import Play, playing, words

pytestmark = pytest.mark.contract
_BARE = re.compile(r"(?<![\w/.:-])/(?:me|proposal|consent|circle|decisions|governance|gov|help|show)\b")


@pytest.fixture
async def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Play]:
    monkeypatch.setenv("SLACK_COMMAND_PREFIX", "acme-")
    async with playing(tmp_path) as made:
        yield made
        bare = [found for body in everything(made) for found in _BARE.findall(str(body))]
        assert not bare, bare


def everything(play: Play) -> list[object]:
    """All that Slack was told to show, and all that somebody saw."""
    return [*(body for _, body in play.rig.calls), *play.rig.told.values(), *play.rig.homes.values()]


async def test_refusals_say_commands_as_they_are_typed(play: Play) -> None:
    refused = await play.slash("zoe", "/acme-proposal create circle:garden title:Water driver:Dry text:Mon review:90d")
    assert "/acme-gov me link" in refused.told
    assert "/acme-gov me link" in refused.messages[0]["text"], "for those who hear it read"


async def test_nothing_typed_and_a_verb_there_is_not(play: Play) -> None:
    hub = await play.slash("ana", "/acme-proposal")
    assert "/acme-proposal and a verb do the same" in hub.shown
    meant = await play.slash("ana", "/acme-proposal shwo P-1")
    assert "behind /acme-proposal" in meant.told
    opened = await play.click("ana", meant.messages[0], "/acme-proposal create shwo P-1")
    assert opened.view["callback_id"] == "form"


async def test_the_hub_of_all_other_nouns_and_verbs_that_stand_alone(play: Play) -> None:
    assert "/acme-gov and a verb do the same" in (await play.slash("ana", "/acme-gov")).shown
    assert "How the bot is" in (await play.slash("ana", "/acme-gov doctor")).told
    assert "How the bot is" in (await play.slash("ana", "/acme-gov governance doctor")).told
    assert "nothing waits for you" in (await play.slash("ana", "/acme-gov inbox")).told.lower()


async def test_lists_help_and_home(play: Play) -> None:
    assert "/acme-gov me  answers, away" in (await play.slash("ana", "/acme-gov help all")).told
    assert "/acme-proposal create" in (await play.slash("ana", "/acme-proposal list")).told
    assert "/acme-proposal" in words(await play.open_home("ana"))


async def test_what_needs_a_form_is_said_with_the_command_that_opens_it(play: Play) -> None:
    assert "type /acme-gov me settings" in (await play.mention("ana", "me settings")).told
    assert "/acme-proposal create" in (await play.mention("ana", "proposal create")).told


async def test_what_is_wrong_in_a_form(play: Play) -> None:
    opened = await play.slash("ana", "/acme-proposal submit nonsense")
    assert "/acme-proposal drafts lists yours" in opened.shown


async def test_a_command_of_another_prefix_is_understood_and_answered_with_ours(play: Play) -> None:
    assert "behind /acme-proposal" in (await play.slash("ana", "/other-proposal shwo P-1")).told
