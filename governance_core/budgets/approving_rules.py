"""Approving and declining a request, by those who hold a role for it: each human once, and as they saw it."""

from typing import Any, Final

from governance_core.budgets.request_events import ApprovalGiven, BudgetApproved, BudgetDeclined
from governance_core.budgets.request_guards import RequestFacts, require_approver, require_open, require_version
from governance_core.budgets.request_messages import ApproveRequest, DeclineRequest
from governance_core.budgets.request_model import Request, Standing
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid
from governance_core.kernel.message import Event


def _approve(command: ApproveRequest, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    """Pressed twice it is one approval, also where the first was the last that was needed."""
    if state.standing is Standing.APPROVED and facts.me in state.approvals and command.version in (None, state.version):
        return ()
    require_open(state, facts)
    require_version(state, facts, command.version)
    me = require_approver(state, facts, f"approve {facts.stream}")
    _require_payee(state, facts)
    content, approved_by = state.content, tuple(dict.fromkeys((*state.approvals, me)))
    given = (
        ()
        if me in state.approvals
        else (ApprovalGiven(person=me, version=state.version, digest=content.digest, at=facts.now),)
    )
    assert state.terms is not None, "what is open has terms"
    if len(approved_by) < state.terms.needed:
        return given
    return (*given, BudgetApproved(version=state.version, digest=content.digest, at=facts.now, by=approved_by))


def _require_payee(state: Request, facts: RequestFacts) -> None:
    payee = state.content.payee_person
    if payee is not None and facts.people.present(facts.people.now(payee)) is None:
        fix = "The requester can name another payee with /budget amend."
        raise Invalid(problem=f"{facts.people.name(payee)}, the payee, left the organisation.", fix=fix)


def _decline(command: DeclineRequest, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    require_open(state, facts)
    require_version(state, facts, command.version)
    me = require_approver(state, facts, f"decline {facts.stream}")
    reason = checked_words("reason", command.reason, "Say what would have to be different.")
    return (BudgetDeclined(person=me, at=facts.now, reason=reason),)


DECIDE: Final[dict[type, Any]] = {ApproveRequest: _approve, DeclineRequest: _decline}
