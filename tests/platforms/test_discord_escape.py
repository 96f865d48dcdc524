"""Words arrive as they were typed: read back the way Discord's clients read, nothing in them is more than text."""

from datetime import UTC, datetime

import pytest
from discord_eyes import ANA, CARD, SIGHT
from discord_reader import Node, flat, kinds, read
from discord_strategies import sentences, words
from hypothesis import given, settings

from adapters.discord import text as discord
from adapters.discord.escape import escaped, is_maskable
from governance_core.cards.plain import visible
from governance_core.cards.spans import clipped
from governance_core.cards.spans import flat as one_lined
from governance_core.cards.text import Bold, Link, Mention, Money, Text, When, text
from governance_core.kernel.ids import PersonId

MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)


@settings(max_examples=500)
@given(words)
def test_any_words_are_read_back_letter_for_letter(typed: str) -> None:
    nodes = read(escaped(typed))
    assert kinds(nodes) <= {"text", "url"}
    assert flat(nodes) == visible(typed)


@settings(max_examples=300)
@given(words)
def test_any_words_in_bold_are_read_back_too(typed: str) -> None:
    nodes = read(discord.bold(typed))
    assert kinds(nodes) <= {"text", "url", "strong"}
    assert flat(nodes) == visible(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "# heading",
        "  ## heading",
        "-# small",
        "> quote",
        ">>> quote",
        "- item",
        "* item",
        "+ item",
        "12. item",
        "a\n1) item",
        "**b** __u__ *i* _i_ ~~s~~ ||s||",
        "`code` ```block```",
        "[words](https://evil.example)",
        "<@1> <@!1> <@&1> <#1> </a b:1> <id:guide> <:x:1> <t:1:R>",
        "@everyone and @here",
        ":smile::smile: and 16:00",
        "\\*",
        "¯\\_(ツ)_/¯",
        "<https://a.example>",
        "https://a.example/**b**",
        "https://a.example/@everyone",
        "https://a.example:.:",
    ],
)
def test_markup_is_shown_and_does_nothing(typed: str) -> None:
    nodes = read(escaped(typed))
    assert flat(nodes) == typed
    assert kinds(nodes) <= {"text", "url"}


@pytest.mark.parametrize(
    "typed,address",
    [
        ("https://a.example/b_c_d~e", "https://a.example/b_c_d~e"),
        ("(see https://a.example/x).", "https://a.example/x"),
        ("https://a.example/Consent_(governance)", "https://a.example/Consent_(governance)"),
        ("at https://a.example/x: this", "https://a.example/x"),
        ("https://例え.example/道", "https://例え.example/道"),
    ],
)
def test_plain_addresses_stay_links(typed: str, address: str) -> None:
    assert Node("url", address) in read(escaped(typed))
    assert flat(read(escaped(typed))) == typed


@settings(max_examples=300)
@given(sentences)
def test_spans_never_become_anything_else_together(spans: Text) -> None:
    found = kinds(read(discord.markdown(spans, SIGHT)))
    assert found <= {"text", "url", "strong", "user", "timestamp", "masked"}
    links = [node for one in read(discord.markdown(spans, SIGHT)) for node in one.walk() if node.kind == "masked"]
    assert {node.words for node in links} <= {CARD, "https://x.example/a"}


def shown(*spans: object) -> str:
    return discord.markdown(text(*spans), SIGHT)  # type: ignore[arg-type]


def test_who_is_on_discord_is_mentioned_and_who_is_not_is_named() -> None:
    assert shown(Mention(PersonId("ana")), " and ", Mention(PersonId("b*n"))) == f"<@{ANA}> and B\\*N"


def test_instants_are_shown_in_each_viewers_time() -> None:
    unix = int(MARCH.timestamp())
    assert shown(When(MARCH)) == f"<t:{unix}:F>"
    assert shown(When(MARCH, "date")) == f"<t:{unix}:D>"
    assert shown(When(MARCH, "relative")) == f"<t:{unix}:R>"


def test_money_is_words() -> None:
    assert shown(Money(45000, "EUR", 2)) == "EUR 450.00"


def test_links_lead_to_the_card_where_it_is_posted() -> None:
    assert shown(Link("P-1 Water the beds", "P-1")) == f"[P-1 Water the beds]({CARD})"
    assert shown(Link("P-2 Water", "P-2")) == "P-2 Water"


@pytest.mark.parametrize("words", ["P-1 [x]", "P-1 🎉", "P-1 https://a.example", "P-1 *x*", "1️⃣"])
def test_words_that_cannot_stand_in_a_link_stand_before_it(words: str) -> None:
    assert not is_maskable(words)
    assert shown(Link(words, "P-1")).endswith(f" [(open)]({CARD})")


def test_an_address_with_brackets_or_spaces_is_no_link() -> None:
    assert shown(Link("here", "https://a.example/) [b](https://evil.example")) == "here"


def test_neighbouring_words_are_escaped_as_one() -> None:
    assert flat(read(shown("1", ". x"))) == "1. x"
    assert kinds(read(shown("1", ". x", Bold("a"), Bold("b")))) == {"text", "strong"}
    assert kinds(read(shown(":smi", "le:"))) == {"text"}


def test_clipping_keeps_whole_what_is_no_words() -> None:
    spans = text("one two ", Mention(PersonId("ana")), " three")
    assert clipped(spans, 100) == spans
    assert clipped(spans, 20) == ("one two ", "…")
    assert clipped(spans, 5) == ("one…",)
    assert clipped(text(Link("P-1 Water the beds", "P-1")), 5) == (Link("P-1…", "P-1"),)


def test_a_line_stays_a_line() -> None:
    assert one_lined(text("a\n\n b", Bold("c\nd"), Link("e\u2028f", "P-1"))) == (
        "a b",
        Bold("c d"),
        Link("e f", "P-1"),
    )
