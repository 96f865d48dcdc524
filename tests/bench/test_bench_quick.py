"""The benchmarks still run, and the floor writes exactly the rows that an answer of ours writes."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path
from random import Random

import pytest

from bench import answers, checkins, floor_rows, money, ours, presses, schedules, slack_presses, sweeps
from bench.filled import FEATURES, account
from bench.filled import opened as store_at
from bench.measure import Effort, row, write
from bench.press_wire import Crowd
from bench.sizes import ORG, Size
from bench.slack_wire import Workspace
from bench.subject import Opened
from governance_core.application.queries import answer
from governance_core.cards.plain import OLDER

SIZE = Size(stored=30, electors=6)
SMALLEST = Effort(seconds=0.01, repeats=1, large=1_000, quick=True)
BESIDE = ("checkpoints", "searched_words_")
"""How the index of words is cut into pages depends on which answers were committed together."""
NOT_THE_SAME_TWICE = {"at", "since", "salt", "previous", "hash", "position", "due"}


async def answered(opened: Opened, folder: Path) -> None:
    random = Random(7)
    async with opened(SIZE, folder) as answer:
        for _ in range(60):
            await answer(*SIZE.draw(random, everywhere=True))


def written(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, without what is never the same twice."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: list(_rows(connection, table)) for table in tables if not table.startswith(BESIDE)}


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    names = [each[1] for each in connection.execute(f"PRAGMA table_info({table})")]
    kept = [name for name in names if name not in NOT_THE_SAME_TWICE]
    for found in connection.execute(f"SELECT {', '.join(kept)} FROM {table} ORDER BY {', '.join(kept)}"):
        values = dict(zip(kept, found, strict=True))
        yield tuple(_without_digests(name, value) for name, value in values.items())


def _without_digests(name: str, value: object) -> object:
    if name != "payload":
        return value
    fields = json.loads(str(value))
    return json.dumps({key: "…" if key in ("words", "at", "deadline") else one for key, one in fields.items()})


async def test_the_floor_writes_exactly_our_rows(tmp_path: Path) -> None:
    for name in ("ours", "rows"):
        (tmp_path / name).mkdir()
    await answered(ours.opened, tmp_path / "ours")
    await answered(floor_rows.opened, tmp_path / "rows")
    assert written(tmp_path / "ours" / "ours.db") == written(tmp_path / "rows" / "rows.db")
    for path in (tmp_path / "ours" / "ours.db", tmp_path / "rows" / "rows.db"):
        store = store_at(path)
        try:
            assert store.audit(ORG).findings == ()
        finally:
            store.close()


def answers_in(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found: int = connection.execute(f"SELECT COUNT(*) FROM {table} WHERE answer = 'consent'").fetchone()[0]
        return found


@pytest.mark.parametrize(
    "name, file, table", [(presses.OURS, "ours.db", "answers"), (presses.TYPICAL, "peer.db", "pollanswer")]
)
async def test_every_press_is_answered_and_kept(tmp_path: Path, name: str, file: str, table: str) -> None:
    folder, crowd = tmp_path / "own", Crowd(SIZE)
    folder.mkdir()
    async with presses.BOTS[name](SIZE, folder) as press:
        before = answers_in(folder / file, table)
        replies = await asyncio.gather(*(press(crowd.next()) for _ in range(8)))
        assert answers_in(folder / file, table) == before + 8
    assert all("consent" in reply for reply in replies)
    assert all("Recorded: consent to P-" in reply for reply in replies) == (name == presses.OURS)


def test_nobody_presses_twice_where_presses_are_kept() -> None:
    crowd = Crowd(SIZE)
    pressed = [crowd.next() for _ in range(2 * SIZE.proposals)]
    assert len({(one.proposal, one.person) for one in pressed}) == len(pressed)
    with pytest.raises(IndexError, match="nobody is left"):
        crowd.next()


async def test_every_press_on_slack_is_kept_when_it_is_acknowledged_and_told(tmp_path: Path) -> None:
    folder, crowd, workspace = tmp_path / "own", Crowd(SIZE), Workspace()
    folder.mkdir()
    async with AsyncExitStack() as stack:
        await workspace.begin(stack)
        press = await stack.enter_async_context(slack_presses.BOTS[slack_presses.OURS](SIZE, folder, workspace))
        before = answers_in(folder / "ours.db", "answers")
        await asyncio.gather(*(press(crowd.next()) for _ in range(8)))
        assert answers_in(folder / "ours.db", "answers") == before + 8
    assert len(workspace.shown) == 8
    assert all("Recorded: consent to P-" in told for told in workspace.shown)


def test_the_books_that_are_read_are_books_as_commands_make_them(tmp_path: Path) -> None:
    store = money.kept_books(60, tmp_path)
    try:
        assert store.audit(ORG).findings == ()
        shown = store.read_now(ORG, lambda reader: answer(money.READ["statement"], account(0), reader, FEATURES))
        assert any(button.label == OLDER for button in shown.buttons())
    finally:
        store.close()


@pytest.mark.slow
def test_the_benchmark_of_money_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(money, "MANY", 5_000)
    rows = money.budgets(SMALLEST)
    assert len(rows) == 3 + 2 * len(money.READ) + 3
    assert all(each.value > 0 for each in rows)
    assert [each.ratio_to_floor is not None for each in rows[:3]] == [True] * 3


def test_the_benchmark_of_check_ins_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkins, "FEW", 3)
    monkeypatch.setattr(checkins, "MANY", 12)
    rows = checkins.checkins(SMALLEST)
    assert len(rows) == 3 * 2 + 2 + 2
    assert all(each.value > 0 for each in rows)
    assert [each.ratio_to_floor is not None for each in rows] == [True] * 8 + [False] * 2


def test_a_schedule_costs_a_fraction_of_what_a_peer_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "SCHEDULES", 600)
    unlike, ours, peers = schedules.schedules(SMALLEST)
    assert unlike.value == 0
    assert ours.peer == peers.value > ours.value


@pytest.mark.slow
def test_the_benchmark_of_presses_on_slack_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack_presses, "QUICK_SIZE", Size(660, electors=66))
    rows = slack_presses.presses(SMALLEST)
    assert len(rows) == 2 * 2 * 3
    assert all(each.value and each.ratio_to_floor and each.ratio_to_peer for each in rows)


@pytest.mark.slow
def test_the_benchmark_of_presses_on_discord_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "QUICK_SIZE", Size(660, electors=66))
    rows = presses.presses(SMALLEST)
    assert len(rows) == 2 * 2 * 3
    through = [each for each in rows if each.name.endswith(presses.OURS)]
    assert [each.value for each in through] == [each.p50_ms if "p50" in each.name else each.p99_ms for each in through]
    assert all(each.ratio_to_floor and each.ratio_to_peer for each in rows)


@pytest.mark.slow
def test_the_answer_and_sweep_benchmarks_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "FEW", 100)
    rows = [*answers.little_stored(SMALLEST), *sweeps.empty_sweeps(SMALLEST)]
    assert all(each.value > 0 for each in rows)
    write(rows, tmp_path / "results.json")
    kept = json.loads((tmp_path / "results.json").read_text("utf-8"))
    assert set(kept[0]) == set(vars(row("", 1.0, "", None, None)))
    through = [each for each in kept if each["name"].endswith(answers.OURS)]
    assert all(each["ratio_to_floor"] and each["ratio_to_peer"] and each["p99_ms"] for each in through)
