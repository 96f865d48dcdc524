"""Takes the pictures of docs/pictures: cards and forms of the gallery, in a Chromium without a window."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from small_png import shrink

from bot.commands.gallery import gallery
from bot.gallery.page import document
from bot.gallery.pictures import on_discord, on_slack

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
RENDERER = Path(__file__).parent / "slack_renderer"
WIDTH, FIRST_HEIGHT, LARGEST = 680, 600, 150_000
SCALE = 1.5
MEASURE = (
    "<script>onload = () => document.body.dataset.height = document.querySelector('.picture').offsetHeight</script>"
)
_HEIGHT = re.compile(r'data-height="(\d+)"')


def main() -> int:
    tools = {name: next(filter(None, map(shutil.which, names)), None) for name, names in _TOOLS.items()}
    if missing := next((name for name, found in tools.items() if found is None), None):
        print(f"{missing} is not here: one of {', '.join(_TOOLS[missing])} is needed.", file=sys.stderr)
        return 1
    browser = str(tools["A browser"])
    PICTURES.mkdir(exist_ok=True)
    chapters = gallery()
    with tempfile.TemporaryDirectory() as folder:
        for name, html in on_discord(chapters).items():
            take(browser, Path(folder), name, document(picture(html), MEASURE))
        for name, page in slack_pages(on_slack(chapters)):
            take(browser, Path(folder), name, page)
    return 0


_TOOLS = {"A browser": BROWSERS, "Node": ("node",), "npm": ("npm",)}


def picture(html: str) -> str:
    return f'<div class="picture">{html}</div>'


def slack_pages(sent: Mapping[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """A page each, drawn by a public renderer of Slack's blocks, which shows times in the zone of its process."""
    subprocess.run(["npm", "ci", "--silent"], cwd=RENDERER, check=True)  # noqa: S607  found on the path above
    for name, one in sent.items():
        done = subprocess.run(
            ["node", "render.mjs"],  # noqa: S607  found on the path above
            input=json.dumps(one),
            cwd=RENDERER,
            env={**os.environ, "TZ": one["zone"]},
            capture_output=True,
            text=True,
            check=True,
        )
        drawn = json.loads(done.stdout)
        head = f'<!doctype html><meta charset="utf-8"><style>{drawn["style"]}</style>{MEASURE}'
        yield name, head + picture(drawn["html"])


def take(browser: str, folder: Path, name: str, html: str) -> None:
    """One picture, as high as what is on it."""
    page, target = folder / f"{name}.html", PICTURES / f"{name}.png"
    page.write_text(html, "utf-8")
    found = _HEIGHT.search(run(browser, page, FIRST_HEIGHT, "--dump-dom"))
    assert found, f"{page.name} has no height"
    run(browser, page, int(found[1]), f"--screenshot={target}")
    shrink(target)
    size = target.stat().st_size
    assert size < LARGEST, f"{target} has {size:,} bytes, more than {LARGEST:,}"
    print(f"{target.name}: {size:,} bytes")


def run(browser: str, page: Path, height: int, *what: str) -> str:
    options = [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-lcd-text",
        f"--force-device-scale-factor={SCALE}", f"--window-size={WIDTH},{height}",
        f"--user-data-dir={page.parent}/profile",
    ]  # fmt: skip
    done = subprocess.run(  # noqa: S603  a browser found on the path, and a page made here
        [browser, *options, *what, page.as_uri()], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
