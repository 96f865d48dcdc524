"""Forms on their way on Discord: read as Discord sends them, handed in, and drawn again as modals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from adapters.discord.desk import Desk
from adapters.discord.form_ids import FormId
from adapters.discord.forms import Form
from adapters.discord.render import Message
from adapters.discord.showing import PLATFORM
from adapters.discord.submissions import submission
from adapters.discord.uploads import Files
from adapters.discord.words import plain
from governance_core.application import paperwork
from governance_core.application.front_desk import Outcome
from governance_core.application.identity import identified
from governance_core.application.paperwork import Refused, Settled
from governance_core.application.sayings import NOTHING_KEPT
from governance_core.cards.complaints import way_on
from governance_core.cards.form import Ask
from governance_core.kernel.ids import Actor
from governance_core.ports import Reader


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A form as it was handed in: its components as Discord sends them, and what the files given for texts say."""

    form: FormId
    components: list[dict[str, object]]
    resolved: dict[str, object]
    files: Files

    def typed(self, reader: Reader) -> Mapping[str, str]:
        """The raw answers in it."""

        def whose(account: str) -> str | None:
            return identified(Actor.of_account(PLATFORM, account), reader).person

        return {**submission(self.components, whose, self.resolved).answers, **self.files.texts}


class Paperwork:
    """The forms of one organisation."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._papers = paperwork.Paperwork(desk.front)

    async def keep(self, key: str, kind: str, answers: Mapping[str, str], by: Actor) -> None:
        """Keep what somebody typed, for a day."""
        await self._papers.keep(key, kind, answers, by)

    async def hand_in(self, handed: HandedIn, by: Actor) -> Message:
        """What came of a form: a receipt, or what is wrong with it and the way back into it."""
        try:
            return await self._shown(await self._papers.hand_in(handed.form, handed.typed, by, handed.files.wrong), by)
        except Exception as error:
            return self._desk.failed(error)

    async def opened_again(self, key: str, go_on: bool, by: Actor) -> Form | None:
        """The form as it was left, or its next questions; None when it is not kept any more. Raises a Refusal."""

        def drawn(reader: Reader) -> Form | None:
            if (kept := self._papers.kept(key, by, reader)) is None:
                return None
            asked, answers = kept
            return self._desk.drawn(asked, by, reader, answers if go_on else ())

        return await self._desk.showing.read(drawn)

    async def _shown(self, settled: Settled, by: Actor) -> Message:
        match settled:
            case None:
                return plain(NOTHING_KEPT)
            case Outcome():
                return await self._desk.shown(settled, by)
            case Refused(refusal, act):
                return await self._desk.refused(refusal, act)
            case Ask():
                return await self._desk.showing.card(way_on(settled), by)
            case _:
                assert_never(settled)
