"""Says how much is stored before a benchmark starts, and stores it fast."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

ORG = "garden-network"
CIRCLES = 10
OPEN_PROPOSALS = 1_000

Tables = dict[str, Iterable[tuple[object, ...]]]


@dataclass(frozen=True)
class Size:
    """So many answers in all; half the electors of each proposal have answered, so answers are new and changed ones."""

    stored: int
    electors: int = 10

    @property
    def answered(self) -> int:
        return max(1, self.electors // 2)

    @property
    def proposals(self) -> int:
        return -(-self.stored // self.answered)

    def answers(self) -> Iterator[tuple[int, int]]:
        return ((index // self.answered, index % self.answered) for index in range(self.stored))

    def draw(self, random: Random, everywhere: bool) -> tuple[int, int]:
        """Who answers what next: any proposal ever made, or, as in life, one of the newest.

        The last elector never answers, so that no round ends.
        """
        first = 0 if everywhere else max(0, self.proposals - OPEN_PROPOSALS)
        return random.randrange(first, self.proposals), random.randrange(self.electors - 1)


def fill(path: Path, schema: str, tables: Tables) -> None:
    """Everything in one unjournalled transaction, then settled: no write-back may disturb the measuring."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {schema}")
    connection.execute("BEGIN")
    for insert, rows in tables.items():
        connection.executemany(insert, rows)
    for ending in ("COMMIT", "PRAGMA journal_mode=WAL"):
        connection.execute(ending)
    connection.close()
    settle(path)


def settle(path: Path) -> None:
    """On disk for good."""
    handle = os.open(path, os.O_RDWR)
    os.fsync(handle)
    os.close(handle)
