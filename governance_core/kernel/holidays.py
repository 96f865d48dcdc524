"""Days on which nothing is asked of anybody, as they are written: `2026-12-25`, `12-25` every year, or from … to …."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

LONGEST: Final = 92
"""Days of one holiday at most: what is longer is a pause."""
_DAY = re.compile(r"(?:(?P<year>\d{4})-)?(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_TO = re.compile(r"\s*(?:\.\.|–| to )\s*")
_LEAP: Final = 2024


def holiday(typed: str) -> str:
    """A holiday as it is kept: `2026-12-25`, `12-25`, `2026-12-24..2027-01-01`. Raises ValueError with the reason."""
    parts = _TO.split(typed.strip())
    if len(parts) > 2:
        raise ValueError(f"{typed!r} is no holiday; write 2026-12-25, 12-25 or 2026-12-24..2027-01-01")
    written = [_day(part, typed) for part in parts]
    if len(written) == 2:
        _require_order(written, typed)
    return "..".join(written)


def _day(part: str, typed: str) -> str:
    found = _DAY.fullmatch(part.strip())
    if found is None:
        raise ValueError(f"{typed!r} is no holiday; write 2026-12-25, 12-25 or 2026-12-24..2027-01-01")
    try:
        day = date(int(found["year"] or _LEAP), int(found["month"]), int(found["day"]))
    except ValueError:
        raise ValueError(f"{part.strip()!r} is not in the calendar; write a day such as 2026-12-25") from None
    return day.isoformat() if found["year"] else f"{day:%m-%d}"


def _require_order(written: list[str], typed: str) -> None:
    if any(len(one) != 10 for one in written):
        raise ValueError(f"{typed!r} goes from one day to another; write both with their year")
    first, last = (date.fromisoformat(one) for one in written)
    if not first <= last <= first + timedelta(days=LONGEST):
        raise ValueError(
            f"{typed!r} does not end after it begins, within {LONGEST} days; write it as 2026-12-24..2027-01-01"
        )


def holidays_between(written: Iterable[str], first: int, last: int) -> frozenset[date]:
    """The days of holidays as they are kept, in the years from `first` to `last`."""
    return frozenset(day for one in written for day in _days(one, first, last) if first <= day.year <= last)


def _days(one: str, first: int, last: int) -> Iterator[date]:
    begins, _, ends = one.partition("..")
    if len(begins) == 5:
        for year in range(first, last + 1):
            try:
                yield date.fromisoformat(f"{year}-{begins}")
            except ValueError:  # the 29th of February of most years
                continue
        return
    day, until = date.fromisoformat(begins), date.fromisoformat(ends or begins)
    while day <= until:
        yield day
        day += timedelta(days=1)
