"""Pieces of the terminal's screen: the window onto the feed, the line and the hints under it, and its style."""

from collections.abc import Sequence

from prompt_toolkit.formatted_text import ANSI, to_formatted_text
from prompt_toolkit.layout import UIContent, UIControl
from prompt_toolkit.styles import Style
from rich.cells import cell_len

from adapters.console.feed import Feed
from governance_core.cards.plain import one_line

USUAL_HINT = ("/help", "Tab: complete", "as ben", "wait 3d", "PgUp, PgDn: scroll", "Ctrl-D: leave")
WELCOME = (
    "Put something to a circle with /proposal create; /help says what else can be done.",
    "Press a button by its number or label. wait 3d lets three days pass. Ctrl-D leaves.",
    "",
)
FORM_HINT = ("Enter: next", "Esc: stop, what you typed is kept")
LONG_HINT = (*FORM_HINT, "Alt+Enter: new line")
STYLE = Style.from_dict(
    {
        "rule": "",
        "hint": "",
        "prompt": "bold",
        "completion-menu": "noinherit reverse",
        "completion-menu.completion.current": "noinherit bold underline",
        "completion-menu.meta.completion": "noinherit reverse",
        "completion-menu.meta.completion.current": "noinherit bold underline",
    }
)


class Scrolled(UIControl):
    """The feed through a window: at its end, unless somebody scrolled up."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._height = 1
        self._count = 0
        self.back = 0

    def create_content(self, width: int, height: int) -> UIContent:
        """The lines that fit."""
        lines = self._feed.lines(width)
        self._height, self._count = height, len(lines)
        self.back = max(0, min(self.back, len(lines) - height))
        end = len(lines) - self.back
        shown = [to_formatted_text(ANSI(line)) for line in lines[max(end - height, 0) : end]]
        return UIContent(
            lambda number: list(shown[number]) if number < len(shown) else [], len(shown), show_cursor=False
        )

    def page(self, pages: float) -> None:
        """Scroll up (positive) or down by so many windows."""
        self.back = max(0, self.back + round(pages * max(self._height - 2, 1)))


def hints(feed: Feed, in_form: bool, long: bool) -> Sequence[str]:
    """What can be done now: in a form its keys, else the numbered buttons, else what can always be typed."""
    buttons = feed.buttons()
    if in_form:
        return LONG_HINT if long else FORM_HINT
    if not buttons or feed.focus is None:
        return USUAL_HINT
    labels = (f"[{number}] {one_line(button.label, 30)}" for number, button in enumerate(buttons, 1))
    return [f"{feed.focus.ref}:", *labels]


def packed(labels: Sequence[str], width: int, most: int = 2) -> list[str]:
    """Labels side by side on at most so many lines; none is broken, and `…` says that more would follow."""
    lines = [labels[0]]
    for label in labels[1:]:
        if cell_len(lines[-1]) + 2 + cell_len(label) <= width - 2:
            lines[-1] += f"  {label}"
        elif len(lines) == most:
            lines[-1] += " …"
            break
        else:
            lines.append(f"  {label}")
    return lines


def ruled(left: str, rights: Sequence[str], width: int) -> str:
    """A line across the window with words at both ends: the longest of `rights` there is room for, else none."""
    for right in rights:
        line = width - cell_len(left) - cell_len(right) - 6
        if line > 0:
            return f"─ {left} {'─' * line} {right} ─"
    return left
