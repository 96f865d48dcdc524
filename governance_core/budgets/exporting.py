"""Writing the books out: which accounts and entries, from when to when, in whose sight, and in which form."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from governance_core.budgets.export_beancount import beancount_lines
from governance_core.budgets.export_csv import csv_lines
from governance_core.budgets.export_hledger import hledger_lines
from governance_core.budgets.export_model import HIDDEN, OPENING, Entered, Keys, Place, ReadsEntries, Sum, Volume, Which
from governance_core.budgets.model import BOOKS, OUTSIDE, PARTS, Account, Books
from governance_core.budgets.statement_model import ReadsStatements
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.kernel.ids import CircleId
from governance_core.kernel.money import Unit
from governance_core.kernel.periods import Period
from governance_core.kernel.time import local_date
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader

Lines = Callable[[Volume, Iterable[Entered]], Iterator[str]]
AT_ONCE: Final = 500
"""Entries read at once, so that long books need not be kept in memory."""
_PLAIN: Final = re.compile(r"[^a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Form:
    """A form the books can be written in."""

    lines: Lines
    media: str
    ending: str
    said: str


FORMS: Final[Mapping[str, Form]] = {
    "csv": Form(csv_lines, "text/csv", "csv", "A table for a spreadsheet (CSV)"),
    "hledger": Form(hledger_lines, "text/plain", "journal", "A journal for hledger"),
    "beancount": Form(beancount_lines, "text/plain", "beancount", "A ledger for beancount"),
}


def volume_of(
    title: str, wanted: Sequence[Circle], named: Sequence[Circle], within: Period, zone: str, reader: Reader
) -> Volume:
    """What stands around the entries of the circles `wanted`; only those `named` are called by their names."""
    books: Books = reader.state(BOOKS)
    keys = _keys(named, reader)
    last = min(within.until or reader.now, reader.now)
    return Volume(
        title=title,
        zone=zone,
        units=_units(books),
        accounts=_accounts(books, keys, named),
        opening=tuple(_sums(wanted, within, keys, reader, begin=True)) if within.since else (),
        closing=tuple(_sums(wanted, within, keys, reader, begin=False)),
        begins=local_date(within.since or _first(wanted, books, reader) or reader.now, zone),
        ends=local_date(last - timedelta(seconds=1) if last is within.until else last, zone),
        keys=keys,
    )


def which(wanted: Sequence[Circle] | None, within: Period, reader: Reader) -> Which:
    """The entries of these circles, or all, up to the newest there is now."""
    books: Books = reader.state(BOOKS)
    circles = None if wanted is None else tuple(one.id for one in wanted)
    return Which(circles, within.since, within.until, books.last)


def entries(of: Which, reader: Reader) -> Iterator[Entered]:
    """All of them, from one reader."""
    half, after = reader.half(ReadsEntries), 0
    while found := half.entered(of, after, AT_ONCE):
        yield from found
        after = found[-1].row.number


def _keys(named: Sequence[Circle], reader: Reader) -> Keys:
    everybody: People = reader.state(PEOPLE)
    circles: dict[str, str] = {}
    for one in named:
        plain = _PLAIN.sub("-", one.handle.casefold()).strip("-") or "circle"
        circles[one.id] = plain if plain not in circles.values() else f"{plain}-{len(circles)}"
    return Keys(circles, {person: everybody.handle(person) for person in everybody.persons})


def _units(books: Books) -> Sequence[Unit]:
    return tuple(Unit(code, exponent) for code, exponent in books.units.items())


def _accounts(books: Books, keys: Keys, named: Sequence[Circle]) -> Mapping[Place, str]:
    """Every account that was ever used, and the one that stands for what was before."""
    names = {str(one.id): one.name for one in named}
    found: dict[Place, str] = {OPENING: "What was there before"}
    for account, _ in books.accounts():
        place = keys.place(account.circle, account.part)
        known = "Outside" if account.circle == OUTSIDE else names.get(account.circle, "Private circles")
        found[place] = known if place in (HIDDEN,) or account.circle == OUTSIDE else f"{known}, {account.part}"
    return found


def _first(wanted: Sequence[Circle], books: Books, reader: Reader) -> datetime | None:
    half = reader.half(ReadsStatements)
    found = (half.first_at(one.id, unit.unit.code) for one in wanted for unit in books.envelopes(one.id))
    return min((at for at in found if at is not None), default=None)


def _sums(wanted: Sequence[Circle], within: Period, keys: Keys, reader: Reader, begin: bool) -> Iterator[Sum]:
    """What the envelopes held before the period, or at its end; the register says, not the entries that are written."""
    books: Books = reader.state(BOOKS)
    half = reader.half(ReadsStatements)
    for circle in wanted:
        for unit in (one.unit for one in books.envelopes(circle.id)):
            held = half.held_before(circle.id, unit.code, within.since if begin else within.until)
            for part in PARTS:
                if Account(circle.id, part, unit.code).key in books.balances:
                    yield Sum(keys.place(circle.id, part), unit, getattr(held, part))


def all_circles(reader: Reader, private: bool) -> Sequence[Circle]:
    """Every circle there ever was; private ones only where they are wanted."""
    circles: Circles = reader.state(CIRCLES)
    return tuple(one for one in circles.circles.values() if private or not one.private)


def named_for(circle: CircleId, circles: Circles, seen: Sequence[Circle]) -> Sequence[Circle]:
    """The circles somebody may know of, with the one whose books these are; closed ones too."""
    known = {one.id for one in seen} | {circle}
    return tuple(one for one in circles.circles.values() if one.id in known or (one.closed and not one.private))
