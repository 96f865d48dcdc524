"""What a posting shows when it is sent: drawn from the state of that moment, so edits coalesce and are never stale."""

from typing import Any

from governance_core.application.postings import card_postings
from governance_core.cards.card import Card, Paragraph
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature, Features
from governance_core.outgoing import Posting
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader


def draw(
    posting: Posting, reader: Reader, features: Features, discussions: bool = False, threads: bool = False
) -> Card | None:
    """The card to post, edit or say; None when there is nothing to show any more.

    `discussions` says that the platform has a place for what belongs into an item's discussion. One that has none
    shows all it is given in the place itself, and is not given what that hears of anyway. `threads` says that it puts
    what is said of an item below its card.
    """
    if posting.discussion == "else_nowhere" and not discussions:
        return None
    if posting.discussion == "in_any_thread" and not (discussions or threads):
        return None
    feature = features.of_stream(posting.ref)
    if feature is None or not reader.version(posting.ref):
        return None
    state = reader.state(posting.ref)
    if posting.kind == "card":
        return _card(posting, feature, state, reader)
    told = reader.recorded(posting.ref, posting.version, posting.version)
    if not told or feature.telling is None:
        return None
    everybody: People = reader.state(PEOPLE)
    viewer = everybody.owner(posting.platform, posting.place) if posting.personal else None
    if posting.personal and viewer is None:  # the account is nobody's any more
        return None
    card = feature.telling(posting.ref, told[0].event, state, reader, viewer)
    return None if card is not None and card.instead and not posting.again else card


def _card(posting: Posting, feature: Feature[Any, Any], state: Any, reader: Reader) -> Card | None:
    """The item's card; in a home that a private circle took the item from, only that it is gone."""
    if feature.card is None:
        return None
    if feature.sees(state, None, reader) or _lives_in(posting, feature, state, reader):
        return feature.card(posting.ref, state, reader, None)
    words = (f"{posting.ref} goes on in another circle.",)
    return Card(posting.ref, (Paragraph(words),), words)


def _lives_in(posting: Posting, feature: Feature[Any, Any], state: Any, reader: Reader) -> bool:
    circles: Circles = reader.state(CIRCLES)
    boards = card_postings(posting.ref, feature.boards(state), circles)
    return any((one.platform, one.place) == (posting.platform, posting.place) for one in boards)
