"""Whatever a page names is there: commands and their options, targets, links, files, policy keys, dependencies."""

import contextlib
import io
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from adapters.console.record import Kind
from adapters.console.script import DIRECTIONS
from bot.__main__ import main
from bot.config import check_text
from governance_core.application.catalogue import catalogue
from governance_core.circles.policy import READERS, canonical
from tests.docs.pages import EXAMPLE, NAMES, PAGES, ROOT, sorts

README = (ROOT / "README.md").read_text("utf-8")
PROCESS = (ROOT / "docs/process.md").read_text("utf-8")
_FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FOLDERS = ("bot/", "adapters/", "governance_core/", "tests/", "docs/", "bench/", ".ci/")
every_page = pytest.mark.parametrize("page", PAGES, ids=NAMES)


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return _FENCED.sub("", page.read_text("utf-8"))


def said(page: Path) -> list[str]:
    """Everything a page shows as something to type: inline code, and the lines of shell blocks."""
    typed = [line.partition("#")[0].strip() for block in sorts(page, "sh") for line in block.lines]
    typed += [line[2:] for block in sorts(page, "console") for line in block.lines if line.startswith("$ ")]
    return [*_INLINE.findall(prose(page)), *typed]


@cache
def help_of(*command: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        main([*command, "--help"])
    return out.getvalue()


def commands() -> set[str]:
    return set(re.findall(r"^    ([a-z]+) ", help_of(), re.MULTILINE))


@every_page
def test_the_commands_of_a_page_exist_with_their_options(page: Path) -> None:
    for typed in said(page):
        found = re.match(r"(?:\./run )?circlet(?: ([a-z]+)\b)?(.*)", typed)
        if found is None:
            continue
        assert found[1] is None or found[1] in commands(), typed
        known = help_of(found[1]) if found[1] else help_of()
        unknown = [option for option in re.findall(r"--[a-z-]+", found[2]) if option not in known]
        assert not unknown, f"{typed}: {unknown}"


@every_page
def test_an_option_that_stands_alone_belongs_to_some_command(page: Path) -> None:
    known = "\n".join(help_of(command) for command in commands())
    named = [re.match(r"--[a-z-]+", typed) for typed in said(page)]
    assert not [option[0] for option in named if option and option[0] not in known]


@every_page
def test_the_targets_of_a_page_are_in_the_makefile(page: Path) -> None:
    known = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = [re.search(r"(?:^|\s)make ([a-z-]+)", typed) for typed in said(page)]
    assert {target[1] for target in named if target} <= known


@every_page
def test_the_slash_commands_of_a_page_exist(page: Path) -> None:
    known = catalogue().by_path
    for typed in said(page):
        if re.match(r"/[a-z]", typed):
            words = typed[1:].split()
            assert {" ".join(words[:length]) for length in (1, 2)} & set(known), typed


def slug(heading: str) -> str:
    """The anchor that a heading gets."""
    kept = re.sub(r"[^\w\s-]", "", heading.strip().lower())
    return re.sub(r"\s", "-", kept)


@every_page
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(prose(page)):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.*)$", _FENCED.sub("", target.read_text("utf-8")), re.MULTILINE)
            assert anchor in map(slug, headings), link


@every_page
def test_the_files_a_page_names_exist(page: Path) -> None:
    named = [typed for typed in _INLINE.findall(prose(page)) if typed.startswith(_FOLDERS) and "<" not in typed]
    assert not [name for name in named if not (ROOT / name.split()[0]).exists()]


@every_page
def test_a_config_file_on_a_page_is_one_and_a_wrong_one_is_wrong(page: Path) -> None:
    example = EXAMPLE.read_text("utf-8")
    for block in sorts(page, "yaml"):
        text = "\n".join(block.lines) + "\n"
        _, problems = check_text(text, block.name or page.name)
        if block.name.startswith("wrong"):
            assert problems, f"nothing is wrong with {block.name}"
        else:
            assert not problems or text in example, "\n".join(map(str, problems))


@every_page
def test_a_script_kept_under_a_name_is_played_by_a_command(page: Path) -> None:
    typed = "\n".join(line for block in sorts(page, "console") for line in block.lines)
    assert not [block.name for block in sorts(page, "talk") if block.is_file and f"--script {block.name}" not in typed]


def test_the_readme_has_every_command() -> None:
    connecting = {"discord", "slack"}  # setting a platform up is told of where the platform is
    assert set(re.findall(r"^\| `([a-z]+)` \|", README, re.MULTILINE)) >= commands() - connecting


def test_the_readme_has_every_line_of_a_script_and_every_kind_of_thing_seen() -> None:
    lines = re.findall(r"^\| `([^`]+)` \|", README, re.MULTILINE)
    firsts = {line.split()[0] for line in lines}
    assert set(DIRECTIONS) <= firsts
    deeds = {line.split()[1] for line in lines if len(line.split()) > 1}
    assert {"press", "open", "say"} <= deeds
    assert set(get_args(Kind)) <= set(_INLINE.findall(README))


def test_the_policy_keys_and_defaults_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| `([^`]+)` \|", PROCESS, re.MULTILINE)
    assert rows == [(key, canonical(key, default)) for key, (default, _) in READERS.items()]


def test_the_reason_for_every_dependency_is_written_down() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    decisions = "\n".join(page.read_text("utf-8") for page in ROOT.glob("docs/decisions/*.md"))
    names = [re.split(r"[~=<>\[ ]", needed)[0] for needed in project["dependencies"]]
    assert not [name for name in names if name not in decisions]


def test_decisions_are_numbered_without_gaps_and_say_context_decision_consequences() -> None:
    pages = sorted(ROOT.glob("docs/decisions/*.md"))
    for number, page in enumerate(pages, 1):
        text = page.read_text("utf-8")
        assert text.startswith(f"# {number:04d} ")
        assert page.name.startswith(f"{number:04d}-")
        assert all(f"**{part}" in text for part in ("Context", "Consequences")), page.name
