"""`circlet init`: a commented config file to start from."""

from argparse import Namespace
from pathlib import Path

from bot.failure import Failure

_PLACES = (Path(__file__).parents[1] / "config.example.yaml", Path(__file__).parents[2] / "config.example.yaml")


def example() -> Path:
    """The commented example: inside the installed program, or at the top of the project."""
    return next(place for place in _PLACES if place.exists())


def main(given: Namespace) -> int:
    """Write it, never over another file."""
    target = Path(given.file)
    if target.exists():
        raise Failure(f"{target} exists already; it was left as it is. Give another name, or edit that one.")
    try:
        target.write_text(example().read_text(encoding="utf-8"), encoding="utf-8")
    except OSError as error:
        raise Failure(f"{target} cannot be written: {error.strerror}.") from None
    print(f"Wrote {target}. It holds a sample organisation: make it yours, then `circlet check {target}`.")
    return 0
