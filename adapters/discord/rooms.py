"""Finds out where on a server the bot may write, from what it was told when it came there."""

from typing import Any, Final

import discord

UNSEEN: Final = "The bot cannot see that channel. Let it view the channel and send messages there, or pick another."
MUTE: Final = "The bot cannot write in #{name}. Let it view the channel and send messages there, or pick another."


def first_room(guild: discord.Guild) -> str:
    """The channel for a first word: the one the server has for such news, else the first the bot may write in."""
    news = [guild.system_channel] if guild.system_channel else []
    return next((str(channel.id) for channel in (*news, *guild.text_channels) if may_write(channel)), "")


def trouble_in(channel: Any) -> str:
    """Why nothing can be shown in a channel (None: one the bot does not see); empty where it can."""
    if not isinstance(channel, discord.TextChannel):
        return UNSEEN
    return "" if may_write(channel) else MUTE.format(name=channel.name)


def may_write(channel: discord.TextChannel) -> bool:
    """Whether the bot may see a channel and write in it; where it knows nothing of itself there, trying will tell."""
    me: discord.Member | None = channel.guild.me
    if me is None:
        return True
    allowed = channel.permissions_for(me)
    return allowed.view_channel and allowed.send_messages
