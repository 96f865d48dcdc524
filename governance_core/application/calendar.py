"""What lies ahead as a file for a calendar program: of a circle, for all who may see it, and of oneself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any, Final

from governance_core.cards.calendar_text import MEDIA, Entered, calendar_text
from governance_core.cards.card import Block, Card, Heading, Note, Paragraph
from governance_core.cards.file import File, file_name, text_file
from governance_core.cards.form import Lookup, Question
from governance_core.cards.plain import one_line
from governance_core.cards.text import count
from governance_core.circles.model import CIRCLES, Circles
from governance_core.dated import MOST, Ahead, Dated
from governance_core.feature import Feature
from governance_core.feeds.cards import following, of_circles
from governance_core.feeds.model import FEEDS, Feeds, digest_of
from governance_core.feeds.rules import follows
from governance_core.kernel.errors import Unlinked
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Query, ask, message
from governance_core.kernel.time import local_date
from governance_core.people.model import PEOPLE
from governance_core.ports import Reader

AS_FAR_AS: Final = timedelta(days=2 * 366)
_LONGEST_TITLE: Final = 120
_AS_IT_IS: Final = (
    "It says how things stand now. Import a newer one whenever you like: what moved moves, nothing comes twice."
)


@message(
    "circle.calendar",
    "What lies ahead in a circle, as a file for your calendar",
    path="circle calendar",
    title="Calendar of a circle",
    submit="Get the file",
    example="/circle calendar circle:garden",
)
class CircleCalendar(Query):
    """Rounds that close, agreements that are reviewed or end, terms of roles, check-ins, loans and actions."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle"))


@message(
    "me.calendar",
    "What lies ahead for you, as a file for your calendar",
    path="me calendar",
    example="/me calendar",
)
class MyCalendar(Query):
    """The same of all circles that the viewer sits in, and their own loans and actions."""


def circle_calendar(
    query: CircleCalendar, by: Actor, reader: Reader, features: Sequence[Feature[Any, Any]], base: str
) -> Card:
    """The card with the file of a circle that the viewer may see; `base` is where calendars are served, if anywhere."""
    circle = reader.state(CIRCLES).circles[query.circle]
    card = _card(f"Calendar of {circle.name}", of_circle(circle.id, by.person, reader, features))
    note = Note((f"{circle.name} is private: keep the file where only its members can read it.",))
    more = _followed(by.person, circle.id, base, reader) if by.person else ()
    return replace(card, blocks=(*card.blocks, *((note,) if circle.private and card.files else ()), *more))


def my_calendar(query: MyCalendar, by: Actor, reader: Reader, features: Sequence[Feature[Any, Any]], base: str) -> Card:
    """The card with the viewer's own file, as above. Raises Unlinked."""
    if by.person is None:
        raise Unlinked(platform=by.via.platform.capitalize() if by.via else "", admins="an admin")
    card = _card("Your calendar", of_person(by.person, reader, features))
    state: Feeds = reader.state(FEEDS)
    others = of_circles(state.all_of(by.person), reader.state(CIRCLES))
    return replace(card, blocks=(*card.blocks, *_followed(by.person, None, base, reader), *others))


def _followed(person: PersonId, circle: CircleId | None, base: str, reader: Reader) -> tuple[Block, ...]:
    state: Feeds = reader.state(FEEDS)
    digest = state.of(person, circle)
    return following(state.addresses[digest] if digest else None, circle, base, reader.state(CIRCLES))


def followed(token: str, reader: Reader, features: Sequence[Feature[Any, Any]]) -> File | None:
    """The calendar that stands at a secret address, as it is now; None where there is none (any more)."""
    state: Feeds = reader.state(FEEDS)
    wanted = digest_of(token)
    found = [one for digest, one in state.addresses.items() if compare_digest(digest, wanted)]
    if not found or not follows(found[0], reader.state(CIRCLES), reader.state(PEOPLE)):
        return None
    one = found[0]
    made = (
        of_circle(one.circle, one.person, reader, features) if one.circle else of_person(one.person, reader, features)
    )
    return made.file


@dataclass(frozen=True, slots=True)
class Calendar:
    """The file, how many dates stand in it, and how many there were."""

    file: File
    kept: int
    found: int


def of_circle(
    circle: CircleId, person: PersonId | None, reader: Reader, features: Sequence[Feature[Any, Any]]
) -> Calendar:
    """What lies ahead in a circle, as somebody may see it."""
    here = reader.state(CIRCLES).circles[circle]
    found = _gathered(Ahead((circle,), reader.now, reader.now + AS_FAR_AS), features, reader)
    return _calendar(here.name, here.handle, found, person, reader)


def of_person(person: PersonId, reader: Reader, features: Sequence[Feature[Any, Any]]) -> Calendar:
    """What lies ahead for somebody, in the circles they sit in and elsewhere."""
    circles: Circles = reader.state(CIRCLES)
    seated = tuple(one.id for one in circles.alive() if circles.sits_in(person, one.id))
    found = _gathered(Ahead(seated, reader.now, reader.now + AS_FAR_AS, person), features, reader)
    return _calendar(circles.organisation.name or "Circlet", "my", found, person, reader)


def _gathered(ahead: Ahead, features: Iterable[Feature[Any, Any]], reader: Reader) -> Sequence[Dated]:
    """What all features say, the next first, without what is over."""
    circles: Circles = reader.state(CIRCLES)

    def is_ahead(one: Dated) -> bool:
        return not one.is_over(ahead.now, local_date(ahead.now, circles.zone_of(one.circle)))

    told = (one for feature in features for one in feature.dates(ahead, reader))
    return sorted(filter(is_ahead, told), key=lambda one: (one.start.isoformat(), one.item, one.kind))


def _calendar(name: str, handle: str, found: Sequence[Dated], person: PersonId | None, reader: Reader) -> Calendar:
    kept = found[:MOST]
    changed = _Changes(reader)
    words = calendar_text(name, (_entered(one, person, changed, reader) for one in kept))
    return Calendar(text_file(file_name(handle, "calendar", ending="ics"), MEDIA, words), len(kept), len(found))


def _card(title: str, made: Calendar) -> Card:
    if not made.found:
        nothing = "Nothing lies ahead: no round is open, and no review, term, check-in, loan or action has a day."
        return Card("calendar", (Heading((title,)), Paragraph((nothing,))), (f"{title}.",), private=True)
    blocks: tuple[Block, ...] = (Heading((title,), count(made.kept, "date")), Paragraph((_said(made),)))
    return Card("calendar", (*blocks, Note((_AS_IT_IS,))), (f"{title}.",), private=True, files=(made.file,))


def _said(made: Calendar) -> str:
    first = "" if made.kept == made.found else f"These are the first {made.kept} of {made.found} dates. "
    return f"{first}Open the file with your calendar program, or import it there."


class _Changes:
    """How often an item changed, and when last: with it the circles, whose zones and holidays move its dates."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[StreamId, tuple[int, datetime]] = {}
        self._circles = self._of(CIRCLES)

    def of(self, item: StreamId) -> tuple[int, datetime]:
        """The number, which only grows, and the instant (UTC)."""
        if item not in self._known:
            (count, at), (more, later) = self._of(item), self._circles
            self._known[item] = count + more, max(at, later)
        return self._known[item]

    def _of(self, stream: StreamId) -> tuple[int, datetime]:
        version = self._reader.version(stream)
        last = self._reader.recorded(stream, version, version) if version else ()
        return version, last[0].at if last else self._reader.now


def _entered(one: Dated, person: PersonId | None, changed: _Changes, reader: Reader) -> Entered:
    """A circle that the viewer may not know of is not named, though something in it is theirs."""
    circles: Circles = reader.state(CIRCLES)
    title = one_line(one.title, _LONGEST_TITLE)
    where = f"{circles.circles[one.circle].name}\n" if circles.may_see(person, one.circle) else ""
    changes, changed_at = changed.of(one.item)
    return Entered(
        uid=f"{one.item}.{one.kind}@{reader.org}.circlet",
        changes=changes,
        changed_at=changed_at,
        start=one.start,
        end=one.end,
        title=f"{one.what}: {title}" + ("" if one.shown_by else f" ({one.item})"),
        words=f"{where}{one.shown_by or f'/show {one.item}'} shows how it stands.",
        sort=one.kind.partition("-")[0],
        tentative=one.tentative,
    )
