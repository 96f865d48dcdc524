"""Says in plain words what the YAML parser stumbled over."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError, StringMark, YAMLError
from ruamel.yaml.reader import ReaderError

from bot.config.places import START, Place
from bot.config.problems import Unreadable, shown

INDENT = "Lines that belong together start in the same column; use spaces."
QUOTE = "Put the whole value in quotes."
CLOSE = "Close it, or write one entry a line instead."

PLAIN_WORDS: tuple[tuple[str, str, str], ...] = (
    (r"found character '\\t'", "There is a tab here.", "Use spaces instead."),
    (r"found character '(.)'", "A value cannot start with {0}.", QUOTE),
    (
        r"mapping values are not allowed",
        "There is a colon where none can stand.",
        "Put a text that holds a colon in quotes; behind a key, check the line above and the indentation.",
    ),
    (r"could not find expected ':'", "This is neither a key with a colon nor a value.", "Write it as key: value."),
    (r"expected <block end>, but found", "This line is indented unlike the lines it belongs to.", INDENT),
    (
        r"sequence entries are not allowed",
        "A list cannot start here.",
        'Put each "- item" on a line of its own, below the key.',
    ),
    (r"found unexpected end of stream", "The quote opened here is never closed.", "Add the closing quote."),
    (r"expected ',' or '(.)'", "In the bracket opened here a comma or {0} is missing.", CLOSE),
    (
        r"found '<stream end>'",
        "The file ends inside a bracket.",
        "Close every {{ and [. A # between them begins a comment unless it is in quotes.",
    ),
    (r"expected the node content", "There is a closing bracket or a comma where a value should stand.", QUOTE),
    (r"found undefined alias '(.*)'", "Nothing in this file is marked &{0}.", "Mark it before it is used as *{0}."),
    (
        r"found unknown escape character '(.*)'",
        "Inside double quotes a backslash has a meaning, and \\{0} has none.",
        "Use single quotes.",
    ),
    (r"another document", "A second document begins here.", "One file is one organisation: remove the --- line."),
    (r"version 1\.\* is required", "This version of YAML does not exist.", "Remove the %YAML line."),
)

BETTER_SHOWN_AT_THE_BEGINNING = ("found unexpected end of stream", "could not find expected ':'", "expected ',' or")


def in_plain_words(error: YAMLError, text: str) -> Unreadable:
    """The error of the parser with its place, put so that somebody new to YAML can mend it."""
    if isinstance(error, ReaderError):
        return _forbidden_letter(error, text)
    if isinstance(error, MarkedYAMLError):
        return _marked(error, text)
    return Unreadable("This is not YAML.", str(error), START)


def _forbidden_letter(error: ReaderError, text: str) -> Unreadable:
    place = place_of_offset(text, error.position)
    return Unreadable(f"There is an invisible control character (number {error.character}) here.", "Delete it.", place)


def _marked(error: MarkedYAMLError, text: str) -> Unreadable:
    if _is_reference_inside_braces(text, _place(error.problem_mark)):
        hint = 'Write "${NAME}", or give it a line of its own.'
        return Unreadable("A ${NAME} inside { } needs quotes.", hint, _place(error.problem_mark))
    complaint = " ".join(part for part in (error.problem, error.context) if part)
    at_the_beginning = any(words in complaint for words in BETTER_SHOWN_AT_THE_BEGINNING)
    place = _place(error.context_mark if at_the_beginning else error.problem_mark)
    return Unreadable(*_translated(complaint), place)


def _place(mark: StringMark | None) -> Place:
    return Place(mark.line + 1, mark.column + 1) if mark else START


def _translated(complaint: str) -> tuple[str, str]:
    for pattern, message, hint in PLAIN_WORDS:
        if found := re.search(pattern, complaint):
            words = [shown(word) for word in found.groups()]
            return message.format(*words), hint.format(*words)
    return f"This is not YAML: {complaint}.", INDENT


def _is_reference_inside_braces(text: str, place: Place) -> bool:
    lines = text.splitlines()
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    return line[place.column - 2 : place.column] == "${"


def place_of_offset(text: str, offset: int) -> Place:
    """The line and column of the letter that many letters into the text."""
    before = text[:offset]
    return Place(before.count("\n") + 1, offset - before.rfind("\n"))
