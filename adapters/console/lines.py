"""The console where nobody sits at it: what the bot says is printed, a paragraph each."""

from typing import Protocol

from governance_core.application import outbox
from governance_core.application.viewer import eyes
from governance_core.cards.plain import plain_card
from governance_core.feature import Features
from governance_core.outgoing import Posting
from governance_core.ports import Reader, Store


class ToShow(Protocol):
    """Something that waits to be shown."""

    @property
    def org(self) -> str:
        """The organisation's id."""

    @property
    def posting(self) -> Posting:
        """What and where."""


class ConsoleLines:
    """Prints postings for the console's places."""

    def __init__(self, store: Store, features: Features) -> None:
        self._store = store
        self._features = features

    async def show(self, waiting: ToShow) -> str | None:
        """Print it; the key serves as the id of the message."""
        words = await self._store.read(waiting.org, lambda reader: self._words(waiting.posting, reader))
        if words is None:
            return None
        print(f"[{waiting.posting.place}] {words}\n", flush=True)
        return waiting.posting.key

    def _words(self, posting: Posting, reader: Reader) -> str | None:
        card = outbox.draw(posting, reader, self._features)
        return None if card is None else plain_card(card, eyes(None, card.zone, reader))
