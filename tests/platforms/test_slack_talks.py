"""Whole conversations on Slack: the scripts the console plays, with the same answers and the same record."""

from pathlib import Path

import pytest
from slack_talk import ON_SLACK
from talk_scripts import SCRIPTS

pytestmark = pytest.mark.contract


@pytest.mark.parametrize("script", SCRIPTS)
async def test_a_talk_on_slack(tmp_path: Path, script: str) -> None:
    await ON_SLACK.hold_against_the_console(tmp_path, script)
