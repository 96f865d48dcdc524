"""The `circlet` command in a folder of its own, with a small config file and, once a run, a store made from it."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))
sys.path.insert(0, str(Path(__file__).parent))

from bot_program import CONFIG, Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """An admin's folder with a config file in it, nothing applied yet."""
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    return Program(tmp_path)


@pytest.fixture(scope="session")
def applied_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("applied")
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    assert Program(folder).call("apply").code == 0
    return folder / "circlet.db"


@pytest.fixture
def applied(program: Program, applied_once: Path) -> Program:
    """The same, applied."""
    shutil.copy(applied_once, program.store)
    return program
