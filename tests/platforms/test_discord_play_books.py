"""What keeps the books in order on Discord: from a bare command, or a button, to a form."""

from pathlib import Path

import pytest
from discord_play import asked, labels, playing

KEEPER = ("    facilitator: ben\n", "    facilitator: ben\n    lead: ana\n")


@pytest.mark.parametrize(
    "path, picked, missing",
    [
        ("books transfer", {"circle": "garden", "to": "care"}, {"amount", "reason"}),
        ("books correct", {"circle": "garden"}, {"entry", "reason"}),
        ("books exchange", {"circle": "garden"}, {"give", "get", "source", "rate"}),
        ("books close-period", {}, {"until", "sure"}),
    ],
)
async def test_with_no_more_than_its_circle_it_opens_a_form(
    tmp_path: Path, path: str, picked: dict[str, str], missing: set[str]
) -> None:
    async with playing(tmp_path) as play:
        play.apply(play.written.replace(*KEEPER))
        await play.slash("ana", "budget allocate", circle="garden", amount="1000 EUR")
        form = await play.slash("ana", path, **picked)
        assert missing <= set(asked(form))


async def test_whoever_keeps_the_purse_finds_the_same_on_the_balance_and_the_ledger(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.apply(play.written.replace(*KEEPER))
        await play.slash("ana", "budget allocate", circle="garden", amount="1000 EUR")
        balance = await play.slash("ana", "budget balance", circle="garden")
        assert {"Transfer", "Exchange", "Close a period"} <= set(labels(balance.response))
        form = await play.click("ana", balance.response, "Transfer")
        assert {"to", "amount"} <= set(asked(form))
        ledger = await play.slash("ana", "budget ledger", circle="garden")
        assert "entry" in asked(await play.click("ana", ledger.response, "Take an entry back"))
        seen = await play.slash("ben", "budget balance", circle="garden")
        assert not {"Transfer", "Exchange", "Close a period"} & set(labels(seen.response))
