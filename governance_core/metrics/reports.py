"""What a digest tells of a circle's metrics: those that got a value, beside the time before."""

from collections.abc import Sequence
from typing import Final

from governance_core.cards.card import Button, Press
from governance_core.metrics.cards import figures_of
from governance_core.metrics.model import called
from governance_core.metrics.reading import MetricRow, ReadsMetrics
from governance_core.ports import Reader
from governance_core.reports import Line, Part, Report, Window

MOST: Final = 5


def reports(window: Window, reader: Reader) -> tuple[Report, ...]:
    """A line for each metric that got a value in the window, as it stood at its end."""
    half = reader.half(ReadsMetrics)
    rows = half.recorded_between(window.circle, window.since, window.until)
    lines = tuple(_line(row, half.last_values(row.id, window.until, 2)) for row in rows[:MOST])
    return (Report(Part.METRICS, lines, more=len(rows) - len(lines)),) if lines else ()


def _line(row: MetricRow, latest: Sequence[int]) -> Line:
    """Without its unit, which is a word of whoever added it, but for the name."""
    said = figures_of(latest, "", row.target)
    return Line(row.id, (said,), called(row.name, row.unit), Button("Open", Press(row.id, 0, "metric")))
