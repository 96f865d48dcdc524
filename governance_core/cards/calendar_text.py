"""Dates as the text that calendar programs read (iCalendar, RFC 5545): escaped, folded, instants in UTC."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

MEDIA: Final = "text/calendar"
LONGEST_LINE: Final = 75
"""Octets of a line without its end; what is longer goes on in the next one, behind a space."""
_PRODUCT: Final = "-//Circlet//Circlet//EN"
_AGAIN: Final = "PT1H"
"""How long a program that follows a calendar may wait before it looks again."""
_BREAK: Final = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Entered:
    """One thing in a calendar. `uid` is the same for ever, `changes` grows whenever it may have changed, last at
    `changed_at` (UTC).

    `start` and `end` (not part of it) are both instants, or both days.
    """

    uid: str
    changes: int
    changed_at: datetime
    start: datetime | date
    end: datetime | date | None
    title: str
    words: str
    sort: str
    tentative: bool = False


def calendar_text(name: str, entries: Iterable[Entered]) -> str:
    """The whole file: the same entries give the same text, whenever it is made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += [f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}"]
    lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{_AGAIN}", f"X-PUBLISHED-TTL:{_AGAIN}"]
    for entry in entries:
        lines += _event(entry)
    return "".join(f"{folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _event(entry: Entered) -> Iterator[str]:
    """It leaves the time free for others: a date by which something is to be done keeps nobody busy."""
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{_instant(entry.changed_at)}"
    yield f"LAST-MODIFIED:{_instant(entry.changed_at)}"
    yield f"SEQUENCE:{entry.changes}"
    yield f"DTSTART{_moment(entry.start)}"
    if entry.end is not None:
        yield f"DTEND{_moment(entry.end)}"
    yield f"SUMMARY:{escaped(entry.title)}"
    yield f"DESCRIPTION:{escaped(entry.words)}"
    yield f"CATEGORIES:{escaped(entry.sort)}"
    yield f"STATUS:{'TENTATIVE' if entry.tentative else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(at: datetime | date) -> str:
    return f":{_instant(at)}" if isinstance(at, datetime) else f";VALUE=DATE:{_day(at)}"


def _instant(at: datetime) -> str:
    utc = at.astimezone(UTC)
    return f"{_day(utc)}T{utc.hour:02}{utc.minute:02}{utc.second:02}Z"


def _day(at: date) -> str:
    return f"{at.year:04}{at.month:02}{at.day:02}"


def escaped(words: str) -> str:
    """Words as a value: every end of a line is one, what steers terminals is gone, half a character is spelled out."""
    whole = words.encode("utf-8", "backslashreplace").decode("utf-8")
    return _CONTROL.sub("", _BREAK.sub("\n", whole)).translate(_ESCAPED)


def folded(line: str) -> str:
    """A line in pieces of at most `LONGEST_LINE` octets, none of which ends within a character."""
    made, size = [""], 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST_LINE:
            made.append(" ")
            size = 1
        made[-1] += sign
        size += width
    return "\r\n".join(made)
