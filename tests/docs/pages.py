"""The pages people read, taken apart: their fenced blocks, and what really comes out when the blocks are played.

A fenced block says by its first words what it is:

    ```talk              a script, played on a new temporary store with config.example.yaml
    ```talk continued    goes on where the script before it stopped
    ```talk beds.talk    a script kept under this name, for the commands on the page to play
    ```console           commands (after `$ `) with what they print, in one new folder a page
    ```yaml config.yaml  a config file, kept under this name; one that begins with `wrong` must not pass `circlet check`
    ```text              right after a script: what people saw
    ```text of ben       the same, but only what Ben saw of it (or several, or a circle's home, as they are shown;
                         `garden/announcement` is only what has that word above it)
    ```console of ben    that of a script which a command plays

`CIRCLET_REFRESH_DOCS=1` makes the tests write what really came out into the pages instead of comparing it.
"""

import asyncio
import contextlib
import io
import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from bot.__main__ import main
from bot.talk import Run, opener

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config.example.yaml"
REFRESH = os.environ.get("CIRCLET_REFRESH_DOCS") == "1"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
_HASH = re.compile(r"\b[0-9a-f]{64}\b")
_SEEN = re.compile(r"  (?:(\S+) sees|in (\S+),) (.*)")


@dataclass
class Block:
    """A fenced block: its first words, its lines, and where its first line stands in the page (from 0)."""

    words: list[str]
    start: int
    lines: list[str] = field(default_factory=list)

    @property
    def sort(self) -> str:
        return self.words[0] if self.words else ""

    @property
    def name(self) -> str:
        return self.words[1] if len(self.words) > 1 else ""

    @property
    def is_file(self) -> bool:
        return "." in self.name

    @property
    def seen_by(self) -> list[str]:
        """Whose view of a talk the block shows; nobody named means everybody's."""
        return self.words[2:] if self.words[1:2] == ["of"] else []

    @property
    def end(self) -> int:
        return self.start + len(self.lines)


def blocks_of(text: str) -> list[Block]:
    """Every fenced block of a page, in order."""
    found: list[Block] = []
    inside: Block | None = None
    for number, line in enumerate(text.splitlines()):
        if line.startswith("```"):
            if inside is None:
                inside = Block(line[3:].split(), number + 1)
            else:
                found.append(inside)
                inside = None
        elif inside is not None:
            inside.lines.append(line)
    assert inside is None, "a fenced block has no end"
    return found


def sorts(page: Path, *wanted: str) -> list[Block]:
    """The blocks of these sorts."""
    return [block for block in blocks_of(page.read_text("utf-8")) if block.sort in wanted]


def refreshed(text: str) -> str:
    """The page as it should be: each script followed by what people see, each command by what it prints."""
    blocks = blocks_of(text)
    lines = text.splitlines()
    told = {**asyncio.run(_played(blocks)), **_typed(blocks)}
    for block in sorted(blocks, key=lambda one: -one.start):
        if block.start in told:
            lines[block.start : block.end] = excerpt(told[block.start], block.seen_by)
    return "\n".join(lines) + "\n"


def excerpt(lines: list[str], seen_by: list[str]) -> list[str]:
    """What these saw of a talk, each thing below the act that led to it; all of it when nobody is named."""
    if not seen_by:
        return lines
    kept: list[str] = []
    act, shown = "", False
    for line in lines:
        if line.startswith("$ "):
            kept.append(line)
        elif line and not line.startswith(" "):
            act, shown = line, False
        elif not line.startswith("    "):
            shown = any(_is_of(one, line) for one in seen_by)
        if shown and act:
            kept += ["", act] if kept and not kept[-1].startswith("$ ") else [act]
            act = ""
        if shown and line:
            kept.append(line)
    return kept


def _is_of(wanted: str, line: str) -> bool:
    who, _, word = wanted.partition("/")
    seen = _SEEN.match(line)
    return seen is not None and (seen[1] or seen[2]) == who and word in seen[3]


async def _played(blocks: list[Block]) -> dict[int, list[str]]:
    """What people saw because of each script, by the place of the block that shows it."""
    told: dict[int, list[str]] = {}
    for conversation in _conversations(blocks):
        out, number = io.StringIO(), 0
        run = Run(opener(str(EXAMPLE), None), out, as_json=False)
        for script, shown in conversation:
            before = out.tell()
            with contextlib.redirect_stderr(io.StringIO()):
                for line in script.lines:
                    number += 1
                    await run.play(number, line)
            told[shown.start] = out.getvalue()[before:].strip("\n").splitlines()
        await run.close()
    return told


def _conversations(blocks: list[Block]) -> list[list[tuple[Block, Block]]]:
    """Scripts with the blocks that show what people see; those that go on with another stand with it."""
    found: list[list[tuple[Block, Block]]] = []
    for block, following in pairwise([*blocks, Block([], -1)]):
        if block.sort != "talk" or block.is_file:
            continue
        assert following.sort == "text", f"the script in line {block.start} is not followed by what people see"
        if block.name == "continued":
            found[-1].append((block, following))
        else:
            found.append([(block, following)])
    return found


def _typed(blocks: list[Block]) -> dict[int, list[str]]:
    """Each block of commands with what they print, by its place."""
    if not any(block.sort == "console" for block in blocks):
        return {}
    told: dict[int, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for block in blocks:
            if block.is_file:  # so that the commands after it find it
                Path(block.name).write_text("\n".join(block.lines) + "\n", "utf-8")
            if block.sort == "console":
                told[block.start] = list(_session(block))
    return told


def _session(block: Block) -> Iterator[str]:
    for line in block.lines:
        if line.startswith("$ "):
            yield line
            yield from printed(line[2:])


def printed(typed: str) -> list[str]:
    """What a `circlet` command prints; a hash, which is another on every run, shows its first digits as `5f3c…`."""
    program, *arguments = shlex.split(typed)
    assert program == "circlet", f"{typed} is no command of ours"
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(arguments)
    return [line.rstrip() for line in _HASH.sub("5f3c…", out.getvalue()).splitlines()]
