"""What the running bot serves over HTTP: calendars at addresses that outlive it, and nothing where it cannot."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from bot_program import CREATE, Program
from icalendar import Calendar


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def port(program: Program) -> int:
    found = free_port()
    here = f"127.0.0.1:{found}"
    program.edit(("policy:\n  process", f"http: {{listen: {here}, address: http://{here}}}\npolicy:\n  process"))
    return found


@contextmanager
def running(program: Program, *more: str, **env: str) -> "Iterator[subprocess.Popen[str]]":
    process = program.start("run", "--config", "config.yaml", "--store", "circlet.db", *more, **env)
    try:
        assert process.stdout is not None
        while not (line := process.stdout.readline()).startswith("Running for "):
            assert line, process.stderr and process.stderr.read()
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def fetched(address: str) -> set[str]:
    with urlopen(address, timeout=10) as answer:
        return {str(one["SUMMARY"]) for one in Calendar.from_ical(answer.read()).walk("VEVENT")}


def address(program: Program, line: str) -> str:
    told = program.talk(line)
    assert told.code == 0, told.err
    [found] = set(re.findall(r"http://127\.0\.0\.1:\d+/calendar/[a-z2-7]{32}\.ics", told.out))
    return found


@pytest.mark.slow
def test_addresses_outlive_the_program_wherever_it_listens_until_they_are_turned_off(
    program: Program, port: int
) -> None:
    program.talk(CREATE)
    mine = address(program, "ben: /me feed address:new")
    of_care = address(program, "dee: /me feed address:new circle:care")
    assert f":{port}/" in mine
    with running(program) as bot:
        assert fetched(mine) == {"Round closes: Water the beds (P-1)"}
        assert fetched(of_care) == set()
        assert urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10).read() == b"ok"
        os.kill(bot.pid, signal.SIGKILL)
        bot.wait(10)
    program.talk("ben: /me feed address:off")
    elsewhere = free_port()
    with running(program, CIRCLET_HTTP_LISTEN=f"127.0.0.1:{elsewhere}") as bot:
        assert fetched(of_care.replace(f":{port}/", f":{elsewhere}/")) == set()
        with pytest.raises(HTTPError, match="404"):
            fetched(mine.replace(f":{port}/", f":{elsewhere}/"))
        bot.terminate()
        out, err = bot.communicate(timeout=20)
    assert bot.returncode == 0
    assert out.endswith("Stopped. Everything that was acknowledged is in the store.\n")
    assert err == ""
    assert program.call("audit").code == 0


def test_a_place_that_is_taken_is_said_in_words(program: Program, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        ran = program.call("run", "--config", "config.yaml", "--store", "circlet.db")
    assert ran.code == 1
    assert f"Nothing can be served at 127.0.0.1:{port} (address already in use)" in ran.err
    assert "Traceback" not in ran.err


def test_one_program_listens_at_one_place(program: Program, port: int) -> None:
    text = program.config.read_text().replace("  id: harbour", "  id: reef").replace("  name: Harbour", "  name: Reef")
    (program.folder / "reef.yaml").write_text(text.replace(f"listen: 127.0.0.1:{port}", "listen: 127.0.0.1:9"))
    ran = program.call("run", "--config", "config.yaml", "--config", "reef.yaml", "--store", "circlet.db")
    assert (ran.code, "say where to listen" in ran.err) == (1, True)


def test_without_the_section_nothing_is_served(program: Program) -> None:
    told = program.talk("ben: /me feed address:new", "ben: /me calendar")
    assert "Circlet serves no calendars over HTTP here. Ana can turn that on" in told.out
