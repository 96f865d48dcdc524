"""How somebody becomes a member by a role on a platform and stops being one, and who is a person of their own."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from governance_core.cards.text import Mention, people, text
from governance_core.circles.events import (
    MemberAdded,
    MemberConfirmed,
    MemberRemoved,
    MemberSourceLost,
    RoleVacated,
    SourceSeen,
    SourceSet,
)
from governance_core.circles.messages import ConfirmOwnPerson, HandSeat, NoteGroup, SetSource
from governance_core.circles.model import Circle, Circles, Source
from governance_core.kernel.errors import NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import Actor, PersonId
from governance_core.kernel.message import Event
from governance_core.people.model import People

BY_NAME = ""
"""The source of those whom the config or the lead names."""


class NotOneself(Refusal):
    """Whoever says it must be somebody else."""

    code = "not_oneself"
    template = "Nobody can say of themselves that they are a person of their own. Ask {who}, or link your accounts."


def set_source(command: SetSource, circle: Circle) -> tuple[Event, ...]:
    """Another role makes members: those who are in stay until the platform says who has it."""
    before = circle.sources.get(command.platform)
    if (before.group if before else None) == command.group:
        return ()
    changed = SourceSet(circle=circle.id, platform=command.platform, group=command.group)
    if command.group is not None:
        return (changed,)
    persons = circle.groups.get(command.platform, ())
    events = (changed, *_lost(persons, command.platform, circle))
    return (*events, *_without_reason(_fold(circle, events)))


def note_group(command: NoteGroup, circle: Circle | None, everybody: People) -> tuple[Event, ...]:
    """Whoever has the role is a member, whoever has it no more is none by it. What is told too late changes nothing."""
    source = circle.sources.get(command.platform) if circle else None
    if circle is None or source is None or source.group != command.group:
        return ()
    known = dict.fromkeys(circle.groups.get(command.platform, ()))
    events: list[Event] = []
    if not source.seen:
        events.append(SourceSeen(circle=circle.id, platform=command.platform, group=command.group))
    here = dict.fromkeys(person for person in command.persons if everybody.present(person))
    joiners = (person for person in here if person not in known)
    events.extend(MemberAdded(circle=circle.id, person=person, source=command.platform) for person in joiners)
    events.extend(_lost((person for person in known if person not in here), command.platform, circle))
    return (*events, *_without_reason(_fold(circle, events)))


def _fold(circle: Circle, events: Iterable[Event]) -> Circle:
    for event in events:
        circle = evolve_sources(circle, event)
    return circle


def _lost(persons: Iterable[PersonId], source: str, circle: Circle) -> Iterator[Event]:
    return (MemberSourceLost(circle=circle.id, person=person, source=source) for person in persons)


def unname(circle: Circle, person: PersonId) -> tuple[Event, ...]:
    """The config takes back what it said: a role still makes somebody a member, and one not told of yet may."""
    if person not in circle.named:
        return ()
    lost = MemberSourceLost(circle=circle.id, person=person, source=BY_NAME)
    ends = person in set(_with_no_reason(evolve_sources(circle, lost)))
    return end_seat(circle, person) if ends else (lost,)


def _without_reason(circle: Circle) -> Iterator[Event]:
    """The seats of those whom nothing makes a member any more end."""
    for person in _with_no_reason(circle):
        yield from end_seat(circle, person)


def _with_no_reason(circle: Circle) -> Iterator[PersonId]:
    """Members whom nothing makes one. A role of which the platform has not said yet who has it may be a reason."""
    if any(not source.seen for source in circle.sources.values()):
        return iter(())
    reasons = set(circle.named).union(*circle.groups.values())
    return (person for person in circle.members if person not in reasons)


def end_seat(circle: Circle, person: PersonId) -> tuple[Event, ...]:
    """The seat and the roles that went with it."""
    held = [role for role, holder in circle.roles.items() if holder == person]
    vacated = (RoleVacated(circle=circle.id, role=role, person=person) for role in held)
    return (*vacated, MemberRemoved(circle=circle.id, person=person))


def hand_seat(command: HandSeat, circle: Circle, everybody: People) -> tuple[Event, ...]:
    """Whoever somebody turned out to be has their seat, however they came by it; one taken out stays out."""
    old, new = command.person, command.to
    platforms = [platform for platform, group in circle.groups.items() if old in group]
    sources = [*platforms, *([BY_NAME] if old in circle.named else [])]
    if not sources or everybody.present(new) is None:
        return ()
    gained = [source for source in sources if not _has(circle, new, source)]
    events: list[Event] = [MemberAdded(circle=circle.id, person=new, source=source) for source in gained]
    if gained and old not in circle.members and new not in circle.members:
        events.append(MemberRemoved(circle=circle.id, person=new))
    events.extend(MemberSourceLost(circle=circle.id, person=old, source=source) for source in sources)
    return (*events, *(end_seat(circle, old) if old in circle.members else ()))


def _has(circle: Circle, person: PersonId, source: str) -> bool:
    return person in (circle.groups.get(source, ()) if source else circle.named)


def confirm(
    command: ConfirmOwnPerson, circle: Circle, state: Circles, by: Actor, everybody: People
) -> tuple[Event, ...]:
    """The secretary or the lead says that a member is nobody's second account."""
    able = circle.confirmers()
    if by.person is None or by.person not in able:
        who = people(able, "or") if able else "the config"
        next_step = "Ask them." if able else "Ask an admin, who keeps the config, to name a secretary."
        raise NotAllowed(who=who, do=f"say who is a person of their own in {circle.name}", next=next_step)
    if command.person not in state.seats(circle.id):
        hint = f" /circle members circle:{circle.handle} shows who sits there."
        raise Unknown(field="person", what=text("member ", Mention(command.person), f" of {circle.name}"), hint=hint)
    if command.person not in state.unconfirmed(circle.id, everybody):
        return ()
    if command.person == by.person:
        others = [person for person in able if person != by.person]
        raise NotOneself(who=Mention(others[0]) if others else "an admin")
    return (MemberConfirmed(circle=circle.id, person=command.person, by=by.person),)


def evolve_sources(circle: Circle, event: Any) -> Circle:
    """A circle after an event about who is a member and why. Raises TypeError for any other."""
    match event:
        case MemberAdded(person=person, source=source):
            return replace(_held_by(circle, source, person), members=_and(circle.members, person))
        case MemberSourceLost(person=person, source=source):
            return _held_no_more(circle, source, person)
        case MemberRemoved(person=person):
            return replace(circle, members=_but(circle.members, person), named=_but(circle.named, person))
        case MemberConfirmed(person=person):
            return replace(circle, confirmed=_and(circle.confirmed, person))
        case SourceSet(platform=platform, group=group):
            others = {known: source for known, source in circle.sources.items() if known != platform}
            return replace(circle, sources=others if group is None else {**others, platform: Source(group)})
        case SourceSeen(platform=platform, group=group):
            return replace(circle, sources={**circle.sources, platform: Source(group, seen=True)})
        case RoleVacated():
            return circle
        case _:
            raise TypeError(f"circles do not know {event!r}")


def _held_by(circle: Circle, source: str, person: PersonId) -> Circle:
    if source == BY_NAME:
        return replace(circle, named=_and(circle.named, person))
    return replace(circle, groups={**circle.groups, source: _and(circle.groups.get(source, ()), person)})


def _held_no_more(circle: Circle, source: str, person: PersonId) -> Circle:
    if source == BY_NAME:
        return replace(circle, named=_but(circle.named, person))
    return replace(circle, groups={**circle.groups, source: _but(circle.groups.get(source, ()), person)})


def _and(persons: tuple[PersonId, ...], person: PersonId) -> tuple[PersonId, ...]:
    return persons if person in persons else (*persons, person)


def _but(persons: tuple[PersonId, ...], person: PersonId) -> tuple[PersonId, ...]:
    return tuple(one for one in persons if one != person)
