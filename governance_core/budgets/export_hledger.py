"""The books as a journal of hledger, which itself checks that they balance and end where they should."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from governance_core.budgets.export_model import Entered, Place, Volume, opening_postings, postings
from governance_core.cards.plain import one_line
from governance_core.kernel.money import Unit, number_words
from governance_core.kernel.time import iso, local_date

_SYMBOL: Final = re.compile(r"[A-Za-z]+")
_SIGNS: Final = str.maketrans({";": ",", "|": "/"})
"""What means something in a description, which knows no way to quote it."""
_SPELLED: Final = str.maketrans({"%": "%25", ",": "%2C"})
_LONGEST: Final = 200


def hledger_lines(volume: Volume, entries: Iterable[Entered]) -> Iterator[str]:
    """What there is, what was there before, every entry, and what must be there at the end."""
    yield f"; {_plain(volume.title)}. Read it with: hledger -f FILE balance\ndecimal-mark .\n"
    yield from (f"commodity {_style(unit)}\n" for unit in volume.units)
    yield from (f"account {_name(place)}  ; {_plain(said)}\n" for place, said in volume.accounts.items())
    yield from _opening(volume)
    for one in entries:
        yield _transaction(volume, one)
    yield from _closing(volume)


def _transaction(volume: Volume, entered: Entered) -> str:
    row = entered.row
    unit = Unit(row.unit, row.exponent)
    said = " | ".join(_plain(one) for one in (entered.payee or row.entry, row.reason or entered.purpose) if one)
    tags = {
        "entry": row.entry,
        "decision": row.because,
        "by": volume.keys.person(row.by),
        "instant": iso(row.at),
        "reference": row.reference,
        "last_resort": row.last_resort,
    }
    comment = ", ".join(f"{name}:{_tag(value)}" for name, value in tags.items() if value)
    lines = [f"\n{local_date(row.at, volume.zone).isoformat()} * ({row.number}) {said}", f"    ; {comment}"]
    lines += [_posting(place, minor, unit) for place, minor in postings(volume, entered)]
    return "\n".join(lines) + "\n"


def _opening(volume: Volume) -> Iterator[str]:
    sides = [_posting(place, minor, unit) for place, unit, minor in opening_postings(volume)]
    if sides:
        yield "\n".join([f"\n{volume.begins.isoformat()} * opening", *sides]) + "\n"


def _closing(volume: Volume) -> Iterator[str]:
    """Nothing moves; hledger refuses the file where an account does not hold what it should."""
    sides = [f"{_posting(one.place, 0, one.unit)} = {_amount(one.minor, one.unit)}" for one in volume.closing]
    if sides:
        yield "\n".join([f"\n{volume.ends.isoformat()} * closing", *sides]) + "\n"


def _posting(place: Place, minor: int, unit: Unit) -> str:
    return f"    {_name(place)}  {_amount(minor, unit)}"


def _amount(minor: int, unit: Unit) -> str:
    return f"{number_words(minor, unit.exponent)} {_symbol(unit)}"


def _style(unit: Unit) -> str:
    """How hledger shows amounts: it wants a decimal mark even where there are no decimals."""
    return f"1000.{'0' * unit.exponent} {_symbol(unit)}"


def _symbol(unit: Unit) -> str:
    return unit.code if _SYMBOL.fullmatch(unit.code) else f'"{unit.code.replace(chr(34), "").replace(";", "")}"'


def _name(place: Place) -> str:
    return ":".join(place)


def _plain(words: str) -> str:
    return one_line(words, _LONGEST).translate(_SIGNS)


def _tag(value: str) -> str:
    """A tag's value ends at a comma, so that is spelled as in an address; nothing else means anything in one."""
    return one_line(value, _LONGEST).translate(_SPELLED)
