"""Draws cards for one organisation: with the names and accounts people have now, and the way to cards that stand."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from adapters.discord.organisations import Organisations
from adapters.discord.render import Message, render
from adapters.discord.text import Sight
from governance_core.application.identity import identified
from governance_core.application.viewer import account_of, eyes
from governance_core.cards.card import Card
from governance_core.cards.chart import Draw
from governance_core.cards.spans import linked_items
from governance_core.feature import Features
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.outgoing import Postings
from governance_core.ports import Reader, Store, Work

PLATFORM: Final = "discord"
_ADDRESS: Final = "https://discord.com/channels/{}/{}/{}"
T = TypeVar("T")


class Showing:
    """The cards of one organisation, as Discord shows them."""

    def __init__(
        self,
        org: str,
        store: Store,
        postings: Postings,
        features: Features,
        organisations: Organisations,
        draw: Draw | None = None,
    ) -> None:
        self._draw = draw
        self.org = org
        self.features = features
        self.store = store
        self._postings = postings
        self._organisations = organisations

    def read(self, job: Callable[[Reader], T]) -> Awaitable[T]:
        """Run a job that only reads."""
        return self.store.read(self.org, job)

    def transact(self, job: Callable[[Work], T]) -> Awaitable[T]:
        """Run a job that may write."""
        return self.store.transact(self.org, job)

    async def card(self, card: Card, by: Actor | None = None) -> Message:
        """A card as a message, for the one who acted or (for nobody in particular) for a whole place."""
        addresses = await self.addresses(card)
        return await self.read(lambda reader: self._drawn(card, by, addresses, reader))

    async def addresses(self, card: Card) -> Mapping[str, str]:
        """Where the items a card links to stand, by their id."""
        found = {ref: await self.address(ref) for ref in dict.fromkeys(linked_items(card))}
        return {ref: address for ref, address in found.items() if address}

    async def address(self, ref: str) -> str | None:
        """Where an item's card stands; None where it stands nowhere that can be linked to."""
        server = self._organisations.server_of(self.org)
        posted = await self._postings.all_posted(self.org, StreamId(ref)) if server else ()
        cards = [one for one in posted if one.platform == PLATFORM and one.kind == "card"]
        return _ADDRESS.format(server, cards[-1].place, message_id(cards[-1].message)) if cards else None

    def _drawn(self, card: Card, by: Actor | None, addresses: Mapping[str, str], reader: Reader) -> Message:
        person = identified(by, reader).person if by else None
        return render(card, replace(sight(person, card.zone, addresses, reader), draw=self._draw))


def sight(person: PersonId | None, zone: str, addresses: Mapping[str, str], reader: Reader) -> Sight:
    """Somebody's eyes on Discord."""
    return Sight(eyes(person, zone, reader), lambda one: account_of(one, PLATFORM, reader), addresses.get)


def message_id(kept: str) -> str:
    """Discord's id of a message, from what is kept of it (see `messenger`)."""
    return kept.partition("+")[0]
