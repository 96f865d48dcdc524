"""What may happen to a metric: added, a value recorded or put right, and retired."""

from typing import Any, Final

from governance_core.circles.acting import Acting, require_seat
from governance_core.kernel.decider import Decider, by_table
from governance_core.kernel.errors import Invalid
from governance_core.kernel.message import Event
from governance_core.metrics.events import MetricAdded, MetricRecorded, MetricRetired
from governance_core.metrics.evolve import evolve
from governance_core.metrics.guards import (
    UNIT_LIMIT,
    day_of,
    figure,
    named,
    require_followed,
    short,
)
from governance_core.metrics.messages import AddMetric, NoteMetric, RecordMetric, RetireMetric
from governance_core.metrics.model import Direction, Metric


def _add(command: AddMetric, state: Metric, facts: Acting) -> tuple[Event, ...]:
    require_seat(command.circle, "add a metric there", facts)
    name, unit = named(command.name), short("unit", command.unit, UNIT_LIMIT)
    target = figure("target", command.target, facts) if command.target.strip() else None
    if target is None and command.direction == Direction.TARGET:
        problem = "It should be as near its target as can be, and there is no target."
        raise Invalid(field="target", problem=problem, fix="Give a number such as 45, or choose more or less.")
    added = MetricAdded(
        circle=command.circle,
        by=facts.me,
        at=facts.now,
        direction=command.direction,
        target=target,
        name=name,
        unit=unit,
    )
    return (added,)


def _record(command: RecordMetric, state: Metric, facts: Acting) -> tuple[Event, ...]:
    """The same value for the same day again is nothing new."""
    require_seat(state.circle, f"record a value of {facts.stream}", facts)
    require_followed(state, facts)
    value, day = figure("value", command.value, facts), day_of(command.day, state.circle, facts)
    before = state.on(day)
    if before is not None and before.value == value:
        return ()
    return (MetricRecorded(day=day, value=value, at=facts.now, by=facts.me),)


def _note(command: NoteMetric, state: Metric, facts: Acting) -> tuple[Event, ...]:
    before = state.on(command.day)
    if not state.is_followed or (before is not None and before.value == command.value):
        return ()
    return (MetricRecorded(day=command.day, value=command.value, at=facts.now, source=command.source),)


def _retire(command: RetireMetric, state: Metric, facts: Acting) -> tuple[Event, ...]:
    """Pressed twice it is one."""
    require_seat(state.circle, f"retire {facts.stream}", facts)
    return (MetricRetired(person=facts.me, at=facts.now),) if state.is_followed else ()


DECIDE: Final[dict[type, Any]] = {AddMetric: _add, RecordMetric: _record, NoteMetric: _note, RetireMetric: _retire}

RULES: Final = Decider(Metric(), by_table(DECIDE, "metrics"), evolve)
