"""For whom a test, an appeal or a reminder waits, and when each of them is due."""

from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.people.model import PEOPLE
from governance_core.ports import Alarm, Reader
from governance_core.proposals.appealing import judges, next_appeal_end
from governance_core.proposals.finding import examiners
from governance_core.proposals.guards import ProposalFacts
from governance_core.proposals.model import Proposal
from governance_core.proposals.objections_model import Objection
from governance_core.proposals.silence import next_objector_reminder
from governance_core.proposals.testing import next_test_end


def waits_for(person: PersonId, stream: StreamId, reader: Reader) -> bool:
    """Whether an open objection waits for this person: to say whether it qualifies, to decide, or as its objector."""
    state: Proposal = reader.state(stream)
    circles: Circles = reader.state(CIRCLES)
    facts = ProposalFacts(reader.now, Actor.of_person(person), stream, circles, reader.state(PEOPLE))
    return any(_waits(person, one, state, facts) for one in state.open_objections())


def _waits(person: PersonId, one: Objection, state: Proposal, facts: ProposalFacts) -> bool:
    if one.appeal_until is not None:
        return person in judges(one, state, facts)[0]
    if one.test is None or state.rules is None:
        return one.person == person and (one.reminded > 0 or person in state.asked_first())
    if state.rules.test == "facilitator":
        return person in examiners(one, state, facts.circles, facts.people, facts.now)
    return person in state.electors and person not in (one.person, state.proposer, *one.test.voices)


def trial_alarms(state: Proposal) -> list[Alarm]:
    """When a test or an appeal is over, and when an objector is reminded."""
    due = {
        "test": next_test_end(state),
        "appeal": next_appeal_end(state),
        "objector": next_objector_reminder(state),
    }
    return [Alarm(name, at) for name, at in due.items() if at is not None]
