"""What lies ahead as a file for a calendar program: of a circle, for all who may see it, and of oneself."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from governance_core.cards.calendar_text import MEDIA, Entered, calendar_text
from governance_core.cards.card import Block, Card, Heading, Note, Paragraph
from governance_core.cards.file import file_name, text_file
from governance_core.cards.form import Lookup, Question
from governance_core.cards.plain import one_line
from governance_core.cards.text import count
from governance_core.circles.model import CIRCLES, Circles
from governance_core.dated import MOST, Ahead, Dated
from governance_core.feature import Feature
from governance_core.kernel.errors import Unlinked
from governance_core.kernel.ids import Actor, CircleId
from governance_core.kernel.message import Query, ask, message
from governance_core.kernel.time import local_date
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
    """Rounds that close, agreements that are reviewed or end, check-ins, loans and actions."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle"))


@message(
    "me.calendar",
    "What lies ahead for you, as a file for your calendar",
    path="me calendar",
    example="/me calendar",
)
class MyCalendar(Query):
    """The same of all circles that the viewer sits in, and their own loans and actions."""


def circle_calendar(query: CircleCalendar, by: Actor, reader: Reader, features: Sequence[Feature[Any, Any]]) -> Card:
    """The card with the file of a circle that the viewer may see."""
    circle = reader.state(CIRCLES).circles[query.circle]
    found = _gathered(Ahead((circle.id,), reader.now, reader.now + AS_FAR_AS), features, reader)
    card = _card(f"Calendar of {circle.name}", circle.name, circle.handle, found, by, reader)
    if not circle.private:
        return card
    note = Note((f"{circle.name} is private: keep the file where only its members can read it.",))
    return replace(card, blocks=(*card.blocks, note))


def my_calendar(query: MyCalendar, by: Actor, reader: Reader, features: Sequence[Feature[Any, Any]]) -> Card:
    """The card with the viewer's own file. Raises Unlinked."""
    if by.person is None:
        raise Unlinked(platform=by.via.platform.capitalize() if by.via else "", admins="an admin")
    circles: Circles = reader.state(CIRCLES)
    seated = tuple(one.id for one in circles.alive() if circles.sits_in(by.person, one.id))
    found = _gathered(Ahead(seated, reader.now, reader.now + AS_FAR_AS, by.person), features, reader)
    return _card("Your calendar", circles.organisation.name or "Circlet", "my", found, by, reader)


def _gathered(ahead: Ahead, features: Iterable[Feature[Any, Any]], reader: Reader) -> Sequence[Dated]:
    """What all features say, the next first, without what is over."""
    circles: Circles = reader.state(CIRCLES)

    def is_ahead(one: Dated) -> bool:
        return not one.is_over(ahead.now, local_date(ahead.now, circles.zone_of(one.circle)))

    told = (one for feature in features for one in feature.dates(ahead, reader))
    return sorted(filter(is_ahead, told), key=lambda one: (one.start.isoformat(), one.item, one.kind))


def _card(title: str, name: str, handle: str, found: Sequence[Dated], by: Actor, reader: Reader) -> Card:
    if not found:
        nothing = "Nothing lies ahead: no round is open, and no review, check-in, loan or action has a day."
        return Card("calendar", (Heading((title,)), Paragraph((nothing,))), (f"{title}.",), private=True)
    kept, made_at = found[:MOST], reader.now
    words = calendar_text(name, made_at, (_entered(one, by, reader) for one in kept))
    file = text_file(file_name(handle, "calendar", ending="ics"), MEDIA, words)
    blocks: tuple[Block, ...] = (Heading((title,), count(len(kept), "date")), Paragraph((_said(kept, found),)))
    return Card("calendar", (*blocks, Note((_AS_IT_IS,))), (f"{title}.",), private=True, files=(file,))


def _said(kept: Sequence[Dated], found: Sequence[Dated]) -> str:
    first = "" if len(kept) == len(found) else f"These are the first {len(kept)} of {len(found)} dates. "
    return f"{first}Open the file with your calendar program, or import it there."


def _entered(one: Dated, by: Actor, reader: Reader) -> Entered:
    """A circle that the viewer may not know of is not named, though something in it is theirs."""
    circles: Circles = reader.state(CIRCLES)
    title = one_line(one.title, _LONGEST_TITLE)
    where = f"{circles.circles[one.circle].name}\n" if circles.may_see(by.person, one.circle) else ""
    return Entered(
        uid=f"{one.item}.{one.kind}@{reader.org}.circlet",
        changes=reader.version(one.item),
        start=one.start,
        end=one.end,
        title=f"{one.what}: {title} ({one.item})",
        words=f"{where}/show {one.item} shows how it stands.",
        sort=one.kind.partition("-")[0],
        tentative=one.tentative,
    )
