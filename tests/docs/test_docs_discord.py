"""The guide to Discord says what is so: permissions, variables, the service, and the words people are told."""

import re
import shlex
from configparser import ConfigParser
from pathlib import Path

import pytest

from adapters.discord.client import API_VARIABLE, GATEWAY_VARIABLE, Client, intents
from adapters.discord.organisations import Organisations
from bot.__main__ import _parser
from bot.commands.discord import PERMISSIONS
from bot.compose import STORE_VARIABLE
from bot.discord import NOUNS, TOKEN_VARIABLE
from tests.docs.pages import ROOT, sorts

PAGE = ROOT / "docs/discord.md"
GUIDE = PAGE.read_text("utf-8")


def table(first: str) -> dict[str, str]:
    """The rows of the table whose first column is called so."""
    rows = GUIDE.partition(f"\n| {first} |")[2].partition("\n\n")[0].splitlines()[2:]
    return {cells[1].strip(): cells[2].strip() for cells in (row.split("|") for row in rows)}


def test_every_permission_is_there_with_its_reason_and_no_other() -> None:
    explained = table("permission")
    assert list(explained) == list(PERMISSIONS)
    assert all(explained.values())


def test_no_privileged_intent_is_asked_for() -> None:
    usual, with_roles = intents(hears_members=False), intents(hears_members=True)
    assert Client(Organisations(()), ()).intents == usual
    assert with_roles.members
    assert not any((usual.members, usual.presences, usual.message_content))
    assert not any((with_roles.presences, with_roles.message_content))


def test_the_variables_are_those_that_are_honoured() -> None:
    assert set(table("variable")) == {
        f"`{one}`" for one in (TOKEN_VARIABLE, STORE_VARIABLE, API_VARIABLE, GATEWAY_VARIABLE)
    }


def test_the_service_runs_a_command_there_is() -> None:
    [unit] = sorts(PAGE, "ini")
    service = ConfigParser(interpolation=None)
    service.optionxform = str  # type: ignore[assignment,method-assign]
    service.read_string("\n".join(unit.lines))
    program, *arguments = shlex.split(service["Service"]["ExecStart"])
    assert Path(program).name == "circlet"
    assert _parser().parse_args(arguments).module == "run"
    assert service["Service"]["Environment"].startswith(f"{STORE_VARIABLE}=")


def test_commands_said_to_work_with_the_bot_alone_do() -> None:
    alone = {noun for noun, said in NOUNS.items() if said.with_bot}
    said = re.search(r"`/(\w+)` and the commands of\s+`(\w+)` work in a talk with the bot alone", GUIDE)
    assert said is not None
    assert set(said.groups()) == alone


@pytest.mark.parametrize("words", [words for cell in table("what you see") for words in re.findall("`([^`]+)`", cell)])
def test_what_goes_wrong_is_said_in_these_words(words: str) -> None:
    """As the program has it, put together over lines or not."""
    sources = [
        path.read_text("utf-8") for top in ("bot", "adapters", "governance_core") for path in (ROOT / top).rglob("*.py")
    ]
    joined = re.sub(r'"\s*\n\s*f?"', "", "\n".join(sources)).replace("{platform}", "Discord")
    assert words in joined


def test_the_pictures_of_the_guide_are_there_and_described() -> None:
    shown = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", GUIDE)
    assert shown
    assert all((PAGE.parent / target).exists() and len(said) > 20 for said, target in shown)
