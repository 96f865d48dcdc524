"""Says changes of a config file in words, for `plan` and `apply`."""

from datetime import date
from typing import assert_never

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
)
from bot.config.checkins import differing
from bot.meaning import written


def change_words(change: Change, today: date | None = None) -> str:
    """One line: `+` for what is new, `-` for what goes, `~` for what is another now.

    On a day that is known it is said which term is over already.
    """
    key = ".".join(change.path)
    match change:
        case PersonJoins(new=member):
            return f"+ {key}: {member.name} joins"
        case CircleFounded(new=circle):
            return f"+ {key}: the circle {circle.name} is founded"
        case PersonLeaves(old=person):
            return f"- {key}: {person} leaves"
        case CircleClosed(old=circle_id):
            return f"- {key}: the circle {circle_id} is closed"
        case MemberAdded(circle=circle_id, new=person):
            return f"+ circles.{circle_id}.members: {person}"
        case MemberRemoved(circle=circle_id, old=person):
            return f"- circles.{circle_id}.members: {person}"
        case AccountAdded(new=new) | HomeSet(old=None, new=new) | GroupSet(old=None, new=new):
            return f"+ {key}: {new}"
        case AccountRemoved(old=old) | HomeRemoved(old=old) | GroupSet(old=old, new=None):
            return f"- {key}: {old}"
        case RoleSet():
            return _role_words(change, key, today)
        case PolicyRemoved(old=value):
            return f"- {key}: {written(value)}"
        case CheckInSet(old=None, new=new_one):
            return f"+ {key}: {new_one['title']}, {new_one['every']}"
        case CheckInSet(old=old_one, new=new_one) if old_one is not None:
            return (
                f"~ {key}: {'; '.join(f'{name} {now} (was {was})' for name, was, now in differing(old_one, new_one))}"
            )
        case CheckInRemoved(old=ends):
            return f"- {key}: the check-in {ends['title']} ends"
        case PolicySet(old=before, new=after):
            return f"~ {key}: {written(after)}" + (f" (was {written(before)})" if before is not None else "")
        case _:
            return _changed(change, key)


def _changed(
    change: CheckInSet
    | OrganisationSet
    | AdminsSet
    | PersonRenamed
    | PersonSeeded
    | CircleRenamed
    | CircleSet
    | GroupSet
    | HomeSet,
    key: str,
) -> str:
    match change:
        case CheckInSet():
            return f"~ {key}"
        case AdminsSet(old=old, new=new):
            return f"~ {key}: {', '.join(new)}" + (f" (was {', '.join(old)})" if old else "")
        case PersonRenamed(old=before, new=after) | CircleRenamed(old=before, new=after):
            return f"~ {key}: {before} is called {after}"
        case OrganisationSet(new=None):
            return f"- {key}: {change.old}"
        case OrganisationSet() | PersonSeeded() | CircleSet() | GroupSet() | HomeSet():
            return f"~ {key}: {_value(change.new)}" + (f" (was {_value(change.old)})" if change.old else "")
        case _:
            assert_never(change)


def _role_words(change: RoleSet, key: str, today: date | None) -> str:
    now, before = _holder(change.new, change.until), _holder(change.old, change.old_until)
    over = today is not None and change.until is not None and change.until < today.isoformat()
    warned = f"; that day is over, so {change.new} is acting from the start" if over else ""
    return f"~ {key}: {now}" + (f" (was {before})" if change.old else "") + warned


def _holder(person: str | None, until: str | None) -> str:
    return "nobody" if person is None else f"{person}, until {until}" if until else person


def _value(value: str | bool | None) -> str:
    return "nobody" if value is None else str(value).lower() if isinstance(value, bool) else value


def _thing(value: str | bool | None) -> str:
    return "nothing" if value in (None, "") else _value(value)


def drift_words(change: Change) -> str:
    """What the file says, and what is in force instead."""
    key = ".".join(change.path)
    match change:
        case MemberAdded(circle=circle, new=person):
            return f"circles.{circle}.members: the file has {person}, who is no member now"
        case MemberRemoved(circle=circle, old=person):
            return f"circles.{circle}.members: {person} is a member, the file does not have them"
        case PersonSeeded(old=old, new=new):
            return f"{key}: file {_value(new)}, in force {_value(old)}"
        case RoleSet(old=old, new=new):
            return f"{key}: file {_holder(new, change.until)}, in force {_holder(old, change.old_until)}"
        case AccountAdded(new=account):
            return f"{key}: file {account}, not linked now"
        case AccountRemoved(old=account):
            return f"{key}: {account} was linked in the chat"
        case PersonLeaves(old=person):
            return f"{key}: {person} belongs to it, the file does not have them"
        case CircleClosed(old=circle):
            return f"{key}: there is the circle {circle}, the file does not have it"
        case HomeRemoved(old=place):
            return f"{key}: {place} is its place, the file has none"
        case PersonJoins(new=member):
            return f"{key}: the file has {member.name}, who left"
        case CircleFounded():
            return f"{key}: the file has this circle, which was closed"
        case PolicySet(old=before, new=after):
            return (
                f"{key}: file {written(after)}, in force {'nothing of its own' if before is None else written(before)}"
            )
        case PolicyRemoved(old=before):
            return f"{key}: the file says nothing, in force {written(before)}"
        case CheckInSet(old=None, new=new_one):
            return f"{key}: the file has {new_one['title']}, which was ended"
        case CheckInSet(old=old_one, new=new_one) if old_one is not None:
            said = (f"{name} file {now}, in force {was}" for name, was, now in differing(old_one, new_one))
            return f"{key}: {'; '.join(said)}"
        case CheckInRemoved(old=there):
            return f"{key}: there is the check-in {there['title']}, the file does not have it"
        case AdminsSet(old=admins, new=named):
            return f"{key}: file {', '.join(named) or 'nobody'}, in force {', '.join(admins) or 'nobody'}"
        case OrganisationSet() | CircleSet() | GroupSet() | HomeSet():
            return f"{key}: file {_thing(change.new)}, in force {_thing(change.old)}"
        case _:
            return change_words(change)
