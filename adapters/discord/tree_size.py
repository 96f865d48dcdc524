"""Holds a command tree against Discord's limits, the way Discord counts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from adapters.discord.components import Structure
from adapters.discord.limits import CHOICES, COMMANDS, MENU_COMMANDS, OPTIONS, TREE_TEXT

_MOST: Final[Mapping[int, int]] = {1: COMMANDS, 2: MENU_COMMANDS, 3: MENU_COMMANDS}


def characters(command: Structure) -> int:
    """Names, descriptions and values of a command and of everything under it."""
    own = sum(len(str(command.get(key, ""))) for key in ("name", "description", "value"))
    return own + sum(characters(one) for key in ("options", "choices") for one in command.get(key, ()))


def too_much(tree: Sequence[Structure]) -> Iterator[str]:
    """What Discord would refuse, in words; nothing when it takes the tree."""
    for kind, most in _MOST.items():
        found = sum(1 for command in tree if command["type"] == kind)
        if found > most:
            yield f"{found} commands of type {kind}, at most {most}"
    for command in tree:
        if (length := characters(command)) > TREE_TEXT:
            yield f"/{command['name']} has {length} characters in all, at most {TREE_TEXT}"
        yield from _too_many(command, f"/{command['name']}")


def _too_many(command: Structure, where: str) -> Iterator[str]:
    for key, most in (("options", OPTIONS), ("choices", CHOICES)):
        found = command.get(key, ())
        if len(found) > most:
            yield f"{where} has {len(found)} {key}, at most {most}"
    for one in command.get("options", ()):
        yield from _too_many(one, f"{where} {one['name']}")
