"""What can be asked of and said about the addresses at which calendars are followed."""

from datetime import datetime
from typing import Final

from governance_core.cards.form import Choice, Lookup, Option, Question
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Command, Event, ask, event, message

NEW, OFF = "new", "off"
_WHICH: Final = (
    Option(NEW, "Make a new address; the one I had ends"),
    Option(OFF, "Turn my address off"),
)


@message(
    "feed.change",
    "A secret address that your calendar program follows: make one, or turn it off",
    path="me feed",
    presets={"feed-new": {"address": NEW}, "feed-off": {"address": OFF}},
    title="Address of a calendar",
    submit="Do it",
    example="/me feed address:new circle:garden",
)
class ChangeFeed(Command):
    """Of one's own calendar, or of a circle's: the address is the person's alone, and shown this once."""

    address: str = ask(Question(Choice(_WHICH), "What shall be done?"))
    circle: CircleId | None = ask(
        Question(Lookup("circle"), "Of which circle", "Blank for your own calendar"), default=None
    )


@message("feed.review", "Addresses of people who lost their place end", pressed_by=frozenset({"policy"}))
class ReviewFeeds(Command):
    """Somebody left, or a circle changed: every address whose owner may not follow that calendar any more ends.

    With `person` only theirs are looked at.
    """

    person: PersonId | None = None


@event("feed.opened")
class FeedOpened(Event):
    """Somebody has an address for a calendar: a circle's, or (None) their own. `seated` as in `model.Address`."""

    person: PersonId
    circle: CircleId | None
    digest: str
    seated: bool
    at: datetime


@event("feed.closed")
class FeedClosed(Event):
    """An address leads nowhere any more: another took its place, its owner turned it off, or lost their place."""

    person: PersonId
    circle: CircleId | None
    digest: str
    because: str
