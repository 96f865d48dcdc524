"""What may happen to a metric: added, changed, a value recorded, put right or taken away, retired, followed again."""

from typing import Any, Final

from governance_core.circles.acting import Acting, require_seat
from governance_core.kernel.decider import Decider, by_table
from governance_core.kernel.errors import Invalid
from governance_core.kernel.message import Event
from governance_core.metrics.events import (
    MetricAdded,
    MetricChanged,
    MetricRecorded,
    MetricReopened,
    MetricRetired,
    MetricTargetReached,
    MetricValueRemoved,
)
from governance_core.metrics.evolve import evolve
from governance_core.metrics.guards import (
    UNIT_LIMIT,
    MetricFacts,
    day_of,
    figure,
    named,
    require_followed,
    require_name_free,
    short,
)
from governance_core.metrics.messages import (
    NONE,
    AddMetric,
    ChangeMetric,
    NoteMetric,
    RecordMetric,
    ReopenMetric,
    RetireMetric,
)
from governance_core.metrics.model import Direction, Metric
from governance_core.metrics.reading import folded


def _add(command: AddMetric, state: Metric, facts: MetricFacts) -> tuple[Event, ...]:
    require_seat(command.circle, "add a metric there", facts)
    name, unit = named(command.name), short("unit", command.unit, UNIT_LIMIT)
    target = figure("target", command.target, facts) if command.target.strip() else None
    _require_target(target, command.direction)
    require_name_free(name, facts, "name")
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


def _require_target(target: int | None, direction: str) -> None:
    if target is None and direction == Direction.TARGET:
        problem = "It should be as near its target as can be, and there is no target."
        raise Invalid(field="target", problem=problem, fix="Give a number such as 45, or choose more or less.")


def _change(command: ChangeMetric, state: Metric, facts: MetricFacts) -> tuple[Event, ...]:
    """What is left blank stays as it is."""
    require_seat(state.circle, f"change {facts.stream}", facts)
    require_followed(state, facts)
    name = state.name if command.name is None else named(command.name)
    if folded(name) != folded(state.name):
        require_name_free(name, facts, "name")
    unit = state.unit if command.unit is None else short("unit", _unless_none(command.unit), UNIT_LIMIT)
    direction = Direction(command.direction or state.direction)
    target = state.target if command.target is None else _target(command.target, facts)
    _require_target(target, direction)
    if (name, unit, direction, target) == (state.name, state.unit, state.direction, state.target):
        return ()
    changed = MetricChanged(by=facts.me, at=facts.now, direction=str(direction), target=target, name=name, unit=unit)
    return (changed,)


def _unless_none(typed: str) -> str:
    return "" if typed.strip().casefold() == NONE else typed


def _target(typed: str, facts: Acting) -> int | None:
    wanted = _unless_none(typed).strip()
    return figure("target", wanted, facts) if wanted else None


def _record(command: RecordMetric, state: Metric, facts: Acting) -> tuple[Event, ...]:
    """The same value for the same day again is nothing new."""
    require_seat(state.circle, f"record a value of {facts.stream}", facts)
    require_followed(state, facts)
    day = day_of(command.day, state.circle, facts)
    before = state.on(day)
    if not _unless_none(command.value).strip():
        return (MetricValueRemoved(day=day, by=facts.me, at=facts.now),) if before else ()
    value = figure("value", command.value, facts)
    if before is not None and before.value == value:
        return ()
    return _recorded(state, MetricRecorded(day=day, value=value, at=facts.now, by=facts.me))


def _note(command: NoteMetric, state: Metric, facts: Acting) -> tuple[Event, ...]:
    before = state.on(command.day)
    if not state.is_followed or (before is not None and before.value == command.value):
        return ()
    recorded = MetricRecorded(day=command.day, value=command.value, at=facts.now, source=command.source)
    return _recorded(state, recorded)


def _recorded(state: Metric, event: MetricRecorded) -> tuple[Event, ...]:
    """That it is where it should go is said once: not of a day long past, nor of one that was there before."""
    after = evolve(state, event)
    if state.reached_on or state.is_there or not after.is_there or after.values[-1].day != event.day:
        return (event,)
    return (event, MetricTargetReached(day=event.day, value=event.value, at=event.at))


def _reopen(command: ReopenMetric, state: Metric, facts: MetricFacts) -> tuple[Event, ...]:
    """Pressed twice it is one."""
    require_seat(state.circle, f"follow {facts.stream} again", facts)
    if state.is_followed:
        return ()
    require_name_free(state.name, facts)
    return (MetricReopened(person=facts.me, at=facts.now),)


def _retire(command: RetireMetric, state: Metric, facts: Acting) -> tuple[Event, ...]:
    """Pressed twice it is one."""
    require_seat(state.circle, f"retire {facts.stream}", facts)
    return (MetricRetired(person=facts.me, at=facts.now),) if state.is_followed else ()


DECIDE: Final[dict[type, Any]] = {
    AddMetric: _add,
    ChangeMetric: _change,
    RecordMetric: _record,
    NoteMetric: _note,
    RetireMetric: _retire,
    ReopenMetric: _reopen,
}

RULES: Final = Decider(Metric(), by_table(DECIDE, "metrics"), evolve)
