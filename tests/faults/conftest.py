"""An organisation of 25 in one circle, and a running `circlet talk` that can be fed, squeezed and killed."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "application"))
sys.path.insert(0, str(Path(__file__).parents[1] / "bot"))
sys.path.insert(0, str(Path(__file__).parent))

from bot_program import Program
from faults_client import CONFIG


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A folder with a config file of four members and one circle, nothing applied yet."""
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    return Program(tmp_path)
