"""What a digest tells of what a circle has to do: the actions whose day has passed."""

from typing import Final

from governance_core.actions.model import Standing
from governance_core.actions.reading import ActionRow, ReadsActions
from governance_core.cards.card import Button, Press
from governance_core.cards.text import Mention, When, text
from governance_core.ports import Reader
from governance_core.reports import Line, Part, Report, Sum, Window

MOST: Final = 5
MOST_LOOKED_AT: Final = 200


def reports(window: Window, reader: Reader) -> tuple[Report, ...]:
    """Those that were to be done by now and are not, the longest overdue first."""
    rows = reader.half(ReadsActions).listed_actions([window.circle], str(Standing.OPEN), None, MOST_LOOKED_AT)
    late = [row for row in rows if row.due and row.due <= window.until]
    if not late:
        return ()
    sums = (Sum("action overdue|actions overdue", len(late)),)
    return (Report(Part.BLOCKERS, tuple(_line(row) for row in late[:MOST]), more=max(len(late) - MOST, 0), sums=sums),)


def _line(row: ActionRow) -> Line:
    due = When(row.due, "date") if row.due else None
    said = text("was to be done by ", due, " · ", Mention(row.owner))
    return Line(row.id, said, row.words, Button("Done", Press(row.id, 0, "action-done")), row.due)
