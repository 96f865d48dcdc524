"""What to look at next: reviews due or overdue, agreements that end soon, what waits for whom; and who said what."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from governance_core.answered import Answer, Answered
from governance_core.cards.card import Button, Card, Entry, Press
from governance_core.cards.plain import labelled
from governance_core.cards.text import Text, When, text
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import Actor, PersonId
from governance_core.logbook import cards
from governance_core.logbook.messages import DueAgreements
from governance_core.logbook.model import Agreement
from governance_core.logbook.reading import AgreementRow, ReadsLogbook
from governance_core.ports import Reader
from governance_core.reports import NEED, Line, Part, Report, Sum, Window

AHEAD: Final = timedelta(days=30)
MOST_LISTED: Final = 50
TOLD_AHEAD: Final = timedelta(days=14)
MOST_TOLD: Final = 6
_SAID: Final = {
    "keep": "keep it",
    "change": "change it",
    "drop": "drop it",
    "object": "objection to the agreement",
    "withdrawn": "objection withdrawn",
}


def due(query: DueAgreements, by: Actor, reader: Reader) -> Card:
    """Overdue reviews first, then by date: reviews that are going on or near, and ends that are."""
    circles: Circles = reader.state(CIRCLES)
    wanted = [one.id for one in circles.visible(by.person) if query.circle in (None, one.id)]
    found = reader.half(ReadsLogbook).due(wanted, reader.now + AHEAD, MOST_LISTED + 1)
    rows = found[:MOST_LISTED]
    title = f"What is due in {circles.circles[query.circle].name}" if query.circle else "What is due"
    entries = tuple(_entry(row, circles.circles[row.circle].name, reader) for row in rows)
    empty = f"Nothing is due in the next {AHEAD.days} days."
    more = _more(circles, query) if len(found) > MOST_LISTED else ""
    return cards.list_card(entries, title, empty, note=more)


def _more(circles: Circles, query: DueAgreements) -> str:
    """What is said where the list is cut: what is left out is due later than all of it."""
    first = f"These are the first {MOST_LISTED}; more are due after them."
    return first if query.circle else f"{first} /decisions due circle:… lists those of one circle."


def _entry(row: AgreementRow, circle: str, reader: Reader) -> Entry:
    ends = row.expires_at is not None and row.expires_at <= reader.now + AHEAD
    ending = text(" · ends by itself on ", When(row.expires_at, "date")) if row.expires_at and ends else ()
    line = text(f"{row.id} · {labelled(row.title, row.practice)} · {circle} · ", review_words(row), ending)
    return Entry(line, row.id, Button("Open", Press(row.id, row.version, "decision")))


def review_words(row: AgreementRow) -> Text:
    """How it stands with the review of an agreement, in a list."""
    match row.state:
        case "overdue":
            return text("review overdue since ", When(row.review_at, "date"))
        case "in review":
            return text("under review until ", When(row.review_at, "date"))
        case "in force":
            return text("review ", When(row.review_at, "date"))
        case ended:
            return text(ended)


def waiting(person: PersonId, reader: Reader) -> Sequence[Entry]:
    """Reviews in which the person has not said yet whether the agreement is kept."""
    circles: Circles = reader.state(CIRCLES)
    half = reader.half(ReadsLogbook)
    found: list[Entry] = []
    for stream in half.in_review([one.id for one in circles.visible(person)]):
        state: Agreement = reader.state(stream)
        review = state.review
        if review is None or person not in review.electors or person in review.answers:
            continue
        named = f"{stream} · {labelled(state.title, state.practice)} · {circles.circles[state.circle].name} · "
        late = "review overdue since " if review.overdue else "keep, change or drop? until "
        line = text(named, late, When(review.due, "date"))
        found.append(Entry(line, stream, Button("Open", Press(stream, state.version, "decision"))))
    return found


def reports(window: Window, reader: Reader) -> tuple[Report, ...]:
    """For a circle's digest: reviews that are overdue, and what is looked at or ends within two weeks."""
    found = reader.half(ReadsLogbook).due([window.circle], window.until + TOLD_AHEAD, MOST_TOLD + 1)
    rows = [row for row in found if not row.practice][:MOST_TOLD]
    late = tuple(_told(row) for row in rows if row.state == "overdue")
    near = tuple(_told(row) for row in rows if row.state != "overdue")
    sums = (Sum(NEED, len(late)),) if late else ()
    parts = (Report(Part.NEEDS, late, sums=sums), Report(Part.COMING, near, news=False))
    return tuple(one for one in parts if one.lines)


def _told(row: AgreementRow) -> Line:
    ends = row.expires_at is not None and row.expires_at <= row.review_at
    what = text("ends by itself on ", When(row.expires_at, "date")) if row.expires_at and ends else review_words(row)
    label = "Open" if row.state == "in force" else "Review"
    return Line(row.id, what, row.title, Button(label, Press(row.id, row.version, "decision")))


def answered(person: PersonId, most: int, before: Answered | None, reader: Reader) -> Sequence[Answer]:
    """What somebody said in reviews, in words."""
    found = reader.half(ReadsLogbook).answers_of(person, most, before)
    return [replace(one, said=f"review: {_SAID.get(one.said, one.said)}") for one in found]
