"""Sentences to one person as Discord messages, and the defects that one of them speaks of, in the log."""

import logging
import traceback
from dataclasses import dataclass
from typing import Final

import discord

from adapters.discord.render import Message, render
from adapters.discord.text import Sight
from governance_core.application import sayings
from governance_core.application.sayings import saying
from governance_core.kernel.ids import PersonId

NO_ORGANISATION: Final = "No organisation lives on this server. An admin names the server in the config file."
NOTHING_ASKED: Final = "There is nothing left to fill in here. Use the button or the command once more."
_log = logging.getLogger("circlet.discord")


@dataclass(frozen=True, slots=True)
class _Nobody:
    zone: str = "UTC"

    def name(self, person: PersonId) -> str:
        return str(person)


def plain(words: str) -> Message:
    """A sentence as a message."""
    return render(saying(words), Sight(_Nobody()))


def defect(error: BaseException, reference: str, outcome: str) -> Message:
    """A short reference for the person; what happened goes to the log, without anything anybody wrote."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    code = f" {error.status}/{error.code}" if isinstance(error, discord.HTTPException) else ""
    _log.error("ref %s: %s%s\n%s", reference, type(error).__name__, code, frames)
    return plain(sayings.defect(reference, outcome))
