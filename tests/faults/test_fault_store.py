"""A full disk, a locked store, a folder that cannot be written: clear words, nothing half done, and then it goes on."""

import os
import resource
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from application_world import World
from bot_program import Program, clean
from faults_client import Talk

from adapters.sql.errors import StoreFull
from governance_core.kernel.errors import Busy
from governance_core.kernel.ids import StreamId
from governance_core.proposals.messages import AnswerRound

PROJECT = Path(__file__).parents[2]
LONG = "Wir gießen die Beete. " * 400
CREATE = f'ana: /proposal create circle:garden title:"Water" driver:"{LONG}" text:"{LONG}"'


def limit(process: "subprocess.Popen[str]", size: int) -> None:
    """How large the process may make any file, from now on; -1 lifts it. The system refuses what is beyond."""
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_a_disk_that_is_full_is_said_and_once_there_is_room_it_goes_on(program: Program) -> None:
    talk = Talk(program, "--store", "circlet.db")
    talk.tell("clock 2026-03-02 09:00 UTC")
    acknowledged = [talk.say(CREATE)["text"] for _ in range(3)]
    log = program.store.with_name("circlet.db-wal")
    limit(talk.process, max(program.store.stat().st_size, log.stat().st_size) + 20_000)
    refused: list[dict[str, Any]] = []
    for _ in range(6):
        answer = talk.say(CREATE)
        if answer["kind"] == "whisper" and not refused:
            acknowledged.append(answer["text"])
        else:
            refused.append(answer)
    assert refused
    for answer in refused:
        assert answer["kind"] in ("refusal", "error")
        assert "The store cannot answer just now, so nothing was recorded." in answer["text"]
        assert "went wrong" not in answer["text"]
    assert talk.say("ana: /proposal list")["kind"] == "list"
    waited = talk.say("wait 90m", kinds="error reminder")
    assert waited["kind"] == "error"
    assert waited["text"].startswith("line ")
    assert "The store cannot answer just now, so nothing was recorded." in waited["text"]
    limit(talk.process, resource.RLIM_INFINITY)
    assert talk.say(CREATE)["kind"] == "whisper"
    assert talk.say(f'ben: /consent answer P-1 answer:concern concern:"{LONG}"')["kind"] == "whisper"
    talk.end()
    count = len(acknowledged) + 1
    assert program.rows("SELECT COUNT(*) FROM proposals") == [(count,)]
    assert program.rows("SELECT last FROM counters WHERE prefix = 'P'") == [(count,)]
    assert program.rows("SELECT COUNT(*) FROM outbox") == [(0,)]
    assert program.call("audit").code == 0


def test_an_apply_without_room_applies_nothing(program: Program) -> None:
    assert program.call("apply").code == 0
    before = program.everything()
    program.edit(("    aim: Beds", f'    aim: "{LONG[:250]}"'))
    tight = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, {resource.RLIM_INFINITY}))\n"
    code = f"import sys; sys.path.insert(0, {str(PROJECT)!r})\nfrom bot.__main__ import main\n"
    code += f"{tight}sys.exit(main(sys.argv[1:]))"
    ran = program.run("apply", command=(sys.executable, "-c", code))
    assert ran.code == 1
    assert ran.err.startswith("circlet: The disk of the store circlet.db ")
    assert "Traceback" not in ran.err
    assert program.everything() == before
    assert program.call("apply").code == 0
    assert program.call("audit").code == 0


def test_what_sqlite_says_of_a_full_disk_is_said_as_that(tmp_path: Path) -> None:
    from application_world import HandClock, settle_in

    world = World(tmp_path / "circlet.db", HandClock())
    settle_in(world)
    world.proposal()
    before = world.everything()
    (pages,) = world.transact(lambda work: work.rows("PRAGMA page_count"))[0]
    world.transact(lambda work: work.rows(f"PRAGMA max_page_count={pages + 3}"))
    answer = AnswerRound(id=StreamId("P-1"), answer="concern", concern="x" * 90_000)
    with pytest.raises(Busy, match="so nothing was recorded") as refused:
        world.do(answer, "ben")
    assert isinstance(refused.value.__cause__, StoreFull)
    assert "Its disk is full." in str(refused.value)
    assert world.everything() == before
    assert world.do(AnswerRound(id=StreamId("P-1"), answer="consent"), "dee").version == 3
    world.transact(lambda work: work.rows("PRAGMA max_page_count=1000000"))
    assert world.do(answer, "ben").version == 4
    assert world.clean()
    world.close()


@pytest.mark.torture  # it waits as long as the program does
def test_a_store_locked_by_another_process_is_said_and_nothing_is_lost(program: Program) -> None:
    talk = Talk(program, "--store", "circlet.db")
    talk.tell("clock 2026-03-02 09:00 UTC")
    assert talk.say(CREATE)["kind"] == "whisper"
    other = sqlite3.connect(program.store, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    program.edit(("    aim: Beds", "    aim: More beds"))
    with program.start("apply") as apply:
        refused = talk.say("ben: /consent answer P-1 answer:consent")
        assert refused["kind"] in ("refusal", "error")
        assert "Another process is writing to it." in refused["text"]
        assert "nothing was recorded" in refused["text"]
        assert talk.say("ana: /proposal list")["kind"] == "list"
        _, said = apply.communicate(timeout=20)
    locked = "The store circlet.db is locked by another process that is writing. Try again when it is done."
    assert (apply.returncode, said) == (1, f"circlet: {locked}\n")
    other.execute("ROLLBACK")
    other.close()
    assert talk.say("ben: /consent answer P-1 answer:consent")["kind"] == "whisper"
    talk.end()
    assert program.call("apply").code == 0
    assert program.rows("SELECT COUNT(*) FROM answers") == [(1,)]
    assert program.call("audit").code == 0


def test_a_store_locked_for_a_moment_is_waited_for(program: Program) -> None:
    talk = Talk(program, "--store", "circlet.db")
    talk.tell("clock 2026-03-02 09:00 UTC")
    assert talk.say(CREATE)["kind"] == "whisper"
    other = sqlite3.connect(program.store, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    talk.tell("ben: /consent answer P-1 answer:consent")
    time.sleep(0.8)
    other.execute("ROLLBACK")
    other.close()
    assert talk.say("ana: /consent answer P-1 answer:consent")["kind"] == "whisper"
    assert talk.end() == (0, "")
    assert program.rows("SELECT COUNT(*) FROM answers") == [(2,)]


def test_what_another_process_applies_meanwhile_is_noticed(program: Program) -> None:
    talk = Talk(program, "--store", "circlet.db")
    talk.tell("clock 2026-03-02 09:00 UTC")
    assert talk.say(CREATE)["kind"] == "whisper"
    program.edit(
        ("    aim: Beds", "    aim: More beds"), ("  dee: {name: Dee}", "  dee: {name: Dee}\n  eli: {name: Eli}")
    )
    assert program.call("apply").code == 0
    assert "More beds" in talk.say("ana: /circle show garden")["text"]
    assert talk.say("eli: /me inbox")["kind"] == "list"
    assert talk.end() == (0, "")
    assert program.call("audit").code == 0


NOBODY = 65534
AS_NOBODY = f"""
import importlib, os, sys
sys.path.insert(0, {str(PROJECT)!r})
from bot.__main__ import main
for name in ("bot.commands.plan", "bot.commands.look", "bot.commands.audit", "bot.commands.export", "bot.commands.talk",
             "bot.commands.init", "bot.commands.check", "bot.talk", "adapters.sql.upgrade"):
    importlib.import_module(name)
import encodings.utf_8_sig
assert main(["check"]) == 0
if os.getuid() == 0:
    os.setgid({NOBODY}), os.setuid({NOBODY})
sys.exit(main(sys.argv[1:]))
"""


def read_only(folder: Path) -> None:
    """Others may look into the folder, nobody may write there."""
    for one in folder.iterdir():
        one.chmod(0o444)
    for one in (folder, *folder.parents):
        if one.stat().st_uid == os.getuid() and one not in (Path("/"), Path("/tmp")):
            one.chmod(0o755)
    folder.chmod(0o555)


def test_a_folder_that_may_not_be_written_is_said_and_left_as_it_is(program: Program) -> None:
    program.talk("ana: /proposal create circle:garden title:x driver:d text:t", clock="2026-03-02 09:00")
    (program.folder / "a.talk").write_text("ana: /help\n")
    program.config.write_text(program.config.read_text().replace("aim: Beds", "aim: More beds"))
    read_only(program.folder)
    before = {path.name: path.read_bytes() for path in program.folder.iterdir()}
    talk = ("talk", "--config", "config.yaml", "--store", "circlet.db", "--script", "a.talk")
    for arguments in (("apply",), talk):
        ran = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, *arguments],
            cwd=program.folder,
            env=clean({}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 1
        assert "circlet.db cannot be " in ran.stderr, ran.stderr
        assert "Traceback" not in ran.stderr
    made = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, "init", "new.yaml"],
        cwd=program.folder,
        env=clean({}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made.returncode, made.stderr) == (1, "circlet: new.yaml cannot be written: Permission denied.\n")
    assert {path.name: path.read_bytes() for path in program.folder.iterdir()} == before
    program.folder.chmod(0o755)
    for path in program.folder.iterdir():
        path.chmod(0o644)
    assert program.call("audit").code == 0
