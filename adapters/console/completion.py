"""What can be typed next in the terminal: commands, fields, what fits a field, buttons, items and members."""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Iterable, Iterator, Sequence
from typing import Protocol

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from adapters.console.commands import fields_of, find
from adapters.console.feed import Feed
from adapters.console.typed import CannotRead, Word, words_of
from governance_core.application.given import questions
from governance_core.cards.form import Asked, Choice, Option, Toggle
from governance_core.feature import Features
from governance_core.kernel.message import Message

LINES = (
    "as",
    "press",
    "open",
    "say",
    "wait",
    "clock",
    "restart",
    "down",
    "config",
    "leave",
    "deliver twice",
    "resume",
    "quit",
)
_HELP = {
    "as": "act as another member: as ben",
    "press": "press a button of a card",
    "open": "look at an item",
    "say": 'say "…" in a home',
    "wait": "let time pass: wait 3d",
    "clock": "set the time",
    "restart": "stop the bot and start it again",
    "down": "the bot is not there for a while: down 7d",
    "config": "apply a config file",
    "leave": "a member leaves the organisation",
    "deliver twice": "the next act arrives twice",
    "resume": "go on with a form you stopped",
    "quit": "leave the terminal (Ctrl-D)",
}


class Knows(Protocol):
    """What completion asks the terminal."""

    @property
    def features(self) -> Features:
        """All features."""

    @property
    def feed(self) -> Feed:
        """What is shown, with its buttons."""

    @property
    def asked(self) -> tuple[str, Asked] | None:
        """The question of a form that is being answered, with the kind of the form."""

    def choices(self, kind: str, field: str, typed: str) -> Awaitable[Sequence[Option]]:
        """What can be picked for a field of a message."""

    def known(self, of: str, typed: str) -> Awaitable[Sequence[Option]]:
        """What can be picked of a sort of thing (`person`, `item`)."""


class Completions(Completer):
    """Completions for whoever types now."""

    def __init__(self, knows: Knows) -> None:
        self._knows = knows

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Nothing can be said without asking the store."""
        return ()

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """What fits in where the cursor stands."""
        typed = document.text_before_cursor
        found = self._answers(typed) if self._knows.asked else self._of_line(typed)
        async for completion in found:
            yield completion

    async def _answers(self, typed: str) -> AsyncIterator[Completion]:
        """Answers to the question of a form."""
        kind, asked = self._knows.asked or ("", None)
        if asked is None:
            return
        if isinstance(asked.question.kind, Choice):
            for option in asked.question.kind.options:
                if typed.casefold() in f"{option.value} {option.label}".casefold():
                    yield _completion(option.value, typed, option.label)
        elif isinstance(asked.question.kind, Toggle):
            for word in ("yes", "no"):
                if word.startswith(typed.casefold()):
                    yield _completion(word, typed)
        else:
            for option in await self._knows.choices(kind, asked.name, typed):
                yield _completion(option.value, typed, option.label)

    async def _of_line(self, typed: str) -> AsyncIterator[Completion]:
        stripped = typed.lstrip()
        _actor, colon, rest = stripped.partition(":")
        if colon and not stripped.startswith("/") and " " not in _actor:
            stripped = rest.lstrip()
        if stripped.startswith("/"):
            found = self._of_slash(stripped)
        else:
            found = self._of_words(stripped)
        async for completion in found:
            yield completion

    async def _of_words(self, typed: str) -> AsyncIterator[Completion]:
        first, _, rest = typed.partition(" ")
        if " " not in typed:
            for completion in self._starts(typed):
                yield completion
        elif first in ("as", "leave"):
            for option in await self._knows.known("person", rest):
                yield _completion(option.value, rest, option.label)
        elif first == "open":
            async for completion in self._items(rest):
                yield completion
        elif first == "press":
            async for completion in self._presses(rest):
                yield completion

    def _starts(self, typed: str) -> Iterator[Completion]:
        if not typed:
            return
        for button in self._knows.feed.buttons():
            if button.label.casefold().startswith(typed.casefold()):
                yield _completion(button.label, typed, f"on {button.press.ref}")
        for word in LINES:
            if word.startswith(typed.casefold()):
                yield _completion(word, typed, _HELP[word])

    async def _presses(self, typed: str) -> AsyncIterator[Completion]:
        label, on, ref = typed.partition(" on ")
        if on:
            async for completion in self._items(ref):
                yield completion
            return
        for button in self._knows.feed.buttons():
            if button.label.casefold().startswith(label.strip('"').casefold()):
                yield _completion(f"{json.dumps(button.label, ensure_ascii=False)} on {button.press.ref}", typed)

    async def _items(self, typed: str) -> AsyncIterator[Completion]:
        for option in await self._knows.known("item", typed):
            yield _completion(option.value, typed, option.label)

    async def _of_slash(self, typed: str) -> AsyncIterator[Completion]:
        try:
            words = words_of(typed[1:])
        except CannotRead:
            return  # inside a text that is still being typed
        found = find([word.value for word in words if not word.key], self._knows.features)
        going_on = typed.endswith(" ")
        if found is None or (not going_on and not found[1] and not words[-1].key):
            for completion in self._paths(typed):
                yield completion
            return
        message, positional = found
        last = Word("", "", 0, 0) if going_on or not words else words[-1]
        given = {word.key for word in words if word.key and word is not last}
        before = positional if going_on or last.key else positional[:-1]
        raw = typed[1:][last.start : last.end]
        async for completion in self._of_fields(message, last, raw, given, len(before)):
            yield completion

    def _paths(self, typed: str) -> Iterator[Completion]:
        wanted = typed[1:].casefold()
        for path, message in sorted(self._knows.features.by_path.items()):
            if path.startswith(wanted):
                yield _completion(f"/{path}", typed, message.spec.summary)

    async def _of_fields(
        self, message: type[Message], last: Word, raw: str, given: set[str], filled: int
    ) -> AsyncIterator[Completion]:
        free = [name for name in fields_of(message) if name not in given][filled:]
        if last.key:
            name = last.key.replace("-", "_").casefold()
            for option in await self._picks(message, name, last.value):
                yield _completion(f"{last.key}:{_written(option.value)}", raw, option.label)
            return
        for option in await self._picks(message, free[0], last.value) if free else ():
            yield _completion(_written(option.value), raw, option.label)
        for name in free:
            if name.startswith(last.value.casefold()):
                yield _completion(f"{name}:", raw, _label(message, name))

    async def _picks(self, message: type[Message], name: str, typed: str) -> Sequence[Option]:
        return await self._knows.choices(message.spec.kind, name, typed)


def _label(message: type[Message], name: str) -> str:
    question = questions(message)[name]
    return question.help or question.label


def _written(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if " " in value or not value else value


def _completion(text: str, instead_of: str, meta: str = "") -> Completion:
    return Completion(text, -len(instead_of), display_meta=meta)
