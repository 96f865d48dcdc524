"""Scripts as a page to read, and as a service that answers line by line."""

import io
import json
import subprocess
import sys

import pytest

from bot.talk import opener, run_script

SCRIPT = """\
# Ana proposes something.
clock 2026-03-02 09:00 Europe/Lisbon

ana: /proposal create circle:garden title:"Water the beds" driver:"They dry out" text:"Mon and Thu"
# Ben agrees.
ben: press "Consent" on P-1
wait 1d
wat
"""
PAGE = """\
# Ana proposes something.
clock 2026-03-02 09:00 Europe/Lisbon
  It is Mon 2 Mar 2026 09:00 (Europe/Lisbon).

ana: /proposal create circle:garden title:"Water the beds" driver:"They dry out" text:"Mon and Thu"
  ana sees a whisper:
    …
  in garden, a card P-1:
    …

# Ben agrees.
ben: press "Consent" on P-1
  ben sees a whisper:
    …
  in garden, the card P-1 changes:
    …

wait 1d
  It is Tue 3 Mar 2026 09:00 (Europe/Lisbon).

wat
  line 8: there is no line wat. Did you mean wait?
"""


def without_cards(page: str) -> str:
    """The page with the words on cards, which are not its own, left out."""
    lines: list[str] = []
    for line in page.splitlines():
        left = "    …" if line.startswith("    ") else line
        if not (left == "    …" and lines[-1:] == [left]):
            lines.append(left)
    return "\n".join(lines) + "\n"


async def test_a_page_shows_each_line_and_under_it_what_people_saw(example: str) -> None:
    out = io.StringIO()
    assert await run_script(SCRIPT.splitlines(), opener(example, None), out) == 1
    assert without_cards(out.getvalue()) == PAGE


async def test_of_a_card_that_changed_only_the_new_lines_are_printed(example: str) -> None:
    out = io.StringIO()
    await run_script(SCRIPT.splitlines(), opener(example, None), out)
    changed = out.getvalue().partition("the card P-1 changes:\n")[2].partition("\n\n")[0]
    assert "1 of 4 answered" in changed
    assert "They dry out" not in changed


@pytest.mark.slow
def test_standard_input_is_answered_line_by_line(example: str) -> None:
    command = [sys.executable, "-m", "bot", "talk", "--config", example, "--script", "-", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as served:
        assert served.stdin
        assert served.stdout
        for number, line in enumerate(["ana: /help", "ben: /circle list"], 1):
            served.stdin.write(line + "\n")
            served.stdin.flush()
            seen = json.loads(served.stdout.readline())
            assert (seen["n"], seen["kind"]) == (number, "list")
        served.stdin.close()
        assert served.wait(20) == 0
