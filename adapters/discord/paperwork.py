"""Forms on their way on Discord: read as Discord sends them, handed in, and drawn again as modals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from adapters.discord.desk import Desk
from adapters.discord.form_ids import FormId
from adapters.discord.forms import Form, answered_before
from adapters.discord.render import Message
from adapters.discord.showing import PLATFORM
from adapters.discord.submissions import Knowing, submission
from adapters.discord.uploads import Files
from adapters.discord.words import plain
from governance_core.application import paperwork
from governance_core.application.front_desk import Outcome
from governance_core.application.given import questions
from governance_core.application.identity import identified
from governance_core.application.paperwork import Refused, Settled, Typed
from governance_core.application.sayings import NOTHING_KEPT
from governance_core.cards.card import Card
from governance_core.cards.complaints import way_on
from governance_core.cards.form import Accounts, Ask
from governance_core.kernel.ids import Actor
from governance_core.ports import Reader


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A form as it was handed in: its components as Discord sends them, and what the files given for texts say."""

    form: FormId
    components: list[dict[str, object]]
    resolved: dict[str, object]
    files: Files


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
            settled = await self._papers.hand_in(handed.form, self._typed(handed), by, handed.files.wrong)
            return await self._shown(settled, handed.form.following, by)
        except Exception as error:
            return self._desk.failed(error)

    async def sent_as_read(self, key: str, by: Actor) -> Message:
        """What came of a form that is handed in as it was read back."""
        try:
            return await self._shown(await self._papers.sent_as_read(key, by), 0, by)
        except Exception as error:
            return self._desk.failed(error)

    async def opened_again(self, key: str, following: int | None, by: Actor) -> Form | None:
        """The form as it was left, or its last so many forms; None when it is not kept any more.

        Where something is wrong with it by now all of it is opened. Raises a Refusal.
        """

        def drawn(reader: Reader) -> Form | None:
            if (kept := self._papers.kept(key, by, reader)) is None:
                return None
            asked, answers = kept
            whole = following is None or asked.complaints
            answered = () if whole else answered_before(asked, following or 0, answers)
            return self._desk.drawn(asked, by, reader, answered)

        return await self._desk.showing.read(drawn)

    def _typed(self, handed: HandedIn) -> Typed:
        """What reads the raw answers of a form."""
        known = questions(self._desk.showing.features.by_kind[handed.form.kind])
        accounts = [name for name, question in known.items() if isinstance(question.kind, Accounts)]

        def typed(reader: Reader) -> Mapping[str, str]:
            def whose(account: str) -> str | None:
                return identified(Actor.of_account(PLATFORM, account), reader).person

            knowing = Knowing(whose, handed.resolved, accounts, self._desk.trouble_in)
            return {**submission(handed.components, knowing).answers, **handed.files.texts}

        return typed

    async def _shown(self, settled: Settled, following: int, by: Actor) -> Message:
        match settled:
            case None:
                return plain(NOTHING_KEPT)
            case Outcome():
                return await self._desk.shown(settled, by)
            case Refused(refusal, act):
                return await self._desk.refused(refusal, act)
            case Ask():
                return await self._desk.showing.card(await self._way_on(settled, following, by), by)
            case _:
                assert_never(settled)

    async def _way_on(self, asked: Ask, following: int, by: Actor) -> Card:
        """What is wrong, or which questions are left for the forms that follow."""
        if not following:
            return way_on(asked)
        kept = await self._desk.showing.read(lambda reader: self._papers.kept(asked.key, by, reader))
        before = answered_before(asked, following, kept[1] if kept else ())
        return way_on(asked, [one.name for one in asked.questions if one.name not in before], str(following))
