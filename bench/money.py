"""Compares asking for money and approving it with the raw floor; and reading short books with reading long ones."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO
from itertools import count
from pathlib import Path
from time import perf_counter

from adapters.clock.system import SystemChance, SystemClock
from adapters.sql.engine import Store
from adapters.sql.register.whole import whole_register
from bench import floor_five
from bench.answers import FIVE
from bench.cases import case
from bench.filled import CIRCLE, FEATURES, account, delivery, person, slack_account
from bench.measure import Effort, Load, Operation, Row, compare, cost_rows, throughput_rows, typical
from bench.sizes import ORG, Size
from bot.books_copy import written
from bot.compose import Composed
from governance_core.application.execute import execute, perform
from governance_core.application.queries import answer
from governance_core.application.receipt import Receipt
from governance_core.budgets.messages import Allocate, GiveBack
from governance_core.budgets.request_messages import ApproveRequest, RequestMoney
from governance_core.budgets.statement_messages import ShowBalance, ShowBurn, ShowLedger
from governance_core.circles.messages import AddMember, FillRole, FoundCircle, SetHome, SetPolicy
from governance_core.kernel.ids import CONFIG, CircleId, StreamId
from governance_core.kernel.message import Command, Query
from governance_core.people.messages import AddAccount, JoinOrganisation
from governance_core.ports import Work

CALLERS = 32
FEW, MANY = 100, 100_000
BATCHES = 200
ROOT = CircleId("commons")
LEAD = 0
"""The number of the person who keeps the purses and approves."""
REQUEST, APPROVAL = "a request is set aside", "a request is approved"
READ: Mapping[str, Query] = {
    "balance": ShowBalance(circle=CIRCLE),
    "balance of all circles": ShowBalance(),
    "picture": ShowBurn(circle=CIRCLE, period="2026"),
    "statement": ShowLedger(circle=CIRCLE),
    "statement, some months": ShowLedger(circle=CIRCLE, period="February 2026 to June 2026"),
    "statement, a year": ShowLedger(circle=CIRCLE, period="2026"),
}
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_BETWEEN = timedelta(days=300)


@dataclass
class Turned:
    """A clock that stands where it was turned to."""

    at: datetime = field(default=BEGIN)

    def now(self) -> datetime:
        return self.at


@case("budgets")
def budgets(effort: Effort) -> list[Row]:
    """Reservations and approvals at 32 callers; balances, statements and the year's export of short and long books."""
    many = MANY // 10 if effort.quick else MANY
    with tempfile.TemporaryDirectory(prefix="circlet-bench-") as kept, ExitStack() as stack:
        rows = asyncio.run(_decided(Path(kept), effort))
        stores = {number: stack.enter_context(closing(kept_books(number, Path(kept)))) for number in (FEW, many)}
        short = replace(effort, seconds=effort.seconds / 3)
        rows += [row for name in READ for row in asyncio.run(_read(name, stores, short))]
        return [*rows, *_exported(stores[many], many)]


# ------------------------------------------------------------------------------------------------ asking, approving


async def _decided(folder: Path, effort: Effort) -> list[Row]:
    """In rounds: the floor, then as many requests, then their approvals; the median of each over all rounds."""
    store = _organisation(folder / "asked.db", SystemClock())
    numbers, keys = count(1), count()
    (folder / "floor").mkdir()
    async with floor_five.opened(Size(10_000), folder / "floor") as cast:
        polls = count()
        loads: dict[str, list[Load]] = {name: [] for name in (FIVE, REQUEST, APPROVAL)}
        for number in range(_rounds(effort)):
            floor = [partial(cast, next(polls) % 1_000, 0) for _ in range(CALLERS)]
            asked = [_asking(store, one % 40 + 1, next(keys)) for one in range(CALLERS)]
            approved = [_approving(store, next(numbers), next(keys)) for _ in range(CALLERS)]
            for name, operations in ((FIVE, floor), (REQUEST, asked), (APPROVAL, approved)):
                load = await _at_once(operations)
                loads[name] += [load] if number else []  # the first warms up
    store.close()
    medians = {name: typical(found) for name, found in loads.items()}
    return throughput_rows(f"budgets, {CALLERS} callers", medians, FIVE, "")


def _rounds(effort: Effort) -> int:
    return 10 if effort.quick else 60


def _asking(store: Store, who: int, key: int) -> Operation:
    command = RequestMoney(circle=CIRCLE, amount="1", purpose="Seeds", payee="Seed shop")
    return partial(perform, command, account(who), delivery(key), store, ORG, FEATURES)


def _approving(store: Store, number: int, key: int) -> Operation:
    command = ApproveRequest(id=StreamId(f"B-{number}"), version=1)
    return partial(perform, command, account(LEAD), delivery(key), store, ORG, FEATURES)


async def _at_once(operations: Sequence[Callable[[], Awaitable[object]]]) -> Load:
    """All of them begin together; how many a second, and how long each took."""
    samples: list[float] = []

    async def timed(operation: Callable[[], Awaitable[object]]) -> None:
        begin = perf_counter()
        outcome = await operation()
        assert not isinstance(outcome, Receipt) or outcome.refusal is None, outcome
        samples.append(perf_counter() - begin)

    started = perf_counter()
    await asyncio.gather(*map(timed, operations))
    elapsed, ordered = perf_counter() - started, sorted(samples)
    return Load(len(ordered) / elapsed, ordered[len(ordered) // 2] * 1000, ordered[-1] * 1000)


# --------------------------------------------------------------------------------------------------------- reading


async def _read(name: str, stores: Mapping[int, Store], effort: Effort) -> list[Row]:
    operations = {f"{number:,} entries": partial(_answered, READ[name], store) for number, store in stores.items()}
    loads = await compare(operations, 1, effort)
    micros = {label: load.p50_ms * 1000 for label, load in loads.items()}
    return cost_rows(name, micros, "us", f"{FEW:,} entries", "")


async def _answered(query: Query, store: Store) -> object:
    return await store.read(ORG, lambda reader: answer(query, account(LEAD), reader, FEATURES))


def _exported(store: Store, number: int) -> list[Row]:
    """All of a year, as each of the forms."""
    made = Composed(ORG, FEATURES, store, SystemClock(), SystemChance())
    costs = {}
    for form in ("csv", "hledger", "beancount"):
        begin = perf_counter()
        assert written(made, form, "", "2026", True, StringIO(), lambda done, whole: None) == number
        costs[f"as {form}"] = perf_counter() - begin
    return cost_rows(f"export of {number:,} entries", costs, "s", "", "")


# --------------------------------------------------------------------------------------------------------- filling


def kept_books(number: int, folder: Path) -> Store:
    """Books of so many entries over most of a year: put into an envelope and given back, each by its command."""
    clock, path = Turned(), folder / f"books-{number}.db"
    store = _organisation(path, clock)
    left = number - 2  # two were needed to begin
    while left:
        batch = min(max(number // BATCHES, 5), left)
        store.transact_now(ORG, partial(_carried_out, _moves(batch)))
        left -= batch
        clock.at += _BETWEEN * batch / number
    store.close()
    return Store.open(path, FEATURES, whole_register(), SystemClock(), SystemChance())


def _moves(number: int) -> Iterable[Command]:
    for one in range(number):
        yield GiveBack(circle=CIRCLE, amount="5 EUR") if one % 2 else Allocate(circle=CIRCLE, amount="5 EUR")


def _carried_out(commands: Iterable[Command], work: Work) -> None:
    for command in commands:
        execute(command, account(LEAD), None, work, FEATURES)


def _organisation(path: Path, clock: Turned | SystemClock) -> Store:
    """A circle below the root with money in it, kept by one person; forty others may ask for it."""
    store = Store.open(path, FEATURES, whole_register(), clock, SystemChance())
    store.transact_now(ORG, _founded)
    first = (Allocate(circle=ROOT, amount="1000000 EUR"), Allocate(circle=CIRCLE, amount="500000 EUR"))
    store.transact_now(ORG, partial(_carried_out, first))
    return store


def _founded(work: Work) -> None:
    commands: list[Command] = [FoundCircle(circle=ROOT, name="Commons")]
    commands += [FoundCircle(circle=CIRCLE, name="Garden", parent=ROOT)]
    commands += [SetHome(circle=CIRCLE, platform="discord", place="1180000000000000001")]
    commands += [SetPolicy(circle=ROOT, key=key, value=value) for key, value in _POLICY.items()]
    for number in range(41):
        by = account(number).via
        assert by is not None, "an account acts"
        commands += [JoinOrganisation(person=person(number), name=f"Person {number}")]
        commands += [AddAccount(person=person(number), platform="discord", account=by.account)]
        commands += [AddAccount(person=person(number), platform="slack", account=slack_account(number))]
        commands += [AddMember(circle=CIRCLE, person=person(number))]
    commands += [AddMember(circle=ROOT, person=person(LEAD))]
    commands += [FillRole(circle=one, role="lead", person=person(LEAD)) for one in (ROOT, CIRCLE)]
    for command in commands:
        execute(command, CONFIG, None, work, FEATURES)


_POLICY = {"approve_up_to": "1000 EUR", "open_requests": "99"}
