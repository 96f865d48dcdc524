"""Finds what was changed in the chat since the last file was applied: it stays, and `plan` lists it."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from bot.applying import written
from bot.config import Change, ConfigFile, Document, difference
from bot.config.changes import MemberAdded, MemberRemoved, PolicyRemoved, PolicySet, RoleSet
from governance_core.circles import messages as circles
from governance_core.circles.messages import RoleFilled, RoleVacated
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.circles.policy import canonical
from governance_core.kernel.message import Event
from governance_core.people.model import PEOPLE, People, Person
from governance_core.ports import Reader

_AGREEMENT: Final = re.compile(r"policy\((D-[0-9]+)\)")
"""Who pressed what an agreement brought about, as the journal has it."""


def drift_of(file: ConfigFile, reader: Reader) -> list[Change]:
    """What applying the file would not change back, though it says otherwise: `old` is in force, `new` in the file."""
    applied = reader.applied()
    if applied is None:
        return []
    last: Document = json.loads(applied.document)
    to_be_applied = {_name(change) for change in difference(last, file)}
    return [change for change in difference(_in_force(last, reader), file) if _name(change) not in to_be_applied]


def since(change: Change, reader: Reader) -> str:
    """The agreement that what is in force comes from, where it comes from one."""
    touches = _touched(change)
    for recorded in reversed(reader.recorded(CIRCLES)) if touches else ():
        if touches == _touch(recorded.event):
            found = _AGREEMENT.fullmatch(recorded.actor)
            return found[1] if found else ""
    return ""


def _touched(change: Change) -> tuple[str, ...]:
    """The circle and the part of it that a change is about; nothing where no agreement changes such."""
    match change:
        case RoleSet(circle=circle, role=role):
            return (circle, "role", role)
        case PolicySet(circle=str(circle), key=key) | PolicyRemoved(circle=str(circle), key=key):
            return (circle, "rule", key)
        case MemberAdded(circle=circle, new=person) | MemberRemoved(circle=circle, old=person):
            return (circle, "member", person)
        case _:
            return ()


def _touch(event: Event) -> tuple[str, ...]:
    match event:
        case RoleFilled(circle=circle, role=role) | RoleVacated(circle=circle, role=role):
            return (circle, "role", role)
        case circles.PolicySet(circle=circle, key=key):
            return (circle, "rule", key)
        case circles.MemberAdded(circle=circle, person=person) | circles.MemberRemoved(circle=circle, person=person):
            return (circle, "member", person)
        case _:
            return ()


def _name(change: Change) -> tuple[str, tuple[str, ...]]:
    return type(change).__name__, change.path


def _in_force(last: Document, reader: Reader) -> Document:
    """The document a file would have to be to say what is in force now."""
    state: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    return {
        "organisation": last["organisation"],
        "policy": last["policy"],
        "members": {str(one.id): _person(one) for one in everybody.persons.values() if one.present and not one.came_by},
        "circles": {str(one.id): _circle(one, last) for one in state.alive()},
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
        "policy": _policy(circle, known.get("policy", {})),
        "private": circle.private,
        "roles": dict(sorted(circle.roles.items())),
        "zone": circle.zone or None,
    }


def _policy(circle: Circle, known: Mapping[str, Any]) -> Document:
    """The circle's rules, as the file writes them where it says the same."""
    return {key: known[key] if _says(key, known, value) else value for key, value in sorted(circle.policy.items())}


def _says(key: str, known: Mapping[str, Any], value: str) -> bool:
    return key in known and canonical(key, written(_value(known[key]))) == value


def _value(kept: Any) -> Any:
    """A value as the file is read: what is kept as JSON has lists for tuples."""
    return tuple(kept) if isinstance(kept, list) else kept
