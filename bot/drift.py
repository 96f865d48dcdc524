"""Finds what was changed in the chat since the last file was applied: it stays, and `plan` lists it."""

import json

from bot.config import Change, ConfigFile, Document, difference
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.people.model import PEOPLE, People, Person
from governance_core.ports import Reader


def drift_of(file: ConfigFile, reader: Reader) -> list[Change]:
    """What applying the file would not change back, though it says otherwise: `old` is in force, `new` in the file."""
    applied = reader.applied()
    if applied is None:
        return []
    last: Document = json.loads(applied.document)
    to_be_applied = {_name(change) for change in difference(last, file)}
    return [change for change in difference(_in_force(last, reader), file) if _name(change) not in to_be_applied]


def _name(change: Change) -> tuple[str, tuple[str, ...]]:
    return type(change).__name__, change.path


def _in_force(last: Document, reader: Reader) -> Document:
    """The document a file would have to be to say what is in force now."""
    circles: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    return {
        "organisation": last["organisation"],
        "policy": last["policy"],
        "members": {str(one.id): _person(one) for one in everybody.persons.values() if one.present and not one.came_by},
        "circles": {str(one.id): _circle(one, last) for one in circles.alive()},
    }


def _person(person: Person) -> Document:
    return {
        "accounts": dict(sorted(person.accounts.items())),
        "language": person.language or None,
        "name": person.name,
        "zone": person.zone or None,
    }


def _circle(circle: Circle, last: Document) -> Document:
    known = last["circles"].get(circle.id, {})
    listed = [person for person in circle.members if person in circle.named or person in known.get("members", ())]
    return {
        "aim": circle.aim,
        "domain": circle.domain,
        "homes": dict(sorted(circle.homes.items())),
        "groups": {platform: source.group for platform, source in sorted(circle.sources.items())},
        "members": sorted(listed),
        "name": circle.name,
        "parent": circle.parent,
        "policy": known.get("policy", {}),
        "private": circle.private,
        "roles": dict(sorted(circle.roles.items())),
        "zone": circle.zone or None,
    }
