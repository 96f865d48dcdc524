"""What may happen to a budget request: asked for, approved by those who may, declined, changed, taken back, lapsed.

The rows are those of process.md, 4. Whether there is as much available is not decided here but in the books, which
every request reaches in the same transaction.
"""

from datetime import datetime
from typing import Any, Final

from governance_core.budgets import (
    approving_rules,
    circle_rules,
    parts_rules,
    paying_rules,
    receipts_rules,
    reminding,
    reported_rules,
)
from governance_core.budgets.model import COMMITTED, RESERVED
from governance_core.budgets.request_content import content_of
from governance_core.budgets.request_events import (
    BudgetAmended,
    BudgetApproved,
    BudgetEscalated,
    BudgetLapsed,
    BudgetRequested,
    BudgetWithdrawn,
    RequesterLeft,
)
from governance_core.budgets.request_evolve import evolve
from governance_core.budgets.request_guards import (
    RequestFacts,
    require_few_open,
    require_member,
    require_open,
    require_requester,
    require_unpaid,
    require_version,
)
from governance_core.budgets.request_messages import (
    TO_CIRCLE,
    AmendRequest,
    ApproveAnnounced,
    EndOfLeaver,
    EscalateRequest,
    LapseRequest,
    RequestMoney,
    WithdrawRequest,
)
from governance_core.budgets.request_model import Content, Request, Route, Standing, Terms
from governance_core.budgets.request_route import (
    as_consent,
    as_roles,
    counted,
    heirs,
    requester_left,
    seat_lost,
    terms_of,
)
from governance_core.kernel.checked import checked_words, kept_words
from governance_core.kernel.decider import Decider, changed
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.time import Duration

KEPT_FOR: Final = Duration.parse("30d")
"""How long an amount is set aside without a decision."""


def decide(command: Any, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    """The events a command leads to. Raises a Refusal."""
    decided = _DECIDE.get(type(command))
    if decided is None:
        raise TypeError(f"budget requests do not know {command!r}")
    now = counted(changed(state, requester=facts.people.now(state.requester)), facts.circles, facts.people)
    events: tuple[Event, ...] = decided(command, now, facts)
    return events


def _request(command: RequestMoney, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    circle = require_member(command.circle, facts)
    require_few_open(circle, facts)
    salt = facts.key
    content = content_of(command, circle.id, facts.me, salt, facts)
    terms = terms_of(circle.id, facts.me, content, facts, _kept_until(circle.id, facts), shown=command.shown)
    return (
        BudgetRequested(
            circle=circle.id,
            requester=facts.me,
            minor=content.minor,
            unit=content.unit,
            exponent=content.exponent,
            receipts=content.receipts,
            terms=terms,
            digest=content.digest,
            at=facts.now,
            payee_person=content.payee_person,
            needed_by=content.needed_by,
            parts=content.parts,
            purpose=content.purpose,
            payee=content.payee,
            salt=salt,
            part_words=content.part_words,
        ),
    )


def _kept_until(circle: CircleId, facts: RequestFacts) -> datetime:
    return KEPT_FOR.after(facts.now, facts.circles.zone_of(circle))


def _escalate(command: EscalateRequest, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    require_open(state, facts)
    require_version(state, facts, command.version)
    require_member(state.circle, facts, f"escalate {facts.stream}")
    reason = checked_words("reason", command.reason, "Say why somebody should look at it.")
    terms = _next_route(command, state, facts)
    if terms is None:
        return ()
    return (BudgetEscalated(person=facts.me, terms=terms, at=facts.now, reason=reason),)


def _next_route(command: EscalateRequest, state: Request, facts: RequestFacts) -> Terms | None:
    """To the roles what is announced, else to the circle; nowhere what is there already, or was by another's press."""
    terms = state.terms
    assert terms is not None, "what is open has terms"
    if terms.route is Route.CONSENT or (command.to == Route.ROLES and terms.route is Route.ROLES):
        return None
    if terms.route is Route.ANNOUNCE and command.to != TO_CIRCLE:
        whole = (state.circle, state.requester, state.content)
        return as_roles(*whole, facts, terms.lapses_at, terms.limit, shown=command.shown)
    return as_consent(state.circle, state.requester, facts, terms.lapses_at, terms.limit, shown=command.shown)


def _amend(command: AmendRequest, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    """A new version: what the approvals were given to is gone, unless only the date is another."""
    require_open(state, facts, Standing.APPROVED)
    me = require_requester(state, facts, f"change {facts.stream}")
    require_unpaid(state, facts)
    require_version(state, facts, command.version)
    old = state.content
    new = content_of(command, state.circle, me, state.salt, facts, old)
    voids = new.digest != old.digest
    if new == old or state.terms is None:
        return ()
    if voids and not state.is_open:
        require_few_open(facts.circles.circles[state.circle], facts)
    terms = _terms_anew(state, new, facts, command.shown) if voids else state.terms
    return (
        BudgetAmended(
            requester=me,
            version=state.version + 1,
            minor=new.minor,
            unit=new.unit,
            exponent=new.exponent,
            receipts=new.receipts,
            terms=terms,
            digest=new.digest,
            at=facts.now,
            voids=voids,
            held=_held(state),
            payee_person=new.payee_person,
            needed_by=new.needed_by,
            parts=new.parts,
            purpose=new.purpose,
            payee=new.payee,
            part_words=new.part_words,
        ),
    )


def _terms_anew(state: Request, new: Content, facts: RequestFacts, shown: bool) -> Terms:
    """What somebody escalated is not announced again, and what a circle decides stays there, however small it is now.

    Otherwise an objection could be got around.
    """
    lapses, before = _kept_until(state.circle, facts), state.terms
    if before is not None and before.route is Route.CONSENT:
        return as_consent(state.circle, state.requester, facts, lapses, before.limit, shown=True)
    terms = terms_of(state.circle, state.requester, new, facts, lapses, shown=shown)
    if state.escalated_by is not None and terms.route is Route.ANNOUNCE:
        return as_roles(state.circle, state.requester, new, facts, lapses, terms.limit)
    return terms


def _held(state: Request) -> str:
    """The part of the envelope in which the amount lies now."""
    return COMMITTED if state.standing is Standing.APPROVED else RESERVED


def _withdraw(command: WithdrawRequest, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    require_open(state, facts, Standing.APPROVED)
    me = _require_withdrawer(state, facts)
    require_unpaid(state, facts)
    theirs = me in (state.requester, facts.people.now(state.requester))
    fix = "Say why it is taken back for them."
    reason = kept_words("reason", command.reason) if theirs else checked_words("reason", command.reason, fix)
    return (BudgetWithdrawn(person=me, at=facts.now, held=_held(state), reason=reason),)


def _require_withdrawer(state: Request, facts: RequestFacts) -> PersonId:
    """Who asked; once they have no seat there any more, the lead and whoever keeps the purse too. Raises NotAllowed."""
    lost = seat_lost(state, facts.circles, facts.people)
    able = heirs(state, facts.circles, facts.people) if lost else ()
    return facts.me if facts.me in able else require_requester(state, facts, f"withdraw {facts.stream}", able)


def _stand(command: ApproveAnnounced, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    if not state.is_open or state.terms is None or state.terms.until is None:
        return ()
    return (BudgetApproved(version=state.version, digest=state.content.digest, at=facts.now),)


def _lapse(command: LapseRequest, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    return (BudgetLapsed(at=facts.now),) if state.is_open else ()


def _leaver(command: EndOfLeaver, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    """What waits ends; what is promised is a promise still, of which those hear who may pay it or give it up."""
    if state.standing is Standing.APPROVED and requester_left(state, facts.people):
        return (RequesterLeft(at=facts.now, of=heirs(state, facts.circles, facts.people)),)
    if not state.is_open:
        return ()
    return (BudgetWithdrawn(person=state.requester, at=facts.now, held=_held(state), left=True),)


_DECIDE: Final[dict[type, Any]] = {
    RequestMoney: _request,
    EscalateRequest: _escalate,
    AmendRequest: _amend,
    WithdrawRequest: _withdraw,
    ApproveAnnounced: _stand,
    LapseRequest: _lapse,
    EndOfLeaver: _leaver,
    **approving_rules.DECIDE,
    **circle_rules.DECIDE,
    **reminding.DECIDE,
    **paying_rules.DECIDE,
    **parts_rules.DECIDE,
    **receipts_rules.DECIDE,
    **reported_rules.DECIDE,
}


RULES: Final = Decider(Request(), decide, evolve)
