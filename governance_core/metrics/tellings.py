"""What is said once of a metric: that it is where it should go, and to whoever recorded a value that it was wrong."""

from collections.abc import Sequence
from typing import Any

from governance_core.cards.card import Button, Buttons, Card, Paragraph, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, Text, text
from governance_core.circles.items import whispers
from governance_core.feature import Home, Notice
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Event
from governance_core.metrics.cards import amount, day_words
from governance_core.metrics.events import (
    MetricAdded,
    MetricChanged,
    MetricRecorded,
    MetricReopened,
    MetricRetired,
    MetricTargetReached,
    MetricValueRemoved,
)
from governance_core.metrics.model import Metric


def notices(event: Event, state: Metric) -> tuple[Notice, ...]:
    """The circle hears that its target is reached; whoever recorded a value that somebody else put it right."""
    match event:
        case MetricTargetReached():
            return (Notice(Home(state.circle), "announce"),)
        case MetricRecorded(day=day, by=by) if (kept := state.on(day)) and kept.instead_by:
            return whispers(kept.instead_by, without=by)
        case _:
            return ()


def telling(stream: StreamId, event: Event, state: Metric, zone: str) -> Card | None:
    """What they hear, with the way to the card."""
    said = _words(stream, event, state, zone)
    way = Buttons((Button("Open", Press(stream, 0, "metric")),))
    return Card(stream, (Paragraph(said), way), said, zone=zone) if said else None


def _words(stream: StreamId, event: Any, state: Metric, zone: str) -> Text:
    match event:
        case MetricTargetReached(day=day, value=value) if state.target is not None:
            goal = "" if value == state.target else f" (target {amount(state.target, state.unit)})"
            now = f" has reached its target: {amount(value, state.unit)} on {day_words(day, zone)}{goal}."
            return text(named(stream, state), now)
        case MetricRecorded(day=day, value=value, by=by):
            kept = state.on(day)
            if kept is None or kept.instead_of is None or kept.value != value:
                return ()
            who = Mention(by) if by else "A check-in"
            right = f" put your value of {stream} ({one_line(state.name, 60)}) for {day_words(day, zone)} right: "
            return text(who, right, f"{amount(value, state.unit)} instead of {amount(kept.instead_of, state.unit)}.")
        case _:
            return ()


def named(stream: StreamId, state: Metric) -> str:
    """`M-1 (Plots in use)`."""
    return f"{stream} ({one_line(state.name, 60)})"


def receipt_words(stream: StreamId, event: Event | None, state: Metric, line: str, zone: str) -> str:
    """What the one who pressed is told; `line` says how the metric stands."""
    match event:
        case None:
            return f"{stream} was so already; nothing changed."
        case MetricAdded():
            return f"Followed: {named(stream, state)}. Record its values with /metric record {stream}."
        case MetricRecorded(day=day, value=value):
            return f"Recorded: {amount(value, state.unit)} for {day_words(day, zone)}. {line}."
        case MetricValueRemoved(day=day):
            return f"Taken away: {named(stream, state)} has no value for {day_words(day, zone)}. {line}."
        case MetricChanged():
            return f"Changed: {line}. Its values stay as they were recorded."
        case MetricReopened():
            return f"Followed again: {line}."
        case _:
            return f"Retired: {named(stream, state)}. Its values stay."


def asked_words(stream: StreamId, event: Event, state: Metric, checkins: Sequence[StreamId]) -> str:
    """What whoever retires or renames a metric must know, where check-ins ask for it; empty where none does."""
    asks, ids = ("asks" if len(checkins) == 1 else "ask"), ", ".join(checkins)
    if checkins and isinstance(event, MetricChanged):
        says = f"{ids} {asks} for it"
        return f" {says}, from now on by its new name." if state.was != state.name else f" {says}."
    if not checkins or not isinstance(event, MetricRetired):
        return ""
    change = " or ".join(f"/checkin edit {one}" for one in checkins)
    kept = "what is answered there stays in the answers, and is recorded in no metric any more."
    return f" {ids} still {asks} for it: {kept} To ask something else: {change}; to undo this: /metric reopen {stream}."
