"""What lies ahead of check-ins: the one that is open, and the next times that each is asked."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from governance_core.checkins.guards import CheckInFacts
from governance_core.checkins.model import CheckIn, Run, Standing
from governance_core.checkins.reading import ReadsCheckIns
from governance_core.circles.model import CIRCLES
from governance_core.dated import MOST, Ahead, Dated
from governance_core.kernel.ids import CLOCK, PersonId, StreamId
from governance_core.kernel.time import Duration
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader

MOST_TIMES: Final = 5
MOST_CHECKINS: Final = MOST // MOST_TIMES


def coming(stream: StreamId, state: CheckIn, reader: Reader) -> Sequence[datetime]:
    """The next times (UTC) that it is asked by itself."""
    return times(state, _known(stream, reader))


def _known(stream: StreamId, reader: Reader) -> CheckInFacts:
    return CheckInFacts(reader.now, CLOCK, stream, reader.state(CIRCLES), reader.state(PEOPLE))


def times(state: CheckIn, known: CheckInFacts) -> Sequence[datetime]:
    """The same, with what is known already."""
    if state.next_at is None or state.standing is not Standing.ACTIVE:
        return ()
    try:
        after = known.next_few(state.circle, state.plan, state.next_at)
    except ValueError:
        after = ()
    return (state.next_at, *after)[:MOST_TIMES]


def dates(ahead: Ahead, reader: Reader) -> Sequence[Dated]:
    """The check-ins of these circles, the next first; of somebody those in which they are asked and not away."""
    lines = reader.half(ReadsCheckIns).checkins(ahead.circles) if ahead.circles else ()
    first = sorted(lines, key=lambda line: (not line.open_run, line.next_at or ahead.until))[:MOST_CHECKINS]
    return [one for line in first for one in _of(line.id, reader.state(line.id), ahead.person, reader)]


def _of(stream: StreamId, state: CheckIn, person: PersonId | None, reader: Reader) -> Iterator[Dated]:
    run = state.open_run
    if run is not None and (person is None or _is_asked(person, run, reader)):
        yield _dated(stream, state, run.number, run.due, run.closes_at)
    known = _known(stream, reader)
    if person is not None and (
        person in state.plan.observers or person not in known.circles.circles[state.circle].members
    ):
        return
    length, zone = Duration.parse(state.plan.open_for), known.zone(state.circle, state.plan)
    for number, opens in enumerate(times(state, known), state.runs + 1):
        closes = length.after(opens, zone)
        if person is None or not _is_away(person, opens, closes, known.people):
            yield _dated(stream, state, number, opens, closes)


def _is_asked(person: PersonId, run: Run, reader: Reader) -> bool:
    asked = person in run.roster and person not in run.away
    return asked and not _is_away(person, reader.now, run.closes_at, reader.state(PEOPLE))


def _is_away(person: PersonId, opens: datetime, closes: datetime, everybody: People) -> bool:
    return any(absence.covers(opens, closes) for absence in everybody.absences(person))


def _dated(stream: StreamId, state: CheckIn, number: int, opens: datetime, closes: datetime) -> Dated:
    return Dated(stream, f"checkin-{number}", state.circle, "Check-in", state.plan.title, opens, closes)
