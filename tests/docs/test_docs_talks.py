"""Every script and every command shown in a page is carried out, and what the page shows is what comes out."""

from pathlib import Path

import pytest

from bot.compose import STORE_VARIABLE
from tests.docs.pages import NAMES, PAGES, REFRESH, refreshed, sorts

PLAYED = [page for page in PAGES if sorts(page, "talk", "console")]


@pytest.mark.parametrize("page", PLAYED, ids=[name for name, page in zip(NAMES, PAGES, strict=True) if page in PLAYED])
def test_what_a_page_shows_is_what_comes_out(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    written = page.read_text("utf-8")
    now = refreshed(written)
    if REFRESH:
        page.write_text(now, "utf-8")
        return
    assert written == now, (
        f"{page.name} shows what was; CIRCLET_REFRESH_DOCS=1 make test PYTEST_ARGS=tests/docs mends it"
    )


def test_there_are_pages_with_talks() -> None:
    assert "README.md" in {page.name for page in PLAYED}
