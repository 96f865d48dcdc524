"""What a digest tells of what a circle has to do: the actions whose day has passed, was met, or is near."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from governance_core.actions.model import Action, Standing
from governance_core.actions.reading import ActionRow, ReadsActions
from governance_core.cards.card import Button, Press
from governance_core.cards.text import Mention, When, text
from governance_core.ports import Reader
from governance_core.reports import Line, Part, Report, Sum, Window

MOST: Final = 5
MOST_LOOKED_AT: Final = 200
SOON: Final = timedelta(days=7)


def reports(window: Window, reader: Reader) -> tuple[Report, ...]:
    """Those that were to be done by now and are not, the longest overdue first; what was done; what is due soon."""
    half = reader.half(ReadsActions)
    rows = half.listed_actions([window.circle], str(Standing.OPEN), None, MOST_LOOKED_AT)
    late = [row for row in rows if row.due and row.due <= window.until]
    soon = [row for row in rows if row.due and window.until < row.due <= window.until + SOON]
    done = half.done_actions(window.circle, window.since, window.until)
    sums = (Sum("action overdue|actions overdue", len(late)),) if late else ()
    parts = (
        _part(Part.BLOCKERS, [_line(row, "was to be done by ") for row in late], sums=sums),
        Report(Part.BLOCKERS, tuple(_done(row, reader) for row in done[:MOST]), more=max(len(done) - MOST, 0)),
        _part(Part.COMING, [_line(row, "to be done by ") for row in soon], news=False),
    )
    return tuple(part for part in parts if part.lines)


def _part(part: Part, lines: Sequence[Line], news: bool = True, sums: tuple[Sum, ...] = ()) -> Report:
    return Report(part, tuple(lines[:MOST]), news=news, more=max(len(lines) - MOST, 0), sums=sums)


def _line(row: ActionRow, until: str) -> Line:
    due = When(row.due, "date") if row.due else None
    said = text(until, due, " · ", Mention(row.owner))
    return Line(row.id, said, row.words, Button("Done", Press(row.id, 0, "action-done")), row.due)


def _done(row: ActionRow, reader: Reader) -> Line:
    """Who did it, which need not be its owner."""
    state: Action = reader.state(row.id)
    said = text("done · ", Mention(state.settled_by or row.owner))
    return Line(row.id, said, row.words, Button("Open", Press(row.id, 0, "action")))
