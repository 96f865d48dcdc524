"""Reading shared things and their loans from the register's rows."""

from collections.abc import Sequence
from typing import Any

from adapters.sql.dialect import instant
from adapters.sql.register import Reading
from adapters.sql.register.proposal_reading import marks
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.things.reading import LoanRow, ThingRow

_THING = (
    "SELECT thing, circle, name, kind, quantity, lending, (SELECT COALESCE(SUM(l.quantity), 0) FROM thing_loans l"
    " WHERE l.org = t.org AND l.thing = t.thing AND l.standing = 'lent'), broken FROM shared_things t"
)
_LOAN = (
    "SELECT l.thing, l.loan, t.circle, t.name, l.borrower, l.quantity, l.start, l.until, l.standing, l.zone,"
    " l.at, l.wants"
    " FROM thing_loans l JOIN shared_things t ON t.org = l.org AND t.thing = l.thing"
)


class ThingsInRegister:
    """`ReadsThings` on the register's rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def listed_things(self, circles: Sequence[CircleId]) -> Sequence[ThingRow]:
        """By name."""
        where = f"t.org = ? AND t.circle IN ({marks(circles)}) AND NOT t.retired"
        rows = self._reading.rows(
            f"{_THING} WHERE {where} ORDER BY LOWER(t.name), t.number", (self._reading.org, *circles)
        )
        return [_thing(row) for row in rows]

    def things_in(self, circle: CircleId) -> Sequence[StreamId]:
        """By the circle's index."""
        statement = "SELECT thing FROM shared_things WHERE org = ? AND circle = ? AND NOT retired ORDER BY number"
        return [StreamId(row[0]) for row in self._reading.rows(statement, (self._reading.org, circle))]

    def loans_of(self, person: PersonId) -> Sequence[LoanRow]:
        """By the borrower's index."""
        where = "l.org = ? AND l.borrower = ? AND l.standing IN ('asked', 'proposed', 'booked', 'lent')"
        rows = self._reading.rows(
            f"{_LOAN} WHERE {where} ORDER BY l.start, l.thing, l.loan", (self._reading.org, person)
        )
        return [_loan(row) for row in rows]

    def loans_in(self, circles: Sequence[CircleId], standing: str) -> Sequence[LoanRow]:
        """By the index of how they stand."""
        where = f"l.org = ? AND l.standing = ? AND t.circle IN ({marks(circles)})"
        statement = f"{_LOAN} WHERE {where} ORDER BY l.at, l.thing, l.loan"
        return [_loan(row) for row in self._reading.rows(statement, (self._reading.org, standing, *circles))]

    def longer_asked(self, circles: Sequence[CircleId]) -> Sequence[LoanRow]:
        """By the index of what is asked."""
        where = f"l.org = ? AND l.wants IS NOT NULL AND t.circle IN ({marks(circles)})"
        statement = f"{_LOAN} WHERE {where} ORDER BY l.thing, l.loan"
        return [_loan(row) for row in self._reading.rows(statement, (self._reading.org, *circles))]

    def broken_in(self, circles: Sequence[CircleId]) -> Sequence[ThingRow]:
        """In the order of their ids."""
        where = f"t.org = ? AND t.circle IN ({marks(circles)}) AND NOT t.retired AND t.broken > 0"
        rows = self._reading.rows(f"{_THING} WHERE {where} ORDER BY t.number", (self._reading.org, *circles))
        return [_thing(row) for row in rows]


def _thing(row: Sequence[Any]) -> ThingRow:
    thing, circle, name, kind, quantity, lending, out, broken = row
    return ThingRow(StreamId(thing), CircleId(circle), name, kind, quantity, lending, out, broken)


def _loan(row: Sequence[Any]) -> LoanRow:
    thing, loan, circle, name, borrower, quantity, start, until, standing, zone, at, wants = row
    return LoanRow(
        StreamId(thing), loan, CircleId(circle), name, PersonId(borrower), quantity, instant(start), instant(until),
        standing, zone, instant(at), instant(wants) if wants else None,
    )  # fmt: skip
