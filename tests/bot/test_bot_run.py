"""`circlet run`: rounds are kept going in real time, one bot a store, and it stops cleanly when it is told to."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from bot_program import CREATE, Program

PAST = "2020-03-02 09:00"
"""Long before now: what fell due since then was missed while nothing ran."""


@contextmanager
def running(program: Program, *more: str) -> "Iterator[subprocess.Popen[str]]":
    """The bot, once it says that it runs; killed if the test forgets to stop it."""
    process = program.start("run", "--config", "config.yaml", "--store", "circlet.db", *more)
    try:
        assert process.stdout is not None
        while not (line := process.stdout.readline()).startswith("Running for "):
            assert line, process.stderr and process.stderr.read()
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def soon(what: Callable[[], bool], within: float = 15) -> bool:
    """Whether it comes true in a while."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.05)
    return False


def kinds(program: Program, stream: str) -> list[str]:
    return [kind for of, kind in program.events() if of == stream]


def missed(program: Program) -> None:
    """Two rounds that ended long ago, while nothing ran: one was answered, one was not."""
    ran = program.talk(CREATE, CREATE, 'ben: press "Consent" on P-1', store="circlet.db", clock=PAST)
    assert ran.code == 0


def test_what_was_missed_happens_once_and_is_said(program: Program) -> None:
    missed(program)
    with running(program) as bot:
        assert soon(lambda: "round.extended" in kinds(program, "P-1"))
        assert soon(lambda: "proposal.ended" in kinds(program, "P-2"))
        assert soon(lambda: program.rows("SELECT * FROM outbox") == [])
        bot.terminate()
        out, err = bot.communicate(timeout=20)
    assert bot.returncode == 0
    assert out.endswith("Stopped. Everything that was acknowledged is in the store.\n")
    assert "P-2 Water the beds has lapsed: nobody answered." in out
    assert "Traceback" not in err
    assert kinds(program, "P-2").count("proposal.ended") == 1
    before = program.events()
    with running(program) as bot:
        time.sleep(0.5)
        bot.send_signal(signal.SIGINT)
        assert bot.wait(20) == 0
    assert program.events() == before
    assert program.call("audit").code == 0


def test_it_runs_several_organisations_and_is_the_only_one_to(program: Program) -> None:
    """A second bot is refused with the pid of the first; what other commands apply meanwhile is in order."""
    other = program.config.read_text().replace("  id: harbour", "  id: reef").replace("  name: Harbour", "  name: Reef")
    (program.folder / "reef.yaml").write_text(other)
    with running(program, "--config", "reef.yaml") as bot:
        held = f"in use by another running Circlet (process {bot.pid})"
        ran = program.call("run", "--config", "config.yaml", "--store", "circlet.db")
        assert (ran.code, held in ran.err) == (1, True)
        ran = program.talk("ana: /help")
        assert (ran.code, held in ran.err) == (1, True)
        program.edit(("    aim: Beds", "    aim: More beds"))
        ran = program.call("apply")
        assert (ran.code, ran.out.splitlines()[-1]) == (0, "Applied: 1 change.")
        os.kill(bot.pid, signal.SIGKILL)
        bot.wait(10)
    with running(program) as bot:
        bot.terminate()
        assert bot.wait(20) == 0
    assert program.call("plan").out == "The file changes nothing.\n"
    assert program.call("audit", "--org", "reef").code == 0
    assert program.call("audit", "--org", "harbour").code == 0


@pytest.mark.parametrize("wrong", ["a file that is wrong", "a file that is refused", "the same twice"])
def test_it_does_not_begin_with(program: Program, wrong: str) -> None:
    missed(program)
    more: list[str] = []
    if wrong == "a file that is wrong":
        program.edit(("  process: quick", "  process: quack"))
        said = "config.yaml has 1 problem. Nothing was changed."
    elif wrong == "a file that is refused":
        text = program.config.read_text()
        program.config.write_text(text[: text.index("  garden:")] + text[text.index("  care:") :])
        said = "1 change was refused, so none was carried out."
    else:
        (program.folder / "again.yaml").write_text(program.config.read_text())
        more = ["--config", "again.yaml"]
        said = "Two config files are the organisation harbour. Each needs an id of its own."
    before = program.events()
    ran = program.call("run", "--config", "config.yaml", "--store", "circlet.db", *more)
    assert ran.code == 1
    assert ran.err.endswith(f"circlet: {said}\n")
    assert program.events() == before
