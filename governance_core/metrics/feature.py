"""The face of metrics: what can be asked, who sees them, and what there is to pick."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from governance_core.cards.card import Card
from governance_core.cards.form import Option
from governance_core.cards.text import Text
from governance_core.circles.items import (
    MOST_CHOICES,
    MOST_LISTED,
    circles_meant,
    found,
    list_title,
    options,
    receipt_card,
    target_but_for,
)
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.metrics import cards, reports, tellings
from governance_core.metrics.guards import MetricFacts
from governance_core.metrics.messages import (
    AddMetric,
    ChangeMetric,
    ListMetrics,
    NoteMetric,
    RecordMetric,
    ReopenMetric,
    RetireMetric,
    ShowMetric,
)
from governance_core.metrics.model import Metric, Standing, called
from governance_core.metrics.reading import ReadsMetrics, folded
from governance_core.metrics.rules import RULES
from governance_core.people.model import PEOPLE
from governance_core.ports import Reader

TARGET = target_but_for(AddMetric)
MOST_TOLD = 3
"""Metrics that the card of a circle tells of."""
MOST_NAMED = 500
Asking = Callable[[StreamId, CircleId, Reader], Sequence[StreamId]]
"""The check-ins of a circle that ask for a metric."""


def _facts(asking: Asking) -> Callable[[Any, Metric, Actor, Reader], MetricFacts]:
    def facts(command: Any, state: Metric, by: Actor, reader: Reader) -> MetricFacts:
        stream = TARGET(command) or StreamId("the metric")
        circle = command.circle if isinstance(command, AddMetric) else state.circle
        named = isinstance(command, AddMetric | ChangeMetric | ReopenMetric)
        others = _others(stream, circle, reader) if named else {}
        asked_by = asking(stream, circle, reader) if isinstance(command, RetireMetric | ChangeMetric) else ()
        return MetricFacts(reader.now, by, stream, reader.state(CIRCLES), reader.state(PEOPLE), others, asked_by)

    return facts


def _others(stream: StreamId, circle: CircleId, reader: Reader) -> Mapping[str, StreamId]:
    """By name, the oldest of each."""
    rows = reader.half(ReadsMetrics).listed_metrics([circle], MOST_NAMED)
    followed = [row for row in rows if row.standing == Standing.FOLLOWED and row.id != stream]
    return {folded(row.name): row.id for row in reversed(followed)}


def sees(state: Metric, person: PersonId | None, reader: Reader) -> bool:
    """Whoever may see its circle."""
    circles: Circles = reader.state(CIRCLES)
    return state.standing is Standing.NOTHING or circles.may_see(person, state.circle)


def card(stream: StreamId, state: Metric, reader: Reader, viewer: PersonId | None) -> Card:
    """The metric's card."""
    circles: Circles = reader.state(CIRCLES)
    return cards.metric_card(stream, state, circles.circles[state.circle].name, circles.zone_of(state.circle))


def show(query: ShowMetric, by: Actor, reader: Reader) -> Card:
    """The card as it stands, with a picture. Raises Unknown."""
    state = found(query.id, Metric, sees, by.person, reader, "/metric list")
    circles: Circles = reader.state(CIRCLES)
    zone = circles.zone_of(state.circle)
    drawn = cards.picture(state, zone)
    return cards.metric_card(query.id, state, circles.circles[state.circle].name, zone, (drawn,) if drawn else ())


def listed(query: ListMetrics, by: Actor, reader: Reader) -> Card:
    """The metrics of one circle or of all that can be seen."""
    wanted = circles_meant(query.circle, by.person, reader)
    half = reader.half(ReadsMetrics)
    rows = half.listed_metrics(wanted, MOST_LISTED)
    title = list_title("Metrics", query.circle, reader)
    entries = [cards.entry(row, half.last_values(row.id, reader.now, 2)) for row in rows]
    return cards.list_card(title, entries, half.count_metrics(wanted) - len(rows), query.circle)


def metric_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Ids to pick: those that are followed first."""
    circles: Circles = reader.state(CIRCLES)
    rows = reader.half(ReadsMetrics).listed_metrics([one.id for one in circles.visible(person)], 8 * MOST_CHOICES)
    return options([(row.id, row.name, row.standing) for row in rows], typed)


def receipt(stream: StreamId, events: tuple[Event, ...], state: Metric, by: Actor, known: MetricFacts | None) -> Card:
    """What the one who pressed is told."""
    circles = known.circles if known else Circles()
    said = tellings.receipt_words(
        stream, events[0] if events else None, state, cards.line(stream, state), circles.zone_of(state.circle)
    )
    asked = tellings.asked_words(stream, events[0], state, known.asked_by) if known and events else ""
    return receipt_card(stream, (said + asked,), "metric")


def telling(stream: StreamId, event: Event, state: Metric, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What is said of an event."""
    circles: Circles = reader.state(CIRCLES)
    return tellings.telling(stream, event, state, circles.zone_of(state.circle))


def prefill(kind: str, state: Metric, person: PersonId | None) -> Mapping[str, str]:
    """The form that changes a metric opens with it as it stands."""
    if kind != "metric.change" or state.standing is Standing.NOTHING:
        return {}
    target = "" if state.target is None else cards.figure(state.target)
    return {"name": state.name, "unit": state.unit, "direction": str(state.direction), "target": target}


def of_circle(circle: CircleId, reader: Reader) -> Sequence[tuple[str, Text]]:
    """The numbers that are followed, the oldest first."""
    half = reader.half(ReadsMetrics)
    rows = half.listed_metrics([circle], MOST_TOLD + 1)
    followed = [row for row in rows if row.standing == Standing.FOLLOWED]
    told = [cards.told(row, half.last_values(row.id, reader.now, 2)) for row in followed[:MOST_TOLD]]
    return [*told, ("More metrics", ("/metric list shows them",))] if followed[MOST_TOLD:] else told


def metrics(asking: Asking) -> Feature[Metric, MetricFacts]:
    """The feature; it is told which check-ins ask for a metric, as it knows of none."""
    return Feature(
        name="metrics",
        prefix="M",
        decider=RULES,
        commands=(AddMetric, ChangeMetric, RecordMetric, RetireMetric, ReopenMetric, NoteMetric),
        queries={ShowMetric: show, ListMetrics: listed},
        target=TARGET,
        facts=_facts(asking),
        boards=lambda state: (state.circle,) if state.circle else (),
        card=card,
        notices=tellings.notices,
        telling=telling,
        receipt=receipt,
        prefill=prefill,
        sees=sees,
        reports=reports.reports,
        of_circle=of_circle,
        called=lambda state: called(state.name, state.unit),
        choices={"metric": metric_choices},
    )
