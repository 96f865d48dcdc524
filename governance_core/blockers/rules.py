"""What may happen to a blocker: raised, acknowledged, given to somebody else, resolved, opened again, escalated."""

from typing import Any, Final

from governance_core.blockers import handing
from governance_core.blockers.events import (
    BlockerAcknowledged,
    BlockerAssigned,
    BlockerEscalated,
    BlockerRaised,
    BlockerReopened,
    BlockerResolved,
)
from governance_core.blockers.evolve import evolve
from governance_core.blockers.guards import (
    escalates,
    helper_of,
    in_line,
    require_new,
    require_open,
    require_part,
    told,
)
from governance_core.blockers.messages import (
    AcknowledgeBlocker,
    AssignBlocker,
    EscalateBlocker,
    OwnerGone,
    RaiseBlocker,
    ReopenBlocker,
    ResolveBlocker,
)
from governance_core.blockers.model import Blocker, Standing
from governance_core.cards.text import Mention
from governance_core.circles.acting import Acting, require_owner, require_seat
from governance_core.circles.model import Circle
from governance_core.kernel.decider import Decider, by_table
from governance_core.kernel.errors import Invalid, NotAllowed
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event

_ANEW: Final = "Raise it anew, where it is in the way now: /blocker raise."


def _raise(command: RaiseBlocker, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    circle = _where(command, facts)
    words = told("what", command.what, "Say what is in the way, and what it holds up.")
    require_new(words, facts)
    asker = facts.me
    owner = command.owner or helper_of(circle.id, facts, asker)
    require_owner(owner, (circle.id,), facts)
    raised = BlockerRaised(
        circle=circle.id,
        asker=asker,
        owner=owner,
        at=facts.now,
        escalates_at=escalates(circle.id, facts),
        source=command.source,
        words=words,
    )
    return (raised,)


def _where(command: RaiseBlocker, facts: Acting) -> Circle:
    """What was said in a check-in stays in the way, also where whoever said it has lost their seat since."""
    here = facts.circles.open(command.circle)
    if here is not None and command.source and facts.by.kind == "policy":
        return here
    return require_seat(command.circle, "raise a blocker there", facts)


def _acknowledge(command: AcknowledgeBlocker, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    """Pressed twice it is one."""
    require_open(state, facts)
    if facts.me != state.owner:
        way = f"Ask them to, or take it yourself with /blocker assign {facts.stream}."
        raise NotAllowed(who=Mention(state.owner), do=f"acknowledge {facts.stream}", next=way)
    if state.standing is Standing.ACKNOWLEDGED:
        return ()
    return (_acknowledged(facts.me, state, facts),)


def _acknowledged(person: PersonId, state: Blocker, facts: Acting) -> BlockerAcknowledged:
    """Whoever looks after it has as many days again."""
    return BlockerAcknowledged(person=person, at=facts.now, escalates_at=escalates(state.holder, facts))


def _assign(command: AssignBlocker, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    """Whoever takes it themselves need not acknowledge it."""
    require_open(state, facts)
    me = require_part(state, facts, f"say who looks after {facts.stream}")
    owner = require_owner(command.owner, state.circles, facts)
    own = (_acknowledged(me, state, facts),) if owner == me and state.standing is Standing.OPEN else ()
    if owner == state.owner:
        return own
    return (BlockerAssigned(owner=owner, by=me, at=facts.now), *(own or _taken(owner, me, state, facts)))


def _taken(owner: PersonId, me: PersonId, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    return (_acknowledged(me, state, facts),) if owner == me else ()


def _resolve(command: ResolveBlocker, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    require_open(state, facts)
    me = require_part(state, facts, f"resolve {facts.stream}")
    how = told("how", command.how, "Say what took it out of the way.")
    return (BlockerResolved(person=me, at=facts.now, how=how, proposal=state.offer.proposal if state.offer else ""),)


def _reopen(command: ReopenBlocker, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    """Pressed twice it is one: what is open already stays as it is."""
    me = require_part(state, facts, f"open {facts.stream} again")
    reason = told("reason", command.reason, "Say what happened.")
    if state.is_open:
        return ()
    if facts.circles.open(state.holder) is None:
        raise Invalid(problem=f"The circle that had {facts.stream} is closed.", fix=_ANEW)
    stays = _may_still(state.owner, state, facts)
    owner = state.owner if stays else helper_of(state.holder, facts, state.asker, state.owner)
    again = escalates(state.holder, facts)
    return (BlockerReopened(person=me, owner=owner, at=facts.now, escalates_at=again, reason=reason),)


def _escalate(command: EscalateBlocker, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    """One after the other in line is told; after the last one it is only repeated in lists and digests."""
    if not state.is_open or state.escalates_at is None:
        return ()
    line = in_line(state, facts)
    to = line[state.steps] if state.steps < len(line) else None
    more = escalates(state.holder, facts) if state.steps + 1 < len(line) else None
    return (BlockerEscalated(to=to, at=facts.now, escalates_at=more),)


def _owner_gone(command: OwnerGone, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    if not state.is_open or state.owner != command.person:
        return ()
    if command.to is None and _may_still(command.person, state, facts):
        return ()
    owner = command.to or helper_of(state.holder, facts, state.asker, command.person)
    return (BlockerAssigned(owner=owner, by=None, at=facts.now, left=True),) if owner != state.owner else ()


def _may_still(person: PersonId, state: Blocker, facts: Acting) -> bool:
    seen = any(facts.circles.may_see(person, one) for one in state.circles)
    return facts.people.present(person) is not None and (seen or person == state.asker)


DECIDE: Final[dict[type, Any]] = {
    **handing.DECIDE,
    RaiseBlocker: _raise,
    AcknowledgeBlocker: _acknowledge,
    AssignBlocker: _assign,
    ResolveBlocker: _resolve,
    ReopenBlocker: _reopen,
    EscalateBlocker: _escalate,
    OwnerGone: _owner_gone,
}

RULES: Final = Decider(Blocker(), by_table(DECIDE, "blockers"), evolve)
