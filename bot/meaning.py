"""What the differences of a config file mean: the commands each of them stands for."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from bot.config import (
    AccountAdded,
    AccountRemoved,
    AdminsSet,
    Change,
    CheckInRemoved,
    CheckInSet,
    CircleChange,
    CircleClosed,
    CircleFounded,
    CircleRenamed,
    CircleSet,
    ConfigFile,
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
    PolicyValue,
    RoleSet,
)
from bot.keys import Keys
from governance_core.checkins.messages import CreateCheckIn, EditCheckIn, EndCheckIn
from governance_core.circles.messages import (
    AddMember,
    ChangeCircle,
    CloseCircle,
    DescribeOrganisation,
    FillRole,
    FoundCircle,
    RemoveMember,
    RenameCircle,
    SetCommonPolicy,
    SetHome,
    SetPolicy,
    SetSource,
)
from governance_core.kernel.message import Command
from governance_core.people.messages import (
    AddAccount,
    JoinOrganisation,
    LeaveOrganisation,
    RemoveAccount,
    RenamePerson,
    SeedSetting,
)


def commands_of(change: Change, file: ConfigFile, keys: Keys) -> Iterator[Command]:
    """The commands a change of the file stands for; `keys` learns of what it renames. Raises KeyTaken."""
    match change:
        case OrganisationSet(setting="units", new=units):
            yield replace(_organisation(file, keys), units=units or "")
        case OrganisationSet(setting="treasury", new=mode):
            yield replace(_organisation(file, keys), treasury=mode or "")
        case OrganisationSet() | AdminsSet():
            yield _organisation(file, keys)
        case PersonJoins(new=member):
            keys.require_own(member.id, keys.everybody)
            zone, language = member.zone or "", member.language or ""
            yield JoinOrganisation(person=keys.person(member.id), name=member.name, zone=zone, language=language)
        case PersonSeeded(person=person, setting=setting, new=value):
            yield SeedSetting(person=keys.person(person), setting=setting, value=value or "")
        case PersonLeaves(old=person):
            yield LeaveOrganisation(person=keys.person(person))
        case AccountAdded(person=person, platform=platform, new=account):
            yield AddAccount(person=keys.person(person), platform=platform, account=account)
        case AccountRemoved(person=person, platform=platform):
            yield RemoveAccount(person=keys.person(person), platform=platform)
        case PersonRenamed(old=old, new=new):
            yield RenamePerson(person=keys.person(old), key=new)
            keys.rename(old, new, keys.everybody)
        case CircleRenamed(old=old, new=new):
            yield RenameCircle(circle=keys.circle(old), key=new)
            keys.rename(old, new, keys.circles)
        case PolicySet(circle=None, key=key, new=set_to):
            yield SetCommonPolicy(key=key, value=written(set_to))
        case PolicyRemoved(circle=None, key=key):
            yield SetCommonPolicy(key=key)
        case _:
            yield from _circle_commands(change, keys)


def _organisation(file: ConfigFile, keys: Keys) -> DescribeOrganisation:
    told = file.organisation
    admins = tuple(keys.person(admin) for admin in told.admins) or (None if file.in_chat else ())
    return DescribeOrganisation(name=told.name, zone=told.zone, language=told.language, admins=admins)


def _circle_commands(
    change: CircleChange,
    keys: Keys,
) -> Iterator[Command]:
    match change:
        case CheckInSet() | CheckInRemoved():
            yield from _checkin_commands(change, keys)
        case CircleFounded(new=founded):
            keys.require_own(founded.id, keys.circles)
            yield FoundCircle(
                circle=keys.circle(founded.id),
                name=founded.name,
                aim=founded.aim,
                domain=founded.domain,
                parent=keys.circle(founded.parent) if founded.parent else None,
                private=founded.private,
                zone=founded.zone or "",
            )
        case CircleSet(circle=circle, setting=setting, new=value):
            text = str(value or "") if not isinstance(value, bool) else str(value).lower()
            meant = str(keys.circle(text)) if setting == "parent" and text else text
            yield ChangeCircle(circle=keys.circle(circle), key=setting, value=meant)
        case CircleClosed(old=circle):
            yield CloseCircle(circle=keys.circle(circle))
        case MemberAdded(circle=circle, new=person):
            yield AddMember(circle=keys.circle(circle), person=keys.person(person))
        case MemberRemoved(circle=circle, old=person):
            yield RemoveMember(circle=keys.circle(circle), person=keys.person(person))
        case GroupSet(circle=circle, platform=platform, new=group):
            yield SetSource(circle=keys.circle(circle), platform=platform, group=group)
        case RoleSet(circle=circle, role=role, new=holder, until=until):
            named = keys.person(holder) if holder else None
            yield FillRole(circle=keys.circle(circle), role=role, person=named, until=until or "")
        case (
            HomeSet(circle=circle, platform=platform, new=place)
            | HomeRemoved(circle=circle, platform=platform, new=place)
        ):
            yield SetHome(circle=keys.circle(circle), platform=platform, place=place)
        case PolicySet(circle=in_circle, key=key, new=set_to):
            yield SetPolicy(circle=keys.circle(in_circle or ""), key=key, value=written(set_to))
        case PolicyRemoved(circle=in_circle, key=key):
            yield SetPolicy(circle=keys.circle(in_circle or ""), key=key)
        case _:
            assert_never(change)


def _checkin_commands(change: CheckInSet | CheckInRemoved, keys: Keys) -> Iterator[Command]:
    """A check-in by its key is started, changed or ended; one that was started in the chat has its id for a key."""
    circle = keys.circle(change.circle)
    known = keys.checkins.get((circle, change.key))
    if isinstance(change, CheckInRemoved):
        if known:
            yield EndCheckIn(id=known)
        return
    told = {name: "\n".join(value) if name == "questions" else value for name, value in change.new.items()}
    told |= {name: ", ".join(keys.person(one) for one in change.new[name]) for name in ("optional", "observers")}
    yield EditCheckIn(id=known, **told) if known else CreateCheckIn(circle=circle, key=change.key, **told)


def written(value: PolicyValue) -> str:
    """A policy value as the core reads it."""
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return ", ".join(value) or "off"
        case _:
            return str(value)
