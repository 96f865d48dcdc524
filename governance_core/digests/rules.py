"""When digests are due, and what becomes of the ones that nobody could send (interaction.md, 6)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import Any, Final

from governance_core.cards.text import When
from governance_core.circles.model import Circles
from governance_core.digests.guards import NOTHING_FOUND, DigestFacts, answering
from governance_core.digests.messages import (
    DigestHanded,
    DigestPutOff,
    DigestScheduled,
    DigestSent,
    DigestSkipped,
    DigestStopped,
    FollowCircle,
    PutOffDigest,
    SendDigestNow,
    SendDigests,
)
from governance_core.digests.model import Digests, Earlier, Followed, Pending
from governance_core.digests.putting_off import put_off
from governance_core.kernel.cadence import Cadence
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.occurrences import following, occurrences
from governance_core.kernel.time import local_date

FIRST: Final = timedelta(days=7)
"""So far back the first digest of a circle looks that never had one."""
MOST_MISSED: Final = 500
LINE: Final = "line"
JUST_NOW: Final = timedelta(minutes=10)
"""Within this time the same digest sent again is a slip: pressed twice, or by two people."""


class NothingNew(Refusal):
    """There is nothing a digest could tell."""

    code = "nothing_new"
    template = "Nothing happened in {circle} since its last digest, so none was sent."


class JustSent(Refusal):
    """A digest that the circle has had a moment ago."""

    code = "just_sent"
    template = "{circle} was sent its digest {when}. /circle digest shows what there is; send it again from {then} on."


def decide(command: Any, state: Digests, facts: DigestFacts) -> tuple[Event, ...]:
    """The events a command leads to. Raises a Refusal."""
    match command:
        case FollowCircle():
            return _follow(command.circle, state, facts)
        case SendDigests():
            told = [_due(circle, state, facts) for circle in state.due_by(facts.now)]
            return (*(_handed(one) for one in state.pending if one.due <= facts.now and not _again(one, told)), *told)
        case SendDigestNow():
            return _now(command.circle, state, facts)
        case PutOffDigest():
            return put_off(command, state, facts)
        case _:
            raise TypeError(f"digests do not know {command!r}")


def _follow(circle: CircleId, state: Digests, facts: DigestFacts) -> tuple[Event, ...]:
    known = state.followed.get(circle)
    written = _wanted(circle, facts.circles)
    if not written:
        return (DigestStopped(circle=circle),) if known else ()
    zone = facts.circles.zone_of(circle)
    if known and (known.written, known.zone) == (written, zone):
        return ()
    cadence = Cadence.parse(written).starting(local_date(facts.now, zone))
    due, since = following(cadence, zone, facts.now), _since(circle, state, facts)
    return (DigestScheduled(circle=circle, written=written, cadence=str(cadence), zone=zone, due=due, since=since),)


def _wanted(circle: CircleId, circles: Circles) -> str:
    """The schedule by the circle's rules; empty where it has none, or is no more."""
    return circles.policy_of(circle).digest if circles.open(circle) else ""


def _since(circle: CircleId, state: Digests, facts: DigestFacts) -> datetime:
    return state.told.get(circle, facts.now - FIRST)


def _due(circle: CircleId, state: Digests, facts: DigestFacts) -> Event:
    """One digest for all that was missed, up to now."""
    known = state.followed[circle]
    after = following(Cadence.parse(known.cadence), known.zone, facts.now)
    since = _since(circle, state, facts)
    found = facts.found.get(circle, NOTHING_FOUND)
    if not found.news and not found.leads:
        said = facts.circles.policy_of(circle).empty_digest == LINE
        return DigestSkipped(circle=circle, since=since, until=facts.now, due=after, said=said)
    return DigestSent(
        circle=circle,
        since=since,
        until=facts.now,
        due=after,
        direct=found.direct,
        sections=found.sections,
        leads=found.leads,
        missed=_missed(known, facts.now),
        later=found.later,
        alone=not found.news,
        earlier=found.earlier,
    )


def _again(one: Pending, told: Iterable[Event]) -> bool:
    """Whether the next digest tells it as well."""
    return any(
        isinstance(sent, DigestSent) and sent.circle == one.circle and one.person in sent.earlier for sent in told
    )


def _handed(one: Pending) -> DigestHanded:
    return DigestHanded(
        circle=one.circle,
        person=one.person,
        platform=one.platform,
        since=one.since,
        until=one.until,
        missed=one.missed,
        sections=one.sections,
    )


def _missed(known: Followed, now: datetime) -> int:
    """How many were due after the one that is sent late, while the bot was not running."""
    if known.due is None:
        return 0
    later = occurrences(Cadence.parse(known.cadence), known.zone, known.due)
    return sum(1 for _ in takewhile(lambda at: at <= now, islice(later, MOST_MISSED)))


def _now(wanted: CircleId, state: Digests, facts: DigestFacts) -> tuple[Event, ...]:
    circle = answering(wanted, facts, "send its digest")
    found = facts.found.get(wanted, NOTHING_FOUND)
    if not found.news:
        raise NothingNew(circle=circle.name)
    known, posted = state.followed.get(wanted), state.posted.get(wanted)
    if posted is not None and posted <= facts.now < posted + JUST_NOW:
        raise JustSent(circle=circle.name, when=When(posted), then=When(posted + JUST_NOW))
    sent = DigestSent(
        circle=wanted,
        since=_since(wanted, state, facts),
        until=facts.now,
        due=known.due if known else None,
        direct={},
        by=facts.by.person,
        sections=found.sections,
        leads=found.leads,
    )
    return (sent,)


def evolve(state: Digests, event: Event) -> Digests:
    """The state after an event."""
    match event:
        case DigestScheduled():
            made = Followed(event.written, event.cadence, event.zone, event.due)
            told = {event.circle: event.since} | dict(state.told)
            return replace(state, followed={**state.followed, event.circle: made}, told=told)
        case DigestStopped():
            left = {circle: one for circle, one in state.followed.items() if circle != event.circle}
            return replace(state, followed=left)
        case DigestSent() | DigestSkipped():
            return _told(state, event)
        case DigestHanded(circle=circle, person=person, until=until):
            gone = (circle, person, until)
            others = tuple(one for one in state.pending if (one.circle, one.person, one.until) != gone)
            return replace(state, pending=others)
        case DigestPutOff(circle=circle, due=due) if circle in state.followed:
            return replace(state, followed={**state.followed, circle: replace(state.followed[circle], due=due)})
        case _:
            return state


def _told(state: Digests, event: DigestSent | DigestSkipped) -> Digests:
    known = state.followed.get(event.circle)
    followed = dict(state.followed)
    if known is not None:
        followed[event.circle] = replace(known, due=event.due)
    pending = _pending(state, event) if isinstance(event, DigestSent) else state.pending
    sent = isinstance(event, DigestSent) and not event.alone
    posted = {**state.posted, event.circle: event.until} if sent else state.posted
    return Digests(followed, {**state.told, event.circle: event.until}, pending, posted)


def _pending(state: Digests, event: DigestSent) -> tuple[Pending, ...]:
    left = (one for one in state.pending if one.circle != event.circle or one.person not in event.earlier)
    return (*left, *(_put_by(event, person, at) for person, at in event.later.items()))


def _put_by(event: DigestSent, person: PersonId, at: datetime) -> Pending:
    own = event.earlier.get(person, Earlier(event.since))
    told = (own.since, event.until, event.missed + own.missed)
    return Pending(event.circle, person, event.direct[person], at, *told, event.leads.get(person, ()))


RULES: Final = Decider(Digests(), decide, evolve)
