"""Who decides a request: nobody unless somebody escalates it, roles of the circle or above, or a circle by consent."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from governance_core.budgets.purse import purse_keepers
from governance_core.budgets.reminding import REMINDERS
from governance_core.budgets.request_guards import NoApprover, RequestFacts, ShownAbove
from governance_core.budgets.request_model import Content, Request, Route, Terms
from governance_core.circles.model import LEAD, Circle, Circles
from governance_core.circles.policy_values import limit_in
from governance_core.kernel.decider import changed
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.people.model import People

_EVERYBODY: Final = 10**6
"""More approvals than any circle could need: with those above it, up to the root."""


def terms_of(
    circle: CircleId,
    requester: PersonId,
    content: Content,
    facts: RequestFacts,
    lapses: datetime,
    *,
    shown: bool = False,
) -> Terms:
    """The route an amount takes by the circle's policy of now. Raises NoApprover or ShownAbove."""
    policy = facts.circles.policy_of(circle)
    announced, approved = (limit_in(one, content.of) for one in (policy.announce_up_to, policy.approve_up_to))
    others = set(facts.circles.seats(circle)) - {requester}
    if announced is not None and content.minor <= announced and others:
        until = policy.announce_wait.after(facts.now, facts.circles.zone_of(circle))
        return Terms(Route.ANNOUNCE, announced, max(lapses, until), until=until)
    limit = max(announced or 0, approved or 0)
    if content.minor > limit:
        return as_consent(circle, requester, facts, lapses, limit, shown=shown)
    return as_roles(circle, requester, content, facts, lapses, limit, shown=shown)


def as_consent(
    circle: CircleId, requester: PersonId, facts: RequestFacts, lapses: datetime, limit: int, *, shown: bool = False
) -> Terms:
    """The circle decides it, or the nearest above in which somebody else has a say. Raises NoApprover or ShownAbove."""
    here = facts.circles.circles[circle]
    for one in reversed(facts.circles.ancestry(circle)):
        if set(facts.circles.electors(one.id, facts.people)) - {requester}:
            if here.private and one.id != circle and not shown:
                raise ShownAbove(circle=here.name, parent=one.name)
            return Terms(Route.CONSENT, limit, lapses, circle=one.id)
    raise NoApprover(circle=here.name)


def as_roles(
    circle: CircleId,
    requester: PersonId,
    content: Content,
    facts: RequestFacts,
    lapses: datetime,
    limit: int,
    *,
    shown: bool = False,
) -> Terms:
    """Some roles must approve it; where too few could, the circle. Raises NoApprover or ShownAbove."""
    policy = facts.circles.policy_of(circle)
    terms = Terms(Route.ROLES, limit, lapses, policy.approvers, policy.approvals)
    barred = _barred(circle, requester, content, facts.circles, facts.people)
    able = able_to_approve(circle, barred, terms.roles, terms.needed, facts.circles, facts.people)
    if len(able) < terms.needed:
        return as_consent(circle, requester, facts, lapses, limit, shown=shown)
    reminders, zone = REMINDERS if policy.reminders else (), facts.circles.zone_of(circle)
    return replace(terms, asked=able, reminders=reminders, zone=zone)


def approvers(state: Request, circles: Circles, everybody: People) -> tuple[PersonId, ...]:
    """Who can approve a request as things are now; nobody where it is only announced."""
    if state.terms is None or state.terms.route is not Route.ROLES:
        return ()
    terms = state.terms
    barred = _barred(state.circle, state.requester, state.content, circles, everybody)
    return able_to_approve(state.circle, barred, terms.roles, terms.needed, circles, everybody)


def counted(state: Request, circles: Circles, everybody: People) -> Request:
    """A request that waits, with those approvals only that count still: of who could give them now, each human once."""
    terms = state.terms
    if not state.approvals or terms is None or not state.is_open or terms.route is not Route.ROLES:
        return state
    barred = _barred(state.circle, state.requester, state.content, circles, everybody)
    able = able_to_approve(state.circle, barred, terms.roles, _EVERYBODY, circles, everybody)
    given = {everybody.now(person): at for person, at in state.approvals.items()}
    return changed(state, approvals={person: at for person, at in given.items() if person in able})


def _barred(
    circle: CircleId, requester: PersonId, content: Content, circles: Circles, everybody: People
) -> Collection[PersonId]:
    """Never the requester, and whoever would be paid neither, where the circle keeps such things apart."""
    paid = content.payee_person if circles.policy_of(circle).separation else None
    return everybody.same_as(requester) | (everybody.same_as(paid) if paid else frozenset())


def able_to_approve(
    circle: CircleId,
    barred: Collection[PersonId],
    roles: Sequence[str],
    needed: int,
    circles: Circles,
    everybody: People,
) -> tuple[PersonId, ...]:
    """The holders of these roles who are not barred; with those of the circles above while they are too few."""
    found: dict[PersonId, None] = {}
    for one in reversed(circles.ancestry(circle)):
        holders = _holders(one, roles)
        unsure = circles.unconfirmed(one.id, everybody)
        found |= dict.fromkeys(
            one for one in holders if one not in barred and one not in unsure and everybody.present(one)
        )
        if len(found) >= needed:
            break
    return tuple(found)


def judges(state: Request, circles: Circles, everybody: People) -> tuple[PersonId, ...]:
    """Who can accept the reports of a request now: who approves requests of its circle, never the requester.

    Nobody alone where the circle decided it: it decides on the reports too.
    """
    if state.terms is None or state.circle not in circles.circles or state.terms.route is Route.CONSENT:
        return ()
    roles = state.terms.roles or circles.policy_of(state.circle).approvers
    barred = _barred(state.circle, state.requester, state.content, circles, everybody)
    return able_to_approve(state.circle, barred, roles, state.terms.needed, circles, everybody)


def requester_left(state: Request, everybody: People) -> bool:
    """Whether who asked is not of the organisation any more, under no account."""
    return bool(state.requester) and everybody.present(everybody.now(state.requester)) is None


def seat_lost(state: Request, circles: Circles, everybody: People) -> bool:
    """Whether who asked is still of the organisation, and has no seat in the circle any more."""
    now = everybody.now(state.requester)
    return not requester_left(state, everybody) and not circles.sits_in(now, state.circle)


def heirs(state: Request, circles: Circles, everybody: People) -> tuple[PersonId, ...]:
    """Who may give up what was asked for by who left, or lost their seat: lead and purse, else those above."""
    for one in reversed(circles.ancestry(state.circle)):
        wanted = dict.fromkeys((*purse_keepers(one), *(one.roles[role] for role in (LEAD,) if role in one.roles)))
        if able := tuple(person for person in wanted if everybody.present(person)):
            return able
    return ()


def _holders(circle: Circle, roles: Sequence[str]) -> list[PersonId]:
    """Whoever holds any of them; the lead where nobody does."""
    held = [circle.roles[role] for role in roles if role in circle.roles]
    return held or [circle.roles[role] for role in (LEAD,) if role in circle.roles]
