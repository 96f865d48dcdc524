"""What a test of an objection comes to: time is up, nothing remains of it, or it is set aside."""

from governance_core.cards.text import people
from governance_core.kernel.errors import NotAllowed
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.proposals.guards import ProposalFacts, require_elector, require_round, require_version
from governance_core.proposals.messages import EndTests, NothingRemains
from governance_core.proposals.model import Proposal
from governance_core.proposals.objections_model import Objection
from governance_core.proposals.testing import chosen, going_on, rules_in, under_test
from governance_core.proposals.testing_events import ObjectionFound, ObjectionSetAside
from governance_core.proposals.testing_model import Found, Trial


def nothing_remains(command: NothingRemains, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Section 2: the objector sees that nothing remains of it: it does not qualify, and is kept as a concern."""
    require_round(state, facts)
    me = require_elector(state, facts)
    require_version(state, facts, command.version)
    objection = chosen(command.objection, [one for one in under_test(state) if one.person == me], state, facts)
    if objection.person != me:
        instead = f"You can say that you see it differently with /consent judge {facts.stream} while it is tested."
        raise NotAllowed(who=people([objection.person]), do="say that nothing remains of it", next=instead)
    if objection.found is not None and objection.found.found is Found.NOTHING_REMAINS:
        return ()
    going_on(objection, facts)
    return (set_aside(objection, Found.NOTHING_REMAINS, me, state, facts),)


def set_aside(
    objection: Objection,
    found: Found,
    by: PersonId,
    state: Proposal,
    facts: ProposalFacts,
    *,
    reason: str = "",
    missing: str = "",
) -> ObjectionSetAside:
    """It blocks no more, and is kept as a concern with the reasoning."""
    return ObjectionSetAside(
        number=objection.number,
        person=objection.person,
        version=state.version,
        found=found,
        at=facts.now,
        by=by,
        missing=missing,
        reason=reason,
    )


def end_tests(command: EndTests, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """With no standing difference it qualifies; with one it blocks as well, contested. Unfound, it is as before."""
    if not state.in_round:
        return ()
    over = [one for one in under_test(state) if one.test and one.test.until <= facts.now]
    return tuple(ObjectionFound(number=one.number, found=_outcome(one, state), at=facts.now) for one in over)


def _outcome(objection: Objection, state: Proposal) -> Found:
    if rules_in(state).test != "group" or objection.test is None:
        return Found.UNDECIDED
    return Found.CONTESTED if differing(objection.test, state) else Found.QUALIFIED


def differing(trial: Trial, state: Proposal) -> list[PersonId]:
    """The electors who see it differently, as they say now."""
    return [person for person, voice in trial.voices.items() if not voice.qualifies and person in state.electors]
