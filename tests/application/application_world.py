"""What the tests of the one door share: an organisation in a real store, and short ways to act in it and look at it."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from adapters.sql.engine import Store
from adapters.sql.register.whole import whole_register
from adapters.sql.work import Work
from governance_core.application import alarms, ask, queries
from governance_core.application.catalogue import catalogue
from governance_core.application.execute import execute
from governance_core.application.receipt import Receipt
from governance_core.application.viewer import eyes
from governance_core.cards.card import Button, Card, Press
from governance_core.cards.form import Ask, Option
from governance_core.cards.plain import plain_card, plain_text
from governance_core.cards.wire import decode, encode
from governance_core.caretaker import NoCaretaker
from governance_core.circles.messages import (
    AddMember,
    DescribeOrganisation,
    FillRole,
    FoundCircle,
    SetCommonPolicy,
    SetHome,
    SetPolicy,
)
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CONFIG, Actor, CircleId, DeliveryKey, PersonId, StreamId
from governance_core.kernel.message import Command, Query
from governance_core.people.messages import AddAccount, JoinOrganisation
from governance_core.ports import Alarm, Due, Recorded
from governance_core.proposals.messages import CreateProposal

ORG = "harbour"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SERVED_AT = "https://circlet.example.org"


class Serving(NoCaretaker):
    """Nobody looks after the program, but calendars are served."""

    def served_at(self, org: str) -> str:
        return SERVED_AT


FEATURES = catalogue(Serving())
ACCOUNTS = {
    "ana@slack": "U0ANA",
    "ana@discord": "204255221017214977",
    "ben@slack": "U0BEN",
    "dee@discord": "311846090283712513",
}
MEMBERS = {
    "commons": ("ana", "ben", "cem"),
    "garden": ("ana", "ben", "dee"),
    "care": ("ben", "eli"),
    "repair": ("cem", "dee"),
}


class HandClock:
    """Stands still until it is turned."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def turn(self, **span: float) -> None:
        self.at += timedelta(**span)


class Chances:
    """Foreseeable codes, and keys that are never the same twice in a run."""

    _numbers = count(1)

    def code(self) -> str:
        return f"C{next(self._numbers):07d}"

    def key(self) -> str:
        return f"{next(self._numbers):022d}"


def actor(who: str | Actor) -> Actor:
    """`ana` is at the console, `ana@slack` on a platform, where other names are accounts as they are."""
    if isinstance(who, Actor):
        return who
    name, _, platform = who.partition("@")
    return Actor.of_account(platform or "console", ACCOUNTS.get(who, name))


class Undone(Exception):
    """Takes back what a rehearsal did."""

    def __init__(self, made: Receipt) -> None:
        super().__init__()
        self.made = made


class Prompt:
    """A connection to the file beside the store, kept once opened: opening one reads the whole schema."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: sqlite3.Connection | None = None

    def rows(self, statement: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        """What it answers; nothing stays locked."""
        if self._kept is None:
            self._kept = sqlite3.connect(self._path, isolation_level=None)
        return self._kept.execute(statement, parameters).fetchall()

    def close(self) -> None:
        """Until it is asked again."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None


class World:
    """One organisation (`org` says which) on one open store."""

    def __init__(self, path: Path, clock: HandClock, org: str = ORG) -> None:
        self.path, self.clock, self.org, self._prompt = path, clock, org, Prompt(path)
        self.store = Store.open(path, FEATURES, whole_register(), clock, Chances())

    def of(self, org: str) -> "World":
        """The same store, seen from another organisation."""
        other = object.__new__(World)
        other.path, other.clock, other.org, other.store = self.path, self.clock, org, self.store
        other._prompt = self._prompt
        return other

    def close(self) -> None:
        self._prompt.close()
        self.store.close()

    def restart(self) -> None:
        """As when the program ends and starts again: nothing is left in memory."""
        self.close()
        self.store = Store.open(self.path, FEATURES, whole_register(), self.clock, Chances())

    def transact(self, job: Any) -> Any:
        return self.store.transact_now(self.org, job)

    def read(self, job: Any) -> Any:
        return self.store.read_now(self.org, job)

    def attempt(self, command: Command, who: str | Actor, delivery: DeliveryKey | None = None) -> Receipt:
        """Through the door; the receipt may hold a refusal beside alarms that were due."""
        receipt: Receipt = self.transact(lambda work: execute(command, actor(who), delivery, work, FEATURES))
        return receipt

    def do(self, command: Command, who: str | Actor, delivery: DeliveryKey | None = None) -> Receipt:
        """Through the door, and it must be open."""
        receipt = self.attempt(command, who, delivery)
        assert receipt.refusal is None, receipt.refusal
        return receipt

    def config(self, *commands: Command) -> None:
        """What a config file says, in one transaction."""

        def job(work: Work) -> None:
            for command in commands:
                execute(command, CONFIG, None, work, FEATURES)

        self.transact(job)

    def refusal(self, command: Command, who: str | Actor, delivery: DeliveryKey | None = None) -> Refusal:
        """The refusal that a command must meet."""
        try:
            refused = self.attempt(command, who, delivery).refusal
        except Refusal as raised:
            return raised
        assert refused is not None, f"{command} was not refused"
        return refused

    def rehearse(self, command: Command, who: str | Actor) -> Receipt | Refusal:
        """What would come of it; nothing is kept."""

        def job(work: Work) -> None:
            raise Undone(execute(command, actor(who), None, work, FEATURES))

        try:
            self.transact(job)
        except Undone as undone:
            return undone.made
        except Refusal as refusal:
            return refusal
        raise AssertionError("a rehearsal leaves nothing behind")

    def ring(self, due: Due) -> bool:
        """Press an alarm, as the sweep does."""
        rang: bool = self.transact(lambda work: alarms.press(due, work, FEATURES))
        return rang

    def dues(self) -> list[Due]:
        """What is due now, in order; what tells of all the rest comes last."""
        rows = self.rows("SELECT stream, name, due FROM alarms WHERE org = ? ORDER BY due, stream, name", self.org)
        found = [Due(StreamId(s), Alarm(n, datetime.fromisoformat(d).replace(tzinfo=UTC))) for s, n, d in rows]
        ripe = [due for due in found if due.alarm.due <= self.clock.at]
        return sorted(ripe, key=lambda due: due.stream in FEATURES.telling_all)

    def sweep(self) -> int:
        """Press everything that is due; how many alarms there were."""
        rang = 0
        while dues := self.dues():
            self.ring(dues[0])
            rang += 1
        return rang

    def complete(self, kind: str, raw: Mapping[str, str], who: str | Actor = "ana") -> Command | Query | Ask:
        made: Command | Query | Ask = self.read(lambda r: ask.complete(kind, raw, actor(who), r, FEATURES))
        return made

    def form(self, kind: str, raw: Mapping[str, str], who: str | Actor = "ana") -> Ask:
        """The form that must open."""
        made = self.complete(kind, raw, who)
        assert isinstance(made, Ask), made
        return made

    def press(self, press: Press, who: str | Actor, **answers: str) -> Receipt | Card | Ask:
        """A button by way of its id, with what its form would be filled in with."""
        found = decode(encode(press))
        assert found == press
        kind, raw = ask.pressed(found, FEATURES)
        made = self.complete(kind, raw | answers, who)
        if isinstance(made, Ask):
            return made
        return self.do(made, who) if isinstance(made, Command) else self.answer(made, who)

    def button(self, card: Card, label: str) -> Button:
        """The button of a card with this label."""
        return next(button for button in card.buttons() if button.label == label)

    def answer(self, query: Query, who: str | Actor) -> Card:
        card: Card = self.read(lambda reader: queries.answer(query, actor(who), reader, FEATURES))
        return card

    def show(self, ref: str, who: str | Actor) -> Card:
        card: Card = self.read(lambda reader: queries.show(StreamId(ref), actor(who), reader, FEATURES))
        return card

    def words(self, card: Card | None, limit: int = 600) -> str:
        """A card as its reader sees it."""
        assert card is not None
        said: str = self.read(lambda reader: plain_card(card, eyes(None, "UTC", reader), limit))
        return said

    def said(self, refusal: Refusal) -> str:
        """A refusal as its reader sees it."""
        words: str = self.read(lambda reader: plain_text(queries.refusal_words(refusal), eyes(None, "UTC", reader)))
        return words

    def choices(self, kind: str, field: str, typed: str, who: str | Actor) -> Sequence[Option]:
        found: Sequence[Option] = self.read(
            lambda reader: ask.choices(kind, field, typed, actor(who), reader, FEATURES)
        )
        return found

    def state(self, stream: str) -> Any:
        return self.read(lambda reader: reader.state(StreamId(stream)))

    def recorded(self, stream: str, first: int = 1) -> Sequence[Recorded]:
        found: Sequence[Recorded] = self.read(lambda reader: reader.recorded(StreamId(stream), first))
        return found

    def kinds(self, stream: str, first: int = 1) -> list[str]:
        """What happened on a stream, by wire name."""
        return [one.event.kind for one in self.recorded(stream, first)]

    def rows(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """The file as somebody with a SQL prompt sees it."""
        return self._prompt.rows(statement, parameters)

    def count(self, table: str) -> int:
        found: int = self.rows(f"SELECT COUNT(*) FROM {table} WHERE org = ?", self.org)[0][0]
        return found

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables of all organisations: for saying that nothing changed at all."""
        tables = [name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        pages = "searched_words_"  # how the index of words keeps them is its own affair
        return {name: self.rows(f"SELECT * FROM {name}") for name in tables if not name.startswith(pages)}

    def proposal(self, who: str | Actor = "ana", circle: str = "garden", **given: Any) -> str:
        """A proposal of somebody's; its id."""
        command = CreateProposal(circle=CircleId(circle), **{"title": "Water the beds", **TEXTS, **given})
        return str(self.do(command, who).stream)

    def clean(self) -> bool:
        """Whether an audit finds nothing."""
        found = self.store.audit(self.org)
        assert found.findings == ()
        return True


TEXTS: dict[str, Any] = {"driver": "They dry out", "text": "Mon and Thu"}


def settle_in(world: World) -> None:
    """Five people with a seat, one without; four circles, one of them private; quick rounds of three days."""
    names = ("ana", "ben", "cem", "dee", "eli", "fay")
    people = [JoinOrganisation(person=PersonId(name), name=name.capitalize()) for name in names]
    accounts = [
        AddAccount(person=PersonId(who.partition("@")[0]), platform=who.partition("@")[2], account=account)
        for who, account in ACCOUNTS.items()
    ]
    world.config(
        DescribeOrganisation(name="Harbour", zone="Europe/Lisbon", admins=(PersonId("ana"), PersonId("eli"))),
        SetCommonPolicy(key="process", value="quick"),
        *people,
        *accounts,
    )
    commons = CircleId("commons")
    world.config(
        FoundCircle(circle=commons, name="Commons", aim="All of it", domain="Everything else"),
        FoundCircle(circle=CircleId("garden"), name="Garden", aim="Beds that feed", domain="The plots", parent=commons),
        FoundCircle(circle=CircleId("care"), name="Care", aim="Nobody burns out", parent=commons, private=True),
        FoundCircle(circle=CircleId("repair"), name="Repair Café", aim="Broken things work", parent=commons),
        *(AddMember(circle=CircleId(c), person=PersonId(p)) for c, persons in MEMBERS.items() for p in persons),
        *(SetHome(circle=CircleId(circle), platform="console", place=circle) for circle in MEMBERS),
        SetHome(circle=CircleId("garden"), platform="slack", place="C0GARDEN"),
        FillRole(circle=CircleId("garden"), role="lead", person=PersonId("ana")),
        FillRole(circle=CircleId("garden"), role="delegate", person=PersonId("ben")),
        FillRole(circle=CircleId("garden"), role="facilitator", person=PersonId("dee")),
        FillRole(circle=CircleId("care"), role="lead", person=PersonId("eli")),
        SetPolicy(circle=CircleId("repair"), key="silence", value="consents"),
        SetPolicy(circle=CircleId("repair"), key="stand_aside", value="true"),
    )
