"""Makes App Home for somebody: the queries it is made of, answered, and drawn together."""

from collections.abc import Mapping
from functools import partial

from adapters.slack.blocks import Structure
from adapters.slack.home import home
from adapters.slack.showing import PLATFORM
from adapters.slack.spelling import respelled
from adapters.slack.surroundings import Surroundings
from governance_core.application import ask, queries
from governance_core.cards.card import Card, Paragraph
from governance_core.feature import Features
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor
from governance_core.kernel.message import Query
from governance_core.ports import Reader


async def opened_home(around: Surroundings, by: Actor) -> Structure:
    """The view of App Home as it is now."""
    showing = around.desk.showing
    by = Actor.of_account(PLATFORM, by.via.account if by.via else "")
    jobs = [(title, partial(_answered, kind, raw, by, showing.features)) for title, kind, raw in around.rooms]
    parts = [(title, await showing.read(job)) for title, job in jobs]
    seen: dict[str, tuple[str, Card]] = {}
    for title, card in parts:  # whoever is nobody yet is told so once
        seen.setdefault(str(card.summary) if card.tone == "refusal" else title, (title, card))
    whole = Card("home", tuple(block for _, card in seen.values() for block in card.blocks))
    shown = [(title, respelled(card, showing.spelling)) for title, card in seen.values()]
    return home(shown, around.doors, await showing.sight(whole, by))


def _answered(kind: str, raw: Mapping[str, str], by: Actor, features: Features, reader: Reader) -> Card:
    """The answer to a query, or why there is none."""
    try:
        made = ask.complete(kind, raw, by, reader, features)
        if isinstance(made, Query):
            return queries.answer(made, by, reader, features)
    except Refusal as refusal:
        return queries.refusal_card(refusal, None, by, reader, features)
    words = ("There is nothing to show here.",)
    return Card(kind, (Paragraph(words),), words)
