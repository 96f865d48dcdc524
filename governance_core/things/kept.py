"""What those who keep things look up: what waits for them, what is out and overdue, what is booked next."""

from collections.abc import Sequence
from typing import Final

from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Heading, Listing, Press
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import Actor, CircleId, PersonId
from governance_core.people.model import PEOPLE
from governance_core.ports import Reader
from governance_core.things import cards
from governance_core.things.keeping import asked_first, keepers
from governance_core.things.messages import ListKept
from governance_core.things.model import Standing
from governance_core.things.reading import LoanRow, ReadsThings
from governance_core.things.turning import BEFORE_THE_END

MOST: Final = 15
_NOBODY = (
    "You keep no things. Whoever leads a circle names a keeper with /circle propose-role; the lead keeps them else."
)


def kept(query: ListKept, by: Actor, reader: Reader) -> Card:
    """Of one circle or of all whose things the viewer keeps."""
    whose = [one for one in kept_by(by.person, reader) if query.circle in (None, one)] if by.person else []
    title = "What you keep"
    if not whose:
        return Card("things", (Heading((title,)), Listing((), empty=_NOBODY)), (f"{title}.",), private=True)
    half = reader.half(ReadsThings)
    out = half.loans_in(whose, Standing.OUT)
    late = [row for row in out if row.until <= reader.now]
    parts = (
        ("Waits for an answer", _loans(answers(by.person, whose, reader), reader)),
        ("Overdue", _loans(sorted(late, key=lambda row: row.until), reader)),
        ("Lent", _loans(sorted((row for row in out if row not in late), key=lambda row: row.until), reader)),
        ("Booked next", _loans(sorted(half.loans_in(whose, Standing.BOOKED), key=lambda row: row.start), reader)),
        ("Out of use", _broken(whose, reader)),
    )
    blocks: list[Block] = [Heading((title,))]
    blocks += [Listing(tuple(lines[:MOST]), name, more=max(len(lines) - MOST, 0)) for name, lines in parts if lines]
    if len(blocks) == 1:
        blocks.append(Listing((), empty="Nothing is lent, booked or asked for."))
    rest = Buttons((Button("Shared things", Press(query.circle or "", 0, "things")),))
    return Card("things", (*blocks, rest), (f"{title}.",), private=True)


def _loans(rows: Sequence[LoanRow], reader: Reader) -> list[Entry]:
    return [cards.loan_entry(row, reader.now) for row in rows]


def _broken(whose: Sequence[CircleId], reader: Reader) -> list[Entry]:
    circles: Circles = reader.state(CIRCLES)
    return [cards.thing_entry(row, circles.circles[row.circle]) for row in reader.half(ReadsThings).broken_in(whose)]


def kept_by(person: PersonId | None, reader: Reader) -> list[CircleId]:
    """The circles whose things somebody keeps."""
    circles, everybody = reader.state(CIRCLES), reader.state(PEOPLE)
    return [one.id for one in circles.alive() if person in keepers(one.id, circles, everybody)]


def answers(person: PersonId | None, whose: Sequence[CircleId], reader: Reader) -> list[LoanRow]:
    """The requests, and wishes to keep something for longer, that wait for somebody who keeps things of circles."""
    half = reader.half(ReadsThings)
    asked = (*half.loans_in(whose, Standing.ASKED), *half.longer_asked(whose))
    return [row for row in asked if person in _decide(row, reader)]


def _decide(row: LoanRow, reader: Reader) -> tuple[PersonId, ...]:
    return asked_first(row.circle, reader.state(CIRCLES), reader.state(PEOPLE), row.borrower)


def due(person: PersonId, reader: Reader) -> list[Entry]:
    """What somebody has and should bring back, from a day before its end on."""
    rows = [row for row in reader.half(ReadsThings).loans_of(person) if row.standing == Standing.OUT]
    soon = [row for row in rows if BEFORE_THE_END.before(row.until, row.zone) <= reader.now]
    return [cards.loan_entry(row, reader.now, since=row.until) for row in sorted(soon, key=lambda row: row.until)]
