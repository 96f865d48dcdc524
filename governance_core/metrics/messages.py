"""What can be asked of metrics."""

from governance_core.cards.form import Choice, Lookup, Moment, Option, Question, Words
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.message import Command, Query, ask, message

ID = Question(Lookup("metric"), "Metric")
NONE = "none"
_NAME = Question(Words(), "Name", "What is counted: Plots in use")
_UNIT = Question(Words(), "Unit", "A word such as plots or %, or blank")
_TARGET = Question(Words(), "Target", "A number such as 45, or blank")
DIRECTIONS = (
    Option("up", "More is better"),
    Option("down", "Less is better"),
    Option("target", "As near the target as can be"),
)


@message(
    "metric.add",
    "Follow a number in your circle",
    path="metric add",
    action="add-metric",
    title="Follow a number",
    submit="Follow it",
    example='/metric add circle:garden name:"Plots in use" unit:plots direction:up target:45',
)
class AddMetric(Command):
    """Anybody with a seat in the circle."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle", "Who follows it"))
    name: str = ask(_NAME)
    unit: str = ask(_UNIT, default="")
    direction: str = ask(Question(Choice(DIRECTIONS), "Where it should go"), default="up")
    target: str = ask(_TARGET, default="")


@message(
    "metric.record",
    "Record what a metric is now, or was on a day",
    path="metric record",
    action="record-metric",
    title="Record a value",
    submit="Record it",
    example="/metric record M-1 value:41",
)
class RecordMetric(Command):
    """Anybody with a seat in the circle. Another value for the same day replaces the first; `none` takes it away."""

    id: StreamId = ask(ID)
    value: str = ask(Question(Words(), "Value", "A number such as 41 or 3.5; none where the day has none"))
    day: str | None = ask(Question(Moment(), "Day", "A date such as 2026-03-02; blank is today"), default=None)


@message(
    "metric.change",
    "Change what a metric is called, its unit, or where it should go",
    path="metric change",
    action="change-metric",
    title="Change the metric",
    submit="Change it",
    always_asks=True,
    example="/metric change M-1 target:50",
)
class ChangeMetric(Command):
    """Anybody with a seat in the circle. What is left blank stays as it is; `none` takes a unit or a target away."""

    id: StreamId = ask(ID)
    name: str | None = ask(_NAME, default=None)
    unit: str | None = ask(Question(Words(), "Unit", "A word such as plots or %, or none"), default=None)
    direction: str | None = ask(Question(Choice(DIRECTIONS), "Where it should go"), default=None)
    target: str | None = ask(Question(Words(), "Target", "A number such as 45, or none"), default=None)


@message(
    "metric.reopen",
    "Follow a metric again that was retired",
    path="metric reopen",
    action="reopen-metric",
    example="/metric reopen M-1",
)
class ReopenMetric(Command):
    """Anybody with a seat in the circle. It goes on with the values it has."""

    id: StreamId = ask(ID)


@message(
    "metric.retire",
    "Follow it no more; its values stay",
    path="metric retire",
    action="retire-metric",
    example="/metric retire M-1",
)
class RetireMetric(Command):
    """Anybody with a seat in the circle."""

    id: StreamId = ask(ID)


@message("metric.from_checkin", "A check-in asked for it", pressed_by=frozenset({"policy"}))
class NoteMetric(Command):
    """What the answers of a check-in come to, in hundredths, for the day on which it was asked."""

    id: StreamId
    day: str
    value: int
    source: str


@message(
    "metric.show",
    "A metric: its last value, how it changed, and its target",
    path="metric show",
    action="metric",
    example="/metric show M-1",
)
class ShowMetric(Query):
    """The card, with a small picture of its values."""

    id: StreamId = ask(ID)


@message(
    "metric.list",
    "The numbers that a circle follows",
    path="metric list",
    action="metrics",
    example="/metric list circle:garden",
)
class ListMetrics(Query):
    """Of one circle or of all you can see."""

    circle: CircleId | None = ask(Question(Lookup("circle"), "Circle"), default=None)
