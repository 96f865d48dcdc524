"""Carries out what members of one organisation do, and draws what comes of it for Slack."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from adapters.slack.blocks import Structure
from adapters.slack.files import HandOut, no_way_out
from adapters.slack.forms import form
from adapters.slack.render import Message, in_full
from adapters.slack.showing import PLATFORM, Showing, sight
from adapters.slack.spelling import asked_as_typed
from adapters.slack.strangers import Strangers
from adapters.slack.submissions import submission
from adapters.slack.text import Sight, in_words
from adapters.slack.troubles import code_of
from adapters.slack.views import Form, again, told
from adapters.slack.zones import Zones
from governance_core.application import queries, sayings
from governance_core.application.front_desk import Act, FrontDesk, Outcome, offered
from governance_core.application.given import questions
from governance_core.application.identity import identified
from governance_core.application.paperwork import Paper, Paperwork, Settled
from governance_core.application.sayings import NOTHING_RECORDED, saying
from governance_core.cards.card import Card, Paragraph, Picture
from governance_core.cards.chart import Draw
from governance_core.cards.file import PNG, File
from governance_core.cards.form import Ask, Choice, Lookup, Toggle, Words
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, DeliveryKey, PersonId
from governance_core.kernel.message import Command, Query
from governance_core.ports import Chance, Reader

Messages = tuple[Message, ...]
_log = logging.getLogger("circlet.slack")


@dataclass(frozen=True, slots=True)
class _Nobody:
    zone: str = "UTC"

    def name(self, person: PersonId) -> str:
        return str(person)


NOBODY: Final = Sight(_Nobody())


class Desk:
    """The core's way in and out for one organisation.

    `tell` is called when something was recorded; `hand_out` sends files to whoever asked for them, and
    `draw` makes pictures.
    """

    def __init__(
        self,
        showing: Showing,
        zones: Zones,
        strangers: Strangers,
        chance: Chance,
        tell: Callable[[], None],
        hand_out: HandOut = no_way_out,
        draw: Draw | None = None,
    ) -> None:
        self._hand_out = hand_out
        self._draw = draw
        self._zones = zones
        self._strangers = strangers
        self.showing = showing
        self.front = FrontDesk(showing.org, showing.store, showing.features, tell)
        self._papers = Paperwork(self.front)
        self._chance = chance

    async def begun(self, act: Act) -> Command | Query | Form:
        """The command or query an act amounts to, or the form with what is missing. Raises a Refusal."""
        made = await self.front.begun(act)
        if not isinstance(made, Ask):
            return made
        return await self.form(made, act.by)

    async def form(self, asked: Ask, by: Actor) -> Form:
        """A form, with what can be picked in it; what it must not carry is kept before it opens."""
        asked = await self._zones.suggested(asked, by.via.account) if by.via else asked
        made = await self.showing.read(lambda reader: self._drawn(asked, by, reader))
        if made.keep:
            await self._papers.keep(made.key, made.kind, made.keep, by)
        return made

    async def outcome(self, made: Command | Query, act: Act) -> Messages:
        """What came of it: a card, a receipt, a refusal, or the reference of a defect."""
        try:
            return await self.shown(await self.front.carried_out(made, act), act.by)
        except Refusal as refusal:
            return await self.refused(refusal, act)
        except Exception as error:
            return self.failed(error)

    async def shown(self, outcome: Outcome, by: Actor) -> Messages:
        """An outcome as messages; where it cannot be drawn, that it was recorded all the same."""
        try:
            return await self.showing.card(await self._handed_out(outcome.card(), by), by)
        except Exception as error:
            if outcome.receipt is None:
                raise
            return self.failed(error, f"It was recorded, as receipt {outcome.receipt.id}.")

    async def _handed_out(self, card: Card, by: Actor) -> Card:
        """The card, which says of its files what became of them."""
        files = (*card.files, *await self._drawn_pictures(card))
        if not files or by.via is None:
            return card
        told = await self._hand_out(by.via.account, files)
        return replace(card, blocks=(*card.blocks, *told), files=())

    async def _drawn_pictures(self, card: Card) -> list[File]:
        """The pictures somebody asked for: Slack shows none in an answer that only one person sees."""
        asked = [one for one in card.blocks if isinstance(one, Picture) and one.asked]
        if self._draw is None:
            return []
        drawn = [(await asyncio.to_thread(self._draw, one.chart), in_words(one.caption, NOBODY)) for one in asked]
        return [File(f"picture-{number}.png", PNG, *one) for number, one in enumerate(drawn, 1)]

    async def looked_up(self, kind: str, raw: Mapping[str, str], by: Actor) -> Structure | None:
        """A modal that shows the answer to a query as it is now; None where it cannot be answered any more."""
        act = Act(by, kind, raw, DeliveryKey(PLATFORM, ""))
        try:
            made = await self.front.begun(act)
            found = await self.front.carried_out(made, act) if isinstance(made, Query) else None
        except Refusal:
            return None
        if found is None:
            return None
        shown = await self.showing.card(replace(found.card(), files=()), by)
        return told(shown, again(kind, raw))

    def shows(self, made: Command | Query, act: Act) -> str:
        """What a modal carries of a query it answers: only what was picked, and nothing where somebody wrote it."""
        known = questions(type(made))
        picked = all(isinstance(known[name].kind, Choice | Lookup | Toggle) for name in act.raw if name in known)
        return again(act.kind, act.raw) if isinstance(made, Query) and picked else ""

    def plain(self, words: str) -> Messages:
        """A sentence as a message."""
        return in_full(saying(self.showing.spelling(words)), NOBODY)

    async def refused(self, refusal: Refusal, act: Act) -> Messages:
        """A refusal in words, with what belongs to it."""
        why = await self._strangers.explained(refusal, act.by)
        return await self.showing.card(await self.front.refused(why, act), act.by)

    async def said(self, refusal: Refusal, by: Actor) -> str:
        """A refusal in words alone."""
        words = queries.refusal_words(await self._strangers.explained(refusal, by))
        sight = await self.showing.sight(Card("", (Paragraph(words),)), by)
        return self.showing.spelling(in_words(words, sight))

    async def handed_in(self, paper: Paper, state: Structure, by: Actor) -> Settled:
        """What came of a form."""

        def typed(reader: Reader) -> Mapping[str, str]:
            def whose(account: str) -> str | None:
                return identified(Actor.of_account(PLATFORM, account), reader).person

            return submission(state, whose)

        return await self._papers.hand_in(paper, typed, by)

    async def opened_again(self, key: str, by: Actor) -> Form | None:
        """The form as it was left; None when it is not kept any more. Raises a Refusal."""
        kept = await self.showing.read(lambda reader: self._papers.kept(key, by, reader))
        return None if kept is None else await self.form(kept[0], by)

    def failed(self, error: Exception, outcome: str = NOTHING_RECORDED) -> Messages:
        """The answer to an act that met a defect: a reference; what happened goes to the log, without any words."""
        reference = self._chance.code()[:4]
        frames = "".join(traceback.format_tb(error.__traceback__))
        _log.error("ref %s: %s %s\n%s", reference, type(error).__name__, code_of(error), frames)
        return self.plain(sayings.defect(reference, outcome))

    def _drawn(self, asked: Ask, by: Actor, reader: Reader) -> Form:
        features = self.showing.features
        known = questions(features.by_kind[asked.kind])
        texts = [name for name, question in known.items() if isinstance(question.kind, Words)]
        eyes = sight(identified(by, reader).person, "UTC", {}, reader)
        place = by.via.place if by.via else ""
        typed = asked_as_typed(asked, self.showing.spelling)
        made = form(typed, eyes, offered(asked, by, reader, features), texts, place)
        assert made is not None, "the core asks for something where it asks"
        return made
