"""What a digest tells of what is in a circle's way, until it is resolved."""

from typing import Final

from governance_core.blockers.cards import entry
from governance_core.blockers.model import UNRESOLVED
from governance_core.blockers.reading import ReadsBlockers
from governance_core.ports import Reader
from governance_core.reports import Part, Report, Window

MOST: Final = 5


def reports(window: Window, reader: Reader) -> tuple[Report, ...]:
    """The blockers that are not resolved, the oldest first: each digest repeats them."""
    half = reader.half(ReadsBlockers)
    rows = half.listed_blockers([window.circle], UNRESOLVED, MOST)
    if not rows:
        return ()
    more = half.count_blockers([window.circle], UNRESOLVED) - len(rows)
    return (Report(Part.BLOCKERS, tuple(entry(row, reader.now) for row in rows), more=more),)
