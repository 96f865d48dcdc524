"""Plays the scripts the console plays: each act as an interaction of a member on simcord, and what everybody saw of it."""

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from discord_form import Form, filled
from discord_play import START, on_stage, walk
from discord_told import asked, told
from discord_town import CONSOLE, DISCORD, SLACK, Town
from simcord.actors import _component_interaction, _visible_message
from simcord.backend.errors import SetupError
from simcord.results import to_discord_message

from adapters.console.acts import (
    Act,
    DeliverTwice,
    Leave,
    Line,
    Open,
    PressButton,
    Restart,
    Say,
    SetClock,
    Slash,
    UseConfig,
    Wait,
    WaitUntil,
)
from adapters.console.commands import find, raw_answers
from adapters.console.gateway import Gateway
from adapters.console.messenger import _told
from adapters.console.screen import Screen, called, limit_of
from adapters.console.script import parse_script
from adapters.discord.forms import FIX, NEXT
from adapters.discord.presses import asks_first, pressed
from adapters.sql.delivery import Waiting
from bot.lifecycle import Loops
from bot.stage import OrganisationStage
from governance_core.application import outbox
from governance_core.application.ask import questions
from governance_core.application.identity import identified
from governance_core.application.viewer import eyes
from governance_core.cards.card import Button, Press
from governance_core.cards.form import Choice, Toggle
from governance_core.cards.plain import plain_card
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, DeliveryKey, PersonId, item_id
from governance_core.kernel.time import wall_instant
from governance_core.ports import Posting, Reader

MOMENT = timedelta(microseconds=1)
PATIENCE = timedelta(seconds=15)
"""How long people look at a channel before they do the next thing: edits of old cards take their turn."""
ANSWER, DONE, FORM = frozenset({"whisper", "refusal", "card", "list"}), frozenset({"whisper"}), frozenset({"form"})


@dataclass(frozen=True)
class Seen:
    """What somebody saw because of a line: what it may be, under which names of a script, and its words."""

    n: int
    kinds: frozenset[str]
    to: frozenset[str]
    text: str
    slot: str = ""


@dataclass(frozen=True)
class _Found:
    """A button to press: who sees it where, and its id."""

    message: Any
    custom_id: str
    alone: bool = False
    """In the direct messages with the bot."""
    label: str = ""


COMPLAINT = "Fix it"
"""What a form offers that cannot be used as it was filled in."""


_RECEIPT = re.compile(r"^receipt \S+$", re.MULTILINE)


class Impossible(Exception):
    """Discord's own client does not let a member do that."""


class Player:
    """One script on one town."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.seen: list[Seen] = []
        self.zone = "UTC"
        self.times: dict[int, datetime] = {}
        """When each line was played; for those that let time pass, until when."""
        self._number = 0
        self._stands = START
        """What the script's clock says: what people do in one line after another takes them no time there."""
        self._twice = False
        self._private: dict[str, list[Any]] = defaultdict(list)
        """What each member was told and nobody else, the newest last."""
        self._ever: dict[str, list[_Found]] = defaultdict(list)
        """Every button that was there to press, by item, the newest last."""
        self._about: dict[str, str] = {}
        """Which item a message shows, where it says so to nobody but people."""
        self._screen = Screen()
        self._last: Any = None
        self._listening: Any = None

    def reopened(self) -> None:
        """The program was put together (again): hear what it sends, and what it would send elsewhere."""
        town = self.town
        self.gateway = Gateway(OrganisationStage(town.made, None), self._screen)
        elsewhere = _Elsewhere(self)
        messengers = {DISCORD: _Overheard(self, town.bot.messenger), CONSOLE: elsewhere, SLACK: elsewhere}
        town.loops = Loops(town.made.store, town.made.features, town._clock, messengers, town._patience)

    async def play(self, line: Line) -> None:
        """One line, and all that follows from it."""
        self._number = line.number if not isinstance(line, SetClock) else 0
        self.times[line.number] = self._now()
        if self._listening is not self.town.env.backend:
            self._listen()
        match line:
            case Act():
                await self._act(line)
            case SetClock(_, wall, zone):
                self.zone = zone or self.zone
                await self.go_to(wall_instant(wall, self.zone, "00:00"))
            case Wait(_, length):
                await self.go_to(length.after(self._stands, self.zone))
            case WaitUntil(_, wall, zone):
                await self.go_to(wall_instant(wall, zone or self.zone, "00:00"))
            case Restart():
                await self.town.restart()
            case UseConfig(_, file):
                await self._use(file)
            case Leave(_, person):
                await OrganisationStage(self.town.made, None).leave(person)
            case DeliverTwice():
                self._twice = True
        await self.settle()

    async def settle(self) -> None:
        """Everything that waits to be sent is sent, as far as it can be in a few seconds."""
        delivery = self.town.made.store.delivery
        await self.town.loops.sweep()
        while (upcoming := await delivery.next_sending()) and upcoming <= self._now() + PATIENCE:
            await self._advance(upcoming)
            await self.town.loops.sweep()

    async def go_to(self, target: datetime) -> None:
        """Everything due on the way happens at its own instant."""
        delivery = self.town.made.store.delivery
        while (due := await delivery.next_due()) is not None and due <= target:
            await self._advance(due)
            await self.settle()
        await self._advance(target)
        self._stands = target
        self.times[self._number] = self._now()

    async def _advance(self, instant: datetime) -> None:
        while (left := instant - self._now()) > timedelta(0):
            await self.town.env.advance_time(max(left, MOMENT).total_seconds())

    def _now(self) -> datetime:
        return self.town.env.now()

    def _listen(self) -> None:
        """Keep what was done last, so that it can arrive a second time."""
        self._listening = backend = self.town.env.backend
        emit = backend.emit

        def heard(event: str, payload: Mapping[str, Any]) -> None:
            if event == "INTERACTION_CREATE":
                self._last = payload
            emit(event, payload)

        backend.emit = heard

    async def _use(self, file: str) -> None:
        town = self.town
        from ruamel.yaml import YAML

        town.apply(town.moved(YAML(typ="safe").load(Path(file).read_text("utf-8"))))

    # ------------------------------------------------------------------ acts

    async def _act(self, act: Act) -> None:
        twice, self._twice = self._twice, False
        if self.town.cast.where[act.platform] != DISCORD:
            await self._elsewhere(act, twice)
            return
        name = frozenset({act.who})
        try:
            kinds, text = await self._on_discord(act.actor, act.deed)
        except Impossible as why:
            self.seen.append(Seen(act.number, frozenset({"impossible"}), name, str(why)))
            return
        if kinds:
            self.seen.append(Seen(act.number, kinds, name, text))
        if twice:
            self.town.env.backend.emit("INTERACTION_CREATE", self._last)
            await self.town._then(self.town.env.settle())

    async def _elsewhere(self, act: Act, twice: bool) -> None:
        who = await self.gateway.who(act.actor, self.town.cast.where[act.platform])
        for _ in range(2 if twice else 1):
            doing = self.gateway.do(who, act.deed, DeliveryKey("console", f"play:{act.number}"))
            answer = await self.town._then(doing)
            if answer is not None and answer.kind != "form":
                self._screen.remember(who.to, answer.shown)
                self.tell_elsewhere(frozenset({answer.kind}), frozenset({act.who}), answer.shown, who.person)
            elif answer is not None:
                self.seen.append(Seen(act.number, FORM, frozenset({act.who}), answer.shown.title))

    async def _on_discord(self, who: str, deed: Any) -> tuple[frozenset[str], str]:
        match deed:
            case Slash():
                return await self._ended(who, await self._slash(who, deed), {})
            case PressButton():
                return await self._press(who, deed)
            case Open(ref):
                return await self._ended(who, await self._show(who, str(item_id(ref) or ref)), {})
            case Say(words, home):
                await self.town.people[who].send(self._channel_of(home), words)
                return frozenset(), ""
        raise AssertionError(deed)

    def _channel_of(self, home: str) -> Any:
        return next(c for c in self.town.channels.values() if f"{home}@{CONSOLE}" in self.town.names_of(str(c.id)))

    async def _slash(self, who: str, slash: Slash) -> Any:
        found = find(slash.words, self.town.made.features)
        if found is None:
            raise Impossible(f"there is no command /{' '.join(slash.words)}")
        message, rest = found
        try:
            raw = raw_answers(message, rest, slash.values)
        except Refusal as refusal:
            raise Impossible(str(refusal)) from None
        options = {name: _as_option(questions(message)[name].kind, value) for name, value in raw.items()}
        try:
            return await self.town.slash(who, message.spec.path, self.town.square, **options)
        except SetupError as why:
            raise Impossible(str(why)) from None

    async def _show(self, who: str, ref: str) -> Any:
        return await self.town.slash(who, "show", self.town.square, id=ref)

    async def _press(self, who: str, deed: PressButton) -> tuple[frozenset[str], str]:
        subject = str(item_id(deed.ref) or deed.ref.strip())
        found = self._button(who, deed.label, subject)
        if found is None:
            shown = await self._show(who, subject)
            kinds, text = await self._ended(who, shown, {})
            found = self._button(who, deed.label, subject) or self._once_seen(who, deed.label, subject)
            if found is None:
                return kinds, text
        custom_id = found.custom_id
        if deed.seen is not None:
            press = pressed(custom_id)
            assert press is not None
            custom_id = custom_id.replace(f"|{press.version}|", f"|{deed.seen}|", 1)
        values = {name.replace("-", "_"): value for name, value in deed.values}
        result = await self._click(who, replace(found, custom_id=custom_id))
        if asks_first(custom_id) and result.response is not None and (sure := _only_button(result.response)):
            result = await self._click(who, _Found(result.response, sure))
        return await self._ended(who, result, values)

    async def _click(self, who: str, found: _Found) -> Any:
        """Press it as it was shown: the message may show another version by now."""
        member = self.town.people[who]
        actor = member.user if found.alone else member
        stored = _visible_message(actor, found.message)
        data = {"custom_id": found.custom_id, "component_type": 2}
        return await self.town._then(_component_interaction(actor, stored, data))

    async def _ended(self, who: str, result: Any, values: dict[str, str]) -> tuple[frozenset[str], str]:
        """What it came to, when every question is answered that can be."""
        left = dict(values)
        while True:
            if result.modal is not None:
                form = Form(result.modal)
                given = filled(form, left, self.town)
                if given is None or not values:
                    return FORM, asked(result.modal, self._name, self.zone)
                left = {name: value for name, value in left.items() if name not in form.inputs}
                result = await self.town.submit(who, result, **given)
                continue
            message = result.response
            assert message is not None, f"nobody answered {who} in line {self._number}"
            assert message.ephemeral, f"everybody saw what {who} was told in line {self._number}"
            self._private[who].append(message)
            self._remember(message)
            only = _only_button(message)
            if only is not None and _action(only) == NEXT:
                result = await self._click(who, _Found(message, only))
                continue
            assert not left or not values or _action(only) == FIX or left == values, f"no form asked for {left}"
            return self._kinds(message), told(message, self._name, self._zone_of(who))

    def _kinds(self, message: Any) -> frozenset[str]:
        if _RECEIPT.search(told(message, self._name, self.zone)):
            return DONE
        return FORM if any(one["label"] == COMPLAINT for one in _buttons(message)) else ANSWER

    # ------------------------------------------------------------------ what is to be seen

    def _button(self, who: str, label: str, subject: str) -> _Found | None:
        """The button a member means: on the card in a channel, else on what they were told last."""
        for message, alone in self._visible(who):
            custom_ids = {
                Button(one["label"], press): one["custom_id"]
                for one in _buttons(message)
                if (press := _press_of(one["custom_id"])) and subject in (press.ref, self._about.get(str(message.id)))
            }
            found = called(label, custom_ids)
            if len(found) == 1:
                return _Found(message, custom_ids[found[0]], alone)
        return None

    def _once_seen(self, who: str, label: str, subject: str) -> _Found | None:
        """A button that stood on a message a member can see, and may still stand on their screen."""
        visible = {message.id for message, _ in self._visible(who)}
        mine = {one.label: one for one in self._ever[subject] if one.message.id in visible}
        found = called(label, [Button(name, pressed(one.custom_id)) for name, one in mine.items()])
        return mine[found[0].label] if len(found) == 1 else None

    def _remember(self, message: Any, alone: bool = False) -> None:
        for one in _buttons(message):
            if press := _press_of(one["custom_id"]):
                self._ever[press.ref].append(_Found(message, one["custom_id"], alone, one["label"]))

    def _visible(self, who: str) -> Iterator[tuple[Any, bool]]:
        member = self.town.people[who]
        for name, channel in self.town.channels.items():
            circle = self.town.document["circles"][name]
            if not circle.get("private") or who in circle["members"]:
                yield from ((message, False) for message in self._newest(channel.history()))
        yield from ((message, False) for message in reversed(self._private[who]))
        if member.id in self.town.env.backend.dm_channels:
            yield from ((message, True) for message in self._newest(member.user.dm_channel.history()))

    @staticmethod
    def _newest(messages: Iterable[Any]) -> list[Any]:
        return sorted(messages, key=lambda message: -int(message.id))

    def _name(self, account: str) -> str:
        person = self.town.name_of(account)
        member = self.town.document["members"].get(person)
        return str(member["name"]) if member else person

    def _zone_of(self, who: str) -> str:
        return self.town.made.store.read_now(
            self.town.made.org, lambda reader: eyes(PersonId(who), self.zone, reader).zone
        )

    def overheard(self, posting: Posting, message: str) -> None:
        """Something was posted, edited or said on Discord."""
        if not self._number:
            return
        town, place = self.town, posting.place
        who = town.name_of(place) if posting.personal else ""
        channel = town.env.backend.dm_channels[int(place)] if posting.personal else int(place)
        stored = town.env.backend.get_message(channel, int(message.partition("+")[0]))
        self._about[str(stored.id)] = posting.ref
        self._remember(to_discord_message(town.env, stored), alone=bool(who))
        text = told(stored, self._name, self._zone_of(who) if who else self.zone)
        to = frozenset({f"{who}@{self._platform_here()}"}) if who else town.names_of(place)
        self._put(posting, to, text)

    def _platform_here(self) -> str:
        return CONSOLE if self.town.cast.leaves_the_terminal else DISCORD

    def tell_elsewhere(self, kinds: frozenset[str], to: frozenset[str], card: Any, person: Any) -> None:
        """Somebody on another platform is shown a card."""

        def drawn(reader: Reader) -> str:
            zone = card.zone if person is None else self.zone
            return plain_card(card, eyes(person, zone, reader), limit_of(card))

        text = self.town.made.store.read_now(self.town.made.org, drawn)
        self.seen.append(Seen(self._number, kinds, to, text))

    def posted_elsewhere(self, posting: Posting, card: Any) -> None:
        """Something is shown on a platform that is not connected."""
        if not self._number:
            return
        cast = self.town.cast
        names = {talk for talk, real in cast.where.items() if real == posting.platform}

        def drawn(reader: Reader) -> tuple[str, str]:
            account = Actor.of_account(posting.platform, posting.place)
            person = identified(account, reader).person if posting.personal else None
            zone = card.zone if person is None else self.zone
            return str(person or posting.place), plain_card(card, eyes(person, zone, reader), limit_of(card))

        who, text = self.town.made.store.read_now(self.town.made.org, drawn)
        for name in sorted(names):
            self._screen.remember(f"{who}@{posting.platform}", card)
            self._put(posting, frozenset({f"{who}@{name}"}), text)

    def _put(self, posting: Posting, to: frozenset[str], text: str) -> None:
        slot = f"{posting.platform}:{posting.place}:{posting.key}"
        before = next((one for one in reversed(self.seen) if one.slot == slot), None)
        if before is not None and before.text == text:
            return
        kind = ("card" if before is None else "edit") if posting.kind == "card" else _told(posting)
        self.seen.append(Seen(self._number, frozenset({kind}), to, text, slot))


class _Overheard:
    """The messenger of Discord, and somebody who reads along."""

    def __init__(self, player: Player, real: Any) -> None:
        self._player, self._real = player, real

    async def show(self, waiting: Waiting) -> str | None:
        message: str | None = await self._real.show(waiting)
        if message is not None:
            self._player.overheard(waiting.posting, message)
        return message


class _Elsewhere:
    """The platforms that are not connected: what would be shown there is kept."""

    def __init__(self, player: Player) -> None:
        self._player = player

    async def show(self, waiting: Waiting) -> str | None:
        made = self._player.town.made
        card = await made.store.read(made.org, lambda reader: outbox.draw(waiting.posting, reader, made.features))
        if card is None:
            return None
        self._player.posted_elsewhere(waiting.posting, card)
        return f"{waiting.posting.place}:{waiting.posting.key}"


def _as_option(kind: Any, value: str) -> Any:
    """A value as somebody picks or types it in Discord's command line."""
    if isinstance(kind, Toggle):
        return value.casefold() in ("true", "yes", "on", "1")
    if isinstance(kind, Choice):
        wanted = value.strip().casefold()
        return next((one.value for one in kind.options if wanted in (one.value, one.label.casefold())), value)
    return value


def _buttons(message: Any) -> Iterator[dict[str, Any]]:
    components = [one if isinstance(one, dict) else one.to_dict() for one in message.components]
    return (one for one in walk(components) if one.get("type") == 2 and "custom_id" in one)


def _only_button(message: Any) -> str | None:
    found = [one["custom_id"] for one in _buttons(message)]
    return found[0] if len(found) == 1 else None


def _press_of(custom_id: str | None) -> Press | None:
    return pressed(custom_id) if custom_id else None


def _action(custom_id: str | None) -> str:
    press = _press_of(custom_id)
    return press.action if press else ""


@asynccontextmanager
async def talking(town: Town) -> AsyncIterator[Player]:
    """A player in a town that stands, from the first line to the last."""
    player = Player(town)
    opened = town.open

    def open_and_listen() -> None:
        opened()
        player.reopened()

    town.open = open_and_listen  # type: ignore[method-assign]
    async with on_stage(town):
        yield player


def lines_of(lines: Iterable[str]) -> list[Line]:
    """A script, taken apart."""
    return parse_script("\n".join(lines))
