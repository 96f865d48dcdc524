"""Cards and forms as plain data, for whoever reads a talk with a program."""

from collections.abc import Mapping
from typing import Any, assert_never

from governance_core.cards.card import (
    Block,
    Button,
    Buttons,
    Card,
    Diff,
    Entry,
    Facts,
    Heading,
    Listing,
    Note,
    Paragraph,
    Picture,
    Press,
    Quote,
    Table,
)
from governance_core.cards.form import (
    Accounts,
    Ask,
    Asked,
    Choice,
    Hidden,
    Kind,
    Lookup,
    Moment,
    Option,
    Place,
    Several,
    Toggle,
    Words,
)
from governance_core.cards.text import Bold, Link, Mention, Money, Span, Text, When
from governance_core.cards.wire import encode
from governance_core.kernel.time import iso

Structure = dict[str, Any]


def card_structure(card: Card) -> Structure:
    """Everything a card holds; blocks and spans say what they are, buttons carry their id on the wire."""
    files = [{"name": file.name, "media": file.media, "bytes": len(file.content)} for file in card.files]
    return {
        "ref": card.ref,
        "version": card.version,
        "summary": spans(card.summary),
        "zone": card.zone,
        "private": card.private,
        "tone": card.tone,
        "blocks": [_block(block) for block in card.blocks],
        **({"files": files} if files else {}),
    }


def ask_structure(ask: Ask) -> Structure:
    """Everything a form asks; its key stays out, being new on every run."""
    return {
        "form": ask.kind,
        "title": ask.title,
        "intro": spans(ask.intro),
        "questions": [_asked(asked) for asked in ask.questions],
        "given": dict(ask.given),
        "submit": ask.submit,
    }


def spans(text: Text) -> list[Structure]:
    """A text, span by span."""
    return [_span(span) for span in text]


def _span(span: Span) -> Structure:
    match span:
        case str():
            return {"span": "words", "words": span}
        case Bold(words):
            return {"span": "bold", "words": words}
        case Mention(person, ping):
            return {"span": "mention", "person": person, "ping": ping}
        case When(at, style):
            return {"span": "when", "at": iso(at), "style": style}
        case Link(words, to):
            return {"span": "link", "words": words, "to": to}
        case Money(minor, unit, exponent):
            return {"span": "money", "minor": minor, "unit": unit, "exponent": exponent}
        case _:
            assert_never(span)


def _block(block: Block) -> Structure:
    match block:
        case Heading(title, status):
            return {"block": "heading", "title": spans(title), "status": status}
        case Paragraph(text):
            return {"block": "paragraph", "text": spans(text)}
        case Quote(label, words, whole, by):
            return {"block": "quote", "label": label, "words": words, "by": spans(by), "whole": _wire(whole)}
        case Facts(rows):
            return {"block": "facts", "rows": [{"label": label, "text": spans(text)} for label, text in rows]}
        case Listing():
            return _listing(block)
        case Diff(title, changes):
            lines = [{"kind": change.kind, "words": change.words} for change in changes]
            return {"block": "diff", "title": title, "changes": lines}
        case Table(heads, rows, title, more):
            cells = [[spans(cell) for cell in row] for row in rows]
            return {"block": "table", "title": title, "heads": list(heads), "rows": cells, "more": more}
        case Picture(chart, caption):
            bands = {band.label: list(band.values) for band in chart.bands}
            return {"block": "picture", "caption": spans(caption), "unit": chart.unit, "bands": bands}
        case Buttons(buttons):
            return {"block": "buttons", "buttons": [_button(button) for button in buttons]}
        case Note(text):
            return {"block": "note", "text": spans(text)}
        case _:
            assert_never(block)


def _listing(listing: Listing) -> Structure:
    return {
        "block": "listing",
        "title": listing.title,
        "entries": [_entry(entry) for entry in listing.entries],
        "empty": listing.empty,
        "more": listing.more,
    }


def _entry(entry: Entry) -> Structure:
    button = _button(entry.button) if entry.button else None
    return {"text": spans(entry.text), "ref": entry.ref, "button": button}


def _button(button: Button) -> Structure:
    return {"label": button.label, "id": encode(button.press), "confirm": button.confirm}


def _wire(press: Press | None) -> str | None:
    return encode(press) if press else None


def _asked(asked: Asked) -> Structure:
    question = asked.question
    return {
        "name": asked.name,
        "label": question.label,
        "help": question.help,
        "required": asked.required,
        "value": asked.value,
        "complaint": asked.complaint,
        **_kind(question.kind),
    }


def _kind(kind: Kind) -> Mapping[str, Any]:
    match kind:
        case Words(long):
            return {"kind": "words", "long": long}
        case Choice(options):
            return {"kind": "choice", "options": [_option(option) for option in options]}
        case Several(options):
            return {"kind": "several", "options": [_option(option) for option in options]}
        case Lookup(of):
            return {"kind": "lookup", "of": of}
        case Moment():
            return {"kind": "moment"}
        case Toggle():
            return {"kind": "toggle"}
        case Hidden():
            return {"kind": "hidden"}
        case Place():
            return {"kind": "place"}
        case Accounts(most):
            return {"kind": "accounts", "most": most}
        case _:
            assert_never(kind)


def _option(option: Option) -> Structure:
    return {"value": option.value, "label": option.label, "help": option.help}
