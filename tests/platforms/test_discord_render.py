"""Any card becomes a message within Discord's limits, whatever its texts hold; what each block looks like."""

import re
from typing import Any

import pytest
from discord_eyes import ANA, SIGHT
from discord_reader import flat, kinds, read
from discord_spec import POST, complaints, texts, unwritten
from discord_strategies import cards, long_words
from hypothesis import HealthCheck, given, settings

from adapters.discord.escape import seen
from adapters.discord.render import render
from governance_core.cards.card import (
    Button,
    Card,
    Note,
    Press,
    Quote,
)
from governance_core.kernel.words import is_blank

OURS = {"text", "strong", "heading", "subtext", "quote", "timestamp", "user", "masked", "url"}
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


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
    assert set(re.findall(r"(?<!\\)<@!?[0-9]+>", "\n".join(texts(body)))) <= {f"<@{ANA}>"}


@pytest.mark.contract
@SLOW
@given(cards)
def test_discord_takes_any_card(card: Card) -> None:
    assert complaints(POST, render(card, SIGHT).body()) == []


@SLOW
@given(long_words, long_words)
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
    return seen(words).strip("\n")
