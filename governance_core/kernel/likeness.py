"""How two texts compare, in a time that stays short whatever was typed: it is spent while others wait."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

LETTER_BY_LETTER: Final = 1_000
"""Characters up to which texts are compared letter by letter; longer ones word by word."""
LONG_WORD: Final = 25
"""Letters of a word on average from which on a text is taken to have no words: some scripts put no spaces there."""
MOST_PAIRS: Final = 250_000
"""How many pairs of equal lines or words are looked at; texts with more are compared by their two ends alone."""
Change = tuple[str, int, int, int, int]
"""A tag (`equal`, `replace`, `delete`, `insert`), and from where to where in the first and in the second."""


def alike(one: str, other: str) -> float:
    """How much two texts have in common, from 0 to 1."""
    if one == other:
        return 1.0
    start = _same(one, other)
    end = _same(one[start:][::-1], other[start:][::-1])
    old, new = one[start : len(one) - end], other[start : len(other) - end]
    changed = len(old) + len(new)
    return 1 - changed * (1 - _alike(old, new)) / (changed + 2 * (start + end))


def _alike(one: str, other: str) -> float:
    """Letter by letter, or for long texts by what words they are made of; by their letters where there are no words."""
    if max(len(one), len(other)) <= LETTER_BY_LETTER:
        return SequenceMatcher(None, one, other, autojunk=False).ratio()
    words, others = one.split(), other.split()
    if len(words) < len(one) / LONG_WORD:
        return SequenceMatcher(None, one, other, autojunk=False).quick_ratio()
    return SequenceMatcher(None, words, others, autojunk=False).quick_ratio()


def changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """What changed from one sequence of lines to another, in order."""
    start = _same(before, after)
    end = _same(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    middle = _compared(old, new) if _pairs(old, new) <= MOST_PAIRS else [("replace", 0, len(old), 0, len(new))]
    found = [("equal", 0, start, 0, start)] if start else []
    found += [(tag, a + start, b + start, c + start, d + start) for tag, a, b, c, d in middle]
    if end:
        found.append(("equal", len(before) - end, len(before), len(after) - end, len(after)))
    return [one for one in found if one[1] < one[2] or one[3] < one[4]]


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many of the first are the same."""
    length = min(len(one), len(other))
    return next((place for place in range(length) if one[place] != other[place]), length)


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    counts: dict[str, int] = {}
    for line in old:
        counts[line] = counts.get(line, 0) + 1
    return sum(counts.get(line, 0) for line in new)


def _compared(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
