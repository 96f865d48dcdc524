"""What may happen to circles: founding, seats, roles, homes and rules (process.md, section 5 and Who may do what)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from governance_core.circles.closing import close
from governance_core.circles.events import CommonPolicySet, HomeSet, PolicySet
from governance_core.circles.founding import change, found, rename
from governance_core.circles.guards import require_circle
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
from governance_core.circles.model import Circle, Circles
from governance_core.circles.organising import described, require_units
from governance_core.circles.policy import READERS, canonical
from governance_core.circles.seats import add_member, appoint, remove_member
from governance_core.circles.sources import confirm, hand_seat, note_group, set_source
from governance_core.circles.term_messages import LookAtTerms
from governance_core.circles.terms import prompts
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import Actor
from governance_core.kernel.message import Event
from governance_core.kernel.money import Unit
from governance_core.people.model import People


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


def decide(command: Any, state: Circles, facts: CircleFacts) -> tuple[Event, ...]:
    """The events a command leads to. Raises a Refusal."""
    match command:
        case DescribeOrganisation():
            return described(command, state, facts.units_in_use)
        case SetCommonPolicy(key=key, value=value):
            kept = _policy_value(key, value, state)
            return () if state.policy.get(key) == kept else (CommonPolicySet(key=key, value=kept),)
        case FoundCircle():
            return found(command, state)
        case RenameCircle(circle=circle, key=key):
            return rename(require_circle(circle, state), key, state)
        case ChangeCircle():
            return change(command, state)
        case CloseCircle(circle=circle):
            return close(require_circle(circle, state), state, facts.still_open)
        case AddMember(circle=circle, person=person):
            return add_member(require_circle(circle, state, facts.by), person, facts.by, facts.people)
        case RemoveMember(circle=circle, person=person):
            return remove_member(require_circle(circle, state, facts.by), person, facts.by)
        case SetSource(circle=circle):
            return set_source(command, require_circle(circle, state))
        case NoteGroup(circle=circle):
            return note_group(command, state.open(circle), facts.people)
        case HandSeat(circle=circle):
            return hand_seat(command, require_circle(circle, state), facts.people)
        case ConfirmOwnPerson(circle=circle):
            return confirm(command, require_circle(circle, state, facts.by), state, facts.by, facts.people)
        case FillRole(circle=circle):
            return appoint(command, require_circle(circle, state), facts.now)
        case LookAtTerms():
            return prompts(state, facts.people, facts.now)
        case SetHome(circle=circle, platform=platform, place=place):
            here = require_circle(circle, state)
            return () if here.homes.get(platform) == place else _home(here, platform, place, state)
        case SetPolicy(circle=circle, key=key, value=value):
            kept = _policy_value(key, value, state)
            same = require_circle(circle, state).policy.get(key) == kept
            return () if same else (PolicySet(circle=circle, key=key, value=kept),)
        case _:
            raise TypeError(f"circles do not know {command!r}")


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


def _home(circle: Circle, platform: str, place: str | None, state: Circles) -> tuple[Event, ...]:
    taken = [c.id for c in state.alive() if place and c.id != circle.id and c.homes.get(platform) == place]
    if taken:
        problem = f"{place} on {platform} is the home of {taken[0]} already."
        raise Invalid(field=platform, problem=problem, fix="Give this circle a place of its own.")
    return (HomeSet(circle=circle.id, platform=platform, place=place),)
