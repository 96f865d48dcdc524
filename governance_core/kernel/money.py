"""Money and other things that are counted: units with their smallest part, and amounts as people write them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from governance_core.kernel.money_signs import NAMES, SIGNS
from governance_core.kernel.number_reading import NUMBER, plain, split

MOST: Final = 10**15
"""Minor units of the largest amount: beyond any budget, and far from where a store's integers end."""
_TWO = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP"
    " CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR"
    " IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN"
    " NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP"
    " STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
)
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
ISO_4217: Final[Mapping[str, int]] = {
    code: exponent for codes, exponent in ((_TWO, 2), (_NONE, 0), (_THREE, 3)) for code in codes.split()
}
"""Currencies with the number of decimals of their smallest part (ISO 4217, list one)."""
_COMMA: Final = "de fr es pt it nl tr pl cs sk sl hr sr bs bg ro hu el fi sv da nb nn no is et lv lt".split()  # noqa: SIM905
_COMMA_TOO: Final = "ru uk be id vi ca gl eu az ka hy kk uz".split()  # noqa: SIM905
_POINT_THERE: Final = "de-ch de-li it-ch es-mx es-us es-pr es-gt es-hn es-pe es-do".split()  # noqa: SIM905
_POINT: Final = "en ja zh ko th he hi bn ta te ms sw tl ur".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted: a currency by its ISO 4217 code, or another unit. `exponent` is how many decimals it has."""

    code: str
    exponent: int


_CURRENCIES: Final = tuple(Unit(code, exponent) for code, exponent in ISO_4217.items())


def decimal_mark(language: str) -> str:
    """The mark before the decimals in a language (`.` or `,`), empty where it is not known."""
    tag = language.strip().casefold().replace("_", "-")
    plain = tag.partition("-")[0]
    if tag in _POINT_THERE or plain in _POINT:
        return "."
    return "," if plain in (*_COMMA, *_COMMA_TOO) else ""


def number_words(minor: int, exponent: int) -> str:
    """`1234.50` from minor units: no grouping, so that no reader takes it for something else."""
    sign, digits = "-" if minor < 0 else "", str(abs(minor)).rjust(exponent + 1, "0")
    whole = digits[: len(digits) - exponent]
    return f"{sign}{whole}.{digits[len(digits) - exponent :]}" if exponent else sign + whole


def _grouped(minor: int, exponent: int) -> str:
    """`10 000 000 000 000`: what is too long to be read otherwise. Every language reads spaces in it alike."""
    whole = minor // 10**exponent
    return f"{whole:,}".replace(",", " ")


def amount_said(minor: int, unit: Unit) -> str:
    """An amount as it is shown: `EUR 12.50`, and of a plain unit `12.5 hours`."""
    number = number_words(minor, unit.exponent)
    if unit.code in ISO_4217:
        return f"{unit.code} {number}"
    return f"{number} {unit.code[:-1] if number == '1' and unit.code.endswith('s') else unit.code}"


def amount_typed(minor: int, unit: Unit) -> str:
    """`1234.50 EUR`: an amount as anybody may type it, in whatever language it is read."""
    return f"{number_words(minor, unit.exponent)}{'0' if unit.exponent >= 3 else ''} {unit.code}"


def amount_of(
    typed: str,
    units: Iterable[Unit],
    language: str = "",
    others: bool = False,
    more: Iterable[Unit] = (),
    names: bool = False,
) -> tuple[int, Unit]:
    """What somebody wrote, in minor units: `450`, `1.234,50 €`, `$1,234.50`. It is more than nothing.

    `units` are those in use here: where no unit is written there must be one only. One of `more` may be written too,
    and with `others` any currency. Raises ValueError, in words that say how to write it, for what is none or could be
    two different amounts.
    """
    words = plain(typed)
    found = NUMBER.search(words)
    if found is None:
        raise ValueError("There is no number in it. Write an amount such as 450 or 12.50")
    before, after = _around(words, found)
    if before and after:
        raise ValueError("Write the unit once, before or after the number, and nothing else")
    unit = _unit(before or after, tuple(units), others, tuple(more), names)
    return _minor(found[0], unit, decimal_mark(language)), unit


def figure_of(typed: str, language: str = "", exponent: int = 2) -> int:
    """A number as somebody wrote it (`41`, `-3,5`, `1.234`), in its smallest parts; nothing is a number too.

    Raises ValueError, in words that say how to write it.
    """
    words = plain(typed).replace("−", "-")
    number = words.removeprefix("-").removeprefix("+")
    if not NUMBER.fullmatch(number) or words[: len(words) - len(number)] not in ("", "-", "+"):
        raise ValueError("That is no number. Write it as 41 or 3.5, without words")
    whole, decimals = split(number, exponent, decimal_mark(language))
    decimals = decimals.rstrip("0")
    if len(decimals) > exponent:
        raise ValueError(f"{number} has more than {exponent} decimals. Round it")
    found = int((whole or "0") + decimals.ljust(exponent, "0"))
    if found > MOST:
        raise ValueError(f"That is more than can be kept: at most {_grouped(MOST, exponent)}")
    return -found if words.startswith("-") else found


def _around(words: str, number: re.Match[str]) -> tuple[str, str]:
    """What stands before and after the number, without the dash of `450,-`. Raises ValueError for a minus sign."""
    before, after = words[: number.start()].removeprefix("+"), words[number.end() :]
    if number[0].endswith((".", ",")):
        after = after.lstrip("-–—")
    if any(sign in before for sign in "-−(") or after.startswith(("-", "−")):
        raise ValueError("An amount is more than nothing. Write it without a minus sign")
    return before, after


def _unit(written: str, units: tuple[Unit, ...], others: bool, more: tuple[Unit, ...], names: bool) -> Unit:
    codes = ", ".join(unit.code for unit in dict.fromkeys((*units, *more)))
    example = units[0].code if units else "EUR"
    if not written:
        if len(units) != 1:
            raise ValueError(f"Say in what{f': {codes}' if codes else ''}. Write it behind the number: 450 {example}")
        return units[0]
    among = (units, more, _CURRENCIES if others else ())
    fitting = next(filter(None, (fits(written, one) for fits in (_meant, _named)[: 1 + names] for one in among)), [])
    fitting.sort(key=lambda unit: _usual(written, unit))
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        these = " or ".join((*(unit.code for unit in fitting[:4]), *(["another"] if len(fitting) > 4 else [])))
        raise ValueError(f"{written} could be {these}. Write the letters, as in 450 {fitting[0].code}")
    if others:
        known = f", and not one of {', '.join(unit.code for unit in more)}" if more else ""
        raise ValueError(f"{written} is no currency{known}. Write its three letters, as in 450 {example}")
    raise ValueError(f"Amounts here are in {codes or 'nothing yet'}. Write it as in 450 {example}")


def _meant(written: str, units: Iterable[Unit]) -> list[Unit]:
    """The units a sign or letters stand for; one of several is written without its last `s`: 1 hour."""
    wanted = written.rstrip(".").casefold()
    signed = SIGNS.get(written) or SIGNS.get(wanted) or ()
    return [unit for unit in units if unit.code.casefold() in (wanted, f"{wanted}s") or unit.code in signed]


def _named(written: str, units: Iterable[Unit]) -> list[Unit]:
    """The currencies that a name is written for: 450 euros."""
    codes = NAMES.get(written.rstrip(".").casefold(), ())
    return [unit for unit in units if unit.code in codes]


def _usual(written: str, unit: Unit) -> int:
    """Where a unit stands among those that a sign is written for, the commonest first."""
    wanted = written.rstrip(".").casefold()
    signed = SIGNS.get(written) or SIGNS.get(wanted) or NAMES.get(wanted) or ()
    return signed.index(unit.code) if unit.code in signed else 0


def _minor(number: str, unit: Unit, mark: str) -> int:
    whole, decimals = split(number, unit.exponent, mark)
    decimals = decimals[: unit.exponent] + decimals[unit.exponent :].rstrip("0")
    if len(decimals) > unit.exponent:
        least = number_words(1, unit.exponent)
        raise ValueError(f"{number} has more decimals than {unit.code} has: the smallest amount is {least}")
    minor = int((whole or "0") + decimals.ljust(unit.exponent, "0"))
    if not minor:
        raise ValueError("An amount is more than nothing")
    if minor > MOST:
        raise ValueError(f"That is more than can be kept: at most {_grouped(MOST, unit.exponent)}")
    return minor
