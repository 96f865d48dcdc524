"""What the lines typed into the terminal mean, for the member one acts as; forms are asked question by question."""

from collections.abc import Sequence

from adapters.console.acts import CONSOLE, CannotDo, Deed, Open, PressButton, ScriptError
from adapters.console.clock import MovableClock
from adapters.console.desk import Desk
from adapters.console.dialogue import Dialogue
from adapters.console.director import Director
from adapters.console.feed import Feed
from adapters.console.forms import label_of
from adapters.console.gateway import Answer, Who
from adapters.console.record import Record
from adapters.console.screen import called
from adapters.console.script import DIRECTIONS, named, parse_deed, parse_line
from adapters.console.shelf import Shelf
from adapters.console.stage import Stage
from adapters.console.troubles import by_number, failure_words, unclear
from adapters.console.typed import CannotRead
from governance_core.cards.card import Button, Card
from governance_core.cards.form import Ask, Asked, Option
from governance_core.feature import Features
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import DeliveryKey, item_id

LEAVING = ("quit", "exit", "q")
_YES = ("y", "yes")
_SORTS = ("item", "draft")


class Conversation:
    """One sitting at the terminal."""

    def __init__(
        self, stage: Stage, clock: MovableClock, feed: Feed, desk: Desk, actor: str, shelf: Shelf | None = None
    ) -> None:
        self._shelf = shelf or Shelf()
        self._stage = stage
        self._desk = desk
        self._number = 0
        self._troubled = False
        self._aside: dict[str, tuple[Dialogue, str]] = {}
        self.feed = feed
        self.asked: tuple[str, Asked] | None = None
        self.actor, self.platform = actor, CONSOLE
        self.director = Director(stage, clock, self._told, feed.zone)

    @property
    def features(self) -> Features:
        """All features."""
        return self._stage.features

    @property
    def acting_as(self) -> str:
        """`ana`, or `ana@discord`."""
        return self.actor if self.platform == CONSOLE else f"{self.actor}@{self.platform}"

    async def handle(self, typed: str) -> bool:
        """Carry out what was typed, and say where it cannot be. False when somebody wants to leave."""
        typed = typed.strip()
        if typed.casefold() in LEAVING:
            return False
        if typed:
            self._number += 1
            await self._try(typed)
        return True

    async def settle(self) -> None:
        """Let what is due by now happen; a defect is said once, until it is over."""
        try:
            await self.director.settle(self._number)
            self._troubled = False
        except Exception as wrong:
            if not self._troubled:
                self.feed.note(f"! {failure_words(wrong, 'Something that is due could not happen.')}", lasting=True)
            self._troubled = True

    async def choices(self, kind: str, field: str, typed: str) -> Sequence[Option]:
        """What can be picked for a field of a message."""
        return await self.director.gateway.choices(kind, field, typed, await self._who())

    async def known(self, of: str, typed: str) -> Sequence[Option]:
        """What can be picked of a sort of thing; `item` is anything with an id."""
        person = (await self._who()).person
        pickers = [
            self.features.choices[sort] for sort in (_SORTS if of == "item" else (of,)) if sort in self.features.choices
        ]
        return await self._stage.read(lambda reader: [one for pick in pickers for one in pick(typed, person, reader)])

    async def _try(self, typed: str) -> None:
        try:
            await self._carry_out("/help" if typed in ("help", "?") else typed)
        except ScriptError as wrong:
            self.feed.note(f"! {wrong.problem}")
        except (CannotDo, CannotRead) as wrong:
            self.feed.note(f"! {wrong}")
        except Exception as wrong:
            self.feed.note(f"! {failure_words(wrong, 'It may be done in part.')}")
        finally:
            self.asked = None
            self._desk.refresh()

    async def _carry_out(self, typed: str) -> None:
        first, _, rest = typed.partition(" ")
        if first == "as":
            await self._become(rest.strip())
        elif first in DIRECTIONS:
            self.feed.typed("", typed)
            line = parse_line(self._number, typed)
            assert line is not None, "a direction is a line"
            await self.director.carry_out(line)
            self.feed.zone = self.director.zone
        else:
            name, platform, rest = named(typed) or (self.actor, self.platform, typed)
            who = await self.director.gateway.who(name, platform)
            called_ = name if platform == CONSOLE else f"{name}@{platform}"
            await self._act(rest, who, called_)

    async def _act(self, typed: str, who: Who, name: str) -> None:
        if typed == "resume":
            await self._resume(who, name)
            return
        try:
            deed = await self._meant(typed, who)
            self.feed.typed(name, f'press "{deed.label}" on {deed.press.ref}' if isinstance(deed, Button) else typed)
            await self._do(deed, who)
        except Refusal as refusal:
            await self.director.hear(self._number, who, self.director.gateway.refused(refusal, "", who))

    async def _meant(self, typed: str, who: Who) -> Deed | Button:
        """A command, a button by its number or label, or an item to look at. Raises CannotDo."""
        buttons = self.feed.buttons()
        if typed.isdigit():
            return by_number(int(typed), buttons)
        if item_id(typed) is not None:
            return Open(typed)
        label, _, ref = typed.rpartition(" ")
        if label and item_id(ref) is not None and not typed.startswith(("/", "press ", "open ")):
            return await self.director.gateway.button(label.removesuffix(" on"), ref, who)
        try:
            return parse_deed(typed)
        except CannotDo:
            label = typed.removeprefix("press ").strip(' "')
            found = [by_number(int(label), buttons)] if label.isdigit() else called(label, buttons)
            if len(found) != 1:
                raise CannotDo(unclear(label, buttons)) from None
            return found[0]

    async def _do(self, deed: Deed | Button, who: Who) -> None:
        gateway, key = self.director.gateway, self.director.key(self._number)
        if isinstance(deed, PressButton) and not deed.values and deed.seen is None:
            deed = await gateway.button(deed.label, deed.ref, who)
        if isinstance(deed, Button):
            if deed.confirm and not await self._confirmed(deed):
                return
            answering = gateway.press(deed, who, key)
            answer: Answer | None = await self.director.hear(self._number, who, answering)
        else:
            answer = await self.director.hear(self._number, who, gateway.do(who, deed, key))
        if answer is not None and isinstance(answer.shown, Ask):
            await self._fill_in(Dialogue(answer.shown, answer.given), answer.about, who)

    async def _confirmed(self, button: Button) -> bool:
        self.feed.note(button.confirm)
        self._desk.refresh()
        typed = await self._desk.read(f"{button.label}? yes or no: ")
        sure = typed is not None and typed.strip().casefold() in _YES
        if not sure:
            self.feed.note("Left as it was.")
        return sure

    async def _fill_in(self, form: Dialogue, about: str, who: Who) -> None:
        """Ask everything, hand it in, and ask again what could not be used."""
        while await self._ask_all(form, who):
            submitted = self.director.gateway.submit(form.kind, form.raw, who, DeliveryKey("form", form.key), about)
            answer = await self.director.hear(self._number, who, submitted)
            if answer is not None and isinstance(answer.shown, Ask):
                form.take(answer.shown)
                continue
            if answer is not None and answer.kind in ("refusal", "error"):
                await self._put_aside(form, about, who, "Type resume to change what you typed.")
            elif self._aside.pop(who.to, None):
                await self.director.gateway.drop(form.key)
            return
        await self._put_aside(form, about, who, "Stopped. What you typed is kept for a day: type resume to go on.")

    async def _ask_all(self, form: Dialogue, who: Who) -> bool:
        """Ask every question that is open; False when somebody cancels."""
        self.feed.open(form)
        try:
            while (asked := form.next()) is not None:
                self.asked = (form.kind, asked)
                self._desk.refresh()
                typed = await self._desk.read(f"{label_of(asked)}: ", asked.value, _is_long(asked))
                if typed is None or typed.strip().casefold() == "cancel":
                    return False
                form.answer(asked.name, typed)
                form.take(await self.director.gateway.asked(form.kind, form.raw, who))
            return True
        finally:
            self.asked = None
            self.feed.close(form)

    async def _put_aside(self, form: Dialogue, about: str, who: Who, words: str) -> None:
        await self.director.gateway.keep(form.form, form.raw, who)
        self._aside[who.to] = (form, about)
        self.feed.note(words)

    async def _resume(self, who: Who, name: str) -> None:
        form, about = self._aside.get(who.to, (None, ""))
        kept = await self.director.gateway.kept(form.key) if form else None
        if form is None or kept is None:
            raise CannotDo(f"{name} stopped no form in the last day")
        self.feed.typed(name, "resume")
        form.reopen(kept.answers, await self.director.gateway.whole(form.kind, kept.answers, who))
        await self._fill_in(form, about, who)

    async def _become(self, typed: str) -> None:
        found = named(f"{typed}:")
        if found is None or found[2]:
            raise CannotDo("act as whom? Expected as ben, or as ben@discord")
        self.actor, self.platform, _ = found
        who = await self._who()
        stranger = "" if who.person else " This account belongs to no member."
        self.feed.note(f"You are {self.acting_as} now.{stranger}")

    async def _who(self) -> Who:
        return await self.director.gateway.who(self.actor, self.platform)

    def _told(self, record: Record) -> None:
        if record.kind != "form":
            self.feed.show(record, hold_focus=self._desk.is_typing)
            for line in self._shelf.keep(record.shown) if isinstance(record.shown, Card) else ():
                self.feed.note(line, lasting=True)
            self._desk.refresh()


def _is_long(asked: Asked) -> bool:
    return getattr(asked.question.kind, "long", False) is True
