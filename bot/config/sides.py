"""Holds the two sides of a comparison, the old one already put in the new file's ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from bot.config.document import Document, to_document
from bot.config.model import Circle, ConfigFile, Member
from bot.config.places import KeyPath

Triple = tuple[str, str, str]
NOTHING: Document = {"organisation": {}, "members": {}, "policy": {}, "circles": {}}


class Where(TypedDict):
    """The fields of a change that say where it stands."""

    path: KeyPath
    line: int
    column: int


class Sides:
    """The last document applied and the file that is to be applied now."""

    def __init__(self, old: Document | None, file: ConfigFile) -> None:
        before = NOTHING | (old or {})
        self.file = file
        self.new = to_document(file)
        self.people_renamed = _renames(before["members"], file.members)
        self.circles_renamed = _renames(before["circles"], file.circles)
        self.old = _in_new_ids(before, self.people_renamed, self.circles_renamed)

    def where(self, *path: str) -> Where:
        """The place of a key in the file, or of what is nearest to it when it is gone."""
        place = self.file.located.at(path)
        return Where(path=path, line=place.line, column=place.column)


def by_platform(section: Mapping[str, Document], key: str) -> list[Triple]:
    """Every (owner, platform, id) of the accounts of people, or of the homes of circles."""
    return [(owner, platform, found) for owner, entry in section.items() for platform, found in entry[key].items()]


def _renames(old: Mapping[str, Any], new: Mapping[str, Member] | Mapping[str, Circle]) -> dict[str, str]:
    """Old id to new id, for every `was` that has not been carried out yet."""
    claims = {name: item.was for name, item in new.items() if item.was is not None and name not in old}
    return {was: name for name, was in claims.items() if was in old}


def _in_new_ids(old: Document, people: Mapping[str, str], circles: Mapping[str, str]) -> Document:
    return {
        "organisation": old["organisation"] | {"admins": _sorted(old["organisation"].get("admins", ()), people)},
        "members": {people.get(name, name): member for name, member in old["members"].items()},
        "policy": old["policy"],
        "circles": {
            circles.get(name, name): _circle(circle, people, circles) for name, circle in old["circles"].items()
        },
    }


def _circle(circle: Document, people: Mapping[str, str], circles: Mapping[str, str]) -> Document:
    return circle | {
        "members": _sorted(circle["members"], people),
        "parent": circles.get(circle["parent"], circle["parent"]),
        "roles": {role: people.get(person, person) for role, person in circle["roles"].items()},
        "checkins": {key: _checkin(one, people) for key, one in circle.get("checkins", {}).items()},
    }


def _checkin(one: Document, people: Mapping[str, str]) -> Document:
    renamed = {key: [people.get(name, name) for name in one[key]] for key in ("optional", "observers")}
    return one | renamed


def _sorted(names: Iterable[str], renamed: Mapping[str, str]) -> list[str]:
    return sorted(renamed.get(name, name) for name in names)
