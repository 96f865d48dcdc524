"""The books as a ledger of beancount, which itself checks that they balance and end where they should."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

from governance_core.budgets.export_model import Entered, Place, Volume, opening_postings, postings
from governance_core.cards.plain import one_line
from governance_core.kernel.ids import item_id
from governance_core.kernel.money import Unit, number_words
from governance_core.kernel.time import iso, local_date

_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9]+")
_NOT_IN_A_UNIT: Final = re.compile(r"[^A-Z0-9]+")
_UNIT_LENGTH: Final = 20
_LONGEST: Final = 200


def beancount_lines(volume: Volume, entries: Iterable[Entered]) -> Iterator[str]:
    """What there is, what was there before, every entry, and what must be there at the end."""
    day, symbols = volume.begins.isoformat(), symbols_of(volume.units)
    yield f'; Read it with: bean-check FILE, bean-query FILE\noption "title" {_quoted(volume.title)}\n'
    for unit in volume.units:
        yield f"{day} commodity {symbols[unit.code]}\n  name: {_quoted(unit.code)}\n  decimals: {unit.exponent}\n"
    for place, said in volume.accounts.items():
        yield f"{day} open {_name(place)}\n  name: {_quoted(said)}\n"
    yield from _opening(volume, symbols)
    for one in entries:
        yield _transaction(volume, one, symbols)
    yield from _closing(volume, symbols)


def symbols_of(units: Sequence[Unit]) -> Mapping[str, str]:
    """What each unit is called here: capital letters and digits, no two the same."""
    found: dict[str, str] = {}
    for unit in units:
        plain = f"X{_NOT_IN_A_UNIT.sub('', unit.code.upper())}"[: _UNIT_LENGTH + 1]
        plain = plain[1:] if plain[1:2].isalpha() and len(plain) > 2 else f"{plain}X"
        taken = sum(one.startswith(plain) for one in found.values())
        found[unit.code] = f"{plain}{taken}" if plain in found.values() else plain
    return found


def _transaction(volume: Volume, entered: Entered, symbols: Mapping[str, str]) -> str:
    row = entered.row
    unit = Unit(row.unit, row.exponent)
    decision = item_id(row.because)
    link = f" ^{decision}" if decision else ""
    told = f"{_quoted(entered.payee)} {_quoted(row.reason or entered.purpose or row.entry)}{link}"
    about = {} if decision else {"because": row.because}
    known = {
        "number": str(row.number),
        "entry": row.entry,
        **about,
        "by": volume.keys.person(row.by),
        "instant": iso(row.at),
        "reference": row.reference,
        "last_resort": row.last_resort,
    }
    lines = [f"\n{local_date(row.at, volume.zone).isoformat()} * {told}"]
    lines += [f"  {name}: {value if name == 'number' else _quoted(value)}" for name, value in known.items() if value]
    lines += [_posting(place, minor, unit, symbols) for place, minor in postings(volume, entered)]
    return "\n".join(lines) + "\n"


def _opening(volume: Volume, symbols: Mapping[str, str]) -> Iterator[str]:
    sides = [_posting(place, minor, unit, symbols) for place, unit, minor in opening_postings(volume)]
    if sides:
        yield "\n".join([f'\n{volume.begins.isoformat()} * "opening"', *sides]) + "\n"


def _closing(volume: Volume, symbols: Mapping[str, str]) -> Iterator[str]:
    """Beancount looks at the beginning of a day, so it is that of the next; not a hundredth may be missing."""
    day = (volume.ends + timedelta(days=1)).isoformat()
    for one in volume.closing:
        exact = f"{number_words(one.minor, one.unit.exponent)} ~ {number_words(0, one.unit.exponent)}"
        yield f"\n{day} balance {_name(one.place)}  {exact} {symbols[one.unit.code]}\n"


def _posting(place: Place, minor: int, unit: Unit, symbols: Mapping[str, str]) -> str:
    return f"  {_name(place)}  {number_words(minor, unit.exponent)} {symbols[unit.code]}"


def _name(place: Place) -> str:
    """Every part of an account's name begins with a capital letter."""
    kind, *rest = place
    parts = [_NOT_IN_A_NAME.sub("-", part).strip("-") or "X" for part in rest]
    return ":".join([kind.capitalize(), *(part[0].upper() + part[1:] for part in parts)])


def _quoted(words: str) -> str:
    plain = one_line(words, _LONGEST).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'
