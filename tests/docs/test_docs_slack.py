"""The guide to Slack says what is so: permissions, variables, settings, and the words people are told."""

import re

import pytest

from adapters.slack.connection import API_VARIABLE
from adapters.slack.manifest import OF_PEOPLE, OPTIONAL, SCOPES
from bot.compose import SLACK_PREFIX_VARIABLE, STORE_VARIABLE
from bot.failure import Failure
from bot.listening import LISTEN_VARIABLE, USUAL_LISTEN
from bot.slack import OWN, REST, grammar_of, keys_for, shortcuts
from governance_core.application.catalogue import catalogue
from governance_core.people.settings import LABELS
from governance_core.proposals.messages import CreateProposal
from tests.docs.pages import ROOT

GUIDE = (ROOT / "docs/slack.md").read_text("utf-8")
FEATURES = catalogue()


def table(first: str) -> dict[str, str]:
    """The rows of the table whose first column is called so."""
    rows = GUIDE.partition(f"\n| {first} |")[2].partition("\n\n")[0].splitlines()[2:]
    return {cells[1].strip(): cells[2].strip() for cells in (row.split("|") for row in rows)}


def test_every_permission_is_there_with_its_reason_and_no_other() -> None:
    assert list(table("permission")) == list({**SCOPES, **OPTIONAL, **OF_PEOPLE})
    assert all(table("permission").values())


def test_the_variables_are_those_that_are_honoured() -> None:
    honoured = {API_VARIABLE, STORE_VARIABLE, LISTEN_VARIABLE, SLACK_PREFIX_VARIABLE}
    honoured |= {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}
    assert set(table("variable")) == {f"`{one}`" for one in honoured}
    assert USUAL_LISTEN in table("variable")[f"`{LISTEN_VARIABLE}`"]


def test_the_settings_are_those_there_are() -> None:
    assert list(table("setting")) == list(LABELS.values())


def test_what_a_missing_token_is_answered_with_stands_there(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.config import check_text

    text = re.search(r"```yaml harbour.yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert text
    found, problems = check_text(text[1], "harbour.yaml")
    assert found is not None, problems
    with pytest.raises(Failure) as said:
        keys_for([found], {"SLACK_BOT_TOKEN": "xoxb-1"})
    assert str(said.value) in GUIDE


def test_the_commands_and_shortcuts_named_are_those_of_the_app() -> None:
    assert f"The commands {', '.join(OWN[:-1])} and {OWN[-1]}" in GUIDE
    assert f"Everything else stands behind {REST}." in GUIDE
    for one in shortcuts(FEATURES):
        assert f"*{one.menu.title}*" in GUIDE.replace("\n", " ")
    assert grammar_of(FEATURES, "acme-").names()[0] == "/acme-proposal"
    assert f"*{CreateProposal.spec.submit}*" in GUIDE
