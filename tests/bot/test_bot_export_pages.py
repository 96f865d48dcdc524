"""`circlet export --format markdown`: a folder that is read with nothing of ours, whole, and of one's words only."""

import os
import shutil
from pathlib import Path

import pytest
from bot_program import CREATE, SECRET, Program
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.console import Console

from bot.failure import Failure
from bot.new_folder import new_folder
from bot.progress import progress
from governance_core.cards.markdown import Page
from governance_core.cards.markdown_words import escaped, quoted
from governance_core.cards.text import Link

READ = MarkdownIt("commonmark").enable("table").enable("strikethrough")
NASTY = [
    "# no heading\n===\nno heading\n---",
    "- no list\n1. no list\n2) nor that\n+ x",
    "[no](http://evil.example) ![x](y) <b>no</b> <http://evil.example> &amp; &lt;",
    "| no | table |\n|---|---|\n| a | b |",
    "    no code\n\tnor that\n```\nno fence\n```",
    "*no* _emphasis_ **here** ~~or~~ `there` \\* \\",
    "> no quote\n\n\nafter two empty lines",
    "[ref]: http://evil.example 'x'\n[ref]",
    "<script>alert(1)</script>\n<!-- -->",
    "a  \ntwo spaces\\\nand a backslash",
    "مرحبا 👩‍👧 \u202eturned",
]


@pytest.fixture
def busy(applied: Program) -> Program:
    words = 'dee: press "Object" on P-1 with harm:"It [drips](x) # <b>" safe:"1. dry"'
    assert applied.talk(CREATE, words, SECRET).code == 0
    assert applied.talk('dee: press "Withdraw objection" on P-1 with into:concern', "wait 9d").code == 0
    return applied


def read(path: Path) -> list[Token]:
    return READ.parse(path.read_text(encoding="utf-8"))


def links(tokens: list[Token]) -> list[str]:
    inside = [child for token in tokens for child in token.children or ()]
    return [str(one.attrs["href"]) for one in inside if one.type == "link_open"]


def shown(tokens: list[Token]) -> str:
    """The text of a page as a reader sees it."""
    parts = []
    for token in tokens:
        parts += ["\n" if one.type.endswith("break") else one.content for one in token.children or ()]
        parts.append("\n" if token.type == "inline" else "")
    return "".join(parts)


def exported(program: Program, *arguments: str, folder: str = "out") -> Path:
    ran = program.call("export", "--format", "markdown", folder, *arguments)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return program.folder / folder


def test_the_folder_reads_whole_from_its_index(busy: Program) -> None:
    folder = exported(busy)
    every = {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}
    reached, waiting = set(), ["index.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        for to in links(read(folder / page)):
            where = Path(os.path.normpath(Path(page).parent / to)).as_posix()
            assert (folder / where).is_file(), (page, to)
            waiting += [where] if where not in reached else []
    assert reached == every
    assert {"index.md", "circles/garden.md", "proposals/P-1.md"} <= every
    said = shown(read(folder / "proposals/P-1.md"))
    for words in ("P-1 · Water the beds", "Mon and Thu", "They dry out", "It [drips](x) # <b>", "1. dry", "(Europe/"):
        assert words in said, words


def test_private_circles_are_there_only_when_asked_for(busy: Program) -> None:
    folder = exported(busy)
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.md"))
    assert not any(secret in text for secret in ("Care", "Hush", "Burnout", "P-2"))
    whole = exported(busy, "--private", folder="whole")
    assert "Talk on Monday" in (whole / "proposals" / "P-2.md").read_text(encoding="utf-8")
    assert "(private)" in (whole / "index.md").read_text(encoding="utf-8")
    assert whole.stat().st_mode & 0o777 == 0o700
    assert folder.stat().st_mode & 0o777 == 0o755


def test_the_same_register_makes_the_same_folder(busy: Program) -> None:
    one, other = exported(busy), exported(busy, folder="again")
    names = sorted(path.relative_to(one) for path in one.rglob("*"))
    assert names == sorted(path.relative_to(other) for path in other.rglob("*"))
    files = [name for name in names if (one / name).is_file()]
    assert all((one / name).read_bytes() == (other / name).read_bytes() for name in files)


def test_a_folder_with_anything_in_it_is_left_alone(busy: Program) -> None:
    (busy.folder / "out").mkdir()
    (busy.folder / "out" / "mine").touch()
    ran = busy.call("export", "--format", "markdown", "out")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "circlet: out is not empty. Name a folder that is empty or not there yet; nothing was written.\n"
    )
    assert [path.name for path in (busy.folder / "out").iterdir()] == ["mine"]
    (busy.folder / "out" / "mine").unlink()
    assert (exported(busy) / "index.md").is_file()


def interrupted(folder: Path) -> None:
    with new_folder(folder, False) as made:
        (made / "half.md").touch()
        raise KeyboardInterrupt


def overtaken(folder: Path) -> None:
    with new_folder(folder, False):
        folder.mkdir()
        (folder / "theirs").touch()


def test_what_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupted(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Failure):
        overtaken(tmp_path / "out")
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "theirs"]


@pytest.mark.parametrize(
    "arguments,words",
    [
        (["--format", "markdown"], "Name the folder the pages go into"),
        (["--format", "markdown", "out", "--out", "x"], "not both"),
        (["--format", "json", "out"], "Add --private if that may stand in out"),
        (["--format", "markdown", "no/way/out"], "no/way/out cannot be written"),
    ],
)
def test_what_cannot_be_meant_is_said(busy: Program, arguments: list[str], words: str) -> None:
    ran = busy.call("export", *arguments)
    assert ran.code == 1
    assert words in ran.err
    assert not (busy.folder / "out").exists()


def test_the_journal_goes_into_a_folder_too(busy: Program) -> None:
    assert busy.call("export", "out", "--private").code == 0
    assert busy.call("export", "--out", "all.json").code == 0
    assert (busy.folder / "out" / "journal.json").read_bytes() == (busy.folder / "all.json").read_bytes()


def test_an_organisation_in_which_nothing_was_decided_has_its_circles(applied: Program) -> None:
    folder = exported(applied)
    assert "Nothing is recorded yet." in (folder / "index.md").read_text(encoding="utf-8")
    assert not (folder / "proposals").exists()


def test_how_far_it_is_is_shown_on_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    for terminal in (True, False):
        console = Console(stderr=True, force_terminal=terminal, width=80)
        with progress("Pages", console) as advance:
            advance(3, 7)
        assert ("3/7" in capsys.readouterr().err) == terminal


@pytest.mark.parametrize("words", NASTY)
def test_words_of_members_are_shown_as_they_are_and_mean_nothing(words: str) -> None:
    tokens = READ.parse(f"**Harm**\n\n{quoted(words)}\n\nafter\n\n- x **{escaped(words)}** [{escaped(words)}](P-1.md)")
    allowed = {"paragraph", "blockquote", "inline", "bullet_list", "list_item"}
    assert {token.type.rpartition("_")[0] if "_" in token.type else token.type for token in tokens} <= allowed
    assert sum(token.type == "blockquote_open" for token in tokens) == 1
    assert sum(token.type == "list_item_open" for token in tokens) == 1
    inside = {child.type for token in tokens for child in token.children or ()}
    assert inside <= {
        "text",
        "text_special",
        "softbreak",
        "hardbreak",
        "strong_open",
        "strong_close",
        "link_open",
        "link_close",
    }
    assert links(tokens) == ["P-1.md"]
    expected = words.replace("\u202e", "").split()
    assert " ".join(shown(tokens).split()).startswith(" ".join(["Harm", *expected, "after"]))


@pytest.mark.parametrize(
    "to,expected",
    [
        ("https://x.example/a b>c", "<https://x.example/a%20b%3Ec>"),
        ("javascript://x", ""),
        ("http://[", ""),
    ],
)
def test_a_link_out_of_the_folder_leads_to_a_page_or_is_words(to: str, expected: str) -> None:
    class Nobody:
        zone = "UTC"

        def name(self, person: str) -> str:
            return person

    made = Page(Nobody(), lambda _: "").text((Link("there", to),))
    assert made == (f"[there]({expected})" if expected else escaped(f"there ({to})"))


def test_a_page_of_an_erased_person_holds_none_of_their_words(busy: Program) -> None:
    from test_bot_export import erase

    erase(busy.store, "dee")
    text = "".join(path.read_text(encoding="utf-8") for path in exported(busy, "--private").rglob("*.md"))
    assert "drips" not in text
    assert "Talk on Monday" not in text
    shutil.rmtree(busy.folder / "out")
