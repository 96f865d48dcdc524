"""The preview of messages: it shows what Discord's clients would, and no words of anybody become HTML."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from discord_eyes import ANA, SIGHT
from discord_gallery import ATTACK, TEXTS, Gallery, Texts
from discord_strategies import words
from hypothesis import given

from adapters.discord.components import SECTION, container, row, section, text_display, walk
from adapters.discord.components import button as made_button
from adapters.discord.escape import escaped
from adapters.discord.forms import form
from adapters.discord.preview.components import Author, form_html, message_html
from adapters.discord.preview.markdown import Reading, inline_html, markdown_html
from adapters.discord.render import render
from adapters.discord.text import bold
from bot.gallery.page import document
from governance_core.cards.card import Card, Quote
from governance_core.cards.plain import visible

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
READING = Reading(lambda account: {ANA: "Ana"}.get(account, "unknown-user"), NOW, "Europe/Lisbon")
AUTHOR = Author("Circlet", "09:00")
OF_TEXT = {"p", "h3", "h4", "h5", "blockquote", "br", "strong", "em", "u", "s", "code", "a", "span", "time"}
OF_FRAMES = {"div", "b", "i", "em", "button", "hr", "small", "span"}
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Read(HTMLParser):
    """What a browser makes of some HTML: its words, its elements, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


@given(words)
def test_escaped_words_are_shown_letter_for_letter(typed: str) -> None:
    for line in visible(typed).split("\n"):
        read = Read(inline_html(escaped(line), READING))
        assert read.words == line
        assert read.tags <= {"a"}


@given(words)
def test_no_words_become_elements_of_their_own_even_unescaped(typed: str) -> None:
    read = Read(markdown_html(typed, READING))
    assert read.tags <= OF_TEXT
    assert read.attributes <= {"href", "rel", "class", "datetime"}
    assert all(link.startswith(("http://", "https://")) for link in read.links)


@pytest.mark.parametrize(
    "content, shown",
    [
        ("### P-1 · Water", "<h5>P-1 · Water</h5>"),
        ("-# small", '<p class="subtext">small</p>'),
        ("> one\n> two", "<blockquote>one<br>two</blockquote>"),
        (bold("Circle") + ": Garden", "<p><strong>Circle</strong>: Garden</p>"),
        (
            f"<@{ANA}> and <@1>",
            '<p><span class="mention">@Ana</span> and <span class="mention">@unknown-user</span></p>',
        ),
        ("*a* __b__ ~~c~~ `d`", "<p><em>a</em> <u>b</u> <s>c</s> <code>d</code></p>"),
        ("<b>", "<p>&lt;b&gt;</p>"),
    ],
)
def test_markdown_is_read_as_discord_reads_it(content: str, shown: str) -> None:
    assert markdown_html(content, READING) == shown


@pytest.mark.parametrize(
    "style, shown",
    [
        (":F", "Thursday, 5 March 2026 at 09:00"),
        (":D", "5 March 2026"),
        (":R", "in 3 days"),
        (":t", "09:00"),
        (":d", "05/03/2026"),
        ("", "5 March 2026 at 09:00"),
    ],
)
def test_instants_are_dates_where_the_reader_is(style: str, shown: str) -> None:
    assert (
        Read(inline_html(f"<t:{int(datetime(2026, 3, 5, 9, tzinfo=UTC).timestamp())}{style}>", READING)).words == shown
    )


def test_an_instant_beyond_all_calendars_is_none() -> None:
    assert Read(inline_html("<t:9999999999999:F>", READING)).words == "Invalid date"


def test_a_link_shows_its_words_and_leads_to_its_address() -> None:
    read = Read(inline_html("[P-1](https://example.org/1) (https://example.org/a_b)", READING))
    assert read.words == "P-1 (https://example.org/a_b)"
    assert read.links == ["https://example.org/1", "https://example.org/a_b"]


def test_every_component_of_a_message_is_drawn() -> None:
    beside = section("One line", made_button("Open", "c1|P-1|1|show"))
    drawn = message_html(
        {"components": [container([text_display("### Title"), beside, {"type": 14}])]}, AUTHOR, READING
    )
    below = message_html({"components": [row([made_button("Consent", "x", 1)])], "flags": 64}, AUTHOR, READING)
    assert all(part in drawn for part in ("<h5>Title</h5>", "One line", ">Open</button>", "<hr>"))
    assert "Only you can see this" in below
    assert "Only you can see this" not in drawn
    assert '<button type="button" class="blurple">Consent</button>' in below


SELDOM = [pytest.param(one, marks=pytest.mark.torture) for one in ("signs", "many")]


@pytest.fixture(scope="module", params=["attack", "RTL", *SELDOM])
def gallery(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    texts: Texts = next(one for one in TEXTS if one.name == request.param)
    return Gallery(tmp_path_factory.mktemp("gallery") / "circlet.db", texts).play()


def test_every_card_and_form_is_drawn_with_all_its_labels_and_no_element_of_anybodys(gallery: Gallery) -> None:
    for shown in gallery.shown:
        body = render(shown.card, gallery.sight).body(ephemeral=True)
        read = Read(message_html(body, AUTHOR, READING))
        assert read.tags <= OF_TEXT | OF_FRAMES, shown.name
        labels = [one["label"] for one in walk(body["components"]) if one["type"] == 2]
        assert all(label in read.words for label in labels), shown.name
    for asked in gallery.asked:
        made = form(asked, gallery.sight)
        assert made is not None
        read = Read(form_html(made.modal, READING))
        assert read.tags <= OF_TEXT | OF_FRAMES
        assert all(one["label"] in read.words for one in made.modal["components"] if "label" in one)


def test_lists_are_sections_with_their_button_beside_them(gallery: Gallery) -> None:
    """What the preview is for is on the cards: else the tests above would look at nothing."""
    kinds = {one["type"] for shown in gallery.shown for one in walk(render(shown.card, gallery.sight).components)}
    assert {1, 2, SECTION, 10, 17} <= kinds


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no browser here")
def test_a_browser_shows_what_an_attacker_wrote_and_runs_none_of_it(tmp_path: Path) -> None:
    evil = "</p></style><script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">"
    card = Card("P-1", (Quote(evil, evil + ATTACK), Quote("Proposal", f"[x](javascript:alert(1)) {evil}")))
    drawn = message_html(render(card, SIGHT).body(), Author(evil, evil), READING)
    page = tmp_path / "page.html"
    for name, head in (("as it is", None), ("where scripts may run", "")):
        page.write_text(document(drawn) if head is None else document(drawn, head), "utf-8")
        dom = dumped(page, tmp_path)
        assert "<title>Circlet: gallery</title>" in dom, name
        body = Read(re.split("<body[^>]*>", dom)[1])
        assert not body.tags & {"script", "img", "style"}, name
        assert evil in body.words, name
        assert not [link for link in body.links if not link.startswith("http")], name


def dumped(page: Path, folder: Path) -> str:
    """The page as a browser understood it, after everything on it has run."""
    assert BROWSER is not None
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", "--dump-dom"]
    done = subprocess.run([BROWSER, *options, page.as_uri()], capture_output=True, text=True, timeout=50, check=True)
    return done.stdout
