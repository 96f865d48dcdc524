"""A folder that is there whole or not at all: filled beside its place, then moved into it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.failure import Failure

OPEN, CLOSED = 0o755, 0o700


@contextmanager
def new_folder(wanted: Path, closed: bool) -> Iterator[Path]:
    """Somewhere to write to, which becomes `wanted` at the end; `closed` keeps others on the machine out of it.

    Raises Failure where something is there already, OSError where nothing can be written.
    """
    _require_room(wanted)
    made = Path(tempfile.mkdtemp(prefix=f".{wanted.name}-", dir=wanted.absolute().parent))
    try:
        made.chmod(CLOSED if closed else OPEN)
        yield made
        _require_room(wanted)
        made.replace(wanted)  # takes the place of an empty folder
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _require_room(wanted: Path) -> None:
    if wanted.is_dir() and not any(wanted.iterdir()):
        return
    if wanted.exists() or wanted.is_symlink():
        raise Failure(f"{wanted} is not empty. Name a folder that is empty or not there yet; nothing was written.")
