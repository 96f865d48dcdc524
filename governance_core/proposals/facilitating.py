"""Who may carry out a facilitator's act on a proposal: the deputies' order, without who is a side or missing."""

from collections.abc import Iterable
from datetime import datetime

from governance_core.cards.text import people
from governance_core.circles.model import Circles, stand_in
from governance_core.kernel.errors import NotAllowed
from governance_core.kernel.ids import PersonId
from governance_core.people.model import People
from governance_core.proposals.guards import ProposalFacts
from governance_core.proposals.model import Proposal


def require_facilitator(state: Proposal, facts: ProposalFacts, do: str) -> PersonId:
    """Whoever facilitates now: the facilitator or the one who stands in. Raises NotAllowed for anybody else."""
    able = facilitators(state, facts.circles, facts.people, facts.now)
    if facts.me not in able:
        raise NotAllowed(who=people(able, "or"), do=do, next="They facilitate this proposal; ask them to.")
    return facts.me


def facilitators(state: Proposal, circles: Circles, everybody: People, now: datetime) -> list[PersonId]:
    """Who may carry out a facilitator's act: the deputies' order of process.md, leaving out who is a side or missing.

    Where that leaves nobody, any elector but the proposer.
    """
    circle = circles.circles[state.circle]
    holders = set(circle.roles.values()) | set(state.electors)
    gone, sides = unavailable(holders, everybody, now), sides_of(state)
    others = [person for person in state.electors if person != state.proposer]
    return stand_in(circle.roles, {*sides, *gone}, state.electors) or others


def unavailable(persons: Iterable[PersonId], everybody: People, now: datetime) -> set[PersonId]:
    """Who of these left, or is away now."""
    return {
        p for p in persons if everybody.present(p) is None or any(a.covers(now, now) for a in everybody.absences(p))
    }


def sides_of(state: Proposal) -> set[PersonId]:
    """The proposer, and whoever objects: none of them carries out a facilitator's act."""
    return {state.proposer, *(one.person for one in state.open_objections())}
