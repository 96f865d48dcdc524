"""What is said where the core has no card for it: too busy, a defect, no organisation here, a button of the past."""

import logging
import traceback
from dataclasses import dataclass
from typing import Final

import discord

from adapters.discord.render import Message, render
from adapters.discord.text import Sight
from governance_core.cards.card import Card, Paragraph
from governance_core.kernel.ids import PersonId

BUSY: Final = "The store is busy just now, so nothing was recorded. Press or type it again in a moment."
NOT_OURS: Final = "This is from an older version of the program. Open the item again with /show and press it there."
NO_ORGANISATION: Final = "No organisation lives on this server. An admin names the server in the config file."
NOTHING_KEPT: Final = "What you typed was kept for a day, and that day is over. Please open the form again."
NOTHING_ASKED: Final = "There is nothing left to fill in here. Use the button or the command once more."
_log = logging.getLogger("circlet.discord")


@dataclass(frozen=True, slots=True)
class _Nobody:
    zone: str = "UTC"

    def name(self, person: PersonId) -> str:
        return str(person)


def plain(words: str) -> Message:
    """A sentence as a message."""
    text = (words,)
    return render(Card("", (Paragraph(text),), text, private=True, tone="refusal"), Sight(_Nobody()))


def defect(error: BaseException, reference: str, outcome: str) -> Message:
    """A short reference for the person; what happened goes to the log, without anything anybody wrote."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    code = f" {error.status}/{error.code}" if isinstance(error, discord.HTTPException) else ""
    _log.error("ref %s: %s%s\n%s", reference, type(error).__name__, code, frames)
    return plain(f"Something went wrong inside the program. {outcome} Please tell an admin: ref {reference}.")
