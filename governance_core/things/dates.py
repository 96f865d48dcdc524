"""What lies ahead of shared things: from when until when they are asked for, booked and lent."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from governance_core.dated import Ahead, Dated
from governance_core.kernel.time import local_date, wall
from governance_core.ports import Reader
from governance_core.things.model import Standing
from governance_core.things.reading import LoanRow, ReadsThings

_STANDINGS: Final = {
    Standing.ASKED: "Asked for",
    Standing.PROPOSED: "Asked for",
    Standing.BOOKED: "Booked",
    Standing.OUT: "Lent",
}
_OWN: Final = {Standing.OUT: "Borrowed"}


def dates(ahead: Ahead, reader: Reader) -> Sequence[Dated]:
    """The loans of a circle's things; of somebody their own, whichever circle keeps the thing."""
    return [_dated(row, own=ahead.person is not None) for row in _rows(ahead, reader.half(ReadsThings))]


def _rows(ahead: Ahead, half: ReadsThings) -> Iterable[LoanRow]:
    if ahead.person is not None:
        return half.loans_of(ahead.person)
    return [row for standing in _STANDINGS for row in half.loans_in(ahead.circles, standing)]


def _dated(row: LoanRow, own: bool) -> Dated:
    standing = Standing(row.standing)
    what = (own and _OWN.get(standing)) or _STANDINGS[standing]
    name = row.name if row.quantity == 1 else f"{row.quantity} × {row.name}"
    tentative = standing in (Standing.ASKED, Standing.PROPOSED)
    days = _is_midnight(row.start, row.zone) and _is_midnight(row.until, row.zone)
    start, until = (local_date(at, row.zone) if days else at for at in (row.start, row.until))
    return Dated(row.id, f"loan-{row.loan}", row.circle, what, name, start, until, tentative)


def _is_midnight(at: datetime, zone: str) -> bool:
    there = wall(at, zone)
    return (there.hour, there.minute, there.second) == (0, 0, 0)
