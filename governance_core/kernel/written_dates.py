"""Dates as people write them (`friday 17:00`, `tomorrow noon`, `1 dec`), made the one form the rest of the core reads.

The library that knows such words in many languages is loaded when somebody writes one, and not before.
"""

import importlib
import re
from calendar import month_name
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST: Final = 60
_ECHO: Final = 40
HOW: Final = "write 2026-06-01, 2026-06-01 17:00, friday 17:00, in 3 days or 90d"
_MONTHS: Final = tuple(month_name[1:])
_OTHER_TIME: Final = timedelta(hours=1, minutes=17)
_CLOCK = re.compile(r"\d ?:\d|\d ?[ap]\.?m\b|\d ?(h|uhr)\b|noon|midnight", re.IGNORECASE)
_EITHER_WAY_ROUND = re.compile(r"\d+\s*/\s*\d+")
_NAMED = re.compile(
    r"\s*([a-z]{3,9}),? +"
    r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2}) +([a-z]{3,9}),? +(\d{4}))"
    r"(?:,? +(\d{1,2}):(\d{2}))?\s*",
    re.IGNORECASE | re.ASCII,
)
_DAY_NAME = re.compile(rf"\b({'|'.join(name[:3] for name in DAY_NAMES)})[a-z]*\b", re.IGNORECASE)


def written_date(typed: str, here: datetime, language: str = "", *, past: bool = False) -> str:
    """`2026-11-27` or `2026-11-27 17:00` for what somebody wrote, seen from the wall clock `here` (without zone).

    A weekday is the next one, a day without a year the next there is; with `past` the last one. Raises ValueError with
    how to write it.
    """
    plain = " ".join(typed.split())
    tongue, from_now = language.partition("-")[0], "past" if past else "future"
    found = _read(plain, here.replace(second=0, microsecond=0), tongue, from_now) if _may_be(plain) else None
    if found is None:
        raise ValueError(f"{_echoed(typed)} is no date; {HOW}")
    return found


def day_said(written: str) -> str:
    """`Friday, 27 November 2026, 17:00`: a date written down, so that somebody sees which one was meant."""
    moment = datetime.fromisoformat(written)
    said = f"{moment:%A}, {moment.day} {moment:%B %Y}"
    return f"{said}, {moment:%H:%M}" if ":" in written else said


def named_day(typed: str) -> str | None:
    """`2026-11-27 17:00` for a whole date that names its weekday: `Friday, 27 November 2026, 17:00`, `fri 2026-11-27`.

    None for anything else. Raises ValueError where the weekday is another one: then nobody knows what was meant.
    """
    found = _NAMED.fullmatch(typed)
    weekday = _among(DAY_NAMES, found[1]) if found else None
    month = (int(found[3]) if found[3] else _among(_MONTHS, found[6])) if found else None
    if not found or not weekday or not month:
        return None
    year, day = int(found[2] or found[7]), int(found[4] or found[5])
    try:
        moment = datetime.fromisoformat(f"{year}-{month:02}-{day:02} {int(found[8] or 0):02}:{found[9] or '00'}")
    except ValueError:
        raise ValueError(f"{_echoed(typed)} is not in the calendar; write a day such as 2026-06-01") from None
    if moment.isoweekday() != weekday:
        is_one = f"{moment.day} {moment:%B %Y} is a {moment:%A}"
        raise ValueError(f"{_echoed(typed)} cannot be: {is_one}; change one of the two")
    return f"{moment:%Y-%m-%d %H:%M}" if found[8] else f"{moment:%Y-%m-%d}"


def _among(names: Sequence[str], word: str) -> int | None:
    """The place (from 1) of the name that a word is, or begins with three letters or more."""
    begun = (number for number, name in enumerate(names, 1) if name.casefold().startswith(word.casefold()))
    return next(begun, None)


def _echoed(typed: str) -> str:
    return repr(" ".join(typed.split())[:_ECHO])


def _may_be(plain: str) -> bool:
    letters = sum(letter.isalpha() for letter in plain)
    dotted = re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}( \d{1,2}:\d{2})?", plain) is not None
    return len(plain) <= LONGEST and not _EITHER_WAY_ROUND.search(plain) and (letters > 1 or dotted)


def _read(plain: str, here: datetime, language: str, from_now: str) -> str | None:
    """What the library makes of it, from now and from another time of day: what differs between them was not said."""
    one, other = (_parsed(plain, at, language, from_now) for at in (here, _another_time(here)))
    if one is None or other is None or one.tzinfo is not None:
        return None
    clock = bool(_CLOCK.search(plain))
    timed = one.time() == other.time() and (clock or one.time() != datetime.min.time())
    if not timed and (clock or _month_alone(plain, one, here, language, from_now)):
        return None
    on_its_day = _on_its_day(plain, one) and _named_in(language, plain) in (None, one.isoweekday())
    return (f"{one:%Y-%m-%d %H:%M}" if timed else f"{one:%Y-%m-%d}") if on_its_day else None


def _another_time(here: datetime) -> datetime:
    later = here + _OTHER_TIME
    return later if later.date() == here.date() else here - _OTHER_TIME


def _month_alone(plain: str, found: datetime, here: datetime, language: str, from_now: str) -> bool:
    """Whether the day of the month is only today's: `may` names none."""
    if (
        found.day != here.day
        or found.date() == here.date()
        or _parsed(plain, here, language, from_now, ("relative-time",))
    ):
        return False
    yesterday = here - timedelta(days=1)
    again = _parsed(plain, yesterday, language, from_now)
    return again is not None and again.day == yesterday.day


def _on_its_day(plain: str, found: datetime) -> bool:
    """Whether a weekday that was named in English is the one it fell on."""
    named = _DAY_NAME.search(plain)
    return named is None or f"{found:%a}".casefold() == named[1].casefold() or not _is_day(named[0])


def _named_in(language: str, plain: str) -> int | None:
    """The weekday (from 1) that is named in a language; None for none, or several."""
    known = _weekdays(language)
    named = {known[word] for word in re.findall(r"[^\W\d_]{3,}", plain.casefold()) if word in known}
    return named.pop() if len(named) == 1 else None


@lru_cache(maxsize=32)
def _weekdays(language: str) -> dict[str, int]:
    """The names of weekdays in a language, as the library has them, without those that are a month's as well."""
    if language not in _library()[1]:
        return {}
    words = importlib.import_module(f"dateparser.data.date_translation_data.{language}").info
    months = {name for month in _MONTHS for name in words.get(month.casefold(), ())}
    days = ((name, number) for number, day in enumerate(DAY_NAMES, 1) for name in words.get(day.casefold(), ()))
    return {name.partition("-")[0]: number for name, number in days if name not in months}


def _is_day(word: str) -> bool:
    return any(name.casefold().startswith(word.casefold().removesuffix("s")) for name in DAY_NAMES)


@lru_cache(maxsize=256)
def _parsed(
    plain: str, here: datetime, language: str, from_now: str, ways: tuple[str, ...] = ("relative-time", "absolute-time")
) -> datetime | None:
    library, known = _library()
    settings = {"RELATIVE_BASE": here, "PREFER_DATES_FROM": from_now, "DATE_ORDER": "DMY", "PARSERS": list(ways)}
    languages = [one for one in dict.fromkeys((language, "en")) if one in known]
    try:
        found: datetime | None = library.parse(plain, languages=languages, settings=settings)
    except (ValueError, OverflowError, RecursionError):
        return None
    return found


@lru_cache(maxsize=1)
def _library() -> tuple[Any, frozenset[str]]:
    languages = importlib.import_module("dateparser.data.languages_info")
    return importlib.import_module("dateparser"), frozenset(languages.language_order)
