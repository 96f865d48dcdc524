"""The pictures the gallery's script wants: of a scene its last card or form, as it is sent to Discord or Slack."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from adapters.slack.forms import form
from adapters.slack.home import home
from adapters.slack.render import render
from adapters.slack.text import Sight
from bot.gallery.page import figure, viewer_of
from bot.gallery.playing import Chapter, Scene, Seen
from bot.slack import DOORS, ROOMS
from governance_core.cards.card import Card
from governance_core.cards.form import Ask

ON_SLACK: Final = "slack/"


def on_discord(chapters: Iterable[Chapter]) -> dict[str, str]:
    """The HTML of each, by the name of the picture."""
    wanted = ((name, scene) for name, scene in _wanted(chapters) if not name.startswith(ON_SLACK))
    return {name: figure(_shown(scene), name, ("discord",)).drawn["discord"] for name, scene in wanted}


def on_slack(chapters: Iterable[Chapter]) -> dict[str, dict[str, Any]]:
    """What is sent of each, by the name of the picture; `at` is when, in seconds, and `zone` where it is looked at.

    A name that several scenes have is App Home, whose rooms show what was seen there.
    """
    scenes: dict[str, list[Scene]] = {}
    for name, scene in _wanted(chapters):
        if name.startswith(ON_SLACK):
            scenes.setdefault(name.replace("/", "-"), []).append(scene)
    return {name: _sent(*map(_shown, found)) for name, found in scenes.items()}


def _wanted(chapters: Iterable[Chapter]) -> Iterator[tuple[str, Scene]]:
    scenes = (scene for chapter in chapters for scene in chapter.scenes)
    return ((name, scene) for scene in scenes for name in scene.pictures)


def _shown(scene: Scene) -> Seen:
    cards = [one for one in scene.seen if one.record.kind in ("card", "edit")]
    return (cards or scene.seen)[-1]


def _sent(seen: Seen, *others: Seen) -> dict[str, Any]:
    viewer, shown = viewer_of(seen), seen.record.shown
    when = {"at": int(seen.record.at.timestamp()), "zone": viewer.zone}
    if others:
        return {**home(_rooms((seen, *others)), DOORS, Sight(viewer)), **when}
    if isinstance(shown, Ask):
        opened = form(shown, Sight(viewer), seen.offered)
        assert opened is not None, "a form that asks nothing opens nothing"
        return {**opened.view, **when}
    assert isinstance(shown, Card), "what was seen is a card or a form"
    return {**render(shown, Sight(viewer)).body(), **when}


def _rooms(seen: Sequence[Seen]) -> list[tuple[str, Card]]:
    shown = [one.record.shown for one in seen]
    return [(room[0], card) for room, card in zip(ROOMS, shown, strict=True) if isinstance(card, Card)]
