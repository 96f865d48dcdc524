"""The closed set of ways in which a config file can differ from the last one applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.config.document import Document
from bot.config.model import Circle, Member
from bot.config.places import KeyPath
from bot.config.policy_keys import PolicyValue

OrganisationSetting = Literal["name", "zone", "language", "units", "treasury"]
PersonSetting = Literal["name", "zone", "language"]
CircleSetting = Literal["name", "aim", "domain", "parent", "private", "zone"]


@dataclass(frozen=True, kw_only=True)
class At:
    """What every change carries: the key it is about and the place where an admin can look at it."""

    path: KeyPath
    line: int
    column: int


@dataclass(frozen=True, kw_only=True)
class OrganisationSet(At):
    """The organisation's name, zone, language, units or treasury are others; None for the first file, or none."""

    setting: OrganisationSetting
    old: str | None
    new: str | None


@dataclass(frozen=True, kw_only=True)
class AdminsSet(At):
    """Other people look after the file."""

    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonRenamed(At):
    """A person has a new id and stays who they are."""

    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class PersonJoins(At):
    """Somebody is new; their accounts follow as changes of their own."""

    old: None = None
    new: Member


@dataclass(frozen=True, kw_only=True)
class PersonSeeded(At):
    """The file suggests another name, zone or language for a person; None suggests the organisation's."""

    person: str
    setting: PersonSetting
    old: str | None
    new: str | None


@dataclass(frozen=True, kw_only=True)
class AccountRemoved(At):
    """An account no longer speaks for a person."""

    person: str
    platform: str
    old: str
    new: None = None


@dataclass(frozen=True, kw_only=True)
class AccountAdded(At):
    """An account speaks for a person."""

    person: str
    platform: str
    old: None = None
    new: str


@dataclass(frozen=True, kw_only=True)
class PersonLeaves(At):
    """Somebody is no longer in the organisation; `old` is their id."""

    old: str
    new: None = None


@dataclass(frozen=True, kw_only=True)
class CircleRenamed(At):
    """A circle has a new id and stays what it is."""

    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class CircleFounded(At):
    """A circle is new; its members, roles, homes and policy follow as changes of their own."""

    old: None = None
    new: Circle


@dataclass(frozen=True, kw_only=True)
class CircleSet(At):
    """Something about a circle itself is another: text, or True or False for `private`."""

    circle: str
    setting: CircleSetting
    old: str | bool | None
    new: str | bool | None


@dataclass(frozen=True, kw_only=True)
class CircleClosed(At):
    """A circle is no longer in the file; its memberships and its policy end with it. `old` is its id."""

    old: str
    new: None = None


@dataclass(frozen=True, kw_only=True)
class MemberAdded(At):
    """A person is in one more circle; `new` is their id."""

    circle: str
    old: None = None
    new: str


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(At):
    """A person is in one circle less; `old` is their id."""

    circle: str
    old: str
    new: None = None


@dataclass(frozen=True, kw_only=True)
class GroupSet(At):
    """Members of a circle come from another role or user group on a platform; None from none."""

    circle: str
    platform: str
    old: str | None
    new: str | None


@dataclass(frozen=True, kw_only=True)
class RoleSet(At):
    """Somebody else holds a role, one of the four seats or a further one, or until another day; None is vacant.

    `old_until` and `until` are the days on which their terms end, None where they hold it for good.
    """

    circle: str
    role: str
    old: str | None
    new: str | None
    old_until: str | None = None
    until: str | None = None


@dataclass(frozen=True, kw_only=True)
class HomeRemoved(At):
    """A circle no longer lives in a channel."""

    circle: str
    platform: str
    old: str
    new: None = None


@dataclass(frozen=True, kw_only=True)
class HomeSet(At):
    """A circle lives in a channel, or moves there."""

    circle: str
    platform: str
    old: str | None
    new: str


@dataclass(frozen=True, kw_only=True)
class PolicyRemoved(At):
    """A policy key is inherited again; `circle` is None for the organisation-wide policy."""

    circle: str | None
    key: str
    old: PolicyValue
    new: None = None


@dataclass(frozen=True, kw_only=True)
class PolicySet(At):
    """A policy key has a value of its own; `circle` is None for the organisation-wide policy."""

    circle: str | None
    key: str
    old: PolicyValue | None
    new: PolicyValue


@dataclass(frozen=True, kw_only=True)
class CheckInSet(At):
    """A circle has a check-in, or another one under its key; both are in normal form."""

    circle: str
    key: str
    old: Document | None
    new: Document


@dataclass(frozen=True, kw_only=True)
class CheckInRemoved(At):
    """A circle has a check-in no more."""

    circle: str
    key: str
    old: Document
    new: None = None


CircleChange = (
    CircleFounded
    | CircleSet
    | CircleClosed
    | MemberAdded
    | MemberRemoved
    | GroupSet
    | RoleSet
    | HomeRemoved
    | HomeSet
    | PolicyRemoved
    | PolicySet
    | CheckInRemoved
    | CheckInSet
)
"""What a file says anew of a circle; of policies, those that hold for all circles too."""
Change = (
    OrganisationSet
    | AdminsSet
    | PersonRenamed
    | PersonJoins
    | PersonSeeded
    | AccountRemoved
    | AccountAdded
    | PersonLeaves
    | CircleRenamed
    | CircleChange
)
