"""The core's way in and out for one organisation: what somebody does on any platform, carried out and said as cards."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from governance_core.application import ask, queries
from governance_core.application.execute import carried_out_before, execute
from governance_core.application.identity import person_of
from governance_core.application.receipt import Receipt
from governance_core.cards.card import Block, Card, Note, Paragraph
from governance_core.cards.form import Ask, Lookup, Option
from governance_core.cards.text import text
from governance_core.feature import Features
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, DeliveryKey, item_id
from governance_core.kernel.message import Command, Query
from governance_core.ports import Reader, Store, Work

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Act:
    """Something a member did: what it is for, the raw answers given, and the item it is about, if any."""

    by: Actor
    kind: str
    raw: Mapping[str, str]
    delivery: DeliveryKey
    about: str = ""
    more: tuple[Block, ...] = ()
    """Shown below a refusal: the way back into the form it came from."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act: the card to show, drawn when it is wanted, and the receipt where something was carried out.

    The receipt is known even where the card cannot be drawn.
    """

    card: Callable[[], Card]
    receipt: Receipt | None = None


class FrontDesk:
    """Where acts are handed in and answered. `tell` is called when something was recorded."""

    def __init__(self, org: str, store: Store, features: Features, tell: Callable[[], None]) -> None:
        self.org = org
        self.features = features
        self._store = store
        self._tell = tell

    def read(self, job: Callable[[Reader], T]) -> Awaitable[T]:
        """Run a job that only reads."""
        return self._store.read(self.org, job)

    def transact(self, job: Callable[[Work], T]) -> Awaitable[T]:
        """Run a job that may write."""
        return self._store.transact(self.org, job)

    async def begun(self, act: Act) -> Command | Query | Ask:
        """The command or query an act amounts to, or the form with what is missing. Raises a Refusal."""
        return await self.read(lambda reader: ask.complete(act.kind, act.raw, act.by, reader, self.features))

    async def carried_out(self, made: Command | Query, act: Act) -> Outcome:
        """Carry a command out, or answer a query. Raises a Refusal."""
        if isinstance(made, Command):
            receipt = await self._recorded(made, act)
            return Outcome(partial(receipt_card, receipt), receipt)
        card = await self.read(lambda reader: queries.answer(made, act.by, reader, self.features))
        return Outcome(lambda: card)

    async def carried_out_before(self, delivery: DeliveryKey, by: Actor) -> Outcome | None:
        """What came of a delivery that was carried out already; None where it is new."""
        receipt = await self.transact(lambda work: carried_out_before(delivery, by, work, self.features))
        return Outcome(partial(receipt_card, receipt), receipt) if receipt else None

    async def refused(self, refusal: Refusal, act: Act) -> Card:
        """A refusal in words, with what belongs to it."""
        item = item_id(act.about or act.raw.get("id", ""))

        def drawn(reader: Reader) -> Card:
            return queries.refusal_card(refusal, item, act.by, reader, self.features)

        try:
            card = await self.read(drawn)
        except Refusal as another:
            words = text(str(another))
            card = Card(act.about, (Paragraph(words),), words, private=True, tone="refusal")
        return replace(card, blocks=(*card.blocks, *act.more))

    async def choices(self, kind: str, name: str, typed: str, by: Actor) -> Sequence[Option]:
        """What can be picked for a question, as somebody types."""
        return await self.read(lambda reader: ask.choices(kind, name, typed, by, reader, self.features))

    async def person(self, platform: str, account: str) -> str:
        """Whose an account is. Raises NobodysAccount."""
        return await self.read(lambda reader: person_of(platform, account, reader))

    async def _recorded(self, command: Command, act: Act) -> Receipt:
        features = self.features
        receipt = await self.transact(lambda work: execute(command, act.by, act.delivery, work, features))
        self._tell()
        if receipt.refusal is not None:
            raise receipt.refusal
        return receipt


def offered(asked: Ask, by: Actor, reader: Reader, features: Features) -> Mapping[str, Sequence[Option]]:
    """What can be picked for each question of a form that looks something up."""
    names = [one.name for one in asked.questions if isinstance(one.question.kind, Lookup)]
    return {name: ask.choices(asked.kind, name, "", by, reader, features) for name in names}


def receipt_card(receipt: Receipt, more: tuple[Block, ...] = ()) -> Card:
    """What the one who acted is told, with `more` and the receipt's id where anything was recorded."""
    card = receipt.card() or _done(receipt)
    noted = (*card.blocks, *more, Note((f"receipt {receipt.id}",)))
    return replace(card, blocks=noted) if receipt.events else card


def _done(receipt: Receipt) -> Card:
    words = text("Recorded." if receipt.events else "It was so already; nothing changed.")
    return Card(str(receipt.stream), (Paragraph(words),), words, private=True, tone="done")
