"""Long texts on Slack, in any script: within its limits, in as many parts as it takes, and nothing of them lost."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from slack_play import ORG, PROPOSAL, Play, inputs, labels, playing, words
from test_slack_play_reach import shortcut

from governance_core.application.execute import execute
from governance_core.kernel.ids import Actor, CircleId, StreamId
from governance_core.proposals.messages import CreateProposal

pytestmark = pytest.mark.contract
SCRIPTS = {
    "latin": "Everybody waters what they planted. ",
    "chinese": "每个人都给自己种的植物浇水。",
    "arabic": "كل واحد يسقي ما زرعه، والباقي للجميع. ",
    "emoji": "👩‍👩‍👧‍👦 waters 🌱, then 🏴󠁧󠁢󠁳󠁣󠁴󠁿 rests. ",
    "markup": "<!channel> & <@U1|x> *b* `c` &lt; ",
}


def text_of(script: str, length: int) -> str:
    unit = SCRIPTS[script]
    made = "".join(f"{number} {unit}" for number in range(length // len(unit) + 1))
    return made[:length].rsplit(" ", 1)[0]


def bare(said: str) -> str:
    return "".join(said.split())


async def proposed(play: Play, text: str) -> dict[str, Any]:
    made = CreateProposal(circle=CircleId("garden"), title="Water", driver="Dry", text=text, review="90d")
    by = Actor.of_account("console", "ana")
    play.made.store.transact_now(ORG, partial(execute, made, by, None, features=play.made.features))
    await play.settle()
    return await play.card()


def text_kept(play: Play) -> str:
    state = play.made.store.read_now(ORG, lambda reader: reader.state(StreamId("P-1")))
    kept: str = state.wordings[-1].text
    return kept


@pytest.mark.parametrize("length", [3_200, 25_000])
@pytest.mark.parametrize("script", SCRIPTS)
async def test_a_card_leads_to_all_of_a_text_however_long(tmp_path: Path, script: str, length: int) -> None:
    async with playing(tmp_path) as play:
        text = text_of(script, length)
        card = await proposed(play, text)
        assert "Read in full" in labels(card)
        assert "Consent" in labels(card)
        whole = await play.click("ben", card, "Read in full")
        await play.settle()
        user = play.rig.users["ben"]
        alone = [
            body for method, body in play.rig.calls if method == "chat.postMessage" and body["channel"].startswith("D")
        ]
        said = bare(whole.told + "".join(words(one) for one in alone))
        assert bare(text) in said, f"{user} misses a part of it"


@pytest.mark.parametrize("script", SCRIPTS)
async def test_a_long_message_becomes_a_proposal_whole(tmp_path: Path, script: str) -> None:
    async with playing(tmp_path) as play:
        text = text_of(script, 7_000)
        sent = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        opened = await play.use_on("ana", shortcut("Turn into proposal").callback, sent)
        several = [name for name in inputs(opened.view) if name.startswith("text")]
        assert len(several) > 2
        done = await play.submit("ana", opened.view, circle="garden", title="Water", driver="Dry", review="90d")
        assert "P-1" in done.shown
        assert text_kept(play) == text


async def test_what_was_typed_into_several_inputs_is_there_again_when_something_is_wrong(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await proposed(play, text_of("chinese", 7_000))
        amending = (await play.click("ana", await play.card(), "Amend")).view
        last = [name for name in inputs(amending) if name.startswith("text")][-1]
        wrong = await play.submit("ana", amending, **{last: " 再加一句。", "review": "soonish"})
        assert list(wrong.errors) == ["review"]
        done = await play.submit("ana", amending, **{last: " 再加一句。", "review": "30d"})
        assert "version 2" in done.shown
        assert text_kept(play).endswith("再加一句。")
        assert text_kept(play).startswith(text_of("chinese", 7_000)[:6_000])


async def test_a_text_of_an_input_filled_to_the_brim_is_kept_as_it_is(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        opened = await play.slash("ana", "/proposal create circle:garden")
        text = text_of("emoji", 1_400)
        assert inputs(opened.view)["text"]["max_length"] == 3_000
        await play.submit("ana", opened.view, **{**PROPOSAL, "text": text})
        assert text_kept(play) == text
