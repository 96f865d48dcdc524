"""Grows Discord's commands from the core's messages: a command for each first word, a subcommand for each second."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final, assert_never

from adapters.discord.components import Structure
from adapters.discord.limits import CHOICE_TEXT, CHOICES, COMMAND_HELP
from adapters.discord.menus import MenuCommand
from governance_core.application.given import questions, required_always
from governance_core.cards.form import (
    Accounts,
    Choice,
    Hidden,
    Lookup,
    Moment,
    Option,
    Place,
    Question,
    Several,
    Toggle,
    Words,
)
from governance_core.cards.plain import one_line
from governance_core.feature import Features
from governance_core.kernel.message import Message
from governance_core.kernel.words import is_blank

CHAT: Final = 1
SUBCOMMAND: Final = 1
STRING: Final = 3
BOOLEAN: Final = 5
IN_SERVER, WITH_BOT = 0, 1
SERVER_INSTALL: Final = 0
MANAGE_SERVER: Final = 1 << 5


@dataclass(frozen=True, slots=True)
class Noun:
    """What is said of a first word and all under it: `with_bot` allows it in a talk with the bot alone, `managers`
    shows it to those only who may manage the server (the core asks everybody for their rights again)."""

    summary: str = ""
    with_bot: bool = False
    managers: bool = False


def command_tree(features: Features, nouns: Mapping[str, Noun], menus: Sequence[MenuCommand] = ()) -> list[Structure]:
    """Every command, as Discord wants them all at once. Raises ValueError where paths cannot be Discord commands."""
    by_noun: dict[str, dict[str, type[Message]]] = {}
    for path, message in features.by_path.items():
        noun, _, verb = path.partition(" ")
        by_noun.setdefault(noun, {})[verb] = message
    slash = [
        {**_command(noun, verbs, nouns.get(noun, Noun()), features), **_where(nouns.get(noun, Noun()))}
        for noun, verbs in by_noun.items()
    ]
    return [*slash, *({**menu.command(), **_where(Noun())} for menu in menus)]


def tree_hash(tree: Sequence[Structure]) -> str:
    """The same for the same commands: they are sent only when it changed."""
    return hashlib.sha256(json.dumps(tree, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _command(noun: str, verbs: Mapping[str, type[Message]], said: Noun, features: Features) -> Structure:
    if ("" in verbs and len(verbs) > 1) or any(" " in verb for verb in verbs):
        raise ValueError(f"/{noun} cannot stand alone and have verbs, and verbs are one word")
    if "" in verbs:
        return {"type": CHAT, **_described(noun, verbs[""], features)}
    summary = said.summary or f"{noun.capitalize()}: {', '.join(verbs)}"
    under = [{"type": SUBCOMMAND, **_described(verb, message, features)} for verb, message in verbs.items()]
    return {"type": CHAT, "name": noun, "description": one_line(summary, COMMAND_HELP), "options": under}


def _where(noun: Noun) -> Structure:
    contexts = [IN_SERVER, WITH_BOT] if noun.with_bot else [IN_SERVER]
    made: Structure = {"contexts": contexts, "integration_types": [SERVER_INSTALL]}
    return {**made, "default_member_permissions": MANAGE_SERVER} if noun.managers else made


def _described(name: str, message: type[Message], features: Features) -> Structure:
    summary = one_line(message.spec.summary, COMMAND_HELP)
    return {"name": name, "description": summary, "options": list(_options(message, features))}


def _options(message: type[Message], features: Features) -> Iterator[Structure]:
    """What Discord insists on first: only what is looked up is insisted on, the rest can be asked for in a form.

    Accounts and places are picked in the form only: an option holds one, and says no more of it than its id.
    """
    made = [
        _option(field.name, known[field.name], required_always(field, known[field.name]), features)
        for known in [questions(message)]
        for field in fields(message)  # type: ignore[arg-type]
        if field.name in known and not isinstance(known[field.name].kind, Hidden | Place | Accounts)
    ]
    yield from sorted(made, key=lambda option: not option["required"])


def _option(name: str, question: Question, needed: bool, features: Features) -> Structure:
    said = " · ".join(part for part in (question.label, question.help) if not is_blank(part))
    made: Structure = {"name": name, "description": one_line(said or name, COMMAND_HELP), "required": False}
    match question.kind:
        case Toggle():
            return {**made, "type": BOOLEAN}
        case Choice(options) if _are_choices(options):
            choices = [{"name": one_line(one.label, CHOICE_TEXT), "value": one.value} for one in options]
            return {**made, "type": STRING, "choices": choices}
        case Choice() | Moment():
            return {**made, "type": STRING, "autocomplete": True}
        case Lookup(of):
            return {**made, "type": STRING, "required": needed, "autocomplete": of in features.choices}
        case Words() | Several() | Hidden() | Place() | Accounts():
            return {**made, "type": STRING}
        case _:
            assert_never(question.kind)


def _are_choices(options: Sequence[Option]) -> bool:
    return 0 < len(options) <= CHOICES and all(len(one.value) <= CHOICE_TEXT for one in options)
