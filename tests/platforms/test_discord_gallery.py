"""Every card at every stage as Discord gets it: taken by Discord's own description, within every limit, and legible."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from discord_eyes import SIGHT
from discord_gallery import ADDRESS, ATTACK, SOURCE, TEXTS, Gallery, Texts, of_every_run
from discord_reader import Node, flat, kinds, read
from discord_spec import ANSWER, EDIT, POST, complaints, components, texts, unwritten

from adapters.discord.controls import is_upload
from adapters.discord.forms import form
from adapters.discord.presses import pressed
from adapters.discord.render import Message, notification, render
from governance_core.cards.card import Card, Note, Press, Quote
from governance_core.cards.complaints import complaint_card
from governance_core.cards.plain import visible
from governance_core.kernel.ids import PersonId
from governance_core.kernel.words import is_blank

OURS = {"text", "strong", "heading", "subtext", "quote", "timestamp", "user", "masked", "url"}
"""What a card may show besides text; the addresses among them are those members wrote, as they wrote them."""


@pytest.fixture(scope="module", params=of_every_run(TEXTS, ("CJK",)), ids=lambda texts: texts.name)
def gallery(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    texts: Texts = request.param
    return Gallery(tmp_path_factory.mktemp("gallery") / "circlet.db", texts).play()


@dataclass(frozen=True)
class Drawn:
    """A card of the gallery with what Discord gets, and how its clients read that."""

    name: str
    card: Card
    message: Message
    body: dict[str, Any]
    nodes: tuple[Node, ...]

    def buttons(self) -> list[dict[str, Any]]:
        return [one for one in components(self.body) if one["type"] == 2]

    def labels(self) -> set[str]:
        return {one["label"] for one in self.buttons()}

    def says(self, words: str) -> bool:
        return words in flat(self.nodes)


@pytest.fixture(scope="module")
def drawn(gallery: Gallery) -> list[Drawn]:
    found = []
    for shown in gallery.shown:
        message = render(shown.card, gallery.sight)
        body = message.body()
        nodes = tuple(node for text in texts(body) for node in (*read(text), Node("text", "\n")))
        found.append(Drawn(shown.name, shown.card, message, body, nodes))
    return found


@cache
def whole(words: str) -> str:
    return visible(words).strip("\n")


@pytest.mark.contract
def test_discord_takes_every_card_posted_edited_and_as_an_answer(drawn: list[Drawn]) -> None:
    refused = []
    for one in drawn:
        answer = {"type": 4, "data": one.message.body(ephemeral=True)}
        for operation, body in ((POST, one.message.body(silent=True)), (EDIT, one.body), (ANSWER, answer)):
            refused += [f"{one.name} ({operation[1]}): {why}" for why in complaints(operation, body)]
    assert refused == []


def test_every_card_keeps_the_rules_discord_does_not_write_down(drawn: list[Drawn]) -> None:
    assert [f"{one.name}: {why}" for one in drawn for why in unwritten(one.body)] == []


def test_no_card_shows_markup_that_is_not_ours(drawn: list[Drawn]) -> None:
    for one in drawn:
        assert kinds(one.nodes) <= OURS, one.name


def test_links_lead_to_posted_cards_and_to_messages_only(drawn: list[Drawn]) -> None:
    every = [node for one in drawn for top in one.nodes for node in top.walk()]
    assert {node.words for node in every if node.kind == "masked"} == {ADDRESS, SOURCE}


def test_only_reminders_wake_and_only_those_they_name(gallery: Gallery, drawn: list[Drawn]) -> None:
    waking = [one for one in drawn if one.message.pings]
    reminders = {"told of P-3 after waiting"}
    assert {one.name.partition(": ")[2] for one in waking} == reminders
    for one in waking:
        assert set(one.message.pings) <= {gallery.sight.account(PersonId(name)) for name in gallery.names}
        assert all(any(f"<@{ping}>" in text for text in texts(one.body)) for ping in one.message.pings)
    for one in drawn:
        allowed = one.body["allowed_mentions"]
        assert allowed["parse"] == allowed["roles"] == []
        assert allowed["users"] == list(one.message.pings)


def test_every_button_of_a_card_is_there_or_told_of(drawn: list[Drawn]) -> None:
    for one in drawn:
        there = {pressed(button["custom_id"]) for button in one.buttons()}
        missing: set[Press] = {button.press for button in one.card.buttons()} - there  # type: ignore[operator]
        assert not missing or one.says("no room for"), (one.name, missing)


def test_whatever_is_shortened_has_a_way_to_the_whole(drawn: list[Drawn]) -> None:
    for one in drawn:
        shown = flat(one.nodes)
        for quote in (block for block in one.card.blocks if isinstance(block, Quote)):
            if whole(quote.words) not in shown and not is_blank(quote.words):
                assert "Read in full" in one.labels() or one.message.files, (one.name, quote.label)


def test_a_file_has_everything_members_wrote(drawn: list[Drawn]) -> None:
    for one in (one for one in drawn if one.message.files and one.message.files[-1].name.endswith((".md", ".txt"))):
        content = one.message.files[-1].content.decode()  # type: ignore[union-attr]
        for quote in (block for block in one.card.blocks if isinstance(block, Quote)):
            quoted = "\n".join(f"> {line}" for line in visible_lines(quote.words))
            assert quoted in content, one.name


@cache
def visible_lines(words: str) -> tuple[str, ...]:
    return tuple(visible(words).split("\n"))


def test_a_finished_proposal_has_no_button_that_changes_it(drawn: list[Drawn]) -> None:
    ended = [one for one in drawn if "P-1 after proposal.withdraw" in one.name]
    assert ended
    for one in ended:
        assert one.labels() <= {"Read in full", "Propose again"}


def test_buttons_of_a_row_weigh_the_same(drawn: list[Drawn]) -> None:
    rows = [component for one in drawn for component in components(one.body) if component["type"] == 1]
    weights = [{button["style"] for button in row["components"]} for row in rows]
    assert all(weight in ({1}, {2}) for weight in weights)


def test_notifications_are_one_safe_line(gallery: Gallery, drawn: list[Drawn]) -> None:
    for one in drawn:
        words = notification(one.card, gallery.sight)
        assert words.strip()
        assert "\n" not in words
        assert len(words) <= 2_000
        assert kinds(read(words)) <= OURS


@pytest.mark.contract
def test_discord_takes_every_form_and_complaint(gallery: Gallery) -> None:
    assert gallery.asked
    for asked in gallery.asked:
        made = form(asked, gallery.sight)
        assert made is not None
        assert complaints(ANSWER, {"type": 9, "data": made.modal}) == []
        assert len(made.modal["components"]) <= 5
        for one in asked.questions:
            assert is_upload(one) == (len(one.value.encode("utf-16-le")) // 2 > 4_000)
        body = render(complaint_card(asked), gallery.sight).body(ephemeral=True)
        assert complaints(ANSWER, {"type": 4, "data": body}) == unwritten(body) == []


def test_what_an_attacker_wrote_is_there_letter_for_letter() -> None:
    card = Card("P-1", (Quote("Driver", ATTACK), Quote("Proposal", ATTACK), Note(("The end.",))))
    nodes = [node for text in texts(render(card, SIGHT).body()) for node in read(text)]
    assert [flat(node.inside) for node in nodes if node.kind == "quote"] == [ATTACK, ATTACK]
    assert nodes[-1].kind == "subtext"
    assert flat(nodes[-1].inside) == "The end."
