"""What lies ahead of blockers: when the next one in line is told, unless they are resolved by then."""

from collections.abc import Iterable, Sequence

from governance_core.blockers.model import UNRESOLVED, Blocker
from governance_core.blockers.reading import ReadsBlockers
from governance_core.dated import MOST, Ahead, Dated
from governance_core.kernel.ids import StreamId
from governance_core.ports import Reader


def dates(ahead: Ahead, reader: Reader) -> Sequence[Dated]:
    """Of the blockers that concern a circle; of somebody those they look after, whichever circle it is for."""
    blockers = ((stream, reader.state(stream)) for stream in _streams(ahead, reader.half(ReadsBlockers)))
    return [one for stream, state in blockers if (one := _dated(stream, state)) is not None]


def _streams(ahead: Ahead, half: ReadsBlockers) -> Iterable[StreamId]:
    if ahead.person is not None:
        return half.blockers_of(ahead.person)[:MOST]
    return [row.id for row in half.listed_blockers(ahead.circles, [str(one) for one in UNRESOLVED], MOST)]


def _dated(stream: StreamId, state: Blocker) -> Dated | None:
    if state.escalates_at is None:
        return None
    circle = state.holder or state.circle
    return Dated(stream, "escalation", circle, "Goes further", state.words, state.escalates_at, tentative=True)
