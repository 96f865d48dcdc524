"""Who speaks for a proposal when its proposer does not any more: it waits for a sponsor, and somebody takes it up."""

from governance_core.kernel.errors import Invalid
from governance_core.kernel.message import Event
from governance_core.proposals.events import ProposalOrphaned, ProposalSponsored
from governance_core.proposals.guards import ProposalFacts, require_elector, require_open, require_proposer, said_by
from governance_core.proposals.messages import HandOver, SponsorProposal
from governance_core.proposals.model import Proposal, Rules


def hand_over(command: HandOver, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """The proposer steps back and waits for a sponsor."""
    require_open(state, facts)
    require_proposer(state, facts, f"hand {facts.stream} over")
    if state.item is not None and state.item.person == facts.me:
        raise said_by(state.item, facts)
    return (orphaned(state, facts),)


def orphaned(state: Proposal, facts: ProposalFacts) -> ProposalOrphaned:
    """The clock stops until somebody sponsors the proposal."""
    until = _rules(state).sponsor.after(facts.now, _rules(state).zone)
    left = state.deadline - facts.now if state.deadline else None
    return ProposalOrphaned(proposer=state.proposer, until=until, left=left)


def _rules(state: Proposal) -> Rules:
    assert state.rules is not None, "an open proposal has the rules of its round"
    return state.rules


def sponsor(command: SponsorProposal, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """An elector takes an orphaned proposal up."""
    require_open(state, facts)
    me = require_elector(state, facts)
    if state.orphaned_until is None:
        if state.proposer == me:
            return ()
        raise Invalid(problem=f"{facts.stream} has a proposer.", fix="Offer an amendment if you want it changed.")
    return (ProposalSponsored(person=me),)
