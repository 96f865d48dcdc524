"""Knows when the program was last running: what was down for a while gives open rounds their time back."""

import asyncio
import logging
from datetime import datetime, timedelta

from adapters.sql.engine import Store
from governance_core.application.transaction import Transaction
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Features
from governance_core.kernel.ids import CLOCK, StreamId
from governance_core.ports import Clock, Work
from governance_core.proposals.messages.outages import NoteOutage
from governance_core.proposals.reading import ReadsProposals

EVERY = timedelta(minutes=1)
AN_OUTAGE = timedelta(hours=1)
_log = logging.getLogger("circlet")


class Heartbeat:
    """Beats once a minute. Whoever begins, or wakes up, after long silence notes it before any deadline is pressed."""

    def __init__(self, store: Store, features: Features, clock: Clock) -> None:
        self._store = store
        self._features = features
        self._clock = clock
        self._last: datetime | None = None

    def begin(self) -> None:
        """Before anybody is let in: note an outage, and beat."""
        now = self._clock.now()
        if (last := self._store.last_beat()) is not None and now - last >= AN_OUTAGE:
            self._note(last, now)
        self._beat(now)

    async def beat(self) -> None:
        """At every sweep, before anything else."""
        now = self._clock.now()
        if self._last is not None and now - self._last < EVERY:
            return
        await asyncio.to_thread(self.begin)

    def _beat(self, now: datetime) -> None:
        self._store.beat(now)
        self._last = now

    def _note(self, since: datetime, until: datetime) -> None:
        _log.warning("nothing ran from %s until %s UTC", f"{since:%Y-%m-%d %H:%M}", f"{until:%Y-%m-%d %H:%M}")
        for org in self._store.orgs():
            self._store.transact_now(org, lambda work: self._tell(since, until, work))

    def _tell(self, since: datetime, until: datetime, work: Work) -> None:
        """Every open round: past deadlines that wait to be pressed, which is why it does not come by the door."""
        transaction = Transaction(work, self._features)
        for proposal in _open(work):
            transaction.carry_out(NoteOutage(id=proposal, since=since, until=until), CLOCK)
        transaction.save(work)


def _open(work: Work) -> list[StreamId]:
    circles: Circles = work.state(CIRCLES)
    half = work.half(ReadsProposals)
    return sorted(proposal for circle in circles.circles for proposal in half.open_in(circle))
