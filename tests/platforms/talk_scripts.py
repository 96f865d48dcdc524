"""The scripts that are played on every platform: the talks, the tour, and what the pages show."""

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from adapters.console.acts import Line
from adapters.console.script import parse_script
from governance_core.application.execute import execute
from governance_core.kernel.ids import Actor, CircleId
from governance_core.proposals.messages import CreateProposal
from tests.docs.pages import PAGES, _conversations, blocks_of
from tests.talks.test_talks import TALKS

HOME = Path(__file__).parents[2]
CONFIG = HOME / "config.example.yaml"
TOUR = HOME / "bot" / "tour.talk"
CROWD = 200
_ACTS = re.compile(r"[a-z][a-z0-9-]*(@\w+)?: ")
_PROPOSAL = re.compile(r"\bP-(\d+)\b")


@dataclass(frozen=True)
class Script:
    """A talk and the organisation it is played in."""

    lines: list[str]
    config: str = CONFIG.read_text("utf-8")

    def is_on(self, platform: str) -> bool:
        """Whether somebody acts or something is shown on a platform in it."""
        return f"@{platform}" in "".join(self.lines)

    @property
    def is_by_turns(self) -> bool:
        """Whether nobody acts in the terminal, and somebody on each of the two platforms."""
        acting = [found[1] for line in self.lines if (found := _ACTS.match(line))]
        return set(acting) == {"@discord", "@slack"}


def _of_pages() -> Iterator[tuple[str, Script]]:
    """The scripts shown in the pages, with what follows them; those kept in a file, with the config kept before."""
    for page in PAGES:
        blocks = blocks_of(page.read_text("utf-8"))
        for number, conversation in enumerate(_conversations(blocks), 1):
            yield f"{page.stem}_{number}", Script([line for script, _ in conversation for line in script.lines])
        configs = ["\n".join(block.lines) for block in blocks if block.sort == "yaml" and block.name == "config.yaml"]
        for block in blocks:
            if block.sort == "talk" and block.is_file:
                yield f"{page.stem}_{block.name}", Script(block.lines, configs[0])


SCRIPTS = {talk.stem: Script(talk.read_text("utf-8").splitlines()) for talk in [*TALKS, TOUR]} | dict(_of_pages())

BY_TURNS = ["by_turns", *(name for name, script in SCRIPTS.items() if script.is_by_turns)]
"""The scripts in which all act on one of two platforms: one platform alone cannot play them."""
EVERY = {name: script for name, script in SCRIPTS.items() if name not in BY_TURNS}
EVENTFUL = ("delivered_twice", "discussion", "escalation", "leaving", "review_kept", "tour")
"""Those in which the program starts again after every act, in every run of the tests; `make torture` does so in all."""


def by_turns(scripts: Iterable[str], turn: int) -> list[Any]:
    """The scripts for one of two platforms: the eventful ones, and every second of the others; all in the long runs.

    Platforms know no feature, so a talk that goes well on one says much about the other.
    """
    calm = [name for name in scripts if name not in EVENTFUL]
    return [seldom(name, name in calm[turn::2]) for name in scripts]


def restless(turn: int) -> list[Any]:
    """The eventful scripts for one of two platforms, every second of them in every run."""
    return [seldom(name, number % 2 == turn) for number, name in enumerate(EVENTFUL)]


def seldom(name: str, is_seldom: bool) -> Any:
    """A script as a parameter, for the long runs only where `is_seldom`."""
    return pytest.param(name, marks=pytest.mark.torture) if is_seldom else name


MEETING = {name: script for name, script in SCRIPTS.items() if name != "upkeep"}
"""What says the same wherever its store lies: who looks after the bot is shown files by their names, and sample ids."""
IN_SAMPLE = [name for name, one in EVERY.items() if one.config == CONFIG.read_text("utf-8")]
"""Those of the sample organisation."""
ALONE = ("budget_recurring", "calendar", "digest")
"""Those that ask for all that waits for somebody or lies ahead: among two hundred proposals that is something else."""


def lines_of(lines: list[str]) -> list[Line]:
    return parse_script("\n".join(lines))


def nothing(store: Any, features: Any) -> None:
    """A fresh store."""


def fill(store: Any, features: Any, items: int = CROWD) -> None:
    """The circle above all others has been busy: many proposals are open."""
    by = Actor.of_account("console", "ana")
    for number in range(items):
        made = CreateProposal(
            circle=CircleId("commons"), title=f"Idea {number}", driver="Why", text="What", deadline="300d"
        )
        store.transact_now("harbour-commons", partial(execute, made, by, None, features=features))


def shifted(lines: list[str], by: int) -> list[str]:
    """The same script where so many proposals were made before."""
    return [_PROPOSAL.sub(lambda found: f"P-{int(found[1]) + by}", line) for line in lines]


def seeded() -> Random:
    """Another order of things each time; `CIRCLET_SEED` plays one again."""
    seed = int(os.environ.get("CIRCLET_SEED") or secrets.randbelow(10**6))
    print(f"CIRCLET_SEED={seed}")
    return Random(seed)
