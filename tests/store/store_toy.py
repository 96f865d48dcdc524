"""A feature small enough to see through: tallies that are counted up, noted on, and closed by an alarm."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, Protocol

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable
from sqlmodel import Field, SQLModel, select

from adapters.sql import schema
from adapters.sql.dialect import Connection, stored
from adapters.sql.engine import Store
from adapters.sql.register import Reading, Register
from adapters.sql.tables import COMPACT, table_of
from governance_core.feature import Feature, Features
from governance_core.kernel.decider import Decider
from governance_core.kernel.ids import Actor, StreamId, Via
from governance_core.kernel.message import Command, Event, event, message, personal
from governance_core.outgoing import Posting
from governance_core.ports import Alarm, Recorded, Saving, Work

ORG = "garden"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANA = Actor.of_person("ana", Via("discord", "1180000000000000001", "77"))
BEN = Actor.of_person("ben", Via("slack", "U01"))


class HandClock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at

    def turn(self, **span: float) -> None:
        self.at += timedelta(**span)


class Chances:
    """Foreseeable keys."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def code(self) -> str:
        return f"{next(self._numbers):08d}"

    def key(self) -> str:
        return f"{next(self._numbers):022d}"


@dataclass(frozen=True, slots=True)
class Note:
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Tally:
    count: int = 0
    notes: tuple[Note, ...] = ()
    tags: frozenset[str] = frozenset()
    by_step: Mapping[int, int] = field(default_factory=dict)
    ends: datetime | None = None
    ended: bool = False


@event("toy.opened")
class Opened(Event):
    title: str = personal("")
    ends: datetime
    tags: frozenset[str] = frozenset()


@event("toy.counted")
class Counted(Event):
    step: int = 1


@event("toy.noted")
class Noted(Event):
    person: str
    words: str = personal("person")
    aside: str | None = personal("person", default=None)


@event("toy.ended")
class Ended(Event):
    by_clock: bool = True


def evolve(state: Tally, happened: Event) -> Tally:
    match happened:
        case Opened(ends=ends, tags=tags):
            return replace(state, ends=ends, tags=tags)
        case Counted(step=step):
            steps = {**state.by_step, step: state.by_step.get(step, 0) + 1}
            return replace(state, count=state.count + step, by_step=steps)
        case Noted(person=person, words=words):
            return replace(state, notes=(*state.notes, Note(person, words)))
        case Ended():
            return replace(state, ended=True)
        case _:
            raise TypeError(happened)


def alarms(state: Tally) -> tuple[Alarm, ...]:
    return (Alarm("end", state.ends),) if state.ends and not state.ended else ()


@message("toy.count_up", "Count up")
class CountUp(Command):
    """Never decided by a rule here: these tests save events themselves."""


FEATURE: Feature[Tally, None] = Feature(
    name="tallies",
    prefix="T",
    decider=Decider(Tally(), lambda *_: (), evolve),
    commands=(CountUp,),
    target=lambda _: None,
    facts=lambda *_: None,
    alarms=alarms,
    closed=lambda state: state.ended,
)
FEATURES = Features([FEATURE])


class ToyNote(SQLModel, table=True):
    __tablename__ = "toy_notes"
    __table_args__ = (COMPACT,)

    org: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    person: str
    words: str
    at: datetime


class ToyTotal(SQLModel, table=True):
    __tablename__ = "toy_totals"
    __table_args__ = (COMPACT,)

    org: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    total: int
    ended: bool = False


class Totals(Protocol):
    """The feature's reading half."""

    def above(self, least: int) -> list[str]: ...
    def fast(self, stream: str) -> int: ...


class SqlTotals:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def above(self, least: int) -> list[str]:
        found = select(ToyTotal).where(ToyTotal.org == self._reading.org, ToyTotal.total > least)
        return sorted(row.stream for row in self._reading.session.exec(found))

    def fast(self, stream: str) -> int:
        rows = self._reading.rows(
            "SELECT total FROM toy_totals WHERE org = ? AND stream = ?", (self._reading.org, stream)
        )
        return rows[0][0] if rows else 0


def project_counted(connection: Connection, org: str, recorded: Recorded) -> None:
    connection.execute(
        """INSERT INTO toy_totals (org, stream, total, ended) VALUES (?, ?, ?, 0)
        ON CONFLICT (org, stream) DO UPDATE SET total = toy_totals.total + excluded.total""",
        (org, recorded.stream, recorded.event.step),
    )


def project_noted(connection: Connection, org: str, recorded: Recorded) -> None:
    connection.execute(
        "INSERT INTO toy_notes (org, stream, version, person, words, at) VALUES (?, ?, ?, ?, ?, ?)",
        (org, recorded.stream, recorded.version, recorded.event.person, recorded.event.words, stored(recorded.at)),
    )


class Toys:
    """As a register file would be."""

    TABLES = (ToyNote, ToyTotal)
    PROJECTIONS: ClassVar = {Counted: project_counted, Noted: project_noted}
    HALVES: ClassVar = {Totals: SqlTotals}


REGISTER = Register([Toys])


@lru_cache
def empty() -> bytes:
    """A store with the toys' register tables in it, as a migration would leave it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        connection = schema.opened(path)
        for model in Toys.TABLES:
            connection.execute(str(CreateTable(table_of(model)).compile(dialect=sqlite.dialect())))
        connection.close()
        return path.read_bytes()


def open_toys(path: Path, clock: Any, chance: Any, patience: float = 5.0) -> Store:
    if not path.exists():
        path.write_bytes(empty())
    return Store.open(path, FEATURES, REGISTER, clock, chance, patience=patience)


def record(
    work: Work, stream: str, *events: Event, by: Actor = ANA, postings: tuple[Posting, ...] = ()
) -> tuple[str, int]:
    """What `execute` does at its end: save what happened to one stream. Gives (stream, version)."""
    name = StreamId(stream)
    before = work.state(name)
    after = FEATURE.decider.fold(events, before)
    old, new = set(alarms(before)), set(alarms(after))
    first = work.version(name) + 1
    saving = Saving(
        stream=name,
        first=first,
        events=tuple((one, by) for one in events),
        state=after,
        closed=after.ended,
        alarms_set=tuple(new - old),
        alarms_cleared=tuple({one.name for one in old} - {one.name for one in new}),
        postings=postings,
    )
    number = stream.removeprefix("T-")
    work.save([saving], {"T": int(number)} if first == 1 and number.isdigit() else {})
    return stream, first + len(events) - 1


def card(stream: str, place: str = "77", platform: str = "discord") -> Posting:
    return Posting(platform, place, f"card:{stream}", "card", StreamId(stream))


def say(stream: str, version: int, place: str = "77", platform: str = "discord") -> Posting:
    return Posting(platform, place, f"say:{stream}:{version}", "say", StreamId(stream), version, "announce")


def opening(title: str = "Seeds", **span: float) -> Opened:
    return Opened(
        title=title, ends=START + timedelta(**(span or {"days": 3})), tags=frozenset({"spring", "beds", "oak"})
    )


def raw(path: Path) -> sqlite3.Connection:
    """The file as somebody with a SQL prompt sees it."""
    return sqlite3.connect(path, isolation_level=None)
