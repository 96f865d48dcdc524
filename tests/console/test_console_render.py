"""How cards look in a terminal: at 80 and 40 columns, in every script, and with nothing said by colour alone."""

import re
from datetime import UTC, datetime

import pytest
from rich.cells import cell_len
from rich.console import Group

from adapters.console.forms import plain_form
from adapters.console.layout import Barred, lines_at, steady
from adapters.console.render import draw_card, draw_question, numbered
from adapters.console.screen import buttons_of
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
    Press,
    Quote,
    Table,
)
from governance_core.cards.form import Ask, Asked, Choice, Option, Question, Words
from governance_core.cards.text import Bold, Link, Mention, Money, When
from governance_core.kernel.ids import PersonId

ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Ana:
    zone = "Europe/Lisbon"

    def name(self, person: PersonId) -> str:
        return {"ana": "Ana Duarte", "cem": "Cem Aydin"}.get(person, person)


def press(action: str) -> Press:
    return Press("P-1", 2, action)


def button(label: str) -> Button:
    return Button(label, press(label.lower().replace(" ", "-")))


CEM = (Mention(PersonId("cem")),)
CARD = Card(
    ref="P-1",
    version=2,
    blocks=(
        Heading(("P-1 · Water the beds",), "consent round open, 1 of 4 answered"),
        Facts(
            (
                ("Proposed by", (Mention(PersonId("ana")),)),
                ("Closes", (When(datetime(2026, 3, 5, 9, tzinfo=UTC)), " (extended once)")),
                ("Costs", (Money(45000, "EUR", 2),)),
            )
        ),
        Quote("Driver", "They dry out", press("read")),
        Quote(
            "Objection 1, open", "The pump is booked on Thursdays, all day", press("read"), (Mention(PersonId("cem")),)
        ),
        Diff("Proposal, version 1 → 2", (Change("same", "Water"), Change("removed", "Mon"), Change("added", "Fri"))),
        Listing((Entry(("D-1 · An older one",), "D-1", button("Open")),), title="See also", more=3),
        Table(("Circle", "Available"), ((("Garden",), (Money(45000, "EUR", 2),)),), "Now"),
        Paragraph((Bold("Next:"), " answer, or look at ", Link("D-1", "D-1"), ".")),
        Buttons((button("Consent"), button("Consent with concern"), button("Object"))),
        Note(("receipt P-1.3",)),
    ),
)
AT_80 = """\
P-1 · Water the beds
consent round open, 1 of 4 answered
Proposed by  Ana Duarte
Closes       Thu 5 Mar 2026 09:00 (extended once)
Costs        EUR 450.00
Driver: They dry out
Objection 1, open, Cem Aydin: The pump is booked on Thursdays, all day
Proposal, version 1 → 2  - before, + now
  Water
- Mon
+ Fri
See also
• D-1 · An older one  [1] Open
… and 3 more
Now
Circle   Available
Garden  EUR 450.00
Next: answer, or look at D-1.
[2] Consent  [3] Consent with concern  [4] Object
receipt P-1.3
"""
AT_40 = """\
P-1 · Water the beds
consent round open, 1 of 4 answered
Proposed by: Ana Duarte
Closes:
  Thu 5 Mar 2026 09:00 (extended once)
Costs: EUR 450.00
Driver: They dry out
Objection 1, open, Cem Aydin:
  The pump is booked on Thursdays, all
  day
Proposal, version 1 → 2  - before, + now
  Water
- Mon
+ Fri
See also
• D-1 · An older one  [1] Open
… and 3 more
Now
Circle   Available
Garden  EUR 450.00
Next: answer, or look at D-1.
[2] Consent  [3] Consent with concern
[4] Object
receipt P-1.3
"""


@pytest.mark.parametrize("width,page", [(80, AT_80), (40, AT_40)])
def test_a_card_with_every_block(width: int, page: str) -> None:
    lines = lines_at(width, draw_card(CARD, Ana(), numbered(CARD)))
    assert "\n".join(lines) + "\n" == page


def test_buttons_without_numbers_keep_their_brackets() -> None:
    lines = lines_at(80, draw_card(CARD, Ana()))
    assert "[Consent]  [Consent with concern]  [Object]" in lines


@pytest.mark.parametrize("look", ["colour", "mono"])
def test_colour_and_weight_add_nothing_that_the_words_do_not_say(look: str) -> None:
    plain = lines_at(80, draw_card(CARD, Ana(), numbered(CARD)))
    styled = lines_at(80, draw_card(CARD, Ana(), numbered(CARD)), "colour" if look == "colour" else "mono")
    assert [ANSI.sub("", line).rstrip() for line in styled] == plain
    coloured = any(re.search(r"\x1b\[(\d+;)*3\d", line) for line in styled)
    assert coloured == (look == "colour")


HARD = {
    "chinese": "澆水的計劃每週一和週四進行" * 60,
    "emoji": "🌱👨‍👩‍👧‍👦🏳️‍🌈👍🏽 " * 300,
    "arabic": "مرحبا بالعالم كيف الحال " * 90,
    "hebrew": "שלום עולם " * 200,
    "one word": "x" * 10_000,
    "lines": "a\n\nb\r\nc\u2028d\n" * 300,
    "control": "\x1b[31mred\x07\x00\u202eright\u2066 \x9b2J" * 50,
    "combining": "é̂̃" * 3000,
}


@pytest.mark.parametrize("words", HARD.values(), ids=HARD.keys())
@pytest.mark.parametrize("width", [80, 40, 12, 1])
def test_words_in_any_script_stay_inside_the_width(words: str, width: int) -> None:
    card = Card("P-1", (Heading((words[:150],)), Quote("Text", words, press("read")), Paragraph((words[:300],))))
    lines = lines_at(width, Barred(draw_card(card, Ana(), numbered(card))))
    shown = "".join(lines)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200d]", shown)
    if width >= 12:
        assert max(map(cell_len, lines)) <= width


def test_long_words_are_shortened_with_a_button_to_the_whole() -> None:
    card = Card("P-1", (Quote("Text", "long " * 3000, press("read")), Buttons((button("Consent"),))))
    lines = lines_at(80, draw_card(card, Ana(), numbered(card)))
    assert len(lines) < 15
    assert "… (read in full below)" in " ".join(line.strip() for line in lines)
    assert lines[-1] == "[2] Read in full"
    assert [one.label for one in buttons_of(card)] == ["Consent", "Read in full"]


def test_a_way_to_the_whole_that_a_card_has_itself_is_not_shown_again() -> None:
    buttons = Buttons((button("Consent"), Button("Read in full", press("read"))))
    card = Card("P-1", (Quote("Text", "long " * 3000, press("read")), buttons, Note(("The end.",))))
    lines = lines_at(80, draw_card(card, Ana(), numbered(card)))
    assert lines[-2:] == ["[1] Consent  [2] Read in full", "The end."]


def test_a_card_that_leads_no_further_shows_everything() -> None:
    card = Card("P-1", (Quote("Text", "word " * 2000),))
    assert "".join(lines_at(80, draw_card(card, Ana()))).count("word") == 2000


def test_joined_emoji_stand_side_by_side_and_other_joiners_stay() -> None:
    assert steady("👨‍👩‍👧 👍🏽 ✔️") == "👨👩👧 👍 ✔"
    assert steady("می‌خواهم क्‍ष") == "می‌خواهم क्‍ष"


ASK = Ask(
    kind="consent.answer",
    title="Your answer",
    questions=(
        Asked("answer", Question(Choice((Option("consent", "Consent"), Option("concern", "Concern"))), "Answer"), True),
        Asked("why", Question(Words(long=True), "Why", "For the record"), False, "A\x07", "Too \x1b short."),
    ),
    given=(("id", "P-1"),),
    submit="Send",
    key="k",
)


def test_a_form_says_what_it_asks_and_what_is_wrong() -> None:
    assert plain_form(ASK, Ana()) == (
        "Your answer [form]\n"
        "Answer (needed) – consent / concern\n"
        "Why (optional) – For the record: A␇\n"
        "  Not usable: Too ␛ short.\n"
        "[Send]"
    )
    assert lines_at(80, Group(*(line for asked in ASK.questions for line in draw_question(asked)))) == [
        "Answer  consent / concern",
        "Why (may stay empty)  For the record",
        "! Too ␛ short.",
    ]
