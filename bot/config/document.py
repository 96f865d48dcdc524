"""Puts a config file into its plain normal form, which is kept and compared with the next one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.config.model import Circle, ConfigFile, Member
from bot.config.policy_keys import PolicyValue

Document = dict[str, Any]


def to_document(file: ConfigFile) -> Document:
    """What the file says as plain JSON values, sorted, without places, secrets or renames."""
    organisation = file.organisation
    return {
        "circles": {name: _circle(file.circles[name]) for name in sorted(file.circles)},
        "members": {name: _member(file.members[name]) for name in sorted(file.members)},
        "organisation": {
            "admins": sorted(organisation.admins),
            "id": organisation.id,
            "language": organisation.language,
            "name": organisation.name,
            "zone": organisation.zone,
            **({"units": organisation.units} if organisation.units else {}),
            **({"treasury": organisation.treasury} if organisation.treasury else {}),
        },
        "policy": _policy(file.policy),
    }


def _member(member: Member) -> Document:
    return {
        "accounts": _sorted(member.accounts),
        "language": member.language,
        "name": member.name,
        "zone": member.zone,
    }


def _circle(circle: Circle) -> Document:
    return {
        "aim": circle.aim,
        "domain": circle.domain,
        "groups": _sorted(circle.groups),
        "homes": _sorted(circle.homes),
        "members": sorted(circle.members),
        "name": circle.name,
        "parent": circle.parent,
        "policy": _policy(circle.policy),
        "private": circle.private,
        "roles": _sorted(circle.roles),
        "zone": circle.zone,
        **({"checkins": dict(sorted(circle.checkins.items()))} if circle.checkins else {}),
        **({"terms": _sorted(circle.terms)} if circle.terms else {}),
    }


def _policy(policy: Mapping[str, PolicyValue]) -> Document:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in sorted(policy.items())}


def _sorted(entries: Mapping[str, str]) -> Document:
    return dict(sorted(entries.items()))
