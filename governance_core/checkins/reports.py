"""What a digest tells of a circle's check-ins: how many answered, beside the time before, and who did not."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from governance_core.cards.card import Button, Press
from governance_core.cards.text import Text, count, people, text
from governance_core.checkins.model import CheckIn
from governance_core.checkins.reading import ReadsCheckIns, RunLine
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.ports import Reader
from governance_core.reports import Line, Part, Report, Window

MOST: Final = 5
_LONGEST_RUN: Final = timedelta(days=31)
"""So long before the window a run may have opened that closed in it."""


def reports(window: Window, reader: Reader) -> tuple[Report, ...]:
    """A line for the last run of each check-in that closed in the window."""
    rows = reader.half(ReadsCheckIns).runs([window.circle], window.since - _LONGEST_RUN, window.until)
    last: dict[StreamId, RunLine] = {}
    before: dict[StreamId, RunLine] = {}
    for row in rows:
        if row.closed_at is None or row.closed_at > window.until:
            continue
        if row.id in last:
            before[row.id] = last[row.id]
        last[row.id] = row
    told = [row for row in last.values() if row.closed_at and row.closed_at > window.since]
    lines = tuple(_line(row, before.get(row.id), window, reader) for row in told[:MOST])
    return (Report(Part.PEOPLE, lines, more=len(told) - len(lines)),) if lines else ()


def _line(row: RunLine, before: RunLine | None, window: Window, reader: Reader) -> Line:
    then = f" ({before.answered} of {before.expected} the time before)" if before else ""
    skipped = f" · {row.skipped} skipped" if row.skipped else ""
    said = f"{row.answered} of {row.expected} answered{then}{skipped}"
    silent = _silent(row, reader) if window.lead is not None else ()
    button = Button("Open", Press(row.id, row.run, "checkin"))
    return Line(row.id, text(said, _named(silent)), row.title, button)


def _silent(row: RunLine, reader: Reader) -> Sequence[PersonId]:
    state: CheckIn = reader.state(row.id)
    return state.run.silent() if state.run is not None and state.run.number == row.run else ()


def _named(silent: Sequence[PersonId]) -> Text:
    """Who did not answer, for the lead alone; where they are many, how many."""
    if not silent:
        return ()
    return (
        text(f" · {count(len(silent), 'person', 'people')} silent")
        if len(silent) > MOST
        else text(" · no answer from ", people(silent))
    )
