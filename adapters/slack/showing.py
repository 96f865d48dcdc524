"""Draws cards for one organisation: with the names and accounts people have now, and the way to cards that stand."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from adapters.slack.render import Message, in_full
from adapters.slack.spelling import Spelling, as_it_is, respelled
from adapters.slack.text import Sight
from governance_core.application.identity import identified
from governance_core.application.viewer import account_of, eyes
from governance_core.cards.card import Card
from governance_core.cards.spans import linked_items
from governance_core.feature import Features
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.outgoing import Postings
from governance_core.ports import Reader, Store, Work

PLATFORM: Final = "slack"
AGAIN: Final = "+again"
"""Kept behind the id of a card that was deleted and posted again: it is not posted a third time by itself."""
T = TypeVar("T")


@dataclass(slots=True)
class Workspace:
    """The workspace behind the bot's token: its id and address, and the bot's own account; empty until connected."""

    id: str = ""
    address: str = ""
    bot: str = ""

    def link(self, channel: str, message: str) -> str:
        """Where a message can be opened, empty while nobody knows."""
        return f"{self.address}archives/{channel}/p{message.replace('.', '')}" if self.address else ""


class Showing:
    """The cards of one organisation, as Slack shows them."""

    def __init__(
        self,
        org: str,
        store: Store,
        postings: Postings,
        features: Features,
        workspace: Workspace,
        spelling: Spelling = as_it_is,
    ) -> None:
        self.org = org
        self.features = features
        self.store = store
        self.workspace = workspace
        self.spelling = spelling
        self._postings = postings

    def read(self, job: Callable[[Reader], T]) -> Awaitable[T]:
        """Run a job that only reads."""
        return self.store.read(self.org, job)

    def transact(self, job: Callable[[Work], T]) -> Awaitable[T]:
        """Run a job that may write."""
        return self.store.transact(self.org, job)

    async def card(self, card: Card, by: Actor) -> tuple[Message, ...]:
        """A card as messages for the one who acted."""
        addresses, told = await self.addresses(card), respelled(card, self.spelling)
        return await self.read(lambda reader: in_full(told, self._sight(by, card.zone, addresses, reader)))

    async def sight(self, card: Card, by: Actor) -> Sight:
        """The eyes of the one who acted, on a card."""
        addresses = await self.addresses(card)
        return await self.read(lambda reader: self._sight(by, card.zone, addresses, reader))

    async def addresses(self, card: Card) -> Mapping[str, str]:
        """Where the items a card links to stand, by their id."""
        found = {ref: await self.address(ref) for ref in dict.fromkeys(linked_items(card))}
        return {ref: address for ref, address in found.items() if address}

    async def address(self, ref: str) -> str | None:
        """Where an item's card stands; None where it stands nowhere that can be linked to."""
        posted = await self._postings.all_posted(self.org, StreamId(ref)) if self.workspace.address else ()
        cards = [one for one in posted if one.platform == PLATFORM and one.kind == "card"]
        return self.workspace.link(cards[-1].place, message_id(cards[-1].message)) if cards else None

    async def item_at(self, channel: str, message: str) -> StreamId | None:
        """The item that a message of ours in a channel shows or tells of."""
        for kept in (message, message + AGAIN):
            if found := await self._postings.item_at(self.org, PLATFORM, channel, kept):
                return found
        return None

    def _sight(self, by: Actor, zone: str, addresses: Mapping[str, str], reader: Reader) -> Sight:
        return sight(identified(by, reader).person, zone, addresses, reader)


def sight(person: PersonId | None, zone: str, addresses: Mapping[str, str], reader: Reader) -> Sight:
    """Somebody's eyes on Slack."""
    return Sight(eyes(person, zone, reader), lambda one: account_of(one, PLATFORM, reader), addresses.get)


def message_id(kept: str) -> str:
    """Slack's id of a message in its channel, from what is kept of it (see `messenger`)."""
    return kept.partition("+")[0]
