"""Writes what is in force into the config file, where the chat changed it; comments and order of the file stay."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from bot.config import (
    AccountAdded,
    AccountRemoved,
    AdminsSet,
    Change,
    CheckInRemoved,
    CheckInSet,
    CircleClosed,
    CircleFounded,
    CircleRenamed,
    CircleSet,
    ConfigFile,
    Document,
    GroupSet,
    HomeRemoved,
    HomeSet,
    MemberAdded,
    MemberRemoved,
    OrganisationSet,
    PersonJoins,
    PersonLeaves,
    PersonRenamed,
    PersonSeeded,
    PolicyRemoved,
    PolicySet,
    RoleSet,
    check_text,
    difference,
)
from bot.config.checkins import KEYS, USUAL
from bot.config.editing import CANNOT, with_item, with_row, with_value, without_item, without_key
from bot.config.model import SEATS, members_path, role_path
from bot.config.places import KeyPath
from bot.config.writing import NotWritten, Plain
from bot.meaning import written


def pulled(text: str, file: ConfigFile, drift: list[Change], in_force: Document) -> str:
    """The file's text with what is in force in it. Raises NotWritten when that cannot be done line by line."""
    after = text.replace("\r\n", "\n")
    for change in drift:
        after = _edited(after, change, file, in_force)
    found, _ = check_text(after, "")
    if found is None or difference(in_force, found):
        raise NotWritten(CANNOT)
    return after.replace("\n", "\r\n") if "\r\n" in text else after


def _edited(text: str, change: Change, file: ConfigFile, in_force: Document) -> str:
    """The text once a change is taken back: `old` is in force, `new` in the file."""
    match change:
        case MemberAdded(circle=circle, new=person):
            return without_item(text, members_path(circle, file.located), person)
        case MemberRemoved(circle=circle, old=person):
            return with_item(text, members_path(circle, file.located), person)
        case PersonJoins() | CircleFounded():
            return without_key(text, change.path)
        case PersonLeaves(old=person):
            return with_value(text, ("members", person), dict(_member(in_force["members"][person])))
        case CircleClosed(old=circle):
            return with_value(text, ("circles", circle), dict(_circle(circle, in_force["circles"][circle])))
        case AdminsSet(old=admins):
            return with_value(text, change.path, list(admins))
        case AccountAdded() | HomeSet(old=None):
            return without_key(text, change.path)
        case PersonRenamed() | CircleRenamed():
            return text
        case CheckInSet() | CheckInRemoved():
            without = without_key(text, change.path) if change.new is not None else text
            return with_value(without, change.path, dict(_checkin(change.old))) if change.old else without
        case RoleSet(old=holder, old_until=until):
            return _role(text, change.path, holder, until)
        case PolicySet() | PolicyRemoved():
            return _valued(text, change, None if change.old is None else _plain(change.old))
        case (
            OrganisationSet() | PersonSeeded() | CircleSet() | GroupSet() | AccountRemoved() | HomeSet() | HomeRemoved()
        ):
            return _valued(text, change, None if change.old in (None, "") else written(change.old or ""))
        case _:
            assert_never(change)


def _valued(text: str, change: Change, value: Plain | None) -> str:
    return without_key(text, change.path) if value is None else with_value(text, change.path, value)


def _role(text: str, path: KeyPath, holder: str | None, until: str | None) -> str:
    """A role as `lead: ana`, or with the day on which the term ends."""
    if holder is None:
        return without_key(text, path)
    return with_row(text, path, _held(holder, until))


def _held(holder: str, until: str | None) -> str | Mapping[str, str]:
    return {"person": holder, "until": until} if until else holder


def _plain(value: Any) -> Plain:
    return [str(one) for one in value] or "off" if isinstance(value, tuple | list) else written(value)


def _member(person: Document) -> Iterator[tuple[str, Plain]]:
    for key in ("name", "zone", "language"):
        if person.get(key):
            yield key, person[key]
    if person["accounts"]:
        yield "accounts", person["accounts"]


def _circle(name: str, circle: Document) -> Iterator[tuple[str, Plain]]:
    for key in ("name", "aim", "domain", "parent"):
        if circle.get(key):
            yield key, circle[key]
    if circle["private"]:
        yield "private", "true"
    if circle["members"]:
        yield "members", circle["members"]
    terms = circle.get("terms", {})
    held = {role: _held(holder, terms.get(role)) for role, holder in circle["roles"].items()}
    yield from ((role, holder) for role, holder in held.items() if role_path(name, role)[-2] != "roles")
    others = {role: holder for role, holder in held.items() if role not in SEATS}
    for key, values in (("roles", others), ("homes", circle["homes"])):
        if values:
            yield key, values
    if circle["policy"]:
        yield "policy", {key: _plain(value) for key, value in circle["policy"].items()}
    if circle.get("checkins"):
        yield "checkins", {key: dict(_checkin(one)) for key, one in circle["checkins"].items()}
    if circle["zone"]:
        yield "zone", circle["zone"]


def _checkin(one: Document) -> Iterator[tuple[str, Plain]]:
    """What is not as usual."""
    for key in KEYS:
        if one[key] != USUAL.get(key):
            yield key, list(one[key]) if isinstance(one[key], list) else str(one[key])


def as_kept(document: Mapping[str, Any]) -> str:
    """A document as the store keeps it."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True)
