"""What may happen to people: joining, settings, absences, and linking a second account by a code."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from governance_core.cards.text import Mention
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import Actor, PersonId, Via
from governance_core.kernel.message import Event
from governance_core.kernel.time import instant_of
from governance_core.people.arriving import meet, merged, seen
from governance_core.people.erasing import erased, refuse_erased
from governance_core.people.messages import (
    AbsenceDeclared,
    AbsenceEnded,
    AccountLinked,
    AccountUnlinked,
    AddAccount,
    ChooseSettings,
    ConfirmLink,
    DeclareAbsence,
    EndAbsence,
    EraseMember,
    JoinOrganisation,
    LeaveOrganisation,
    LinkAccount,
    LinkClaimed,
    LinkMistyped,
    LinkOffered,
    LinkRefused,
    MeetAccount,
    PersonErased,
    PersonJoined,
    PersonLeft,
    PersonMerged,
    PersonNamed,
    PersonRenamed,
    PersonSet,
    RefuseLink,
    RemoveAccount,
    RenamePerson,
    SeedSetting,
    SeeServer,
    ServerEntered,
    ServerLeft,
    UnlinkAccount,
)
from governance_core.people.model import (
    CODE_LIFE,
    CODE_TRIES,
    CONSOLE,
    Absence,
    LinkCode,
    People,
    Person,
    Tries,
    account_key,
)
from governance_core.people.renaming import renamed
from governance_core.people.settings import chosen


@dataclass(frozen=True, slots=True)
class PeopleFacts:
    """The instant, who acts, a fresh code from chance, and how the organisation reckons a bare date."""

    now: datetime
    by: Actor
    fresh_code: str = ""
    zone: str = "UTC"
    day_starts: str = "09:00"


class TooManyTries(Refusal):
    """Five wrong codes in ten minutes."""

    code = "too_many_tries"
    template = "That was the fifth wrong code. Wait until {until}, then ask for a new one with /me link."


class NotThatAccount(Refusal):
    """The account cannot be linked as asked."""

    code = "account_taken"
    template = "This {platform} account already belongs to {owner}. {next}"


class OneAccountEach(Refusal):
    """A person has one account on each platform."""

    code = "one_account_each"
    template = (
        "{owner} has another {platform} account linked already, and a person has one on each platform. "
        "They can take that one off with /me unlink platform:{platform}."
    )


def code_digest(code: str) -> str:
    """What is kept of a code: spaces, hyphens and case do not matter."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def decide(command: Any, state: People, facts: PeopleFacts) -> tuple[Event, ...]:
    """The events a command leads to. Raises a Refusal."""
    match command:
        case JoinOrganisation():
            return _join(command, state)
        case MeetAccount():
            return meet(command, state)
        case SeeServer():
            return tuple(seen(command, state))
        case LeaveOrganisation(person=person):
            return (PersonLeft(person=person),) if state.present(person) else ()
        case EraseMember(person=person):
            return tuple(erased(person, state, facts.now))
        case RenamePerson(person=person, key=key):
            return renamed(_known(person, state), key, state)
        case SeedSetting():
            return _seed(command, state)
        case AddAccount():
            return _add_account(command, state)
        case RemoveAccount(person=person, platform=platform):
            known = state.present(person)
            return _unlink(person, platform, state) if known and platform in known.accounts else ()
        case UnlinkAccount(platform=platform):
            return _unlink(_me(facts), platform.strip().lower(), state)
        case ChooseSettings():
            return chosen(command, _known(_me(facts), state), facts.by.via)
        case DeclareAbsence():
            return _away(command, state, facts)
        case EndAbsence():
            me = _me(facts)
            return (AbsenceEnded(person=me, at=facts.now),) if state.absences(me) else ()
        case LinkAccount(code=None):
            return _offer_code(facts)
        case LinkAccount():
            return _type_code(command.code, state, facts)
        case ConfirmLink(code=digest):
            return _confirm(digest, state, facts)
        case RefuseLink(code=digest):
            code = _claimed(digest, state, facts)
            return (LinkRefused(person=code.person, digest=digest),)
        case _:
            raise TypeError(f"people do not know {command!r}")


def _me(facts: PeopleFacts) -> PersonId:
    if facts.by.person is None:
        raise NotAllowed(
            who="a member", do="do this", next="Link your account first: /me link on one that is linked already."
        )
    return facts.by.person


def _join(command: JoinOrganisation, state: People) -> tuple[Event, ...]:
    refuse_erased(command.person, state)
    known = state.present(command.person)
    if known and not known.came_by:
        return ()
    zone, language = command.zone, command.language
    return (PersonJoined(person=command.person, name=command.name, zone=zone, language=language),)


def _seed(command: SeedSetting, state: People) -> tuple[Event, ...]:
    person = _known(command.person, state)
    if command.setting == "name":
        return () if person.name == command.value else (PersonNamed(person=person.id, name=command.value),)
    if command.setting in person.own or getattr(person, command.setting) == command.value:
        return ()
    return (PersonSet(person=person.id, setting=command.setting, value=command.value),)


def _known(person: PersonId, state: People) -> Person:
    refuse_erased(person, state)
    found = state.present(person)
    if found is None:
        raise Unknown(what=f"member {person}", hint=" Ask an admin to add new people to the config.")
    return found


def _add_account(command: AddAccount, state: People) -> tuple[Event, ...]:
    person = _known(command.person, state)
    owner = state.owners.get(account_key(command.platform, command.account))
    if owner == person.id:
        return ()
    if owner is not None and not state.persons[owner].came_by:
        raise NotThatAccount(
            platform=command.platform, owner=Mention(owner), next="Take it off them first: one account is one person's."
        )
    linked = AccountLinked(person=person.id, platform=command.platform, account=command.account)
    had_one = command.platform in person.accounts
    unlinked = (AccountUnlinked(person=person.id, platform=command.platform),) if had_one else ()
    return (*merged(owner, person.id), *unlinked, linked)


def _unlink(person: PersonId, platform: str, state: People) -> tuple[Event, ...]:
    known = state.present(person)
    if known is None or platform not in known.accounts:
        raise Unknown(what=f"account of yours on {platform}", hint=" Your accounts are listed by /me show.")
    return (AccountUnlinked(person=person, platform=platform),)


def _away(command: DeclareAbsence, state: People, facts: PeopleFacts) -> tuple[Event, ...]:
    me = _me(facts)
    zone = _known(me, state).zone or facts.zone
    start = _moment("start", command.start, facts, zone) if command.start else facts.now
    until = _moment("until", command.until, facts, zone)
    if until <= max(start, facts.now):
        raise Invalid(field="until", problem="The end is not after the start and after now.", fix="Give a later date.")
    if any(absence.covers(start, until) for absence in state.absences(me)):
        return ()
    return (AbsenceDeclared(person=me, start=start, until=until),)


def _moment(name: str, typed: str, facts: PeopleFacts, zone: str) -> datetime:
    try:
        return instant_of(typed, facts.now, zone, facts.day_starts)
    except ValueError as reason:
        raise Invalid(field=name, problem=f"{reason}.", fix="Change it and send it again.") from None


def _offer_code(facts: PeopleFacts) -> tuple[Event, ...]:
    platform = facts.by.via.platform if facts.by.via else CONSOLE
    digest = code_digest(facts.fresh_code)
    return (LinkOffered(person=_me(facts), platform=platform, digest=digest, expires=facts.now + CODE_LIFE),)


def _type_code(typed: str | None, state: People, facts: PeopleFacts) -> tuple[Event, ...]:
    via = facts.by.via
    digest = code_digest(typed or "")
    if via is None or not (facts.by.person is None or _may_move(facts.by.person, via, digest, state)):
        owner = Mention(facts.by.person) if facts.by.person else "somebody"
        platform = via.platform if via else CONSOLE
        raise NotThatAccount(platform=platform, owner=owner, next=_other_way(digest, state))
    tries = state.tries.get(account_key(via.platform, via.account))
    if tries and tries.count >= CODE_TRIES and facts.now < tries.since + CODE_LIFE:
        from_now_on = f"{tries.since + CODE_LIFE:%H:%M} UTC"
        raise TooManyTries(until=from_now_on)
    code = state.codes.get(digest)
    if code is None or code.claimed_by or facts.now >= code.expires:
        return (LinkMistyped(platform=via.platform, account=via.account, at=facts.now),)
    if via.platform in state.persons[code.person].accounts:
        raise OneAccountEach(platform=via.platform, owner=Mention(code.person))
    return (LinkClaimed(person=code.person, digest=digest, platform=via.platform, account=via.account),)


def _may_move(person: PersonId, via: Via, digest: str, state: People) -> bool:
    """Whether the account that typed a code may become another's: only that of somebody who was made from one."""
    code = state.codes.get(digest)
    theirs = state.persons[person].accounts.get(via.platform) == via.account
    return bool(state.persons[person].came_by) and theirs and (code is None or code.person != person)


def _other_way(digest: str, state: People) -> str:
    code = state.codes.get(digest)
    if code is not None and state.persons[code.person].came_by:
        return "Ask for a code here with /me link, and type it where this one was shown."
    return "Type the code on the account that is to be added."


def _claimed(digest: str, state: People, facts: PeopleFacts) -> LinkCode:
    code = state.codes.get(digest)
    if code is None or code.person != facts.by.person or not code.claimed_by or facts.now >= code.expires:
        raise Unknown(
            what="link waiting for you", hint=" Codes last ten minutes and work once; /me link gives a new one."
        )
    here = facts.by.via.platform if facts.by.via else CONSOLE
    if here != code.platform:
        raise NotAllowed(
            who=f"your {code.platform} account", do="confirm this", next="Press it where the code was shown."
        )
    return code


def _confirm(digest: str, state: People, facts: PeopleFacts) -> tuple[Event, ...]:
    code = _claimed(digest, state, facts)
    owner = state.owners.get(account_key(code.claimed_on, code.claimed_by))
    if owner is not None and not state.persons[owner].came_by:
        raise NotThatAccount(platform=code.claimed_on, owner=Mention(owner), next="Nothing was linked; ask an admin.")
    if code.claimed_on in state.persons[code.person].accounts:
        raise OneAccountEach(platform=code.claimed_on, owner=Mention(code.person))
    linked = AccountLinked(person=code.person, platform=code.claimed_on, by_code=True, account=code.claimed_by)
    return (*merged(owner, code.person), linked)


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
