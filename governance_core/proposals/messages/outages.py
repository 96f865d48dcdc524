"""Messages of the bot having been down while a round ran out."""

from datetime import datetime

from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Command, Event, event, message


@message("round.outage", "The bot is back after a while", pressed_by=frozenset({"clock"}))
class NoteOutage(Command):
    """Nobody could answer from `since` until `until` (UTC)."""

    id: StreamId
    since: datetime
    until: datetime


@event("round.graced")
class RoundGraced(Event):
    """The bot was down in the last quarter of the window, so the round goes on for as long, until `deadline`."""

    at: datetime
    since: datetime
    until: datetime
    deadline: datetime
