"""What the tests of the `circlet` command share: calling it, a config file to change, and reading what it printed."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from bot.__main__ import main

COMMAND = str(Path(sys.executable).with_name("circlet"))
CONFIG = """\
# An organisation for tests.
organisation:
  id: harbour
  name: Harbour
  zone: Europe/Lisbon
  admins: [ana]
members:
  ana:
    name: Ana
    accounts:
      slack: U0ANA
  ben:
    name: Ben
    zone: Asia/Tokyo
    accounts:
      slack: U0BEN
  cem:
    name: Cem
  dee:
    name: Dee
policy:
  process: quick
circles:
  commons:
    name: Commons
    aim: All of it
    domain: Everything else
    members: [ana, cem]
    homes:
      console: commons
  garden:
    name: Garden
    aim: Beds
    domain: The plots
    parent: commons
    members: [ana, ben, dee]
    lead: ana
    delegate: ben
    facilitator: dee
    homes:
      console: garden
  care:
    name: Care
    aim: Nobody burns out
    domain: Conflicts
    parent: commons
    private: true
    members: [cem, dee]
    lead: cem
    homes:
      console: care
"""
CREATE = 'ana: /proposal create circle:garden title:"Water the beds" driver:"They dry out" text:"Mon and Thu"'
_TABLES = """SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'searched!_words%' ESCAPE '!'
    ORDER BY name"""
LATER = "2040-03-05 09:00"
"""A time after anything that `apply` recorded by the machine's clock: nothing is recorded before what is there."""
SECRET = 'dee: /proposal create circle:care title:Hush driver:Burnout text:"Talk on Monday"'


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a call."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """What a talk printed with --json."""
        return [json.loads(line) for line in self.out.splitlines()]

    def only(self, kind: str) -> list[dict[str, Any]]:
        """The records of one kind."""
        return [one for one in self.records if one["kind"] == kind]


class Program:
    """`circlet` in a folder. `run` starts a process; `call` is the same call in this one, and much quicker."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config.yaml"
        self.store = folder / "circlet.db"

    def run(self, *arguments: str, typed: str | bytes = "", command: tuple[str, ...] = (COMMAND,), **env: str) -> Ran:
        given = typed.encode() if isinstance(typed, str) else typed
        done = subprocess.run(
            [*command, *arguments],
            input=given,
            capture_output=True,
            cwd=self.folder,
            env=clean(env),
            timeout=50,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *arguments: str, **env: str) -> "subprocess.Popen[str]":
        """A process to talk with while it runs."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [COMMAND, *arguments],
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            text=True,
            bufsize=1,
            cwd=self.folder,
            env=clean(env),
        )

    def call(self, *arguments: str, encoding: str = "utf-8") -> Ran:
        out, err = TextIOWrapper(BytesIO(), encoding), TextIOWrapper(BytesIO(), "utf-8")
        with chdir(self.folder), redirect_stdout(out), redirect_stderr(err):
            try:
                code = main(arguments)
            except SystemExit as left:
                code = int(left.code or 0)
        return Ran(code, written(out), written(err))

    def talk(self, *lines: str, store: str = "circlet.db", clock: str = LATER) -> Ran:
        """Play these lines on the store, printed as JSON; the first line of the script sets the clock."""
        script = self.folder / "a.talk"
        script.write_text("\n".join([f"clock {clock} Europe/Lisbon", *lines]) + "\n", encoding="utf-8")
        return self.call("talk", "--config", "config.yaml", "--store", store, "--script", "a.talk", "--json")

    def edit(self, *changes: tuple[str, str]) -> None:
        """Change the config file, passage by passage."""
        text = self.config.read_text(encoding="utf-8")
        for passage, by in changes:
            assert text.count(passage) == 1, f"{passage!r} must occur once"
            text = text.replace(passage, by)
        self.config.write_text(text, encoding="utf-8")

    def line(self, passage: str) -> int:
        """The line of the config file in which something stands."""
        return self.config.read_text(encoding="utf-8").partition(passage)[0].count("\n") + 1

    def rows(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """The store as somebody with a SQL prompt sees it."""
        connection = sqlite3.connect(self.store, isolation_level=None)
        try:
            return connection.execute(statement, parameters).fetchall()
        finally:
            connection.close()

    def events(self) -> list[tuple[str, str]]:
        """Stream and kind of everything recorded."""
        return self.rows("SELECT stream, kind FROM journal ORDER BY position")

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables."""
        tables = [name for (name,) in self.rows(_TABLES)]
        return {name: self.rows(f"SELECT * FROM {name}") for name in tables}


def clean(env: dict[str, str]) -> dict[str, str]:
    """The environment without what would make a difference, and with what the test sets."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CIRCLET_", "PYTHON"))}
    return {**kept, **env}


def written(stream: TextIOWrapper) -> str:
    """What was printed to it."""
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, BytesIO)
    return buffer.getvalue().decode("utf-8", "backslashreplace")
