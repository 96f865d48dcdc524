"""Finds what changed about the circles: themselves, their members, roles, homes and policies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from bot.config.changes import (
    Change,
    CheckInRemoved,
    CheckInSet,
    CircleClosed,
    CircleFounded,
    CircleRenamed,
    CircleSet,
    CircleSetting,
    GroupSet,
    HomeRemoved,
    HomeSet,
    MemberAdded,
    MemberRemoved,
    PolicyRemoved,
    PolicySet,
    RoleSet,
)
from bot.config.circle_tree import outwards
from bot.config.document import Document
from bot.config.model import group_path, members_path, role_path
from bot.config.places import KeyPath
from bot.config.policy_keys import PolicyValue
from bot.config.sides import Sides, by_platform


def circles_renamed(sides: Sides) -> Iterator[Change]:
    """Circles whose key says what it was before."""
    for was, name in sides.circles_renamed.items():
        yield CircleRenamed(**sides.where("circles", name, "was"), old=was, new=name)


def roles_vacated(sides: Sides) -> Iterator[Change]:
    """Roles nobody holds any more, and a delegate who must let go before becoming the lead."""
    for name, circle in sides.old["circles"].items():
        before, after = circle["roles"], _roles(sides.new["circles"].get(name))
        for role, person in before.items():
            if role not in after or _must_let_go(role, before, after):
                where, until = sides.where(*role_path(name, role)), _terms(circle).get(role)
                yield RoleSet(**where, circle=name, role=role, old=person, new=None, old_until=until)


def homes_left(sides: Sides) -> Iterator[Change]:
    """Channels that are given up, first of all those another circle moves into."""
    wanted = _wanted_homes(sides)
    now = by_platform(sides.new["circles"], "homes")
    housed = {(name, platform) for name, platform, _ in now}
    for name, platform, home in by_platform(sides.old["circles"], "homes"):
        given_up = (name, platform) not in housed or (platform, home) in wanted
        if given_up and (name, platform, home) not in now:
            where = sides.where("circles", name, "homes", platform)
            yield HomeRemoved(**where, circle=name, platform=platform, old=home)


def circles_themselves(sides: Sides) -> Iterator[Change]:
    """New circles and changed ones, parents first, so that no circle ever hangs below itself."""
    for name in outwards({name: circle.parent for name, circle in sides.file.circles.items()}):
        before = sides.old["circles"].get(name)
        if before is None:
            yield CircleFounded(**sides.where("circles", name), new=sides.file.circles[name])
        else:
            yield from _circle_set(sides, name, before, sides.new["circles"][name])


def _circle_set(sides: Sides, name: str, before: Document, after: Document) -> Iterator[Change]:
    settings: tuple[CircleSetting, ...] = get_args(CircleSetting)
    for key in settings:
        if before.get(key) != after[key]:
            where = sides.where("circles", name, key)
            yield CircleSet(**where, circle=name, setting=key, old=before.get(key), new=after[key])


def inside_circles(sides: Sides) -> Iterator[Change]:
    """Members, roles, homes and policies; roles change while both the old and the new holder are members."""
    for name in sides.file.circles:
        before, after = sides.old["circles"].get(name, {}), sides.new["circles"][name]
        yield from _members_added(sides, name, before)
        yield from _groups_set(sides, name, before.get("groups", {}), after["groups"])
        yield from _roles_set(sides, name, before, after)
        yield from _members_removed(sides, name, before)
        yield from _homes_set(sides, name, before.get("homes", {}), after["homes"])
        yield from policy_moved(sides, name, before.get("policy", {}), after["policy"])
        yield from _checkins_set(sides, name, before.get("checkins", {}), after.get("checkins", {}))


def _checkins_set(sides: Sides, name: str, before: Document, after: Document) -> Iterator[Change]:
    for key in sorted({*before, *after}):
        where = sides.where("circles", name, "checkins", key)
        if key not in after:
            yield CheckInRemoved(**where, circle=name, key=key, old=before[key])
        elif before.get(key) != after[key]:
            yield CheckInSet(**where, circle=name, key=key, old=before.get(key), new=after[key])


def _members_added(sides: Sides, name: str, before: Document) -> Iterator[Change]:
    for person in sides.file.circles[name].members:
        if person not in before.get("members", ()):
            where = sides.where(*members_path(name, sides.file.located), person)
            yield MemberAdded(**where, circle=name, new=person)


def _members_removed(sides: Sides, name: str, before: Document) -> Iterator[Change]:
    for person in before.get("members", ()):
        if person not in sides.file.circles[name].members:
            where = sides.where(*members_path(name, sides.file.located), person)
            yield MemberRemoved(**where, circle=name, old=person)


def _groups_set(sides: Sides, name: str, before: Document, after: Document) -> Iterator[Change]:
    """Before anybody is taken out: a role that is new may keep them in."""
    for platform in sorted({*before, *after}):
        old, new = before.get(platform), after.get(platform)
        if old != new:
            where = sides.where(*group_path(name, platform))
            yield GroupSet(**where, circle=name, platform=platform, old=old, new=new)


def _roles_set(sides: Sides, name: str, circle: Document, now: Document) -> Iterator[Change]:
    before, after = _roles(circle), _roles(now)
    for role in sorted(after, key=lambda role: role != "lead"):
        held = None if _must_let_go(role, before, after) else before.get(role)
        old, new = (_terms(circle).get(role) if held else None), _terms(now).get(role)
        if (held, old) != (after[role], new):
            where = sides.where(*role_path(name, role))
            yield RoleSet(**where, circle=name, role=role, old=held, new=after[role], old_until=old, until=new)


def _must_let_go(role: str, before: Document, after: Document) -> bool:
    """Lead and delegate are two people at every moment, so a delegate cannot become the lead in one step."""
    return role == "delegate" and role in before and before[role] == after.get("lead")


def _roles(circle: Document | None) -> Document:
    roles: Document = (circle or {}).get("roles", {})
    return roles


def _terms(circle: Document) -> Document:
    terms: Document = circle.get("terms", {})
    return terms


def _homes_set(sides: Sides, name: str, before: Document, after: Document) -> Iterator[Change]:
    wanted = _wanted_homes(sides)
    for platform, home in after.items():
        old = before.get(platform)
        if old != home:
            left_already = (platform, old) in wanted
            where = sides.where("circles", name, "homes", platform)
            yield HomeSet(**where, circle=name, platform=platform, old=None if left_already else old, new=home)


def _wanted_homes(sides: Sides) -> set[tuple[str, str]]:
    return {(platform, home) for _, platform, home in by_platform(sides.new["circles"], "homes")}


def organisation_policy(sides: Sides) -> Iterator[Change]:
    """The policy that holds wherever a circle has none of its own."""
    yield from policy_moved(sides, None, sides.old["policy"], sides.new["policy"])


def policy_moved(sides: Sides, circle: str | None, before: Document, after: Document) -> Iterator[Change]:
    """The keys of one policy that are gone, then those that are new or another."""
    section: KeyPath = ("policy",) if circle is None else ("circles", circle, "policy")
    for key in before:
        if key not in after:
            yield PolicyRemoved(**sides.where(*section, key), circle=circle, key=key, old=_value(before[key]))
    for key in after:
        if before.get(key) != after[key]:
            old = _value(before[key]) if key in before else None
            yield PolicySet(**sides.where(*section, key), circle=circle, key=key, old=old, new=_value(after[key]))


def _value(plain: Any) -> PolicyValue:
    value: PolicyValue = tuple(plain) if isinstance(plain, list) else plain
    return value


def circles_close(sides: Sides) -> Iterator[Change]:
    """Circles that are gone from the file, those furthest from the root first."""
    parents = {name: circle["parent"] for name, circle in sides.old["circles"].items()}
    for name in reversed(outwards(parents)):
        if name not in sides.file.circles:
            yield CircleClosed(**sides.where("circles", name), old=name)
