"""When a proposal is discussed beside its card: once somebody wishes so, or the first objection calls for it."""

from governance_core.kernel.errors import NotAllowed
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.proposals.events import DiscussionOpened
from governance_core.proposals.guards import ProposalFacts, require_open
from governance_core.proposals.messages import DiscussProposal
from governance_core.proposals.model import Proposal


def discuss(command: DiscussProposal, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Whoever sits in the circle opens it, electors and those who joined since; pressed again it is so already."""
    require_open(state, facts)
    if not facts.circles.sits_in(facts.me, state.circle):
        circle = facts.circles.circles[state.circle].name
        how = f"/circle show {state.circle} shows who sits there; ask one of them."
        raise NotAllowed(who=f"members of {circle}", do=f"open the discussion of {facts.stream}", next=how)
    return opened(state, facts.me)


def opened(state: Proposal, person: PersonId, objection: int = 0) -> tuple[Event, ...]:
    """The discussion opens, unless it is open: somebody wishes so, or their objection (by its number) calls for it."""
    if state.is_discussed:
        return ()
    return (DiscussionOpened(person=person, circle=state.circle, objection=objection),)
