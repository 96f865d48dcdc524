"""`circlet gallery`: one page with every card at every stage, and the pictures that were taken of some."""

from html import escape
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands.gallery import gallery
from bot.gallery.page import page
from bot.gallery.pictures import on_discord, on_slack
from bot.gallery.playing import Chapter, Seen
from governance_core.application.catalogue import catalogue
from governance_core.cards.card import Card, Diff, Facts, Heading, Listing, Note, Paragraph, Quote, Table
from governance_core.cards.form import Ask
from governance_core.kernel.message import Query
from governance_core.proposals.guards import OUTCOMES

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


@pytest.fixture(scope="module")
def chapters() -> list[Chapter]:
    return gallery()


def everything(chapters: list[Chapter]) -> list[Seen]:
    return [seen for chapter in chapters for scene in chapter.scenes for seen in scene.seen]


def test_every_stage_of_a_proposal_is_there(chapters: list[Chapter]) -> None:
    cards = [seen.record.shown for seen in everything(chapters) if isinstance(seen.record.shown, Card)]
    statuses = [block.status for card in cards for block in card.blocks if isinstance(block, Heading)]
    for part in (
        "open for questions",
        "being amended",
        "consent round open",
        "open objection",
        "waiting for a sponsor",
        "agreement in force",
        *OUTCOMES.values(),
    ):
        assert any(part in status for status in statuses), part


def test_every_sort_of_block_and_of_thing_seen_is_there(chapters: list[Chapter]) -> None:
    seen = everything(chapters)
    cards = [one.record.shown for one in seen if isinstance(one.record.shown, Card)]
    assert {type(block) for card in cards for block in card.blocks} >= {
        Heading, Paragraph, Quote, Facts, Listing, Diff, Table, Note,
    }  # fmt: skip
    kinds = {one.record.kind for one in seen}
    assert kinds == {"card", "edit", "whisper", "refusal", "announce", "reminder", "form", "list"}
    assert any(isinstance(one.record.shown, Ask) and one.record.shown.complaints for one in seen)


def test_everything_that_can_be_asked_is_asked(chapters: list[Chapter]) -> None:
    """A new list or lookup belongs on the page: whoever adds one adds a line to the gallery's script."""
    typed = "\n".join(scene.typed for chapter in chapters for scene in chapter.scenes)
    asked = [message.spec for message in catalogue().messages if issubclass(message, Query)]
    pressed = {
        "consent.status": "Who is awaited",
        "proposal.read": "Read in full",
        "item.show": "/show",
        "decisions.found_more": "Older ones",
        "budget.ledger_more": "Older ones",
        "budget.list_more": "Older ones",
    }
    known = {spec.kind: pressed.get(spec.kind, f"/{spec.path}") for spec in asked}
    shown = {"proposal.show", "decisions.show"}  # what `open` does, and every card of an item
    shown |= {"decisions.found_more", "budget.ledger_more", "budget.list_more"}  # where more is found than a page has
    missing = [kind for kind, words in known.items() if words not in typed and kind not in shown]
    assert missing == [], "add lines to bot/gallery/gallery.talk"


def test_the_page_has_a_heading_for_each_and_both_platforms_beside_it(chapters: list[Chapter]) -> None:
    html = page(chapters)
    assert html.count("<figure") == html.count("<h3>") == len(everything(chapters)) > 100
    assert html.count('class="side discord"') == html.count('class="side console"') == html.count("<figure")
    assert all(f">{escape(chapter.title)}</h2>" in html for chapter in chapters)
    assert "<script" not in html
    assert "<script>alert(1)</script>".replace("<", "&lt;").replace(">", "&gt;") in html


def test_the_command_writes_a_page_of_one_platform(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "gallery.html"
    assert main(["gallery", "--out", str(target), "--platform", "console"]) == 0
    assert "Wrote" in capsys.readouterr().out
    html = target.read_text("utf-8")
    assert 'class="side console"' in html
    assert 'class="side discord"' not in html


def test_where_it_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gallery", "--out", str(tmp_path / "none" / "gallery.html")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_the_pictures_are_those_the_script_names_and_small(chapters: list[Chapter]) -> None:
    taken = {path.stem: path.stat().st_size for path in PICTURES.glob("*.png")}
    assert set(taken) == {*on_discord(chapters), *on_slack(chapters)}, "make pictures takes them"
    assert max(taken.values()) < 150_000
