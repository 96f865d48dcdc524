"""What can be asked of metrics."""

from governance_core.cards.form import Choice, Lookup, Moment, Option, Question, Words
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.message import Command, Query, ask, message

ID = Question(Lookup("metric"), "Metric")
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
    name: str = ask(Question(Words(), "Name", "What is counted: Plots in use"))
    unit: str = ask(Question(Words(), "Unit", "A word such as plots or %, or blank"), default="")
    direction: str = ask(Question(Choice(DIRECTIONS), "Where it should go"), default="up")
    target: str = ask(Question(Words(), "Target", "A number such as 45, or blank"), default="")


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
    """Anybody with a seat in the circle. Another value for the same day replaces the first."""

    id: StreamId = ask(ID)
    value: str = ask(Question(Words(), "Value", "A number such as 41 or 3.5"))
    day: str | None = ask(Question(Moment(), "Day", "A date such as 2026-03-02; blank is today"), default=None)


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
