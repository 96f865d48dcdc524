"""Forms on their way, on every platform: kept while they are open where need be, handed in, put right, gone on with."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from governance_core.application import ask
from governance_core.application.front_desk import Act, FrontDesk, Outcome
from governance_core.application.identity import owner_of_drafts
from governance_core.cards.complaints import way_back
from governance_core.cards.form import Ask, Asked
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, DeliveryKey
from governance_core.kernel.words import is_blank
from governance_core.ports import Draft, Reader, Work

NEEDED: Final = "This is needed."
NOTHING_WRONG: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Paper:
    """A form that is open: what it asks for, its key, how many forms follow it, and what was given before it opened.

    `given` is None where the platform had no room for it: then it is kept by the key.
    """

    kind: str
    key: str
    following: int = 0
    given: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was refused; the act knows the way back into it."""

    refusal: Refusal
    act: Act


Typed = Callable[[Reader], Mapping[str, str]]
Settled = Outcome | Refused | Ask | None


class Paperwork:
    """The forms of one organisation."""

    def __init__(self, desk: FrontDesk) -> None:
        self._desk = desk

    async def keep(self, key: str, kind: str, answers: Mapping[str, str], by: Actor) -> None:
        """Keep what somebody typed, for a day."""

        def kept(work: Work) -> None:
            work.keep_draft(Draft(key, owner_of_drafts(by, work), kind, dict(answers)))

        await self._desk.transact(kept)

    async def hand_in(self, paper: Paper, typed: Typed, by: Actor, wrong: Mapping[str, str] = NOTHING_WRONG) -> Settled:
        """What came of a form: an outcome, a refusal, or what is wrong or still to be asked.

        `wrong` says, by question, what the platform could not read. None when what it goes on from is not kept, unless
        it was carried out already.
        """
        draft, raw = await self._desk.read(lambda reader: _read(paper, typed, by, reader))
        if paper.given is None and draft is None:
            return await self._desk.carried_out_before(DeliveryKey("form", paper.key), by)
        if draft is not None:
            raw = await self._desk.read(lambda reader: self._as_seen(paper, raw, draft, by, reader))
        act = Act(by, paper.kind, raw, DeliveryKey("form", paper.key), about=raw.get("id", ""))
        try:
            before = (paper.given or {}).keys() | (draft.answers.keys() if draft else ())
            asked = await self._desk.read(lambda reader: self._asked(paper, act, wrong, before, reader))
            if asked is not None:
                read = {one.name: one.value for one in asked.questions if one.read_as}
                await self.keep(paper.key, paper.kind, {**raw, **read}, by)
                return asked
            return await self._carried_out(paper, act, draft)
        except Refusal as refusal:
            return await self._refused(refusal, paper, act)

    async def sent_as_read(self, key: str, by: Actor) -> Settled:
        """Hand in a form as it was read back: what came of it, or None when it is not kept any more."""
        draft = await self._desk.read(lambda reader: reader.draft(key))
        return await self.hand_in(Paper(draft.kind if draft else "", key), _nothing_more, by)

    def kept(self, key: str, by: Actor, reader: Reader) -> tuple[Ask, Mapping[str, str]] | None:
        """A form as it was left, and what was typed into it; None when it is not kept any more. Raises a Refusal."""
        draft = reader.draft(key)
        if draft is None or draft.person != owner_of_drafts(by, reader):
            return None
        return self._whole(draft.kind, draft.answers, key, by, reader), draft.answers

    def _asked(
        self, paper: Paper, act: Act, wrong: Mapping[str, str], before: Collection[str], reader: Reader
    ) -> Ask | None:
        """What is wrong, or still to be asked; None when the form is ready to be carried out. Raises a Refusal."""
        if paper.following or wrong:
            return _marked(self._whole(paper.kind, act.raw, paper.key, act.by, reader), wrong)
        made = ask.complete(paper.kind, act.raw, act.by, reader, self._desk.features)
        return _complained(replace(made, key=paper.key), before) if isinstance(made, Ask) else None

    def _as_seen(self, paper: Paper, raw: Mapping[str, str], draft: Draft, by: Actor, reader: Reader) -> dict[str, str]:
        """The answers; words that were read back, and handed in again, as they were read."""
        return ask.once_read_back(paper.kind, raw, draft.answers, by, reader, self._desk.features)

    def _whole(self, kind: str, answers: Mapping[str, str], key: str, by: Actor, reader: Reader) -> Ask:
        return replace(ask.form_of(kind, answers, by, reader, self._desk.features), key=key)

    async def _carried_out(self, paper: Paper, act: Act, draft: Draft | None) -> Settled:
        made = await self._desk.begun(act)
        if isinstance(made, Ask):  # it was complete a moment ago
            return None
        outcome = await self._desk.carried_out(made, act)
        if draft is not None:
            await self._desk.transact(lambda work: work.drop_draft(paper.key))
        return outcome

    async def _refused(self, refusal: Refusal, paper: Paper, act: Act) -> Refused:
        """A refusal, with the way back into the form; where that says what is `current`, it speaks of that."""
        raw = dict(act.raw)
        if "version" in raw and "current" in refusal.fields:
            raw["version"] = str(refusal.fields["current"])
        if not await self._desk.read(lambda reader: self._can_change(paper, raw, act.by, reader)):
            return Refused(refusal, act)
        await self.keep(paper.key, paper.kind, raw, act.by)
        return Refused(refusal, replace(act, more=way_back(paper.key)))

    def _can_change(self, paper: Paper, raw: Mapping[str, str], by: Actor, reader: Reader) -> bool:
        """Whether the form would ask anything again: what was picked from a list alone is picked anew instead."""
        try:
            return bool(self._whole(paper.kind, raw, paper.key, by, reader).questions)
        except Refusal:
            return False


def _read(paper: Paper, typed: Typed, by: Actor, reader: Reader) -> tuple[Draft | None, dict[str, str]]:
    """What is kept of the form, and every answer given so far; what was answered later counts."""
    draft = reader.draft(paper.key)
    if draft is not None and draft.person != owner_of_drafts(by, reader):
        draft = None
    kept = draft.answers if draft else {}
    return draft, {**(paper.given or {}), **kept, **typed(reader)}


def _nothing_more(_: Reader) -> Mapping[str, str]:
    return {}


def _marked(asked: Ask, wrong: Mapping[str, str]) -> Ask:
    """The form, saying what could not be read."""
    marked = (replace(one, complaint=wrong.get(one.name, one.complaint)) for one in asked.questions)
    return replace(asked, questions=tuple(marked))


def _complained(asked: Ask, before: Collection[str]) -> Ask:
    """The form, saying of what was left blank that it is needed.

    What hangs on a choice that was made just now was not asked yet: nothing is wrong with it. `before` are the answers
    there were when the form that was handed in opened.
    """

    def left_blank(one: Asked) -> bool:
        new = one.question.only_if is not None and one.question.only_if[0] not in before
        return one.required and is_blank(one.value) and not one.complaint and not new

    questions = (replace(one, complaint=NEEDED) if left_blank(one) else one for one in asked.questions)
    return replace(asked, questions=tuple(questions))
