"""The whole core around one organisation, kept in dictionaries: one door for commands, a clock turned by hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from governance_core.actions.model import Action
from governance_core.actions.reading import ActionRow
from governance_core.application import alarms as sweeping
from governance_core.application.catalogue import catalogue
from governance_core.application.execute import execute
from governance_core.application.groups import note_groups, note_server
from governance_core.application.receipt import Receipt
from governance_core.blockers.model import Blocker
from governance_core.blockers.reading import BlockerRow
from governance_core.budgets.evolving import evolve as after_entry
from governance_core.budgets.messages import AmountMoved
from governance_core.budgets.model import BOOKS, Books
from governance_core.budgets.parts_rules import waiting_reports
from governance_core.budgets.reading import EntryRow, RequestRow
from governance_core.budgets.request_model import Request, Standing
from governance_core.budgets.statement_model import Held
from governance_core.checkins.model import CheckIn
from governance_core.checkins.model import Standing as Ended
from governance_core.checkins.reading import CheckInLine, StillInTheWay
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CONFIG, Actor, CircleId, DeliveryKey, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import ISO_4217, Unit
from governance_core.logbook.model import Agreement
from governance_core.metrics.model import Metric
from governance_core.metrics.model import Standing as Followed
from governance_core.metrics.reading import MetricRow, metrics_meant
from governance_core.outgoing import Posting
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Acknowledgement, Alarm, Draft, Due, Recorded, Saving
from governance_core.proposals.model import Proposal
from governance_core.proposals.reading import AgreementLine
from governance_core.things.model import Thing
from governance_core.things.reading import LoanRow, ThingRow
from tests.rules.organisation import MONDAY, Organisation, founding

P = TypeVar("P")
FEATURES = catalogue()


class Counted:
    """Codes and keys in their order."""

    def __init__(self, given: int = 0) -> None:
        self.given = given

    def code(self) -> str:
        self.given += 1
        return f"CODE{self.given:04}"

    def key(self) -> str:
        self.given += 1
        return f"key-{self.given:018}"


@dataclass
class Memory:
    """One organisation's store: the port of a transaction, of reading, and of every feature's reading half."""

    org: str = "harbour"
    now: datetime = MONDAY
    chance: Counted = field(default_factory=Counted)
    states: dict[StreamId, Any] = field(default_factory=dict)
    journal: dict[StreamId, tuple[Recorded, ...]] = field(default_factory=dict)
    alarms: dict[tuple[StreamId, str], datetime] = field(default_factory=dict)
    inbox: dict[str, Acknowledgement] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    saved: tuple[Saving, ...] = ()

    def copy(self) -> "Memory":
        """Another store with the same in it."""
        kept = {name: dict(value) for name, value in vars(self).items() if isinstance(value, dict)}
        return replace(self, chance=Counted(self.chance.given), **kept)

    def state(self, stream: StreamId) -> Any:
        found = FEATURES.of_stream(stream)
        return self.states.get(stream, found.decider.initial if found else None)

    def version(self, stream: StreamId) -> int:
        return len(self.journal.get(stream, ()))

    def half(self, port: type[P]) -> P:
        half: Any = self
        return half

    def acted_last(self, person: PersonId) -> str:
        found = [one for events in self.journal.values() for one in events if one.actor.startswith(f"person:{person}@")]
        return max(found, key=lambda one: one.at).actor.rpartition("@")[2] if found else ""

    def recorded(self, stream: StreamId, first: int = 1, last: int | None = None) -> Sequence[Recorded]:
        return self.journal.get(stream, ())[first - 1 : last]

    def draft(self, key: str) -> Draft | None:
        return self.drafts.get(key)

    def last_draft(self, kind: str, person: PersonId) -> Draft | None:
        found = [one for one in self.drafts.values() if (one.kind, one.person) == (kind, person)]
        return found[-1] if found else None

    def seen(self, delivery: DeliveryKey) -> Acknowledgement | None:
        return self.inbox.get(str(delivery))

    def remember(self, delivery: DeliveryKey, done: Acknowledgement) -> None:
        self.inbox[str(delivery)] = done

    def next_number(self, prefix: str, taken: int) -> int:
        return self.numbers.get(prefix, 0) + taken + 1

    def save(self, savings: Sequence[Saving], numbers: Mapping[str, int]) -> None:
        self.numbers |= numbers
        self.saved = tuple(savings)
        for saving in savings:
            before = self.journal.get(saving.stream, ())
            assert saving.first == len(before) + 1
            recorded = (
                Recorded(saving.stream, version, self.now, by.said(), event)
                for version, (event, by) in enumerate(saving.events, saving.first)
            )
            self.journal[saving.stream] = (*before, *recorded)
            self.states[saving.stream] = saving.state
            for name in saving.alarms_cleared:
                del self.alarms[saving.stream, name]
            self.alarms |= {(saving.stream, alarm.name): alarm.due for alarm in saving.alarms_set}

    def keep_draft(self, draft: Draft) -> None:
        self.drafts[draft.key] = draft

    def drop_draft(self, key: str) -> None:
        self.drafts.pop(key, None)

    # The reading halves, as far as rules need them.

    def proposals(self) -> dict[StreamId, Proposal]:
        return {stream: state for stream, state in self.states.items() if isinstance(state, Proposal)}

    def open_in(self, circle: CircleId) -> Sequence[StreamId]:
        return [stream for stream, state in self.proposals().items() if state.is_open and state.circle == circle]

    def open_by(self, person: PersonId) -> Sequence[StreamId]:
        return [stream for stream, state in self.proposals().items() if state.is_open and state.proposer == person]

    def recorded_from(self, circle: CircleId, source: str, text: str) -> StreamId | None:
        known = ((stream, state) for stream, state in self.states.items() if isinstance(state, Agreement))
        wanted = (circle, source, text)
        found = (stream for stream, state in known if (state.circle, state.source, state.text) == wanted)
        return next(found, None)

    def requests_in(self, circle: CircleId) -> Sequence[StreamId]:
        return [stream for stream, one in self._requests() if one.is_open and one.circle == circle]

    def requests_of(self, person: PersonId) -> Sequence[StreamId]:
        return [stream for stream, one in self._requests() if one.is_open and one.requester == person]

    def promised_to(self, person: PersonId) -> Sequence[StreamId]:
        known = ((stream, one) for stream, one in self._requests() if one.requester == person)
        return [stream for stream, one in known if one.standing is Standing.APPROVED]

    def paid_with(self, circle: CircleId, unit: str, reference: str) -> StreamId | None:
        requests = ((stream, one) for stream, one in self.states.items() if isinstance(one, Request) and one.versions)
        there = ((stream, one) for stream, one in requests if (one.circle, one.content.unit) == (circle, unit))
        moved = ((stream, each) for stream, one in there for each in (*one.payments, *one.refunds))
        fits = (
            stream for stream, one in moved if one.reference.casefold() == reference.casefold() and not one.taken_back
        )
        return next(fits, None)

    def receipt_in(self, receipt: str) -> StreamId | None:
        known = ((stream, made.event) for stream in self.journal for made in self.journal[stream])
        return next((stream for stream, one in known if getattr(one, "receipt", "") == receipt), None)

    def listed_blockers(
        self, circles: Sequence[CircleId], standings: Sequence[str], limit: int
    ) -> Sequence[BlockerRow]:
        found = ((stream, one) for stream, one in self.states.items() if isinstance(one, Blocker))
        return [
            BlockerRow(stream, one.circle, one.holder, one.asker, one.owner, one.standing, one.words, one.at or MONDAY)
            for stream, one in found
            if one.circle in circles and one.standing in standings
        ][:limit]

    def count_blockers(self, circles: Sequence[CircleId], standings: Sequence[str]) -> int:
        return len(self.listed_blockers(circles, standings, 1000))

    def blockers_of(self, owner: PersonId) -> Sequence[StreamId]:
        return [stream for stream, one in self._blockers() if one.is_open and one.owner == owner]

    def raised_by(self, circle: CircleId, asker: PersonId) -> Sequence[BlockerRow]:
        rows = self.listed_blockers([circle], ["open", "acknowledged"], 1000)
        return [row for row in rows if (row.circle, row.asker) == (circle, asker)]

    def still_in_the_way(self, circle: CircleId, askers: Sequence[PersonId]) -> Sequence[StillInTheWay]:
        rows = (row for asker in askers for row in self.raised_by(circle, asker))
        return [StillInTheWay(row.id, row.asker, row.words, row.at) for row in rows]

    def offered_to(self, circles: Sequence[CircleId]) -> Sequence[StreamId]:
        return [stream for stream, one in self._blockers() if one.offer and one.offer.to in circles]

    def actions_of(self, owner: PersonId) -> Sequence[StreamId]:
        return [stream for stream, one in self._actions() if one.is_open and one.owner == owner]

    def names_followed(self, circle: CircleId) -> Sequence[str]:
        rows = self.listed_metrics([circle], 500)
        return [f"{row.id} {row.name}" for row in rows if row.standing == "followed"]

    def followed(self, circle: CircleId, words: str) -> Sequence[StreamId]:
        return metrics_meant(words, self.listed_metrics([circle], 500))

    def retired(self, circle: CircleId, words: str) -> Sequence[StreamId]:
        return metrics_meant(words, self.listed_metrics([circle], 500), Followed.RETIRED)

    def has_value(self, circle: CircleId, words: str, day: str) -> bool:
        meant = (*self.followed(circle, words), *self.retired(circle, words))
        return any(one.on(day) for one in map(self.state, meant) if isinstance(one, Metric))

    def listed_actions(
        self, circles: Sequence[CircleId], standing: str, owner: PersonId | None, limit: int
    ) -> Sequence[ActionRow]:
        return [
            ActionRow(stream, one.circle, one.owner, one.standing, one.words, one.at or MONDAY, one.due)
            for stream, one in self._actions()
            if one.circle in circles and one.standing == standing and owner in (None, one.owner)
        ][:limit]

    def count_actions(self, circles: Sequence[CircleId], standing: str, owner: PersonId | None) -> int:
        return len(self.listed_actions(circles, standing, owner, 1000))

    def listed_metrics(self, circles: Sequence[CircleId], limit: int) -> Sequence[MetricRow]:
        found = ((stream, one) for stream, one in self.states.items() if isinstance(one, Metric))
        return [
            MetricRow(stream, one.circle, one.name, one.unit, one.direction, one.target, one.standing, MONDAY)
            for stream, one in found
            if one.circle in circles
        ][:limit]

    def _actions(self) -> list[tuple[StreamId, Action]]:
        return [(stream, state) for stream, state in self.states.items() if isinstance(state, Action)]

    def _blockers(self) -> list[tuple[StreamId, Blocker]]:
        return [(stream, state) for stream, state in self.states.items() if isinstance(state, Blocker)]

    def listed_requests(
        self, circles: Sequence[CircleId], standings: Sequence[str], requester: PersonId | None, limit: int
    ) -> Sequence[RequestRow]:
        return [
            RequestRow(
                stream, one.circle, one.requester, one.standing, one.version, one.content.minor, one.content.unit,
                one.content.exponent, one.content.purpose, one.at or MONDAY,
            )
            for stream, one in self._requests()
            if one.circle in circles and one.standing in standings and requester in (None, one.requester)
        ][:limit]  # fmt: skip

    def held_before(self, circle: CircleId, unit: str, before: datetime | None) -> Held:
        made = (one for one in self.journal.get(BOOKS, ()) if before is None or one.at < before)
        books = Books()
        for one in made:
            books = after_entry(books, one.event)
        held = books.envelope(circle, Unit(unit, books.units.get(unit, 2)))
        return Held(None, held.available, held.reserved, held.committed, held.spent)

    def reports_waiting(self, circles: Sequence[CircleId]) -> Sequence[StreamId]:
        return [stream for stream, one in self._requests() if waiting_reports(one)]

    def without_receipt(self, circles: Sequence[CircleId], requester: PersonId | None = None) -> Sequence[StreamId]:
        theirs = ((stream, one) for stream, one in self._requests() if requester in (None, one.requester))
        return [stream for stream, one in theirs if one.paid and not one.receipts]

    def _requests(self) -> list[tuple[StreamId, Request]]:
        return [(stream, state) for stream, state in self.states.items() if isinstance(state, Request)]

    def agreements(self) -> dict[StreamId, Agreement]:
        return {stream: state for stream, state in self.states.items() if isinstance(state, Agreement)}

    def agreement(self, stream: StreamId) -> AgreementLine | None:
        known = self.agreements().get(stream)
        return AgreementLine(known.circle, known.title, known.text, known.version) if known else None

    def in_review(self, circles: Sequence[CircleId]) -> Sequence[StreamId]:
        return [stream for stream, one in self.agreements().items() if one.review and one.circle in circles]

    def still_open(self, circle: CircleId) -> Sequence[str]:
        actions = [stream for stream, one in self._actions() if one.is_open and one.circle == circle]
        blockers = [stream for stream, one in self._blockers() if one.is_open and one.holder == circle]
        return [*self.open_in(circle), *self.requests_in(circle), *self.things_in(circle), *blockers, *actions]

    def things(self) -> dict[StreamId, Thing]:
        return {stream: state for stream, state in self.states.items() if isinstance(state, Thing)}

    def things_in(self, circle: CircleId) -> Sequence[StreamId]:
        return [stream for stream, one in self.things().items() if one.circle == circle and not one.retired]

    def loans_of(self, person: PersonId) -> Sequence[LoanRow]:
        return [row for row in self._loans() if row.borrower == person]

    def loans_in(self, circles: Sequence[CircleId], standing: str) -> Sequence[LoanRow]:
        return [row for row in self._loans() if row.circle in circles and row.standing == standing]

    def longer_asked(self, circles: Sequence[CircleId]) -> Sequence[LoanRow]:
        return [row for row in self._loans() if row.circle in circles and row.wants]

    def broken_in(self, circles: Sequence[CircleId]) -> Sequence[ThingRow]:
        known = ((stream, one) for stream, one in self.things().items() if one.circle in circles and one.broken)
        return [
            ThingRow(stream, one.circle, one.name, one.sort, one.quantity, one.lending, one.out, one.broken)
            for stream, one in known
        ]

    def _loans(self) -> list[LoanRow]:
        return [
            LoanRow(stream, one.number, thing.circle, thing.name, one.borrower, one.quantity, one.start, one.until,
                    one.standing, one.zone, one.start, one.wants)
            for stream, thing in self.things().items()
            for one in thing.loans.values()
        ]  # fmt: skip

    def entry(self, number: int) -> EntryRow | None:
        made = (one.event for one in self.journal.get(BOOKS, ()) if isinstance(one.event, AmountMoved))
        found = next((one for one in made if one.number == number), None)
        names = [one.name for one in fields(EntryRow)]
        return EntryRow(**{name: getattr(found, name) for name in names}) if found else None

    def checkins(self, circles: Sequence[CircleId], ended: bool = False) -> Sequence[CheckInLine]:
        known = ((stream, one) for stream, one in self.states.items() if isinstance(one, CheckIn))
        return [
            CheckInLine(stream, one.circle, one.key, one.plan.title, one.standing, one.plan.every, one.next_at, 0)
            for stream, one in known
            if one.circle in circles and one.standing is not Ended.ENDED
        ]

    def units_in_use(self) -> Sequence[Unit]:
        used: Books = self.state(BOOKS)
        return [Unit(code, exponent) for code, exponent in used.units.items() if code not in ISO_4217]


class World:
    """An organisation people act in, one command a transaction, and a clock that is turned by hand."""

    def __init__(self) -> None:
        self.memory = Memory()

    @classmethod
    def founded(cls) -> "World":
        """As the config file describes it."""
        world = cls()
        for command in founding():
            world.does(CONFIG, command)
        return world

    @property
    def now(self) -> datetime:
        return self.memory.now

    @property
    def circles(self) -> Circles:
        found: Circles = self.memory.state(CIRCLES)
        return found

    @property
    def people(self) -> People:
        found: People = self.memory.state(PEOPLE)
        return found

    @property
    def organisation(self) -> Organisation:
        return Organisation(self.people, self.circles)

    def proposal(self, stream: StreamId) -> Proposal:
        found: Proposal = self.memory.state(stream)
        return found

    def does(self, by: PersonId | Actor, command: Command, key: DeliveryKey | None = None) -> Receipt:
        """Carried out, with all that follows; a refusal comes out, and then nothing changed but what was due."""
        actor = by if isinstance(by, Actor) else Actor.of_person(by)
        receipt: Receipt = self._once(lambda store: execute(command, actor, key, store, FEATURES))
        if receipt.refusal is not None:
            raise receipt.refusal
        return receipt

    def refuses(self, by: PersonId | Actor, command: Command) -> Refusal:
        """What is said to somebody who may not, or cannot."""
        try:
            self.does(by, command)
        except Refusal as refusal:
            return refusal
        raise AssertionError(f"{command} was not refused to {by}")

    def told(self, group: str, *accounts: str, platform: str = "discord") -> bool:
        """A platform tells which accounts have a role now, each called like it. Whether it made a difference."""
        holders = {group: {account: account.capitalize() for account in accounts}}
        return bool(self._once(lambda store: note_groups(platform, holders, store, FEATURES)))

    def there(self, *accounts: str, platform: str = "discord") -> bool:
        """A platform tells who is on the server now."""
        return bool(self._once(lambda store: note_server(platform, accounts, store, FEATURES)))

    def whose(self, account: str, platform: str = "discord") -> PersonId:
        """The person behind an account."""
        owner = self.people.owner(platform, account)
        assert owner is not None, f"{account} is nobody's"
        return owner

    def _once(self, job: Callable[[Memory], Any]) -> Any:
        """Do it to a copy and to the store itself: both must come to the same."""
        copy, before = self.memory.copy(), self.memory.copy()
        outcomes = []
        for store in (copy, self.memory):
            store.saved = ()
            try:
                outcomes.append((job(store), None))
            except Refusal as refusal:
                assert not store.saved, "a refusal saves nothing"
                outcomes.append((None, refusal))
        assert _same(copy.saved, self.memory.saved), "the same command in the same state leads to the same"
        assert [str(refusal) for _, refusal in outcomes[:1]] == [str(refusal) for _, refusal in outcomes[1:]]
        receipt, refusal = outcomes[1]
        if refusal is not None:
            assert self.memory.states == before.states
            raise refusal
        return receipt

    def due(self, until: datetime) -> Due | None:
        """The alarm that rings first, if any rings by then."""
        ripe = [(due, stream, name) for (stream, name), due in self.memory.alarms.items() if due <= until]
        if not ripe:
            return None
        due, stream, name = min(ripe)
        return Due(stream, Alarm(name, due))

    def wait(self, length: timedelta) -> None:
        """Everything due on the way rings in order, at its own time."""
        until = self.now + length
        while (due := self.due(until)) is not None:
            self.memory.now = max(self.now, due.alarm.due)
            self.press(due)
        self.memory.now = until

    def sleep(self, length: timedelta) -> None:
        """The program is down: time passes and nothing rings."""
        self.memory.now += length

    def sweep(self) -> None:
        """The program is up again: everything that is due rings now."""
        while (due := self.due(self.now)) is not None:
            self.press(due)

    def press(self, due: Due) -> None:
        """One alarm rings, and is seen to."""
        self._once(lambda store: sweeping.press(due, store, FEATURES))
        assert self.memory.alarms.get((due.stream, due.alarm.name)) != due.alarm.due, f"{due} rang without effect"

    def posted(self) -> list[Posting]:
        """What the last command has shown or said."""
        return [posting for saving in self.memory.saved for posting in saving.postings]


def _same(one: tuple[Saving, ...], other: tuple[Saving, ...]) -> bool:
    return len(one) == len(other) and all(map(_alike, one, other))


def _alike(one: Saving, other: Saving) -> bool:
    orderly = (replace(saving, alarms_set=tuple(sorted(saving.alarms_set, key=str))) for saving in (one, other))
    return next(orderly) == next(orderly)
