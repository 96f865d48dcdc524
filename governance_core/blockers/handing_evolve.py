"""What a blocker becomes with each event between circles."""

from dataclasses import replace
from typing import Any

from governance_core.blockers.handing_events import (
    BlockerAccepted,
    BlockerDeclined,
    BlockerHanded,
    BlockerNotAdopted,
    BlockerProposalNoted,
    BlockerPut,
    BlockerTakenBack,
)
from governance_core.blockers.model import Blocker, Offer, Standing
from governance_core.kernel.decider import changed


def evolve(state: Blocker, event: Any) -> Blocker:
    """The blocker after an event."""
    match event:
        case BlockerHanded(by=by, to=to, at=at, reason=reason, escalates_at=then):
            return changed(state, offer=Offer(to, by, at, reason), escalates_at=then, steps=0, **_NO_ANSWER)
        case BlockerPut() if state.offer:
            return changed(state, offer=replace(state.offer, put=True))
        case BlockerProposalNoted(proposal=proposal) if state.offer:
            return changed(state, offer=replace(state.offer, proposal=proposal))
        case BlockerAccepted():
            return _accepted(state, event)
        case BlockerDeclined(circle=circle, by=by, reason=reason):
            return changed(state, offer=None, declined_in=circle, declined_by=by, declined_because=reason)
        case BlockerNotAdopted(circle=circle, because=because):
            return changed(state, offer=None, declined_in=circle, declined_by=None, declined_because=because)
        case BlockerTakenBack():
            return changed(state, offer=None)
        case _:
            raise TypeError(f"blockers do not know {event!r}")


_NO_ANSWER = {"declined_in": "", "declined_by": None, "declined_because": ""}


def _accepted(state: Blocker, event: BlockerAccepted) -> Blocker:
    """Whoever takes it on themselves has seen it."""
    seen = event.owner == event.by
    return changed(
        state,
        holder=event.circle,
        owner=event.owner,
        offer=None,
        standing=Standing.ACKNOWLEDGED if seen else Standing.OPEN,
        acknowledged_at=event.at if seen else None,
        escalates_at=event.escalates_at,
        steps=0,
        decided_by=event.proposal,
        taken_by=event.by,
    )
