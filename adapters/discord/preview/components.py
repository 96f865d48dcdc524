"""Discord's components as HTML: a message in its frame as it stands in a channel, and a form as it opens."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final

from adapters.discord.components import BLURPLE, BUTTON, CONTAINER, FILE, GALLERY, ROW, SECTION, TEXT_DISPLAY, Structure
from adapters.discord.controls import CHECKBOX, RADIO, SELECT, TEXT_INPUT, UPLOAD, USER_SELECT
from adapters.discord.forms import LABELLED
from adapters.discord.preview.markdown import Reading, markdown_html
from adapters.discord.render import EPHEMERAL

SEPARATOR: Final = 14
STYLE: Final = (Path(__file__).parent / "style.css").read_text("utf-8")
"""The look of what this module makes, everything in it below `.discord`."""
_DANGER: Final = 4
_LONG_INPUT: Final = 2
_STYLES: Final = {BLURPLE: "blurple", _DANGER: "danger"}


@dataclass(frozen=True, slots=True)
class Author:
    """Who sends a message, and what its time line says."""

    name: str
    moment: str


def message_html(body: Structure, author: Author, reading: Reading) -> str:
    """The body of a message as it stands in a channel, or below the one who acted where only they see it."""
    inside = "".join(_component(one, reading) for one in body["components"])
    hidden = bool(body.get("flags", 0) & EPHEMERAL)
    below = '<p class="only">Only you can see this · <a>Dismiss message</a></p>' if hidden else ""
    named = f'<b>{escape(author.name)}</b><i class="app">APP</i><span>{escape(author.moment)}</span>'
    face = f'<div class="face" aria-hidden="true">{escape(author.name[:1])}</div>'
    sort = "message hidden" if hidden else "message"
    return (
        f'<div class="discord"><div class="{sort}">{face}<div class="said"><p class="author">{named}</p>'
        f"{inside}{below}</div></div></div>"
    )


def form_html(modal: Structure, reading: Reading) -> str:
    """A form as it opens over everything else."""
    inside = "".join(_component(one, reading) for one in modal["components"])
    buttons = '<div class="ends"><button type="button">Cancel</button>'
    buttons += '<button type="button" class="blurple">Submit</button></div>'
    title = f"<h4>{escape(modal['title'])}</h4>"
    return f'<div class="discord"><div class="form">{title}{inside}{buttons}</div></div>'


def _component(one: Structure, reading: Reading) -> str:
    drawn = _DRAWN.get(one["type"])
    return drawn(one, reading) if drawn else ""


def _inside(components: Iterable[Structure], reading: Reading) -> str:
    return "".join(_component(one, reading) for one in components)


def _container(one: Structure, reading: Reading) -> str:
    return f'<div class="container">{_inside(one["components"], reading)}</div>'


def _section(one: Structure, reading: Reading) -> str:
    words, beside = _inside(one["components"], reading), _component(one["accessory"], reading)
    return f'<div class="section"><div>{words}</div>{beside}</div>'


def _text_display(one: Structure, reading: Reading) -> str:
    return f'<div class="text">{markdown_html(one["content"], reading)}</div>'


def _row(one: Structure, reading: Reading) -> str:
    return f'<div class="row">{_inside(one["components"], reading)}</div>'


def _button(one: Structure, _: Reading) -> str:
    look = _STYLES.get(one.get("style", 0), "grey")
    return f'<button type="button" class="{look}">{escape(one.get("label", ""))}</button>'


def _separator(one: Structure, _: Reading) -> str:
    return "<hr>" if one.get("divider", True) else '<div class="space"></div>'


def _file(one: Structure, _: Reading) -> str:
    name = one["file"]["url"].removeprefix("attachment://")
    return f'<div class="file">{escape(name)}</div>'


def _labelled(one: Structure, reading: Reading) -> str:
    asked = one["component"]
    needed = '<em class="needed" title="needed">*</em>' if _is_needed(asked) else ""
    help_ = f'<p class="help">{escape(one["description"])}</p>' if one.get("description") else ""
    label = f'<p class="label">{escape(one["label"])}{needed}</p>'
    return f'<div class="asked">{label}{help_}{_component(asked, reading)}</div>'


def _is_needed(asked: Mapping[str, Any]) -> bool:
    return asked["type"] != CHECKBOX and bool(asked.get("required", asked["type"] != UPLOAD))


def _text_input(one: Structure, _: Reading) -> str:
    long = " long" if one.get("style") == _LONG_INPUT else ""
    if value := one.get("value", ""):
        return f'<div class="input{long}">{escape(value)}</div>'
    return f'<div class="input{long} empty">{escape(one.get("placeholder", ""))}</div>'


def _select(one: Structure, _: Reading) -> str:
    chosen = [option["label"] for option in one.get("options", ()) if option.get("default")]
    shown = chosen[0] if chosen else one.get("placeholder", "Make a selection")
    return f'<div class="input select{"" if chosen else " empty"}">{escape(shown)}</div>'


def _user_select(one: Structure, reading: Reading) -> str:
    chosen = [reading.name(value["id"]) for value in one.get("default_values", ())]
    shown = f"@{chosen[0]}" if chosen else "Select a person"
    return f'<div class="input select{"" if chosen else " empty"}">{escape(shown)}</div>'


def _radio(one: Structure, _: Reading) -> str:
    lines = [_choice(option, "radio", bool(option.get("default"))) for option in one["options"]]
    return f'<div class="choices">{"".join(lines)}</div>'


def _choice(option: Structure, sort: str, chosen: bool) -> str:
    help_ = f"<small>{escape(option['description'])}</small>" if option.get("description") else ""
    mark = f'<i class="{sort}{" chosen" if chosen else ""}"></i>'
    return f"<p>{mark}<span>{escape(option['label'])}{help_}</span></p>"


def _checkbox(one: Structure, _: Reading) -> str:
    return f'<div class="choices">{_choice({"label": "Yes"}, "box", bool(one.get("default")))}</div>'


def _upload(_: Structure, __: Reading) -> str:
    return '<div class="input upload">Drop a file here, or choose one</div>'


def _gallery(one: Structure, reading: Reading) -> str:
    shown = ((item["media"]["url"].removeprefix("attachment://"), item["description"]) for item in one["items"])
    return "".join(f'<img src="{reading.pictures.get(name, "")}" alt="{escape(said)}">' for name, said in shown)


_DRAWN: Final[Mapping[int, Callable[[Structure, Reading], str]]] = {
    ROW: _row,
    BUTTON: _button,
    SELECT: _select,
    TEXT_INPUT: _text_input,
    USER_SELECT: _user_select,
    SECTION: _section,
    TEXT_DISPLAY: _text_display,
    FILE: _file,
    GALLERY: _gallery,
    SEPARATOR: _separator,
    CONTAINER: _container,
    LABELLED: _labelled,
    UPLOAD: _upload,
    RADIO: _radio,
    CHECKBOX: _checkbox,
}
