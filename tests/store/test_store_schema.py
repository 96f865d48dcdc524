"""Opening files: new, ours, older, newer, somebody else's; and migrations that make what the models describe."""

import os
import re
import resource
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from store_toy import FEATURES, ORG, REGISTER, START, Chances, Counted, HandClock, Toys, open_toys, raw, record, say

from adapters.sql import schema, upgrade
from adapters.sql.dialect import in_style, instant, stored
from adapters.sql.engine import Store
from adapters.sql.errors import NotAStore, StoreDamaged, StoreLocked, StoreTooNew, StoreUnreachable
from adapters.sql.register.whole import whole_register
from adapters.sql.tables import TABLES, table_of
from governance_core.kernel.ids import StreamId

BESIDE_THE_MODELS = re.compile("searched_words|searched_items_(added|removed|changed)$")
"""The index of words and the triggers that keep it, which only the database itself describes."""
FOLDER = Path(__file__).parent
pytestmark = pytest.mark.usefixtures("by_migrations")


NEWEST = schema.revisions()[-1]
MODELS = (*TABLES, *whole_register().tables)


def test_migrations_make_the_tables_the_models_describe(path):
    connection = schema.opened(path)
    made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    del made["alembic_version"]
    made = {name: sql for name, sql in made.items() if not BESIDE_THE_MODELS.match(name)}
    meant = {}
    for model in MODELS:
        table = table_of(model)
        meant[table.name] = str(CreateTable(table).compile(dialect=sqlite.dialect()))
        meant |= {index.name: str(CreateIndex(index).compile(dialect=sqlite.dialect())) for index in table.indexes}
    assert made.keys() == meant.keys()
    differing = {name for name in made if sorted(words(made[name])) != sorted(words(meant[name]))}
    assert differing == set()
    connection.close()


def words(statement: str) -> list[str]:
    """Column by column, constraint by constraint."""
    plain = re.sub(r"\s+", " ", statement.replace('"', "").replace(" ,", ","))
    return [part.strip(" )") for part in re.split(r",(?![^(]*\))|\((?=position|org|id|number)", plain)]


def test_alembic_itself_sees_no_difference(path):
    schema.opened(path).close()
    engine = create_engine(f"sqlite:///{path}")
    meant = MetaData()
    for model in MODELS:
        table_of(model).to_metadata(meant)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True, "compare_type": True})
        differences = [one for one in compare_metadata(context, meant) if "searched_words" not in str(one)]
        assert differences == []
    engine.dispose()


def test_there_is_one_line_of_revisions_and_their_files_are_named_for_them():
    scripts = ScriptDirectory(str(schema.MIGRATIONS))
    line = [one.revision for one in scripts.walk_revisions()]
    assert line[::-1] == schema.revisions()
    assert scripts.get_heads() == [schema.revisions()[-1]]


def test_every_statement_has_a_place_in_postgresql_too():
    """The models compile there; the write path's SQL is in a style that can be rewritten."""
    for model in MODELS:
        assert "CREATE TABLE" in str(CreateTable(table_of(model)).compile(dialect=postgresql.dialect()))
    assert in_style("SELECT '?', a FROM b WHERE c = ? AND d LIKE '5%' AND e = ?", "format") == (
        "SELECT '?', a FROM b WHERE c = %s AND d LIKE '5%%' AND e = %s"
    )
    assert in_style("SELECT ?", "qmark") == "SELECT ?"


def test_instants_are_kept_so_that_they_sort_and_come_back():
    from datetime import datetime, timedelta, timezone

    at = datetime(2026, 3, 2, 9, 0, 0, 7, tzinfo=timezone(timedelta(hours=2)))
    assert stored(at) == "2026-03-02 07:00:00.000007"
    assert instant(stored(at)) == at


def test_a_store_is_made_where_there_is_none_and_opened_where_there_is_one(path):
    for _ in range(2):
        store = Store.open(path, FEATURES, REGISTER, HandClock(), Chances())
        store.close()
    assert path.exists()


def test_a_missing_store_is_not_made_when_told_not_to(path):
    with pytest.raises(StoreUnreachable, match="Does its folder exist"):
        Store.open(path, FEATURES, REGISTER, HandClock(), Chances(), create=False)
    assert not path.exists()
    with pytest.raises(StoreUnreachable):
        schema.opened(path / "no" / "folder.db")
    with pytest.raises(StoreUnreachable):
        schema.opened(path.parent)


def test_a_store_of_a_newer_program_is_refused_and_left_as_it_is(store, path):
    store.transact_now(ORG, lambda work: record(work, "T-1", Counted()))
    store.close()
    raw(path).execute("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match=f"its schema is 9999, this program knows up to {NEWEST}"):
        open_toys(path, HandClock(), Chances())
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"Dear diary, " * 100, b"x"])
def test_a_file_of_another_kind_is_refused_and_left_as_it_is(path, content):
    path.write_bytes(content)
    with pytest.raises(NotAStore, match="is not a Circlet store"):
        schema.opened(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left_as_it_is(path):
    other = raw(path)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(NotAStore):
        schema.opened(path)
    assert path.read_bytes() == before


def spoil(path, page):
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * 4096 : (page - 1) * 4096 + 200] = b"\xff" * 200
    path.write_bytes(whole)


def test_a_damaged_store_is_said(store, path):
    store.transact_now(ORG, lambda work: [record(work, f"T-{n}", Counted()) for n in range(1, 400)])
    store.close()
    roots = dict(raw(path).execute("SELECT name, rootpage FROM sqlite_master"))
    spoil(path, roots["journal"])
    again = Store.open(path, FEATURES, REGISTER, HandClock(), Chances())
    with pytest.raises(StoreDamaged, match="Restore it from a backup"):
        again.transact_now(ORG, lambda work: work.state(StreamId("T-1")))
    with pytest.raises(StoreDamaged):
        again.read_now(ORG, lambda reader: reader.state(StreamId("T-1")))
    again.close()
    spoil(path, roots["alembic_version"])
    with pytest.raises(StoreDamaged):
        schema.opened(path)


def test_a_locked_store_is_said_when_opening(path, monkeypatch):
    schema.opened(path).close()
    raw(path).execute("DROP TABLE alembic_version")
    raw(path).execute("PRAGMA application_id=0")
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name = 'searched_words' DESC"
    for (table,) in raw(path).execute(tables).fetchall():
        raw(path).execute(f"DROP TABLE IF EXISTS {table}")
    other = raw(path)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(upgrade, "PATIENCE_MS", 100)
    with pytest.raises(StoreLocked, match="locked by another process"):
        schema.opened(path)
    other.execute("ROLLBACK")
    schema.opened(path).close()


def test_two_who_make_the_same_store_at_once_both_get_it(path, monkeypatch):
    monkeypatch.setattr(upgrade, "PATIENCE_MS", 60_000)  # however busy the machine is
    errors, ready = [], threading.Barrier(4)

    def make():
        try:
            ready.wait()
            schema.opened(path).close()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert errors == []


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(path, monkeypatch):
    def fails(config, to):
        config.attributes["connection"].exec_driver_sql("CREATE TABLE half (a)")
        raise LookupError("a defect in a migration")

    monkeypatch.setattr(command, "upgrade", fails)
    with pytest.raises(LookupError):
        schema.opened(path)
    assert raw(path).execute("SELECT COUNT(*) FROM sqlite_master").fetchone() == (0,)
    monkeypatch.undo()
    schema.opened(path).close()


async def test_what_waits_in_a_store_from_before_discussions_is_said_in_its_place(path, opened, monkeypatch):
    whole = command.upgrade
    monkeypatch.setattr(command, "upgrade", lambda config, to: whole(config, "0002"))
    schema.opened(path).close()
    monkeypatch.undo()
    assert "discussion" not in str(raw(path).execute("SELECT sql FROM sqlite_master WHERE name = 'outbox'").fetchone())
    raw(path).execute(
        "INSERT INTO outbox (org, platform, place, key, kind, ref, version, note, personal, sequence, since, attempts,"
        " gave_up) VALUES (?, 'discord', '77', 'say:T-1:1', 'say', 'T-1', 1, 'announce', 0, 1, ?, 0, 0)",
        (ORG, stored(START)),
    )
    store = opened()
    (head,) = await store.delivery.waiting(START)
    assert head.posting == say("T-1", 1)
    assert await store.delivery.sent(head, "m1")
    assert (await store.delivery.waiting(START)) == []


def test_a_temporary_store_is_gone_when_it_is_closed():
    store = Store.temporary(FEATURES, REGISTER, HandClock(), Chances())
    store.transact_now(ORG, lambda work: work.next_number("T", 0))
    folder = store.path.parent
    assert folder.exists()
    store.close()
    assert not folder.exists()


def test_the_file_is_readable_with_a_sql_prompt(store, path):
    store.transact_now(ORG, lambda work: record(work, "T-1", Counted()))
    assert raw(path).execute("SELECT at, actor, kind, payload, length(hash) FROM journal").fetchall() == [
        ("2026-03-02 09:00:00.000000", "person:ana@discord", "toy.counted", '{"step":1}', 32)
    ]
    assert Toys.TABLES


def test_what_is_recorded_is_durable_before_it_is_told(store):
    found = {
        name: store._link.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")
    }
    assert found == {"synchronous": 2, "journal_mode": "wal"}


@pytest.mark.slow
def test_a_new_store_is_open_within_a_second_and_a_half_imports_included(path):
    code = (
        f"import sys; sys.path[:0] = [{str(FOLDER.parents[1])!r}]\n"
        "from pathlib import Path\n"
        "from adapters.sql.engine import Store; from adapters.sql.register import Register\n"
        "from adapters.clock.system import SystemChance, SystemClock; from governance_core.feature import Features\n"
        "Store.open(Path(sys.argv[1]), Features([]), Register(), SystemClock(), SystemChance()).close()\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    taken = []
    for name in ("warm-up.db", "a.db", "b.db", "c.db"):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code, str(path.with_name(name))], check=True, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(taken[1:]) < 1.5, "seconds of work, whatever else the machine does meanwhile"
    assert sqlite3.connect(path.with_name("a.db")).execute("SELECT version_num FROM alembic_version").fetchone() == (
        NEWEST,
    )
