"""Puts lines and pieces of formatted text together, and parts them where one text would be too long."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from adapters.slack import blocks
from adapters.slack.blocks import Structure, words
from adapters.slack.limits import SECTION_TEXT
from governance_core.cards.card import Button, Entry
from governance_core.cards.plain import shortened, visible

LABEL_LENGTH: Final = 150
_DATE: Final = 30
"""Characters of an instant or a mention, about."""


def joined_by(between: str, pieces: Sequence[Sequence[Structure]]) -> list[Structure]:
    """Pieces one behind the other, with some words between."""
    found: list[Structure] = []
    for piece in pieces:
        found.extend([words(between)] if found else [])
        found.extend(piece)
    return found


def grouped_lines(lines: Sequence[list[Structure]]) -> Iterator[list[list[Structure]]]:
    """Lines in groups, none longer than one text may be."""
    group: list[list[Structure]] = []
    length = 0
    for line in lines:
        more = sum(blocks.units(_shown(one)) for one in line) + 1
        if group and length + more > SECTION_TEXT:
            yield group
            group, length = [], 0
        group.append(line)
        length += more
    if group:
        yield group


def _shown(element: Structure) -> str:
    return str(element.get("text") or element.get("url") or "…" * _DATE)


def named(entries: Iterable[Entry]) -> Iterator[Button]:
    """The buttons of a list's lines, told apart by what each line is about."""
    for entry in entries:
        if entry.button:
            named = entry.ref and entry.ref not in entry.button.label
            yield replace(entry.button, label=f"{entry.button.label} {entry.ref}") if named else entry.button


def on_one_line(said_: str) -> str:
    """Words of ours on one line."""
    return shortened(" ".join(visible(said_).split()), LABEL_LENGTH)
