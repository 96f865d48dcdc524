"""Compares a check-in of five hundred people with one of fifty, and with the bare rows it writes."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

from adapters.clock.system import SystemChance
from adapters.sql.dialect import CACHE_PRAGMA, WRITE_PRAGMAS
from adapters.sql.engine import Store
from adapters.sql.register.whole import whole_register
from bench.cases import case
from bench.filled import CIRCLE, FEATURES, account, delivery, person
from bench.measure import Effort, Row, cost_rows, row
from bench.money import Turned
from bench.sizes import ORG
from governance_core.application import alarms
from governance_core.application.execute import execute, perform
from governance_core.checkins.answering_messages import AnswerCheckIn
from governance_core.checkins.messages import CreateCheckIn
from governance_core.circles.messages import AddMember, FoundCircle, SetHome
from governance_core.kernel.ids import CONFIG, StreamId
from governance_core.kernel.message import Command
from governance_core.people.messages import AddAccount, ChooseSettings, JoinOrganisation
from governance_core.ports import Work

FEW, MANY = 50, 500
OPENS = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEEK, MOST_AT_ONCE = timedelta(days=7), 50
CHECKIN, ASIDE = StreamId("C-1"), StreamId("C-2")
"""The second one is open all the time, and somebody answers it while the first one opens or closes."""
SAID = "Watered the beds, mended the fence of plot {number} and wrote to the council about the well"
OPENING, CLOSING = "opening", "closing"
INDEX = "searched_words"
"""The index of words keeps its rows in its own way: no bare insert compares with it."""

Rows = dict[str, set[tuple[object, ...]]]


@dataclass
class Times:
    """Seconds, one of each run: what each step took, what its bare rows took, and an answer given meanwhile."""

    steps: dict[str, list[float]] = field(default_factory=lambda: {OPENING: [], CLOSING: []})
    bare: dict[str, list[float]] = field(default_factory=lambda: {OPENING: [], CLOSING: []})
    meanwhile: list[float] = field(default_factory=list)
    answering: list[float] = field(default_factory=list)


@case("checkins")
def checkins(effort: Effort) -> list[Row]:
    """Each is asked in a direct message, all answer, every tenth says what is in the way, which becomes a blocker."""
    runs = 3 if effort.quick else 7
    with tempfile.TemporaryDirectory(prefix="circlet-bench-") as kept:
        times = {people: asyncio.run(_held(people, runs, Path(kept))) for people in (FEW, MANY)}
    return [*_growth(times), *_beside_bare_rows(times[MANY]), *_meanwhile(times[MANY])]


def _growth(times: dict[int, Times]) -> list[Row]:
    """What one of many costs, beside one of few: 1 where the whole grows as the people do."""
    found = []
    for step in (OPENING, CLOSING):
        each = {f"each of {people}": median(one.steps[step]) / people * 1e6 for people, one in times.items()}
        found += cost_rows(f"check-in, {step}", each, "us", f"each of {FEW}", "")
    answers = {f"each of {people}": median(one.answering) / people * 1e6 for people, one in times.items()}
    return [*found, *cost_rows("check-in, answers of 32 at once", answers, "us", f"each of {FEW}", "")]


def _beside_bare_rows(times: Times) -> list[Row]:
    floor = {step: median(taken) * 1e3 for step, taken in times.bare.items()}
    return [
        row(f"check-in of {MANY}, {step}, beside its bare rows", median(taken) * 1e3, "ms", floor[step], None)
        for step, taken in times.steps.items()
    ]


def _meanwhile(times: Times) -> list[Row]:
    longest = max(taken for step in times.steps.values() for taken in step)
    return [
        row(
            "check-in, longest wait for an answer while one opens or closes",
            max(times.meanwhile) * 1e3,
            "ms",
            None,
            None,
        ),
        row("check-in, longest time the writer is held", longest * 1e3, "ms", None, None),
    ]


# ----------------------------------------------------------------------------------------------------------- holding


async def _held(people: int, runs: int, folder: Path) -> Times:
    """So many runs, a week apart; the first warms up."""
    clock, times, keys = Turned(OPENS - timedelta(hours=1)), Times(), count()
    path = folder / f"checkins-{people}.db"
    with closing(Store.open(path, FEATURES, whole_register(), clock, SystemChance())) as store:
        store.transact_now(ORG, partial(_founded, people))
        for number in range(runs + 1):
            found = times if number else Times()
            clock.at = OPENS + number * WEEK
            await _stepped(OPENING, store, clock, found, next(keys))
            found.answering.append(await _timed(partial(_all_answer, store, people, keys)))
            clock.at += timedelta(hours=9)
            await _stepped(CLOSING, store, clock, found, next(keys))
    return times


async def _stepped(step: str, store: Store, clock: Turned, times: Times, key: int) -> None:
    """Press what is due, while somebody answers; then write the same rows bare into the store as it was."""
    before = store.path.with_suffix(".before")
    _copied(store.path, before)
    held, waited = await asyncio.gather(_pressed(store, clock), _timed(partial(_answered, ASIDE, store, 0, key)))
    times.steps[step].append(held)
    times.meanwhile.append(waited)
    times.bare[step].append(_written_bare(before, _rows_of(store.path)))


async def _pressed(store: Store, clock: Turned) -> float:
    """Everything that is due by now, as the sweep presses it; how long the writer was held."""
    begin = perf_counter()
    while due := await store.delivery.due(clock.now(), MOST_AT_ONCE):
        for org, one in due:
            await store.transact(org, partial(alarms.press, one, features=FEATURES))
    return perf_counter() - begin


async def _all_answer(store: Store, people: int, keys: "count[int]") -> None:
    """Thirty-two at once, until everybody has."""
    waiting = iter(range(people))

    async def caller() -> None:
        for number in waiting:
            await _answered(CHECKIN, store, number, next(keys))

    await asyncio.gather(*(caller() for _ in range(32)))


async def _answered(stream: StreamId, store: Store, number: int, key: int) -> None:
    blocked = f"The key of shed {number} is lost ({key})" if number % 10 == 0 and stream == CHECKIN else ""
    command = AnswerCheckIn(id=stream, first=SAID.format(number=number), second="Prune the trees", third=blocked)
    receipt = await perform(command, account(number), delivery(key), store, ORG, FEATURES)
    assert receipt.refusal is None, receipt.refusal


async def _timed(doing: Callable[[], Awaitable[None]]) -> float:
    begin = perf_counter()
    await doing()
    return perf_counter() - begin


# --------------------------------------------------------------------------------------------------------- bare rows


def _copied(path: Path, to: Path) -> None:
    to.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as whole, closing(sqlite3.connect(to)) as copy:
        whole.backup(copy)


def _rows_of(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'")
        names = [name for (name,) in tables if not name.startswith(("sqlite_", INDEX))]
        return {name: set(connection.execute(f"SELECT * FROM {name}")) for name in names}


def _written_bare(before: Path, after: Rows) -> float:
    """One transaction of inserts, durable in the end, by hand-written sqlite3; the seconds it took."""
    known = _rows_of(before)
    with closing(sqlite3.connect(before, isolation_level=None)) as connection:
        for pragma in (*WRITE_PRAGMAS, CACHE_PRAGMA):
            connection.execute(f"PRAGMA {pragma}")
        new = {name: list(rows - known[name]) for name, rows in after.items() if rows - known[name]}
        begin = perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for name, rows in new.items():
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT OR REPLACE INTO {name} VALUES ({marks})", rows)
        connection.execute("COMMIT")
        return perf_counter() - begin


# ----------------------------------------------------------------------------------------------------------- filling


def _founded(people: int, work: Work) -> None:
    commands: list[Command] = [FoundCircle(circle=CIRCLE, name="Garden")]
    commands += [SetHome(circle=CIRCLE, platform="discord", place="1180000000000000001")]
    for number in range(people):
        by = account(number).via
        assert by is not None, "an account acts"
        commands += [JoinOrganisation(person=person(number), name=f"Person {number}")]
        commands += [AddAccount(person=person(number), platform="discord", account=by.account)]
        commands += [AddMember(circle=CIRCLE, person=person(number))]
    commands += [CreateCheckIn(circle=CIRCLE, title="Weekly", every="every mon 09:00", zone="UTC")]
    commands += [
        CreateCheckIn(circle=CIRCLE, title="Aside", every="every mon 08:59", zone="UTC", open_for="6d", remind="off")
    ]
    for command in commands:
        execute(command, CONFIG, None, work, FEATURES)
    for number in range(people):
        execute(ChooseSettings(reminders="direct"), account(number), None, work, FEATURES)
