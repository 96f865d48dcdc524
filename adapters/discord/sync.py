"""Tells whether the commands a server has are the ones it should have, whatever Discord adds to them of its own."""

from collections.abc import Iterable
from typing import Final

from adapters.discord.commands import tree_hash
from adapters.discord.components import Structure

_OURS: Final = (
    "type",
    "name",
    "description",
    "options",
    "choices",
    "value",
    "required",
    "autocomplete",
    "contexts",
    "integration_types",
    "default_member_permissions",
)
_NESTED: Final = ("options", "choices")
_EVERYWHERE: Final = ("contexts", "integration_types")
"""Discord takes these of commands that belong to no server, and forgets them of a server's."""
_WITH_BOT: Final = 1


def of_server(tree: Iterable[Structure]) -> list[Structure]:
    """The commands as a server gets them: all of them."""
    return [{key: value for key, value in command.items() if key not in _EVERYWHERE} for command in tree]


def of_talks(tree: Iterable[Structure]) -> list[Structure]:
    """The commands of a talk with the bot alone, where no server's reach."""
    return [{**command, "contexts": [_WITH_BOT]} for command in tree if _WITH_BOT in command.get("contexts", ())]


def is_same(one: Iterable[Structure], other: Iterable[Structure]) -> bool:
    """Whether two trees are the same commands, in whatever order."""
    return tree_hash(_essence(one)) == tree_hash(_essence(other))


def _essence(tree: Iterable[Structure]) -> list[Structure]:
    return sorted(map(_part, tree), key=lambda command: (command.get("type", 1), command["name"]))


def _part(command: Structure) -> Structure:
    """What we say of a command; what is left out and what is false, empty or none is the same to Discord."""
    return {key: _value(key, command[key]) for key in _OURS if command.get(key) or command.get(key) == 0}


def _value(key: str, value: object) -> object:
    if key in _NESTED and isinstance(value, list):
        return [_part(one) for one in value]
    return str(value) if key == "default_member_permissions" else value
