"""Compares looking things up in a register of a thousand items and of a hundred thousand; and copying it out."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter

from adapters.clock.system import SystemChance, SystemClock
from adapters.sql.engine import Store
from bench.cases import case
from bench.filled import CIRCLE, FEATURES, account, filled, opened
from bench.measure import Effort, Row, compare, cost_rows
from bench.sizes import ORG, Size, settle
from bot.compose import Composed
from bot.reading_copy import pages
from governance_core.application.queries import answer
from governance_core.kernel.message import Query
from governance_core.logbook.messages import RecentAgreements
from governance_core.proposals.messages import ListProposals
from governance_core.searching.messages import SearchRegister

FEW, MANY = 1_000, 100_000
RARE = 20
"""Items that have a word no other has, and items that ended otherwise than the rest."""
LOOKED: Mapping[str, Query] = {
    "search, a word in all of them": SearchRegister(text="water"),
    "search, the beginnings of two words": SearchRegister(text="wat even"),
    "search, a word in twenty": SearchRegister(text="heron"),
    "search, a word in all and a state of twenty": SearchRegister(text="water", state="lapsed"),
    "search, a word in all and a circle": SearchRegister(text="water", circle=CIRCLE),
    "search, the oldest year": SearchRegister(text="water", when="2021"),
    "list": ListProposals(),
    "list, a circle": ListProposals(circle=CIRCLE),
    "list, a state of twenty": ListProposals(state="lapsed"),
    "list, of one person": ListProposals(mine=True),
    "list of agreements": RecentAgreements(),
    "list of agreements, a circle": RecentAgreements(circle=CIRCLE),
}
OLDEN = "2021-03-02 09:00:00.000000"

# Life leaves few things open: all but a hundredth are adopted, or lapsed long ago, as the first twenty.
LIVED = """
    UPDATE proposals SET stage = 'adopted', deadline = NULL WHERE number % 100 <> 0;
    UPDATE proposals SET stage = 'lapsed' WHERE number IN (
        SELECT number FROM proposals WHERE stage = 'adopted' ORDER BY number LIMIT {rare});
    INSERT INTO agreements
        (org, agreement, number, circle, proposal, title, driver, text, adopted_at, review_at, practice)
        SELECT org, 'D-' || number, number, circle, proposal, title, driver, text, created_at, created_at, FALSE
        FROM proposals WHERE stage = 'adopted';
    CREATE TEMP TABLE ended AS SELECT s.id, p.number, p.stage,
        replace(replace(s.tags, ' _s_open', ''), '_s_consent', '_s_' || p.stage) AS tags,
        s.words || CASE p.stage WHEN 'lapsed' THEN ' heron' ELSE '' END AS words,
        CASE p.stage WHEN 'lapsed' THEN '{olden}' ELSE s.at END AS at
        FROM searched_items s JOIN proposals p ON p.org = s.org AND p.proposal = s.item WHERE p.stage <> 'consent';
    UPDATE searched_items SET state = e.stage, tags = e.tags, words = e.words, at = e.at
        FROM ended e WHERE e.id = searched_items.id;
"""


@case("looking")
def looking_up(effort: Effort) -> list[Row]:
    """What is looked up costs the same however much there is: each figure stands beside that of a thousand items."""
    many = MANY // 10 if effort.quick else MANY
    with tempfile.TemporaryDirectory(prefix="circlet-bench-") as kept, ExitStack() as stack:
        stores = {number: stack.enter_context(closing(_lived(number, Path(kept)))) for number in (FEW, many)}
        short = replace(effort, seconds=effort.seconds / 3)
        rows = [row for name in LOOKED for row in asyncio.run(_looked(name, stores, short))]
        return [*rows, *_copied(stores[FEW], FEW)]


async def _looked(name: str, stores: Mapping[int, Store], effort: Effort) -> list[Row]:
    operations = {f"{number:,} items": partial(_answered, LOOKED[name], store) for number, store in stores.items()}
    loads = await compare(operations, 1, effort)
    micros = {label: load.p50_ms * 1000 for label, load in loads.items()}
    return cost_rows(name, micros, "us", f"{FEW:,} items", "")


async def _answered(query: Query, store: Store) -> object:
    return await store.read(ORG, lambda reader: answer(query, account(0), reader, FEATURES))


def _copied(store: Store, number: int) -> list[Row]:
    """A page of the export, whole."""
    begin = perf_counter()
    made = sum(1 for _ in pages(Composed(ORG, FEATURES, store, SystemClock(), SystemChance()), True))
    return cost_rows("export", {"a page of Markdown": (perf_counter() - begin) / made * 1e6}, "us", "", "")


def _lived(number: int, kept: Path) -> Store:
    folder = kept / str(number)
    folder.mkdir()
    path = filled(Size(number, electors=2), folder, "looked.db")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(f"PRAGMA synchronous=OFF; {LIVED.format(rare=RARE, olden=OLDEN)}")
    connection.close()
    settle(path)
    return opened(path)
