"""Many at once: nothing is lost, nothing is told before it is durable, and one job's failure is nobody else's."""

import asyncio
import sqlite3
import threading
import time

import pytest
from store_toy import ORG, Counted, card, opening, raw, record

from adapters.sql.errors import StoreClosed, StoreFull
from governance_core.kernel.errors import Busy, Refusal
from governance_core.kernel.ids import StreamId

T1 = StreamId("T-1")


def count_up(work):
    return record(work, "T-1", Counted(), postings=(card("T-1"),))


async def test_twenty_five_at_once_and_none_is_lost(store, path):
    done = await asyncio.gather(*(store.transact(ORG, count_up) for _ in range(25)))
    assert sorted(version for _, version in done) == list(range(1, 26))
    assert raw(path).execute("SELECT version FROM journal ORDER BY version").fetchall() == [(n,) for n in range(1, 26)]
    assert await store.read(ORG, lambda reader: reader.state(T1).count) == 25


async def test_jobs_that_wait_together_are_committed_together(store):
    commits = []
    store._link.connection.set_trace_callback(lambda said: commits.append(said) if said == "COMMIT" else None)
    first = threading.Event()
    slow = store.transact(ORG, lambda work: first.wait(5))
    others = [store.transact(ORG, count_up) for _ in range(100)]
    first.set()
    await asyncio.gather(slow, *others)
    assert len(commits) <= 2


async def test_jobs_are_carried_out_in_the_order_they_came_so_a_sweep_queues_behind_commands(store):
    hold, done = threading.Event(), []
    waiting = store.transact(ORG, lambda work: hold.wait(5))
    others = [store.transact(ORG, lambda work, number=number: done.append(number)) for number in range(50)]
    hold.set()
    await asyncio.gather(waiting, *others)
    assert done == list(range(50))


async def test_a_job_is_answered_only_after_its_commit(store, path):
    """Whoever hears of an outcome finds it in the file with a connection of their own."""

    async def one(number):
        await store.transact(ORG, lambda work: record(work, f"T-{number}", Counted()))
        return raw(path).execute("SELECT COUNT(*) FROM journal WHERE stream = ?", (f"T-{number}",)).fetchone()[0]

    assert await asyncio.gather(*(one(number) for number in range(1, 60))) == [1] * 59


async def test_a_refused_job_leaves_nothing_and_the_others_of_its_batch_stand(store, path):
    hold = threading.Event()
    waiting = store.transact(ORG, lambda work: hold.wait(5))

    def refused(work):
        record(work, "T-1", opening(), Counted(step=100), postings=(card("T-1", "other place"),))
        raise Refusal

    answers = [store.transact(ORG, job) for job in (count_up, refused, count_up, refused, count_up)]
    hold.set()
    await waiting
    outcomes = await asyncio.gather(*answers, return_exceptions=True)
    assert [type(one) is Refusal for one in outcomes] == [False, True, False, True, False]
    assert [one for one in outcomes if not isinstance(one, Refusal)] == [("T-1", 1), ("T-1", 2), ("T-1", 3)]
    assert store.read_now(ORG, lambda reader: reader.state(T1).count) == 3
    assert raw(path).execute("SELECT place FROM outbox").fetchall() == [("77",)]
    assert raw(path).execute("SELECT COUNT(*) FROM alarms").fetchall() == [(0,)]


class Odd(BaseException):
    pass


@pytest.mark.parametrize("error", [LookupError("a bug"), StopIteration(3), Odd(), KeyboardInterrupt()])
async def test_whatever_a_job_raises_reaches_its_caller_and_the_writer_lives(store, error):
    def raises(work):
        record(work, "T-1", Counted())
        raise error

    caught = None
    try:
        await store.transact(ORG, raises)
    except BaseException as found:
        caught = found
    assert type(caught) is (RuntimeError if isinstance(error, StopIteration) else type(error))
    assert await store.transact(ORG, count_up) == ("T-1", 1)


async def test_a_caller_that_gives_up_waiting_harms_nobody(store):
    hold = threading.Event()
    slow = store.transact(ORG, lambda work: hold.wait(5))
    answers = [asyncio.ensure_future(store.transact(ORG, count_up)) for _ in range(20)]
    await asyncio.sleep(0)
    for one in answers[::2]:
        one.cancel()
    hold.set()
    await slow
    outcomes = await asyncio.gather(*answers, return_exceptions=True)
    assert sum(isinstance(one, asyncio.CancelledError) for one in outcomes) == 10
    await store.transact(ORG, count_up)
    assert store.read_now(ORG, lambda reader: reader.version(T1)) == 21


def test_a_loop_that_ended_meanwhile_harms_nobody(store):
    hold = threading.Event()

    async def leave():
        store.transact(ORG, lambda work: hold.wait(5))
        store.transact(ORG, count_up)

    asyncio.run(leave())
    hold.set()
    assert store.transact_now(ORG, count_up) == ("T-1", 2)


def test_several_loops_and_threads_share_one_store(store):
    async def twenty():
        return await asyncio.gather(*(store.transact(ORG, count_up) for _ in range(20)))

    threads = [threading.Thread(target=lambda: asyncio.run(twenty())) for _ in range(3)]
    threads += [threading.Thread(target=lambda: [store.transact_now(ORG, count_up) for _ in range(20)])]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert store.read_now(ORG, lambda reader: (reader.version(T1), reader.state(T1).count)) == (80, 80)


async def test_a_job_that_waits_for_another_is_told_so_instead_of_hanging(store):
    with pytest.raises(RuntimeError, match="cannot wait"):
        await store.transact(ORG, lambda work: store.transact_now(ORG, count_up))


async def test_closing_carries_out_what_is_queued_and_refuses_what_comes_after(store, path):
    answers = [store.transact(ORG, count_up) for _ in range(50)]
    await asyncio.to_thread(store.close)
    assert len(await asyncio.gather(*answers)) == 50
    with pytest.raises(StoreClosed):
        store.transact(ORG, count_up)
    with pytest.raises(StoreClosed):
        store.read(ORG, count_up)
    with pytest.raises(StoreClosed):
        store.read_now(ORG, count_up)
    store.close()
    assert not path.with_name("circlet.db-wal").exists()
    assert raw(path).execute("SELECT COUNT(*) FROM checkpoints").fetchone() == (1,)


# ---- when the transaction itself breaks


async def batch(store, *jobs):
    """Carry these out as one batch; outcomes and errors in order."""
    hold = threading.Event()
    waiting = store.transact(ORG, lambda work: hold.wait(5))
    answers = [store.transact(ORG, job) for job in jobs]
    hold.set()
    await waiting
    return await asyncio.gather(*answers, return_exceptions=True)


async def test_a_failed_commit_records_nothing_and_then_each_job_is_tried_alone(store, path):
    """A deferred constraint makes exactly the COMMIT fail, as a disk error would."""
    connection = store._link.connection
    await store.transact(ORG, count_up)
    connection.execute("PRAGMA foreign_keys=ON")
    raw(path).executescript(
        "CREATE TABLE parent (id INTEGER PRIMARY KEY);"
        "CREATE TABLE child (id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)"
    )

    def fatal(work):
        record(work, "T-1", Counted(step=1000))
        work.rows("INSERT INTO child VALUES (7)")

    outcomes = await batch(store, count_up, fatal, count_up)
    assert [type(one) for one in outcomes] == [tuple, sqlite3.IntegrityError, tuple]
    assert [outcomes[0], outcomes[2]] == [("T-1", 2), ("T-1", 3)]
    assert await store.transact(ORG, lambda work: (work.state(T1).count, work.version(T1))) == (3, 3)
    assert raw(path).execute("SELECT COUNT(*) FROM journal").fetchone() == (3,)
    assert store.audit(ORG).findings == ()


async def test_states_of_a_failed_commit_are_not_believed(store, path):
    connection = store._link.connection
    connection.execute("PRAGMA foreign_keys=ON")
    raw(path).executescript(
        "CREATE TABLE parent (id INTEGER PRIMARY KEY);"
        "CREATE TABLE child (id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)"
    )

    def fatal(work):
        record(work, "T-1", Counted(step=1000))
        work.rows("INSERT INTO child VALUES (7)")

    with pytest.raises(sqlite3.IntegrityError):
        await store.transact(ORG, fatal)
    assert await store.transact(ORG, lambda work: (work.state(T1).count, work.version(T1))) == (0, 0)


async def test_a_job_that_loses_the_transaction_takes_nobody_with_it(store, path):
    def loses(work):
        record(work, "T-1", Counted(step=1000))
        work.rows("ROLLBACK")

    outcomes = await batch(store, count_up, loses, count_up)
    assert [outcomes[0], outcomes[2]] == [("T-1", 1), ("T-1", 2)]
    assert isinstance(outcomes[1], Exception)
    assert await store.transact(ORG, lambda work: work.state(T1).count) == 2
    assert raw(path).execute("SELECT COUNT(*) FROM journal").fetchone() == (2,)


def fill_up(store, path, spare_pages):
    connection = store._link.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    store.transact_now(ORG, lambda work: work.rows(f"PRAGMA max_page_count={pages + spare_pages}"))


async def test_a_full_disk_is_said_recovers_by_itself_and_loses_nothing_that_was_acknowledged(store, path):
    await store.transact(ORG, count_up)
    fill_up(store, path, 12)

    def large(work):
        return record(work, "T-2", opening("x" * 3000))

    acknowledged, refused = 0, []
    for _ in range(30):
        for outcome in await batch(store, large, count_up, large):
            if isinstance(outcome, BaseException):
                refused.append(outcome)
            else:
                acknowledged += 1
    assert refused
    assert all(isinstance(one, Busy) and isinstance(one.__cause__, StoreFull) for one in refused)
    assert "disk is full" in str(refused[0])
    assert raw(path).execute("SELECT COUNT(*) FROM journal").fetchone()[0] == acknowledged + 1
    await store.transact(ORG, lambda work: work.rows("PRAGMA max_page_count=1000000"))
    before = await store.transact(ORG, lambda work: work.version(T1))
    assert await store.transact(ORG, count_up) == ("T-1", before + 1)
    assert store.audit(ORG).findings == ()


async def test_somebody_elses_record_at_the_same_version_makes_the_job_run_again(store, path):
    """As on a database with several writers: the state was read, then another process recorded."""
    runs = []

    def job(work):
        runs.append(work.state(T1).count)
        if len(runs) == 1:
            row = (ORG, "T-1", 1, "2026-03-02 09:00:00.000000", "config", "toy.counted", '{"step":7}', b"", b"x" * 32)
            marks = ", ".join("?" * 9)
            columns = "org, stream, version, at, actor, kind, payload, previous, hash"
            work.rows(f"INSERT INTO journal ({columns}) VALUES ({marks})", row)
        return record(work, "T-1", Counted())

    assert await store.transact(ORG, job) == ("T-1", 1)
    assert runs == [0, 0]


async def test_somebody_who_always_records_first_ends_in_busy(store):
    def job(work):
        row = (ORG, "T-1", 1, "2026-03-02 09:00:00.000000", "config", "toy.counted", '{"step":7}', b"", b"x" * 32)
        record_first = "INSERT INTO journal (org, stream, version, at, actor, kind, payload, previous, hash)"
        assert work.version(T1) == 0
        work.rows(f"{record_first} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        return record(work, "T-1", Counted())

    with pytest.raises(Busy, match="same moment"):
        await store.transact(ORG, job)
    assert await store.transact(ORG, count_up) == ("T-1", 1)


async def test_reading_does_not_wait_for_a_job_that_takes_long(store):
    await store.transact(ORG, count_up)
    hold = threading.Event()
    slow = store.transact(ORG, lambda work: (count_up(work), hold.wait(5)))
    began = time.monotonic()
    assert await store.read(ORG, lambda reader: reader.version(T1)) == 1
    assert time.monotonic() - began < 1
    hold.set()
    await slow
    assert await store.read(ORG, lambda reader: reader.version(T1)) == 2


async def test_many_readers_at_once(store):
    await store.transact(ORG, count_up)
    found = await asyncio.gather(*(store.read(ORG, lambda reader: reader.state(T1).count) for _ in range(40)))
    assert found == [1] * 40
