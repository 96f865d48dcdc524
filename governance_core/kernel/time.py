"""Spans of time and the wall clock: `72h` is exact, `90d` keeps the time of day in a zone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from whenever import Date, Instant, PlainDateTime, Time, ZonedDateTime

from governance_core.kernel.written_dates import HOW, day_said, named_day, written_date

_SPAN = re.compile(r"^\s*(\d{1,6})\s*(m|min|h|d|w)\s*$", re.IGNORECASE | re.ASCII)
_IN_WORDS = re.compile(
    r"^\s*(?:in )?\s*(\d{1,6}|an?)\s*(minutes?|mins?|hours?|days?|weeks?)\s*$|^\s*in\s+(\S+)\s*$",
    re.IGNORECASE | re.ASCII,
)
_MINUTES = {"m": 1, "h": 60, "d": 1440, "w": 10080}
_WHEN = re.compile(r"^\s*(19\d\d|[2-8]\d{3})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?\s*$", re.ASCII)
_CLOCK = re.compile(r"\s*([01]?\d|2[0-3]):([0-5]\d)\s*", re.ASCII)
LONGEST = timedelta(days=3653)


@dataclass(frozen=True, slots=True)
class Duration:
    """A count of minutes (`m`), hours (`h`), days (`d`) or weeks (`w`). Days and weeks keep the wall time of a zone."""

    count: int
    unit: str

    @classmethod
    def parse(cls, typed: str) -> "Duration":
        """Read `72h`, `90d`, `2w` or `30m`. Raises ValueError with the reason."""
        return _parsed(typed)

    @property
    def length(self) -> timedelta:
        """The length by the clock, counting a day as 24 hours."""
        return timedelta(minutes=self.count * _MINUTES[self.unit])

    def after(self, instant: datetime, zone: str) -> datetime:
        """The instant (UTC) this long after another; days and weeks keep the time of day in `zone`."""
        if self.unit in "mh":
            return instant + self.length
        return _utc(_zoned(instant, zone).add(days=self._days, disambiguation="compatible"))

    def before(self, instant: datetime, zone: str) -> datetime:
        """The instant (UTC) this long before another; days and weeks keep the time of day in `zone`."""
        if self.unit in "mh":
            return instant - self.length
        return _utc(_zoned(instant, zone).add(days=-self._days, disambiguation="compatible"))

    @property
    def _days(self) -> int:
        return self.count * (7 if self.unit == "w" else 1)

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    def in_words(self) -> str:
        """`72 hours`, `1 day`."""
        word = {"m": "minute", "h": "hour", "d": "day", "w": "week"}[self.unit]
        return f"{self.count} {word}{'' if self.count == 1 else 's'}"


@lru_cache(maxsize=256)
def _parsed(typed: str) -> Duration:
    found = _SPAN.match(typed)
    if not found:
        raise ValueError(f"{typed!r} is not a length of time; write 30m, 72h, 90d or 2w")
    made = Duration(int(found[1]), found[2][0].lower())
    if not timedelta(0) < made.length <= LONGEST:
        raise ValueError(f"{typed!r} is not between a minute and ten years")
    return made


def as_written(typed: str, now: datetime, zone: str, language: str = "", *, past: bool = False) -> str:
    """What somebody wrote for a date or a length, as it is kept: `90d`, `2026-11-27` or `2026-11-27 17:00`.

    `friday 17:00` is seen from `now` (UTC) on the wall clock of `zone`: the next one, or with `past` the last. Raises
    ValueError with the reason.
    """
    if _SPAN.match(typed):
        return typed
    if found := _WHEN.match(typed):
        day = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
        return f"{day} {int(found[4]):02}:{found[5]}" if found[4] else day
    return named_day(typed) or _length_in_words(typed) or written_date(typed, wall(now, zone), language, past=past)


def with_weekday(written: str) -> str:
    """`Friday, 27 November 2026, 17:00` for a date as it is kept, `2026-11-27 17:00`; anything else as it is."""
    return day_said(written) if _WHEN.match(written) else written


def is_length(written: str) -> bool:
    """Whether this is a length of time, as `90d`, and no date."""
    return _SPAN.match(written) is not None


def _length_in_words(typed: str) -> str | None:
    """`3d` for `in 3 days`, `3 days` or `in 3d`; None where it is no length."""
    found = _IN_WORDS.match(typed)
    if not found:
        return None
    count, unit = (found[1], found[2][0]) if found[1] else ("", "")
    made = f"{1 if count.lower() in ('a', 'an') else count}{unit.lower()}" if count else found[3]
    return made if _SPAN.match(made) else None


def instant_of(typed: str, now: datetime, zone: str, day_starts: str) -> datetime:
    """When `90d`, `2026-06-01`, `2026-06-01 17:00`, `in 3 days` or `friday 17:00` is, seen from `now` (UTC).

    A date alone means `day_starts` there. Raises ValueError with the reason when it is no time at all or does not
    exist.
    """
    written = as_written(typed, now, zone)
    return Duration.parse(written).after(now, zone) if _SPAN.match(written) else wall_instant(written, zone, day_starts)


def wall_instant(typed: str, zone: str, day_starts: str = "09:00") -> datetime:
    """The instant (UTC) of `2026-06-01` or `2026-06-01 17:00` on the wall clock of `zone`. Raises ValueError."""
    found = _WHEN.match(typed)
    if not found:
        raise ValueError(f"{typed!r} is no date; {HOW}")
    hour, minute = (found[4], found[5]) if found[4] else day_starts.split(":")
    try:
        plain = PlainDateTime(int(found[1]), int(found[2]), int(found[3]), int(hour), int(minute))
    except ValueError:
        raise ValueError(f"{typed!r} is not in the calendar; write a day such as 2026-06-01") from None
    return _utc(plain.assume_tz(known_zone(zone), disambiguation="compatible"))


def wall_time(plain: datetime, zone: str) -> datetime:
    """The instant (UTC) of a datetime without zone on the wall clock of one; in a gap as much later, else the first."""
    return _utc(PlainDateTime(plain).assume_tz(known_zone(zone), disambiguation="compatible"))


def wall(instant: datetime, zone: str) -> datetime:
    """The wall clock of `zone` at an instant, as a datetime without zone (for showing, never for reckoning)."""
    return _zoned(instant, zone).to_plain().to_stdlib()


def local_date(instant: datetime, zone: str) -> date:
    """The calendar date in `zone` at an instant."""
    return wall(instant, zone).date()


def clock_time(value: str) -> str:
    """A time of day as it is kept: `09:00`. Raises ValueError with the reason."""
    found = _CLOCK.fullmatch(value)
    if not found:
        raise ValueError(f"{value!r} is no time of day; write 09:00")
    return f"{int(found[1]):02}:{found[2]}"


def clock_range(value: str) -> str:
    """Quiet hours as they are kept: `20:00-08:00`, typed with a hyphen or a dash; `off` for none. Raises ValueError."""
    if value.strip().lower() in ("off", "none"):
        return "off"
    parts = re.split(r"\s*[-–]\s*", value.strip())
    if len(parts) != 2:
        raise ValueError(f"{value!r} is no pair of times; write 20:00-08:00")
    return f"{clock_time(parts[0])}-{clock_time(parts[1])}"


def moved_out_of(quiet: str, instant: datetime, zone: str) -> datetime:
    """The first instant from `instant` on that is outside the quiet hours (`20:00–08:00`, or `off`) of a `zone`."""
    stretch = quiet_around(quiet, instant, zone)
    return stretch[1] if stretch else instant


def quiet_around(quiet: str, instant: datetime, zone: str) -> tuple[datetime, datetime] | None:
    """When the quiet hours around an instant begin and end; None where it is outside of them."""
    if quiet == "off":
        return None
    starts, ends = (Time.parse_iso(part.strip()) for part in re.split("[-–]", quiet))
    here = _zoned(instant, zone)
    clock, overnight = here.time(), starts > ends
    inside = (clock >= starts or clock < ends) if overnight else starts <= clock < ends
    if not inside:
        return None
    first = here.date().subtract(days=1) if overnight and clock < starts else here.date()
    last = first.add(days=1) if overnight else first
    begin, end = (
        day.at(at).assume_tz(known_zone(zone), disambiguation="compatible")
        for day, at in ((first, starts), (last, ends))
    )
    return _utc(begin), _utc(end)


@lru_cache(maxsize=1024)
def zone_exists(name: str) -> bool:
    """Whether the time zone database knows this name."""
    try:
        Date(2026, 1, 1).at(Time(0)).assume_tz(name)
    except Exception:
        return False
    return True


def known_zone(zone: str) -> str:
    """The zone, or UTC for one that this machine's database does not know (any more): what is kept outlives it."""
    return zone if zone_exists(zone) else "UTC"


def iso(instant: datetime) -> str:
    """`2026-03-02T09:00:00Z`: how the core writes an instant down."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _zoned(instant: datetime, zone: str) -> ZonedDateTime:
    return Instant(instant).to_tz(known_zone(zone))


def _utc(zoned: ZonedDateTime) -> datetime:
    return zoned.to_instant().to_stdlib().astimezone(UTC)
