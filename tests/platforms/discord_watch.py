"""Keeps what everybody saw in a play on Discord, as a script tells it."""

from typing import Any

import talk_watch
from discord_told import asked, told
from simcord.results import to_discord_message

from governance_core.outgoing import Posting


class Watch(talk_watch.Watch):
    """Everybody's eyes on a server."""

    def __init__(self, town: Any) -> None:
        super().__init__(town)
        self.posted: list[tuple[Any, Posting]] = []
        """Every message the bot sent by itself on Discord, in its last form, and what it shows."""

    def told(self, message: Any, who: str = "") -> str:
        """What a message says to somebody, or to everybody."""
        return told(message, self.town.called, self._zone_of(who))

    def asked(self, modal: Any) -> str:
        """What a form says."""
        return asked(modal, self.town.called, self.zone)

    def overheard(self, posting: Posting, message: str) -> None:
        backend, place = self.town.env.backend, posting.place
        thread = message.partition("+in:")[2]
        channel = backend.dm_channels[int(place)] if posting.personal else int(thread or place)
        stored = backend.get_message(channel, int(message.partition("+")[0]))
        self.posted.append((to_discord_message(self.town.env, stored), posting))
        if thread and posting.discussion in ("else_nowhere", "in_any_thread"):
            return  # a platform without threads says it nowhere: there is nothing to compare it with
        who = self.town.name_of(place) if posting.personal else ""
        self._put(posting, self.addressees(posting), self.told(stored, who))
