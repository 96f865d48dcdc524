"""Collects everything that is wrong with a config file, in words an admin can act on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.config.places import NOWHERE, KeyPath, Place

LONGEST_SHOWN = 40
STARTS_LIKE_A_NUMBER = re.compile(r"[-+]?[0-9][\w%:.–-]*")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it stands, what is wrong, and what to write instead."""

    file: str
    line: int
    column: int
    key: str
    message: str
    hint: str

    def __str__(self) -> str:
        position = f":{self.line}:{self.column}" if self.line else ""
        key = f" {_printable(self.key)}" if self.key else ""
        return f"{self.file}{position}{key}: {self.message} {self.hint}".rstrip()


class Unfit(Exception):
    """A single value cannot be used; whoever knows where it stands turns this into a problem."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Unreadable(Unfit):
    """The file as a whole cannot be read any further than this place."""

    def __init__(self, message: str, hint: str = "", place: Place = NOWHERE) -> None:
        super().__init__(message, hint)
        self.place = place


class Problems:
    """The problems of one file, noted in any order and handed out from top to bottom."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: dict[tuple[KeyPath, Place, str], Problem] = {}

    def note(self, path: KeyPath, place: Place, message: str, hint: str = "") -> None:
        """Add one problem; the same one is kept once."""
        problem = Problem(self.file, place.line, place.column, ".".join(path), message, hint)
        self._found.setdefault((path, place, message), problem)

    def about(self, path: KeyPath) -> bool:
        """Is anything wrong with this key, or with anything inside it?"""
        return any(noted[: len(path)] == path for noted, _, _ in self._found)

    def exactly_about(self, path: KeyPath) -> bool:
        """Is anything wrong with this key itself, so that part of what is inside may not have been read?"""
        return any(noted == path for noted, _, _ in self._found)

    def in_order(self) -> list[Problem]:
        """Every problem, in the order of the file."""
        return sorted(self._found.values(), key=lambda found: (found.line, found.column))


def shown(text: str) -> str:
    """What somebody wrote, made safe and short enough to repeat: numbers bare, words in quotes."""
    brief = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    return brief if STARTS_LIKE_A_NUMBER.fullmatch(brief) else f'"{_printable(brief)}"'


def nearest(typed: str, known: Iterable[str]) -> str:
    """The known word somebody probably meant, or nothing when none is near."""
    by_folded = {word.casefold(): word for word in known}
    near = get_close_matches(typed.casefold(), by_folded, n=1)
    return by_folded[near[0]] if near else ""


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """The nearest known word as a question, or nothing when none is near."""
    word = nearest(typed, known)
    return f"Did you mean {shown(word)}?" if word else ""


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
