"""Whole conversations on Discord: the scripts the console plays, with the same answers and the same record."""

from pathlib import Path

import pytest
from discord_talk import ON_DISCORD
from talk_scripts import ALONE, EVENTFUL, EVERY, IN_SAMPLE, MEETING, by_turns, fill, restless, seeded, seldom
from talk_town import DISCORD, Cast

ON_BOTH = [
    script if script in EVENTFUL else pytest.param(script, marks=pytest.mark.torture)
    for script, one in MEETING.items()
    if one.is_on(DISCORD)
]


@pytest.mark.contract
@pytest.mark.parametrize("script", by_turns(EVERY, 0))
async def test_a_talk_on_discord(tmp_path: Path, script: str) -> None:
    await ON_DISCORD.hold_against_the_console(tmp_path, script)


@pytest.mark.parametrize("script", restless(0))
async def test_a_talk_where_the_program_starts_again_after_everything_anybody_does(tmp_path: Path, script: str) -> None:
    await ON_DISCORD.hold_against_the_console(tmp_path, script, restless=True)


@pytest.mark.parametrize("script", ON_BOTH)
async def test_a_talk_where_some_are_on_discord_and_some_in_the_terminal(tmp_path: Path, script: str) -> None:
    await ON_DISCORD.hold_against_the_console(tmp_path, script, Cast.as_written())


@pytest.mark.slow
@pytest.mark.parametrize("script", ["discussion", seldom("quick_round", True)])
async def test_a_talk_where_two_hundred_proposals_are_open_and_the_program_starts_again_now_and_then(
    tmp_path: Path, script: str
) -> None:
    await ON_DISCORD.hold_against_the_console(tmp_path, script, prepare=fill, seed=seeded())


@pytest.mark.torture
@pytest.mark.parametrize("script", [one for one in EVERY if one not in EVENTFUL])
async def test_every_talk_where_the_program_starts_again_after_everything_anybody_does(
    tmp_path: Path, script: str
) -> None:
    await ON_DISCORD.hold_against_the_console(tmp_path, script, restless=True)


@pytest.mark.torture
@pytest.mark.timeout(300)
@pytest.mark.parametrize("restless", [False, True])
@pytest.mark.parametrize("script", [name for name in IN_SAMPLE if name in MEETING and name not in ALONE])
async def test_every_talk_where_two_hundred_proposals_are_open(tmp_path: Path, script: str, restless: bool) -> None:
    await ON_DISCORD.hold_against_the_console(tmp_path, script, prepare=fill, restless=restless)
