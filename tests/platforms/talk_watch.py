"""Keeps what everybody saw in a play, on its platform and on those that are not connected, as a script tells it."""

from dataclasses import dataclass
from typing import Any

from talk_town import CONSOLE, Resettled

from adapters.console.messenger import _told
from adapters.console.screen import Screen, limit_of
from adapters.sql.delivery import Waiting
from governance_core.application import outbox
from governance_core.application.identity import identified
from governance_core.application.viewer import eyes
from governance_core.cards.card import Card
from governance_core.cards.plain import plain_card
from governance_core.kernel.ids import Actor, PersonId
from governance_core.outgoing import Posting
from governance_core.ports import Reader

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

    def __init__(self, town: Any) -> None:
        self.town = town
        self.seen: list[Seen] = []
        self.number = 0
        self.zone = "UTC"
        self.screen = Screen()

    def messenger(self, platform: str) -> Any:
        """What shows postings on a platform, and is watched at it."""
        town: Resettled = self.town
        return _Overheard(self, self.town.bot.messenger) if platform == town.here else _Elsewhere(self, self.town)

    def overheard(self, posting: Posting, message: str) -> None:
        """Something was posted, edited or said on the platform of the play."""
        raise NotImplementedError

    def answered(self, kinds: frozenset[str], who: str, text: str) -> None:
        """Somebody who acted was told something."""
        self.seen.append(Seen(self.number, kinds, frozenset({who}), text))

    def drawn(self, card: Card, person: PersonId | None) -> str:
        """What a card says on a platform that is not connected."""
        zone = card.zone if person is None else self.zone
        return self._read(lambda reader: plain_card(card, eyes(person, zone, reader), limit_of(card)))

    def shown_elsewhere(self, posting: Posting, card: Card) -> None:
        """Something is shown on a platform that is not connected."""
        account = Actor.of_account(posting.platform, posting.place)
        person = self._read(lambda reader: identified(account, reader).person) if posting.personal else None
        who = person or posting.place
        self.screen.remember(f"{who}@{posting.platform}", card)
        to = {f"{who}@{talk}" for talk, real in self.town.cast.where.items() if real == posting.platform}
        if to:
            self._put(posting, frozenset(to), self.drawn(card, person))

    def addressees(self, posting: Posting) -> frozenset[str]:
        """Who a script says reads what is posted here."""
        if not posting.personal:
            return frozenset(self.town.names_of(posting.place))
        here = CONSOLE if self.town.cast.leaves_the_terminal else self.town.here
        return frozenset({f"{self.town.name_of(posting.place)}@{here}"})

    def _put(self, posting: Posting, to: frozenset[str], text: str) -> None:
        """A card in its slot: new, changed, or as it was (then nobody sees anything)."""
        slot = f"{posting.platform}:{posting.place}:{posting.key}"
        before = next((one for one in reversed(self.seen) if one.slot == slot), None)
        if before is not None and before.text == text:
            return
        kind = "edit" if before is not None else "card" if posting.kind == "card" else _told(posting)
        self.seen.append(Seen(self.number, frozenset({kind}), to, text, slot))

    def _zone_of(self, who: str) -> str:
        return self._read(lambda reader: eyes(PersonId(who), self.zone, reader).zone) if who else self.zone

    def _read(self, job: Any) -> Any:
        return self.town.made.store.read_now(self.town.org, job)


class _Overheard:
    """The messenger of the play's platform, and somebody who reads along."""

    def __init__(self, watch: Watch, real: Any) -> None:
        self._watch, self._real = watch, real

    async def show(self, waiting: Waiting) -> str | None:
        message: str | None = await self._real.show(waiting)
        if message is not None:
            self._watch.overheard(waiting.posting, message)
        return message


class _Elsewhere:
    """The platforms that are not connected: what would be shown there is kept."""

    def __init__(self, watch: Watch, town: Any) -> None:
        self._watch, self._town = watch, town

    async def show(self, waiting: Waiting) -> str | None:
        def drawn(reader: Reader) -> Card | None:
            return outbox.draw(waiting.posting, reader, self._town.made.features)

        card = await self._town.made.store.read(self._town.org, drawn)
        if card is None:
            return None
        self._watch.shown_elsewhere(waiting.posting, card)
        return f"{waiting.posting.place}:{waiting.posting.key}"
