"""What a metric becomes with each event."""

from typing import Any

from governance_core.kernel.decider import changed
from governance_core.metrics.events import (
    MetricAdded,
    MetricChanged,
    MetricRecorded,
    MetricReopened,
    MetricRetired,
    MetricTargetReached,
    MetricValueRemoved,
)
from governance_core.metrics.model import KEPT, Direction, Metric, Standing, Value


def evolve(state: Metric, event: Any) -> Metric:
    """The metric after an event."""
    match event:
        case MetricAdded():
            return _added(event)
        case MetricRecorded():
            return _valued(state, event.day, _with(state.values, event))
        case MetricValueRemoved(day=day):
            return _valued(state, day, tuple(one for one in state.values if one.day != day))
        case MetricTargetReached(day=day):
            return changed(state, reached_on=day)
        case MetricChanged():
            return _changed(state, event)
        case MetricReopened():
            return changed(state, standing=Standing.FOLLOWED, retired_by=None, retired_at=None)
        case MetricRetired(person=person, at=at):
            return changed(state, standing=Standing.RETIRED, retired_by=person, retired_at=at)
        case _:
            raise TypeError(f"metrics do not know {event!r}")


def _added(event: MetricAdded) -> Metric:
    return Metric(
        circle=event.circle,
        name=event.name,
        unit=event.unit,
        direction=Direction(event.direction),
        target=event.target,
        by=event.by,
        at=event.at,
        standing=Standing.FOLLOWED,
    )


def _changed(state: Metric, event: MetricChanged) -> Metric:
    """Where it is there already when a target is set, nobody need be told."""
    direction = Direction(event.direction)
    after = changed(state, name=event.name, unit=event.unit, direction=direction, target=event.target)
    after = changed(after, was=state.name)
    same = (direction, event.target) == (state.direction, state.target)
    known = after.values[-1].day if after.is_there else ""
    return changed(after, reached_on=state.reached_on if same else known)


def _valued(state: Metric, day: str, values: tuple[Value, ...]) -> Metric:
    """Where the value that was there was wrong, it is said again of a later one."""
    after = changed(state, values=values)
    wrong = day == state.reached_on and not after.is_there
    return changed(after, reached_on="") if wrong else after


def _with(values: tuple[Value, ...], event: MetricRecorded) -> tuple[Value, ...]:
    """In the order of days, one a day; the oldest are left to the register."""
    before = next((one for one in values if one.day == event.day), None)
    instead = (before.value, before.by) if before else (None, None)
    value = Value(event.day, event.value, event.at, event.by, event.source, *instead)
    others = [one for one in values if one.day != event.day]
    return tuple(sorted((*others, value), key=lambda one: one.day)[-KEPT:])
