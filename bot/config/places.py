"""Remembers where in the file each key stands, so that every message can point at its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

KeyPath = tuple[str, ...]


class Place(NamedTuple):
    """A line and a column, both counted from one."""

    line: int
    column: int


START = Place(1, 1)
NOWHERE = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Located:
    """The place of every key of one file; an item of a list is found by its own text."""

    file: str
    places: Mapping[KeyPath, Place]

    def at(self, path: KeyPath) -> Place:
        """The place of a key, or of the nearest key around it that is written in the file."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, START)
