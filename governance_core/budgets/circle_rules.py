"""What becomes of a budget request that its circle decides, by consent as in section 1 of process.md."""

from typing import Any, Final

from governance_core.budgets.circle_events import BudgetNotAdopted, BudgetPutToCircle
from governance_core.budgets.circle_messages import AdoptRequest, EndWithProposal, NoteProposal
from governance_core.budgets.request_events import BudgetApproved
from governance_core.budgets.request_guards import RequestFacts
from governance_core.budgets.request_model import Request, Standing
from governance_core.kernel.message import Event


def _note(command: NoteProposal, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    if not state.is_open or state.proposal == command.proposal:
        return ()
    return (BudgetPutToCircle(proposal=command.proposal, circle=command.circle),)


def _adopt(command: AdoptRequest, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    """Adopted for nothing where it was changed meanwhile, or nobody is there any more who could be paid."""
    if not _decided_by(command.proposal, state):
        return ()
    payee, content = state.content.payee_person, state.content
    if payee is not None and facts.people.present(facts.people.now(payee)) is None:
        return (_not_adopted(command, Standing.LAPSED, "its payee left the organisation", facts, undone=True),)
    if command.digest != content.digest:
        return (_not_adopted(command, Standing.LAPSED, "it was changed meanwhile", facts, undone=True),)
    approved = BudgetApproved(version=state.version, digest=content.digest, at=facts.now, proposal=command.proposal)
    return (approved,)


def _end(command: EndWithProposal, state: Request, facts: RequestFacts) -> tuple[Event, ...]:
    if not _decided_by(command.proposal, state):
        return ()
    return (_not_adopted(command, command.standing, command.because, facts, by=command.by, reason=command.reason),)


def _decided_by(proposal: str, state: Request) -> bool:
    return state.is_open and state.proposal == proposal


def _not_adopted(
    command: AdoptRequest | EndWithProposal, standing: Standing, because: str, facts: RequestFacts, **more: Any
) -> BudgetNotAdopted:
    return BudgetNotAdopted(proposal=command.proposal, standing=standing, because=because, at=facts.now, **more)


DECIDE: Final[dict[type, Any]] = {NoteProposal: _note, AdoptRequest: _adopt, EndWithProposal: _end}
