"""What a facilitator or secretary finds of an objection, and the one appeal against it: section 2 of process.md."""

from datetime import datetime

from governance_core.cards.text import people
from governance_core.circles.model import FACILITATOR, STAND_INS, Circles, stand_in
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.people.model import People
from governance_core.proposals.facilitating import facilitators, sides_of, unavailable
from governance_core.proposals.guards import ProposalFacts, require_elector, require_round, require_version
from governance_core.proposals.messages import AppealFinding, DecideAppeal, EndAppeals, FindReasons, RuleViolation
from governance_core.proposals.model import Proposal
from governance_core.proposals.objections_model import Objection
from governance_core.proposals.testing import (
    chosen,
    going_on,
    require_blocking,
    require_policy,
    rules_in,
    set_aside,
    under_test,
)
from governance_core.proposals.testing_events import AppealDecided, ObjectionAppealed, ObjectionFound
from governance_core.proposals.testing_model import APPEALABLE, Criterion, Found

CRITERIA = {
    Criterion.HARM: "it harms the circle",
    Criterion.LIMITS: "it limits the objector in a role of theirs",
    Criterion.CAUSED: "the proposal causes it",
    Criterion.CERTAIN: "it is certain, or there would be no time to adapt",
}


class NoAppeal(Refusal):
    """There is nothing to appeal against, or the one appeal was made."""

    code = "no_appeal"
    template = "You cannot appeal about objection {number} to {ref}: {because}. {next}"


class NobodyDecides(Refusal):
    """Everybody who could decide an appeal is a side of it, or missing."""

    code = "nobody_decides"
    template = "Nobody is left who could decide an appeal about {ref}. You can object again, or take it to a meeting."


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


def judges(objection: Objection, state: Proposal, facts: ProposalFacts) -> tuple[list[PersonId], CircleId]:
    """Who decides an appeal, and in which circle: the parent's facilitator, or whoever stands in there.

    Neither a side, nor whoever found so, nor somebody who may not see the proposal. Where the parent has nobody, and at
    the root, which has none, it is the next in the circle itself.
    """
    parent = facts.circles.circles[state.circle].parent
    if parent is not None and (able := _unbiased(parent, objection, state, facts)):
        return able, parent
    return _unbiased(state.circle, objection, state, facts), CircleId("")


def _unbiased(where: CircleId, objection: Objection, state: Proposal, facts: ProposalFacts) -> list[PersonId]:
    circle = facts.circles.open(where)
    if circle is None:
        return []
    electors = facts.circles.electors(where, facts.people)
    known = {*circle.roles.values(), *electors}
    judged = {objection.found.by} if objection.found and objection.found.by else set()
    strangers = {person for person in known if not facts.circles.may_see(person, state.circle)}
    missing = unavailable(known, facts.people, facts.now)
    barred = {objection.person, *sides_of(state), *judged, *strangers, *missing}
    return stand_in(circle.roles, barred, electors)


def appeal(command: AppealFinding, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Section 2: the objector, once; it blocks again until it is decided."""
    require_round(state, facts)
    me = require_elector(state, facts)
    objection = chosen(command.objection, state.may_appeal(me), state, facts)
    if objection.person != me:
        instead = "If you see harm too, raise an objection of your own."
        raise NotAllowed(who=people([objection.person]), do="appeal about this objection", next=instead)
    if objection.appeal_until is not None:
        return ()
    _require_appealable(objection, state, facts)
    reason = checked_words("reason", command.reason, "Say what was overlooked.")
    able, circle = judges(objection, state, facts)
    private = facts.circles.circles[state.circle].private
    if not able:
        raise NobodyDecides(ref=facts.stream)
    appealed = ObjectionAppealed(
        number=objection.number,
        person=me,
        version=state.version,
        at=facts.now,
        until=rules_in(state).test_window.after(facts.now, rules_in(state).zone),
        left=state.deadline - facts.now if state.deadline else None,
        to=tuple(able),
        circle=CircleId("") if private else circle,
        reason=reason,
    )
    return (appealed,)


def _require_appealable(objection: Objection, state: Proposal, facts: ProposalFacts) -> None:
    if objection in state.may_appeal(objection.person):
        return
    found = objection.found.found if objection.found else None
    instead = f"You can object again with /consent object {facts.stream}."
    if objection.appealed:
        because = "the one appeal about it was decided"
    elif found not in APPEALABLE:
        because = "nobody found that it does not count"
        instead = f"/proposal show {facts.stream} shows how it stands, and you can withdraw it with /consent withdraw."
    else:
        because = "it was about an older version of the text"
    raise NoAppeal(number=objection.number, ref=facts.stream, because=because, next=instead)


def decide_appeal(command: DecideAppeal, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Upheld, it stays a concern; reopened, it counts and blocks."""
    require_round(state, facts)
    waiting = [one for one in state.open_objections() if one.appeal_until is not None]
    if not waiting:
        fix = f"/proposal show {facts.stream} shows how its objections stand."
        raise Invalid(problem=f"No appeal about {facts.stream} waits to be decided.", fix=fix)
    objection = chosen(command.objection, waiting, state, facts)
    if objection not in waiting:
        fix = f"/proposal show {facts.stream} shows how its objections stand."
        raise Invalid(problem=f"No appeal about objection {objection.number} waits to be decided.", fix=fix)
    able, _circle = judges(objection, state, facts)
    if facts.me not in able:
        who = people(able, "or") if able else "nobody of those who are here now"
        raise NotAllowed(who=who, do="decide this appeal", next="Ask them to decide it with /consent decide.")
    reason = checked_words("reason", command.reason, "Say why, for the record and for the objector.")
    return (_decided(objection, state, facts, reopened=command.decision == "reopen", by=facts.me, reason=reason),)


def _decided(
    one: Objection, state: Proposal, facts: ProposalFacts, *, reopened: bool, by: PersonId | None, reason: str = ""
) -> AppealDecided:
    return AppealDecided(
        number=one.number,
        person=one.person,
        version=state.version,
        reopened=reopened,
        at=facts.now,
        by=by,
        reason=reason,
    )


def end_appeals(command: EndAppeals, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Nobody decided in time: it is reopened, for only what somebody found keeps an objection from blocking."""
    over = [one for one in state.open_objections() if one.appeal_until and one.appeal_until <= facts.now]
    return tuple(_decided(one, state, facts, reopened=True, by=None) for one in over if state.in_round)


def next_appeal_end(state: Proposal) -> datetime | None:
    """When the next appeal must have been decided."""
    return min((one.appeal_until for one in state.open_objections() if one.appeal_until), default=None)
