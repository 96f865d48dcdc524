"""Dates and lengths as members type them: read on their clock, read back before they count, offered while they type."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from governance_core.application.unusable import ReadBack, Unusable
from governance_core.cards.form import Moment, Option, Question
from governance_core.cards.plain import one_line
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import PersonId
from governance_core.kernel.time import Duration, as_written, instant_of, is_length, local_date, wall, with_weekday
from governance_core.kernel.words import is_blank
from governance_core.kernel.written_dates import LONGEST, day_said, named_day
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader

_COMING: Final = (("Tomorrow", 1), ("In a week", 7), ("In four weeks", 28))
_GONE: Final = (("Today", 0), ("Yesterday", -1), ("A week ago", -7))


def moment(typed: str, person: PersonId | None, reader: Reader, past: bool) -> str:
    """A date or a length as it is kept, on the clock of whoever typed it.

    `90d` and a whole date with its weekday mean one thing only; anything else is read back first.
    Raises Unusable, and ReadBack with what it was read as.
    """
    plain = one_line(typed, LONGEST)
    zone, language = _clock(person, reader)
    try:
        written = as_written(plain, reader.now, zone, language, past=past)
        at = instant_of(written, reader.now, zone, "09:00")
        if is_length(plain) or named_day(plain):
            return written
    except ValueError as reason:
        raise Unusable(f"{reason}.") from None
    if is_length(written):
        raise ReadBack(_length_said(written, reader.now, zone), written)
    gone = at < reader.now and (":" in written or local_date(at, zone) < local_date(reader.now, zone))
    raise ReadBack(day_said(written) + (", which is past" if gone and not past else ""), day_said(written))


def _clock(person: PersonId | None, reader: Reader) -> tuple[str, str]:
    """The zone and the language somebody types dates in."""
    everybody: People = reader.state(PEOPLE)
    circles: Circles = reader.state(CIRCLES)
    known = everybody.present(person)
    zone = (known and known.zone) or circles.organisation.zone
    return zone, (known and known.language) or circles.organisation.language


def dates_named(filled: Mapping[str, str], known: Mapping[str, Question]) -> Mapping[str, str]:
    """What a form is filled in with, its dates with their weekday: nobody is asked about what they did not type."""
    return {
        name: with_weekday(value) if name in known and isinstance(known[name].kind, Moment) else value
        for name, value in filled.items()
    }


def days_offered(typed: str, person: PersonId | None, reader: Reader, past: bool) -> Sequence[Option]:
    """What was typed so far as it would be read, to be picked and so to count at once; else days that are often meant.

    A length is offered with the day it leads to.
    """
    if not is_blank(typed):
        try:
            return (_picked(moment(typed, person, reader, past), person, reader),)
        except ReadBack as reading:
            return (Option(reading.value, reading.said),)
        except Unusable:
            pass
    today = local_date(reader.now, _clock(person, reader)[0])
    days = [
        (words, day_said((today + timedelta(days=days)).isoformat())) for words, days in (_GONE if past else _COMING)
    ]
    return tuple(Option(day, f"{words}: {day}") for words, day in days)


def _picked(written: str, person: PersonId | None, reader: Reader) -> Option:
    said = _length_said(written, reader.now, _clock(person, reader)[0]) if is_length(written) else with_weekday(written)
    return Option(written if is_length(written) else said, said)


def _length_said(written: str, now: datetime, zone: str) -> str:
    length = Duration.parse(written)
    return f"{length.in_words()}: {day_said(f'{wall(length.after(now, zone), zone):%Y-%m-%d %H:%M}')}, counted from now"
