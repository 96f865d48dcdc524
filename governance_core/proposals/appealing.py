"""The one appeal against what was found of an objection: section 2 of process.md."""

from datetime import datetime

from governance_core.cards.text import people
from governance_core.circles.model import stand_in
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.proposals.facilitating import sides_of, unavailable
from governance_core.proposals.guards import ProposalFacts, require_elector, require_round
from governance_core.proposals.messages import AppealFinding, DecideAppeal, EndAppeals
from governance_core.proposals.model import Proposal
from governance_core.proposals.objections_model import Objection
from governance_core.proposals.testing import chosen, rules_in
from governance_core.proposals.testing_events import AppealDecided, ObjectionAppealed
from governance_core.proposals.testing_model import APPEALABLE


class NoAppeal(Refusal):
    """There is nothing to appeal against, or the one appeal was made."""

    code = "no_appeal"
    template = "You cannot appeal about objection {number} to {ref}: {because}. {next}"


class NobodyDecides(Refusal):
    """Everybody who could decide an appeal is a side of it, or missing."""

    code = "nobody_decides"
    template = "Nobody is left who could decide an appeal about {ref}. You can object again, or take it to a meeting."


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
