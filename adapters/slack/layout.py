"""Turns the blocks of a card into Slack's, as long as a size allows; how they become messages is `render`'s."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, assert_never

from adapters.slack import blocks
from adapters.slack.blocks import Structure, bullets_of, preformatted, quote_of, rich, section_of, words
from adapters.slack.limits import CONTEXT_TEXT, HEADER, ROW, SECTION_TEXT
from adapters.slack.lines import grouped_lines, joined_by, named, on_one_line
from adapters.slack.pieces import Layout, Size
from adapters.slack.text import Sight, in_words, marked_up, said, with_links
from governance_core.cards.card import (
    Block,
    Button,
    Buttons,
    Card,
    Change,
    Diff,
    Facts,
    Heading,
    Listing,
    Note,
    Paragraph,
    Picture,
    Quote,
    Table,
)
from governance_core.cards.chart import sparks
from governance_core.cards.plain import READ_IN_FULL, parts, shortened, table_lines, visible
from governance_core.cards.spans import clipped, flat
from governance_core.cards.text import Text
from governance_core.kernel.words import is_blank

PART: Final = SECTION_TEXT // 2
"""Characters of one text: whatever their script, their count in UTF-16 is within Slack's."""
AGAIN: Final = "~"
"""Stands behind a button's id and before a number, where Slack would find the same id twice."""
BLANK: Final = "(blank)"
CHANGES: Final = "Changes"
SHORTENED: Final = "shortened"
TABLE_WIDTH: Final = 72
"""Letters of one width on a line of a message, before it wraps."""
_SIGNS: Final = {"same": "", "added": "+ ", "removed": "− "}


def laid_out(card: Card, sight: Sight, size: Size, dense: bool = False) -> Layout:
    """The card in blocks, each button once. `dense` puts the buttons of a list below it instead of beside its lines."""
    painter = _Painter(sight, size, dense)
    for block in card.blocks:
        painter.block(block)
    painter.lead_on()
    return painter.made


class _Painter:
    def __init__(self, sight: Sight, size: Size, dense: bool) -> None:
        self.made = Layout()
        self._sight = sight
        self._size = size
        self._dense = dense
        self._pressed: set[str] = set()

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph(text):
                self._say(said(self._clipped(text), self._sight))
            case Note(text):
                self._note(self._clipped(text))
            case Quote():
                self._quote(block)
            case Facts(rows):
                self._facts(rows)
            case Listing():
                self._listing(block)
            case Diff(title, changes):
                self._diff(title, changes)
            case Table():
                self._table(block)
            case Picture(chart, caption):
                self._say([words(f"{sparks(chart)} "), *said(self._clipped(caption), self._sight)])
            case Buttons(buttons):
                self._press(buttons)
            case _:
                assert_never(block)

    def lead_on(self) -> None:
        """The buttons to the whole of what is shortened stand behind all others."""
        ways = self._rows(Button(READ_IN_FULL, press) for press in dict.fromkeys(self.made.ways))
        rows = [place for place, one in enumerate(self.made.blocks, 1) if one["type"] == "actions"]
        place = rows[-1] if rows else len(self.made.blocks)
        self.made.blocks[place:place] = ways

    def _say(self, elements: Sequence[Structure]) -> None:
        if any(not is_blank(one.get("text", "…")) for one in elements):
            self.made.blocks.append(rich(section_of(elements)))

    def _press(self, buttons: Iterable[Button]) -> None:
        self.made.blocks.extend(self._rows(buttons))

    def _rows(self, buttons: Iterable[Button]) -> list[Structure]:
        drawn = [made for made in map(blocks.button, buttons) if self._is_new(made)]
        return [blocks.actions(drawn[start : start + ROW]) for start in range(0, len(drawn), ROW)]

    def _is_new(self, made: Structure) -> bool:
        known = made["action_id"] in self._pressed
        self._pressed.add(made["action_id"])
        return not known

    def _told_apart(self, made: Structure) -> Structure:
        """A button that stands beside its line even where the same one stands elsewhere, under an id of its own."""
        wire, number = made["action_id"], 2
        while not self._is_new(made):
            made, number = {**made, "action_id": f"{wire}{AGAIN}{number}"}, number + 1
        return made

    def _clipped(self, text: Text, most: int = PART) -> Text:
        short = clipped(text, min(self._size.words, most))
        self.made.lost = self.made.lost or short != text
        return short

    def _line(self, text: Text) -> list[Structure]:
        return said(self._clipped(flat(text)), self._sight)

    def _heading(self, heading: Heading) -> None:
        title = in_words(flat(heading.title), self._sight).strip()
        if title:
            self.made.blocks.append(blocks.header(title))
        whole = [words(shortened(visible(title), PART), bold=True)] if blocks.units(title) > HEADER else []
        status = [] if is_blank(heading.status) else [words(on_one_line(heading.status), bold=True)]
        for line in (whole, status):
            self._say(line)

    def _note(self, text: Text) -> None:
        shown = marked_up(text, self._sight)
        if shown is not None and blocks.units(shown) > CONTEXT_TEXT:
            shown = None
        in_plain = in_words(text, self._sight)
        if not is_blank(in_plain):
            made = blocks.paragraph(in_plain, CONTEXT_TEXT) if shown is None else _markup(shown)
            self.made.blocks.append(blocks.context(made))

    def _quote(self, quote: Quote) -> None:
        typed = visible(quote.words).strip("\n")
        short = shortened(typed, self._size.quote if quote.whole else self._size.only)
        if short != typed:
            self.made.ways.extend([quote.whole] if quote.whole else [])
            self.made.lost = self.made.lost or quote.whole is None
        head = self._quote_head(quote, cut=short != typed)
        for part in parts(BLANK if is_blank(short) else short, PART):
            body = quote_of(list(with_links(part)))
            self.made.blocks.append(rich(section_of(head), body) if head else rich(body))
            head = []

    def _quote_head(self, quote: Quote, cut: bool) -> list[Structure]:
        label = [words(on_one_line(quote.label), bold=True)] if not is_blank(quote.label) else []
        pieces = [label, self._line(quote.by), [words(SHORTENED)] if cut else []]
        return joined_by(" · ", [piece for piece in pieces if piece])

    def _facts(self, rows: Sequence[tuple[str, Text]]) -> None:
        lines = [
            [words(on_one_line(label), bold=True), words(": "), *(self._line(text) or [words("–")])]
            for label, text in rows
        ]
        self._lines(self._some(lines))

    def _diff(self, title: str, changes: Sequence[Change]) -> None:
        head = [words(on_one_line(title) or CHANGES, bold=True), words(" (− before, + now)")]
        lines = self._some([self._changed(change) for change in changes])
        for group in grouped_lines(lines):
            body = quote_of(joined_by("\n", group))
            self.made.blocks.append(rich(section_of(head), body) if head else rich(body))
            head = []

    def _table(self, table: Table) -> None:
        if not is_blank(table.title):
            self._say([words(on_one_line(table.title), bold=True)])
        heads, *rows = table_lines(replace(table, title="", more=0), self._sight.viewer, TABLE_WIDTH)
        lines = [[words(line)] for line in (heads, *rows[: self._size.lines])]
        for group in grouped_lines(lines):
            self.made.blocks.append(rich(preformatted("\n".join(line[0]["text"] for line in group))))
        self._lines(self._rest(len(rows), table.more))

    def _changed(self, change: Change) -> list[Structure]:
        sign = [words(_SIGNS[change.kind], bold=True)] if _SIGNS[change.kind] else []
        return [*sign, *self._line((change.words,))] or [words(" ")]

    def _some(self, lines: Sequence[list[Structure]], more: int = 0) -> list[list[Structure]]:
        """As many lines as there may be, and how many more there are."""
        return [*lines[: self._size.lines], *self._rest(len(lines), more)]

    def _rest(self, lines: int, more: int) -> list[list[Structure]]:
        left = max(lines - self._size.lines, 0)
        self.made.lost = self.made.lost or left > 0
        return [[words(f"… and {left + more} more")]] if left + more else []

    def _lines(self, lines: Sequence[list[Structure]]) -> None:
        for group in grouped_lines(lines):
            self._say(joined_by("\n", group))

    def _listing(self, listing: Listing) -> None:
        if not is_blank(listing.title):
            self._say([words(on_one_line(listing.title), bold=True)])
        if not listing.entries and listing.empty:
            self._say(list(with_links(listing.empty)))
        if self._dense or not any(entry.button for entry in listing.entries):
            self._compact(listing)
        else:
            self._beside(listing)

    def _compact(self, listing: Listing) -> None:
        lines = self._some([self._line(entry.text) or [words("…")] for entry in listing.entries], listing.more)
        self.made.blocks.extend(rich(bullets_of(group)) for group in grouped_lines(lines))
        self._press(named(listing.entries[: self._size.lines]))

    def _beside(self, listing: Listing) -> None:
        for entry in listing.entries[: self._size.lines]:
            made = self._told_apart(blocks.button(entry.button)) if entry.button else None
            self.made.blocks.append(self._entry(entry.text, made))
        self._lines(self._rest(len(listing.entries), listing.more))

    def _entry(self, text: Text, accessory: Structure | None) -> Structure:
        """A line of a list: in markup where its words allow that, else as they are."""
        line = self._clipped(flat(text))
        shown = marked_up(line, self._sight)
        if shown is None or is_blank(shown) or blocks.units(shown) > SECTION_TEXT:
            return blocks.section(blocks.paragraph(in_words(line, self._sight), SECTION_TEXT), accessory)
        return blocks.section(_markup(shown), accessory)


def _markup(shown: str) -> Structure:
    return {"type": "mrkdwn", "text": shown, "verbatim": True}
