"""Reads one section of the config file key by key, noting whatever is wrong instead of stopping at it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

from bot.config.places import KeyPath, Place
from bot.config.problems import Problems, Unfit, did_you_mean, nearest, shown
from bot.config.yaml_tree import Branch, Leaf, Listing, Value

T = TypeVar("T")
Parser = Callable[[str], T]
EMPTY = ("nothing", "blank")
NOT_TEXT = {"number": "a number", "boolean": "a yes-or-no value", "date": "a date"}


class Section:
    """The keys of one mapping; a key nobody knows, or one that is missing, is noted at once."""

    def __init__(
        self,
        branch: Branch,
        problems: Problems,
        known: Collection[str],
        required: Collection[str] = (),
        advice: Mapping[str, str] | None = None,
    ) -> None:
        self.path, self.place = branch.path, branch.place
        self._entries, self._problems = branch.entries, problems
        self._note_unknown(known, advice or {})
        self._note_missing(required, known)

    def read(self, key: str, parse: Parser[T]) -> T | None:
        """The value of a key, or None when it is not there or not usable."""
        found = self._entries.get(key)
        return None if found is None else read_leaf(found, parse, self._problems)

    def text(self, key: str, longest: int) -> str:
        """Words somebody chose, on one line; empty when they are missing or unusable."""
        found = self._entries.get(key)
        if isinstance(found, Leaf) and found.kind in NOT_TEXT:
            message = f"This is read as {NOT_TEXT[found.kind]}, and words are expected."
            self._problems.note(found.path, found.place, message, f'Put quotes around it: "{found.text}".')
            return ""
        return self.read(key, lambda text: one_line(text, longest)) or ""

    def names(self, key: str) -> tuple[str, ...]:
        """The ids in a list, each once."""
        found = self._entries.get(key)
        return () if found is None else read_names(found, self._problems)

    def branches(self, key: str) -> Iterator[tuple[str, Branch]]:
        """The sections inside a key, each with its own name."""
        for name, value in self.entries(key):
            inner = as_branch(value, self._problems)
            if inner is not None:
                yield name, inner

    def entries(self, key: str) -> Iterator[tuple[str, Value]]:
        """The names and values inside a key."""
        inner = self.branch(key)
        yield from inner.entries.items() if inner else ()

    def value(self, key: str) -> Value | None:
        """What stands behind a key, as it stands; None when it is not there."""
        return self._entries.get(key)

    def has_branch(self, key: str) -> bool:
        """Whether the key holds a mapping, and not a list or a single value."""
        return isinstance(self._entries.get(key), Branch)

    def branch(self, key: str) -> Branch | None:
        """The mapping inside a key."""
        found = self._entries.get(key)
        return None if found is None else as_branch(found, self._problems)

    def _note_unknown(self, known: Collection[str], advice: Mapping[str, str]) -> None:
        for key, value in self._entries.items():
            if key not in known:
                hint = advice.get(key) or did_you_mean(key, known) or f"Keys here are {', '.join(known)}."
                self._problems.note((*self.path, key), value.place, f"There is no key {shown(key)} here.", hint)

    def _note_missing(self, required: Collection[str], known: Collection[str]) -> None:
        misspelt = {nearest(key, known) for key in self._entries if key not in known}
        for key in required:
            if key not in self._entries and key not in misspelt:
                self._problems.note((*self.path, key), self.place, f"{key} is missing.", f"Add a line {key}: …")


def read_leaf(value: Value, parse: Parser[T], problems: Problems) -> T | None:
    """One single value through its parser; a list, a section or nothing at all is noted."""
    if not isinstance(value, Leaf):
        shape = "a list" if isinstance(value, Listing) else "a section"
        problems.note(value.path, value.place, f"This is {shape}, and a single value is expected.")
        return None
    if value.kind in EMPTY:
        note_empty(value, problems)
        return None
    return attempt(value.path, value.place, lambda: parse(value.text), problems)


def attempt(path: KeyPath, place: Place, parse: Callable[[], T], problems: Problems) -> T | None:
    """What the parser makes of it, or None and a note at that place."""
    try:
        return parse()
    except Unfit as unfit:
        problems.note(path, place, unfit.message, unfit.hint)
        return None


def note_empty(leaf: Leaf, problems: Problems) -> None:
    """Say that a key has no value, and why if a # swallowed it."""
    hint = "Write one, or remove the line."
    if leaf.text.startswith("#"):
        hint = f'A # begins a comment. Put quotes around it: "{leaf.text}".'
    problems.note(leaf.path, leaf.place, "This has no value.", hint)


def read_names(value: Value, problems: Problems) -> tuple[str, ...]:
    """The ids of a list; what is not a list, is empty or stands there twice is noted."""
    if isinstance(value, Leaf) and value.kind in EMPTY:
        note_empty(value, problems)
        return ()
    if not isinstance(value, Listing):
        sample = value.text if isinstance(value, Leaf) and re.fullmatch(r"[\w, -]{1,40}", value.text) else "one, two"
        problems.note(value.path, value.place, "A list is expected here.", f"Write it as [{sample}].")
        return ()
    if not value.items:
        problems.note(value.path, value.place, "The list is empty.", "Name at least one.")
    return _each_once(value, problems)


def _each_once(listing: Listing, problems: Problems) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    for item in listing.items:
        name = read_leaf(item, str, problems)
        if name in seen:
            problems.note(listing.path, item.place, f"{shown(name)} stands in this list twice.", "Remove one.")
        elif name is not None:
            seen[name] = None
    return tuple(seen)


def as_branch(value: Value, problems: Problems) -> Branch | None:
    """The value as a section; anything else is noted."""
    if isinstance(value, Branch) and value.entries:
        return value
    if isinstance(value, Branch) or (isinstance(value, Leaf) and value.kind in EMPTY):
        problems.note(value.path, value.place, "This section is empty.", "Fill it in, or remove it.")
        return None
    problems.note(value.path, value.place, "Lines of the form key: value are expected here.")
    return None


def one_line(text: str, longest: int) -> str:
    """Trimmed words that are neither empty, nor too long, nor spread over several lines."""
    trimmed = text.strip()
    if not trimmed:
        raise Unfit("This has no value.", "Write one, or remove the line.")
    if any(not letter.isprintable() for letter in trimmed):
        raise Unfit("This must be one line of ordinary letters.")
    if len(trimmed) > longest:
        raise Unfit(f"This is {len(trimmed)} letters long, and {longest} are the most.", "Shorten it.")
    return trimmed
