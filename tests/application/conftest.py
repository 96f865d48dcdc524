"""An organisation of five circles' worth of people in a real store, made once a run and copied for each test."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from application_world import HandClock, World, settle_in


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("settled") / "circlet.db"
    world = World(path, HandClock())
    settle_in(world)
    world.close()
    return path


@pytest.fixture
def opened(settled: Path, tmp_path: Path) -> Iterator[Callable[[], World]]:
    """Opens the store of this test, the same one every time; each opening is closed in the end."""
    path, clock = tmp_path / "circlet.db", HandClock()
    shutil.copy(settled, path)
    worlds: list[World] = []

    def open_one() -> World:
        worlds.append(World(path, clock))
        return worlds[-1]

    yield open_one
    for world in worlds:
        world.close()


@pytest.fixture
def world(opened: Callable[[], World]) -> World:
    return opened()
