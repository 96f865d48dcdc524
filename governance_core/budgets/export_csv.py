"""The books as a table for a spreadsheet (RFC 4180), in which no cell is ever taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from governance_core.budgets.export_model import Entered, Volume
from governance_core.budgets.model import OUTSIDE
from governance_core.cards.plain import visible
from governance_core.kernel.money import number_words
from governance_core.kernel.time import iso, local_date

HEADINGS: Final = (
    "number",
    "date",
    "instant",
    "entry",
    "amount",
    "unit",
    "from_circle",
    "from_part",
    "to_circle",
    "to_part",
    "decision",
    "payee",
    "purpose",
    "by",
    "reference",
    "last_resort",
)
MARK: Final = "\ufeff"
"""At the beginning, so that spreadsheets know it is UTF-8."""
_UNSEEN: Final = r"[\s\u200b-\u200f\u2060\ufeff'\"]*"
_SIGNS: Final = r"[\t\r\n=+\-@|%\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212]"
_FORMULA: Final = re.compile(_UNSEEN + _SIGNS)
"""Signs that begin a formula, also in full width, whatever nobody sees stands before them."""
_OUTSIDE: Final = "outside"
_PRIVATE: Final = "a private circle"


def csv_lines(volume: Volume, entries: Iterable[Entered]) -> Iterator[str]:
    """The headings, then a line an entry."""
    yield MARK + _line(HEADINGS)
    for one in entries:
        yield _line(_cells(volume, one))


def _cells(volume: Volume, entered: Entered) -> Sequence[str]:
    row = entered.row
    sides = (_named(volume, row.from_circle), row.from_part, _named(volume, row.to_circle), row.to_part)
    said = (
        row.because,
        entered.payee,
        row.reason or entered.purpose,
        volume.keys.person(row.by),
        row.reference,
        row.last_resort,
    )
    day = local_date(row.at, volume.zone).isoformat()
    return (
        str(row.number),
        day,
        iso(row.at),
        row.entry,
        number_words(row.minor, row.exponent),
        row.unit,
        *sides,
        *said,
    )


def _named(volume: Volume, circle: str) -> str:
    return _OUTSIDE if circle == OUTSIDE else volume.keys.circles.get(circle, _PRIVATE)


def _line(cells: Iterable[str]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerow([harmless(one) for one in cells])
    return held.getvalue()


def harmless(cell: str) -> str:
    """Words that a spreadsheet shows and never reckons with: an apostrophe stands before what could be a formula."""
    words = visible(cell)
    return f"'{words}" if _FORMULA.match(cell) else words
