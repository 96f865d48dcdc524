"""How one objection of a proposal changes, and what becomes of the round when it blocks no more."""

from dataclasses import replace
from typing import Any

from governance_core.kernel.decider import changed
from governance_core.proposals.model import Proposal, Stage


def objection_after(proposal: Proposal, number: int, **changes: Any) -> Proposal:
    """The proposal with one of its objections changed."""
    objection = replace(proposal.objections[number], **changes)
    return changed(proposal, objections={**proposal.objections, number: objection})


def settled(state: Proposal, objection: int) -> Proposal:
    """An objection blocks no more: what was offered to meet it is off, and the last one takes the stage back."""
    offers = {n: offer for n, offer in state.offers.items() if offer.objection != objection}
    return changed(state, offers=offers, stage=Stage.OBJECTED if state.open_objections() else Stage.CONSENT)
