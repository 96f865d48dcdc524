"""The tour that `make demo` plays, and an export of it that a stranger verifies with the program of a page."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.talk import talk
from tests.docs.pages import EXAMPLE, ROOT, sorts

TOUR = ROOT / "bot/tour.talk"


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, str]:
    """The store after the tour, its exit code and what it printed."""
    folder = tmp_path_factory.mktemp("tour")
    store, printed = folder / "circlet.db", folder / "printed.txt"
    with printed.open("w", encoding="utf-8") as out, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        code = talk(str(EXAMPLE), str(store), str(TOUR), as_json=False)
    return store, code, printed.read_text("utf-8")


def test_the_tour_ends_with_an_agreement(toured: tuple[Path, int, str]) -> None:
    _, code, printed = toured
    assert code == 0
    for words in (
        "has an objection from Dee Marsh",
        "P-1 is now version 2 (you saw version 1), so nothing was recorded",
        "This Discord account is not linked to a member yet",
        "Discord account ben is you from now on",
        "you are away from",
        "your answer to P-1 Water the beds is awaited",
        "P-1 Water the beds is adopted as D-1 (3 of 4 consented, 1 with a concern)",
        "Found with “water”\n    • D-1",
        "Away (1): Fay Lindqvist",
    ):
        assert words in printed, words


def test_the_tour_is_short_enough_to_read_aloud() -> None:
    lines = TOUR.read_text("utf-8").splitlines()
    acts = [line for line in lines if line and not line.startswith("#")]
    assert 15 <= len(acts) <= 30
    assert max(map(len, lines)) <= 160


def test_what_the_tour_left_is_whole(toured: tuple[Path, int, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--store", str(toured[0])]) == 0
    assert "Clean" in capsys.readouterr().out


@pytest.fixture(scope="module")
def exported(toured: tuple[Path, int, str]) -> Path:
    path = toured[0].with_name("all.json")
    assert main(["export", "--store", str(toured[0]), "--out", str(path)]) == 0
    return path


def verified(export: Path) -> subprocess.CompletedProcess[str]:
    """What the program on the page about the architecture says of an export."""
    program = next(block for block in sorts(ROOT / "docs/architecture.md", "python") if block.name == "verify.py")
    path = export.with_name("verify.py")
    path.write_text("\n".join(program.lines) + "\n", "utf-8")
    return subprocess.run([sys.executable, "-I", path, export], capture_output=True, text=True, check=False)


def test_a_stranger_can_verify_an_export(exported: Path) -> None:
    found = verified(exported)
    assert found.returncode == 0, found.stderr
    assert "events are as they were recorded" in found.stdout


def _reworded(records: list[dict[str, Any]]) -> None:
    texts = next(one for one in records if one["kind"] == "objection.raised")["texts"]
    texts["harm"]["text"] = "None at all"


def _answered_otherwise(records: list[dict[str, Any]]) -> None:
    answer = next(one for one in records if one["kind"] == "answer.given")
    answer["payload"] = answer["payload"].replace("consent", "concern")


def _cut_short(records: list[dict[str, Any]]) -> None:
    records.remove([one for one in records if one["record"] == "event"][-1])


@pytest.mark.parametrize("damage", [_reworded, _answered_otherwise, _cut_short])
def test_a_stranger_sees_that_an_export_was_changed(exported: Path, tmp_path: Path, damage: Any) -> None:
    export = json.loads(exported.read_text("utf-8"))
    damage(export["records"])
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(export), "utf-8")
    assert verified(changed).returncode == 1
