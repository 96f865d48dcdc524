"""Texts and cards as nobody would write them, but somebody might: markup in every place, in pieces and whole."""

from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from governance_core.cards.card import (
    Block,
    Button,
    Buttons,
    Card,
    Change,
    Diff,
    Entry,
    Facts,
    Heading,
    Listing,
    Note,
    Paragraph,
    Picture,
    Press,
    Quote,
    Table,
)
from governance_core.cards.chart import Band, Chart
from governance_core.cards.text import Bold, Link, Mention, Money, Span, Text, When
from governance_core.kernel.ids import PersonId

SIGNS: Final = (
    *"\\*_~|`[]()<>@#:-+.0123456789 \n\t\"'!?&/ab",
    *("https://", "http://x.org/a_b", "steam://a", "discord://-/a", "@everyone", "@here", "<@1>", "<@&1>", "<#1>"),
    *("# ", "-# ", "> ", ">>> ", "- ", "1. ", "```", "||", "**", "__", "~~", "[a](https://b.example)"),
    *("<t:1:R>", ":smile:", "<:x:1>", "</a:1>", "<id:guide>", "¯\\_(ツ)_/¯", "\ufeff", "\u200b", "\u202e", "\r\n"),
    *(
        "<!channel>",
        "<!here|x>",
        "<@U0ANA>",
        "<#C1>",
        "<https://b.example|a>",
        "&lt;",
        "&amp;",
        "<!date^1^{ago}|x>",
        "|",
    ),
    *("字", "é", "👩‍👩‍👧‍👦", "🇵🇹", "א", "\u0301"),
)
BEGIN: Final = datetime(2026, 3, 2, tzinfo=UTC)
CHART: Final = Chart(
    "EUR", 2, BEGIN, BEGIN + timedelta(days=9), (BEGIN, BEGIN), (Band("Spent", (1, 2)),), ("first", "last")
)
words: Final = st.lists(st.sampled_from(SIGNS) | st.text(max_size=3), max_size=12).map("".join)
long_words: Final = st.builds(lambda one, times: one * times, words, st.sampled_from((1, 1, 1, 40)))
instants: Final = st.integers(946_684_800, 4_102_444_800).map(lambda second: datetime.fromtimestamp(second, UTC))
names: Final = st.sampled_from(("ana", "ben", "<@1>", "*cem*\n# x")).map(PersonId)
spans: Final[st.SearchStrategy[Span]] = st.one_of(
    long_words,
    words.map(Bold),
    st.builds(Mention, names, st.booleans()),
    st.builds(When, instants, st.sampled_from(("full", "date", "relative"))),
    st.builds(Link, words, st.sampled_from(("P-1", "P-2", "https://x.example/a", "https://x.example/) [b](c"))),
    st.builds(Money, st.integers(-(10**9), 10**9), st.just("EUR"), st.integers(0, 4)),
)
sentences: Final[st.SearchStrategy[Text]] = st.lists(spans, max_size=6).map(tuple)
presses: Final = st.builds(
    Press,
    st.sampled_from(("P-1", "P-2", "D-31", "garden")),
    st.integers(0, 999),
    st.sampled_from(("object", "consent", "read", "show")),
    st.sampled_from(("", "1", "abc")),
)
buttons: Final = st.builds(Button, words, presses, st.sampled_from(("", "", "Really?")))
entries: Final = st.builds(Entry, sentences, st.sampled_from(("", "P-1")), st.none() | buttons)


def _some(one: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[tuple[object, ...]]:
    return st.builds(
        lambda found, times: tuple(found) * times, st.lists(one, max_size=most), st.sampled_from((1, 1, 9))
    )


very_long_words: Final = st.builds(lambda one, times: one * times, words, st.sampled_from((1, 30, 600)))
quotes: Final = st.builds(Quote, words, very_long_words, st.none() | presses, sentences)
blocks: Final[st.SearchStrategy[Block]] = st.one_of(
    st.builds(Heading, sentences, words),
    st.builds(Paragraph, sentences),
    st.builds(Note, sentences),
    quotes,
    st.builds(Facts, _some(st.tuples(words, sentences))),
    st.builds(Listing, _some(entries), words, words, st.integers(0, 9)),
    st.builds(Diff, words, _some(st.builds(Change, st.sampled_from(("same", "added", "removed")), words))),
    st.builds(Table, st.just(("A", "B")), _some(st.tuples(sentences, sentences)), words, st.integers(0, 9)),
    st.builds(Picture, st.just(CHART), sentences),
    st.builds(Buttons, _some(buttons)),
)
cards: Final = st.builds(Card, st.sampled_from(("P-1", "x" * 90, "../a b")), _some(blocks, 6), sentences)
