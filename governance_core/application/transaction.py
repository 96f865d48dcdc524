"""All that one delivery leads to: decided, followed up, and saved at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from governance_core.application.receipt import Receipt, feature_of
from governance_core.application.saving import Pending, saving
from governance_core.feature import Brought, Feature, Features, not_among, not_there
from governance_core.following import Tried
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CLOCK, CONFIG, Actor, PersonId, StreamId
from governance_core.kernel.message import Command, Event
from governance_core.policies import follow_ups
from governance_core.ports import Alarm, Applied, Chance, Draft, Reader, Recorded, Saving, Work

LONGEST_CHAIN = 8
P = TypeVar("P")


class Transaction:
    """All that one delivery leads to, kept aside until it is saved at once. Reads see what it did so far.

    A feature's reading half sees what was committed before, not what this transaction did.
    """

    def __init__(self, reader: Reader, features: Features) -> None:
        self._work = reader
        self._features = features
        self._brought: tuple[Brought, ...] = ()
        self._pending: dict[StreamId, Pending] = {}
        self._numbers: dict[str, list[int]] = {}
        self._alarms: dict[StreamId, tuple[Any, tuple[Alarm, ...]]] = {}

    @property
    def org(self) -> str:
        """The organisation's id."""
        return self._work.org

    @property
    def now(self) -> datetime:
        """The instant of this transaction (UTC)."""
        return self._work.now

    @property
    def chance(self) -> Chance:
        """Where codes come from."""
        return self._work.chance

    def state(self, stream: StreamId) -> Any:
        """The stream's state after what this transaction did."""
        pending = self._pending.get(stream)
        return self._work.state(stream) if pending is None else pending.state

    def version(self, stream: StreamId) -> int:
        """How many events the stream holds after what this transaction did."""
        pending = self._pending.get(stream)
        return self._work.version(stream) if pending is None else pending.first + len(pending.events) - 1

    def half(self, port: type[P]) -> P:
        """A feature's reading half."""
        return self._work.half(port)

    def recorded(self, stream: StreamId, first: int = 1, last: int | None = None) -> Sequence[Recorded]:
        """Events committed before."""
        return self._work.recorded(stream, first, last)

    def draft(self, key: str) -> Draft | None:
        """What was typed into a form."""
        return self._work.draft(key)

    def last_draft(self, kind: str, person: PersonId) -> Draft | None:
        """What somebody typed last into a form of this kind."""
        return self._work.last_draft(kind, person)

    def applied(self) -> Applied | None:
        """The last config file applied, before this transaction."""
        return self._work.applied()

    def next_number(self, prefix: str, taken: int) -> int:
        """The next free number after those this transaction gave out."""
        return self._work.next_number(prefix, taken + len(self._numbers.get(prefix, ())))

    def attempt(self, command: Command, by: Actor) -> Receipt:
        """Press the alarms that are due, then carry the command out. A refusal undoes the command, never the alarms."""
        feature = self._features.of_command(type(command))
        stream = feature.target(command)
        if stream is not None:
            self.ring(stream)
        kept = self.mark()
        try:
            return self.carry_out(command, by)
        except Refusal as refusal:
            self.rewind(kept)
            if stream is None or not self._pending:
                raise
            return Receipt(stream, self.version(stream), (), self.state(stream), by, feature, refusal=refusal)

    def carry_out(self, command: Command, by: Actor) -> Receipt:
        """Decide a command, all that it brings with it and everything that follows from it. Raises a Refusal."""
        receipt = self._decide(command, by)
        if receipt.events:
            self._bring(receipt.feature.brings(command, receipt.facts))
        waiting = [(receipt.stream, event, 1) for event in receipt.events]
        while waiting:
            stream, event, depth = waiting.pop(0)
            for follow in follow_ups(stream, event, self):
                if depth >= LONGEST_CHAIN:
                    raise RuntimeError(f"{event.kind} on {stream} led to a chain of more than {LONGEST_CHAIN} commands")
                done = self._follow(follow)
                waiting.extend((done.stream, happened, depth + 1) for happened in done.events)
        return replace(receipt, state=self.state(receipt.stream))

    def _bring(self, brought: Brought) -> None:
        for command in brought.commands:
            self.carry_out(command, CONFIG)
        if brought.document:
            self._brought = (*self._brought, brought)

    def ring(self, stream: StreamId) -> None:
        """Press the stream's alarms that are due by now, the earliest first; those of items it is tied to before."""
        for decides in self._tied(stream):
            self.ring(decides)
        while (due := self._due(stream)) is not None:
            feature = feature_of(stream, self._features)
            self.carry_out(feature.rings[due.name](stream), CLOCK)
            if self._due(stream) == due:
                raise RuntimeError(f"the alarm {due.name} of {stream} rang without effect")

    def _tied(self, stream: StreamId) -> tuple[StreamId, ...]:
        feature = self._features.of_stream(stream)
        return feature.tied(self.state(stream)) if feature else ()

    def _follow(self, follow: tuple[Command, Actor] | Tried) -> Receipt:
        """Decide what follows; of what may be refused, what is to be done instead."""
        command, by = (follow.command, follow.by) if isinstance(follow, Tried) else follow
        self._ring_first(command)
        try:
            return self._decide(command, by)
        except Refusal as refusal:
            if not isinstance(follow, Tried):
                raise
            return self._decide(*follow.otherwise(refusal))

    def _ring_first(self, follow: Command) -> None:
        """What was due before a policy reached the stream happened before it."""
        stream = self._features.of_command(type(follow)).target(follow)
        if stream is not None:
            self.ring(stream)

    def _due(self, stream: StreamId) -> Alarm | None:
        feature, now = self._features.of_stream(stream), self._work.now
        alarms = self._alarms_of(stream, feature, self.state(stream)) if feature else ()
        ripe = [alarm for alarm in alarms if alarm.due <= now]
        return min(ripe, key=lambda alarm: alarm.due) if ripe else None

    def _alarms_of(self, stream: StreamId, feature: Feature[Any, Any], state: Any) -> tuple[Alarm, ...]:
        """The alarms of a state, worked out once: what rings before a command is what it is compared with after."""
        of, alarms = self._alarms.get(stream, (None, ()))
        if of is not state:
            alarms = feature.alarms(state)
            self._alarms[stream] = state, alarms
        return alarms

    def _decide(self, command: Command, by: Actor) -> Receipt:
        feature = self._features.of_command(type(command))
        target = feature.target(command)
        stream = self._new_id(feature.prefix) if target is None else self._existing(target, feature)
        state = self.state(stream)
        if by.person is not None:
            feature.require_seen(stream, state, by.person, self)
        facts = feature.facts(command, state, by, self)
        events, after = feature.decider.outcome(command, state, facts)
        self._record(stream, feature, state, after, events, by)
        return Receipt(stream, self.version(stream), events, after, by, feature, facts)

    def _existing(self, stream: StreamId, feature: Feature[Any, Any]) -> StreamId:
        """The stream a command names. Raises Unknown, in the same words as for what the person may not know of."""
        if self._features.of_stream(stream) is not feature:
            raise not_among(stream, feature)
        if not feature.single and not self.version(stream):
            raise not_there(stream)
        return stream

    def _new_id(self, prefix: str) -> StreamId:
        given = self._numbers.setdefault(prefix, [])
        number = self._work.next_number(prefix, len(given))
        given.append(number)
        return StreamId(f"{prefix}-{number}")

    def _record(
        self,
        stream: StreamId,
        feature: Feature[Any, Any],
        before: Any,
        after: Any,
        events: tuple[Event, ...],
        by: Actor,
    ) -> None:
        if not events:
            return
        pending = self._pending.get(stream)
        if pending is None:
            pending = Pending(feature, before, before, self._work.version(stream) + 1, [])
            self._pending[stream] = pending
        pending.state = after
        pending.events.extend((event, by) for event in events)

    def mark(self) -> Any:
        """A point to come back to."""
        copies = {s: Pending(p.feature, p.before, p.state, p.first, list(p.events)) for s, p in self._pending.items()}
        return copies, {prefix: list(given) for prefix, given in self._numbers.items()}, self._brought

    def rewind(self, mark: Any) -> None:
        """Undo everything since a mark."""
        self._pending, self._numbers, self._brought = mark

    def save(self, work: Work) -> None:
        """Hand everything to the store, stream by stream in the order of their ids."""
        savings = [self._saving(stream, self._pending[stream]) for stream in sorted(self._pending)]
        if savings:
            work.save(savings, {prefix: given[-1] for prefix, given in self._numbers.items() if given})
        for brought in self._brought:
            work.keep_applied(brought.document, brought.file)

    def _saving(self, stream: StreamId, pending: Pending) -> Saving:
        before = self._alarms_of(stream, pending.feature, pending.before)
        after = self._alarms_of(stream, pending.feature, pending.state)
        return saving(stream, pending, before, after, self, self._features.speaks_on(self.org))
