"""The feed of the terminal: all that was seen, oldest first; a card keeps its slot and is drawn anew in it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.text import Text as Drawn

from adapters.console.dialogue import Dialogue
from adapters.console.forms import label_of
from adapters.console.layout import Barred, Hanging, Look, lines_at, steady
from adapters.console.record import Record
from adapters.console.render import NO_NUMBERS, SMALL, STRONG, draw_card, draw_question, draw_text, numbered
from adapters.console.screen import buttons_of, lines_of
from governance_core.cards.card import Button, Card, Heading, Note, Paragraph
from governance_core.cards.plain import Viewer, date_words, one_line, plain_text, shortened

_PASSING = ("whisper", "refusal", "form", "list", "error")
_LONG_WHILE = timedelta(hours=1)
_WORDS = {
    "announce": "",
    "reminder": "reminder",
    "whisper": "",
    "refusal": "not done",
    "error": "error",
    "card": "",
    "edit": "",
    "form": "form",
    "list": "",
}


@dataclass(slots=True)
class Entry:
    """Something in the feed: what somebody typed, a note of the terminal's, what somebody saw, or an open form."""

    words: str = ""
    record: Record | None = None
    form: Dialogue | None = None
    passed: bool = False
    lasting: bool = True
    drawn: tuple[object, list[str]] | None = None


class Feed:
    """What the terminal shows. One card at a time has its buttons numbered: the newest there was reason to look at."""

    def __init__(self, look: Look, zone: str) -> None:
        self.look = look
        self.zone = zone
        self.focus: Record | None = None
        self._entries: list[Entry] = []
        self._slots: dict[str, Entry] = {}
        self._before = 0
        self._latest: datetime | None = None

    def typed(self, who: str, words: str) -> None:
        """Somebody did something: what answered earlier acts shrinks to a line each, and notes go."""
        self._entries = [entry for entry in self._entries if entry.lasting]
        for entry in self._entries:
            entry.passed = entry.passed or (_is_fleeting(entry.record) and entry.record is not self.focus)
        self._before = len(self._entries)
        self._entries.append(Entry((f"{who}: " if who else "") + one_line(words, 500)))

    def note(self, words: str, lasting: bool = False) -> None:
        """A word of the terminal itself, gone after the next act unless it is a lasting one."""
        self._entries.append(Entry(words, lasting=lasting))

    def show(self, record: Record, hold_focus: bool = False) -> None:
        """Somebody saw something. `hold_focus` keeps the numbers where they are, while somebody is typing one."""
        slot = self._slots.get(record.slot)
        if slot is not None:
            slot.record, slot.drawn = record, None
        else:
            self._time_passed(record)
            slot = Entry(record=record)
            self._entries.append(slot)
            self._slots[record.slot] = slot
            self._latest = record.at
        replaces = self.focus is not None and self.focus.slot == record.slot
        if replaces or (not hold_focus and buttons_on(record)):
            self._leave_focus()
            self.focus = record

    def _time_passed(self, record: Record) -> None:
        """A line between what was seen at different times; small steps need none."""
        if self._latest is not None and record.at - self._latest >= _LONG_WHILE:
            self._entries.append(Entry(f"· {date_words(record.at, self.zone)} ·"))

    def _leave_focus(self) -> None:
        for entry in self._entries[: self._before]:
            entry.passed = entry.passed or (entry.record is self.focus and _is_fleeting(entry.record))

    def open(self, form: Dialogue) -> None:
        """A form is being filled in."""
        self._entries.append(Entry(form=form))

    def close(self, form: Dialogue) -> None:
        """The form was handed in or put aside."""
        self._entries = [entry for entry in self._entries if entry.form is not form]

    def buttons(self) -> list[Button]:
        """The buttons that have a number now, in the order of their numbers; like ones are called after their line."""
        card = self.focus.shown if self.focus else None
        if not isinstance(card, Card):
            return []
        lines = {button.press: button for button in lines_of(card)}
        different = {button.press: button for button in buttons_of(card)}.values()
        often = Counter(button.label for button in different)
        return [lines.get(button.press, button) if often[button.label] > 1 else button for button in different]

    def lines(self, width: int) -> list[str]:
        """The whole feed as lines of a width."""
        return [line for entry in self._entries for line in self._lines(entry, width)]

    def _lines(self, entry: Entry, width: int) -> list[str]:
        state = (width, entry.passed, entry.record is not None and entry.record is self.focus, self.zone)
        if entry.form is None and entry.drawn and entry.drawn[0] == state:
            return entry.drawn[1]
        drawn = lines_at(width, Group(*self._drawing(entry, width)), self.look)
        entry.drawn = (state, drawn)
        return drawn

    def _drawing(self, entry: Entry, width: int) -> Iterator[RenderableType]:
        if entry.form is not None:
            yield from _form(entry.form)
        elif entry.record is None:
            yield Drawn(steady(entry.words), SMALL)
        elif entry.passed:
            yield _in_short(entry.record, width)
        else:
            yield from self._seen(entry.record, width)

    def _seen(self, record: Record, width: int) -> Iterator[RenderableType]:
        card, viewer = record.shown, record.viewer
        if not isinstance(card, Card) or viewer is None:
            yield Drawn(f"! {record.text}", "bold red")
            return
        numbers = numbered(card) if record is self.focus else NO_NUMBERS
        if _is_short(card):
            yield Hanging(f"{_where(record)}: ", _one_text(card, viewer), indent=2)
            return
        yield _head(record, date_words(record.at, self.zone), width)
        yield Barred(draw_card(card, viewer, numbers))


def buttons_on(record: Record) -> tuple[Button, ...]:
    """What can be pressed on something that was seen."""
    return buttons_of(record.shown) if isinstance(record.shown, Card) else ()


def _is_fleeting(record: Record | None) -> bool:
    return record is not None and (record.kind in _PASSING or _is_own_view(record))


def _is_own_view(record: Record) -> bool:
    """Whether a card was opened by one person, rather than posted for everybody."""
    return record.kind == "card" and "card:" not in record.slot


def _where(record: Record) -> str:
    name, _, platform = record.to.rpartition("@")
    place = name if platform == "console" else record.to
    only = "only " if record.kind in _PASSING or _is_own_view(record) else ""
    kind = _WORDS[record.kind]
    return f"{only}{place}" + (f" · {kind}" if kind else "")


def _head(record: Record, moment: str, width: int) -> Drawn:
    left, right = f"╭ {_where(record)} ", f" {moment}"
    line = "─" * max(width - cell_len(left) - cell_len(right), 2)
    return Drawn.assemble((left, "not dim"), (line, SMALL), (right, SMALL), no_wrap=True, overflow="crop")


def _is_short(card: Card) -> bool:
    return not card.files and all(isinstance(block, Paragraph | Note) for block in card.blocks)


def _one_text(card: Card, viewer: Viewer) -> Drawn:
    words = Drawn()
    for block in card.blocks:
        if isinstance(block, Paragraph | Note):
            words.append(" " if words else "")
            part = draw_text(block.text, viewer)
            part.stylize(SMALL if isinstance(block, Note) else "")
            words.append_text(part)
    return words


def _in_short(record: Record, width: int) -> Drawn:
    """What was seen a while ago, on one line."""
    head = f"{_where(record)}: "
    return Drawn(head + shortened(steady(_gist(record)), max(width - cell_len(head) - 1, 8)), SMALL, no_wrap=True)


def _gist(record: Record) -> str:
    card = record.shown
    if isinstance(card, Card) and record.viewer is not None:
        heading = next((block for block in card.blocks if isinstance(block, Heading)), None)
        if heading:
            return " · ".join(part for part in (plain_text(heading.title, record.viewer), heading.status) if part)
    return one_line(record.text, 400)


def _form(form: Dialogue) -> Iterator[RenderableType]:
    yield Drawn(form.title, STRONG)
    for asked, answer in form.typed:
        yield Hanging("  ✓ ", Drawn(f"{label_of(asked)}: {shortened(steady(answer), 200) or '–'}"))
    current = form.next()
    if current is not None:
        for number, line in enumerate(draw_question(current)):
            yield Hanging("    " if number else "  ▸ ", line)
