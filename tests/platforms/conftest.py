"""Helper modules of this folder can be imported by its tests; waits that only spare a real platform are short."""

import sys
from pathlib import Path

import pytest

from adapters.slack import homes

sys.path.insert(0, str(Path(__file__).parents[1] / "application"))
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def soon_quiet(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """App Homes are drawn again after a fifth of a second; `real_quiet` among a test's marks leaves the two seconds."""
    if request.node.get_closest_marker("real_quiet") is None:
        monkeypatch.setattr(homes, "QUIET", 0.2)
