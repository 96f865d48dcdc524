"""What is found of an objection by reasons: the facilitator weighs the criteria, a secretary finds a violation."""

from datetime import datetime

from governance_core.cards.text import people
from governance_core.circles.model import FACILITATOR, STAND_INS, Circles, stand_in
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid, NotAllowed
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.people.model import People
from governance_core.proposals.facilitating import facilitators, sides_of, unavailable
from governance_core.proposals.guards import ProposalFacts, require_round, require_version
from governance_core.proposals.messages import FindReasons, RuleViolation
from governance_core.proposals.model import Proposal
from governance_core.proposals.objections_model import Objection
from governance_core.proposals.testing import chosen, going_on, require_blocking, require_policy, under_test
from governance_core.proposals.testing_events import ObjectionFound
from governance_core.proposals.testing_model import Criterion, Found
from governance_core.proposals.testing_outcome import set_aside

CRITERIA = {
    Criterion.HARM: "it harms the circle",
    Criterion.LIMITS: "it limits the objector in a role of theirs",
    Criterion.CAUSED: "the proposal causes it",
    Criterion.CERTAIN: "it is certain, or there would be no time to adapt",
}


def reasons(objection: Objection) -> dict[Criterion, str]:
    """What the objector says to each of the four criteria; empty where nothing."""
    grounds = objection.grounds
    return {
        Criterion.HARM: objection.harm,
        Criterion.LIMITS: grounds.limits,
        Criterion.CAUSED: grounds.caused,
        Criterion.CERTAIN: grounds.certain,
    }


def examiners(
    objection: Objection, state: Proposal, circles: Circles, everybody: People, now: datetime
) -> list[PersonId]:
    """Whoever facilitates, and never the objector."""
    return [person for person in facilitators(state, circles, everybody, now) if person != objection.person]


def find_reasons(command: FindReasons, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """`test: facilitator`: whether a reason was given for each criterion. Nobody judges here whether it is true."""
    require_round(state, facts)
    require_version(state, facts, command.version)
    require_policy("facilitator", state, facts)
    objection = chosen(command.objection, under_test(state), state, facts)
    able = examiners(objection, state, facts.circles, facts.people, facts.now)
    if facts.me not in able:
        who = people(able, "or") if able else "somebody who is neither proposer nor objector"
        raise NotAllowed(
            who=who, do="say whether reasons are given", next="They facilitate this proposal; ask them to."
        )
    if _found_so(objection, command):
        return ()
    going_on(objection, facts)
    if command.finding == "given":
        _require_reasons(objection, facts)
        return (ObjectionFound(number=objection.number, found=Found.QUALIFIED, at=facts.now, by=facts.me),)
    reason = checked_words("reason", command.reason, "Say what is given there, and why that is no reason.")
    return (set_aside(objection, Found.UNQUALIFIED, facts.me, state, facts, reason=reason, missing=command.finding),)


def _found_so(objection: Objection, command: FindReasons) -> bool:
    """Whether this was found already, in the same words."""
    if objection.test is not None or objection.found is None or objection.found.by is None:
        return False
    known = {Found.QUALIFIED: "given", Found.UNQUALIFIED: objection.found.missing}
    return known.get(objection.found.found) == command.finding and objection.found.reason in ("", command.reason)


def _require_reasons(objection: Objection, facts: ProposalFacts) -> None:
    blank = [CRITERIA[criterion] for criterion, words in reasons(objection).items() if not words]
    if blank:
        problem = f"No reason is given that {', nor that '.join(blank)}."
        fix = f"Ask the objector to add it with /consent object {facts.stream}, or say which one is missing."
        raise Invalid(field="finding", problem=problem, fix=fix)


def secretaries(state: Proposal, facts: ProposalFacts) -> list[PersonId]:
    """Who rules whether something breaks a rule: the secretary, else lead, delegate, any elector who is no side."""
    circle = facts.circles.circles[state.circle]
    roles = {role: person for role, person in circle.roles.items() if role in STAND_INS and role != FACILITATOR}
    missing = unavailable({*roles.values(), *state.electors}, facts.people, facts.now)
    return stand_in(roles, {*sides_of(state), *missing}, state.electors)


def rule_violation(command: RuleViolation, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """`test: facilitator`: a rule violation always counts, tested or not; the secretary rules."""
    require_round(state, facts)
    require_version(state, facts, command.version)
    require_policy("facilitator", state, facts)
    able = secretaries(state, facts)
    if facts.me not in able:
        who = people(able, "or") if able else "a secretary who is neither proposer nor objector"
        raise NotAllowed(who=who, do="rule that a proposal breaks a rule", next="They keep the record; ask them to.")
    objection = chosen(command.objection, under_test(state), state, facts)
    require_blocking(objection, facts)
    _require_no_appeal(objection, facts)
    rule = checked_words("rule", command.rule, "Say which rule it breaks, and how.")
    known = objection.found
    if known is not None and (known.found, known.reason) == (Found.VIOLATION, rule):
        return ()
    ruled = ObjectionFound(number=objection.number, found=Found.VIOLATION, at=facts.now, by=facts.me, reason=rule)
    return (ruled,)


def _require_no_appeal(objection: Objection, facts: ProposalFacts) -> None:
    if objection.appeal_until is not None:
        problem = f"An appeal about objection {objection.number} to {facts.stream} is being decided."
        raise Invalid(problem=problem, fix="Wait for what is found there.")
