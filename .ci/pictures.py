"""Takes the pictures of docs/pictures: cards of the gallery as Discord shows them, in a Chromium without a window."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from small_png import shrink

from bot.commands.gallery import gallery
from bot.gallery.page import document, pictures

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
WIDTH, FIRST_HEIGHT, LARGEST = 680, 600, 150_000
SCALE = 1.5
MEASURE = (
    "<script>onload = () => document.body.dataset.height = document.querySelector('.picture').offsetHeight</script>"
)
_HEIGHT = re.compile(r'data-height="(\d+)"')


def main() -> int:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print(f"No browser: one of {', '.join(BROWSERS)} is needed, and the font Noto Sans.", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, figure in pictures(gallery()).items():
            page = Path(folder) / f"{name}.html"
            page.write_text(document(f'<div class="picture">{figure.drawn["discord"]}</div>', MEASURE), "utf-8")
            take(browser, page, PICTURES / f"{name}.png")
    return 0


def take(browser: str, page: Path, target: Path) -> None:
    """One picture, as high as what is on it."""
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
