"""Every card at every stage on Slack, with the longest texts and every script: whole, within limits, waking nobody."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from discord_gallery import SOURCE, Gallery, Texts, of_every_run
from slack_gallery import ADDRESS, ALL, ATTACK, SELDOM, account, played
from slack_reader import Read, decoded, read
from slack_spec import HOME_VIEW, POST, UPDATE, WHISPER, complaints, elements, labels, unwritten

from adapters.slack.home import home
from adapters.slack.layout import AGAIN
from adapters.slack.render import Message, in_full, render
from adapters.slack.text import Sight
from governance_core.cards.card import Buttons, Card, Diff, Heading, Note, Paragraph, Quote
from governance_core.cards.plain import visible
from governance_core.cards.wire import decode
from governance_core.kernel.ids import PersonId
from governance_core.kernel.words import is_blank


@pytest.fixture(scope="module", params=of_every_run(ALL, SELDOM), ids=lambda texts: texts.name)
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Gallery, Sight]:
    texts: Texts = request.param
    return played(tmp_path_factory.mktemp("slack-gallery") / "circlet.db", texts)


@dataclass(frozen=True)
class Drawn:
    """A card of the gallery, as everybody reads it and as one person does, and what a client makes of both."""

    name: str
    card: Card
    message: Message
    whole: tuple[Message, ...]
    read: Read
    read_whole: Read


@pytest.fixture(scope="module")
def drawn(seen: tuple[Gallery, Sight]) -> list[Drawn]:
    gallery, sight = seen
    found = []
    for shown in gallery.shown:
        message, whole = render(shown.card, sight), in_full(shown.card, sight)
        together = read([block for one in whole for block in one.blocks])
        found.append(Drawn(shown.name, shown.card, message, whole, read(list(message.blocks)), together))
    return found


def bodies(one: Drawn) -> list[dict[str, Any]]:
    return [message.body() for message in (one.message, *one.whole)]


@pytest.mark.contract
def test_slack_takes_every_card_posted_edited_and_whispered(drawn: list[Drawn]) -> None:
    refused = []
    for one in drawn:
        here = {"channel": "C1", **one.message.body()}
        refused += [f"{one.name} (post): {why}" for why in complaints(POST, here)]
        refused += [f"{one.name} (update): {why}" for why in complaints(UPDATE, {**here, "ts": "1.2"})]
        for message in one.whole:
            whispered = {"channel": "C1", "user": "U1", **message.body()}
            refused += [f"{one.name} (whisper): {why}" for why in complaints(WHISPER, whispered)]
    assert refused == []


def test_every_card_keeps_the_rules_the_types_cannot_say(drawn: list[Drawn]) -> None:
    assert [f"{one.name}: {why}" for one in drawn for body in bodies(one) for why in unwritten(body)] == []


def test_nothing_is_read_as_markup_that_is_not_ours(drawn: list[Drawn]) -> None:
    for one in drawn:
        assert one.read.strange == one.read_whole.strange == [], one.name


def test_only_reminders_wake_and_only_those_they_name(seen: tuple[Gallery, Sight], drawn: list[Drawn]) -> None:
    waking = [one for one in drawn if one.read.awake]
    reminders = {"told of P-3 after waiting"}
    assert {one.name.partition(": ")[2] for one in waking} == reminders
    for one in waking:
        assert set(one.read.awake) <= {account(PersonId(name)) for name in seen[0].names}
        assert set(one.message.awakened) == set(one.read.awake)


def test_links_lead_to_posted_cards_or_where_members_said(seen: tuple[Gallery, Sight], drawn: list[Drawn]) -> None:
    typed = seen[0].texts.long + seen[0].texts.title
    for one in drawn:
        assert all(link in (ADDRESS, SOURCE) or link in typed for link in one.read.links), one.name


def test_every_button_of_a_card_is_there(drawn: list[Drawn]) -> None:
    for one in drawn:
        for messages in ((one.message,), one.whole):
            there = {
                decode(element["action_id"].partition(AGAIN)[0])
                for message in messages
                for element in elements(message.body())
            }
            assert {button.press for button in one.card.buttons()} <= there, one.name


def test_whatever_is_shortened_has_a_way_to_the_whole(drawn: list[Drawn]) -> None:
    """A draft is seen by its owner alone, who reads it in full."""
    for one in (one for one in drawn if not one.card.ref.startswith("draft-")):
        for quote in (block for block in one.card.blocks if isinstance(block, Quote)):
            if not is_blank(quote.words) and squeezed(quote.words) not in squeezed(one.read.words):
                assert "Read in full" in labels(one.message.body()), (one.name, quote.label)


def test_one_person_reads_everything(drawn: list[Drawn]) -> None:
    for one in drawn:
        shown = squeezed(one.read_whole.words)
        for quote in (block for block in one.card.blocks if isinstance(block, Quote) and block.whole is None):
            assert is_blank(quote.words) or squeezed(quote.words) in shown, (one.name, quote.label)


@cache
def squeezed(words: str) -> str:
    return "".join(visible(words).split())


def test_notifications_are_one_safe_line_that_says_the_card(drawn: list[Drawn]) -> None:
    for one in drawn:
        words = one.message.text
        assert words.strip()
        assert "\n" not in words
        assert "<" not in words
        if one.card.ref.startswith("P-"):
            assert one.card.ref in decoded(words) or "proposal" in words.lower(), one.name


def test_a_finished_proposal_has_no_button_that_changes_it(drawn: list[Drawn]) -> None:
    ended = [one for one in drawn if "P-1 after proposal.withdraw" in one.name]
    assert ended
    for one in ended:
        assert set(labels(one.message.body())) <= {"Read in full", "Propose again"}


def test_buttons_weigh_the_same(drawn: list[Drawn]) -> None:
    assert all("style" not in element for one in drawn for element in elements(one.message.body()))


@pytest.mark.contract
def test_app_home_takes_any_cards_at_once(seen: tuple[Gallery, Sight], drawn: list[Drawn]) -> None:
    answers = [one.card for one in drawn if "answer to" in one.name]
    for cards in (answers, answers[:1], []):
        view = home([(f"Room {number}", card) for number, card in enumerate(cards)], [("Help", "gov help")], seen[1])
        assert complaints(HOME_VIEW, view) == unwritten(view) == []
        assert read(view["blocks"]).awake == [] or cards is not answers


def test_what_an_attacker_wrote_is_there_letter_for_letter(seen: tuple[Gallery, Sight]) -> None:
    card = Card("P-1", (Quote("Driver", ATTACK), Paragraph((ATTACK,)), Diff("", ()), Note((ATTACK,))))
    found = read(list(render(card, seen[1]).blocks))
    assert found.quotes[0] == ATTACK
    assert found.lines[2] == ATTACK
    assert found.lines[-1] == ATTACK
    assert not found.awake


def test_a_title_longer_than_a_header_is_said_in_full(seen: tuple[Gallery, Sight]) -> None:
    title = "Water the beds " * 30
    found = read(list(render(Card("P-1", (Heading((title,), "open"), Buttons(()))), seen[1]).blocks))
    assert title.strip() in found.words
