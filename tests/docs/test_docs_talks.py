"""Every script and every command shown in a page is carried out, and what the page shows is what comes out."""

from pathlib import Path

import pytest

from bot.compose import STORE_VARIABLE
from tests.docs.pages import NAMES, PAGES, REFRESH, excerpt, refreshed, sorts

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


def test_a_page_may_show_what_one_person_saw() -> None:
    seen = [
        "$ circlet talk",
        "ana: /help",
        "  ana sees a list:",
        "    Help",
        "  in garden, a card P-1:",
        "    P-1",
        "",
        "wait 1d",
        "  It is Tuesday.",
        "",
        "ben: /help",
        "  ben@slack sees a list:",
        "    Help for Ben",
        "  in garden, a reminder, Tue 3 Mar 2026 09:00:",
        "    Ana: answer",
    ]
    assert excerpt(seen, []) == seen
    assert excerpt(seen, ["ben@slack"]) == ["$ circlet talk", *seen[10:13]]
    assert excerpt(seen, ["garden/reminder"]) == ["$ circlet talk", seen[10], *seen[13:]]
    assert excerpt(seen, ["garden"]) == ["$ circlet talk", "ana: /help", *seen[4:6], "", "ben: /help", *seen[13:]]
