"""Draws cards for one organisation: with the names and accounts people have now, and the way to cards that stand."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol, TypeVar

from adapters.discord.organisations import Organisations
from adapters.discord.render import Message, render
from adapters.discord.text import Sight
from governance_core.application.identity import identified
from governance_core.application.viewer import account_of, eyes
from governance_core.cards.card import Card, Facts, Heading, Listing, Note, Paragraph, Quote
from governance_core.cards.text import Link, Text
from governance_core.feature import Features
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.ports import Reader, Store, Work

PLATFORM: Final = "discord"
_ADDRESS: Final = "https://discord.com/channels/{}/{}/{}"
T = TypeVar("T")


class Posted(Protocol):
    """Something that was shown somewhere."""

    @property
    def platform(self) -> str:
        """On which platform."""

    @property
    def place(self) -> str:
        """In which channel."""

    @property
    def kind(self) -> str:
        """`card` or `say`."""

    @property
    def message(self) -> str:
        """The id of the message there."""


class Postings(Protocol):
    """Where things were posted."""

    def posted(self, org: str, platform: str, place: str, ref: StreamId) -> Awaitable[Posted | None]:
        """Where an item's card stands in a place, None when it was never posted there."""

    def all_posted(self, org: str, ref: StreamId) -> Awaitable[Sequence[Posted]]:
        """Every message that shows or tells of an item, the oldest first."""


class Showing:
    """The cards of one organisation, as Discord shows them."""

    def __init__(
        self, org: str, store: Store, postings: Postings, features: Features, organisations: Organisations
    ) -> None:
        self.org = org
        self.features = features
        self._store = store
        self._postings = postings
        self._organisations = organisations

    def read(self, job: Callable[[Reader], T]) -> Awaitable[T]:
        """Run a job that only reads."""
        return self._store.read(self.org, job)

    def transact(self, job: Callable[[Work], T]) -> Awaitable[T]:
        """Run a job that may write."""
        return self._store.transact(self.org, job)

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
        return render(card, sight(person, card.zone, addresses, reader))


def sight(person: PersonId | None, zone: str, addresses: Mapping[str, str], reader: Reader) -> Sight:
    """Somebody's eyes on Discord."""
    return Sight(eyes(person, zone, reader), lambda one: account_of(one, PLATFORM, reader), addresses.get)


def message_id(kept: str) -> str:
    """Discord's id of a message, from what is kept of it (see `messenger`)."""
    return kept.partition("+")[0]


def linked_items(card: Card) -> Iterator[str]:
    """The ids of the items a card links to."""
    for text in _texts(card):
        for span in text:
            if isinstance(span, Link) and "://" not in span.to:
                yield span.to


def _texts(card: Card) -> Iterable[Text]:
    for block in card.blocks:
        match block:
            case Heading(title, _):
                yield title
            case Paragraph(text) | Note(text):
                yield text
            case Quote():
                yield block.by
            case Facts(rows):
                yield from (text for _, text in rows)
            case Listing(entries):
                yield from (entry.text for entry in entries)
            case _:
                pass
