"""Sets a table in letters of one width: figures below each other, or row below row where there is no room for that."""

import unicodedata
from collections.abc import Sequence
from typing import Final

GAP: Final = "  "


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """The table as lines of at most `width` cells where that can be: the first column to the left, figures right."""
    whole = [list(heads), *(list(row) for row in rows)]
    widths = [max(map(cells, column)) for column in zip(*whole, strict=True)]
    if sum(widths) + len(GAP) * (len(widths) - 1) > width:
        return _stacked(heads, rows)
    return [_line(row, widths) for row in whole]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = row
    padded = [first + " " * (widths[0] - cells(first))]
    padded += [" " * (most - cells(cell)) + cell for cell, most in zip(rest, widths[1:], strict=True)]
    return GAP.join(padded).rstrip()


def _stacked(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """What each row is about, and below it its cells with their headings."""
    lines: list[str] = []
    for first, *rest in rows:
        lines.append(first)
        lines += [f"{GAP}{head}: {cell}" for head, cell in zip(heads[1:], rest, strict=True) if cell]
    return lines


def cells(words: str) -> int:
    """How many cells words take: letters of East Asia two, marks on other letters none."""
    return sum(_width(character) for character in words)


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
