"""What a digest tells of what is in a circle's way, until it is resolved."""

from typing import Final

from governance_core.blockers.cards import age
from governance_core.blockers.model import UNRESOLVED
from governance_core.blockers.reading import BlockerRow, ReadsBlockers
from governance_core.cards.card import Button, Press
from governance_core.cards.text import Mention, text
from governance_core.ports import Reader
from governance_core.reports import Line, Part, Report, Window

MOST: Final = 5


def reports(window: Window, reader: Reader) -> tuple[Report, ...]:
    """The blockers that are not resolved, the oldest first: each digest repeats them."""
    half = reader.half(ReadsBlockers)
    rows = half.listed_blockers([window.circle], UNRESOLVED, MOST)
    if not rows:
        return ()
    more = half.count_blockers([window.circle], UNRESOLVED) - len(rows)
    return (Report(Part.BLOCKERS, tuple(_line(row, window) for row in rows), more=more),)


def _line(row: BlockerRow, window: Window) -> Line:
    said = text(f"{row.standing}, {age(row.at, window.until)} · ", Mention(row.owner))
    return Line(row.id, said, row.words, Button("Open", Press(row.id, 0, "blocker")), row.at)
