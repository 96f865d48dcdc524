"""What a digest tells of what is in a circle's way, until it is resolved."""

from collections.abc import Sequence
from typing import Final

from governance_core.blockers.cards import age
from governance_core.blockers.model import UNRESOLVED, Blocker
from governance_core.blockers.reading import BlockerRow, ReadsBlockers
from governance_core.cards.card import Button, Press
from governance_core.cards.text import Mention, text
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.ports import Reader
from governance_core.reports import Line, Part, Report, Window

MOST: Final = 5


def reports(window: Window, reader: Reader) -> tuple[Report, ...]:
    """The blockers that are not resolved, the oldest first: each digest repeats them; first what it is asked to take.

    A lead finds the latter in the inbox.
    """
    asked = () if window.lead else offered([window.circle], reader)
    needs = (Report(Part.NEEDS, asked),) if asked else ()
    return (*needs, *_unresolved(window, reader))


def _unresolved(window: Window, reader: Reader) -> tuple[Report, ...]:
    half = reader.half(ReadsBlockers)
    rows = half.listed_blockers([window.circle], UNRESOLVED, MOST)
    if not rows:
        return ()
    more = half.count_blockers([window.circle], UNRESOLVED) - len(rows)
    return (Report(Part.BLOCKERS, tuple(_line(row, window) for row in rows), more=more),)


def _line(row: BlockerRow, window: Window) -> Line:
    said = text(f"{row.standing}, {age(row.at, window.until)} · ", Mention(row.owner))
    return Line(row.id, said, row.words, Button("Open", Press(row.id, 0, "blocker")), row.at)


def offered(circles: Sequence[CircleId], reader: Reader) -> tuple[Line, ...]:
    """What these circles are asked to take over and have not answered or put to a round, the oldest first."""
    found = [(one, reader.state(one)) for one in reader.half(ReadsBlockers).offered_to(circles)]
    return tuple(_offer(stream, state) for stream, state in found if state.offer and not state.offer.put)


def _offer(stream: StreamId, state: Blocker) -> Line:
    since = state.offer.at if state.offer else None
    words = text("your circle is asked to take it over")
    return Line(stream, words, state.words, Button("Open", Press(stream, 0, "blocker")), since=since)
