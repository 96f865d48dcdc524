"""Forms on their way: kept while they are open where need be, handed in, put right, and gone on with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from adapters.discord.desk import Act, Desk
from adapters.discord.form_ids import FormId
from adapters.discord.forms import FIX, Form, answered_before, complaint_card, next_card
from adapters.discord.render import Message
from adapters.discord.showing import PLATFORM
from adapters.discord.submissions import Knowing, merged, submission
from adapters.discord.uploads import Files
from adapters.discord.words import NOTHING_KEPT, plain
from governance_core.application import ask
from governance_core.application.identity import identified, owner_of_drafts
from governance_core.cards.card import Block, Button, Buttons, Card, Note, Press
from governance_core.cards.form import Accounts, Ask
from governance_core.kernel.errors import Refusal, Stale
from governance_core.kernel.ids import Actor, DeliveryKey
from governance_core.kernel.words import is_blank
from governance_core.ports import Draft, Reader, Work

NEEDED: Final = "This is needed."
_BACK: Final = "Change what I typed"


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
        self._showing = desk.showing

    async def keep(self, key: str, kind: str, answers: Mapping[str, str], by: Actor) -> None:
        """Keep what somebody typed, for a day."""

        def kept(work: Work) -> None:
            work.keep_draft(Draft(key, owner_of_drafts(by, work), kind, dict(answers)))

        await self._showing.transact(kept)

    async def hand_in(self, handed: HandedIn, by: Actor) -> Message:
        """What came of a form: a receipt, or what is wrong with it and the way back into it."""
        try:
            return await self._handed_in(handed, by)
        except Exception as error:
            return self._desk.failed(error)

    async def opened_again(self, key: str, following: int | None, by: Actor) -> Form | None:
        """The form as it was left, or its last so many forms; None when it is not kept any more.

        Where something is wrong with it by now all of it is opened. Raises a Refusal.
        """

        def drawn(reader: Reader) -> Form | None:
            draft = reader.draft(key)
            if draft is None or draft.person != owner_of_drafts(by, reader):
                return None
            asked = self._whole(draft.kind, draft.answers, key, by, reader)
            whole = following is None or asked.complaints
            answered = () if whole else answered_before(asked, following or 0, draft.answers)
            return self._desk.drawn(asked, by, reader, answered)

        return await self._showing.read(drawn)

    async def _handed_in(self, handed: HandedIn, by: Actor) -> Message:
        form = handed.form
        draft, raw = await self._showing.read(lambda reader: self._read(handed, by, reader))
        if form.given is None and draft is None:
            return plain(NOTHING_KEPT)
        act = Act(by, form.kind, raw, DeliveryKey("form", form.key), about=raw.get("id", ""))
        try:
            asked = await self._showing.read(lambda reader: self._asked(handed, act, reader))
        except Refusal as refusal:
            return await self._refused(refusal, form, act)
        if asked is None:
            return await self._carried_out(form, act, draft)
        await self.keep(form.key, form.kind, raw, by)
        return await self._showing.card(_way_on(asked, form.following, raw), by)

    def _read(self, handed: HandedIn, by: Actor, reader: Reader) -> tuple[Draft | None, dict[str, str]]:
        """What is kept of the form, and every answer given so far."""

        def whose(account: str) -> str | None:
            return identified(Actor.of_account(PLATFORM, account), reader).person

        draft = reader.draft(handed.form.key)
        if draft is not None and draft.person != owner_of_drafts(by, reader):
            draft = None
        known = ask.questions(self._showing.features.by_kind[handed.form.kind])
        accounts = [name for name, question in known.items() if isinstance(question.kind, Accounts)]
        knowing = Knowing(whose, handed.resolved, accounts, self._desk.trouble_in)
        typed = submission(handed.components, knowing)
        kept = draft.answers if draft else {}
        return draft, merged(handed.form.given or {}, kept, typed.answers, handed.files.texts)

    def _asked(self, handed: HandedIn, act: Act, reader: Reader) -> Ask | None:
        """What is wrong, or still to be asked; None when the form is ready to be carried out. Raises a Refusal."""
        form, features = handed.form, self._showing.features
        if form.following or handed.files.wrong:
            return _marked(self._whole(form.kind, act.raw, form.key, act.by, reader), handed.files.wrong)
        made = ask.complete(form.kind, act.raw, act.by, reader, features)
        return _complained(replace(made, key=form.key)) if isinstance(made, Ask) else None

    def _whole(self, kind: str, answers: Mapping[str, str], key: str, by: Actor, reader: Reader) -> Ask:
        return replace(ask.form_of(kind, answers, by, reader, self._showing.features), key=key)

    async def _carried_out(self, form: FormId, act: Act, draft: Draft | None) -> Message:
        try:
            made = await self._desk.begun(act)
            if isinstance(made, Form):  # it was complete a moment ago
                return plain(NOTHING_KEPT)
            shown = await self._desk.carried_out(made, act)
        except Refusal as refusal:
            return await self._refused(refusal, form, act)
        if draft is not None:
            await self._showing.transact(lambda work: work.drop_draft(form.key))
        return shown

    async def _refused(self, refusal: Refusal, form: FormId, act: Act) -> Message:
        """A refusal, with the way back into the form; after a stale one it speaks of the version in force."""
        raw = dict(act.raw)
        if isinstance(refusal, Stale) and "version" in raw:
            raw["version"] = str(refusal.fields.get("current", raw["version"]))
        if not await self._showing.read(lambda reader: self._can_change(form, raw, act.by, reader)):
            return await self._desk.refused(refusal, act)
        await self.keep(form.key, form.kind, raw, act.by)
        return await self._desk.refused(refusal, replace(act, more=_way_back(form.key)))

    def _can_change(self, form: FormId, raw: Mapping[str, str], by: Actor, reader: Reader) -> bool:
        """Whether the form would ask anything again: what was picked from a list alone is picked anew instead."""
        try:
            return bool(self._whole(form.kind, raw, form.key, by, reader).questions)
        except Refusal:
            return False


def _marked(asked: Ask, wrong: Mapping[str, str]) -> Ask:
    """The form, saying what is wrong with the files."""
    marked = (replace(one, complaint=wrong.get(one.name, one.complaint)) for one in asked.questions)
    return replace(asked, questions=tuple(marked))


def _complained(asked: Ask) -> Ask:
    """The form, saying of what was left blank that it is needed."""
    questions = tuple(
        replace(one, complaint=NEEDED) if one.required and is_blank(one.value) and not one.complaint else one
        for one in asked.questions
    )
    return replace(asked, questions=questions)


def _way_on(asked: Ask, following: int, answers: Mapping[str, str]) -> Card:
    return complaint_card(asked) if asked.complaints else next_card(asked, following, answers)


def _way_back(key: str) -> tuple[Block, ...]:
    back = Buttons((Button(_BACK, Press(key, 0, FIX)),))
    return (back, Note(("What you typed is kept for a day.",)))
