"""What a posting shows when it is sent: drawn from the state of that moment, so edits coalesce and are never stale."""

from governance_core.cards.card import Card
from governance_core.feature import Features
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Posting, Reader


def draw(posting: Posting, reader: Reader, features: Features) -> Card | None:
    """The card to post, edit or say; None when there is nothing to show any more."""
    feature = features.of_stream(posting.ref)
    if feature is None or not reader.version(posting.ref):
        return None
    state = reader.state(posting.ref)
    if posting.kind == "card":
        return feature.card(posting.ref, state, reader, None) if feature.card else None
    told = reader.recorded(posting.ref, posting.version, posting.version)
    if not told or feature.telling is None:
        return None
    everybody: People = reader.state(PEOPLE)
    viewer = everybody.owner(posting.platform, posting.place) if posting.personal else None
    return feature.telling(posting.ref, told[0].event, state, reader, viewer)
