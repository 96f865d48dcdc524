"""Builds Slack's views: modals that ask, modals that tell, and what both carry along."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from adapters.slack.blocks import Structure, paragraph, section, text
from adapters.slack.limits import METADATA, SECTION_TEXT, VIEW_BLOCKS, VIEW_SIZE, VIEW_TITLE
from adapters.slack.render import Message
from governance_core.application.paperwork import Paper

TITLE: Final = "Circlet"
FORM, CARD = "form", "card"
"""What a modal is for, as its callback id says."""
WAITING: Final = "One moment: this is being looked up."
STILL: Final = "Still recording. This changes by itself when it is done."
_FORMAT: Final = "f1"
_LOOK: Final = "q1"
_KEPT: Final = "*"
_THREAD: Final = "/"
_PARTS: Final = 5


@dataclass(frozen=True, slots=True)
class Form:
    """A modal to open. `keep` is what must not travel in it: to be kept under the form's key before it opens."""

    view: Structure
    key: str
    kind: str
    keep: Mapping[str, str]


def modal(title: str, blocks: Sequence[Structure], submit: str = "", close: str = "Close") -> Structure:
    """A modal; one with `submit` asks."""
    made: Structure = {
        "type": "modal",
        "callback_id": FORM if submit else CARD,
        "title": text(title, VIEW_TITLE),
        "close": text(close, VIEW_TITLE),
        "blocks": list(blocks),
    }
    return {**made, "submit": text(submit, VIEW_TITLE)} if submit else made


def sentence(words: str) -> Structure:
    """A modal that says one thing."""
    return modal(TITLE, [section(paragraph(words, SECTION_TEXT))])


def told(messages: Iterable[Message], shows: str = "") -> Structure:
    """A modal that shows what would else be messages; `shows` says what, so that it can be shown anew (see `again`)."""
    view = modal(TITLE, [block for message in messages for block in message.blocks])
    return {**view, "private_metadata": shows} if shows else view


def again(kind: str, raw: Mapping[str, str]) -> str:
    """What a modal that shows the answer to a query carries: ids only; empty where they are too many."""
    made = f"{_LOOK}|{kind}|{urlencode(raw)}"
    return made if len(made) <= METADATA else ""


def looked_at(metadata: str) -> tuple[str, dict[str, str]] | None:
    """Which query a modal shows the answer to, and what was given for it; None for other modals."""
    found = metadata.split("|")
    if len(found) != len(("format", "kind", "raw")) or found[0] != _LOOK:
        return None
    return found[1], dict(parse_qsl(found[2], keep_blank_values=True))


def fits(view: Structure) -> bool:
    """Whether Slack takes a view."""
    return len(view["blocks"]) <= VIEW_BLOCKS and len(json.dumps(view, ensure_ascii=False).encode()) <= VIEW_SIZE


def wire(paper: Paper, place: str) -> str:
    """What a form carries: ids and a version, and the place it was opened in; never what anybody wrote."""
    head = f"{_FORMAT}|{paper.kind}|{paper.key}|{place}|"
    tail = _KEPT if paper.given is None else urlencode(paper.given)
    return head + (tail if len(head) + len(tail) <= METADATA else _KEPT)


def in_thread(view: Structure, thread: str) -> Structure:
    """The form, which knows that it was opened in a thread."""
    parts = str(view.get("private_metadata", "")).split("|")
    if not thread or len(parts) != _PARTS:
        return view
    parts[3] = f"{parts[3]}{_THREAD}{thread}"
    return {**view, "private_metadata": "|".join(parts)}


def opened_in(metadata: str) -> tuple[str, str]:
    """The channel a form was opened in, and the thread there; empty where there is none."""
    found = metadata.split("|")
    place, _, thread = (found[3] if len(found) == _PARTS and found[0] == _FORMAT else "").partition(_THREAD)
    return place, thread


def carried(metadata: str) -> tuple[Paper, str] | None:
    """What a form carries, and where it was opened; None when it is none of ours or of a format no longer known."""
    found = metadata.split("|")
    if len(found) != _PARTS or found[0] != _FORMAT:
        return None
    given = None if found[4] == _KEPT else dict(parse_qsl(found[4], keep_blank_values=True))
    return Paper(found[1], found[2], given=given), found[3].partition(_THREAD)[0]
