"""Keeps what everybody saw in a play, on Discord and on the platforms that are not connected, as a script tells it."""

from dataclasses import dataclass
from typing import Any

from discord_told import asked, told
from discord_town import CONSOLE, DISCORD, Town
from simcord.results import to_discord_message

from adapters.console.messenger import _told
from adapters.console.screen import Screen, limit_of
from adapters.sql.delivery import Waiting
from governance_core.application import outbox
from governance_core.application.identity import identified
from governance_core.application.viewer import eyes
from governance_core.cards.card import Card
from governance_core.cards.plain import plain_card
from governance_core.kernel.ids import Actor, PersonId
from governance_core.ports import Posting, Reader

FORM = frozenset({"form"})


@dataclass(frozen=True)
class Seen:
    """What somebody saw because of a line: what it may be, under which names of a script, and its words.

    `slot` is the place on a screen it stands in, as in a console's record; empty for what only one member was told.
    """

    n: int
    kinds: frozenset[str]
    to: frozenset[str]
    text: str
    slot: str = ""


class Watch:
    """Everybody's eyes. `number` is the line that is being played, `zone` the one its times are meant in."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.seen: list[Seen] = []
        self.number = 0
        self.zone = "UTC"
        self.screen = Screen()
        self.posted: list[tuple[Any, Posting]] = []
        """Every message the bot sent by itself on Discord, in its last form, and what it shows."""

    def messenger(self, platform: str) -> Any:
        """What shows postings on a platform, and is watched at it."""
        return _Overheard(self, self._town.bot.messenger) if platform == DISCORD else _Elsewhere(self, self._town)

    def answered(self, kinds: frozenset[str], who: str, text: str) -> None:
        """Somebody who acted was told something."""
        self.seen.append(Seen(self.number, kinds, frozenset({who}), text))

    def told(self, message: Any, who: str = "") -> str:
        """What a message says to somebody, or to everybody."""
        return told(message, self._name, self._zone_of(who) if who else self.zone)

    def asked(self, modal: Any) -> str:
        """What a form says."""
        return asked(modal, self._name, self.zone)

    def drawn(self, card: Card, person: PersonId | None) -> str:
        """What a card says on a platform that is not connected."""
        zone = card.zone if person is None else self.zone
        return self._read(lambda reader: plain_card(card, eyes(person, zone, reader), limit_of(card)))

    def overheard(self, posting: Posting, message: str) -> None:
        """Something was posted, edited or said on Discord."""
        backend, place = self._town.env.backend, posting.place
        who = self._town.name_of(place) if posting.personal else ""
        thread = message.partition("+in:")[2]
        channel = backend.dm_channels[int(place)] if posting.personal else int(thread or place)
        stored = backend.get_message(channel, int(message.partition("+")[0]))
        self.posted.append((to_discord_message(self._town.env, stored), posting))
        if thread and posting.discussion == "else_nowhere":
            return  # a platform without threads says it nowhere: there is nothing to compare it with
        here = CONSOLE if self._town.cast.leaves_the_terminal else DISCORD
        to = frozenset({f"{who}@{here}"}) if who else self._town.names_of(place)
        self._put(posting, to, self.told(stored, who))

    def shown_elsewhere(self, posting: Posting, card: Card) -> None:
        """Something is shown on a platform that is not connected."""
        account = Actor.of_account(posting.platform, posting.place)
        person = self._read(lambda reader: identified(account, reader).person) if posting.personal else None
        who = person or posting.place
        self.screen.remember(f"{who}@{posting.platform}", card)
        to = {f"{who}@{talk}" for talk, real in self._town.cast.where.items() if real == posting.platform}
        if to:
            self._put(posting, frozenset(to), self.drawn(card, person))

    def _put(self, posting: Posting, to: frozenset[str], text: str) -> None:
        """A card in its slot: new, changed, or as it was (then nobody sees anything)."""
        slot = f"{posting.platform}:{posting.place}:{posting.key}"
        before = next((one for one in reversed(self.seen) if one.slot == slot), None)
        if before is not None and before.text == text:
            return
        kind = ("card" if before is None else "edit") if posting.kind == "card" else _told(posting)
        self.seen.append(Seen(self.number, frozenset({kind}), to, text, slot))

    def _name(self, account: str) -> str:
        person = self._town.name_of(account)
        member = self._town.document["members"].get(person)
        return str(member["name"]) if member else person

    def _zone_of(self, who: str) -> str:
        return self._read(lambda reader: eyes(PersonId(who), self.zone, reader).zone)

    def _read(self, job: Any) -> Any:
        return self._town.made.store.read_now(self._town.org, job)


class _Overheard:
    """The messenger of Discord, and somebody who reads along."""

    def __init__(self, watch: Watch, real: Any) -> None:
        self._watch, self._real = watch, real

    async def show(self, waiting: Waiting) -> str | None:
        message: str | None = await self._real.show(waiting)
        if message is not None:
            self._watch.overheard(waiting.posting, message)
        return message


class _Elsewhere:
    """The platforms that are not connected: what would be shown there is kept."""

    def __init__(self, watch: Watch, town: Town) -> None:
        self._watch, self._town = watch, town

    async def show(self, waiting: Waiting) -> str | None:
        def drawn(reader: Reader) -> Card | None:
            return outbox.draw(waiting.posting, reader, self._town.made.features)

        card = await self._town.made.store.read(self._town.org, drawn)
        if card is None:
            return None
        self._watch.shown_elsewhere(waiting.posting, card)
        return f"{waiting.posting.place}:{waiting.posting.key}"
