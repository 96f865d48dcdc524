"""A consent round on Slack: from the command to the decision, by Socket Mode and by signed requests."""

from pathlib import Path

import pytest
from slack_play import MODES, PROPOSAL, inputs, labels, playing, words

pytestmark = pytest.mark.contract


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("restless", [False, True])
async def test_a_round_from_the_command_to_the_decision(tmp_path: Path, mode: str, restless: bool) -> None:
    async with playing(tmp_path, mode) as play:
        play.restless = restless
        opened = await play.slash("ana", "/proposal create circle:garden")
        assert list(inputs(opened.view)) == ["title", "driver", "text", "review"]
        done = await play.submit("ana", opened.view, **PROPOSAL)
        assert "P-1" in done.shown
        card = await play.card()
        assert "Water the beds" in words(card)
        assert "Water the beds" in card["text"]
        for who in ("ana", "ben", "cem"):
            answered = await play.click(who, card, "Consent")
            assert "P-1" in answered.told
        [first, *_] = await play.messages()
        assert first["ts"] == card["ts"]
        assert "Consent" not in labels(first)
        assert "D-1" in "\n".join(words(one) for one in await play.messages())
        assert max(play.rig.acknowledged) < 1
