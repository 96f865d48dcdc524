"""Carries out what members of one organisation do, and draws what comes of it for Discord."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace

from adapters.discord.forms import Form, form
from adapters.discord.presses import button_of, question
from adapters.discord.render import Message
from adapters.discord.showing import PLATFORM, Showing, sight
from adapters.discord.submissions import TroubleIn, nowhere
from adapters.discord.words import defect
from governance_core.application import queries
from governance_core.application.front_desk import Act, FrontDesk, Outcome, offered, receipt_card
from governance_core.application.identity import identified
from governance_core.application.receipt import Receipt
from governance_core.application.sayings import NOTHING_RECORDED
from governance_core.cards.card import Block, Button, Card, Press
from governance_core.cards.file import File
from governance_core.cards.form import Ask, Option
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, StreamId
from governance_core.kernel.message import Command, Query
from governance_core.ports import Chance, Reader


@dataclass(frozen=True, slots=True)
class Addition:
    """What the program itself has to say of something that was recorded, below the receipt."""

    blocks: tuple[Block, ...] = ()
    files: tuple[File, ...] = ()


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
        self.front = FrontDesk(showing.org, showing.store, showing.features, tell)
        self._afterwards = afterwards
        self._features = showing.features
        self._chance = chance

    async def begun(self, act: Act) -> Command | Query | Form:
        """The command or query an act amounts to, or the form with what is missing. Raises a Refusal."""
        made = await self.front.begun(act)
        if not isinstance(made, Ask):
            return made
        return await self.showing.read(lambda reader: self.drawn(made, act.by, reader))

    def drawn(self, asked: Ask, by: Actor, reader: Reader, answered: Collection[str] = ()) -> Form:
        """A form, with what can be picked in it; all of it where every question is `answered`."""
        eyes = sight(identified(by, reader).person, "UTC", {}, reader)
        known = offered(asked, by, reader, self._features)
        return form(asked, eyes, known, answered) or form(asked, eyes, known) or Form({}, {})

    async def outcome(self, made: Command | Query, act: Act) -> Message:
        """What came of it: a card, a receipt, a refusal, or the reference of a defect."""
        try:
            return await self.shown(await self.front.carried_out(made, act), act.by)
        except Refusal as refusal:
            return await self.refused(refusal, act)
        except Exception as error:
            return self.failed(error)

    async def shown(self, outcome: Outcome, by: Actor) -> Message:
        """An outcome as a message; where it cannot be drawn, that it was recorded all the same."""
        receipt = outcome.receipt
        if receipt is None:
            return await self.showing.card(outcome.card(), by)
        try:
            addition = await self._afterwards(receipt)
            card = receipt_card(receipt, addition.blocks)
            return await self.showing.card(replace(card, files=(*card.files, *addition.files)), by)
        except Exception as error:
            return self.failed(error, f"It was recorded, as receipt {receipt.id}.")

    async def refused(self, refusal: Refusal, act: Act) -> Message:
        """A refusal in words, with what belongs to it."""
        return await self.showing.card(await self.front.refused(refusal, act), act.by)

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
        return await self.front.choices(kind, name, typed, by)

    async def person(self, account: str) -> str:
        """Whose an account is. Raises NobodysAccount."""
        return await self.front.person(PLATFORM, account)

    def failed(self, error: Exception, outcome: str = NOTHING_RECORDED) -> Message:
        """The answer to an act that met a defect."""
        return defect(error, self._chance.code()[:4], outcome)
