"""What a digest tells of what is in a circle's way, until it is resolved."""

from collections.abc import Sequence
from typing import Final

from governance_core.blockers.cards import acknowledging, age
from governance_core.blockers.model import UNRESOLVED, Blocker, Standing
from governance_core.blockers.reading import BlockerRow, ReadsBlockers
from governance_core.cards.card import Button, Press
from governance_core.cards.text import Mention, text
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.ports import Reader
from governance_core.reports import NEED, Line, Part, Report, Sum, Window

MOST: Final = 5


def reports(window: Window, reader: Reader) -> tuple[Report, ...]:
    """The blockers that are not resolved, the oldest first: each digest repeats them; first what it is asked to take.

    A lead finds the latter in the inbox.
    """
    asked = () if window.lead else offered([window.circle], reader)
    needs = (Report(Part.NEEDS, asked, sums=(Sum(NEED, len(asked)),)),) if asked else ()
    return (*needs, *_unresolved(window, reader), *_resolved(window, reader))


def _unresolved(window: Window, reader: Reader) -> tuple[Report, ...]:
    half = reader.half(ReadsBlockers)
    rows = half.listed_blockers([window.circle], UNRESOLVED, MOST)
    if not rows:
        return ()
    whole = half.count_blockers([window.circle], UNRESOLVED)
    lines = tuple(_line(row, window) for row in rows)
    held = half.blockers_held(window.circle)
    sums = (Sum("blocker|blockers", held),) if held else ()  # each counts once, where it is looked after
    return (Report(Part.BLOCKERS, lines, more=whole - len(rows), sums=sums),)


def _resolved(window: Window, reader: Reader) -> tuple[Report, ...]:
    """What is out of the way since the last digest."""
    rows = reader.half(ReadsBlockers).resolved_blockers(window.circle, window.since, window.until)
    lines = [
        Line(row.id, text("resolved · ", Mention(row.owner)), row.words, Button("Open", Press(row.id, 0, "blocker")))
        for row in rows[:MOST]
    ]
    return (Report(Part.BLOCKERS, tuple(lines), more=len(rows) - len(lines)),) if lines else ()


def _line(row: BlockerRow, window: Window) -> Line:
    """How old it is, who can help, and whether they said that they know."""
    standing = "not acknowledged" if row.standing == Standing.OPEN else row.standing
    said = text(f"{standing}, {age(row.at, window.until)} · ", Mention(row.owner))
    theirs = row.standing == Standing.OPEN and window.lead in (None, row.owner)
    button = acknowledging(row.id) if theirs else Button("Open", Press(row.id, 0, "blocker"))
    return Line(row.id, said, row.words, button, row.at)


def offered(circles: Sequence[CircleId], reader: Reader) -> tuple[Line, ...]:
    """What these circles are asked to take over and have not answered or put to a round, the oldest first."""
    found = [(one, reader.state(one)) for one in reader.half(ReadsBlockers).offered_to(circles)]
    return tuple(_offer(stream, state) for stream, state in found if state.offer and not state.offer.put)


def _offer(stream: StreamId, state: Blocker) -> Line:
    since = state.offer.at if state.offer else None
    words = text("your circle is asked to take it over")
    return Line(stream, words, state.words, Button("Open", Press(stream, 0, "blocker")), since=since)
