"""What the terminal shows as HTML: the lines it would print, with weight and colour, for pages and pictures."""

import io

from rich.console import Console, Group, RenderableType
from rich.terminal_theme import TerminalTheme
from rich.text import Text as Drawn

from adapters.console.layout import Hanging
from adapters.console.render import NO_NUMBERS, STRONG, draw_card, draw_question, draw_text, numbered
from governance_core.cards.card import Card
from governance_core.cards.form import Ask
from governance_core.cards.plain import Viewer, one_line

WIDTH = 72
_DARK = TerminalTheme(
    (28, 30, 33),
    (219, 222, 225),
    [
        (0, 0, 0),
        (240, 113, 120),
        (152, 195, 121),
        (229, 192, 123),
        (97, 175, 239),
        (198, 120, 221),
        (86, 182, 194),
        (219, 222, 225),
    ],
)


def console_html(shown: Card | Ask, viewer: Viewer, pressable: bool = True, width: int = WIDTH) -> str:
    """A card with the numbers of its buttons where they can be pressed, or a form as its questions come."""
    drawing = _form(shown, viewer) if isinstance(shown, Ask) else _card(shown, viewer, pressable)
    console = Console(
        width=width, record=True, file=io.StringIO(), highlight=False, markup=False, emoji=False, _environ={}
    )
    console.print(drawing, soft_wrap=False)
    return f"<pre>{console.export_html(theme=_DARK, code_format='{code}', inline_styles=True).rstrip()}</pre>"


def _card(card: Card, viewer: Viewer, pressable: bool) -> RenderableType:
    return draw_card(card, viewer, numbered(card) if pressable else NO_NUMBERS)


def _form(ask: Ask, viewer: Viewer) -> RenderableType:
    lines: list[RenderableType] = [Drawn(one_line(ask.title), STRONG)]
    lines += [draw_text(ask.intro, viewer)] if ask.intro else []
    for asked in ask.questions:
        first, *rest = draw_question(asked)
        lines += [Hanging("  ▸ ", first), *(Hanging("    ", line) for line in rest)]
        lines += [Hanging("    ", Drawn(one_line(asked.value, 200)))] if asked.value else []
    return Group(*lines)
