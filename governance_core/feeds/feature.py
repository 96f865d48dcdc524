"""The face of the addresses at which calendars are followed: made and turned off by whom they belong to."""

from typing import Any

from governance_core.cards.card import Card
from governance_core.caretaker import Caretaker
from governance_core.circles.model import CIRCLES
from governance_core.feature import Feature
from governance_core.feeds import cards
from governance_core.feeds.messages import NEW, ChangeFeed, ReviewFeeds
from governance_core.feeds.model import FEEDS, Feeds, token_of
from governance_core.feeds.rules import RULES, FeedFacts
from governance_core.kernel.ids import Actor, StreamId
from governance_core.kernel.message import Event
from governance_core.people.model import PEOPLE
from governance_core.ports import Reader


def feeds(caretaker: Caretaker) -> Feature[Feeds, FeedFacts]:
    """The feature; `caretaker` knows where calendars are served."""

    def facts(command: Any, state: Feeds, by: Actor, reader: Reader) -> FeedFacts:
        base = caretaker.served_at(reader.org)
        wanted = base and isinstance(command, ChangeFeed) and command.address == NEW
        token = token_of(reader.chance.key()) if wanted else ""
        return FeedFacts(reader.now, by, reader.state(CIRCLES), reader.state(PEOPLE), base, token)

    return Feature(
        name="feeds",
        prefix=FEEDS,
        single=True,
        decider=RULES,
        commands=(ChangeFeed, ReviewFeeds),
        target=lambda _: FEEDS,
        facts=facts,
        receipt=_receipt,
    )


def _receipt(stream: StreamId, events: tuple[Event, ...], state: Feeds, by: Actor, known: FeedFacts | None) -> Card:
    if known is None:
        return cards.receipt(events, "", "", None)
    return cards.receipt(events, known.base, known.token, known.circles)
