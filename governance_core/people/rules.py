"""What may happen to people: joining, settings, absences, and which account is whose."""

from datetime import datetime
from typing import Any

from governance_core.kernel.errors import Invalid
from governance_core.kernel.message import Event
from governance_core.kernel.time import instant_of
from governance_core.people.arriving import meet, seen
from governance_core.people.erasing import erased, refuse_erased
from governance_core.people.events import (
    AbsenceDeclared,
    AbsenceEnded,
    LinkRefused,
    PersonJoined,
    PersonLeft,
    PersonNamed,
    PersonSet,
)
from governance_core.people.guards import PeopleFacts, member
from governance_core.people.linking import add_account, claimed_code, confirm, offer_code, type_code, unlink
from governance_core.people.messages import (
    AddAccount,
    ChooseSettings,
    ConfirmLink,
    DeclareAbsence,
    EndAbsence,
    EraseMember,
    JoinOrganisation,
    LeaveOrganisation,
    LinkAccount,
    MeetAccount,
    RefuseLink,
    RemoveAccount,
    RenamePerson,
    SeedSetting,
    SeeServer,
    UnlinkAccount,
)
from governance_core.people.model import People
from governance_core.people.renaming import renamed
from governance_core.people.settings import chosen


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
            return renamed(member(person, state), key, state)
        case SeedSetting():
            return _seed(command, state)
        case AddAccount():
            return add_account(command, state)
        case RemoveAccount(person=person, platform=platform):
            known = state.present(person)
            return unlink(person, platform, state) if known and platform in known.accounts else ()
        case UnlinkAccount(platform=platform):
            return unlink(facts.me, platform.strip().lower(), state)
        case ChooseSettings():
            return chosen(command, member(facts.me, state), facts.by.via)
        case DeclareAbsence():
            return _away(command, state, facts)
        case EndAbsence():
            me = facts.me
            return (AbsenceEnded(person=me, at=facts.now),) if state.absences(me) else ()
        case LinkAccount(code=None):
            return offer_code(facts)
        case LinkAccount():
            return type_code(command.code, state, facts)
        case ConfirmLink(code=digest):
            return confirm(digest, state, facts)
        case RefuseLink(code=digest):
            code = claimed_code(digest, state, facts)
            return (LinkRefused(person=code.person, digest=digest),)
        case _:
            raise TypeError(f"people do not know {command!r}")


def _join(command: JoinOrganisation, state: People) -> tuple[Event, ...]:
    refuse_erased(command.person, state)
    known = state.present(command.person)
    if known and not known.came_by:
        return ()
    zone, language = command.zone, command.language
    return (PersonJoined(person=command.person, name=command.name, zone=zone, language=language),)


def _seed(command: SeedSetting, state: People) -> tuple[Event, ...]:
    person = member(command.person, state)
    if command.setting == "name":
        return () if person.name == command.value else (PersonNamed(person=person.id, name=command.value),)
    if command.setting in person.own or getattr(person, command.setting) == command.value:
        return ()
    return (PersonSet(person=person.id, setting=command.setting, value=command.value),)


def _away(command: DeclareAbsence, state: People, facts: PeopleFacts) -> tuple[Event, ...]:
    me = facts.me
    zone = member(me, state).zone or facts.zone
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
