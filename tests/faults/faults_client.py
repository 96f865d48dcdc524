"""A client of a running `circlet talk`: it feeds lines ahead, and logs what was acknowledged as it reads it."""

import json
import random
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot_program import COMMAND, Program, clean

PEOPLE = ("ana", "ben", "cem", "dee")
CONFIG = f"""\
organisation:
  id: harbour
  name: Harbour
  zone: UTC
  admins: [ana]
members:
{"".join(f"  {person}: {{name: {person.title()}}}" + chr(10) for person in PEOPLE)}
policy:
  process: quick
  window: 2h
  extension: 1h
  reminders: [half]
  quiet_hours: off
circles:
  garden:
    name: Garden
    aim: Beds
    domain: The plots
    members: [{", ".join(PEOPLE)}]
    facilitator: dee
    homes:
      console: garden
"""
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AHEAD = 12
_RECEIPT = re.compile(r"^receipt (\S+)\.(\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sent:
    """A line that was sent, and the words only it has."""

    line: str
    words: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What the client was told is recorded: its words, and the stream and version of the receipt."""

    words: str
    stream: str
    version: int


@dataclass(slots=True)
class Session:
    """Everything that was sent and acknowledged over all the lives of the process, and what time it is."""

    program: Program
    chance: random.Random
    now: datetime = START
    sent: list[Sent] = field(default_factory=list)
    acknowledged: list[Acknowledged] = field(default_factory=list)
    proposals: list[str] = field(default_factory=list)
    lives: int = 0

    def live(self, acknowledgements: int) -> None:
        """Start the process, feed it, and kill it a moment after so many acknowledgements."""
        self.lives += 1
        pipe = subprocess.PIPE
        arguments = [COMMAND, "talk", "--config", "config.yaml", "--store", "circlet.db", "--script", "-", "--json"]
        with subprocess.Popen(
            arguments, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=self.program.folder, env=clean({})
        ) as process:
            lines: dict[int, Sent] = {}
            window = Window()
            feeder = threading.Thread(target=self._feed, args=(process, lines, window), daemon=True)
            feeder.start()
            assert process.stdout is not None
            before = len(self.acknowledged)
            for record in read(process):
                self._hear(record, lines, window)
                if len(self.acknowledged) - before >= acknowledgements:
                    break
            time.sleep(self.chance.random() / 50)
            process.send_signal(signal.SIGKILL)
            for record in read(process):
                self._hear(record, lines, window)
            window.moves_to(10**9)
            feeder.join(10)
            assert process.stderr is not None
            said = process.stderr.read()
            with suppress(BrokenPipeError):
                assert process.stdin is not None
                process.stdin.close()
        assert "went wrong" not in said, said
        assert "Traceback" not in said, said

    def _feed(self, process: "subprocess.Popen[str]", lines: dict[int, Sent], window: "Window") -> None:
        assert process.stdin is not None
        try:
            process.stdin.write(f"clock {self.now:%Y-%m-%d %H:%M} UTC\n")
            for number in range(2, 10**6):
                window.wait_for(number)
                one = self._next(f"words-{self.lives}-{number}-")
                lines[number] = one
                self.sent.append(one)
                process.stdin.write(one.line + "\n")
                process.stdin.flush()
        except (BrokenPipeError, ValueError, OSError):
            pass

    def _next(self, words: str) -> Sent:
        chance, who = self.chance, self.chance.choice(PEOPLE)
        if len(self.proposals) < 3 or chance.random() < 0.04:
            return Sent(f'{who}: /proposal create circle:garden title:"{words}" driver:d text:t', words)
        if chance.random() < 0.05:
            self.now += timedelta(minutes=10)
            return Sent("wait 10m", "")
        ref = chance.choice(self.proposals[-4:])
        deed = chance.choice(
            (
                f'/consent answer {ref} answer:concern concern:"{words}"',
                f'/consent answer {ref} answer:concern concern:"{words}"',
                f'/consent object {ref} harm:"{words}"',
                f'/consent withdraw {ref} into:concern concern:"{words}"',
            )
        )
        return Sent(f"{who}: {deed}", words)

    def _hear(self, record: dict[str, Any], lines: dict[int, Sent], window: "Window") -> None:
        """Whatever answers a line makes room for more; a whisper with a receipt says that it is recorded."""
        assert record["kind"] != "error", record["text"]
        window.moves_to(record["n"])
        sent = lines.get(record["n"])
        found = _RECEIPT.search(record["text"]) if record["kind"] == "whisper" else None
        if sent is None or found is None:
            return
        self.acknowledged.append(Acknowledged(sent.words, found[1], int(found[2])))
        if "/proposal create" in sent.line:
            self.proposals.append(found[1])


class Window:
    """The process always has a few lines to go on with, and never many."""

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self._answered = 1

    def moves_to(self, number: int) -> None:
        """This line was answered."""
        with self._moved:
            self._answered = max(self._answered, number)
            self._moved.notify_all()

    def wait_for(self, number: int) -> None:
        """Until it is time to send this line."""
        with self._moved:
            self._moved.wait_for(lambda: number <= self._answered + AHEAD, timeout=30)


def read(process: "subprocess.Popen[str]") -> Iterator[dict[str, Any]]:
    """Whole records only: a killed process may leave half a line."""
    assert process.stdout is not None
    while line := process.stdout.readline():
        if line.endswith("\n"):
            yield json.loads(line)


class Talk:
    """A talk that is fed one line at a time, and answers each."""

    def __init__(self, program: Program, *more: str) -> None:
        self.process = program.start("talk", "--config", "config.yaml", "--script", "-", "--json", *more)
        self._number = 0

    def say(self, line: str, kinds: str = "whisper refusal form list error") -> dict[str, Any]:
        """Send a line, and give what answers it (acts only: a director's line may be answered by nothing)."""
        assert self.process.stdin is not None
        self._number += 1
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        for record in read(self.process):
            if record["n"] == self._number and record["kind"] in kinds.split():
                return record
        assert self.process.stderr is not None
        raise AssertionError(self.process.stderr.read())

    def tell(self, line: str) -> None:
        """Send a line whose answer nobody waits for."""
        assert self.process.stdin is not None
        self._number += 1
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def end(self) -> tuple[int, str]:
        """Close its input; its exit code and what it said on standard error."""
        out, err = self.process.communicate(timeout=30)
        assert "Traceback" not in err
        assert out is not None
        return self.process.returncode, err
