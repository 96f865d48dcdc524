"""Words arrive on Slack as they were typed: read back the way its clients read, nothing in them is more than text."""

from datetime import UTC, datetime

import pytest
from discord_strategies import cards, sentences, words
from hypothesis import HealthCheck, given, settings
from slack_eyes import ANA, CARD, SIGHT
from slack_reader import decoded, read
from slack_spec import POST, WHISPER, complaints, unwritten

from adapters.slack import blocks
from adapters.slack.escape import is_harmless, mrkdwn, unescaped
from adapters.slack.render import grouped, in_full, render
from adapters.slack.text import Sight, in_words, marked_up, said
from governance_core.cards.card import Button, Buttons, Card, Entry, Heading, Listing, Note, Paragraph, Press, Quote
from governance_core.cards.plain import one_line, visible
from governance_core.cards.text import Bold, Link, Mention, Money, Text, When, people, text
from governance_core.kernel.ids import PersonId
from governance_core.kernel.words import is_blank

MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
TYPED = [
    "<!channel>",
    "<@U0ANA>",
    "<https://evil.example|safe>",
    "&lt;",
    "&amp;lt;",
    "*bold* _it_ ~gone~ `code`",
    "> quote",
    "- item",
    ":smile:",
    "@channel #general",
    "<!date^0^{ago}|never>",
]


@settings(max_examples=400)
@given(words)
def test_any_words_are_read_back_letter_for_letter(typed: str) -> None:
    found = read([blocks.rich(blocks.section_of(said((typed,), SIGHT)))] if visible(typed) else [])
    assert found.words == visible(typed)
    assert not found.awake
    assert not found.strange


@settings(max_examples=400)
@given(words)
def test_words_in_an_object_without_markup_are_read_back_too(typed: str) -> None:
    assert decoded(blocks.paragraph(typed, 3_000)["text"]) in (visible(typed), "…")
    label = decoded(blocks.text(typed, 75)["text"])
    assert label == "…" or one_line(typed, 1_000).startswith(label.removesuffix("…"))


@settings(max_examples=400)
@given(sentences)
def test_markup_is_used_only_where_words_cannot_be_taken_for_it(spans: Text) -> None:
    shown = marked_up(spans, SIGHT)
    for note in (Note(spans), Listing((Entry(spans, "P-1", Button("Open", Press("P-1", 1, "show"))),))):
        found = read(list(render(Card("P-1", (note,)), SIGHT).blocks))
        assert not found.strange, (spans, shown)
        assert set(found.awake) <= {ANA}


@pytest.mark.parametrize("typed", TYPED)
def test_markup_is_shown_and_does_nothing_wherever_it_stands(typed: str) -> None:
    entry = Entry((typed,), "P-1", Button("Open", Press("P-1", 1, "show")))
    card = Card("P-1", (Heading((typed,)), Paragraph((typed,)), Quote("", typed), Listing((entry,)), Note((typed,))))
    found = read(list(render(card, SIGHT).blocks))
    assert found.lines == [typed] * 5
    assert not found.awake
    assert all(link in typed for link in found.links)
    assert not found.strange


@pytest.mark.parametrize("typed", TYPED)
def test_a_notification_says_what_was_typed(typed: str) -> None:
    said_ = render(Card("P-1", (Paragraph(("x",)),), (typed,)), SIGHT).text
    assert "<" not in said_
    assert decoded(said_) == typed


def test_what_slack_sends_escaped_is_what_was_typed() -> None:
    for typed in TYPED:
        assert unescaped(mrkdwn(typed)) == typed


def test_harmless_words_are_told_from_others() -> None:
    assert is_harmless("Until Thursday, 17:00 (if nobody objects).")
    assert not any(map(is_harmless, ["*b*", "_i_", "~s~", "`c`", ":smile:", "> q", "- x", "1. x", "see www.x.org"]))


def test_names_wake_nobody_unless_they_are_meant_to() -> None:
    ana, ben = PersonId("ana"), PersonId("ben")
    quiet = Card("P-1", (Paragraph(text(people((ana, ben)))),))
    assert render(quiet, SIGHT).awakened == ()
    assert read(list(render(quiet, SIGHT).blocks)).words == "Ana and Ben"
    loud = Card("P-1", (Paragraph(text(people((ana, ben), ping=True))),))
    assert render(loud, SIGHT).awakened == (ANA,)


def test_instants_are_shown_in_each_viewers_time_with_words_for_where_they_cannot() -> None:
    [shown] = said((When(MARCH),), SIGHT)
    assert shown["timestamp"] == int(MARCH.timestamp())
    assert shown["fallback"] == "Mon 2 Mar 2026 09:00 Europe/Lisbon"
    note = marked_up(("Until ", When(MARCH), "."), SIGHT)
    when = f"<!date^{int(MARCH.timestamp())}^{{date_short_pretty}} at {{time}}|Mon 2 Mar 2026 09:00 Europe/Lisbon>"
    assert note == f"Until {when}."
    assert in_words((When(MARCH, "date"),), SIGHT) == "Mon 2 Mar 2026 Europe/Lisbon"


def test_links_lead_to_the_card_where_it_is_posted() -> None:
    assert said((Link("P-1 Water *the* beds", "P-1"),), SIGHT) == [
        {"type": "link", "url": CARD, "text": "P-1 Water *the* beds"}
    ]
    assert said((Link("P-2 Water", "P-2"),), SIGHT) == [{"type": "text", "text": "P-2 Water"}]
    assert marked_up((Link("P-1", "P-1"),), SIGHT) == f"<{CARD}|P-1>"


def test_plain_addresses_stay_links_and_cut_ones_are_none() -> None:
    found = read([blocks.rich(blocks.section_of(said(("(see https://a.example/x_y). https://b.exam…",), SIGHT)))])
    assert found.links == ["https://a.example/x_y"]
    assert found.words == "(see https://a.example/x_y). https://b.exam…"


def test_money_and_bold_words() -> None:
    assert in_words((Money(45000, "EUR", 2), " ", Bold("*b*")), SIGHT) == "EUR 450.00 *b*"
    assert marked_up((Bold("Round"), ": open"), SIGHT) == "*Round*: open"


@SLOW
@given(cards)
def test_any_card_fits(card: Card) -> None:
    for message in (render(card, SIGHT), *in_full(card, SIGHT)):
        assert unwritten(message.body()) == []
        found = read(list(message.blocks))
        assert not found.strange
        assert set(found.awake) <= {ANA}


@pytest.mark.contract
@SLOW
@given(cards)
def test_slack_takes_any_card(card: Card) -> None:
    assert complaints(POST, {"channel": "C1", **render(card, SIGHT).body()}) == []
    for message in in_full(card, SIGHT):
        assert complaints(WHISPER, {"channel": "C1", "user": "U1", **message.body()}) == []


@SLOW
@given(words)
def test_a_long_text_is_read_in_full_in_as_many_messages_as_it_takes(typed: str) -> None:
    whole = (typed * 3_000)[:100_000]
    found = read(
        [block for message in in_full(Card("P-1", (Quote("Text", whole),)), SIGHT) for block in message.blocks]
    )
    assert "".join(found.quotes) == visible(whole).strip("\n") or is_blank(whole)


def test_blocks_are_parted_where_a_message_is_full() -> None:
    made = [blocks.header(str(number)) for number in range(120)]
    assert [len(group) for group in grouped(made)] == [50, 50, 20]


def test_what_cannot_be_undone_is_asked_by_slack_itself() -> None:
    button = Button("Withdraw", Press("P-1", 3, "withdraw"), "Withdraw this proposal? " * 30)
    [made] = render(Card("P-1", (Buttons((button,)),)), SIGHT).blocks[0]["elements"]
    assert made["action_id"] == "c1|P-1|3|withdraw"
    assert made["confirm"]["confirm"]["text"] == "Withdraw"
    assert len(made["confirm"]["text"]["text"]) <= 300


def test_a_list_has_each_button_beside_its_line_and_a_long_one_below() -> None:
    def listing(count: int) -> Card:
        lines = (Entry((f"thing {n}",), f"P-{n}", Button("Open", Press(f"P-{n}", 1, "show"))) for n in range(count))
        return Card("things", (Heading(("Things",)), Listing(tuple(lines), more=3)))

    short = render(listing(3), SIGHT).blocks
    assert [one["accessory"]["text"]["text"] for one in short if "accessory" in one] == ["Open"] * 3
    long = render(listing(50), SIGHT).blocks
    assert [len(one["elements"]) for one in long if one["type"] == "actions"] == [5] * 10
    assert "… and 3 more" in read(list(short)).words


def test_what_is_shortened_and_leads_nowhere_leads_to_the_item() -> None:
    message = render(Card("P-1", (Heading(("P-1",)), Quote("Text", "word " * 9_000)), version=2), SIGHT)
    assert message.blocks[-1]["elements"][0]["action_id"] == "c1|P-1|2|item"


def test_a_sight_may_know_nobody() -> None:
    assert said((Mention(PersonId("ana"), ping=True),), Sight(SIGHT.viewer)) == [{"type": "text", "text": "Ana"}]
