"""What may happen to circles: founding, seats, roles, homes and rules (process.md, section 5 and Who may do what)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from governance_core.cards.text import Mention, people
from governance_core.circles.closing import ways_out
from governance_core.circles.events import (
    CircleChanged,
    CircleClosed,
    CircleFounded,
    CircleRenamed,
    CommonPolicySet,
    HomeSet,
    MemberAdded,
    OrganisationDescribed,
    PolicySet,
    RoleFilled,
    RoleVacated,
)
from governance_core.circles.messages import (
    AddMember,
    ChangeCircle,
    CloseCircle,
    ConfirmOwnPerson,
    DescribeOrganisation,
    FillRole,
    FoundCircle,
    HandSeat,
    NoteGroup,
    RemoveMember,
    RenameCircle,
    SetCommonPolicy,
    SetHome,
    SetPolicy,
    SetSource,
)
from governance_core.circles.model import DELEGATE, LEAD, Circle, Circles, Organisation
from governance_core.circles.organising import described, require_units
from governance_core.circles.policy import READERS, canonical
from governance_core.circles.sources import (
    confirm,
    end_seat,
    evolve_sources,
    hand_seat,
    note_group,
    set_source,
    unname,
)
from governance_core.circles.term_messages import LookAtTerms, TermPrompted, TermPutOff, TermSet
from governance_core.circles.terms import evolve_terms, prompts, term_set
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.money import Unit
from governance_core.kernel.time import zone_exists
from governance_core.people.erasing import refuse_erased
from governance_core.people.model import People
from governance_core.people.renaming import check_key


@dataclass(frozen=True, slots=True)
class CircleFacts:
    """Who acts, who belongs to the organisation, the instant (UTC), and what is open in the circle (for closing it).

    `units_in_use` are those besides currencies in which something was entered.
    """

    by: Actor
    people: People
    now: datetime
    still_open: tuple[str, ...] = ()
    units_in_use: tuple[Unit, ...] = ()


class StillOpen(Refusal):
    """A circle cannot be closed while things in it need a home (process.md, section 5)."""

    code = "still_open"
    template = "{circle} cannot be closed yet, for what is in it needs another home. {ways}"


class LeadIsDelegate(Refusal):
    """Holacracy 5.1.1: the two halves of a double link are two people."""

    code = "lead_is_delegate"
    template = "{person} cannot be both lead and delegate of {circle}. Name two people, or leave one role vacant."


def decide(command: Any, state: Circles, facts: CircleFacts) -> tuple[Event, ...]:
    """The events a command leads to. Raises a Refusal."""
    match command:
        case DescribeOrganisation():
            return described(command, state, facts.units_in_use)
        case SetCommonPolicy(key=key, value=value):
            kept = _policy_value(key, value, state)
            return () if state.policy.get(key) == kept else (CommonPolicySet(key=key, value=kept),)
        case FoundCircle():
            return _found(command, state)
        case RenameCircle(circle=circle, key=key):
            return _rename(_circle(circle, state), key, state)
        case ChangeCircle():
            return _change(command, state)
        case CloseCircle(circle=circle):
            return _close(_circle(circle, state), state, facts)
        case AddMember(circle=circle, person=person):
            return _add(_circle(circle, state, facts), person, facts)
        case RemoveMember(circle=circle, person=person):
            return _remove(_circle(circle, state, facts), person, state, facts)
        case SetSource(circle=circle):
            return set_source(command, _circle(circle, state))
        case NoteGroup(circle=circle):
            return note_group(command, state.open(circle), facts.people)
        case HandSeat(circle=circle):
            return hand_seat(command, _circle(circle, state), facts.people)
        case ConfirmOwnPerson(circle=circle):
            return confirm(command, _circle(circle, state, facts), state, facts.by, facts.people)
        case FillRole(circle=circle):
            return _appoint(command, _circle(circle, state), facts.now)
        case LookAtTerms():
            return prompts(state, facts.people, facts.now)
        case SetHome(circle=circle, platform=platform, place=place):
            here = _circle(circle, state)
            return () if here.homes.get(platform) == place else _home(here, platform, place, state)
        case SetPolicy(circle=circle, key=key, value=value):
            kept = _policy_value(key, value, state)
            same = _circle(circle, state).policy.get(key) == kept
            return () if same else (PolicySet(circle=circle, key=key, value=kept),)
        case _:
            raise TypeError(f"circles do not know {command!r}")


def _circle(circle: CircleId, state: Circles, facts: CircleFacts | None = None) -> Circle:
    found = state.open(circle)
    hidden = facts is not None and facts.by.kind == "person" and not state.may_see(facts.by.person, circle)
    if found is None or hidden:
        raise Unknown(field="circle", what=f"circle {circle}", hint=" /circle list shows those you can see.")
    return found


def _policy_value(key: str, value: str | None, state: Circles) -> str | None:
    if key not in READERS:
        raise Invalid(field=key, problem=f"There is no rule called {key}.", fix=f"There are: {', '.join(READERS)}.")
    try:
        kept = None if value is None else canonical(key, value)
    except ValueError as reason:
        raise Invalid(field=key, problem=f"{key}: {reason}.", fix="Change it and apply again.") from None
    if kept is not None:
        require_units(key, kept, state)
    return kept


def _found(command: FoundCircle, state: Circles) -> tuple[Event, ...]:
    there = state.open(command.circle)
    if there is not None and _is_as_told(there, command):
        return ()
    if there is not None:
        fix = "Take another id, or describe it as it is first and change it afterwards."
        raise Invalid(field="circle", problem=f"There is a circle {command.circle} already.", fix=fix)
    if command.parent is not None:
        _circle(command.parent, state)
    _check_zone(command.zone)
    return (
        CircleFounded(
            circle=command.circle,
            name=command.name,
            aim=command.aim,
            domain=command.domain,
            parent=command.parent,
            private=command.private,
            zone=command.zone,
        ),
    )


def _rename(circle: Circle, key: str, state: Circles) -> tuple[Event, ...]:
    check_key(key, circle.id, state.keys, {one.id: one.handle for one in state.circles.values()})
    return () if circle.handle == key else (CircleRenamed(circle=circle.id, key=key),)


def _is_as_told(circle: Circle, command: FoundCircle) -> bool:
    """Whether a circle is what somebody wants founded: then nothing is left to do."""
    told = (command.name, command.aim, command.domain, command.parent, command.private, command.zone)
    return told == (circle.name, circle.aim, circle.domain, circle.parent, circle.private, circle.zone)


def _check_zone(zone: str) -> None:
    if zone and not zone_exists(zone):
        raise Invalid(field="zone", problem=f"There is no time zone {zone}.", fix="Write it as Europe/Lisbon.")


def _change(command: ChangeCircle, state: Circles) -> tuple[Event, ...]:
    circle = _circle(command.circle, state)
    if command.key == "zone":
        _check_zone(command.value)
    if command.key == "parent" and command.value:
        above = [one.id for one in state.ancestry(_circle(CircleId(command.value), state).id)]
        if circle.id in above:
            problem = f"{circle.handle} would be above itself."
            raise Invalid(field="parent", problem=problem, fix="Choose another parent.")
    if _field(circle, command.key) == command.value:
        return ()
    return (CircleChanged(circle=circle.id, key=command.key, value=command.value),)


def _field(circle: Circle, key: str) -> str:
    value = getattr(circle, key)
    return ("true" if value else "false") if isinstance(value, bool) else str(value or "")


def _close(circle: Circle, state: Circles, facts: CircleFacts) -> tuple[Event, ...]:
    if ways := ways_out(circle, state, facts.still_open):
        raise StillOpen(circle=circle.name, ways=ways)
    return (CircleClosed(circle=circle.id),)


def _lead_only(circle: Circle, facts: CircleFacts, do: str) -> None:
    lead = circle.roles.get(LEAD)
    if facts.by.kind == "person" and facts.by.person != lead:
        who = people([lead]) if lead else "the config"
        raise NotAllowed(who=who, do=do, next="Ask the lead of the circle, or an admin, who keeps the config.")


def _add(circle: Circle, person: PersonId, facts: CircleFacts) -> tuple[Event, ...]:
    _lead_only(circle, facts, f"add members to {circle.name}")
    if facts.people.present(person) is None:
        refuse_erased(person, facts.people)
        raise Unknown(
            field="person", what=f"member {person}", hint=" Ask an admin to add new people to the config first."
        )
    return () if person in circle.named else (MemberAdded(circle=circle.id, person=person),)


def _remove(circle: Circle, person: PersonId, state: Circles, facts: CircleFacts) -> tuple[Event, ...]:
    if facts.by.person != person:
        _lead_only(circle, facts, f"take somebody out of {circle.name}")
    if person not in circle.members:
        if facts.by.kind != "person":
            return ()
        hint = f" /circle members circle:{circle.handle} shows who sits there."
        raise Unknown(field="person", what=f"member {person}", hint=hint)
    return unname(circle, person) if facts.by.kind == "config" else end_seat(circle, person)


def _appoint(command: FillRole, circle: Circle, now: datetime) -> tuple[Event, ...]:
    """Who holds a role, and until when. Raises Invalid and LeadIsDelegate."""
    filled = _fill(circle, command.role, command.person)
    held = circle.terms.get(command.role) if not filled else None
    return (*filled, *term_set(command, held, now))


def _fill(circle: Circle, role: str, person: PersonId | None) -> tuple[Event, ...]:
    holder = circle.roles.get(role)
    if holder == person:
        return ()
    vacated = (RoleVacated(circle=circle.id, role=role, person=holder),) if holder else ()
    if person is None:
        return vacated
    if person not in circle.members:
        raise Invalid(
            field=role, problem=f"{person} is not a member of {circle.handle}.", fix="Add them as a member first."
        )
    other = {LEAD: DELEGATE, DELEGATE: LEAD}.get(role)
    if other and circle.roles.get(other) == person:
        raise LeadIsDelegate(field=role, person=Mention(person), circle=circle.name)
    return (*vacated, RoleFilled(circle=circle.id, role=role, person=person))


def _home(circle: Circle, platform: str, place: str | None, state: Circles) -> tuple[Event, ...]:
    taken = [c.id for c in state.alive() if place and c.id != circle.id and c.homes.get(platform) == place]
    if taken:
        problem = f"{place} on {platform} is the home of {taken[0]} already."
        raise Invalid(field=platform, problem=problem, fix="Give this circle a place of its own.")
    return (HomeSet(circle=circle.id, platform=platform, place=place),)


def evolve(state: Circles, event: Any) -> Circles:
    """All circles after an event."""
    match event:
        case OrganisationDescribed(name=name, zone=zone, language=language, admins=admins):
            now = Organisation(name, zone, language, admins, event.units, event.treasury)
            return replace(state, organisation=now)
        case CommonPolicySet(key=key, value=value):
            return replace(state, policy=_with(state.policy, key, value))
        case CircleFounded():
            made = Circle(
                id=event.circle,
                name=event.name,
                aim=event.aim,
                domain=event.domain,
                parent=event.parent,
                private=event.private,
                zone=event.zone,
            )
            return replace(state, circles={**state.circles, event.circle: made})
        case CircleRenamed(circle=renamed, key=key):
            called = replace(state.circles[renamed], key=key)
            return replace(state, circles={**state.circles, renamed: called}, keys={**state.keys, key: renamed})
        case _:
            circle = state.circles[event.circle]
            return replace(state, circles={**state.circles, circle.id: _evolve_circle(circle, event)})


def _evolve_circle(circle: Circle, event: Any) -> Circle:
    match event:
        case CircleChanged(key="private", value=value):
            return replace(circle, private=value == "true")
        case CircleChanged(key="parent", value=value):
            return replace(circle, parent=CircleId(value) if value else None)
        case CircleChanged(key=key, value=value):
            changed: dict[str, Any] = {key: value}
            return replace(circle, **changed)
        case CircleClosed():
            return replace(circle, closed=True, homes={}, sources={})
        case RoleFilled(role=role, person=person):
            return replace(circle, roles={**circle.roles, role: person}, terms=_with(circle.terms, role, None))
        case RoleVacated(role=role):
            roles, terms = _with(circle.roles, role, None), _with(circle.terms, role, None)
            return replace(circle, roles=roles, terms=terms)
        case TermSet() | TermPrompted() | TermPutOff():
            return evolve_terms(circle, event)
        case HomeSet(platform=platform, place=place):
            return replace(circle, homes=_with(circle.homes, platform, place))
        case PolicySet(key=key, value=value):
            return replace(circle, policy=_with(circle.policy, key, value))
        case _:
            return evolve_sources(circle, event)


def _with(values: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    """The mapping with a key set, or taken out for None."""
    return {k: v for k, v in values.items() if k != key} | ({} if value is None else {key: value})
