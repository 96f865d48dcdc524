"""The questions of a check-in, a line each (`choice: Where are you? = garden / shed`), and whether an answer fits."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from governance_core.cards.form import Choice, Kind, Option, Question, Several, Words
from governance_core.cards.plain import one_line
from governance_core.checkins.model import SLOTS, Figure
from governance_core.kernel.money import figure_of, number_words
from governance_core.kernel.words import is_blank

LABEL: Final = 45
LONGEST_LABEL: Final = 100
MOST_OPTIONS: Final = 10
HOW: Final = (
    "Write a question a line, at most five, each with its kind: text: what did you do? · next: what is next? · "
    "blocker: what is in your way? · choice: where are you? = garden / shed · number: hours · mood: how are you? · "
    "checklist: done? = watered / swept · metric: plots in use."
)
_LINE = re.compile(r"\s*(?:(?P<kind>[A-Za-z]+)\s*:)?\s*(?P<label>[^=]+?)\s*(?:=\s*(?P<options>.*))?")
DECIMALS: Final = 2
"""How finely numbers are kept: as those of a metric."""
_NUMBER = re.compile(r"-?\d{1,12}([.,]\d{1,6})?", re.ASCII)
_ECHO = 40


class Sort(StrEnum):
    """What kind of answer a question wants."""

    TEXT = "text"
    NEXT = "next"
    BLOCKER = "blocker"
    CHOICE = "choice"
    NUMBER = "number"
    MOOD = "mood"
    CHECKLIST = "checklist"
    METRIC = "metric"


MOODS: Final = (
    Option("5", "5 · very well"),
    Option("4", "4 · well"),
    Option("3", "3 · so-so"),
    Option("2", "2 · not well"),
    Option("1", "1 · badly"),
)
FIGURES: Final = (Sort.NUMBER, Sort.METRIC, Sort.MOOD)
_WITH_OPTIONS: Final = (Sort.CHOICE, Sort.CHECKLIST)


@dataclass(frozen=True, slots=True)
class Asks:
    """One question: what it wants, its words, and what there is to choose from."""

    sort: Sort
    label: str
    options: tuple[str, ...] = ()

    def __str__(self) -> str:
        chosen = f" = {' / '.join(self.options)}" if self.options else ""
        return f"{self.sort}: {self.label}{chosen}"

    def question(self) -> Question:
        """How a form asks it."""
        rest = self.label if len(self.label) > LABEL else self._help()
        return Question(self._kind(), one_line(self.label, LABEL), rest, clears=True)

    def _kind(self) -> Kind:
        match self.sort:
            case Sort.CHOICE:
                return Choice(tuple(Option(one, one) for one in self.options))
            case Sort.CHECKLIST:
                return Several(tuple(Option(one, one) for one in self.options))
            case Sort.MOOD:
                return Choice(MOODS)
            case Sort.TEXT | Sort.NEXT | Sort.BLOCKER:
                return Words(long=True)
            case _:
                return Words()

    def _help(self) -> str:
        match self.sort:
            case Sort.CHECKLIST:
                return "Pick all that are done"
            case Sort.NUMBER:
                return "A number such as 12 or 3.5, as it is written in your language"
            case Sort.METRIC:
                return "A number; a metric of that name gets the average of all answers"
            case Sort.MOOD:
                return "Shown only together, once four have answered"
            case Sort.BLOCKER:
                return "Leave it blank if nothing is"
            case _:
                return ""

    def read(self, typed: str, language: str = "") -> str:
        """An answer as it is kept; a number is read in a language. Raises ValueError: what is wrong, and what to do."""
        if is_blank(typed):
            return ""
        match self.sort:
            case Sort.NUMBER | Sort.METRIC:
                return _number(typed, language)
            case Sort.CHECKLIST:
                return ", ".join(self._ticked(typed))
            case _:
                return typed

    def _ticked(self, typed: str) -> Iterable[str]:
        known = {one.casefold(): one for one in self.options}
        wanted = [part.strip().casefold() for part in re.split(r"[,\n]", typed) if part.strip()]
        if wanted in (["all"], ["everything"]):
            return self.options
        if strange := [part for part in wanted if part not in known and part not in ("none", "nothing")]:
            said = one_line(strange[0], _ECHO)
            raise ValueError(f"There is no {said} in this list. Write those that are done: {', '.join(self.options)}.")
        return [one for folded, one in known.items() if folded in wanted]


def _number(typed: str, language: str) -> str:
    """Kept with a point before its decimals, whatever the language."""
    try:
        return plain_number(figure_of(typed, language, DECIMALS))
    except ValueError as reason:
        raise ValueError(f"{one_line(typed, _ECHO)} cannot be read. {reason}. Change it and send it again.") from None


def plain_number(hundredths: int) -> str:
    """`3.5`, without zeros that say nothing."""
    said = number_words(hundredths, DECIMALS)
    return said.rstrip("0").rstrip(".")


@lru_cache(maxsize=256)
def questions_of(written: str) -> tuple[Asks, ...]:
    """The questions in lines that were checked before."""
    return read_questions(written)


def read_questions(written: str) -> tuple[Asks, ...]:
    """The questions, a line each. Raises ValueError that says how to write them."""
    lines = [line for line in written.splitlines() if not is_blank(line)]
    if not lines:
        raise ValueError(f"There is no question. {HOW}")
    if len(lines) > len(SLOTS):
        raise ValueError(f"These are {len(lines)} questions, and one form holds five on every platform. {HOW}")
    found = tuple(_read(line) for line in lines)
    if sum(one.sort is Sort.BLOCKER for one in found) > 1 or sum(one.sort is Sort.NEXT for one in found) > 1:
        raise ValueError(f"There can be one question of what is next, and one of what is in the way. {HOW}")
    return found


def metrics_asked(written: str) -> tuple[str, ...]:
    """What questions ask for that is a metric; nothing where they cannot be read."""
    try:
        return tuple(one.label for one in read_questions(written) if one.sort is Sort.METRIC)
    except ValueError:
        return ()


def _read(line: str) -> Asks:
    found = _LINE.fullmatch(line)
    if found is None or is_blank(found["label"]):
        raise ValueError(f"{one_line(line, _ECHO)!r} is no question. {HOW}")
    kind, label = (found["kind"] or "text").casefold(), " ".join(found["label"].split())
    if not found["kind"] and (alone := label.rstrip(" :").casefold()) in set(Sort):
        raise ValueError(f"{alone} is the kind of a question, and its words are missing. {HOW}")
    if kind not in set(Sort):
        raise ValueError(f"There are no questions of the kind {one_line(kind, _ECHO)}. {HOW}")
    if len(label) > LONGEST_LABEL:
        raise ValueError(f"A question has at most {LONGEST_LABEL} characters, and this one {len(label)}. {HOW}")
    return Asks(Sort(kind), label, _options(Sort(kind), found["options"] or ""))


def _options(sort: Sort, typed: str) -> tuple[str, ...]:
    options = tuple(dict.fromkeys(" ".join(part.split()) for part in typed.split("/") if not is_blank(part)))
    if bool(options) != (sort in _WITH_OPTIONS):
        wanted = "what there is to choose from, after a =" if sort in _WITH_OPTIONS else "nothing to choose from"
        raise ValueError(f"A question of the kind {sort} has {wanted}. {HOW}")
    if len(options) > MOST_OPTIONS or any(len(one) > LABEL or "," in one for one in options):
        raise ValueError(
            f"There are at most {MOST_OPTIONS} things to choose from, each of {LABEL} characters without commas. {HOW}"
        )
    return options


def figures(asked: Sequence[Asks], answers: Iterable[Sequence[str]]) -> dict[str, Figure]:
    """What the numbers of all answers came to, by question."""
    found: dict[str, Figure] = {}
    for words in answers:
        for one, said in zip(asked, words, strict=False):
            if one.sort in FIGURES and _NUMBER.fullmatch(said):
                before = found.get(one.label, Figure(0.0, 0))
                found[one.label] = Figure(before.total + float(said), before.count + 1)
    return found
