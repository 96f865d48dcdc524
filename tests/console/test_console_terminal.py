"""The interactive terminal itself, in a pseudo-terminal of 80 by 24."""

import os
import sys
import time
from collections.abc import Iterator

import pexpect
import pytest

WAIT = 20
REDRAW = "\x0c"
"""Only what changed is drawn, in pieces; after this key the whole screen is."""


@pytest.fixture
def terminal(example: str) -> Iterator["pexpect.spawn[str]"]:
    """A sitting at the terminal, in black and white so that words are not cut up by colour codes."""
    env = {**os.environ, "TERM": "xterm", "NO_COLOR": "1", "PROMPT_TOOLKIT_NO_CPR": "1"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "bot", "talk", "--config", example],
        env=env,
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=WAIT,
    )
    yield child
    child.close(force=True)


@pytest.mark.slow
def test_a_first_conversation(terminal: "pexpect.spawn[str]") -> None:
    def seen(words: str) -> None:
        for _ in range(WAIT):
            terminal.send(REDRAW)
            if terminal.expect_exact([words, pexpect.TIMEOUT], timeout=1) == 0:
                return
        raise AssertionError(f"{words!r} was not seen")

    terminal.expect_exact("Ctrl-D: leave")
    terminal.send('/proposal create circle:garden title:"Water the beds" driver:"They dry out" text:"Mon and Thu"\r')
    seen("0 of 4 answered")
    terminal.send("ben: consent\r")
    seen("Recorded: consent to P-1")
    terminal.send("object\r")
    seen("What harm to the circle")
    terminal.send("The pump is booked\r")
    seen("safe enough to try")
    terminal.send("\x1b")
    time.sleep(0.5)  # Esc is told from Alt+key by the pause after it
    seen("type resume to go on")
    terminal.send("wait 6d\r")
    seen("has lapsed")
    terminal.send("\x04")
    terminal.expect_exact("Goodbye. Nothing of this was kept.")
    terminal.expect(pexpect.EOF)
    terminal.wait()
    assert terminal.exitstatus == 0
