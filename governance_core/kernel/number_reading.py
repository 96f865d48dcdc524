"""Numbers as people write them: what is grouping in them, and what stands before and after the decimal mark."""

import re
import unicodedata
from typing import Final

_SPACES = re.compile(r"[\s'’_]+")
_BETWEEN = re.compile(r"(?<=[0-9])'(?=[0-9])")
_MARKS: Final = {"\u066b": ",", "\u066c": "'"}
"""The marks that go with Arabic digits; full-width ones are plain once normalised."""
NUMBER = re.compile(r"[0-9](?:[0-9.,]|'(?=[0-9]))*|[.,][0-9]+")
_LONGEST: Final = 100
"""Characters of an amount, with its unit: nobody writes more, and what is refused is said again."""


def plain(typed: str) -> str:
    """Without what nobody sees, in plain digits; an apostrophe stands for a space between two of them.

    Raises ValueError for what is too long, or has figures that are no plain digits (`½`, `10²`).
    """
    seen = "".join(one for one in typed if unicodedata.category(one) != "Cf").strip()
    if len(seen) > _LONGEST:
        raise ValueError("That is too long for an amount. Write it in digits, such as 450 or 12.50")
    if any(unicodedata.category(one) == "No" for one in seen):
        raise ValueError("Figures such as ½ or ² are not read. Write the amount in plain digits, such as 450 or 12.50")
    parted = _SPACES.sub("'", "".join(map(_digit, unicodedata.normalize("NFKC", seen))))
    return "'".join(one.replace("'", "") for one in _BETWEEN.split(parted))


def _digit(character: str) -> str:
    digit = unicodedata.digit(character, None)
    return str(digit) if digit is not None else _MARKS.get(character, character)


def split(number: str, exponent: int, mark: str) -> tuple[str, str]:
    """The digits before and after the decimal mark."""
    number = _ungrouped(number)
    marks = {one for one in number if one in ".,"}
    if not marks:
        return number, ""
    if len(marks) == 2:
        last = max(marks, key=number.rindex)
        return _cut(number, last)
    (only,) = marks
    if number.count(only) > 1:
        return _grouped(number, only, number), ""
    return _one_mark(number, only, exponent, mark)


def _ungrouped(number: str) -> str:
    """Without the spaces between thousands. Raises ValueError where they stand elsewhere: 12 50 may be 12.50."""
    if "'" not in number:
        return number
    decimals = re.search(r"[.,].*", number)
    whole = number[: decimals.start()] if decimals else number
    if decimals and "'" in decimals[0]:
        raise _unclear(number)
    return _grouped(whole, "'", number) + (decimals[0] if decimals else "")


def _cut(number: str, last: str) -> tuple[str, str]:
    whole, _, decimals = number.rpartition(last)
    if last in whole:
        raise _unclear(number)
    return _grouped(whole, "," if last == "." else ".", number), decimals


def _one_mark(number: str, only: str, exponent: int, mark: str) -> tuple[str, str]:
    """One mark is for decimals, unless three digits follow it: then it may be for thousands too.

    Where a unit has three decimals, `1.234` may be copied from a card of ours, whatever the language.
    """
    whole, _, decimals = number.partition(only)
    if len(decimals) != 3 or not 0 < len(whole) <= 3 or whole.startswith("0"):
        return whole, decimals
    copied = exponent >= 3 and only == "."
    if exponent == 0 or (mark and only != mark and not copied):
        return whole + decimals, ""
    if mark == only and exponent >= 3:
        return whole, decimals
    thousands, fraction = whole + decimals, f"{whole}.{decimals}"
    if exponent < 3:
        raise ValueError(f"{number} could be {thousands} or a little over {whole}. Write {thousands}, or {whole}.00")
    raise ValueError(f"{number} could be {thousands} or {fraction}. Write {thousands}, or {fraction}0")


def _grouped(whole: str, separator: str, number: str) -> str:
    """Digits in groups: thousands, or as in India the last three and twos before. Anything else is a slip."""
    first, *rest = whole.split(separator)
    if not rest:
        return first
    threes = all(len(one) == 3 for one in rest) and 0 < len(first) <= 3
    indian = len(rest[-1]) == 3 and all(len(one) == 2 for one in rest[:-1]) and 0 < len(first) <= 2
    if not (threes or indian):
        raise _unclear(number)
    return "".join((first, *rest))


def _unclear(number: str) -> ValueError:
    said = number.replace("'", " ")
    return ValueError(f"{said} cannot be read as an amount. Write the digits, and a point before the decimals")
