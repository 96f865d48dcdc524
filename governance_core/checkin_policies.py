"""Whenever a circle changes, its check-ins follow, and what they say is in the way: part of where features meet."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from governance_core.blockers.messages import RaiseBlocker
from governance_core.checkins.blocked import as_blocker, blocked_in
from governance_core.checkins.events import CheckInAnswered, RunClosed
from governance_core.checkins.evolve import tally
from governance_core.checkins.messages import EndCheckIn, RelabelQuestions, RescheduleCheckIn
from governance_core.checkins.metrics_named import renamed
from governance_core.checkins.model import CheckIn
from governance_core.checkins.questions import Sort, metrics_asked, questions_of
from governance_core.checkins.reading import NamesBlockers, ReadsCheckIns
from governance_core.circles.events import (
    CircleChanged,
    CircleClosed,
    CommonPolicySet,
    OrganisationDescribed,
    PolicySet,
)
from governance_core.circles.model import CIRCLES, Circles
from governance_core.following import FollowUps, Policies
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.kernel.time import local_date
from governance_core.kernel.words import folded
from governance_core.metrics.events import MetricChanged
from governance_core.metrics.messages import NoteMetric
from governance_core.metrics.model import DECIMALS, Metric
from governance_core.metrics.reading import ReadsMetrics, metric_meant
from governance_core.ports import Reader

_OF_DAYS: Final = ("holidays", "on_holiday")
_MOST_KNOWN: Final = 500
_OF_CLOCKS: Final = ("zone", "parent")


def checkins_end(event: CircleClosed, reader: Reader) -> FollowUps:
    """Nobody is asked in a circle that is closed."""
    for line in reader.half(ReadsCheckIns).checkins([event.circle]):
        yield EndCheckIn(id=line.id), Actor.policy(event.kind)


def checkins_follow(event: CircleChanged, reader: Reader) -> FollowUps:
    """The next run is at the same time of day in the new zone."""
    return _below(event.circle, event, reader) if event.key in _OF_CLOCKS else ()


def _ruled(stream: StreamId, event: PolicySet, reader: Reader) -> FollowUps:
    return _below(event.circle, event, reader) if event.key in _OF_DAYS else ()


def _ruled_for_all(stream: StreamId, event: CommonPolicySet, reader: Reader) -> FollowUps:
    return _everywhere(event, reader) if event.key in _OF_DAYS else ()


def _described(stream: StreamId, event: OrganisationDescribed, reader: Reader) -> FollowUps:
    return _everywhere(event, reader)


def _below(circle: CircleId, event: Event, reader: Reader) -> FollowUps:
    """In a circle and all below it."""
    circles: Circles = reader.state(CIRCLES)
    return _again(
        [one.id for one in circles.alive() if circles.circles[circle] in circles.ancestry(one.id)], event, reader
    )


def _everywhere(event: Event, reader: Reader) -> FollowUps:
    circles: Circles = reader.state(CIRCLES)
    return _again([one.id for one in circles.alive()], event, reader)


def blockers_said(
    stream: StreamId, event: RunClosed | CheckInAnswered, reader: Reader
) -> Iterable[tuple[PersonId, RaiseBlocker]]:
    """What somebody said is in their way becomes a blocker when a run closes, or later where the answer was late.

    Not again, as long as the same words of the same person are one that is not resolved.
    """
    state: CheckIn = reader.state(stream)
    run = state.run_numbered(event.run)
    if run is None or (isinstance(event, CheckInAnswered) and not event.late):
        return
    only = event.person if isinstance(event, CheckInAnswered) else None
    said = {who: as_blocker(words, stream) for who, words in blocked_in(run).items() if only in (None, who)}
    rows = reader.half(NamesBlockers).still_in_the_way(state.circle, list(said)) if said else ()
    known = {(row.asker, folded(row.words)) for row in rows}
    for person, words in said.items():
        if (person, folded(words)) not in known:
            yield person, RaiseBlocker(circle=state.circle, what=words, source=stream)


def _measured(stream: StreamId, event: RunClosed | CheckInAnswered, reader: Reader) -> FollowUps:
    """What a circle is asked for a metric of its own is recorded when a run closes, and again after a late answer."""
    state: CheckIn = reader.state(stream)
    run, circles = state.run_numbered(event.run), reader.state(CIRCLES)
    if run is None or (isinstance(event, CheckInAnswered) and not event.late):
        return
    asked = [one for one in questions_of(run.plan.questions) if one.sort is Sort.METRIC]
    if not asked:
        return
    found, rows = tally(run).figures, reader.half(ReadsMetrics).listed_metrics([state.circle], _MOST_KNOWN)
    day = local_date(run.closes_at, circles.zone_of(state.circle)).isoformat()
    for one in asked:
        metric = metric_meant(one.label, rows)
        if metric is not None and one.label in found:
            value = round(found[one.label].average * 10**DECIMALS)
            yield NoteMetric(id=metric, day=day, value=value, source=stream), Actor.policy(event.kind)


def _renamed(stream: StreamId, event: MetricChanged, reader: Reader) -> FollowUps:
    """Where a check-in asked for a metric by its old name, it asks by the new one: it would be asked in vain."""
    state: Metric = reader.state(stream)
    if state.was == state.name:
        return
    half = reader.half(ReadsMetrics)
    rows = [
        replace(row, name=state.was) if row.id == stream else row
        for row in half.listed_metrics([state.circle], _MOST_KNOWN)
    ]
    for line in reader.half(ReadsCheckIns).checkins([state.circle]):
        asked = {one for written in _written(reader.state(line.id)) for one in metrics_asked(written)}
        meant = {one: renamed(one, stream, state.was, state.name) for one in asked if metric_meant(one, rows) == stream}
        if labels := {one: words for one, words in meant.items() if one != words}:
            yield RelabelQuestions(id=line.id, labels=labels), Actor.policy(event.kind)


def _written(state: CheckIn) -> tuple[str, ...]:
    """The questions of the next run and of the last one, which may be open."""
    return (state.plan.questions, *([state.run.plan.questions] if state.run else []))


def checkins_asking(metric: StreamId, circle: CircleId, reader: Reader) -> Sequence[StreamId]:
    """The check-ins of a circle that ask for a metric that it follows, in the run that is open or the next."""
    rows = reader.half(ReadsMetrics).listed_metrics([circle], _MOST_KNOWN)

    def asks(state: CheckIn) -> bool:
        written = [state.plan.questions, *([state.open_run.plan.questions] if state.open_run else [])]
        return any(metric_meant(one, rows) == metric for each in written for one in metrics_asked(each))

    lines = reader.half(ReadsCheckIns).checkins([circle])
    return [line.id for line in lines if asks(reader.state(line.id))]


def _again(circles: list[CircleId], event: Event, reader: Reader) -> FollowUps:
    for line in reader.half(ReadsCheckIns).checkins(circles) if circles else ():
        yield RescheduleCheckIn(id=line.id), Actor.policy(event.kind)


OF_CHECKINS: Final[Policies] = {
    RunClosed: _measured,
    CheckInAnswered: _measured,
    MetricChanged: _renamed,
    PolicySet: _ruled,
    CommonPolicySet: _ruled_for_all,
    OrganisationDescribed: _described,
}
"""What follows from each event."""
