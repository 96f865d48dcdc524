"""The parts of an amount as people write them: `50% on signing; rest after report: midterm report`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final

from governance_core.budgets.parts_model import Part, Waits
from governance_core.kernel.errors import Invalid
from governance_core.kernel.money import Unit, amount_of, number_words
from governance_core.kernel.time import as_written, instant_of, is_length

MOST: Final = 12
HOW: Final = (
    "Write one part a line: 50% on signing, or 225 EUR on 2026-12-01, or 1/3 after report: midterm report, "
    "or rest after report: final report."
)
_ENDS = re.compile(r"[\n;]+")
_BULLET = re.compile(r"^[-–•*]\s+")
_LINE = re.compile(r"(?P<share>.+?)[\s,:]+(?P<waits>(?:on|in|at|after|once|now)\b.*)", re.IGNORECASE)
_SIGNING = re.compile(r"(now|(on|at|after|once) (the )?(sign(ing|ed|ature)|approv(al|ed)|start|once))", re.IGNORECASE)
_NAMED = re.compile(r"after (?:(?:the|a) )?report ?[:–-] ?(?P<name>.+)", re.IGNORECASE)
_REPORT = re.compile(r"after (?:(?:the|a|our) )?(?P<name>.*\breport\b.*)", re.IGNORECASE)
_DATE = re.compile(r"(?:on|in|at|after) (?P<typed>.+)", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?) ?%")
_FRACTION = re.compile(r"(\d{1,3}) ?/ ?(\d{1,3})")
_REST: Final = frozenset({"rest", "the rest", "the remainder"})
_SHARES: Final[Mapping[str, Fraction]] = {
    f"{article}{word}": Fraction(1, of)
    for of, word in ((2, "half"), (3, "third"), (4, "quarter"))
    for article in ("", "a ", "one ")
}


@dataclass(frozen=True, slots=True)
class Measure:
    """What parts are read against: the whole amount, the language it is read in, the instant and the circle's clock."""

    whole: int
    unit: Unit
    language: str
    now: datetime
    zone: str
    day_starts: str


def parts_of(typed: str, measure: Measure) -> tuple[tuple[Part, ...], str]:
    """The parts, which add up to the whole exactly, and the words as they are kept: a line each. Raises Invalid."""
    lines = [line for line in (_tidy(line) for line in _ENDS.split(typed)) if line]
    if len(lines) > MOST:
        raise _invalid(f"There are {len(lines)} parts, and {MOST} at most are kept.", "Write fewer of them.")
    read = [_line(line, measure) for line in lines]
    amounts = _amounts([share for share, _, _ in read], lines, measure)
    parts = tuple(Part(minor, waits, on) for minor, (_, waits, on) in zip(amounts, read, strict=True))
    return parts, "\n".join(lines)


def report_named(words: str, number: int) -> str:
    """What the report of a part (counted from 1) is called, from the words as they are kept; `report` where unknown."""
    lines = words.split("\n")
    found = _LINE.fullmatch(lines[number - 1]) if number <= len(lines) else None
    named = found and (_NAMED.fullmatch(found["waits"]) or _REPORT.fullmatch(found["waits"]))
    return named["name"].strip() if named else "report"


def _tidy(line: str) -> str:
    """Without what makes a list, and single spaces."""
    return " ".join(_BULLET.sub("", line.strip()).rstrip(".,").split())


def _line(line: str, measure: Measure) -> tuple[str, Waits, datetime | None]:
    found = _LINE.fullmatch(line)
    if found is None:
        raise _invalid(f"“{line}” does not say how much it is and what it waits for.")
    waits, on = _waits(line, found["waits"], measure)
    return found["share"].casefold(), waits, on


def _waits(line: str, said: str, measure: Measure) -> tuple[Waits, datetime | None]:
    if _SIGNING.fullmatch(said):
        return Waits.NOTHING, None
    if _NAMED.fullmatch(said) or _REPORT.fullmatch(said):
        return Waits.REPORT, None
    found = _DATE.fullmatch(said)
    typed = found["typed"] if found else said
    try:
        written = as_written(typed, measure.now, measure.zone, measure.language)
        on = instant_of(written, measure.now, measure.zone, measure.day_starts)
    except ValueError:
        raise _invalid(f"“{line}” waits for something that is neither signing, nor a date, nor a report.") from None
    if written != typed and not is_length(written):
        raise _invalid(f"“{line}” may mean {written}.", f"Write the date so, if that is right: on {written}.")
    if on <= measure.now:
        raise _invalid(f"The date in “{line}” has passed.", "Give one that is still to come, or write: on signing.")
    return Waits.DATE, on


def _amounts(shares: Sequence[str], lines: Sequence[str], measure: Measure) -> list[int]:
    """Minor units of each. Shares of the whole are cut where they end, so that three thirds are the whole again."""
    amounts: list[int] = []
    so_far = Fraction(0)
    for share, line in zip(shares, lines, strict=True):
        of_whole = _share(share)
        if of_whole is None:
            amounts.append(0 if share in _REST else _amount(share, line, measure))
            continue
        after = so_far + of_whole
        amounts.append(int(measure.whole * after) - int(measure.whole * so_far))
        so_far = after
    return _with_rest(amounts, shares, lines, measure)


def _with_rest(amounts: list[int], shares: Sequence[str], lines: Sequence[str], measure: Measure) -> list[int]:
    rests = [place for place, share in enumerate(shares) if share in _REST]
    if len(rests) > 1:
        raise _invalid("There can be one rest only.", "Write how much each of the others is.")
    total = sum(amounts)
    if rests:
        amounts[rests[0]] = measure.whole - total
    elif total != measure.whole:
        raise _invalid(
            f"The parts come to {_said(total, measure)}, and {_said(measure.whole, measure)} are asked for.",
            "Write the last of them as rest, such as: rest after report: final report.",
        )
    for minor, line in zip(amounts, lines, strict=True):
        if minor <= 0:
            raise _invalid(f"Nothing is left for “{line}” of {_said(measure.whole, measure)}.", "Write smaller parts.")
    return amounts


def _share(share: str) -> Fraction | None:
    """A share of the whole; None where it is an amount, or the rest."""
    if share in _SHARES:
        return _SHARES[share]
    if found := _PERCENT.fullmatch(share):
        return Fraction(found[1].replace(",", ".")) / 100
    if (found := _FRACTION.fullmatch(share)) and int(found[2]):
        return Fraction(int(found[1]), int(found[2]))
    return None


def _amount(share: str, line: str, measure: Measure) -> int:
    try:
        minor, unit = amount_of(share, (measure.unit,), measure.language, others=True, names=True)
    except ValueError as reason:
        raise _invalid(f"In “{line}”: {reason}.") from None
    if unit != measure.unit:
        raise _invalid(f"“{line}” is not in {measure.unit.code}, as the whole is.")
    return minor


def _said(minor: int, measure: Measure) -> str:
    return f"{measure.unit.code} {number_words(minor, measure.unit.exponent)}"


def _invalid(problem: str, fix: str = HOW) -> Invalid:
    return Invalid(field="parts", problem=problem, fix=fix)
