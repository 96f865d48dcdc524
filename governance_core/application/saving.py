"""What the store keeps of a stream that changed: its events and state, what is due on it, and what is drawn anew."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from governance_core.application.postings import cards_of, postings_of
from governance_core.feature import Feature
from governance_core.kernel.ids import Actor, StreamId
from governance_core.kernel.message import Event
from governance_core.policies import redraws
from governance_core.ports import Alarm, Reader, Saving


@dataclass(slots=True)
class Pending:
    """What happened to a stream and is not saved yet: from event number `first` on."""

    feature: Feature[Any, Any]
    before: Any
    state: Any
    first: int
    events: list[tuple[Event, Actor]]


def saving(
    stream: StreamId,
    pending: Pending,
    before: tuple[Alarm, ...],
    after: tuple[Alarm, ...],
    reader: Reader,
    spoken: Collection[str],
) -> Saving:
    """The stream as it is to be saved, given what was due before and is due now; `spoken` as in `postings_of`."""
    feature, states = pending.feature, (pending.before, pending.state)
    postings = postings_of(stream, feature, *states, pending.first, pending.events, reader, spoken)
    elsewhere = [item for event, _ in pending.events for item in redraws(event, reader)]
    cleared = {alarm.name for alarm in before} - {alarm.name for alarm in after}
    return Saving(
        stream=stream,
        first=pending.first,
        events=tuple(pending.events),
        state=pending.state,
        closed=feature.closed(pending.state),
        alarms_set=tuple(alarm for alarm in after if alarm not in before),
        alarms_cleared=tuple(sorted(cleared)),
        postings=(*postings, *cards_of(elsewhere, reader)) if elsewhere else postings,
    )
