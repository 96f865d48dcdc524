"""`make torture` runs every long run there is: a folder it does not name would never be run by anybody."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_folder_with_long_runs_is_one_that_make_torture_runs() -> None:
    found = re.search(r"^PART \?= (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert found is not None
    marked = {
        path.relative_to(ROOT / "tests").parts[0]
        for path in (ROOT / "tests").rglob("*.py")
        if re.search(r"pytest\.mark\.torture", path.read_text("utf-8"))
    }
    assert marked | {"properties"} <= set(found[1].split())
