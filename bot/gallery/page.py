"""The gallery as one HTML page that needs nothing beside it: what was seen, as Discord and as the terminal show it."""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import Final

from adapters.console.preview import console_html
from adapters.discord.forms import form
from adapters.discord.preview.components import STYLE, Author, form_html, message_html
from adapters.discord.preview.markdown import Reading
from adapters.discord.render import render
from adapters.discord.text import Sight
from adapters.pictures.drawing import draw
from bot.gallery.playing import Chapter, Scene, Seen
from governance_core.cards.card import Card
from governance_core.cards.file import PNG, File
from governance_core.cards.form import Ask
from governance_core.cards.plain import Viewer
from governance_core.kernel.ids import PersonId
from governance_core.kernel.time import wall

PLATFORMS: Final = ("discord", "console")
BOT: Final = "Circlet"
_ADDRESS: Final = "https://discord.com/channels/1180000000000000000/{}"
_FIRST_ACCOUNT: Final = 1_180_000_000_000_000_000
_OWN: Final = ("whisper", "refusal", "list", "form")
_SAW: Final = {
    "card": "the card {}",
    "edit": "the card {} changes",
    "announce": "an announcement",
    "reminder": "a reminder",
    "whisper": "an answer",
    "refusal": "a refusal",
    "form": "a form",
    "list": "a list",
}
_SAID_BEFORE: Final = "what was said of {} changes"
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_PAGE_STYLE: Final = (Path(__file__).parent / "page.css").read_text("utf-8")
_WORD: Final = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing somebody saw: an anchor, what it is, and its HTML on each platform."""

    anchor: str
    caption: str
    drawn: dict[str, str]


@dataclass(slots=True)
class _Accounts:
    """On the page everybody has an account on Discord, so that all are mentioned alike."""

    persons: list[PersonId] = field(default_factory=list)

    def of(self, person: PersonId) -> str:
        if person not in self.persons:
            self.persons.append(person)
        return str(_FIRST_ACCOUNT + self.persons.index(person))

    def name(self, account: str, viewer: Viewer) -> str:
        number = int(account) - _FIRST_ACCOUNT
        return viewer.name(self.persons[number]) if 0 <= number < len(self.persons) else "unknown-user"


def page(chapters: Sequence[Chapter], platforms: Sequence[str] = PLATFORMS) -> str:
    """The whole page."""
    parts = [_chapter(chapter, platforms) for chapter in chapters]
    links = "".join(f'<li><a href="#{anchor(one.title)}">{escape(one.title)}</a></li>' for one in chapters)
    intro = "<p>Everything here was played on an organisation that does not exist; nothing here is sent anywhere.</p>"
    return document(f"<h1>Circlet’s cards</h1>{intro}<nav><ul>{links}</ul></nav>{''.join(parts)}")


def document(body: str, head: str = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">') -> str:
    """A page with the styles in it; by default no script runs on it, whatever it holds."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}<title>Circlet: gallery</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_PAGE_STYLE}{STYLE}</style></head><body>{body}</body></html>\n"
    )


def anchor(title: str) -> str:
    """A heading as a name within the page."""
    return "-".join(_WORD.findall(title.lower()))


def figure(seen: Seen, name: str, platforms: Sequence[str] = PLATFORMS) -> Figure:
    """Something seen, drawn."""
    drawn = {"discord": _on_discord, "console": _on_console}
    return Figure(name, _caption(seen), {platform: drawn[platform](seen) for platform in platforms})


def _chapter(chapter: Chapter, platforms: Sequence[str]) -> str:
    name = anchor(chapter.title)
    scenes = [_scene(scene, f"{name}-{number}", platforms) for number, scene in enumerate(chapter.scenes, 1)]
    return f'<section><h2 id="{name}">{escape(chapter.title)}</h2>{"".join(scenes)}</section>'


def _scene(scene: Scene, name: str, platforms: Sequence[str]) -> str:
    figures = [figure(seen, f"{name}-{number}", platforms) for number, seen in enumerate(scene.seen, 1)]
    remarks = f'<p class="remark">{escape(" ".join(scene.remarks))}</p>' if scene.remarks else ""
    typed = f'<p class="typed"><code>{escape(scene.typed)}</code></p>' if scene.seen else ""
    return f"{remarks}{typed}{''.join(map(_figure, figures))}"


def _figure(one: Figure) -> str:
    sides = "".join(f'<div class="side {platform}">{drawn}</div>' for platform, drawn in one.drawn.items())
    caption = f'<figcaption><h3><a href="#{one.anchor}">{escape(one.caption)}</a></h3></figcaption>'
    return f'<figure id="{one.anchor}">{caption}<div class="sides">{sides}</div></figure>'


def _caption(seen: Seen) -> str:
    record = seen.record
    words = record.kind == "edit" and ":card:" not in record.slot
    where, saw = record.to.rpartition("@")[0], (_SAID_BEFORE if words else _SAW[record.kind]).format(record.ref)
    return f"{where.capitalize()} sees {saw}" if is_own(seen) else f"In {where}: {saw}"


def is_own(seen: Seen) -> bool:
    """Whether only the one who acted sees it."""
    return seen.record.kind in _OWN or (":card" not in seen.record.slot and seen.record.kind == "card")


def _on_discord(seen: Seen) -> str:
    viewer, shown = viewer_of(seen), seen.record.shown
    accounts = _Accounts()
    sight = Sight(viewer, accounts.of, _ADDRESS.format, draw)
    reading = Reading(lambda account: accounts.name(account, viewer), seen.record.at, viewer.zone)
    if isinstance(shown, Ask):
        opened = form(shown, sight, seen.offered)
        return form_html(opened.modal, reading) if opened else ""
    assert isinstance(shown, Card), "what was seen is a card or a form"
    message = render(shown, sight)
    body = message.body(ephemeral=is_own(seen))
    reading = replace(reading, pictures={one.name: _address(one) for one in message.files if one.media == PNG})
    return message_html(body, Author(BOT, f"{wall(seen.record.at, viewer.zone):%H:%M}"), reading)


def _address(picture: File) -> str:
    """The picture itself, as the page needs nothing beside it."""
    return f"data:{picture.media};base64,{b64encode(picture.content).decode()}"


def _on_console(seen: Seen) -> str:
    shown = seen.record.shown
    assert shown is not None, "a record of an act or a posting has what was shown"
    return f'<div class="terminal">{console_html(shown, viewer_of(seen))}</div>'


def viewer_of(seen: Seen) -> Viewer:
    """Whose eyes it was seen with."""
    assert seen.record.viewer is not None, "a record of an act or a posting has somebody who looks"
    return seen.record.viewer
