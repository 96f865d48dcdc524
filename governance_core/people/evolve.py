"""What each event makes of people: the second half of the decider."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from governance_core.kernel.ids import PersonId
from governance_core.people.events import (
    AbsenceDeclared,
    AbsenceEnded,
    AccountLinked,
    AccountUnlinked,
    LinkClaimed,
    LinkMistyped,
    LinkOffered,
    LinkRefused,
    PersonErased,
    PersonJoined,
    PersonLeft,
    PersonMerged,
    PersonNamed,
    PersonRenamed,
    PersonSet,
    ServerEntered,
    ServerLeft,
)
from governance_core.people.model import CODE_LIFE, Absence, LinkCode, People, Person, Tries, account_key


def evolve(state: People, event: Any) -> People:
    """Everybody after an event."""
    match event:
        case PersonJoined():
            return _evolve_joined(state, event)
        case PersonMerged(person=person, into=into):
            return replace(state, merged={**state.merged, person: into})
        case ServerEntered(person=person, platform=platform):
            return _changed(state, person, there=state.persons[person].there | {platform})
        case ServerLeft(person=person, platform=platform):
            return _changed(state, person, there=state.persons[person].there - {platform})
        case PersonLeft(person=person):
            owners = {account: owner for account, owner in state.owners.items() if owner != person}
            gone = replace(state.persons[person], present=False, accounts={}, absences=(), there=frozenset())
            codes = {digest: code for digest, code in state.codes.items() if code.person != person}
            return replace(state, persons={**state.persons, person: gone}, owners=owners, codes=codes)
        case PersonErased(person=person, at=at):
            nothing = {"name": "", "zone": "", "language": "", "quiet_hours": "", "reminders": "", "prompts": ""}
            return _changed(state, person, **nothing, own=frozenset(), erased_at=at)
        case PersonRenamed(person=person, key=key):
            return replace(_changed(state, person, key=key), keys={**state.keys, key: person})
        case PersonNamed(person=person, name=name):
            return _changed(state, person, name=name)
        case PersonSet(person=person, setting=setting, value=value, own=own):
            chosen = state.persons[person].own | ({setting} if own else set())
            return _changed(state, person, **{setting: value, "own": chosen})
        case AbsenceDeclared(person=person, start=start, until=until):
            return _changed(state, person, absences=_joined((*state.persons[person].absences, Absence(start, until))))
        case AbsenceEnded(person=person):
            return _changed(state, person, absences=())
        case _:
            return _evolve_accounts(state, event)


def _evolve_joined(state: People, event: PersonJoined) -> People:
    person = event.person
    known = state.persons.get(person, Person(person, event.name))
    seeds = {"zone": event.zone, "language": event.language}
    fresh: dict[str, Any] = {setting: value for setting, value in seeds.items() if setting not in known.own}
    joined = replace(known, name=event.name, present=True, came_by=event.came_by, **fresh)
    return replace(state, persons={**state.persons, person: joined})


def _evolve_accounts(state: People, event: Any) -> People:
    match event:
        case AccountLinked(person=person, platform=platform, account=account):
            accounts = {**state.persons[person].accounts, platform: account}
            owners = {**state.owners, account_key(platform, account): person}
            codes = {d: c for d, c in state.codes.items() if (c.claimed_on, c.claimed_by) != (platform, account)}
            there = state.persons[person].there - {platform}
            return replace(_changed(state, person, accounts=accounts, there=there), owners=owners, codes=codes)
        case AccountUnlinked(person=person, platform=platform):
            accounts = {p: a for p, a in state.persons[person].accounts.items() if p != platform}
            lost = account_key(platform, state.persons[person].accounts.get(platform, ""))
            owners = {account: owner for account, owner in state.owners.items() if account != lost}
            there = state.persons[person].there - {platform}
            return replace(_changed(state, person, accounts=accounts, there=there), owners=owners)
        case LinkOffered(person=person, platform=platform, digest=digest, expires=expires):
            alive = {d: c for d, c in state.codes.items() if c.person != person and c.expires > expires - CODE_LIFE}
            return replace(state, codes={**alive, digest: LinkCode(person, platform, expires)})
        case LinkClaimed(digest=digest, platform=platform, account=account):
            claimed = replace(state.codes[digest], claimed_by=account, claimed_on=platform)
            return replace(state, codes={**state.codes, digest: claimed})
        case LinkRefused(digest=digest):
            return replace(state, codes={d: c for d, c in state.codes.items() if d != digest})
        case LinkMistyped(platform=platform, account=account, at=at):
            return replace(state, tries=_tried(state.tries, account_key(platform, account), at))
        case _:
            raise TypeError(f"people do not know {event!r}")


def _joined(absences: Iterable[Absence]) -> tuple[Absence, ...]:
    """The same time away, with those that overlap or follow each other at once as one."""
    found: list[Absence] = []
    for one in sorted(absences, key=lambda absence: absence.start):
        if found and one.start <= found[-1].until:
            found[-1] = Absence(found[-1].start, max(found[-1].until, one.until))
        else:
            found.append(one)
    return tuple(found)


def _tried(tries: Mapping[str, Tries], key: str, at: datetime) -> Mapping[str, Tries]:
    recent = {account: tried for account, tried in tries.items() if at < tried.since + CODE_LIFE}
    before = recent.get(key, Tries(0, at))
    return {**recent, key: Tries(before.count + 1, before.since)}


def _changed(state: People, person: PersonId, **changes: Any) -> People:
    return replace(state, persons={**state.persons, person: replace(state.persons[person], **changes)})
