"""How hard properties are tried: quickly and the same each time by default, long and by chance for `make torture`."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parents[1] / "application"))

TORTURE = "CIRCLET_TORTURE" in os.environ
QUICK = {"max_examples": 60, "stateful_step_count": 30, "derandomize": True, "database": None}
LONG = {"max_examples": int(os.environ.get("CIRCLET_EXAMPLES", "2000")), "stateful_step_count": 80, "print_blob": True}

for name, how in {"quick": QUICK, "torture": LONG}.items():
    settings.register_profile(name, deadline=None, suppress_health_check=list(HealthCheck), **how)  # type: ignore[arg-type]
settings.load_profile("torture" if TORTURE else "quick")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Under torture, every property is a torture test."""
    if TORTURE:
        for item in items:
            if "properties" in item.path.parts:
                item.add_marker(pytest.mark.torture)
