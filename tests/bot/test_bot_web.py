"""What the running bot serves over HTTP: calendars at addresses that outlive it, and nothing where it cannot."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from bot_program import CREATE, Program
from icalendar import Calendar

from bot.caretaking import Caretaking
from bot.compose import composed, served_by
from bot.config import check
from bot.web import Web
from bot.web_checkup import TITLE, watch_of
from governance_core.caretaker import Finding


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
        assert urlopen(f"http://127.0.0.1:{elsewhere}/calendar/healthz", timeout=10).read() == b"ok"
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


def calendars(ran_out: str) -> str:
    [line] = [line for line in ran_out.splitlines() if line[7:].startswith("calendars")]
    return line


def test_doctor_looks_whether_calendars_can_be_fetched(program: Program, port: int) -> None:
    assert calendars(program.call("doctor").out).endswith(
        f"reached at http://127.0.0.1:{port}, by 127.0.0.1:{port} (the bot is not running)"
    )
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        ran = program.call("doctor")
    assert (ran.code, "something else listens at" in calendars(ran.out)) == (1, True)
    program.edit((f"address: http://127.0.0.1:{port}", f"address: http://127.0.0.1:{free_port()}"))
    ran = program.call("doctor")
    assert (ran.code, "does not answer from here" in calendars(ran.out)) == (1, True)
    assert "pass on /calendar/, or correct http, address" in ran.out


def test_an_address_that_leads_elsewhere_is_found_out(program: Program, port: int) -> None:
    with HTTPServer(("127.0.0.1", 0), Elsewhere) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        program.edit((f"address: http://127.0.0.1:{port}", f"address: http://127.0.0.1:{other.server_port}"))
        ran = program.call("doctor")
        other.shutdown()
    assert (ran.code, "leads to something else" in calendars(ran.out)) == (1, True)


class Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:
        pass


async def test_the_running_bot_looks_for_itself_and_tells_the_admins(program: Program, port: int) -> None:
    file, _ = check(str(program.config))
    assert file is not None
    caretaking = Caretaking({"harbour": str(program.config)}, served_by([file]))
    made = composed("harbour", program.store, caretaker=caretaking)
    caretaking.take_charge(made)
    web = Web(made, [file], watch_of(made, caretaking, [file]))
    found: list[Finding] = []
    try:
        await web.start()
        while not found:
            await asyncio.sleep(0.02)
            found = [one for told in caretaking.checkups("harbour") if told.of == TITLE for one in told.findings]
    finally:
        await web.stop()
        made.close()
    assert [(one.problem, one.seen) for one in found] == [("", f"reached at http://127.0.0.1:{port}")]
    assert caretaking.served_at("harbour") == f"http://127.0.0.1:{port}"
