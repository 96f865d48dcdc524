"""Where it is shown: which cards a change makes dirty and who hears of it, as rows for the outbox."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from governance_core.application.whereabouts import whereabouts
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Discussion, Feature, Home, Notice, Spot
from governance_core.kernel.ids import Actor, CircleId, StreamId
from governance_core.kernel.message import Event
from governance_core.outgoing import Aside, Posting
from governance_core.people.model import CONSOLE
from governance_core.ports import Reader


def postings_of(
    stream: StreamId,
    feature: Feature[Any, Any],
    before: Any,
    after: Any,
    first: int,
    events: list[tuple[Event, Actor]],
    reader: Reader,
    spoken: Collection[str],
) -> tuple[Posting, ...]:
    """The cards to redraw and the things to say once, after these events (from version `first`) of a stream.

    `spoken` are the platforms on which the program reaches people; none named means all.
    """
    found: list[Posting] = []
    boards = feature.boards(after)
    circles: Circles | None = reader.state(CIRCLES) if boards else None
    if circles is not None:
        shown = dict.fromkeys((*boards, *feature.boards(before)))
        found.extend(card_postings(stream, shown, circles))
    for version, (event, _) in enumerate(events, first):
        for number, notice in enumerate(feature.notices(event, after)):
            found.extend(_say(stream, version, number, notice, reader, spoken))
        found.extend(feature.calls(event, reader))
    return tuple(found)


def cards_of(items: Iterable[tuple[StreamId, CircleId]], reader: Reader) -> tuple[Posting, ...]:
    """The cards of items to redraw, each in the homes of a circle; each once."""
    circles: Circles = reader.state(CIRCLES)
    found = (posting for stream, circle in items for posting in card_postings(stream, [circle], circles))
    return tuple(dict.fromkeys(found))


def card_postings(stream: StreamId, shown: Iterable[CircleId | Spot], circles: Circles) -> Iterator[Posting]:
    """One dirty card for each home of the circles, and each place outside them, that it is shown in."""
    for board in shown:
        for platform, place in circles.places(board):
            yield Posting(platform, place, f"card:{stream}", "card", stream)


def _say(
    stream: StreamId, version: int, number: int, notice: Notice, reader: Reader, spoken: Collection[str]
) -> Iterator[Posting]:
    key = f"say:{stream}:{notice.topic or f'{version}:{number}'}"
    if isinstance(notice.to, Home | Discussion):
        circles: Circles = reader.state(CIRCLES)
        found = circles.circles.get(notice.to.circle)
        heard = ((one, place) for one, place in (found.homes if found else {}).items() if _is_said_on(one, spoken))
        for platform, place in heard:
            aside = _aside(notice.to)
            yield Posting(
                platform, place, key, "say", stream, version, notice.note, discussion=aside, again=notice.again
            )
        return
    there = whereabouts(notice.to, notice.platform, reader, spoken)
    if there is not None:
        yield Posting(*there, key, "say", stream, version, notice.note, personal=True, again=notice.again)


def _is_said_on(platform: str, spoken: Collection[str]) -> bool:
    """Whether anybody says it there: news that wait for a platform to be connected would be old by then."""
    return not spoken or platform in spoken or platform == CONSOLE


def _aside(to: Home | Discussion) -> Aside:
    if isinstance(to, Home):
        return ""
    if to.in_any_thread:
        return "in_any_thread"
    return "else_home" if to.else_home else "else_nowhere"
