"""Reads the check-ins of a circle from the config file, and says how two ways of writing one differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from bot.config.document import Document
from bot.config.identities import identifier, zone
from bot.config.problems import Problems, Unfit
from bot.config.sections import Section, attempt, one_line, read_names
from bot.config.values import duration
from bot.config.yaml_tree import Branch, Leaf, Listing, Value
from governance_core.checkins.questions import read_questions
from governance_core.kernel.cadence import Cadence

KEYS: Final = ("title", "every", "questions", "open_for", "zone", "remind", "optional", "observers")
USUAL: Final[Mapping[str, object]] = {"open_for": "8h", "zone": "", "remind": "half", "optional": [], "observers": []}
LONGEST_TITLE: Final = 80
_SAMPLE: Final = "Write a line each, as - text: What did you do?"


def read_checkins(section: Section, problems: Problems) -> dict[str, Document]:
    """Every check-in by its key, in normal form; what is usual stands there too."""
    found: dict[str, Document] = {}
    for name, branch in section.branches("checkins"):
        attempt(branch.path, branch.place, partial(identifier, name), problems)
        found[name] = _checkin(branch, problems)
    return found


def _checkin(branch: Branch, problems: Problems) -> Document:
    section = Section(branch, problems, KEYS, ("title", "every", "questions"))
    return {
        "title": section.text("title", LONGEST_TITLE),
        "every": section.read("every", _every) or "",
        "questions": _questions(branch.entries.get("questions"), problems),
        "open_for": section.read("open_for", duration) or USUAL["open_for"],
        "zone": section.read("zone", zone) or "",
        "remind": section.read("remind", _remind) or USUAL["remind"],
        "optional": _names(branch, "optional", problems),
        "observers": _names(branch, "observers", problems),
    }


def _names(branch: Branch, key: str, problems: Problems) -> list[str]:
    found = branch.entries.get(key)
    return [] if found is None else list(read_names(found, problems))


def _every(text: str) -> str:
    try:
        return str(Cadence.parse(text))
    except ValueError as reason:
        raise Unfit("The schedule cannot be used.", str(reason)) from None


def _remind(text: str) -> str:
    return text if text in ("half", "off") else duration(text)


def _questions(value: Value | None, problems: Problems) -> list[str]:
    """Lines such as `text: What did you do?`, each a pair, a string, or a line of one text."""
    if value is None:
        return []
    lines = list(_lines(value, problems))
    read: Callable[[], list[str]] = partial(_read, lines)
    return attempt(value.path, value.place, read, problems) or []


def _read(lines: list[str]) -> list[str]:
    try:
        return [str(one) for one in read_questions("\n".join(lines))]
    except ValueError as reason:
        problem, _, fix = str(reason).partition(". ")
        raise Unfit(f"{problem}.", fix) from None


def _lines(value: Value, problems: Problems) -> Iterator[str]:
    match value:
        case Listing(items=items):
            for item in items:
                yield from _lines(item, problems)
        case Leaf(text=text):
            yield from text.splitlines()
        case Branch(entries=entries):
            for kind, label in entries.items():
                if not isinstance(label, Leaf):
                    problems.note(value.path, value.place, "This is no question.", _SAMPLE)
                    return
                yield f"{kind}: {one_line(label.text, 400) if label.text.strip() else ''}"


def differing(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """What is another in a check-in: its key, how it was, and how it is."""
    for key in KEYS:
        if old.get(key) != new.get(key):
            yield key, said(old.get(key)), said(new.get(key))


def said(value: object) -> str:
    """A value of a check-in on one line."""
    return " / ".join(map(str, value)) if isinstance(value, list) else str(value or "nothing")
