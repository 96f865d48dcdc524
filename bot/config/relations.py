"""Checks what one part of the file says against another: who is meant, who may hold a seat, what is used twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from bot.config.asked import check_asked
from bot.config.limits import check_limits
from bot.config.model import Circle, ConfigFile, Member, members_path, role_path
from bot.config.places import KeyPath
from bot.config.problems import Problems, did_you_mean, shown

IdInUse = tuple[KeyPath, str, str]


def check_relations(file: ConfigFile, problems: Problems) -> None:
    """Note people nobody knows, seats that cannot be held, ids used twice and renames that are none."""
    _check_people(file, problems)
    _check_set_up(file, problems)
    for circle in file.circles.values():
        _check_seats(circle, file, problems)
    _check_used_once(_accounts(file.members), "account", file, problems)
    _check_used_once(_homes(file.circles), "channel", file, problems)
    check_limits(file, problems)
    check_asked(file, problems)
    _check_renames("members", file.members, file, problems)
    _check_renames("circles", file.circles, file, problems)


def _check_people(file: ConfigFile, problems: Problems) -> None:
    if not (file.members or file.in_chat) or problems.exactly_about(("members",)):
        return
    for path, shown_path, person in _everyone_named(file):
        if ("members", person) not in file.located.places:
            message = f"There is no member {shown(person)}."
            problems.note(shown_path, file.located.at(path), message, _who_is_meant(person, file.members))


def _check_set_up(file: ConfigFile, problems: Problems) -> None:
    """Only Discord says who manages a server, and so who may set up there."""
    if file.in_chat and not file.circles and file.platforms and "discord" not in file.platforms:
        fix = "Name platforms.discord too, or write members and circles into this file (circlet init shows how)."
        problems.note(("setup",), file.located.at(("setup",)), "It can be set up in the chat on Discord only.", fix)


def _everyone_named(file: ConfigFile) -> Iterator[tuple[KeyPath, KeyPath, str]]:
    yield from _in_list(("organisation", "admins"), file.organisation.admins)
    for name, circle in file.circles.items():
        yield from _in_list(members_path(name, file.located), circle.members)
        for role, person in circle.roles.items():
            path = role_path(name, role)
            yield path, path, person
        for key, one in circle.checkins.items():
            for which in ("optional", "observers"):
                named = one[which]
                yield from _in_list(("circles", name, "checkins", key, which), named if isinstance(named, list) else ())


def _in_list(path: KeyPath, people: Iterable[str]) -> Iterator[tuple[KeyPath, KeyPath, str]]:
    for person in people:
        yield (*path, person), path, person


def _who_is_meant(typed: str, members: Mapping[str, Member]) -> str:
    for member in members.values():
        if member.name.casefold() == typed.casefold():
            return f"Write the id: {member.id}."
    return did_you_mean(typed, members) or "Add the person under members:, or correct the id."


def _check_seats(circle: Circle, file: ConfigFile, problems: Problems) -> None:
    if not problems.about(("circles", circle.id, "members")):
        _check_holders_are_members(circle, file, problems)
    if "lead" in circle.roles and circle.roles["lead"] == circle.roles.get("delegate"):
        path = role_path(circle.id, "delegate")
        message = f"{shown(circle.roles['lead'])} is the lead already; the two links must be two people."
        problems.note(path, file.located.at(path), message, "Name somebody else, or remove one of the lines.")


def _check_holders_are_members(circle: Circle, file: ConfigFile, problems: Problems) -> None:
    for role, person in circle.roles.items():
        if person in file.members and person not in circle.members:
            path = role_path(circle.id, role)
            message = f"{shown(person)} is not a member of this circle."
            named = ".".join(members_path(circle.id, file.located))
            problems.note(path, file.located.at(path), message, f"Add {person} to {named}.")


def _accounts(members: Mapping[str, Member]) -> list[IdInUse]:
    return [
        (("members", member.id, "accounts", platform), platform, account)
        for member in members.values()
        for platform, account in member.accounts.items()
    ]


def _homes(circles: Mapping[str, Circle]) -> list[IdInUse]:
    return [
        (("circles", circle.id, "homes", platform), platform, home)
        for circle in circles.values()
        for platform, home in circle.homes.items()
    ]


def _check_used_once(used: list[IdInUse], what: str, file: ConfigFile, problems: Problems) -> None:
    first: dict[tuple[str, str], KeyPath] = {}
    for path, platform, found in used:
        before = first.setdefault((platform, found), path)
        if before != path:
            message = f"{shown(before[1])} has this {what} already (line {file.located.at(before).line})."
            problems.note(path, file.located.at(path), message, "Correct one of the two.")


def _check_renames(
    section: str, named: Mapping[str, Member] | Mapping[str, Circle], file: ConfigFile, problems: Problems
) -> None:
    renamed = [(name, item.was) for name, item in named.items() if item.was is not None]
    for name, was in renamed:
        if was in named:
            path = (section, name, "was")
            message = f"{shown(was)} is still in this file, so nothing was renamed."
            problems.note(path, file.located.at(path), message, "Remove this line, or the old entry.")
    for (first, was), (second, also) in combinations(renamed, 2):
        if was == also:
            path = (section, second, "was")
            problems.note(path, file.located.at(path), f"{shown(first)} was {shown(was)} already.", "Keep one of them.")
