"""`circlet gallery`: every card at every stage, on one HTML page that needs nothing beside it."""

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from adapters.console.acts import ScriptError
from bot.failure import Failure
from bot.gallery.page import PLATFORMS, page
from bot.gallery.playing import Chapter, played
from bot.talk import opener

SCRIPT, ORGANISATION = (Path(__file__).parents[1] / "gallery" / name for name in ("gallery.talk", "gallery.yaml"))


def main(given: Namespace) -> int:
    """Write the page, over an earlier one. Raises Failure."""
    target = Path(given.out)
    chapters = gallery()
    platforms: Sequence[str] = (given.platform,) if given.platform else PLATFORMS
    try:
        target.write_text(page(chapters, platforms), encoding="utf-8")
    except OSError as error:
        raise Failure(f"{target} cannot be written: {error.strerror}.") from None
    seen = sum(len(scene.seen) for chapter in chapters for scene in chapter.scenes)
    print(f"Wrote {target}: {seen} cards and forms. Open it in a browser.")
    return 0


def gallery() -> list[Chapter]:
    """The gallery's script, played on its organisation. Raises Failure."""
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    try:
        return asyncio.run(played(lines, opener(str(ORGANISATION), None)))
    except ScriptError as wrong:
        raise Failure(f"{SCRIPT.name}: {wrong}") from None
