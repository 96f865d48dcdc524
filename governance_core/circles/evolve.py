"""What each event makes of circles: the second half of the decider."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from governance_core.circles.events import (
    CircleChanged,
    CircleClosed,
    CircleFounded,
    CircleRenamed,
    CommonPolicySet,
    HomeSet,
    OrganisationDescribed,
    PolicySet,
    RoleFilled,
    RoleVacated,
)
from governance_core.circles.model import Circle, Circles, Organisation
from governance_core.circles.sources import evolve_sources
from governance_core.circles.term_messages import TermPrompted, TermPutOff, TermSet
from governance_core.circles.terms import evolve_terms
from governance_core.kernel.ids import CircleId


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
