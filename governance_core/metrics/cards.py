"""What people see of a metric: its card with the figures in words, a small picture, and lists."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from governance_core.cards.card import (
    Block,
    Button,
    Buttons,
    Card,
    Entry,
    Facts,
    Heading,
    Listing,
    Note,
    Picture,
    Press,
)
from governance_core.cards.chart import Band, Chart
from governance_core.cards.plain import date_words, one_line
from governance_core.cards.text import Link, Mention, Text, When, text
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.money import number_words
from governance_core.kernel.time import wall_instant
from governance_core.metrics.model import DECIMALS, Direction, Metric, Value, is_there
from governance_core.metrics.reading import MetricRow

_LINE = 60
_DRAWN = 3
"""Fewer values than this make no picture."""
_WAYS = {
    Direction.UP: "more is better",
    Direction.DOWN: "less is better",
    Direction.TARGET: "as near the target as can be",
}


def metric_card(stream: StreamId, state: Metric, circle: str, zone: str, pictures: Sequence[Picture] = ()) -> Card:
    """The one card of a metric, as everybody in the circle sees it; it wakes nobody."""
    blocks: tuple[Block, ...] = (
        Heading((f"Metric {stream} · {one_line(state.name, _LINE)}",), str(state.standing)),
        Facts(tuple(_facts(state, circle, zone))),
        *pictures,
        Buttons(buttons(stream, state)),
        Note((_next_step(state),)),
    )
    return Card(stream, blocks, (f"{line(stream, state)}.",), zone=zone, quiet=True)


def _facts(state: Metric, circle: str, zone: str) -> Iterator[tuple[str, Text]]:
    yield "Circle", (circle,)
    if state.values:
        last = state.values[-1]
        yield "Last value", (f"{amount(last.value, state.unit)} on {day_words(last.day, zone)}",)
        yield "Recorded by", _recorder(last)
        if last.instead_of is not None:
            yield "Put right", _instead(last, state.unit)
    if len(state.values) > 1:
        last, before = state.values[-1], state.values[-2]
        then = f"{amount(before.value, state.unit)} on {day_words(before.day, zone)}"
        yield "Time before", (f"{then}: {change(last.value, before.value)}",)
    yield "Wanted", (_wanted(state),)
    if state.retired_at:
        by = text(" by ", Mention(state.retired_by)) if state.retired_by else ()
        yield "Retired", text(When(state.retired_at), by)


def _recorder(value: Value) -> Text:
    return (Mention(value.by),) if value.by else (Link(value.source, value.source),)


def _instead(value: Value, unit: str) -> Text:
    """What was recorded first, by whom, and when that was put right."""
    who = Mention(value.instead_by) if value.instead_by else "a check-in"
    return text(When(value.at), "; before that ", who, f" had recorded {amount(value.instead_of or 0, unit)}")


def _wanted(state: Metric) -> str:
    way = _WAYS[state.direction]
    if state.target is None:
        return way.capitalize()
    against = f"; {reached(state.values[-1].value, state.target, state.direction)}" if state.values else ""
    return f"{amount(state.target, state.unit)}, {way}{against}"


def amount(value: int, unit: str) -> str:
    """`41 plots`, from hundredths."""
    return f"{figure(value)}{'' if unit == '%' else ' '}{unit}".strip()


def figure(value: int) -> str:
    """`41`, `3.5`: as few decimals as say it."""
    return number_words(value, DECIMALS).rstrip("0").rstrip(".")


def change(last: int, before: int) -> str:
    """`3 more than before`."""
    if last == before:
        return "as before"
    return f"{figure(abs(last - before))} {'more' if last > before else 'less'} than before"


def reached(last: int, target: int, direction: Direction) -> str:
    """How far it is from there: `4 to go`, `reached`."""
    away = target - last
    if is_there(last, target, direction):
        return "reached"
    if direction is Direction.TARGET:
        return f"{figure(abs(away))} {'below' if away > 0 else 'above'} it"
    return f"{figure(abs(away))} to go"


def day_words(day: str, zone: str) -> str:
    """A day of the circle in words."""
    return date_words(wall_instant(f"{day} 12:00", zone), zone, "date")


def picture(state: Metric, zone: str) -> Picture | None:
    """Its values over time; None where there are too few, or some below nothing."""
    values = state.values
    if len(values) < _DRAWN or min(one.value for one in values) < 0:
        return None
    at = tuple(_start(one.day, zone) for one in values)
    days = day_words(values[0].day, zone), day_words(values[-1].day, zone)
    band = Band(one_line(state.name, 40), tuple(one.value for one in values))
    end = _start((date.fromisoformat(values[-1].day) + timedelta(days=1)).isoformat(), zone)
    chart = Chart(state.unit, DECIMALS, at[0], end, at, (band,), days)
    return Picture(chart, (_caption(state, days),))


def _start(day: str, zone: str) -> datetime:
    return wall_instant(f"{day} 00:00", zone)


def _caption(state: Metric, days: tuple[str, str]) -> str:
    numbers = [one.value for one in state.values]
    between = f"between {figure(min(numbers))} and {amount(max(numbers), state.unit)}"
    return f"{len(numbers)} values from {days[0]} to {days[1]}, {between}."


def buttons(stream: StreamId, state: Metric) -> tuple[Button, ...]:
    """What can be pressed as it stands; whether somebody may is looked at when they press."""
    others = Button("All metrics", Press(state.circle, 0, "metrics"))
    if not state.is_followed:
        return (Button("Follow it again", Press(stream, 0, "reopen-metric")), others)
    record = Button("Record a value", Press(stream, 0, "record-metric"))
    change = Button("Change", Press(stream, 0, "change-metric"))
    return (record, change, Button("Retire", Press(stream, 0, "retire-metric")), others)


def _next_step(state: Metric) -> str:
    if not state.is_followed:
        return "It is followed no more; its values stay."
    return "A value for a day that has one replaces it."


def line(stream: StreamId, state: Metric) -> str:
    """`M-1 · Plots in use · 41 plots (3 more than before; target 45)`."""
    return line_of(stream, state.name, state.unit, state.target, [one.value for one in reversed(state.values[-2:])])


def line_of(stream: StreamId, name: str, unit: str, target: int | None, latest: Sequence[int]) -> str:
    """The same from its latest values, the last one first."""
    return f"{stream} · {one_line(name, _LINE)} · {figures_of(latest, unit, target)}"


def told(row: MetricRow, latest: Sequence[int]) -> tuple[str, Text]:
    """What the card of its circle says of it."""
    return f"Metric {row.id}", (f"{one_line(row.name, _LINE)} · {figures_of(latest, row.unit, row.target)}",)


def figures_of(latest: Sequence[int], unit: str, target: int | None) -> str:
    """`41 plots (3 more than before; target 45)`."""
    said = [change(latest[0], latest[1])] if len(latest) > 1 else []
    said += [f"target {figure(target)}"] if target is not None else []
    rest = f" ({'; '.join(said)})" if said else ""
    return f"{amount(latest[0], unit) if latest else 'no value yet'}{rest}"


def entry(row: MetricRow, latest: Sequence[int]) -> Entry:
    """A line of a list."""
    retired = " · retired" if row.standing == "retired" else ""
    words = line_of(row.id, row.name, row.unit, row.target, latest)
    return Entry((words + retired,), row.id, Button("Open", Press(row.id, 0, "metric")), since=row.at)


def list_card(title: str, entries: Sequence[Entry], more: int, circle: CircleId | None) -> Card:
    """Metrics, one a line, and a button to add another."""
    listing = Listing(tuple(entries), empty="None. /metric add follows a number.", more=max(more, 0))
    add = Buttons((Button("Follow a number", Press(circle or "", 0, "add-metric")),))
    return Card("metrics", (Heading((title,)), listing, add), (f"{title}.",), private=True)
