"""Looks at the message a button was pressed on: which buttons it has, and what they say."""

from collections.abc import Iterator
from typing import Any

import discord


def buttons_on(message: discord.Message | None) -> dict[str, str]:
    """The buttons of a message: their labels by their ids."""
    return {one.custom_id: one.label or "" for one in _buttons(message.components if message else ()) if one.custom_id}


def offers_nothing_else(interaction: discord.Interaction) -> bool:
    """Whether it was pressed on an answer with that one button: what comes of it takes the answer's place."""
    message = interaction.message
    is_press = interaction.type is discord.InteractionType.component
    return is_press and message is not None and message.flags.ephemeral and len(buttons_on(message)) == 1


def _buttons(components: Any) -> Iterator[discord.Button]:
    for one in components:
        if isinstance(one, discord.Button):
            yield one
        yield from _buttons(getattr(one, "children", ()))
        yield from _buttons([one.accessory] if getattr(one, "accessory", None) else ())
