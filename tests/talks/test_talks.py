"""Whole conversations: each `.talk` in this folder is played, and what its `#>` lines say must have been seen.

`#> kind to: words` after a line means that because of it somebody (`garden`, `ben`, `ben@slack`) saw something of that
kind with those words; `#!` in its place means that nobody did. Without a kind, any will do.
"""

import asyncio
import io
import json
import re
from pathlib import Path

import pytest

from bot.talk import opener, run_script

HERE = Path(__file__).parent
CONFIG = HERE.parents[1] / "config.example.yaml"
EXPECTED = re.compile(r"#([>!]) (?:(\w+) )?([\w.@-]+): (.+)")
TALKS = sorted(HERE.glob("*.talk"))


@pytest.mark.parametrize("talk", TALKS, ids=[talk.stem for talk in TALKS])
def test_a_talk(talk: Path) -> None:
    lines = talk.read_text("utf-8").splitlines()
    out = io.StringIO()
    code = asyncio.run(run_script(lines, opener(str(CONFIG), None), out, as_json=True))
    seen = [json.loads(line) for line in out.getvalue().splitlines()]
    errors = [one["text"] for one in seen if one["kind"] == "error"]
    assert (code, errors) == (0, [])
    missed = [f"line {number}: {wish}" for number, act, wish in wishes(lines) if not met(wish, act, seen)]
    page = [f"{one['n']} {one['kind']} {one['to']}: {one['text']}" for one in seen]
    assert not missed, "\n".join([*missed, "", *page])


def wishes(lines: list[str]) -> list[tuple[int, int, str]]:
    """Each expectation with its line and the line it is about."""
    found: list[tuple[int, int, str]] = []
    act = 0
    for number, line in enumerate(lines, 1):
        if line.startswith(("#>", "#!")):
            found.append((number, act, line))
        elif line.strip() and not line.startswith("#"):
            act = number
    return found


def met(wish: str, act: int, seen: list[dict[str, str]]) -> bool:
    parts = EXPECTED.fullmatch(wish.strip())
    assert parts, f"{wish} is no expectation"
    sign, kind, to, words = parts.groups()
    to = to if "@" in to else f"{to}@console"
    there = any(
        one["n"] == act and kind in (None, one["kind"]) and one["to"] == to and words in one["text"] for one in seen
    )
    return there == (sign == ">")
