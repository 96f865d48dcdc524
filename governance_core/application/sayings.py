"""What is said on every platform where no feature has a card for it: too busy, a defect, a button of the past."""

from typing import Final

from governance_core.cards.card import Card, Paragraph

BUSY: Final = "The store is busy just now, so nothing was recorded. Press or type it again in a moment."
NOT_OURS: Final = "This is from an older version of the program. Open the item again with /show and press it there."
NOTHING_KEPT: Final = "What you typed was kept for a day, and that day is over. Please open the form again."
NOTHING_RECORDED: Final = "Nothing was recorded."


def saying(words: str) -> Card:
    """A sentence to one person, as a card."""
    text = (words,)
    return Card("", (Paragraph(text),), text, private=True, tone="refusal")


def defect(reference: str, outcome: str = NOTHING_RECORDED) -> str:
    """What somebody is told whose act met a defect; the reference leads to what the log knows of it."""
    return f"Something went wrong inside the program. {outcome} Please tell an admin: ref {reference}."
