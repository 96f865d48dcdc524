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
MOST_STEPS: Final = 120
HOW: Final = (
    "Write it as one of: every mon, thu 09:00 · every 2 weeks on tue 10:00 · monthly on first tue 10:00 · "
    "monthly on last working day 16:00 · monthly on day 31 or last 09:00."
)
_LONGEST = 120
_TIME = re.compile(r"(?P<rest>.*?)(?: at)? (?P<time>\d{1,2}:\d{2}|noon|midnight)", re.ASCII)
_FROM = re.compile(r"(?P<rest>.*?) (?:from|starting) (?P<day>\d{4}-\d{1,2}-\d{1,2})", re.ASCII)
_WEEKS = re.compile(r"every (?P<step>\d{1,3}|other) weeks? on (?P<days>.+)", re.ASCII)
_MONTHS = re.compile(r"(?:monthly|every month|every (?P<step>\d{1,3}) months) on (?:the )?(?P<what>.+)", re.ASCII)
_MONTH_DAY = re.compile(r"day (?P<day>\d{1,2})(?: or (?P<last>last)(?: day)?)?", re.ASCII)
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
    timed = _TIME.fullmatch(plain)
    if timed is None:
        raise ValueError(f"There is no time of day in it, such as 09:00. {HOW}")
    written = timed["time"]
    time, rest = _time(_CLOCK.get(written, written)), timed["rest"].strip()
    made = _weekly(rest, time) or _monthly(rest, time)
    if made is None:
        raise ValueError(f"{' '.join(typed.split())!r} is no schedule. {HOW}")
    return replace(made, start=start)


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
        return clock_time(typed)
    except ValueError:
        raise ValueError(f"{typed} is no time of day; write it as 09:00 or 16:30.") from None


def _weekly(rest: str, time: str) -> Cadence | None:
    if rest in ("daily", "every day"):
        return Cadence("weekdays", time, tuple(range(7)))
    if rest in ("weekdays", "every weekday", "every working day"):
        return Cadence("weekdays", time, WORKING)
    if stepped := _WEEKS.fullmatch(rest):
        step = 2 if stepped["step"] == "other" else _step(stepped["step"], "weeks")
        return Cadence("weekdays", time, _weekdays(stepped["days"]), step=step)
    for begins, step in (("every other ", 2), ("fortnightly on ", 2), ("weekly on ", 1), ("every ", 1)):
        if rest.startswith(begins) and (days := _weekdays_or_none(rest.removeprefix(begins))):
            return Cadence("weekdays", time, days, step=step)
    return None


def _monthly(rest: str, time: str) -> Cadence | None:
    found = _MONTHS.fullmatch(rest)
    if found is None:
        return None
    step, what = _step(found["step"] or "1", "months"), found["what"]
    if what in ("last day", "last"):
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
    step = int(typed)
    if not 1 <= step <= MOST_STEPS:
        raise ValueError(f"Every {step} {what} cannot be; write a number from 1 to {MOST_STEPS}.")
    return step


def _weekdays(typed: str) -> tuple[int, ...]:
    found = _weekdays_or_none(typed)
    if found is None:
        raise ValueError(
            f"{typed.replace(' ,', ',')} are no days of the week; write mon, tue, wed, thu, fri, sat or sun."
        )
    return found


def _weekdays_or_none(typed: str) -> tuple[int, ...] | None:
    words = [word for word in re.split(r"[ ,]+|\band\b", typed) if word]
    days = [_weekday(word) for word in words]
    return tuple(sorted({day for day in days if day is not None})) if days and None not in days else None


def _weekday(word: str) -> int | None:
    names = [name.casefold() for name in DAY_NAMES]
    bare = word.removesuffix("s") if word.removesuffix("s") in names else word
    bare = {"tues": "tue", "thur": "thu", "thurs": "thu", "weds": "wed"}.get(bare, bare)
    return next((at for at, (short, name) in enumerate(zip(DAYS, names, strict=True)) if bare in (short, name)), None)
