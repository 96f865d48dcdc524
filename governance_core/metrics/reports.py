"""What a digest tells of a circle's metrics: those that got a value, beside the time before."""

from typing import Final

from governance_core.metrics.cards import entry
from governance_core.metrics.reading import ReadsMetrics
from governance_core.ports import Reader
from governance_core.reports import Part, Report, Window

MOST: Final = 5


def reports(window: Window, reader: Reader) -> tuple[Report, ...]:
    """A line for each metric that got a value in the window, as it stood at its end."""
    half = reader.half(ReadsMetrics)
    rows = half.recorded_between(window.circle, window.since, window.until)
    lines = tuple(entry(row, half.last_values(row.id, window.until, 2)) for row in rows[:MOST])
    return (Report(Part.METRICS, lines, more=len(rows) - len(lines)),) if lines else ()
