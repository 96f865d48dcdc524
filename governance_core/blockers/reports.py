"""What a digest tells of what is in a circle's way, until it is resolved."""

from collections.abc import Sequence
from typing import Final

from governance_core.blockers.cards import entry
from governance_core.blockers.model import UNRESOLVED, Blocker
from governance_core.blockers.reading import ReadsBlockers
from governance_core.cards.card import Button, Entry, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import text
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.ports import Reader
from governance_core.reports import Part, Report, Window

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
    return (Report(Part.BLOCKERS, tuple(entry(row, reader.now) for row in rows), more=more),)


def offered(circles: Sequence[CircleId], reader: Reader) -> tuple[Entry, ...]:
    """What these circles are asked to take over and have not answered or put to a round, the oldest first."""
    found = [(one, reader.state(one)) for one in reader.half(ReadsBlockers).offered_to(circles)]
    return tuple(_offer(stream, state) for stream, state in found if state.offer and not state.offer.put)


def _offer(stream: StreamId, state: Blocker) -> Entry:
    words = text(f"{stream} · {one_line(state.words, 60)} · your circle is asked to take it over")
    since = state.offer.at if state.offer else None
    return Entry(words, stream, Button("Open", Press(stream, 0, "blocker")), since=since)
