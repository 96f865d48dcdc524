"""Carries out what members do in the terminal, through the one door, and answers each act with a card or a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from adapters.console.acts import CONSOLE, CannotDo, Deed, Open, PressButton, Say, Slash
from adapters.console.commands import described, find, raw_answers, unknown
from adapters.console.record import Kind
from adapters.console.screen import Screen, buttons_of, called, lines_of
from adapters.console.stage import Stage
from adapters.console.troubles import failure_words, no_button, several
from governance_core.application import ask, queries
from governance_core.application.execute import perform
from governance_core.application.front_desk import receipt_card
from governance_core.application.identity import identified, owner_of_drafts
from governance_core.application.receipt import Receipt
from governance_core.cards.card import Button, Card, Paragraph
from governance_core.cards.form import Ask, Asked, Option
from governance_core.cards.text import text
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, DeliveryKey, PersonId, StreamId, item_id
from governance_core.kernel.message import Command
from governance_core.ports import Draft, Reader, Work


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody at a platform: whose account it is, if anybody's, and how they are called in a talk (`ana@slack`)."""

    actor: Actor
    to: str
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the one who acted is shown; with a form, also what was given already and which item it is about."""

    kind: Kind
    shown: Card | Ask
    given: Mapping[str, str] = field(default_factory=dict)
    about: str = ""


class Gateway:
    """The console's way into the core, for any member on any platform."""

    def __init__(self, stage: Stage, screen: Screen) -> None:
        self._stage = stage
        self._screen = screen

    async def who(self, name: str, platform: str) -> Who:
        """The account a name means: on the console everybody's is their id, elsewhere the one linked to them."""

        def found(reader: Reader) -> Who:
            account = name if platform == CONSOLE else self._stage.account(name, platform, reader) or name
            actor = Actor.of_account(platform, account, name=name, manages=platform == CONSOLE)
            person = identified(actor, reader).person
            return Who(actor, f"{person or name}@{platform}", person)

        return await self._stage.read(found)

    async def do(self, who: Who, deed: Deed, delivery: DeliveryKey) -> Answer | None:
        """Do what somebody wants done. Raises CannotDo where there is no such thing to do; refusals are answers."""
        match deed:
            case Slash():
                return await self._slash(deed, who, delivery)
            case PressButton():
                return await self._press(deed, who, delivery)
            case Open(ref):
                return await self._open(ref, who)
            case Say(home=home):
                await self._require_home(home, who)
                return None

    async def submit(
        self, kind: str, raw: Mapping[str, str], who: Who, delivery: DeliveryKey, about: str = ""
    ) -> Answer:
        """A command or query by its kind, with what was typed: carried out, or answered by a form or a refusal."""
        features = self._stage.features
        try:
            made = await self._stage.read(lambda reader: ask.complete(kind, raw, who.actor, reader, features))
            if isinstance(made, Ask):
                return Answer("form", made, raw, about)
            if isinstance(made, Command):
                receipt = await perform(made, who.actor, delivery, self._stage.store, self._stage.org, features)
            else:
                query = made
                return self._found(
                    await self._stage.read(lambda reader: queries.answer(query, who.actor, reader, features))
                )
        except Refusal as refusal:
            return await self.refused(refusal, raw.get("id", about), who)
        except Exception as wrong:
            return failed(wrong, "Nothing was recorded.")
        return self._receipt(receipt)

    async def asked(self, kind: str, raw: Mapping[str, str], who: Who) -> Ask | None:
        """What is still to be asked; None when everything needed is there. Raises a Refusal."""
        features = self._stage.features
        made = await self._stage.read(lambda reader: ask.complete(kind, raw, who.actor, reader, features))
        return made if isinstance(made, Ask) else None

    async def whole(self, kind: str, raw: Mapping[str, str], who: Who) -> Sequence[Asked]:
        """The questions of a form and whatever else was typed; none where it is not theirs to fill in any more."""
        features = self._stage.features
        try:
            form = await self._stage.read(lambda reader: ask.form_of(kind, raw, who.actor, reader, features))
        except Refusal:
            return ()
        return form.questions

    async def button(self, label: str, ref: str, who: Who) -> Button:
        """The button somebody means. Raises CannotDo naming those there are, Unknown where there is nothing to see."""
        subject = str(item_id(ref) or ref.strip())
        newest = self._screen.newest(who.to, subject)
        shown = tuple(buttons_of(newest)) if newest else ()
        lines = tuple(lines_of(newest)) if newest else ()
        shelves = [await self._showing(subject, who), lines, shown, self._screen.ever(subject)]
        for shelf in shelves:
            found = called(label, shelf)
            if len(found) > 1:
                raise CannotDo(several(label, subject, found))
            if found:
                return found[0]
        raise CannotDo(no_button(label, subject, [button for shelf in shelves for button in shelf]))

    async def keep(self, form: Ask, answers: Mapping[str, str], who: Who) -> None:
        """Keep what somebody typed into a form, for a day."""

        def kept(work: Work) -> None:
            work.keep_draft(Draft(form.key, owner_of_drafts(who.actor, work), form.kind, dict(answers)))

        await self._stage.transact(kept)

    async def kept(self, key: str) -> Draft | None:
        """What was typed into a form."""
        return await self._stage.read(lambda reader: reader.draft(key))

    async def drop(self, key: str) -> None:
        """Forget what was typed into a form."""
        await self._stage.transact(lambda work: work.drop_draft(key))

    async def choices(self, kind: str, field: str, typed: str, who: Who) -> Sequence[Option]:
        """What can be picked for a field, for completion."""
        features = self._stage.features
        return await self._stage.read(lambda reader: ask.choices(kind, field, typed, who.actor, reader, features))

    async def _slash(self, slash: Slash, who: Who, delivery: DeliveryKey) -> Answer:
        features = self._stage.features
        found = find(slash.words, features)
        if found is None:
            listed = described(slash.words, features)
            return Answer("list", listed) if listed else Answer("refusal", unknown(slash.words, features))
        message, rest = found
        try:
            raw = raw_answers(message, rest, slash.values)
        except Refusal as refusal:
            return await self.refused(refusal, "", who)
        return await self.submit(message.spec.kind, raw, who, delivery)

    async def _press(self, deed: PressButton, who: Who, delivery: DeliveryKey) -> Answer:
        try:
            button = await self.button(deed.label, deed.ref, who)
        except Refusal as refusal:
            return await self.refused(refusal, deed.ref, who)
        return await self.press(button, who, delivery, deed.values, deed.seen)

    async def press(
        self,
        button: Button,
        who: Who,
        delivery: DeliveryKey,
        values: Sequence[tuple[str, str]] = (),
        seen: int | None = None,
    ) -> Answer:
        """Press a button, as it was at a version; `values` are what its form would be filled in with."""
        press = button.press if seen is None else replace(button.press, version=seen)
        try:
            kind, raw = ask.pressed(press, self._stage.features)
        except Refusal as refusal:
            return await self.refused(refusal, press.ref, who)
        raw |= {name.replace("-", "_"): value for name, value in values}
        return await self.submit(kind, raw, who, delivery, press.ref)

    async def _showing(self, subject: str, who: Who) -> Sequence[Button]:
        """The buttons on an item's card as somebody sees it now; none where it has no card."""
        feature = self._stage.features.of_stream(StreamId(subject))
        if feature is None or feature.card is None:
            return ()
        try:
            return buttons_of(await self._shown(subject, who))
        except Refusal:
            if not self._screen.newest(who.to, subject):
                raise
            return ()

    async def _shown(self, subject: str, who: Who) -> Card:
        features = self._stage.features
        return await self._stage.read(lambda reader: queries.show(StreamId(subject), who.actor, reader, features))

    async def _open(self, ref: str, who: Who) -> Answer:
        subject = str(item_id(ref) or ref.strip())
        try:
            return Answer("card", await self._shown(subject, who))
        except Refusal as refusal:
            return await self.refused(refusal, subject, who)

    async def _require_home(self, home: str, who: Who) -> None:
        platform = who.to.rpartition("@")[2]
        homes = await self._stage.read(lambda reader: self._stage.homes(platform, reader))
        if home not in homes:
            raise CannotDo(f"there is no home {home} on {platform}; there are {', '.join(homes) or 'none'}")

    def _found(self, card: Card) -> Answer:
        """A query's card: of one item, or a list of several."""
        feature = self._stage.features.of_stream(StreamId(card.ref))
        return Answer("list" if feature is None or feature.single else "card", card)

    def _receipt(self, receipt: Receipt) -> Answer:
        try:
            return Answer("whisper", receipt_card(receipt))
        except Exception as wrong:
            return failed(wrong, f"It was recorded, as receipt {receipt.id}.")

    async def refused(self, refusal: Refusal, about: str, who: Who) -> Answer:
        """A refusal in words, with what belongs to it."""
        features = self._stage.features
        item = item_id(about)

        def drawn(reader: Reader) -> Card:
            return queries.refusal_card(refusal, item, who.actor, reader, features)

        try:
            return Answer("refusal", await self._stage.read(drawn))
        except Refusal as another:
            words = text(str(another))
            return Answer("refusal", Card(about, (Paragraph(words),), words, private=True, tone="refusal"))


def failed(wrong: Exception, outcome: str) -> Answer:
    """The answer to an act that met a defect."""
    words = text(failure_words(wrong, outcome))
    return Answer("error", Card("", (Paragraph(words),), words, private=True, tone="refusal"))
