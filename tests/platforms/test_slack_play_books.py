"""What keeps the books in order on Slack: from a bare command, its noun alone, or a button, to a form."""

from pathlib import Path

import pytest
from slack_play import inputs, labels, playing

pytestmark = pytest.mark.contract


@pytest.mark.parametrize(
    "verb, title, asked",
    [
        ("transfer", "Transfer", {"circle", "to", "amount", "reason"}),
        ("correct", "Take an entry back", {"circle", "entry", "reason"}),
        ("exchange", "Exchange", {"circle", "give", "get", "source", "rate"}),
        ("close-period", "Close a period", {"until", "sure", "circle"}),
    ],
)
async def test_bare_and_behind_its_noun_it_opens_a_form(tmp_path: Path, verb: str, title: str, asked: set[str]) -> None:
    async with playing(tmp_path) as play:
        play.furnish("lead: ana")
        await play.slash("ana", "/budget allocate circle:garden amount:1000EUR")
        bare = await play.slash("ana", f"/books {verb}")
        assert set(inputs(bare.view)) == asked
        noun = await play.slash("ana", "/books")
        opened = await play.click("ana", noun.view, title)
        assert set(inputs(opened.view)) == asked


async def test_whoever_keeps_the_purse_finds_the_same_on_the_balance(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.furnish("lead: ana")
        await play.slash("ana", "/budget allocate circle:garden amount:1000EUR")
        balance = await play.slash("ana", "/budget balance circle:garden")
        assert {"Transfer", "Exchange", "Close a period"} <= set(labels(balance.messages[-1]))
        opened = await play.click("ana", balance.messages[-1], "Close a period")
        assert {"until", "sure"} <= set(inputs(opened.view))
        seen = await play.slash("ben", "/budget balance circle:garden")
        assert not {"Transfer", "Exchange", "Close a period"} & set(labels(seen.messages[-1]))
