"""What a metric becomes with each event."""

from typing import Any

from governance_core.kernel.decider import changed
from governance_core.metrics.events import MetricAdded, MetricRecorded, MetricRetired
from governance_core.metrics.model import KEPT, Direction, Metric, Standing, Value


def evolve(state: Metric, event: Any) -> Metric:
    """The metric after an event."""
    match event:
        case MetricAdded():
            return _added(event)
        case MetricRecorded():
            return changed(state, values=_with(state.values, event))
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


def _with(values: tuple[Value, ...], event: MetricRecorded) -> tuple[Value, ...]:
    """In the order of days, one a day; the oldest are left to the register."""
    value = Value(event.day, event.value, event.at, event.by, event.source)
    others = [one for one in values if one.day != event.day]
    return tuple(sorted((*others, value), key=lambda one: one.day)[-KEPT:])
