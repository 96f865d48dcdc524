"""Finds the command that was typed after a slash, and what its words and values mean."""

from collections.abc import Sequence
from difflib import get_close_matches

from governance_core.application.given import questions
from governance_core.cards.card import Card, Entry, Heading, Listing, Note, Paragraph
from governance_core.cards.form import Hidden
from governance_core.cards.text import Bold, Text, listed, text
from governance_core.feature import Features
from governance_core.kernel.errors import Invalid
from governance_core.kernel.message import Message

_LONGEST_PATH = 3


def find(words: Sequence[str], features: Features) -> tuple[type[Message], Sequence[str]] | None:
    """The message with the longest path these words begin with, and the words after it."""
    for length in range(_LONGEST_PATH, 0, -1):
        path = " ".join(words[:length]).casefold()
        if len(words) >= length and path in features.by_path:
            return features.by_path[path], words[length:]
    return None


def raw_answers(message: type[Message], words: Sequence[str], values: Sequence[tuple[str, str]]) -> dict[str, str]:
    """What was typed, by field: values by their key, bare words into the free fields in order. Raises Invalid."""
    raw = {name.replace("-", "_").casefold(): value for name, value in values}
    free = [name for name in fields_of(message) if name not in raw]
    if len(words) > len(free):
        names = ", ".join(fields_of(message)) or "none"
        raise Invalid(
            problem=f"/{message.spec.path} has no use for {words[len(free)]!r}.",
            fix=f'Write name:value, or name:"a text with spaces"; the names are {names}.',
        )
    return raw | dict(zip(free, words, strict=False))


def fields_of(message: type[Message]) -> list[str]:
    """The fields of a message that a person can type, in order."""
    return [name for name, question in questions(message).items() if not isinstance(question.kind, Hidden)]


def described(words: Sequence[str], features: Features) -> Card | None:
    """For a noun alone (`/proposal`): what can be done with it. None when it is no noun of ours, or more was typed."""
    if len(words) != 1:
        return None
    noun = words[0].casefold()
    found = [(path, m) for path, m in sorted(features.by_path.items()) if path.split()[0] == noun]
    if not found:
        return None
    lines = tuple(Entry(text(Bold(f"/{path}"), f"  {message.spec.summary}")) for path, message in found)
    title = Heading((f"What /{noun} can do",))
    note = Note(("Type one of them; what you leave out is asked for.",))
    return Card("help", (title, Listing(lines), note), (f"What /{noun} can do.",), private=True)


def unknown(words: Sequence[str], features: Features) -> Card:
    """There is no such command; these are close."""
    typed = " ".join(words[:2]).casefold()
    close = get_close_matches(typed, features.by_path, 3, 0.5)
    meant: Text = ("/help says what there is.",)
    if close:
        meant = text("Did you mean ", listed([Bold(f"/{path}") for path in close], "or"), "? ", meant)
    words_ = text(f"There is no command /{' '.join(words[:2])}. ", meant)
    return Card("help", (Paragraph(words_),), words_, private=True, tone="refusal")
