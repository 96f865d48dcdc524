"""What is wrong with a form that was handed in, what is still to be asked, and the ways back into it, as cards."""

from collections.abc import Collection
from typing import Final

from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Listing, Note, Paragraph, Press
from governance_core.cards.form import Ask, Asked
from governance_core.cards.text import Bold, Text, text
from governance_core.kernel.words import is_blank

FIX: Final = "fix"
NEXT: Final = "next"
"""Presses that open a form (again), which their button names by its key; platforms answer them themselves."""
SEND: Final = "send"
"""A press that hands in a form as it was read back; platforms answer it themselves."""
_KEPT: Final = "What you typed is kept for a day."


def label_of(asked: Asked) -> str:
    """What a question is called."""
    named = asked.name.replace("_", " ").capitalize()
    return named if is_blank(asked.question.label) else asked.question.label


def complaint_card(ask: Ask) -> Card:
    """What is wrong with the answers given, and the way back into the form with all that was typed."""
    wrong = tuple(Entry(text(Bold(label_of(one)), f": {one.complaint}")) for one in ask.complaints)
    read = tuple(Entry(text(Bold(label_of(one)), f": {one.read_as}")) for one in ask.complaints)
    if all(one.read_as for one in ask.complaints):
        right, change = Button("That is right", Press(ask.key, 0, SEND)), Button("Change it", Press(ask.key, 0, FIX))
        return _back_into(ask, ("Nothing was recorded yet: is this what you mean?",), (right, change), read)
    words: Text = ("Nothing was recorded yet: an answer cannot be used as it is.",)
    return _back_into(ask, words, (Button("Fix it", Press(ask.key, 0, FIX)),), wrong)


def next_card(ask: Ask, left: Collection[str] | None = None, argument: str = "") -> Card:
    """The way on to the questions that are left, where a platform opens no form straight after another.

    Those are the needed ones without an answer, where it is not known which. `argument` is the button's.
    """
    blank = [one.name for one in ask.questions if one.required and is_blank(one.value)]
    wanted = blank if left is None else left
    missing = tuple(Entry((Bold(label_of(one)),)) for one in ask.questions if one.name in wanted)
    words: Text = ("Almost there. Nothing was recorded yet: a few questions are left.",)
    return _back_into(ask, words, (Button("Go on", Press(ask.key, 0, NEXT, argument)),), missing)


def way_on(ask: Ask, left: Collection[str] | None = None, argument: str = "") -> Card:
    """What to do about a form that cannot be carried out yet."""
    return complaint_card(ask) if ask.complaints else next_card(ask, left, argument)


def way_back(key: str) -> tuple[Block, ...]:
    """The way back into a form that was refused, with all that was typed."""
    return (Buttons((Button("Change what I typed", Press(key, 0, FIX)),)), Note((_KEPT,)))


def _back_into(ask: Ask, words: Text, buttons: tuple[Button, ...], entries: tuple[Entry, ...]) -> Card:
    blocks: list[Block] = [Paragraph(words), Listing(entries), Buttons(buttons), Note((_KEPT,))]
    return Card(ask.key, tuple(blocks), words, private=True, tone="refusal")
