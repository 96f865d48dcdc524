"""Makes App Home for somebody: the queries it is made of, answered, and drawn together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.slack.blocks import Structure
from adapters.slack.home import home
from adapters.slack.showing import PLATFORM, Showing
from adapters.slack.spelling import respelled
from adapters.slack.strangers import Strangers
from adapters.slack.zones import Zones
from governance_core.application import ask, queries
from governance_core.application.outsiders import Standing, explained
from governance_core.cards.card import Card, Paragraph
from governance_core.feature import Features
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor
from governance_core.kernel.message import Query
from governance_core.ports import Reader

REFUSAL: Final = "refusal"
Room = tuple[str, str, Mapping[str, str]]
"""A title, the kind of a query, and its answers."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What App Home is made of: rooms in their order, and buttons (`doors`) with a label and a typed command each.

    `ours` is the room shown to whoever is nobody yet, below the way to become somebody.
    """

    showing: Showing
    zones: Zones
    strangers: Strangers
    rooms: Sequence[Room]
    doors: Sequence[tuple[str, str]]
    ours: Room

    async def view(self, account: str) -> Structure:
        """The view as it is now."""
        by = Actor.of_account(PLATFORM, account)
        assert by.via is not None
        by = replace(by, via=replace(by.via, zone=await self.zones.of(account)))
        parts = await self.showing.read(lambda reader: self._answered(by, reader, ""))
        if parts[0][1].tone == REFUSAL and (standing := await self.strangers.standing(account)):
            parts = await self.showing.read(lambda reader: self._answered(by, reader, standing))
        whole = Card("home", tuple(block for _, card in parts for block in card.blocks))
        shown = [(title, respelled(card, self.showing.spelling)) for title, card in parts]
        return home(shown, self.doors, await self.showing.sight(whole, by))

    def _answered(self, by: Actor, reader: Reader, standing: Standing) -> list[tuple[str, Card]]:
        """All rooms as of one moment."""
        (title, kind, raw), *others = self.rooms
        first = _answer(kind, raw, by, self.showing.features, reader, standing)
        if first.tone == REFUSAL:
            others = [self.ours]
        rest = [(name, _answer(kind, raw, by, self.showing.features, reader, standing)) for name, kind, raw in others]
        return [(title, first), *rest]


def _answer(
    kind: str, raw: Mapping[str, str], by: Actor, features: Features, reader: Reader, standing: Standing
) -> Card:
    """The answer to a query, or why there is none."""
    try:
        made = ask.complete(kind, raw, by, reader, features)
        if isinstance(made, Query):
            return queries.answer(made, by, reader, features)
    except Refusal as refusal:
        return queries.refusal_card(explained(refusal, standing), None, by, reader, features)
    words = ("There is nothing to show here.",)
    return Card(kind, (Paragraph(words),), words)
