"""Being reminded of a check-in later, at a time that somebody chooses, as long as it is still open then."""

from datetime import datetime, timedelta
from typing import Final

from governance_core.cards.text import When
from governance_core.checkins.answering_messages import AFTERNOON, HOUR, TOMORROW, SnoozeCheckIn
from governance_core.checkins.events import CheckInSnoozed
from governance_core.checkins.guards import CheckInFacts, require_asked, require_run
from governance_core.checkins.model import CheckIn, Run
from governance_core.kernel.errors import Closed, Refusal
from governance_core.kernel.message import Event
from governance_core.kernel.time import local_date, wall_instant
from governance_core.people.model import CONSOLE

_HOUR: Final = timedelta(hours=1)


class NoLaterThen(Refusal):
    """A time to be reminded at that has passed, or at which nobody can answer in time any more."""

    code = "no_later_then"
    template = "That would be {then}, and {why}. You can pick another time, or answer now."


def snooze(command: SnoozeCheckIn, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    """Said again it is at the new time. Raises NoLaterThen, Closed and what an answer would be refused with."""
    run, me = require_run(command.version, state, facts), facts.me
    require_asked(me, run, facts)
    if not run.is_open:
        raise Closed(ref=f"Run {run.number} of {facts.stream}", outcome="closed", next="You can still answer late.")
    if me in run.answers:
        next_step = "You can change it with /checkin answer."
        raise Closed(ref=f"A reminder of {facts.stream}", outcome="you have answered already", next=next_step)
    until = _until(command.when, run, facts)
    if until <= facts.now:
        raise NoLaterThen(then=When(until), why="that has passed")
    if until >= run.closes_at:
        raise NoLaterThen(then=When(until), why="it is closed by then")
    platform = facts.by.via.platform if facts.by.via else CONSOLE
    snoozed = CheckInSnoozed(run=run.number, person=me, at=facts.now, until=until, platform=platform)
    return () if run.snoozed.get(me) == (until, platform) else (snoozed,)


def _until(when: str, run: Run, facts: CheckInFacts) -> datetime:
    """The instant, on the clock of whoever asks."""
    known = facts.people.present(facts.me)
    zone = (known.zone if known else "") or run.zone
    today = local_date(facts.now, zone)
    if when == AFTERNOON:
        return wall_instant(f"{today} 15:00", zone)
    if when == TOMORROW:
        return wall_instant(f"{today + timedelta(days=1)} 09:00", zone)
    return facts.now + _HOUR if when == HOUR else run.closes_at - _HOUR
