"""Whole conversations on Slack: the scripts the console plays, with the same answers and the same record."""

from pathlib import Path

import pytest
from slack_play import MODES
from slack_talk import ON_SLACK
from talk_scripts import EVERY, SCRIPTS, by_turns, restless
from talk_town import SLACK, Cast

pytestmark = pytest.mark.contract
BY_MODE = [(script, MODES[number % 2]) for number, script in enumerate(EVERY)]
"""Each script in one mode, so that both are played; `make torture` plays every script in both."""

MODE = dict(BY_MODE)
OTHER = {script: MODES[mode == MODES[0]] for script, mode in BY_MODE}


@pytest.mark.parametrize("script", by_turns(EVERY, 1))
async def test_a_talk_on_slack(tmp_path: Path, script: str) -> None:
    await ON_SLACK.hold_against_the_console(tmp_path, script, _mode=MODE[script])


@pytest.mark.parametrize("script", restless(1))
async def test_a_talk_where_the_program_starts_again_after_everything_anybody_does(tmp_path: Path, script: str) -> None:
    await ON_SLACK.hold_against_the_console(tmp_path, script, _mode=OTHER[script], restless=True)


@pytest.mark.parametrize("script", [name for name, one in SCRIPTS.items() if one.is_on(SLACK)])
async def test_a_talk_where_some_are_on_slack_and_some_in_the_terminal(tmp_path: Path, script: str) -> None:
    await ON_SLACK.hold_against_the_console(tmp_path, script, Cast.as_written())


@pytest.mark.torture
@pytest.mark.timeout(300)
@pytest.mark.parametrize("restless", [False, True])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("script", EVERY)
async def test_every_talk_in_every_mode(tmp_path: Path, script: str, mode: str, restless: bool) -> None:
    await ON_SLACK.hold_against_the_console(tmp_path, script, _mode=mode, restless=restless)
