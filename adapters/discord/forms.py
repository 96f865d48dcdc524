"""Turns what is to be asked into Discord's forms: modals of at most five questions, and more of them in steps."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from adapters.discord.components import Structure, text_display
from adapters.discord.controls import Offered, control, is_upload
from adapters.discord.form_ids import FormId
from adapters.discord.limits import LABEL, LABEL_HELP, MODAL_PARTS, MODAL_TITLE
from adapters.discord.text import Sight, markdown
from governance_core.cards.complaints import label_of
from governance_core.cards.form import Ask, Asked
from governance_core.cards.plain import one_line
from governance_core.cards.spans import clipped
from governance_core.kernel.words import is_blank

LABELLED: Final = 18
_INTRO: Final = 1_000
_TOO_LONG: Final = "Too long for this form: upload a file to replace it, or leave it as it is"
_NOTHING: Final[Offered] = {}


@dataclass(frozen=True, slots=True)
class Form:
    """A modal to open. `keep` is what its id has no room for: to be kept under the form's key before it is opened."""

    modal: Structure
    keep: Mapping[str, str]


def form(ask: Ask, sight: Sight, offered: Offered = _NOTHING, answered: Collection[str] = ()) -> Form | None:
    """The modal for the next questions of a form, those `answered` left out; None when no question is left.

    `offered` holds what can be picked, by question, for lists that are known.
    """
    parts = steps(ask, answered)
    if not parts:
        return None
    shown = {asked.name for part in parts for asked in part.questions if not is_upload(asked)}
    kept = {one.name: one.value for one in ask.questions if one.name not in shown and one.value}
    given = {**dict(ask.given), **kept}
    wire = FormId(ask.kind, ask.key, len(parts) - 1, given).wire()
    modal = {"custom_id": wire, "title": parts[0].title, "components": list(_components(parts[0], sight, offered))}
    return Form(modal, given if wire.endswith("|*") else {})


def answered_before(ask: Ask, following: int, answers: Collection[str]) -> frozenset[str]:
    """The questions asked before the last so many forms: those with answers.

    Where everything was answered once already and is gone through again, those that come first.
    """
    names = frozenset(asked.name for asked in ask.questions)
    if not following or not names.issubset(answers):
        return names.intersection(answers) if following else names
    return names - {asked.name for part in steps(ask)[-following:] for asked in part.questions}


def steps(ask: Ask, answered: Collection[str] = ()) -> tuple[Ask, ...]:
    """A form as forms of at most five questions; where there are several, what is wrong is asked first."""
    left = [asked for asked in ask.questions if asked.name not in answered]
    first = MODAL_PARTS - 1 if ask.intro and not answered else MODAL_PARTS
    if len(left) > first:
        left.sort(key=lambda asked: not asked.complaint)
    groups = [left[:first], *(left[start : start + MODAL_PARTS] for start in range(first, len(left), MODAL_PARTS))]
    asked = [tuple(group) for group in groups if group]
    return tuple(
        replace(ask, title=_title(ask.title, number, len(asked), bool(answered)), questions=questions, intro=intro)
        for number, questions in enumerate(asked, 1)
        for intro in [ask.intro if number == 1 and not answered else ()]
    )


def _title(title: str, number: int, steps: int, begun: bool) -> str:
    after = " (continued)" if begun else f" ({number} of {steps})" if steps > 1 else ""
    return one_line(title if not is_blank(title) else "Form", MODAL_TITLE - len(after)) + after


def _components(part: Ask, sight: Sight, offered: Offered) -> Iterator[Structure]:
    intro = markdown(clipped(part.intro, _INTRO), sight)
    if not is_blank(intro):
        yield text_display(intro)
    for asked in part.questions:
        yield _labelled(asked, control(asked, sight, offered))


def _labelled(asked: Asked, component: Structure) -> Structure:
    made = {"type": LABELLED, "label": one_line(label_of(asked), LABEL), "component": component}
    help_ = asked.complaint or (_TOO_LONG if is_upload(asked) else asked.question.help)
    return made if is_blank(help_) else {**made, "description": one_line(help_, LABEL_HELP)}
