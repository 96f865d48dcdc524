"""Plain units that an organisation counts besides currencies, such as hours and tokens, each with its smallest part."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from governance_core.kernel.money import ISO_4217, Unit, amount_of, amount_typed, number_words
from governance_core.kernel.money_signs import SIGNS

MOST_UNITS: Final = 20
_SMALLEST = re.compile(r"(1|0[.,]0{0,5}1)\s*(\S+)")
_LIMIT = re.compile(r"\s*[0-9]+(?:[.,]([0-9]{1,6}))?\s*([^\W\d_]{2,20})\s*")
HOW: Final = "Write each with its smallest amount, such as 0.1 hours, 1 tokens"


@lru_cache(maxsize=64)
def units_of(said: str) -> tuple[Unit, ...]:
    """`0.1 hours, 1 tokens`: the units, with as many decimals as their smallest amount has; none for nothing said.

    Raises ValueError, in words that say how to write it.
    """
    parts = [part.strip() for part in unicodedata.normalize("NFKC", said).split(", ") if part.strip()]
    found = [_unit(part) for part in parts]
    if len(found) > MOST_UNITS:
        raise ValueError(f"There are {len(found)} units, and at most {MOST_UNITS} are kept")
    for position, unit in enumerate(found):
        if unit.code in {one.code for one in found[:position]}:
            raise ValueError(f"{unit.code} is there twice. Keep one of them")
    return tuple(found)


def units_said(units: Iterable[Unit]) -> str:
    """`0.1 hours, 1 tokens`: how units are written in the config file."""
    return ", ".join(f"{number_words(1, unit.exponent)} {unit.code}" for unit in units)


def _unit(part: str) -> Unit:
    found = _SMALLEST.fullmatch(part)
    if found is None:
        raise ValueError(f"{part} is no unit. {HOW}")
    smallest, name = found[1], found[2].casefold()
    if not name.isalpha() or not 2 <= len(name) <= 20:
        raise ValueError(f"{found[2]} is no name for a unit: it has 2 to 20 letters and nothing else. {HOW}")
    if name.upper() in ISO_4217 or name in SIGNS:
        raise ValueError(f"{name} means a currency already. Give the unit another name")
    return Unit(name, len(smallest) - 2 if len(smallest) > 1 else 0)


def limit_typed(text: str) -> str:
    """A limit as it is kept, in a currency or in a unit that is not known here. Raises ValueError, in words."""
    try:
        return amount_typed(*amount_of(text, (), others=True))
    except ValueError:
        found = _LIMIT.fullmatch(unicodedata.normalize("NFKC", text))
        if found is None or found[2].casefold() in SIGNS:
            raise
        unit = Unit(found[2].casefold(), len(found[1] or ""))
        return amount_typed(*amount_of(text, (unit,)))


def require_known(limit: str, units: Iterable[Unit]) -> None:
    """Raise ValueError, in words, for a limit in a unit that is neither a currency nor one of these."""
    amount_of(limit, (), others=True, more=units)
