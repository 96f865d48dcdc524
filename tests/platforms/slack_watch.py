"""Keeps what everybody saw in a play on Slack, as a script tells it."""

from copy import deepcopy
from typing import Any

import talk_watch
from slack_told import told

from governance_core.outgoing import Posting


class Watch(talk_watch.Watch):
    """Everybody's eyes in a workspace."""

    def __init__(self, town: Any) -> None:
        super().__init__(town)
        self.posted: list[tuple[dict[str, Any], Posting]] = []
        """Every message the bot sent by itself, in every form it had, and what it shows."""

    def told(self, shown: dict[str, Any], who: str = "") -> str:
        """What a message or a modal says to somebody, or to everybody."""
        return told(shown, self.town.called, self._zone_of(who))

    def overheard(self, posting: Posting, message: str) -> None:
        rig, place = self.town.rig, posting.place
        channel = rig.talks[place] if posting.personal else place
        shown = rig.posted[channel, message.partition("+")[0]]
        self.posted.append((deepcopy(shown), posting))
        if posting.discussion == "in_any_thread":
            return  # the terminal has no threads, and says it nowhere: there is nothing to compare it with
        who = self.town.name_of(place) if posting.personal else ""
        self._put(posting, self.addressees(posting), self.told(shown, who))
