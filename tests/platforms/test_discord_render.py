"""Any card becomes a message within Discord's limits, whatever its texts hold; what each block looks like."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from discord_eyes import ANA, SIGHT
from discord_reader import Node, flat, kinds, read
from discord_spec import POST, budget, complaints, components, texts, unwritten
from discord_strategies import cards, very_long_words
from hypothesis import HealthCheck, given, settings

from adapters.discord import presses
from adapters.discord.render import COMPONENTS_V2, EPHEMERAL, SILENT, render
from adapters.pictures.drawing import draw
from governance_core.cards.card import (
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
from governance_core.cards.plain import visible
from governance_core.cards.text import Bold, Mention, people, text
from governance_core.kernel.ids import PersonId
from governance_core.kernel.words import is_blank

OURS = {"text", "strong", "heading", "subtext", "quote", "timestamp", "user", "masked", "url", "code block"}
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def drawn(*blocks: Any, **card: Any) -> dict[str, Any]:
    return render(Card("P-1", blocks, **card), SIGHT).body()


def said(*blocks: Any) -> str:
    return "\n".join(texts(drawn(*blocks)))


def buttons(count: int) -> tuple[Button, ...]:
    return tuple(Button(f"Press {number}", Press("P-1", 1, "show", str(number))) for number in range(count))


@SLOW
@given(cards)
def test_any_card_fits_and_shows_only_our_markup(card: Card) -> None:
    message = render(card, SIGHT)
    body = message.body()
    assert unwritten(body) == []
    for shown in texts(body):
        assert kinds(read(shown)) <= OURS
    assert body["allowed_mentions"]["users"] in ([], [ANA])
    outside = re.sub(r"```[\s\S]+?```", "", "\n".join(texts(body)))  # in it nothing is a mention
    assert set(re.findall(r"(?<!\\)<@!?[0-9]+>", outside)) <= {f"<@{ANA}>"}


@pytest.mark.contract
@SLOW
@given(cards)
def test_discord_takes_any_card(card: Card) -> None:
    assert complaints(POST, render(card, SIGHT).body()) == []


@SLOW
@given(very_long_words, very_long_words)
def test_a_quote_holds_all_of_a_members_words_and_nothing_else(one: str, other: str) -> None:
    body = drawn(Quote("Driver", one), Quote("Proposal", other), Note(("The end",)))
    nodes = [node for shown in texts(body) for node in read(shown)]
    assert [node.kind for node in nodes] == _kinds_of(2)
    quoted = [flat(node.inside) for node in nodes if node.kind == "quote"]
    for words, found in zip((one, other), quoted, strict=True):
        assert _as_shown(words).startswith(found.removesuffix("…").rstrip()) or is_blank(words)


def _kinds_of(count: int) -> list[str]:
    return [*["strong", "text", "quote"] * count, "subtext"]


def _as_shown(words: str) -> str:
    return visible(words).strip("\n")


def test_a_heading_says_its_status_in_words() -> None:
    assert said(Heading(("P-1 · Water\nthe beds",), "open, 1 of 3")) == "### P-1 · Water the beds\n**open, 1 of 3**"


def test_facts_are_a_line_each_whatever_stands_in_them() -> None:
    facts = Facts((("Circle", ("Garden\n**Closes**: never",)), ("By", (Mention(PersonId("ana")),)), ("Review", ())))
    assert said(facts) == f"**Circle**: Garden \\*\\*Closes\\*\\*: never\n**By**: <@{ANA}>\n**Review**: –"


def test_notes_are_small_in_every_line() -> None:
    assert said(Note(("one\ntwo",))) == "-# one\n-# two"
    assert said(Paragraph(("here",)), Note(())) == "here"


def test_a_quote_is_a_quote_in_every_line_and_says_whose() -> None:
    assert said(Quote("Harm", "one\n\n# two", by=(Mention(PersonId("ben")),))) == "**Harm** · Ben\n> one\n> \n> \\# two"
    assert said(Quote("", " \u200b ")) == "> (blank)"


def test_changes_are_told_by_words_and_signs() -> None:
    changes = (Change("same", "a"), Change("removed", "- b"), Change("added", "+ c"))
    assert said(Diff("Text", changes)) == ("**Text** (− before, + now)\n> a\n> **−** \\- b\n> **+** \\+ c")


def test_figures_stand_below_each_other_and_member_words_cannot_end_the_block() -> None:
    figures = Table(("Circle", "EUR"), ((("```x``` *Garden*",), ("450.00",)), (("  花园",), ("1.00",))), "Now", more=2)
    assert said(figures) == (
        "**Now**\n```\nCircle               EUR\n'''x''' *Garden*  450.00\n  花园              1.00\n```\n… and 2 more"
    )


def chart() -> Chart:
    begin = datetime(2026, 3, 2, tzinfo=UTC)
    at = tuple(begin + timedelta(days=day) for day in range(40))
    spent, left = tuple(range(40)), tuple(100 - day for day in range(40))
    bands = (Band("Spent", spent), Band("Promised", (0,) * 40), Band("Available", left))
    return Chart("EUR", 2, begin, begin + timedelta(days=90), at, bands, ("Mon 2 Mar 2026", "Sun 31 May 2026"))


def test_a_picture_travels_with_the_message_and_says_what_it_shows() -> None:
    card = Card("garden", (Heading(("Envelopes",)), Picture(chart(), ("EUR 0.39 of EUR 1.00 is spent.",))))
    message = render(card, replace(SIGHT, draw=draw))
    (shown,) = [one for one in components(message.body()) if one["type"] == 12]
    said_there = "EUR 0.39 of EUR 1.00 is spent."
    assert shown["items"] == [{"media": {"url": "attachment://picture-1.png"}, "description": said_there}]
    (file,) = message.files
    assert file.name == "picture-1.png"
    assert file.content.startswith(b"\x89PNG")
    assert len(file.content) < 50_000
    assert f"-# {said_there}" in texts(message.body())
    assert (complaints(POST, message.body()), unwritten(message.body())) == ([], [])
    assert render(card, SIGHT).files == ()


def test_a_list_has_each_button_beside_its_line() -> None:
    entries = (Entry(("one",), "P-1", buttons(1)[0]), Entry(("two\nlines",), "P-2"))
    found = list(components(drawn(Listing(entries, "Things", more=3))))
    assert [one["type"] for one in found] == [10, 9, 10, 2, 10, 10]
    assert [one["content"] for one in found if one["type"] == 10] == ["**Things**", "one", "two lines", "… and 3 more"]


def test_a_long_list_has_its_buttons_below_named_after_their_lines() -> None:
    entries = tuple(Entry((f"thing {n}",), f"P-{n}", Button("Open", Press(f"P-{n}", 1, "show"))) for n in range(20))
    body = drawn(Heading(("Things",)), Listing(entries))
    rows = [one for one in components(body) if one["type"] == 1]
    labels = [button["label"] for row in rows for button in row["components"]]
    assert labels == [f"Open P-{n}" for n in range(20)]
    assert [len(row["components"]) for row in rows] == [5] * 4
    assert texts(body)[-1].split("\n")[-1] == "• thing 19"


def test_an_empty_list_says_so() -> None:
    assert said(Listing((), empty="Nothing yet.")) == "Nothing yet."


def test_more_buttons_than_fit_are_counted() -> None:
    body = drawn(Heading(("Many",)), Buttons(buttons(50)))
    assert budget(body)[0] <= 40
    assert sum(1 for one in components(body) if one["type"] == 2) == 30
    assert texts(body)[-1].endswith("-# There is no room for 20 more buttons; each is a command too.")


def test_the_first_buttons_are_blurple_and_the_others_grey() -> None:
    body = drawn(Buttons(buttons(2)), Buttons((Button("Other", Press("P-1", 1, "status")),)))
    assert [one["style"] for one in components(body) if one["type"] == 2] == [1, 1, 2]


def test_a_button_asks_first_where_the_core_wants_it_and_carries_the_same_press() -> None:
    press = Press("P-1", 3, "withdraw", "2")
    button = Button("Withdraw", press, "Withdraw this proposal?")
    name = presses.custom_id(button)
    assert name == "?1|P-1|3|withdraw|2"
    assert presses.asks_first(name)
    assert presses.pressed(name) == press
    asking = presses.question(button)
    assert said(*asking.blocks).startswith("Withdraw this proposal?")
    assert [presses.custom_id(one) for one in asking.buttons()] == ["c1|P-1|3|withdraw|2"]
    assert not presses.asks_first("c1|P-1|3|withdraw|2")
    assert presses.pressed("something else") is None
    assert presses.button_of(press, Card("P-1", (Buttons((button,)),))) == button


def test_only_a_ping_that_can_be_seen_wakes() -> None:
    ana, ben = PersonId("ana"), PersonId("ben")
    card = Card("P-1", (Paragraph(text(people((ana, ben), ping=True), ": <@5> your answer is awaited")),))
    assert render(card, SIGHT).pings == (ANA,)
    assert render(Card("P-1", (Paragraph((Mention(ana),)),)), SIGHT).pings == ()
    buried = Paragraph(text("x " * 5_000, Mention(ana, ping=True)))
    assert render(Card("P-1", (buried,)), SIGHT).pings == ()


def test_a_shortened_quote_leads_to_the_whole_once() -> None:
    whole = Press("P-1", 1, "read")
    body = drawn(Quote("Driver", "word " * 500, whole), Quote("Text", "word " * 500, whole), Buttons(buttons(2)))
    labels = [one["label"] for one in components(body) if one["type"] == 2]
    assert labels == ["Press 0", "Press 1", "Read in full"]
    assert "attachments" in body
    assert body["attachments"] == []
    assert texts(body)[0].startswith("**Driver** · shortened\n> word word")


def test_what_leads_nowhere_else_comes_as_a_file() -> None:
    message = render(Card("P-1", (Heading(("P-1 in full",)), Quote("Text", "# line\n" * 3_000))), SIGHT)
    assert message.files
    assert message.files[0].name == "P-1.md"
    assert message.files[0].content.decode().count("> # line\n") == 3_000
    assert [one["file"]["url"] for one in components(message.body()) if one["type"] == 13] == ["attachment://P-1.md"]


def test_shortening_never_tears_a_character_people_see_as_one() -> None:
    family = "👩‍👩‍👧‍👦"
    shown = said(Quote("", family * 400, Press("P-1", 1, "read")))
    assert shown.removeprefix("**shortened**\n").removeprefix("shortened\n> ").rstrip("…").replace(family, "") == ""


def test_flags_say_what_kind_of_message_it_is() -> None:
    message = render(Card("P-1", (Paragraph(("Hello",)),)), SIGHT)
    assert message.body()["flags"] == COMPONENTS_V2
    assert message.body(ephemeral=True)["flags"] == COMPONENTS_V2 | EPHEMERAL
    assert message.body(silent=True)["flags"] == COMPONENTS_V2 | SILENT


def test_a_card_of_nothing_still_says_something() -> None:
    assert said() == "…"
    assert "\n".join(texts(drawn(summary=(Bold("Help"), ".")))) == "**Help**."


def test_nodes_are_told_apart() -> None:
    """The reader these tests stand on sees markup where there is some."""
    source = "### t\n> q **b**\n-# s\n[x](https://a.example) <@1> @everyone ||z|| `c` :e: <t:1:R>"
    assert kinds(read(source)) >= {"heading", "quote", "strong", "subtext", "masked", "user", "everyone", "spoiler"}
    assert Node("timestamp", "<t:1:R>") in read(source)
