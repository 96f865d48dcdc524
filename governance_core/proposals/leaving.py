"""What a round does when people lose their seat or record things elsewhere (process.md, edge cases on leavers)."""

from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.proposals.electorate import ended
from governance_core.proposals.events import ElectorLeft, ProposalRecorded
from governance_core.proposals.guards import ProposalFacts
from governance_core.proposals.messages import CheckElectors, ExpireOrphan, NoteAgreement
from governance_core.proposals.model import Proposal, Stage
from governance_core.proposals.objections_events import ObjectionOrphaned
from governance_core.proposals.sponsoring import orphaned


def check_electors(command: CheckElectors, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Electors without a seat any more leave the round; their objections and their proposal wait for somebody else."""
    if not state.is_open or state.rules is None:
        return ()
    seats = set(facts.circles.seats(state.circle)) if facts.circles.open(state.circle) else set()
    events: list[Event] = []
    size = len(state.electors)
    for person in (one for one in state.electors if one not in seats):
        size -= 1
        events.append(ElectorLeft(person=person, quorum=min(state.quorum, state.rules.quorum.of(size))))
        events.extend(_objections_left(person, state, facts))
    if state.orphaned_until is None and _proposer_left(state, seats, facts):
        events.append(orphaned(state, facts))
    return tuple(events)


def _objections_left(person: PersonId, state: Proposal, facts: ProposalFacts) -> list[Event]:
    assert state.rules is not None, "an open proposal has the rules of its round"
    until = state.rules.adopt_objection.after(facts.now, state.rules.zone)
    return [ObjectionOrphaned(number=o.number, until=until) for o in state.open_objections() if o.person == person]


def _proposer_left(state: Proposal, seats: set[PersonId], facts: ProposalFacts) -> bool:
    """Whether nobody speaks for it; what somebody asked for ends with them, and takes its proposal along."""
    if state.item is not None and state.item.person == state.proposer:
        return False
    lost_seat = state.proposer in state.electors and state.proposer not in seats
    return lost_seat or facts.people.present(state.proposer) is None


def expire_orphan(command: ExpireOrphan, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Nobody sponsored it in time: it counts as withdrawn."""
    if not state.is_open or state.orphaned_until is None or state.orphaned_until > facts.now:
        return ()
    return (ended(Stage.WITHDRAWN, facts, "its proposer left and nobody sponsored it"),)


def note_agreement(command: NoteAgreement, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """The proposal learns which agreement it became."""
    if state.stage is not Stage.ADOPTED or state.agreement == command.agreement:
        return ()
    return (ProposalRecorded(agreement=command.agreement, version=command.version, dropped=command.dropped),)
