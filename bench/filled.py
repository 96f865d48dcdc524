"""Fills a store of ours with an organisation, open proposals and answers, fast, as if each had been carried out."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from adapters.clock.system import SystemChance, SystemClock
from adapters.sql.engine import Store
from adapters.sql.hashing import NOTHING_BEFORE, record_hash
from adapters.sql.register.whole import whole_register
from bench.sizes import ORG, Size, fill, settle
from governance_core.application.catalogue import catalogue
from governance_core.application.execute import execute
from governance_core.circles.messages import AddMember, FoundCircle, SetHome
from governance_core.kernel.ids import CONFIG, Actor, CircleId, DeliveryKey, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.messages import AddAccount, JoinOrganisation
from governance_core.ports import Work
from governance_core.proposals.messages import AnswerRound, CreateProposal

CIRCLE, PLATFORM, PLACE = CircleId("garden"), "discord", "1180000000000000001"
FIRST_KEY = 1_180_000_000_000_000_000
INBOX_KEPT = 10_000
CONCERN = "I can live with this, and would like us to look again after the first month."
TEXT = "We water the beds on Monday and on Thursday evening, and whoever is on duty notes it on the board. " * 3
FEATURES = catalogue()

Act = tuple[Command, Actor, DeliveryKey | None]

# The rows of one proposal, with the column that names it. Those of the journal are chained, so they are made in Python.
OF_A_PROPOSAL = {
    "personal_texts": "stream",
    "snapshots": "stream",
    "alarms": "stream",
    "proposals": "proposal",
    "electors": "proposal",
    "answers": "proposal",
    "outbox": "ref",
}
DIFFERENT = {"id": "NULL", "number": "i", "key": "'card:P-' || i"}
COPY = """WITH RECURSIVE numbers (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM numbers WHERE i < {last})
    INSERT INTO {table} SELECT {columns} FROM numbers CROSS JOIN first_{table}"""
CHAIN = "SELECT version, at, actor, kind, payload FROM journal WHERE stream = 'P-1' ORDER BY version"
APPEND = """INSERT INTO journal (org, stream, version, at, actor, kind, payload, previous, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
RECEIVED = "INSERT INTO inbox (org, key, stream, version, count, at) VALUES (?, ?, 'P-1', 3, 1, ?)"
FOUND = """INSERT INTO searched_items SELECT j.position, j.org, j.stream, f.circle, f.state, f.title, f.at, f.practice,
    f.tags, f.words, f.holder, f.offered FROM journal j CROSS JOIN (SELECT * FROM searched_items WHERE item = 'P-1') f
    WHERE j.version = 1 AND j.stream GLOB 'P-*' AND j.stream <> 'P-1'"""
COUNTED = "UPDATE counters SET last = ? WHERE prefix = 'P'"


def person(number: int) -> PersonId:
    return PersonId(f"person-{number}")


def account(number: int) -> Actor:
    return Actor.of_account(PLATFORM, str(FIRST_KEY - 1 - number), PLACE)


def slack_account(number: int) -> str:
    """The same person's on Slack, where the benchmarks have no home: what is posted is the same for every case."""
    return f"U{number:09d}"


def proposal(number: int) -> StreamId:
    return StreamId(f"P-{number + 1}")


def delivery(number: int) -> DeliveryKey:
    return DeliveryKey(PLATFORM, str(FIRST_KEY + number))


class Minds:
    """Each answer differs from the one before of the same person: consent, a concern, consent again."""

    def __init__(self, size: Size) -> None:
        self._answered = size.answered
        self._concerned: dict[tuple[int, int], bool] = {}

    def changed(self, proposal: int, person: int) -> bool:
        """Whether it is a concern now."""
        asked = (proposal, person)
        before = self._concerned.get(asked, person >= self._answered)
        self._concerned[asked] = not before
        return not before


def opened(path: Path) -> Store:
    return Store.open(path, FEATURES, whole_register(), SystemClock(), SystemChance())


def filled(size: Size, folder: Path, name: str) -> Path:
    """A store of its own in the folder of whoever asks; each size is filled once, beside those folders, then copied."""
    original, path = folder.parent / f"filled-{size.stored}-{size.electors}", folder / name
    if not original.exists():
        _with_one_proposal(size, original)
        _multiply(size, original)
    shutil.copyfile(original, path)
    settle(path)
    return path


def _with_one_proposal(size: Size, path: Path) -> None:
    store = opened(path)
    store.transact_now(ORG, lambda work: _carried_out(size, work))
    store.close()


def _carried_out(size: Size, work: Work) -> None:
    for command, by, key in (*_set_up(size), *_first_proposal(size)):
        execute(command, by, key, work, FEATURES)


def _set_up(size: Size) -> Iterator[Act]:
    yield FoundCircle(circle=CIRCLE, name="Garden"), CONFIG, None
    yield SetHome(circle=CIRCLE, platform=PLATFORM, place=PLACE), CONFIG, None
    for number in range(size.electors):
        who, by = person(number), account(number).via
        assert by is not None
        yield JoinOrganisation(person=who, name=f"Person {number}"), CONFIG, None
        yield AddAccount(person=who, platform=PLATFORM, account=by.account), CONFIG, None
        yield AddAccount(person=who, platform="slack", account=slack_account(number)), CONFIG, None
        yield AddMember(circle=CIRCLE, person=who), CONFIG, None


def _first_proposal(size: Size) -> Iterator[Act]:
    words = CreateProposal(
        circle=CIRCLE, process="quick", title="Water the beds", driver="They dry out", text=TEXT, review="90d"
    )
    yield words, account(0), None
    for number in range(size.answered):
        yield AnswerRound(id=proposal(0), answer="consent"), account(number), None


def _multiply(size: Size, path: Path) -> None:
    """As many proposals like the first as it takes."""
    connection = sqlite3.connect(path)
    chain = connection.execute(CHAIN).fetchall()
    copies = "; ".join(_copying(connection, table, size.proposals) for table in OF_A_PROPOSAL)
    connection.close()
    keys = (str(delivery(-1 - number)) for number in range(min(size.stored, INBOX_KEPT)))
    fill(
        path,
        copies,
        {
            APPEND: _chains(chain, size.proposals),
            RECEIVED: ((ORG, key, chain[-1][1]) for key in keys),
            COUNTED: [(size.proposals,)],
            FOUND: [()],
        },
    )


def _copying(connection: sqlite3.Connection, table: str, last: int) -> str:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    changed = {**DIFFERENT, OF_A_PROPOSAL[table]: "'P-' || i"}
    columns = ", ".join(changed.get(name, name) for name in names)
    first = f"SELECT * FROM {table} WHERE {OF_A_PROPOSAL[table]} = 'P-1'"
    return f"CREATE TEMP TABLE first_{table} AS {first}; {COPY.format(last=last, table=table, columns=columns)}"


def _chains(chain: list[tuple[int, str, str, str, str]], last: int) -> Iterator[tuple[object, ...]]:
    for number in range(1, last):
        stream, previous = proposal(number), NOTHING_BEFORE
        for version, at, actor, kind, payload in chain:
            made = record_hash(previous, ORG, stream, version, at, actor, kind, payload)
            yield ORG, stream, version, at, actor, kind, payload, previous, made
            previous = made
