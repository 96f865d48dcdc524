"""Renaming the key by which the config file and the chat know a person or a circle; the id behind it stays."""

from collections.abc import Mapping
from typing import TypeVar

from governance_core.kernel.errors import Refusal
from governance_core.kernel.message import Event
from governance_core.people.events import PersonRenamed
from governance_core.people.model import People, Person

Id = TypeVar("Id", bound=str)


class KeyTaken(Refusal):
    """A key is one person's, or one circle's, for ever: what is written with it must mean the same years later."""

    code = "key_taken"
    template = (
        "{key} is, or was, the key of {owner}, and a key is never given to another. "
        "Choose another key; to have {owner} called {key} again, write was: {owner} beside it."
    )


def check_key(key: str, of: Id, keys: Mapping[str, Id], handles: Mapping[Id, str]) -> None:
    """Raises KeyTaken where a key belongs, or belonged, to another; `handles` are by id, as they are called now."""
    owner = keys.get(key)
    if owner is None:
        owner = next((one for one in handles if one == key), None)
    if owner is not None and owner != of:
        raise KeyTaken(key=key, owner=handles[owner])


def renamed(person: Person, key: str, state: People) -> tuple[Event, ...]:
    """The person has another key from now on. Raises KeyTaken."""
    check_key(key, person.id, state.keys, {one.id: one.handle for one in state.persons.values()})
    return () if person.handle == key else (PersonRenamed(person=person.id, key=key),)
