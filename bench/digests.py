"""Compares a circle's digest in an organisation with a hundred decisions and in one with a hundred thousand."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from adapters.sql.engine import Store
from bench.cases import case
from bench.filled import CIRCLE, FEATURES, account, filled, opened, person
from bench.measure import Effort, Row, compare, cost_rows
from bench.sizes import ORG, Size, settle
from governance_core.application.execute import execute
from governance_core.application.queries import answer
from governance_core.circles.messages import FillRole
from governance_core.circles.model import LEAD
from governance_core.digests.messages import ShowDigest
from governance_core.kernel.ids import CONFIG
from governance_core.ports import Reader
from governance_core.proposals.pace import LOOKED_BACK, SOON, ReadsPace
from governance_core.reports import FEW as FEW_PEOPLE

FEW, MANY, ELECTORS = 100, 100_000, 20
"""Decisions; half of the electors answered each, which makes a million answers."""
RECENT = 20
"""So many ended in the last days, and so many are open: a circle does not decide faster as it gets older."""

# All but the newest were adopted over seven years, the last of them a year ago.
LIVED = """
    UPDATE proposals SET stage = 'adopted', deadline = NULL,
        ended_at = strftime('%Y-%m-%d %H:%M:%f000', 'now',
            '-' || (365 + 2500.0 * ({last} - number) / {last}) || ' days')
        WHERE number <= {last} - {recent};
    UPDATE proposals SET ended_at = strftime('%Y-%m-%d %H:%M:%f000', 'now', '-1 day')
        WHERE number > {last} - 2 * {recent} AND number <= {last} - {recent};
"""


@case("digests")
def digests(effort: Effort) -> list[Row]:
    """The lead's whole card, drawn; and beside it the queries alone that it needs of rounds."""
    many = MANY // 10 if effort.quick else MANY
    with tempfile.TemporaryDirectory(prefix="circlet-bench-") as kept, ExitStack() as stack:
        stores = {number: stack.enter_context(closing(_lived(number, Path(kept)))) for number in (FEW, many)}
        drawn = asyncio.run(_told("digest", partial(_digest), stores, effort))
        return [*drawn, *asyncio.run(_told("digest, its queries of rounds alone", partial(_queries), stores, effort))]


async def _told(name: str, told: partial[object], stores: Mapping[int, Store], effort: Effort) -> list[Row]:
    operations = {f"{number:,} decisions": partial(_read, told, store) for number, store in stores.items()}
    loads = await compare(operations, 1, effort)
    micros = {label: load.p50_ms * 1000 for label, load in loads.items()}
    return cost_rows(name, micros, "us", f"{FEW:,} decisions", "")


async def _read(told: partial[object], store: Store) -> object:
    return await store.read(ORG, told)


def _digest(reader: Reader) -> object:
    return answer(ShowDigest(circle=CIRCLE), account(0), reader, FEATURES)


def _queries(reader: Reader) -> object:
    half, now = reader.half(ReadsPace), reader.now
    since = now - SOON
    return (
        half.stuck(CIRCLE, 5),
        half.closing(CIRCLE, now + SOON, 5),
        half.ended(CIRCLE, since, now, 5),
        half.count_ended(CIRCLE, since, now),
        half.pace(CIRCLE, now - LOOKED_BACK, now, FEW_PEOPLE),
        half.pace(CIRCLE, since - LOOKED_BACK, since, FEW_PEOPLE),
        half.count_quiet(CIRCLE, since),
    )


def _lived(number: int, kept: Path) -> Store:
    folder = kept / str(number)
    folder.mkdir()
    path = filled(Size(number * ELECTORS // 2, electors=ELECTORS), folder, "told.db")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(f"PRAGMA synchronous=OFF; {LIVED.format(last=number, recent=RECENT)}")
    connection.close()
    settle(path)
    store = opened(path)
    lead = FillRole(circle=CIRCLE, role=LEAD, person=person(0))
    store.transact_now(ORG, lambda work: execute(lead, CONFIG, None, work, FEATURES))
    return store
