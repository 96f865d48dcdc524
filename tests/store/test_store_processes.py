"""More than one process, and processes that die: what was acknowledged is there, what was not does no harm."""

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from store_toy import ORG, Chances, Counted, card, open_toys, raw, record

from adapters.sql.errors import StoreHeld, StoreLocked
from adapters.sql.lock import Lock
from governance_core.kernel.errors import Busy
from governance_core.kernel.ids import DeliveryKey, StreamId

T1 = StreamId("T-1")
FOLDER = Path(__file__).parent
CHILD = FOLDER / "store_child.py"


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    start = f"import sys; sys.path[:0] = [{str(FOLDER)!r}, {str(FOLDER.parents[1])!r}]\n"
    command = [sys.executable, "-c", start + code, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)


def count_up(work):
    return record(work, "T-1", Counted(), postings=(card("T-1"),))


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_a_killed_process_loses_nothing_it_acknowledged(path, opened):
    """At least 500 acknowledged commands, killed at random moments of the journal's growth, several times over."""
    acknowledged: list[tuple[str, int, str]] = []
    chance = random.Random()
    print("seed", seed := chance.randrange(10**9))
    chance.seed(seed)
    run = 0
    while len(acknowledged) < 600:
        run += 1
        acknowledged += killed_after(path, f"r{run}", chance.randrange(20, 400))
    store = opened()
    found = store.audit(ORG)
    assert found.findings == ()
    journal = {
        (stream, version): text
        for stream, version, text in raw(path).execute(
            "SELECT stream, version, text FROM personal_texts WHERE slot = 'words'"
        )
    }
    assert [one for one in acknowledged if journal.get(one[:2]) != one[2]] == []
    for stream, version, name in acknowledged:
        seen = store.transact_now(ORG, lambda work, name=name: work.seen(DeliveryKey("test", name)))
        assert (seen.stream, seen.version, seen.count) == (stream, version, 2)
    assert len(set(acknowledged)) == len(acknowledged) >= 500
    assert store.transact_now(ORG, count_up)


def killed_after(path: Path, run: str, lines: int) -> list[tuple[str, int, str]]:
    """What the child acknowledged before it was killed, as this side read it."""
    command = [sys.executable, str(CHILD), str(path), run, "16"]
    surroundings = {**os.environ, "PYTHONPATH": f"{FOLDER}:{FOLDER.parents[1]}"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1, env=surroundings) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        said = [child.stdout.readline() for _ in range(lines)]
        time.sleep(random.random() / 200)
        child.send_signal(signal.SIGKILL)
        said += child.stdout.readlines()
    whole = [line.split() for line in said if line.endswith("\n")]
    return [(stream, int(version), name) for stream, version, name in whole]


def test_a_second_running_bot_is_refused_with_the_pid_of_the_first(store, path, opened):
    store.hold()
    store.hold()
    with pytest.raises(StoreHeld, match=str(os.getpid())):
        opened().hold()
    second = python(
        "from pathlib import Path; from adapters.sql.lock import Lock\n"
        "try: Lock(Path(sys.argv[1])).take()\n"
        "except Exception as error: print(error)",
        path,
    )
    assert f"in use by another running Circlet (process {os.getpid()})" in second.communicate()[0]
    store.close()
    opened().hold()


def test_a_lock_file_left_by_a_dead_process_is_no_obstacle(path, opened):
    path.with_name("circlet.db.lock").write_text("99999\n")
    opened().hold()
    dead = python(
        "from pathlib import Path; from adapters.sql.lock import Lock; import os, signal\n"
        "Lock(Path(sys.argv[1])).take(); print('held', flush=True); os.kill(os.getpid(), signal.SIGKILL)",
        path.with_name("other.db"),
    )
    assert dead.communicate()[0] == "held\n"
    Lock(path.with_name("other.db")).take()


def test_commands_may_write_without_holding_the_store(store, path, opened):
    store.hold()
    apply = opened()
    assert apply.transact_now(ORG, count_up) == ("T-1", 1)
    assert store.transact_now(ORG, count_up) == ("T-1", 2)
    assert apply.transact_now(ORG, count_up) == ("T-1", 3)


def test_what_another_process_wrote_between_two_batches_is_seen(store, path):
    assert store.transact_now(ORG, count_up) == ("T-1", 1)
    other = python(
        "from pathlib import Path; from store_toy import *\n"
        "s = open_toys(Path(sys.argv[1]), HandClock(), Chances())\n"
        "print(s.transact_now(ORG, lambda work: record(work, 'T-1', Counted(step=10)))); s.close()",
        path,
    )
    assert other.communicate()[0] == "('T-1', 2)\n"
    assert store.transact_now(ORG, lambda work: work.state(T1).count) == 11
    assert store.transact_now(ORG, count_up) == ("T-1", 3)
    assert store.audit(ORG).findings == ()


def test_another_process_that_keeps_the_store_locked_leads_to_busy_and_then_all_goes_on(opened, path):
    store = opened(patience=0.3)
    other = raw(path)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    with pytest.raises(Busy, match="Another process is writing") as refused:
        store.transact_now(ORG, count_up)
    assert 0.2 < time.monotonic() - began < 3
    assert isinstance(refused.value.__cause__, StoreLocked)
    assert store.read_now(ORG, lambda reader: reader.version(T1)) == 0
    other.execute("ROLLBACK")
    assert store.transact_now(ORG, count_up) == ("T-1", 1)


async def test_a_short_lock_is_waited_out(opened, path):
    store = opened(patience=10)
    other = raw(path)
    other.execute("BEGIN IMMEDIATE")
    answers = [store.transact(ORG, count_up) for _ in range(5)]
    await asyncio.sleep(0.7)
    other.execute("ROLLBACK")
    assert [await one for one in answers] == [("T-1", number) for number in range(1, 6)]


def test_a_disk_that_ends_while_writing_is_said_and_nothing_acknowledged_is_lost(path, opened):
    """The operating system refuses to let the files grow (RLIMIT_FSIZE) in a process of its own."""
    opened().close()
    child = python(
        "from pathlib import Path; from store_toy import *; import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "s = open_toys(Path(sys.argv[1]), HandClock(), Chances())\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "for n in range(1, 200):\n"
        "    try: s.transact_now(ORG, lambda work: record(work, 'T-1', opening('x' * 2000)))\n"
        "    except Exception as error: print(type(error).__name__, '|', error); break\n"
        "    else: print(n)\n",
        path,
    )
    lines = child.communicate()[0].splitlines()
    assert lines[-1].startswith("Busy | The store cannot answer just now, so nothing was recorded.")
    acknowledged = int(lines[-2])
    assert acknowledged > 3
    store = opened()
    assert store.read_now(ORG, lambda reader: reader.version(T1)) == acknowledged
    assert store.audit(ORG).findings == ()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody without rights")
@pytest.mark.parametrize(
    "mode, said",
    [
        (0o755, "circlet.db cannot be written: the file or its folder is read-only"),
        (0o700, "circlet.db cannot be opened. Does its folder exist, and may this user write there?"),
    ],
)
def test_a_folder_without_rights_is_said(clock, mode, said):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "circlet.db"
        open_toys(path, clock, Chances()).close()
        path.chmod(0o644)
        Path(folder).chmod(mode)
        assert said in as_nobody(path)


def as_nobody(path: Path) -> str:
    """What opening says to a process without rights (the modules are imported first, as root)."""
    code = (
        "from pathlib import Path; from store_toy import *; import os\n"
        "from adapters.sql import upgrade\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "try:\n"
        "    s = Store.open(Path(sys.argv[1]), FEATURES, REGISTER, HandClock(), Chances())\n"
        "    s.transact_now(ORG, lambda work: record(work, 'T-1', Counted()))\n"
        "except Exception as error: print(error)\n"
    )
    return python(code, path).communicate()[0]


def test_errors_of_the_file_are_named_for_what_they_are(store):
    def readonly(work):
        work.rows("PRAGMA query_only=ON")
        try:
            record(work, "T-1", Counted())
        finally:
            work.rows("PRAGMA query_only=OFF")

    with pytest.raises(Busy, match="read-only") as refused:
        store.transact_now(ORG, readonly)
    assert isinstance(refused.value.__cause__.__cause__, sqlite3.Error)
