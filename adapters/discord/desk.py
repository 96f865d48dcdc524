"""Carries out what members of one organisation do, through the one door, and draws what comes of it."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.discord.components import attached
from adapters.discord.controls import Offered
from adapters.discord.forms import Form, form
from adapters.discord.presses import button_of, question
from adapters.discord.render import Message
from adapters.discord.showing import PLATFORM, Showing, sight
from adapters.discord.submissions import TroubleIn, nowhere
from adapters.discord.whole import Attachment
from adapters.discord.words import defect
from governance_core.application import ask, queries
from governance_core.application.execute import Receipt, execute
from governance_core.application.identity import identified, person_of
from governance_core.cards.card import Block, Button, Card, Note, Paragraph, Press
from governance_core.cards.form import Ask, Lookup, Option
from governance_core.cards.text import text
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, DeliveryKey, StreamId, item_id
from governance_core.kernel.message import Command, Query
from governance_core.ports import Chance, Reader

NOTHING_RECORDED: Final = "Nothing was recorded."


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
class Addition:
    """What the program itself has to say of something that was recorded, below the receipt."""

    blocks: tuple[Block, ...] = ()
    file: Attachment | None = None


Afterwards = Callable[[Receipt], Awaitable[Addition]]


async def nothing_more(receipt: Receipt) -> Addition:
    """The receipt says everything."""
    return Addition()


class Desk:
    """The core's way in and out for one organisation.

    `tell` is called when something was recorded, `afterwards` before its receipt is shown. `trouble_in` says why
    nothing can be shown in a channel.
    """

    def __init__(
        self,
        showing: Showing,
        chance: Chance,
        tell: Callable[[], None],
        afterwards: Afterwards = nothing_more,
        trouble_in: TroubleIn = nowhere,
    ) -> None:
        self.showing = showing
        self.trouble_in = trouble_in
        self._tell = tell
        self._afterwards = afterwards
        self._features = showing.features
        self._chance = chance

    async def begun(self, act: Act) -> Command | Query | Form:
        """The command or query an act amounts to, or the form with what is missing. Raises a Refusal."""

        def looked(reader: Reader) -> Command | Query | Form:
            made = ask.complete(act.kind, act.raw, act.by, reader, self._features)
            return self.drawn(made, act.by, reader) if isinstance(made, Ask) else made

        return await self.showing.read(looked)

    def drawn(self, asked: Ask, by: Actor, reader: Reader, answered: Collection[str] = ()) -> Form:
        """A form, with what can be picked in it; all of it where every question is `answered`."""
        eyes = sight(identified(by, reader).person, "UTC", {}, reader)
        offered = self._offered(asked, by, reader)
        return form(asked, eyes, offered, answered) or form(asked, eyes, offered) or Form({}, {})

    async def outcome(self, made: Command | Query, act: Act) -> Message:
        """What came of it: a card, a receipt, a refusal, or the reference of a defect."""
        try:
            return await self.carried_out(made, act)
        except Refusal as refusal:
            return await self.refused(refusal, act)
        except Exception as error:
            return self.failed(error)

    async def carried_out(self, made: Command | Query, act: Act) -> Message:
        """Carry a command out and give its receipt, or answer a query. Raises a Refusal."""
        if isinstance(made, Command):
            return await self._recorded(made, act)
        card = await self.showing.read(lambda reader: queries.answer(made, act.by, reader, self._features))
        return await self.showing.card(card, act.by)

    async def refused(self, refusal: Refusal, act: Act) -> Message:
        """A refusal in words, with what belongs to it."""
        item = item_id(act.about or act.raw.get("id", ""))

        def drawn(reader: Reader) -> Card:
            return queries.refusal_card(refusal, item, act.by, reader, self._features)

        try:
            card = await self.showing.read(drawn)
        except Refusal as another:
            words = text(str(another))
            card = Card(act.about, (Paragraph(words),), words, private=True, tone="refusal")
        return await self.showing.card(replace(card, blocks=(*card.blocks, *act.more)), act.by)

    async def question(self, press: Press, label: str, by: Actor) -> Message:
        """Asks before something that cannot be undone."""

        def found(reader: Reader) -> Card:
            return queries.show(StreamId(press.ref), by, reader, self._features)

        try:
            button = button_of(press, await self.showing.read(found))
        except Refusal:
            button = None
        asked = button or Button(label, press, f"{label}: are you sure?")
        return await self.showing.card(question(asked), by)

    async def choices(self, kind: str, name: str, typed: str, by: Actor) -> Sequence[Option]:
        """What can be picked for a question, as somebody types."""
        return await self.showing.read(lambda reader: ask.choices(kind, name, typed, by, reader, self._features))

    async def person(self, account: str) -> str:
        """Whose an account is. Raises NobodysAccount."""
        return await self.showing.read(lambda reader: person_of(PLATFORM, account, reader))

    def failed(self, error: Exception, outcome: str = NOTHING_RECORDED) -> Message:
        """The answer to an act that met a defect."""
        return defect(error, self._chance.code()[:4], outcome)

    def _offered(self, asked: Ask, by: Actor, reader: Reader) -> Offered:
        """What can be picked for each question that looks something up."""
        names = [one.name for one in asked.questions if isinstance(one.question.kind, Lookup)]
        return {name: ask.choices(asked.kind, name, "", by, reader, self._features) for name in names}

    async def _recorded(self, command: Command, act: Act) -> Message:
        features = self._features
        receipt = await self.showing.transact(lambda work: execute(command, act.by, act.delivery, work, features))
        self._tell()
        if receipt.refusal is not None:
            raise receipt.refusal
        try:
            addition = await self._afterwards(receipt)
            return _with_file(await self.showing.card(_receipt(receipt, addition.blocks), act.by), addition.file)
        except Exception as error:
            return self.failed(error, f"It was recorded, as receipt {receipt.id}.")


def _with_file(message: Message, file: Attachment | None) -> Message:
    if file is None or message.file is not None:
        return message
    return replace(message, components=(*message.components, attached(file.name)), file=file)


def _receipt(receipt: Receipt, more: tuple[Block, ...]) -> Card:
    card = receipt.card() or _done(receipt)
    noted = (*card.blocks, *more, Note((f"receipt {receipt.id}",)))
    return replace(card, blocks=noted) if receipt.events else card


def _done(receipt: Receipt) -> Card:
    words = text("Recorded." if receipt.events else "It was so already; nothing changed.")
    return Card(str(receipt.stream), (Paragraph(words),), words, private=True, tone="done")
