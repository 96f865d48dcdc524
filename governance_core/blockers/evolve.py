"""What a blocker becomes with each event."""

from typing import Any

from governance_core.blockers import handing_evolve
from governance_core.blockers.events import (
    BlockerAcknowledged,
    BlockerAssigned,
    BlockerEscalated,
    BlockerRaised,
    BlockerReopened,
    BlockerResolved,
)
from governance_core.blockers.model import Blocker, Standing
from governance_core.kernel.decider import changed


def evolve(state: Blocker, event: Any) -> Blocker:
    """The blocker after an event."""
    match event:
        case BlockerRaised():
            return _raised(event)
        case BlockerAcknowledged(at=at, escalates_at=then):
            line = {"escalates_at": then, "steps": 0}
            return changed(state, standing=Standing.ACKNOWLEDGED, acknowledged_at=at, **line)
        case BlockerAssigned(owner=owner):
            return changed(state, owner=owner, standing=Standing.OPEN, acknowledged_at=None)
        case BlockerResolved(person=person, at=at, how=how):
            settled = {"settled_by": person, "settled_at": at, "how": how}
            return changed(state, standing=Standing.RESOLVED, escalates_at=None, offer=None, **settled)
        case BlockerReopened():
            return _reopened(state, event)
        case BlockerEscalated(to=to, at=at, escalates_at=then):
            told = (*state.told, to) if to and to not in state.told else state.told
            return changed(
                state, escalates_at=then, steps=state.steps + 1, told=told, told_at=at if to else state.told_at
            )
        case _:
            return handing_evolve.evolve(state, event)


def _raised(event: BlockerRaised) -> Blocker:
    return Blocker(
        circle=event.circle,
        holder=event.circle,
        asker=event.asker,
        owner=event.owner,
        words=event.words,
        standing=Standing.OPEN,
        source=event.source,
        at=event.at,
        escalates_at=event.escalates_at,
    )


def _reopened(state: Blocker, event: BlockerReopened) -> Blocker:
    return changed(
        state,
        standing=Standing.OPEN,
        owner=event.owner,
        acknowledged_at=None,
        escalates_at=event.escalates_at,
        steps=0,
        told=(),
        told_at=None,
        settled_by=None,
        settled_at=None,
        reopened_by=event.person,
        reopened_because=event.reason,
    )
