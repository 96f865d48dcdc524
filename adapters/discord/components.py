"""Builds Discord's message components, and measures what a message made of them costs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from adapters.discord.limits import BUTTON_LABEL, COMPONENTS, MESSAGE_BYTES, MESSAGE_TEXT, TEXT_DISPLAY_BYTES
from governance_core.cards.plain import one_line
from governance_core.kernel.words import is_blank

Structure = dict[str, Any]
ROW: Final = 1
BUTTON: Final = 2
SECTION: Final = 9
TEXT_DISPLAY: Final = 10
GALLERY: Final = 12
FILE: Final = 13
CONTAINER: Final = 17
BLURPLE: Final = 1
GREY: Final = 2
_SPARE: Final = 170
"""Bytes left free: Discord has not promised its limit on them."""


def text_display(content: str) -> Structure:
    """A text in Markdown."""
    return {"type": TEXT_DISPLAY, "content": content}


def section(content: str, accessory: Structure) -> Structure:
    """A text with a button beside it."""
    return {"type": SECTION, "components": [text_display(content)], "accessory": accessory}


def button(label: str, custom_id: str, style: int = GREY) -> Structure:
    """Something to press."""
    shown = "…" if is_blank(label) else one_line(label, BUTTON_LABEL)
    return {"type": BUTTON, "style": style, "label": shown, "custom_id": custom_id}


def row(buttons: Iterable[Structure]) -> Structure:
    """Buttons side by side."""
    return {"type": ROW, "components": list(buttons)}


def container(components: Iterable[Structure]) -> Structure:
    """A frame around components."""
    return {"type": CONTAINER, "components": list(components)}


def attached(name: str) -> Structure:
    """A file that travels with the message."""
    return {"type": FILE, "file": {"url": f"attachment://{name}"}}


def gallery(name: str, said: str) -> Structure:
    """A picture that travels with the message, and what it shows in words."""
    return {"type": GALLERY, "items": [{"media": {"url": f"attachment://{name}"}, "description": said}]}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a message uses of Discord's limits. Characters count as in UTF-16, the stricter way: nobody says."""

    components: int
    characters: int
    size: int

    @property
    def fits(self) -> bool:
        """Whether Discord takes it."""
        return self.components <= COMPONENTS and self.characters <= MESSAGE_TEXT and self.size <= MESSAGE_BYTES - _SPARE


def cost(components: Iterable[Structure]) -> Cost:
    """What these components cost, with everything inside them."""
    every = list(walk(components))
    texts = [one["content"] for one in every if one["type"] == TEXT_DISPLAY]
    return Cost(len(every), sum(map(units, texts)), sum(len(text.encode()) + TEXT_DISPLAY_BYTES for text in texts))


def units(text: str) -> int:
    """Characters as UTF-16 counts them: those beyond the first 65,536 count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def walk(components: Iterable[Structure]) -> Iterator[Structure]:
    """Every component, those inside others included."""
    for one in components:
        yield one
        yield from walk(one.get("components", ()))
        yield from walk([one["accessory"]] if "accessory" in one else ())
