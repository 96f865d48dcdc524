"""Shows what waits to be shown, on every platform that is not connected: a posting becomes a record."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import get_args

from adapters.console.forms import plain_form
from adapters.console.gateway import Answer, Who
from adapters.console.record import Kind, Record
from adapters.console.screen import Screen, limit_of
from adapters.console.stage import Stage
from adapters.console.structure import ask_structure, card_structure
from governance_core.application import outbox
from governance_core.application.identity import identified
from governance_core.cards.card import Card
from governance_core.cards.form import Ask
from governance_core.cards.plain import plain_card
from governance_core.kernel.ids import Actor, PersonId
from governance_core.outgoing import Posting
from governance_core.ports import Clock, Reader

Tell = Callable[[Record], None]


class Messenger:
    """Tells what anybody sees, to whoever listens."""

    def __init__(self, stage: Stage, screen: Screen, clock: Clock, tell: Tell) -> None:
        self._stage = stage
        self._screen = screen
        self._clock = clock
        self._tell = tell
        self._shown = 0
        self.zone = "UTC"

    async def answer(self, number: int, who: Who, answer: Answer) -> None:
        """Show somebody the answer to what they did."""
        record = await self._stage.read(lambda reader: self._answered(number, who, answer, reader))
        self._put(record)

    async def show_waiting(self, number: int) -> bool:
        """Show everything that waits; False when nothing did."""

        async def show(posting: Posting) -> str | None:
            record = await self._stage.read(lambda reader: self._drawn(number, posting, reader))
            if record is None:
                return None
            self._post(record)
            return record.slot

        waited = False
        while await self._stage.hand_out(show):
            waited = True
        return waited

    def trouble(self, number: int, words: str) -> None:
        """Say that a line could not be carried out."""
        self._put(Record(number, self._clock.now(), "error", "", "", words, {}))

    def _post(self, record: Record) -> None:
        """A card or words in their slot: new, changed, or as they were (then nobody sees anything)."""
        same = self._screen.stands(record.slot, (record.text, record.structure))
        if not same:
            self._put(record if same is None else replace(record, kind="edit"))

    def _put(self, record: Record) -> None:
        if isinstance(record.shown, Card):
            self._screen.remember(record.to, record.shown)
        self._tell(record)

    def _drawn(self, number: int, posting: Posting, reader: Reader) -> Record | None:
        card = outbox.draw(posting, reader, self._stage.features)
        if card is None:
            return None
        to, person = self._addressee(posting, reader)
        slot = f"{posting.platform}:{posting.place}:{posting.key}"
        kind: Kind = "card" if posting.kind == "card" else _told(posting)
        return self._record(number, kind, to, card, person, reader, slot)

    def _addressee(self, posting: Posting, reader: Reader) -> tuple[str, PersonId | None]:
        if not posting.personal:
            return f"{posting.place}@{posting.platform}", None
        person = identified(Actor.of_account(posting.platform, posting.place), reader).person
        return f"{person or posting.place}@{posting.platform}", person

    def _answered(self, number: int, who: Who, answer: Answer, reader: Reader) -> Record:
        self._shown += 1
        return self._record(number, answer.kind, who.to, answer.shown, who.person, reader, f"{who.to}:{self._shown}")

    def _record(
        self, number: int, kind: Kind, to: str, shown: Card | Ask, person: PersonId | None, reader: Reader, slot: str
    ) -> Record:
        now: datetime = self._clock.now()
        if isinstance(shown, Ask):
            viewer = self._stage.viewer(person, self.zone, reader)
            words, structure, ref = plain_form(shown, viewer), ask_structure(shown), shown.kind
        else:
            viewer = self._stage.viewer(person, shown.zone if person is None else self.zone, reader)
            words, structure, ref = plain_card(shown, viewer, limit_of(shown)), card_structure(shown), shown.ref
        return Record(number, now, kind, to, ref, words, structure, shown, viewer, slot)


def _told(posting: Posting) -> Kind:
    kinds: tuple[Kind, ...] = get_args(Kind)
    return next((kind for kind in kinds if kind == posting.note), "whisper" if posting.personal else "announce")
