"""The one door: everything that changes anything enters here, inside one transaction of the store."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from governance_core.application.identity import identified, permitted
from governance_core.application.postings import cards_of, postings_of
from governance_core.cards.card import Card
from governance_core.feature import Brought, Feature, Features, not_among, not_there
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CLOCK, CONFIG, Actor, DeliveryKey, PersonId, StreamId
from governance_core.kernel.message import Command, Event
from governance_core.policies import Tried, follow_ups, redraws
from governance_core.ports import Acknowledgement, Alarm, Applied, Chance, Draft, Reader, Recorded, Saving, Store, Work

LONGEST_CHAIN = 8
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded: (stream, version) is its id. `refusal` is set when only alarms that were due were carried out.

    `events` are those of the command itself; none means that it was so already. `repeated` marks a second delivery.
    """

    stream: StreamId
    version: int
    events: tuple[Event, ...]
    state: Any
    by: Actor
    feature: Feature[Any, Any]
    facts: Any = None
    repeated: bool = False
    refusal: Refusal | None = None

    @property
    def id(self) -> str:
        """`P-42.7`: what a member can name later to prove what was recorded; of an answer, what it led to aside."""
        after = next((at for at, one in enumerate(reversed(self.events)) if one.is_answer), 0)
        return f"{self.stream}.{self.version - after}"

    def card(self) -> Card | None:
        """What the one who pressed is told."""
        told = self.feature.receipt
        return told(self.stream, self.events, self.state, self.by, self.facts) if told else None


def execute(command: Command, by: Actor, delivery: DeliveryKey | None, work: Work, features: Features) -> Receipt:
    """Carry a command out once. Raises a Refusal when the rules say no; then nothing is changed.

    When alarms were due and then the command was refused, the alarms stand and the receipt has the refusal.
    """
    if delivery is not None and (done := carried_out_before(delivery, by, work, features)):
        return done
    by = identified(by, work)
    permitted(command, by, work)
    transaction = Transaction(work, features)
    receipt = transaction.attempt(command, by)
    transaction.save(work)
    if delivery is not None and receipt.refusal is None:
        work.remember(delivery, Acknowledgement(receipt.stream, receipt.version, len(receipt.events)))
    return receipt


async def perform(
    command: Command, by: Actor, delivery: DeliveryKey | None, store: Store, org: str, features: Features
) -> Receipt:
    """Execute through a store and wait until it is durable. Raises the Refusal, if that is the outcome."""
    receipt = await store.transact(org, lambda work: execute(command, by, delivery, work, features))
    if receipt.refusal is not None:
        raise receipt.refusal
    return receipt


def carried_out_before(delivery: DeliveryKey, by: Actor, work: Work, features: Features) -> Receipt | None:
    """The receipt of a delivery that came before; None where it is new."""
    done = work.seen(delivery)
    if done is None:
        return None
    first = done.version - done.count + 1
    events = tuple(one.event for one in work.recorded(done.stream, first, done.version)) if done.count else ()
    feature = _feature(done.stream, features)
    by = identified(by, work)
    return Receipt(done.stream, done.version, events, work.state(done.stream), by, feature, repeated=True)


def _feature(stream: StreamId, features: Features) -> Feature[Any, Any]:
    found = features.of_stream(stream)
    if found is None:
        raise LookupError(f"no feature has a stream {stream}")
    return found


@dataclass(slots=True)
class _Pending:
    feature: Feature[Any, Any]
    before: Any
    state: Any
    first: int
    events: list[tuple[Event, Actor]]


class Transaction:
    """All that one delivery leads to, kept aside until it is saved at once. Reads see what it did so far.

    A feature's reading half sees what was committed before, not what this transaction did.
    """

    def __init__(self, reader: Reader, features: Features) -> None:
        self._work = reader
        self._features = features
        self._brought: tuple[Brought, ...] = ()
        self._pending: dict[StreamId, _Pending] = {}
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
            feature = _feature(stream, self._features)
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
            pending = _Pending(feature, before, before, self._work.version(stream) + 1, [])
            self._pending[stream] = pending
        pending.state = after
        pending.events.extend((event, by) for event in events)

    def mark(self) -> Any:
        """A point to come back to."""
        copies = {s: _Pending(p.feature, p.before, p.state, p.first, list(p.events)) for s, p in self._pending.items()}
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

    def _saving(self, stream: StreamId, pending: _Pending) -> Saving:
        feature = pending.feature
        spoken = self._features.speaks_on(self.org)
        before_after = pending.before, pending.state
        postings = postings_of(stream, feature, *before_after, pending.first, pending.events, self, spoken)
        elsewhere = [item for event, _ in pending.events for item in redraws(event, self)]
        before = self._alarms_of(stream, feature, pending.before)
        after = self._alarms_of(stream, feature, pending.state)
        cleared = {alarm.name for alarm in before} - {alarm.name for alarm in after}
        return Saving(
            stream=stream,
            first=pending.first,
            events=tuple(pending.events),
            state=pending.state,
            closed=feature.closed(pending.state),
            alarms_set=tuple(alarm for alarm in after if alarm not in before),
            alarms_cleared=tuple(sorted(cleared)),
            postings=(*postings, *cards_of(elsewhere, self)) if elsewhere else postings,
        )
