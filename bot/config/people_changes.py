"""Finds what changed about the organisation, its people and their accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from bot.config.changes import (
    AccountAdded,
    AccountRemoved,
    AdminsSet,
    Change,
    OrganisationSet,
    OrganisationSetting,
    PersonJoins,
    PersonLeaves,
    PersonRenamed,
    PersonSeeded,
    PersonSetting,
)
from bot.config.sides import Sides, by_platform


def organisation_set(sides: Sides) -> Iterator[Change]:
    """The organisation's own name, zone, language, units and treasury."""
    before, after = sides.old["organisation"], sides.new["organisation"]
    settings: tuple[OrganisationSetting, ...] = get_args(OrganisationSetting)
    for key in settings:
        if before.get(key) != after.get(key):
            where = sides.where("organisation", key)
            yield OrganisationSet(**where, setting=key, old=before.get(key), new=after.get(key))


def people_renamed(sides: Sides) -> Iterator[Change]:
    """People whose key says what it was before."""
    for was, name in sides.people_renamed.items():
        yield PersonRenamed(**sides.where("members", name, "was"), old=was, new=name)


def people_join(sides: Sides) -> Iterator[Change]:
    """New people, and new suggestions for those who are there already."""
    for name, member in sides.file.members.items():
        if name in sides.old["members"]:
            yield from _seeded(sides, name)
        else:
            yield PersonJoins(**sides.where("members", name), new=member)


def _seeded(sides: Sides, name: str) -> Iterator[Change]:
    before, after = sides.old["members"][name], sides.new["members"][name]
    settings: tuple[PersonSetting, ...] = get_args(PersonSetting)
    for key in settings:
        if before.get(key) != after[key]:
            where = sides.where("members", name, key)
            yield PersonSeeded(**where, person=name, setting=key, old=before.get(key), new=after[key])


def accounts_moved(sides: Sides) -> Iterator[Change]:
    """Accounts that go, then accounts that come, so that one can pass from hand to hand."""
    before = by_platform(sides.old["members"], "accounts")
    after = by_platform(sides.new["members"], "accounts")
    for person, platform, account in before:
        if (person, platform, account) not in after:
            where = sides.where("members", person, "accounts", platform)
            yield AccountRemoved(**where, person=person, platform=platform, old=account)
    for person, platform, account in after:
        if (person, platform, account) not in before:
            where = sides.where("members", person, "accounts", platform)
            yield AccountAdded(**where, person=person, platform=platform, new=account)


def admins_set(sides: Sides) -> Iterator[Change]:
    """Who looks after the file."""
    before, after = sides.old["organisation"]["admins"], sides.new["organisation"]["admins"]
    if before != after:
        yield AdminsSet(**sides.where("organisation", "admins"), old=tuple(before), new=tuple(after))


def people_leave(sides: Sides) -> Iterator[Change]:
    """People who are gone from the file."""
    for name in sides.old["members"]:
        if name not in sides.file.members:
            yield PersonLeaves(**sides.where("members", name), old=name)
