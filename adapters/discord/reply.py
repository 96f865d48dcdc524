"""Answers one interaction in time: at once where what happened is known, else by a sign that the answer is coming."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from enum import Enum
from typing import Final

import discord

from adapters.discord.pressed_on import offers_nothing_else
from adapters.discord.render import COMPONENTS_V2, EPHEMERAL, Message
from adapters.discord.rest import ANSWER, CHOICES, DEFER, DEFER_UPDATE, MODAL, UPDATE, Answers, Body
from adapters.discord.troubles import ALREADY_ANSWERED, UNKNOWN_INTERACTION, Trouble, is_of_discord, trouble_of

WAIT: Final = 1.5
"""How many seconds an answer may take before Discord hears that it is coming (it wants to hear within three)."""
_log = logging.getLogger("circlet.discord")


class _Stage(Enum):
    OPEN, DEFERRED, ANSWERED, TOO_LATE = range(4)


class Reply:
    """The answer to one interaction, seen only by the one who acted. `wait` counts from when it was made."""

    def __init__(self, interaction: discord.Interaction, wait: float = WAIT) -> None:
        self._answers = Answers(interaction)
        self._in_place = offers_nothing_else(interaction)
        self._stage = _Stage.OPEN
        self._until = asyncio.get_running_loop().time() + wait

    @property
    def left(self) -> float:
        """How many seconds there are before Discord must hear something."""
        return max(0.0, self._until - asyncio.get_running_loop().time())

    async def when_known(self, outcome: Awaitable[Message]) -> None:
        """Show an outcome: at once where it is known in time, else deferred and then put in place."""
        known = asyncio.ensure_future(outcome)
        done, _ = await asyncio.wait({known}, timeout=self.left)
        if not done:
            await self.defer()
        await self.show(await known)

    async def show(self, message: Message) -> None:
        """Show a message to the one who acted, if Discord still waits for it."""
        if self._stage is _Stage.TOO_LATE:
            return
        body = message.body(ephemeral=not self._in_place)
        if self._stage is _Stage.DEFERRED:
            body["flags"] = COMPONENTS_V2
            await self._send(self._answers.edit(body, message.files))
        else:
            await self._send(self._answers.first(UPDATE if self._in_place else ANSWER, body, message.files))
        self._stage = _Stage.ANSWERED

    async def defer(self) -> None:
        """Say that the answer is coming."""
        kind, data = (DEFER_UPDATE, None) if self._in_place else (DEFER, {"flags": EPHEMERAL})
        trouble = await self._send(self._answers.first(kind, data))
        over = trouble is not None and trouble.code == UNKNOWN_INTERACTION
        self._stage = _Stage.TOO_LATE if over else _Stage.DEFERRED

    async def open(self, modal: Body) -> None:
        """Open a form."""
        await self._send(self._answers.first(MODAL, modal))
        self._stage = _Stage.ANSWERED

    async def offer(self, choices: Sequence[Body]) -> None:
        """Offer what can be picked."""
        await self._send(self._answers.first(CHOICES, {"choices": list(choices)}))

    async def _send(self, sending: Awaitable[None]) -> Trouble | None:
        """What cannot be told any more is in the record all the same (`/me answers`): the log says that it was not."""
        try:
            await sending
        except Exception as error:
            if not is_of_discord(error):
                raise
            trouble = trouble_of(error)
            level = logging.INFO if trouble.code == ALREADY_ANSWERED else logging.WARNING
            _log.log(level, "an answer could not be shown: %s", trouble.words)
            return trouble
        return None
