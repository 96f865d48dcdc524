"""A small sound config file for the tests to damage, and a way to point at the spot that must be blamed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.config import ConfigFile, Problem, check_text

MARK = "▸"
SOUND = """\
organisation:
  id: reef
  name: Reef
  zone: Europe/Berlin
  admins: [ana]
members:
  ana:
    name: Ana Lima
    accounts:
      discord: "100000000000000001"
      slack: U0ANA
  ben:
    name: Ben
    zone: Asia/Tokyo
  cem:
    name: Cem
policy:
  process: quick
circles:
  whole:
    name: Whole
    aim: The whole
    domain: Everything else
    members: [ana, ben]
  garden:
    name: Garden
    aim: Beds
    domain: The plots
    parent: whole
    members: [ana, ben]
    lead: ana
    delegate: ben
    homes:
      console: garden
    policy:
      quorum: 50%
"""


@dataclass(frozen=True)
class Damaged:
    """The text with its mark taken out, and where the mark stood."""

    text: str
    line: int
    column: int


def unmarked(text: str) -> Damaged:
    before = text.partition(MARK)[0]
    return Damaged(text.replace(MARK, ""), before.count("\n") + 1, len(before) - before.rfind("\n"))


@pytest.fixture(scope="session")
def sound() -> str:
    return SOUND


@pytest.fixture(scope="session")
def example() -> Path:
    return Path(__file__).parents[2] / "config.example.yaml"


@pytest.fixture(scope="session")
def damage() -> Callable[[str, str], Damaged]:
    """Replace one passage of the sound file by another that carries the mark."""

    def replace(passage: str, by: str) -> Damaged:
        assert SOUND.count(passage) == 1, f"{passage!r} must occur once"
        return unmarked(SOUND.replace(passage, by))

    return replace


@pytest.fixture(scope="session")
def mark() -> Callable[[str], Damaged]:
    return unmarked


@pytest.fixture(scope="session")
def read() -> Callable[[str], ConfigFile]:
    """Read a text that must be sound."""

    def must_be_sound(text: str) -> ConfigFile:
        file, problems = check_text(text, "config.yaml")
        assert file is not None, "\n".join(map(str, problems))
        assert not problems
        return file

    return must_be_sound


@pytest.fixture(scope="session")
def problems_of() -> Callable[[str], list[Problem]]:
    """What is wrong with a text that must not be sound."""

    def must_be_unsound(text: str) -> list[Problem]:
        file, problems = check_text(text, "config.yaml")
        assert file is None
        assert problems
        return problems

    return must_be_unsound
