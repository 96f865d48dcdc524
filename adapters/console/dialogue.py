"""Filling a form in, question by question: what is asked next, what is kept, when it is ready to be handed in."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from governance_core.cards.form import Ask, Asked, Moment, Words

NEEDED = "This is needed."


class Dialogue:
    """A form on its way. What was given before it opened is not asked again, unless it cannot be used."""

    def __init__(self, ask: Ask, given: Mapping[str, str]) -> None:
        self.kind = ask.kind
        self.title = ask.title
        self.submit = ask.submit
        self.intro = ask.intro
        self.key = ask.key
        self.form = ask
        self._answered: dict[str, str] = {**dict(ask.given), **given}
        self._given = frozenset(given)
        self._typed: dict[str, str] = {}
        self._questions: dict[str, Asked] = {}
        self.take(ask)

    @property
    def raw(self) -> dict[str, str]:
        """Every answer so far, by the name of its question."""
        return dict(self._answered)

    @property
    def typed(self) -> list[tuple[Asked, str]]:
        """What was answered here, in order."""
        return [(self._questions[name], answer) for name, answer in self._typed.items() if name in self._questions]

    def take(self, ask: Ask | None) -> None:
        """Go on with what the form asks now: questions that came up, and answers that cannot be used."""
        for asked in ask.questions if ask else ():
            blank = asked.required and not asked.complaint and not asked.value
            left_out = blank and asked.name in self._typed
            self._questions[asked.name] = replace(asked, complaint=NEEDED) if left_out else _to_ask(asked)
            if asked.complaint or blank:
                self._answered.pop(asked.name, None)
                self._typed.pop(asked.name, None)

    def reopen(self, answers: Mapping[str, str], whole: Iterable[Asked]) -> None:
        """Ask everything again, filled in with what was typed before, in the form (as a `whole`) and beside it."""
        beside = {one.name: one for one in whole if one.name in self._given - self._questions.keys()}
        self._questions |= beside
        for name, answer in answers.items():
            if name in self._questions and (name in beside or name not in self._given):
                self._questions[name] = replace(self._questions[name], value=answer, complaint="")
                self._answered.pop(name, None)
                self._typed.pop(name, None)

    def next(self) -> Asked | None:
        """The question to ask now; None when all are answered."""
        return next((asked for name, asked in self._questions.items() if name not in self._answered), None)

    def answer(self, name: str, typed: str) -> None:
        """Somebody answered a question."""
        self._answered[name] = self._typed[name] = typed


def _to_ask(asked: Asked) -> Asked:
    """A text that cannot be used is there to be mended; a wrong choice is not worth keeping."""
    mendable = isinstance(asked.question.kind, Words | Moment) or not asked.complaint
    return asked if mendable else replace(asked, value="")
