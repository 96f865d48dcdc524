"""When those who can approve a request are reminded of it: after some days, before it lapses, and never twice."""

from dataclasses import replace
from typing import Any, Final

from governance_core.budgets.reminding_messages import ApproversReminded, RemindApprovers
from governance_core.budgets.request_guards import RequestFacts
from governance_core.budgets.request_model import Request, Route
from governance_core.circles.reminders import Schedule
from governance_core.kernel.message import Event

REMINDERS: Final = ("27d", "3d")
"""Lengths before thirty days are over: three days after it was asked for, and three days before it lapses."""


def schedule(state: Request) -> Schedule | None:
    """The reminders of a request that waits for approvals; None where it waits for nobody, or the circle wants none."""
    terms = state.terms
    if not state.is_open or terms is None or terms.route is not Route.ROLES or not terms.reminders:
        return None
    assert state.at is not None, "what is open was asked for"
    seen = state.reminded_until or state.at
    return Schedule(terms.reminders, "off", terms.zone, state.at, terms.lapses_at, seen, state.remind_later)


def _remind(command: RemindApprovers, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    found = schedule(state)
    quiet = facts.circles.policy_of(state.circle).quiet_hours
    awaited = [person for person in facts.able if person not in state.approvals]
    due = replace(found, quiet_hours=quiet).due(awaited, facts.people, facts.now) if found else None
    if due is None:
        return ()
    elsewhere = {person: "" for person in due.now if not facts.circles.sits_in(person, state.circle)}
    direct = {**elsewhere, **due.direct}
    return (ApproversReminded(at=facts.now, persons=due.now, later=due.later, direct=direct),)


DECIDE: Final[dict[type, Any]] = {RemindApprovers: _remind}
