"""Turns what is to be asked into Slack's modals: an input a question, complaints at the field they are about."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from adapters.slack.blocks import Structure, paragraph, rich, section, section_of, words
from adapters.slack.controls import Offered, controls, is_too_long
from adapters.slack.layout import PART
from adapters.slack.limits import LABEL, METADATA, SECTION_TEXT
from adapters.slack.text import Sight, said
from adapters.slack.views import Form, fits, modal, wire
from governance_core.application.paperwork import Paper
from governance_core.cards.complaints import label_of
from governance_core.cards.form import Ask, Asked
from governance_core.cards.plain import one_line
from governance_core.cards.spans import clipped
from governance_core.kernel.words import is_blank

_TITLE: Final = "Form"
_STAYS: Final = "{label} is longer than a form on Slack holds, so it stays as it is."
_COMPLAINT: Final = 500
_NOTHING: Final[Offered] = {}
SEPARATOR: Final = "+"
"""`text+2` is the second input of the question `text`."""


def form(
    ask: Ask, sight: Sight, offered: Offered = _NOTHING, texts: Collection[str] = (), place: str = ""
) -> Form | None:
    """The modal for a form, None when nothing is to be asked. `texts` are the questions whose answers are words of
    somebody, which never travel with the form; `place` is where it was opened."""
    if not ask.questions:
        return None
    shown = [asked for asked in ask.questions if not is_too_long(asked)]
    blocks = [*_intro(ask, sight), *(block for asked in shown for block in _inputs(asked, sight, offered))]
    while not fits({"blocks": blocks}) and len(shown) > 1:
        shown.remove(max(shown, key=lambda asked: len(asked.value)))
        blocks = [*_intro(ask, sight), *(block for asked in shown for block in _inputs(asked, sight, offered))]
    left = [asked for asked in ask.questions if asked not in shown]
    notes = [section(paragraph(_STAYS.format(label=label_of(asked)), SECTION_TEXT)) for asked in left]
    given = {**dict(ask.given), **{one.name: one.value for one in left if one.value}}
    return _form(ask, [*blocks, *notes], given, texts, place)


def _form(ask: Ask, blocks: list[Structure], given: Mapping[str, str], texts: Collection[str], place: str) -> Form:
    fits = not any(given.get(name) for name in texts)
    metadata = wire(Paper(ask.kind, ask.key, given=given if fits else None), place)
    title = _TITLE if is_blank(ask.title) else ask.title
    view = {**modal(title, blocks, ask.submit or "Send", "Cancel"), "private_metadata": metadata[:METADATA]}
    return Form(view, ask.key, ask.kind, given if metadata.endswith("|*") else {})


def _intro(ask: Ask, sight: Sight) -> Iterator[Structure]:
    elements = said(clipped(ask.intro, PART), sight)
    if any(not is_blank(one.get("text", "…")) for one in elements):
        yield rich(section_of(elements))


def _inputs(asked: Asked, sight: Sight, offered: Offered) -> Iterator[Structure]:
    elements = list(controls(asked, sight, offered))
    if asked.complaint:
        yield rich(section_of([words(f"{label_of(asked)}: ", bold=True), words(one_line(asked.complaint, _COMPLAINT))]))
    for number, element in enumerate(elements, 1):
        yield _input(asked, element, number, len(elements))


def _input(asked: Asked, element: Structure, number: int, count: int) -> Structure:
    name = asked.name if number == 1 else f"{asked.name}{SEPARATOR}{number}"
    label = label_of(asked) + (f" (part {number} of {count})" if count > 1 else "")
    made: Structure = {
        "type": "input",
        "block_id": name,
        "element": {**element, "action_id": name},
        "label": {"type": "plain_text", "text": one_line(label, LABEL // 2), "emoji": False},
        "optional": not asked.required or number > 1,
    }
    help_ = asked.question.help if number == 1 else ""
    return made if is_blank(help_) else {**made, "hint": paragraph(help_, LABEL)}


def errors(ask: Ask, blocks: Collection[str]) -> dict[str, str] | None:
    """What is wrong, by input, as the answer to a form; None where something must be said beside the inputs there."""
    wrong = {one.name: one_line(one.complaint, _COMPLAINT) for one in ask.complaints}
    missing = [one for one in ask.questions if one.required and is_blank(one.value) and one.name not in wrong]
    return wrong if wrong and not missing and wrong.keys() <= set(blocks) else None
