"""Reads what somebody typed behind a slash: `/<noun> [verb] [id] [free text]`, and what they may have meant."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from adapters.slack.escape import unescaped
from governance_core.application.given import questions
from governance_core.application.queries import ShowItem
from governance_core.cards.form import Choice, Hidden, Lookup, Moment, Question, Toggle, Words
from governance_core.feature import Features
from governance_core.kernel.ids import item_id
from governance_core.kernel.message import Message, Query

_PAIR: Final = re.compile(r"(?<!\S)([a-z_]+):(?:\"([^\"]*)\"|(\S+))")
_QUOTED: Final = re.compile(r"[\"“„]([^\"“”]+)[\"“”](?:\s+|$)")
_DRAFT: Final = re.compile(r"#?draft-?[1-9][0-9]*", re.IGNORECASE)
_CLOSE: Final = 0.7
ITEM: Final = "id"
"""The question that asks which item is meant."""


@dataclass(frozen=True, slots=True)
class Hub:
    """Nothing was typed behind the noun: what can be done is shown."""

    noun: str


@dataclass(frozen=True, slots=True)
class Call:
    """A message by its kind, with what was typed for it."""

    kind: str
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Meant:
    """No verb there is: what may have been meant, as whole commands without their slash."""

    typed: str
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The commands of one app: `own` are the nouns with a slash command each, `rest` is the one for all others."""

    features: Features
    own: tuple[str, ...]
    rest: str
    prefix: str = ""

    def names(self) -> tuple[str, ...]:
        """The slash commands, as they are typed."""
        return tuple(f"/{self.prefix}{noun}" for noun in (*self.own, self.rest))

    def paths(self, noun: str) -> dict[str, type[Message]]:
        """What can stand behind a noun."""
        by_path = self.features.by_path
        if noun == self.rest:
            return {path: found for path, found in by_path.items() if path.split()[0] not in self.own}
        return {path.partition(" ")[2]: found for path, found in by_path.items() if path.split()[0] == noun}

    def noun_of(self, command: str) -> str:
        """The noun of a slash command, whatever prefix it has: names are shared by all apps of a workspace."""
        return next((noun for noun in (*self.own, self.rest) if command.endswith(noun)), self.rest)

    def read(self, command: str, typed: str) -> Hub | Call | Meant:
        """What a slash command means, as Slack sends it."""
        return self.said(self.noun_of(command), unescaped(typed).strip())

    def said(self, noun: str, typed: str) -> Hub | Call | Meant:
        """What is meant by a noun and the words behind it."""
        known = self.paths(noun)
        if not typed or not known:
            return Hub(noun if known else self.rest)
        first, _, others = typed.partition(" ")
        if noun == self.rest and first.casefold() in self.own:
            return self.said(first.casefold(), others.strip())
        if item_id(typed) is not None:
            return Call(ShowItem.spec.kind, {"id": typed})
        for length in (2, 1):
            words = typed.split(maxsplit=length)
            path = " ".join(words[:length]).casefold()
            if len(words) >= length and path in known:
                return Call(known[path].spec.kind, answers(known[path], "".join(words[length:])))
        if noun == self.rest and (alone := self._alone(typed.split()[0].casefold(), known)):
            return Call(known[alone].spec.kind, answers(known[alone], typed.partition(" ")[2]))
        return self._guessed(noun, typed, known)

    def nearly(self, typed: str, item: str = "", verbs: Mapping[str, type[Message]] | None = None) -> Meant | None:
        """What may have been meant by words that are no command, said without a slash; of an item also by its verbs."""
        first, _, rest = typed.partition(" ")
        theirs = verbs or {}
        close = get_close_matches(first.casefold(), [*theirs, *self.own], 3, _CLOSE)
        if close:
            found = [f"{theirs[one].spec.path} {item}" if one in theirs else f"{one} {rest}".strip() for one in close]
            return Meant(first, tuple(found))
        close = get_close_matches(typed.casefold(), self.paths(self.rest), 3, _CLOSE)
        return Meant(typed, tuple(f"{self.rest} {path}" for path in close)) if close else None

    def _alone(self, verb: str, known: Mapping[str, type[Message]]) -> str | None:
        """Behind the command for all other nouns a verb does without its noun where only one noun has it."""
        found = [path for path in known if path.partition(" ")[2] == verb]
        return found[0] if len(found) == 1 and verb not in known else None

    def _guessed(self, noun: str, typed: str, known: Mapping[str, type[Message]]) -> Call | Meant:
        """Free text fills in the form of a noun; a single word, or one close to a verb, is a verb mistyped."""
        verb, others = _verb_of(typed, known)
        others = typed if item_id(verb) is not None else others
        wordy = next((one for one in known.values() if one.spec.free_text), None) if noun in self.own else None
        close = self._close(noun, verb.casefold(), known)
        if wordy is not None and others and not close:
            return Call(wordy.spec.kind, _worded(wordy, typed))
        meant = [f"{noun} {path} {others}".strip() for path in close or self._first(noun, known)]
        as_text = [f"{noun} {_path(wordy)} {typed}"] if wordy is not None else []
        return Meant(verb, tuple(meant + as_text))

    def _close(self, noun: str, verb: str, known: Mapping[str, type[Message]]) -> list[str]:
        """What is spelled nearly so; behind the command for all other nouns, with its noun or without."""
        spelled = {path: path for path in known}
        alone = {path.partition(" ")[2]: path for path in known if " " in path} if noun == self.rest else {}
        found = get_close_matches(verb, {**alone, **spelled}, 3, _CLOSE)
        return list(dict.fromkeys({**alone, **spelled}[one] for one in found))

    def _first(self, noun: str, known: Mapping[str, type[Message]]) -> list[str]:
        """Where nothing is close: the first verbs, and of all other nouns together what only shows something."""
        shown = [path for path, found in known.items() if issubclass(found, Query)]
        return (shown if noun == self.rest else list(known))[:4]


def _verb_of(typed: str, known: Iterable[str]) -> tuple[str, str]:
    """What stands where a verb should, with its noun where that is typed too, and what stands behind it."""
    words = typed.split(maxsplit=2)
    length = 2 if any(path.startswith(f"{words[0].casefold()} ") for path in known) else 1
    return " ".join(words[:length]), typed.split(maxsplit=length)[length] if len(typed.split()) > length else ""


def _path(message: type[Message]) -> str:
    return (message.spec.path or "").partition(" ")[2]


def _worded(message: type[Message], typed: str) -> dict[str, str]:
    """Free text: the words go where the message wants them, `name:value` pairs where they belong."""
    found, left = _pairs(_askable(message), typed)
    return {**({message.spec.free_text: left} if left else {}), **found}


def answers(message: type[Message], typed: str) -> dict[str, str]:
    """What was typed behind a verb, by question: `name:value` pairs, an id, a choice, and words."""
    known = _askable(message)
    found, left = _pairs(known, typed)
    return {**_in_order(known, left, found), **found}


def _askable(message: type[Message]) -> dict[str, Question]:
    return {name: one for name, one in questions(message).items() if not isinstance(one.kind, Hidden)}


def _pairs(known: Mapping[str, Question], typed: str) -> tuple[dict[str, str], str]:
    """The `name:value` pairs among words, and the other words."""
    found: dict[str, str] = {}

    def named(pair: re.Match[str]) -> str:
        if pair[1] not in known:
            return pair[0]
        found[pair[1]] = pair[2] if pair[2] is not None else pair[3]
        return ""

    left = _PAIR.sub(named, typed).strip()
    return found, left


def _in_order(known: Mapping[str, Question], left: str, found: Mapping[str, str]) -> dict[str, str]:
    """Words without a name go to the questions they fit, in the order these are asked."""
    made: dict[str, str] = {}
    free = {name: one for name, one in known.items() if name not in found}
    wordy = next((name for name, one in free.items() if isinstance(one.kind, Words)), None)
    for name, one in free.items():
        first, rest = _first_of(left, name)
        if first and name != wordy and _fits(name, one, first, wordy is not None):
            made[name], left = "true" if isinstance(one.kind, Toggle) else first, rest.strip()
    return {**made, **({wordy: left} if wordy and left else {})}


def _first_of(left: str, name: str) -> tuple[str, str]:
    """The next word, and what stands behind it; what an item is called is one word where it stands in quotes."""
    called = _QUOTED.match(left) if name == ITEM else None
    if called is not None:
        return called[1], left[called.end() :]
    first, _, rest = left.partition(" ")
    return first, rest


def _fits(name: str, one: Question, word: str, words_follow: bool) -> bool:
    match one.kind:
        case Lookup(of) if of in ("circle", "person") or not (_is_id(word) or (name == ITEM and " " in word)):
            return not words_follow
        case Lookup():
            return True
        case Choice(options):
            return any(word.casefold() in (option.value.casefold(), option.label.casefold()) for option in options)
        case Toggle():
            return word.casefold() == name
        case Moment():
            return not words_follow
        case _:
            return False


def _is_id(word: str) -> bool:
    return item_id(word) is not None or _DRAFT.fullmatch(word) is not None


def usage(verbs: Sequence[str]) -> str:
    """What stands beside a command while it is typed: four of its verbs."""
    return f"[{' | '.join(verbs[:4])}] [id] [text]"
