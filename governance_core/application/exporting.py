"""The register of one circle as a file, for its secretary and its lead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from governance_core.application.identity import identified
from governance_core.application.reading_copy import (
    INDEX,
    by_circle,
    circle_page,
    copy_of,
    index_page,
    item_page,
    path_of,
    path_of_circle,
)
from governance_core.cards.card import Block, Card, Heading, Note, Paragraph
from governance_core.cards.file import LARGEST, archive, file_name
from governance_core.cards.form import Lookup, Question
from governance_core.cards.text import count
from governance_core.circles.keeping import require_keeper
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.feature import Features
from governance_core.kernel.errors import Unlinked
from governance_core.kernel.ids import Actor, CircleId
from governance_core.kernel.message import Query, ask, message
from governance_core.ports import Reader
from governance_core.searching.model import Found

MOST_ITEMS: Final = 1000
MOST_BYTES: Final = LARGEST // 2
"""Of the pages before they are packed, so that what is handed out is never too large."""
_EXPORTED: Final = Lookup(
    "record circle",
    "The register of a circle is exported by its secretary or its lead, and you are neither in any. "
    "Ask one of them to; /circle show names them.",
)


@message(
    "circle.export",
    "The register of a circle as a file (secretary or lead)",
    path="circle export",
    title="Export the register",
    submit="Export",
    example="/circle export garden",
)
class ExportCircle(Query):
    """Its agreements and proposals with everything that led to them, as pages that need no program of ours."""

    circle: CircleId = ask(Question(_EXPORTED, "Circle", "Whose register is it?"))


def export(query: ExportCircle, by: Actor, reader: Reader, features: Features) -> Card:
    """The card with the file. Raises NotAllowed or Unlinked."""
    circles: Circles = reader.state(CIRCLES)
    person = identified(by, reader).person
    if person is None:
        raise Unlinked(platform=by.via.platform.capitalize() if by.via else "", admins="an admin")
    require_keeper(query.circle, "export the register of", "", circles, person)
    copy = copy_of(query.circle, reader, MOST_ITEMS)
    kept, pages = _kept(copy.items[:MOST_ITEMS], reader, features)
    circle = circles.circles[query.circle]
    shown = replace(copy, items=kept)
    first = {
        INDEX: index_page(shown, reader),
        path_of_circle(circle.id): circle_page(shown, circle, by_circle(shown).get(circle.id, ()), reader),
    }
    file = archive(file_name(circle.handle, "register", ending="zip"), {**first, **pages}.items())
    return replace(_card(circle, len(kept), len(kept) == len(copy.items)), files=(file,))


def _kept(items: Sequence[Found], reader: Reader, features: Features) -> tuple[Sequence[Found], Mapping[str, str]]:
    """The newest items that there is room for, and their pages, which lead to each other only."""
    pages = dict(_pages(items, reader, features))
    if len(pages) == len(items):
        return items, pages
    kept = items[: len(pages)]
    return kept, dict(_pages(kept, reader, features))


def _pages(items: Sequence[Found], reader: Reader, features: Features) -> Iterator[tuple[str, str]]:
    known = frozenset(str(one.id) for one in items)
    room = MOST_BYTES
    for one in items:
        page = item_page(one, known, reader, features)
        room -= len(page.encode("utf-8", "backslashreplace"))
        if room < 0:
            return
        yield path_of(one.id), page


def _card(circle: Circle, number: int, is_whole: bool) -> Card:
    title = f"Register of {circle.name}"
    all_of_it = "Its proposals and agreements" if is_whole else "The newest of its proposals and agreements"
    said = f"{all_of_it}, each with everything that led to it, as pages that any program shows. Begin with {INDEX}."
    blocks: list[Block] = [Heading((title,), count(number, "item")), Paragraph((said,))]
    if not is_whole:
        rest = "Older ones have no room in it. Whoever runs the bot writes all of them with circlet export."
        blocks.append(Paragraph((rest,)))
    if circle.private:
        blocks.append(Note((f"{circle.name} is private: keep the file where only its members can read it.",)))
    return Card("export", tuple(blocks), (f"{title}.",), private=True)
