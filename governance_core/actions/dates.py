"""What lies ahead of actions: the days by which they are to be done."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from governance_core.actions.model import Action, Standing
from governance_core.actions.reading import ReadsActions
from governance_core.circles.model import CIRCLES, Circles
from governance_core.dated import MOST, Ahead, Dated
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.time import local_date
from governance_core.ports import Reader

Row = tuple[StreamId, CircleId, str, datetime | None]


def dates(ahead: Ahead, reader: Reader) -> Sequence[Dated]:
    """The open actions of a circle; of somebody what they have to do, whichever circle it is for."""
    circles: Circles = reader.state(CIRCLES)
    rows = _of_circles(ahead, reader) if ahead.person is None else _of_person(ahead.person, reader)
    return [
        Dated(action, "due", circle, "To be done", words, local_date(due, circles.zone_of(circle)))
        for action, circle, words, due in rows
        if due is not None
    ]


def _of_circles(ahead: Ahead, reader: Reader) -> Iterator[Row]:
    rows = reader.half(ReadsActions).listed_actions(ahead.circles, str(Standing.OPEN), None, MOST)
    return ((row.id, row.circle, row.words, row.due) for row in rows)


def _of_person(person: PersonId, reader: Reader) -> Iterator[Row]:
    for stream in reader.half(ReadsActions).actions_of(person)[:MOST]:
        state: Action = reader.state(stream)
        yield stream, state.circle, state.words, state.due
