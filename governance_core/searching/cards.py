"""What people see of a search: each item with the words around what was looked for."""

from collections.abc import Sequence
from typing import Final

from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Heading, Listing, Note, Press
from governance_core.cards.plain import OLDER, labelled, one_line, visible
from governance_core.cards.text import Bold, Span, Text, When, text
from governance_core.kernel.ids import StreamId
from governance_core.searching.model import IN_FORCE, TITLED_BY, Found, Said, letter_of, wider
from governance_core.searching.words import Place, Term, hits

AROUND: Final = 45
"""Characters of a text shown before the first word found and after the last."""
EXCERPT: Final = 160
TITLE: Final = 60
"""Characters of a title that a line shows."""
NOTHING = "Nothing has all of these words where you can see it. Try fewer words, or only the beginning of one."
_SAID = {
    "title": "Title",
    "purpose": "Purpose",
    "name": "Name",
    "driver": "Driver",
    "text": "Text",
    "harm": "Objection",
    "safe": "Objection",
    "words": "Concern",
    "reason": "Reason",
    "note": "Outcome",
    "source": "Source",
    "question": "Question",
    "answer": "Answer",
    "payee": "Payee",
    "part_words": "Parts",
    "reference": "Payment",
    "receipt": "Receipt",
    "place": "Place",
    "what": "Damage",
    "how": "How it was resolved",
}
_OF_KIND = {
    ("blocker.raised", "words"): "Blocked",
    ("action.added", "words"): "To be done",
    ("action.changed", "words"): "To be done",
    ("action.finished", "note"): "Note",
}
"""What the same field is called in other kinds of item."""
_SHOWN: Final = {
    "D": "decision",
    "P": "show",
    "B": "request",
    "T": "thing",
    "C": "checkin",
    "X": "blocker",
    "A": "action",
    "M": "metric",
}
"""The button that opens an item, by the letter of its id."""
_TITLES: Final = ("title", "purpose", "name")


def found_card(
    title: str, found: Sequence[Found], excerpts: Sequence[Text], names: Sequence[str], rest: Sequence[Block]
) -> Card:
    """What was found, the newest first, and the way to what is older."""
    lines = zip(found, excerpts, names, strict=True)
    listing = Listing(tuple(_entry(*line) for line in lines), empty=NOTHING)
    return Card("found", (Heading((title,)), listing, *rest), (f"{title}.",), private=True)


def _entry(found: Found, excerpt: Text, circle: str) -> Entry:
    start = f"{found.id} · {labelled(found.title, found.practice)} · {circle} · {state_words(found.state)} · "
    line = text(start, When(found.at, "date"))
    return Entry(text(line, excerpt), found.id, Button("Open", Press(found.id, 0, _SHOWN[letter_of(found.id)])))


def state_words(state: str) -> str:
    """`open, amend`: what a newcomer understands before the word of the process."""
    also = wider(state)
    return f"{also}, {state}" if also != state and (also == "open" or state == IN_FORCE[1]) else state


def more(press: Press) -> Block:
    """The way to the next page."""
    return Buttons((Button(OLDER, press),))


def more_typed(before: str) -> Block:
    """The same where a button has no room for what was looked for."""
    return Note((f"There are older ones: search for the same with before:{before}.",))


def excerpt(item: StreamId, texts: Sequence[Said], terms: Sequence[Term]) -> Text:
    """The words around what was found, in the text that has most of it; of a title nothing, as it stands there."""
    titles = (*_TITLES, TITLED_BY.get(letter_of(item), ""))
    best: tuple[int, Said, Sequence[Place]] | None = None
    for said in texts:
        found = hits(said.words, terms, EXCERPT)
        count = sum(any(term.fits(place.word) for place in found) for term in terms)
        if count and (best is None or count > best[0]):
            best = count, said, found
        if best is not None and best[0] == len(terms):
            break
    if best is None or (best[1].field in titles and best[2][-1].end <= TITLE):
        return ()
    return text(f" · {_label(best[1], texts)}: “", _cut(best[1].words, best[2]), "”")


def _label(said: Said, texts: Sequence[Said]) -> str:
    label = _OF_KIND.get((said.kind, said.field)) or _SAID.get(said.field, "Said")
    newest = next(one.version for one in texts if one.field == said.field)
    return f"{label} of an earlier version" if said.field in ("driver", "text") and said.version < newest else label


def _cut(words: str, found: Sequence[Place]) -> Text:
    """The text from a little before the first hit on, hits in bold."""
    start = words.rfind(" ", 0, max(found[0].start - AROUND, 0)) + 1 if found[0].start > AROUND else 0
    end = start + EXCERPT
    end = len(words) if end >= len(words) else max(words.rfind(" ", start, end), found[0].end)
    spans: list[Span | Text] = ["…" if start else ""]
    at = start
    for hit in found:
        if at <= hit.start and hit.end <= end:
            spans += [_flat(words[at : hit.start]), Bold(_flat(words[hit.start : hit.end]))]
            at = hit.end
    return text(*spans, _flat(words[at:end]), "…" if end < len(words) else "")


def _flat(words: str) -> str:
    """On one line, with the spaces at its ends kept."""
    return "".join(" " if character.isspace() else character for character in visible(words))


def title_of(looked_for: str, filters: Sequence[str]) -> str:
    """What was looked for, in words."""
    found = f"Found with “{one_line(looked_for, 60)}”" if looked_for else "Found"
    return ", ".join((found, *filters))
