"""A store with one small feature, in a real file, with a clock the test turns."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from store_toy import Chances, HandClock, open_toys

from adapters.sql.engine import Store


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "circlet.db"


@pytest.fixture
def opened(path: Path, clock: HandClock) -> Iterator[Callable[[], Store]]:
    """Opens the store; every opening is closed in the end."""
    stores: list[Store] = []

    def open_one(patience: float = 5.0) -> Store:
        stores.append(open_toys(path, clock, Chances(), patience))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    return opened()
