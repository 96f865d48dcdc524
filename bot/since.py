"""Finds since when, and by whom, something is as it is now although the config file says otherwise."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, assert_never

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
from bot.keys import Keys
from bot.wording import drift_words
from governance_core.circles import events as circles
from governance_core.circles.model import CIRCLES, Circles
from governance_core.circles.term_messages import TermSet
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Event
from governance_core.logbook.reading import ReadsLogbook
from governance_core.people import events as people
from governance_core.people.model import PEOPLE
from governance_core.ports import Reader, Recorded

_AGREEMENT = re.compile(r"policy\((D-[0-9]+)\)")
"""Who pressed what an agreement brought about, as the journal has it."""
MOST_AGREEMENTS = 10_000
"""How far back an agreement is looked for that made something as it is."""
Happened = tuple[tuple[type, ...], dict[str, Any]]


def drift_lines(drift: Iterable[Change], reader: Reader) -> list[str]:
    """What the file says and what is in force instead, since when and by whom."""
    found = list(drift)
    recorded = [*reader.recorded(PEOPLE), *reader.recorded(CIRCLES)] if found else []
    return [_line(drift_words(change), _since(change, recorded, reader)) for change in found]


def _line(words: str, since: str) -> str:
    if not since:
        return words
    if ", in force " in words:
        return f"{words} {since}"
    return f"{words}; in force {since}" if since.startswith("since D-") else f"{words} ({since})"


def _since(change: Change, recorded: Sequence[Recorded], reader: Reader) -> str:
    kinds, fields = _made_by(change)
    meant = _in_ids(fields, Keys(reader))
    last = next((one for one in reversed(recorded) if isinstance(one.event, kinds) and _fits(one.event, meant)), None)
    if last is None:
        return ""
    named = _AGREEMENT.fullmatch(last.actor)
    decided = named[1] if named else _decided(last, reader) if last.actor.startswith("policy") else None
    return f"since {decided}" if decided else f"since {last.at:%Y-%m-%d}{_by(last.actor)}"


def _decided(recorded: Recorded, reader: Reader) -> StreamId | None:
    """The agreement that brought it, recorded in the same moment."""
    everywhere: Circles = reader.state(CIRCLES)
    newest = reader.half(ReadsLogbook).recent(list(everywhere.circles), MOST_AGREEMENTS)
    return next((one.id for one in newest if one.since == recorded.at), None)


def _by(actor: str) -> str:
    """Who it was, of what the journal has: `person:ben@console`, `config`, `policy(proposal.adopted)`."""
    kind, _, rest = actor.partition(":")
    if kind == "person":
        return f" by {rest.partition('@')[0]}"
    return " by the config file" if actor == "config" else ""


def _made_by(change: Change) -> Happened:
    """Whether an event may have made something as it is now."""
    match change:
        case PersonJoins(new=new):
            return _is(people.PersonLeft, person=new.id)
        case PersonLeaves(old=person):
            return _is(people.PersonJoined, person=person)
        case PersonSeeded(person=person, setting="name"):
            return _is(people.PersonNamed, person=person)
        case PersonSeeded(person=person, setting=setting):
            return _is(people.PersonSet, person=person, setting=setting)
        case AccountAdded(person=person, platform=platform):
            return _is(people.AccountUnlinked, person=person, platform=platform)
        case AccountRemoved(person=person, platform=platform):
            return _is(people.AccountLinked, person=person, platform=platform)
        case AdminsSet() | OrganisationSet():
            return _is(circles.OrganisationDescribed)
        case PersonRenamed() | CircleRenamed():
            return _is(people.PersonRenamed, circles.CircleRenamed)
        case PolicySet(circle=None, key=key) | PolicyRemoved(circle=None, key=key):
            return _is(circles.CommonPolicySet, key=key)
        case _:
            return _made_by_circle(change)


def _made_by_circle(
    change: CircleChange,
) -> Happened:
    match change:
        case CheckInSet() | CheckInRemoved():
            return _is()
        case CircleFounded(new=new):
            return _is(circles.CircleClosed, circle=new.id)
        case CircleClosed(old=circle):
            return _is(circles.CircleFounded, circle=circle)
        case CircleSet(circle=circle, setting=setting):
            return _is(circles.CircleChanged, circle=circle, key=setting)
        case MemberAdded(circle=circle, new=person):
            return _is(circles.MemberRemoved, circle=circle, person=person)
        case MemberRemoved(circle=circle, old=person):
            return _is(circles.MemberAdded, circle=circle, person=person)
        case GroupSet(circle=circle, platform=platform):
            return _is(circles.SourceSet, circle=circle, platform=platform)
        case RoleSet(circle=circle, role=role):
            return _is(circles.RoleFilled, circles.RoleVacated, TermSet, circle=circle, role=role)
        case HomeSet(circle=circle, platform=platform) | HomeRemoved(circle=circle, platform=platform):
            return _is(circles.HomeSet, circle=circle, platform=platform)
        case PolicySet(circle=circle, key=key) | PolicyRemoved(circle=circle, key=key):
            return _is(circles.PolicySet, circle=circle, key=key)
        case _:
            assert_never(change)


def _is(*kinds: type, **fields: Any) -> Happened:
    return kinds, fields


def _in_ids(fields: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
    """Who is meant by the keys of the file, as events name them."""
    ids = {"person": keys.person, "circle": keys.circle}
    return {name: ids[name](value) if name in ids else value for name, value in fields.items()}


def _fits(event: Event, fields: Mapping[str, Any]) -> bool:
    return all(getattr(event, name) == value for name, value in fields.items())
