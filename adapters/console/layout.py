"""How things are laid out in cells: bars, columns, hanging lines, buttons side by side; and printing at a width."""

import re
from collections.abc import Sequence
from typing import Literal

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text as Drawn

from governance_core.cards.card import Table as Figures
from governance_core.cards.plain import Viewer, table_lines, visible

Look = Literal["colour", "mono", "plain"]
LABEL = "bold"
_NARROW = 50
_JOINED_EMOJI = re.compile("(?<=[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f])[\u200d\ufe0f\U0001f3fb-\U0001f3ff]+")


def steady(words: str) -> str:
    """Words as they can be laid out: emoji joined from several stand side by side, as terminals disagree on them."""
    return _JOINED_EMOJI.sub("", visible(words))


class Barred:
    """Something with a bar along its left side, so that it is seen where it begins and ends; no side to break right."""

    def __init__(self, inside: RenderableType, bar: str = "│ ") -> None:
        self._inside = inside
        self._bar = bar

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Each line of what is inside, behind the bar."""
        width = max(options.max_width - cell_len(self._bar), 1)
        bar = Segment(self._bar, Style(dim=True))
        for line in console.render_lines(self._inside, options.update(width=width), pad=False):
            yield bar
            yield from line
            yield Segment.line()


class Hanging:
    """Words behind a mark; the lines after the first begin under the words, or `indent` cells in."""

    def __init__(self, mark: str, words: Drawn, indent: int | None = None) -> None:
        self._mark = mark
        self._words = words
        self._indent = cell_len(mark) if indent is None else indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(options.max_width - self._indent, 1)
        lead = " " * max(cell_len(self._mark) - self._indent, 0)
        marked = Drawn.assemble(lead, self._words) if lead else self._words
        for number, line in enumerate(marked.wrap(console, width)):
            if number:
                yield Drawn.assemble(" " * self._indent, line)
            else:
                yield Drawn.assemble(self._mark, line[len(lead) :])


class Labelled:
    """A label and words: on one line where they fit, else the words below, set in."""

    def __init__(self, label: Drawn, words: Drawn) -> None:
        self._label = label
        self._words = words

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        short = "\n" not in self._words.plain
        if short and self._label.cell_len + self._words.cell_len + 2 <= options.max_width:
            yield Drawn.assemble(self._label, ": ", self._words)
        else:
            yield Drawn.assemble(self._label, ":")
            yield Barred(self._words, "  ")


class Rows:
    """Facts: labels in one column and texts in another, or one below the other where it is narrow."""

    def __init__(self, rows: Sequence[tuple[str, Drawn]]) -> None:
        self._rows = rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if options.max_width < _NARROW:
            yield from (Labelled(Drawn(label, LABEL), words) for label, words in self._rows)
            return
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style=LABEL, no_wrap=True)
        grid.add_column()
        for label, words in self._rows:
            grid.add_row(label, words)
        yield grid


class Columns:
    """A table: its figures below each other where there is room for that."""

    def __init__(self, table: Figures, viewer: Viewer) -> None:
        self._table = table
        self._viewer = viewer

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for number, line in enumerate(table_lines(self._table, self._viewer, options.max_width)):
            yield Drawn(steady(line), LABEL if not number and self._table.title else "")


class Flow:
    """Buttons side by side, as many on a line as fit; none is broken unless it is wider than the line."""

    def __init__(self, buttons: Sequence[Drawn]) -> None:
        self._buttons = buttons

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        line = Drawn()
        for button in self._buttons:
            if line and line.cell_len + 2 + button.cell_len > options.max_width:
                yield line
                line = Drawn()
            line.append_text(Drawn.assemble("  " if line else "", button))
        yield line


def lines_at(width: int, drawing: RenderableType, look: Look = "plain") -> list[str]:
    """A drawing as lines of a width: in colour, in black and white with weight and underlines, or as bare text."""
    console = Console(
        width=width,
        color_system=None if look == "plain" else "standard",
        force_terminal=look != "plain",
        no_color=look != "colour",
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as captured:
        console.print(drawing, soft_wrap=False)
    return [line.rstrip() for line in captured.get().split("\n")[:-1]]
