"""The grammar of schedules: `every mon, thu 09:00`, `monthly on last working day 16:00`; read, and said in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from governance_core.kernel.time import clock_time
from governance_core.kernel.written_dates import DAY_NAMES

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ORDINALS: Final = ("last", "first", "second", "third", "fourth", "fifth")
"""By their number; 0 is the last."""
WORKING: Final = (0, 1, 2, 3, 4)
WEEKEND: Final = (5, 6)
MOST_STEPS: Final = 120
HOW: Final = (
    "Write it as one of: every mon, thu 09:00 · every 2 weeks on tue 10:00 · monthly on first tue 10:00 · "
    "monthly on last working day 16:00 · monthly on day 31 or last 09:00."
)
_LONGEST = 120
_OF_DAY = r"(?P<time>\d{1,2}(?::\d{2}|(?:[:.]\d{2})? ?[ap]\.?m\.?)|\d{1,2}:\d{2} ?[ap]\.?m\.?|noon|midnight)"
_TIMES: Final = (
    re.compile(rf"(?:(?P<rest>.*?) )??(?:at )?{_OF_DAY}", re.ASCII),
    re.compile(rf"(?:at )?{_OF_DAY}(?: ,)? (?P<rest>.+)", re.ASCII),
)
_HALF_DAY = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minutes>\d{2}))? ?(?P<half>[ap])\.?m\.?", re.ASCII)
_FROM = re.compile(r"(?P<rest>.*?) (?:from|starting) (?P<day>\d{4}-\d{1,2}-\d{1,2})", re.ASCII)
_NUMBERS: Final = {"": 1, "other": 2, "second": 2, "two": 2, "three": 3, "four": 4, "six": 6, "eight": 8}
_STEP = rf"(?P<step>\d{{1,3}}|{'|'.join(filter(None, _NUMBERS))})"
_WEEKS = re.compile(rf"every (?:{_STEP} )?weeks? on (?P<days>.+)", re.ASCII)
_NO_DAY = re.compile(rf"every (?:{_STEP} )?weeks?|(?:bi-?)?weekly|fortnightly", re.ASCII)
_TWICE = re.compile(r"bi-?weekly on (?P<days>.+)", re.ASCII)
_SPAN = re.compile(r"\b([a-z]+)(?: ?[-–] ?| to | through )([a-z]+)\b")
_MONTHS = re.compile(rf"(?:monthly|every month|every {_STEP} months) on (?:the )?(?P<what>.+)", re.ASCII)
_MONTH_DAY = re.compile(r"(?:day )?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: or (?P<last>last)(?: day)?)?", re.ASCII)
_CLOCK: Final = {"noon": "12:00", "midnight": "00:00"}
_MORE_ORDINALS: Final = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
On = Literal["weekdays", "nth", "working", "day"]


@dataclass(frozen=True, slots=True)
class Cadence:
    """When something happens again and again, on the wall clock of a zone: `time` of day, on which days.

    `on` says how days are found: `weekdays` (0 is Monday) of every `step`th week, the `nth` of a weekday (0: the last),
    `working` the nth working day, or the `day` of every `step`th month; `or_last` takes the last where a month has no
    such day, else that month is left out. Steps are counted from the week or month of `start`.
    """

    on: On
    time: str
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    day: int = 0
    or_last: bool = False
    step: int = 1
    start: date | None = None

    @classmethod
    def parse(cls, typed: str) -> "Cadence":
        """Read a schedule as people write it. Raises ValueError that says how to."""
        return _parsed(typed)

    def starting(self, day: date) -> "Cadence":
        """The same, its steps counted from a day on, where nothing was said about that."""
        return self if self.start or self.step == 1 else replace(self, start=day)

    def __str__(self) -> str:
        since = f" from {self.start.isoformat()}" if self.start else ""
        return f"{self._days_written()} {self.time}{since}"

    def written(self) -> frozenset[str]:
        """How it is written in this grammar: with its days by name, and every day or working day in short."""
        short = {tuple(range(7)): "daily", tuple(range(5)): "every weekday"}.get(self.weekdays)
        plain = self.on == "weekdays" and self.step == 1 and self.start is None
        return frozenset((str(self), f"{short} {self.time}") if short and plain else (str(self),))

    def in_words(self) -> str:
        """`every Monday and Thursday at 09:00`, to be read after "happens"."""
        since = f", counted from {self.start.isoformat()}" if self.start and self.step > 1 else ""
        since = f", from {self.start.isoformat()} on" if self.start and self.step == 1 else since
        return f"{self._days_said()} at {self.time}{since}"

    def _days_written(self) -> str:
        if self.on == "weekdays":
            days = ", ".join(DAYS[one] for one in self.weekdays)
            return f"every {days}" if self.step == 1 else f"every {self.step} weeks on {days}"
        often = "monthly" if self.step == 1 else f"every {self.step} months"
        return f"{often} on {self._month_day(DAYS)}"

    def _days_said(self) -> str:
        if self.on == "weekdays":
            days = "day" if len(self.weekdays) == 7 else _together([DAY_NAMES[one] for one in self.weekdays])
            return f"every {days}" if self.step == 1 else f"every {self.step} weeks on {days}"
        often = "every month" if self.step == 1 else f"every {self.step} months"
        return f"{often} on {'' if self.on == 'day' else 'the '}{self._month_day(DAY_NAMES)}"

    def _month_day(self, names: Sequence[str]) -> str:
        match self.on:
            case "nth":
                return f"{ORDINALS[self.nth]} {names[self.weekdays[0]]}"
            case "working":
                return f"{ORDINALS[self.nth]} working day"
            case _:
                return f"day {self.day}{' or last' if self.or_last else ''}"


def _together(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _parsed(typed: str) -> Cadence:
    plain = " ".join(typed.casefold().replace(",", " , ").split())
    if len(plain) > _LONGEST:
        raise ValueError(f"This is too long for a schedule. {HOW}")
    start, plain = _start(plain)
    time, rest = _time_and_rest(plain)
    made = _weekly(rest, time) or _monthly(rest, time)
    if made is None:
        raise ValueError(f"{' '.join(typed.split())!r} is no schedule. {HOW}")
    return replace(made, start=start)


def _time_and_rest(plain: str) -> tuple[str, str]:
    timed = next((found for form in _TIMES if (found := form.fullmatch(plain))), None)
    if timed is None:
        none = "I can read no" if any(map(str.isdigit, plain)) else "There is no"
        raise ValueError(f"{none} time of day in it, such as 09:00 or 9:30 pm. {HOW}")
    rest = (timed["rest"] or "").strip()
    if not rest:
        raise ValueError(f"It says at what time, and not on which days. {HOW}")
    return _time(timed["time"]), rest


def _start(plain: str) -> tuple[date | None, str]:
    found = _FROM.fullmatch(plain)
    if found is None:
        return None, plain
    try:
        year, month, day = (int(part) for part in found["day"].split("-"))
        return date(year, month, day), found["rest"]
    except ValueError:
        raise ValueError(f"{found['day']} is not in the calendar; write a day such as 2026-06-01.") from None


def _time(typed: str) -> str:
    try:
        return clock_time(_on_24_hours(_CLOCK.get(typed, typed)))
    except ValueError:
        raise ValueError(f"{typed} is no time of day; write it as 09:00 or 16:30.") from None


def _on_24_hours(typed: str) -> str:
    """`9:30 pm` as 21:30; midnight is 12 am, noon 12 pm."""
    found = _HALF_DAY.fullmatch(typed)
    if found is None or not 1 <= int(found["hour"]) <= 12:
        return typed
    hour = int(found["hour"]) % 12 + (12 if found["half"] == "p" else 0)
    return f"{hour}:{found['minutes'] or '00'}"


def _weekly(rest: str, time: str) -> Cadence | None:
    if rest in ("daily", "every day"):
        return Cadence("weekdays", time, tuple(range(7)))
    if rest in ("weekdays", "every weekday", "every working day"):
        return Cadence("weekdays", time, WORKING)
    if rest in ("weekends", "every weekend"):
        return Cadence("weekdays", time, WEEKEND)
    if _NO_DAY.fullmatch(rest):
        raise ValueError(f"It does not say on which day of the week. {HOW}")
    if stepped := _WEEKS.fullmatch(rest):
        return Cadence("weekdays", time, _weekdays(stepped["days"]), step=_step(stepped["step"] or "", "weeks"))
    if twice := _TWICE.fullmatch(rest):
        return Cadence("weekdays", time, _one_day(twice["days"]), step=2)
    for begins, step in (("every other ", 2), ("fortnightly on ", 2), ("weekly on ", 1), ("every ", 1), ("", 1)):
        if rest.startswith(begins) and (days := _weekdays_or_none(rest.removeprefix(begins))):
            return Cadence("weekdays", time, days, step=step)
    return None


def _monthly(rest: str, time: str) -> Cadence | None:
    found = _MONTHS.fullmatch(rest)
    if found is None:
        return None
    step, what = _step(found["step"] or "", "months"), found["what"]
    if what in ("last day", "last", "day last"):
        return Cadence("day", time, day=31, or_last=True, step=step)
    if day := _MONTH_DAY.fullmatch(what):
        return _on_day(int(day["day"]), bool(day["last"]), time, step)
    ordinal, _, which = what.partition(" ")
    nth = ORDINALS.index(ordinal) if ordinal in ORDINALS else _MORE_ORDINALS.get(ordinal)
    if nth is None:
        return None
    if which in ("working day", "weekday"):
        return Cadence("working", time, nth=nth, step=step)
    days = _weekdays_or_none(which)
    return Cadence("nth", time, days, nth=nth, step=step) if days and len(days) == 1 else None


def _on_day(day: int, or_last: bool, time: str, step: int) -> Cadence:
    if not 1 <= day <= 31:
        raise ValueError(f"No month has a day {day}; write a day from 1 to 31, or last day.")
    return Cadence("day", time, day=day, or_last=or_last, step=step)


def _step(typed: str, what: str) -> int:
    step = _NUMBERS[typed] if typed in _NUMBERS else int(typed)
    if not 1 <= step <= MOST_STEPS:
        raise ValueError(f"Every {step} {what} cannot be; write a number from 1 to {MOST_STEPS}.")
    return step


def _one_day(typed: str) -> tuple[int, ...]:
    """Of one day, biweekly can only be every two weeks; of more it can also be twice a week."""
    found = _weekdays(typed)
    if len(found) > 1:
        raise ValueError(f"Biweekly can be twice a week or every two weeks: write which. {HOW}")
    return found


def _weekdays(typed: str) -> tuple[int, ...]:
    found = _weekdays_or_none(typed)
    if found is None:
        raise ValueError(
            f"{typed.replace(' ,', ',')} are no days of the week; write mon, tue, wed, thu, fri, sat or sun."
        )
    return found


def _weekdays_or_none(typed: str) -> tuple[int, ...] | None:
    words = [word for word in re.split(r"[ ,]+|\band\b", _SPAN.sub(_spanned, typed)) if word]
    days = [_weekday(word) for word in words]
    return tuple(sorted({day for day in days if day is not None})) if days and None not in days else None


def _spanned(span: re.Match[str]) -> str:
    """The days of `mon-fri` one by one, across the end of the week where it says so."""
    first, last = _weekday(span[1]), _weekday(span[2])
    if first is None or last is None or first == last:
        return span[0]
    return " ".join(DAYS[(first + more) % 7] for more in range((last - first) % 7 + 1))


def _weekday(word: str) -> int | None:
    names = [name.casefold() for name in DAY_NAMES]
    bare = word.removesuffix("s") if word.removesuffix("s") in names else word
    bare = {"tues": "tue", "thur": "thu", "thurs": "thu", "weds": "wed"}.get(bare, bare)
    return next((at for at, (short, name) in enumerate(zip(DAYS, names, strict=True)) if bare in (short, name)), None)
