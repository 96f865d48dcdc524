"""Schedules as people write them, and dates: read, said back in words, refused with how to write them."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance_core.kernel.cadence import Cadence
from governance_core.kernel.occurrences import Holidays, days, following, next_few, within
from governance_core.kernel.time import as_written, instant_of, wall, wall_instant, with_weekday
from governance_core.kernel.written_dates import day_said, named_day

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
LISBON = "Europe/Lisbon"


@pytest.mark.parametrize(
    "typed, written, words",
    [
        ("every mon, thu 09:00", "every mon, thu 09:00", "every Monday and Thursday at 09:00"),
        ("Every Mondays at 9:00", "every mon 09:00", "every Monday at 09:00"),
        ("weekly on fri 16:00", "every fri 16:00", "every Friday at 16:00"),
        ("daily noon", "every mon, tue, wed, thu, fri, sat, sun 12:00", "every day at 12:00"),
        (
            "every weekday 08:30",
            "every mon, tue, wed, thu, fri 08:30",
            "every Monday, Tuesday, Wednesday, Thursday and Friday at 08:30",
        ),
        ("every 2 weeks on tue 10:00", "every 2 weeks on tue 10:00", "every 2 weeks on Tuesday at 10:00"),
        ("every other tue 10:00", "every 2 weeks on tue 10:00", "every 2 weeks on Tuesday at 10:00"),
        (
            "every 2 weeks on mon and wed 10:00 from 2026-03-09",
            "every 2 weeks on mon, wed 10:00 from 2026-03-09",
            "every 2 weeks on Monday and Wednesday at 10:00, counted from 2026-03-09",
        ),
        ("monthly on first tue 10:00", "monthly on first tue 10:00", "every month on the first Tuesday at 10:00"),
        ("monthly on the 3rd wednesday at 10:00", "monthly on third wed 10:00",
         "every month on the third Wednesday at 10:00"),
        ("monthly on last working day 16:00", "monthly on last working day 16:00",
         "every month on the last working day at 16:00"),
        ("monthly on day 31 or last 09:00", "monthly on day 31 or last 09:00",
         "every month on day 31 or last at 09:00"),
        ("monthly on last day 09:00", "monthly on day 31 or last 09:00", "every month on day 31 or last at 09:00"),
        ("every 3 months on first mon 10:00", "every 3 months on first mon 10:00",
         "every 3 months on the first Monday at 10:00"),
    ],
)  # fmt: skip
def test_a_schedule_is_read_kept_and_said_in_words(typed: str, written: str, words: str) -> None:
    read = Cadence.parse(typed)
    assert (str(read), read.in_words()) == (written, words)
    assert Cadence.parse(str(read)) == read


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("every monday at 9am", "every mon 09:00"),
        ("every monday 9 a.m.", "every mon 09:00"),
        ("every mon 9:30 pm", "every mon 21:30"),
        ("every mon 9:30PM", "every mon 21:30"),
        ("every mon 12am", "every mon 00:00"),
        ("every mon at 12 pm", "every mon 12:00"),
        ("9am every monday", "every mon 09:00"),
        ("at 09:00, every mon from 2026-03-09", "every mon 09:00 from 2026-03-09"),
        ("every mon-fri 09:00", "every mon, tue, wed, thu, fri 09:00"),
        ("mon – fri 9am", "every mon, tue, wed, thu, fri 09:00"),
        ("every saturday to monday, thu 9am", "every mon, thu, sat, sun 09:00"),
        ("monday 9am", "every mon 09:00"),
        ("weekends 10:00", "every sat, sun 10:00"),
        ("every week on mon 10:00", "every mon 10:00"),
        ("every two weeks on tue 10am", "every 2 weeks on tue 10:00"),
        ("biweekly on tue 10:00", "every 2 weeks on tue 10:00"),
        ("bi-weekly on tuesdays 10:00", "every 2 weeks on tue 10:00"),
        ("monthly on the 1st at 9am", "monthly on day 1 09:00"),
        ("monthly on day last 09:00", "monthly on day 31 or last 09:00"),
        ("every three months on the 1st mon 09:00", "every 3 months on first mon 09:00"),
    ],
)  # fmt: skip
def test_other_words_for_the_same_are_read(typed: str, kept: str) -> None:
    read = Cadence.parse(typed)
    assert str(read) == kept
    assert typed.casefold() not in read.written(), "read back before it counts"


@pytest.mark.parametrize(
    "typed, why",
    [
        ("9am", "It says at what time, and not on which days."),
        ("at 09:00", "It says at what time, and not on which days."),
        ("every mon 13pm", "13pm is no time of day; write it as 09:00"),
        ("every mon 0am", "0am is no time of day; write it as 09:00"),
        ("every mon 9:75 pm", "9:75 pm is no time of day; write it as 09:00"),
        ("every mon at 9", "I can read no time of day in it"),
        ("every 2 weeks 10:00", "It does not say on which day of the week."),
        ("biweekly 9am", "It does not say on which day of the week."),
        ("biweekly on mon, thu 9am", "Biweekly can be twice a week or every two weeks"),
        ("every mon-mon 9am", "is no schedule"),
        ("every second tue 9am", "is no schedule"),
    ],
)  # fmt: skip
def test_what_stays_refused_says_what_is_missing_and_nothing_untrue(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=r"[Ww]rite") as refused:
        Cadence.parse(typed)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    "typed",
    [
        "", "every", "every mon", "0 9 * * 1", "every blue 09:00", "every mon 25:00", "every 0 weeks on tue 10:00",
        "monthly on day 32 09:00", "monthly on sixth tue 10:00", "every 2 weeks on someday 10:00",
        "monthly on first mon, tue 09:00", "every mon 09:00 from 2026-02-30", "every mon 09:00 " + "x" * 200,
        "every\x00mon 09:00", "jeden Montag 09:00",
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_refused_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(ValueError, match=r"[Ww]rite") as refused:
        Cadence.parse(typed)
    assert str(refused.value).endswith(".")


CHANGES = [
    ("Europe/Berlin", 2026),
    ("America/New_York", 2026),
    ("America/Santiago", 2026),
    ("Africa/Cairo", 2026),
    ("Australia/Lord_Howe", 2026),
]


@pytest.mark.parametrize("zone, year", CHANGES)
@pytest.mark.parametrize("time", ["00:00", "00:30", "01:30", "02:00", "02:30", "23:30"])
def test_in_a_year_with_both_clock_changes_no_day_is_skipped_or_doubled(zone: str, year: int, time: str) -> None:
    since = wall_instant(f"{year - 1}-12-31", zone, "23:59")
    for typed, weekdays in ((f"daily {time}", range(7)), (f"every mon {time}", (0,)), (f"every sun {time}", (6,))):
        found = within(Cadence.parse(typed), zone, since, wall_instant(f"{year + 1}-01-01", zone, "00:00") - SECOND)
        expected = [day for day in year_of(year) if day.weekday() in weekdays]
        assert [wall(instant, zone).date() for instant in found] == expected
        assert found == tuple(sorted(set(found)))


SECOND = timedelta(seconds=1)


def year_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


def test_a_time_the_clock_leaps_over_is_as_much_later_and_one_it_has_twice_is_the_first() -> None:
    weekly = Cadence.parse("every sun 02:30")
    assert following(weekly, "Europe/Berlin", datetime(2026, 3, 28, tzinfo=UTC)) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )
    assert following(weekly, "Europe/Berlin", datetime(2026, 10, 24, tzinfo=UTC)) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
    assert following(weekly, "Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == datetime(
        2026, 11, 1, 1, 30, tzinfo=UTC
    )


def test_a_day_a_zone_skipped_happens_once() -> None:
    daily = Cadence.parse("daily 09:00")
    found = within(daily, "Pacific/Apia", datetime(2011, 12, 28, 12, tzinfo=UTC), datetime(2012, 1, 1, tzinfo=UTC))
    assert [wall(one, "Pacific/Apia").date().day for one in found] == [28, 29, 31, 1]


def test_months_without_a_31st_are_left_out_or_end_on_their_last_day() -> None:
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    assert [d.month for d in days(Cadence.parse("monthly on day 31 09:00"), first, last)] == [1, 3, 5]
    ends = days(Cadence.parse("monthly on day 31 or last 09:00"), first, last)
    assert [d.day for d in ends] == [31, 28, 31, 30, 31, 30]


def test_steps_are_counted_from_the_day_said() -> None:
    every_two = Cadence.parse("every 2 weeks on tue 10:00").starting(date(2026, 3, 4))
    assert days(every_two, date(2026, 3, 1), date(2026, 4, 15)) == [
        date(2026, 3, 17),
        date(2026, 3, 31),
        date(2026, 4, 14),
    ]
    quarterly = Cadence.parse("every 3 months on day 1 09:00 from 2026-02-01")
    assert [d.month for d in days(quarterly, date(2026, 1, 1), date(2026, 12, 31))] == [2, 5, 8, 11]


def test_holidays_are_left_out_or_moved_and_never_double_a_day() -> None:
    holidays = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
    weekly = Cadence.parse("every mon, tue, fri 09:00")
    week = (date(2026, 4, 1), date(2026, 4, 8))
    assert days(weekly, *week, Holidays(holidays)) == [date(2026, 4, 7)]
    assert days(Cadence.parse("every fri 09:00"), *week, Holidays(holidays, "move")) == [date(2026, 4, 7)]
    assert days(weekly, *week, Holidays(holidays, "move")) == [date(2026, 4, 7)]
    last = Cadence.parse("monthly on last working day 16:00")
    assert days(last, date(2026, 4, 1), date(2026, 4, 30), Holidays(frozenset({date(2026, 4, 30)}))) == [
        date(2026, 4, 29)
    ]


def test_a_schedule_that_never_happens_is_refused_and_a_rare_one_is_not() -> None:
    never = Cadence.parse("every 12 months on day 30 09:00 from 2026-02-01")
    with pytest.raises(ValueError, match="never happen"):
        next_few(never, LISBON, MONDAY)
    leap = Cadence.parse("every 12 months on day 29 09:00 from 2026-02-01")
    assert [one.year for one in next_few(leap, LISBON, MONDAY)] == [2028, 2032, 2036]


def test_the_next_five_are_shown() -> None:
    shown = next_few(Cadence.parse("every mon 09:00"), LISBON, MONDAY)
    assert [one.date().isoformat() for one in shown] == [
        "2026-03-09",
        "2026-03-16",
        "2026-03-23",
        "2026-03-30",
        "2026-04-06",
    ]
    assert {wall(one, LISBON).hour for one in shown} == {9}


@pytest.mark.parametrize(
    "typed, written",
    [
        ("friday 17:00", "2026-03-06 17:00"),
        ("friday", "2026-03-06"),
        ("fri 9am", "2026-03-06 09:00"),
        ("monday", "2026-03-09"),
        ("tomorrow noon", "2026-03-03 12:00"),
        ("Tomorrow at 17:30", "2026-03-03 17:30"),
        ("1 December", "2026-12-01"),
        ("dec 1 10:00", "2026-12-01 10:00"),
        ("1 feb", "2027-02-01"),
        ("14.3.2027", "2027-03-14"),
        ("yesterday", "2026-03-01"),
        ("next month", "2026-04-02"),
        ("in 3 days", "3d"),
        ("a week", "1w"),
        ("in 2 hours", "2h"),
        ("in 90d", "90d"),
        ("2026-12-01", "2026-12-01"),
        (" 2026-6-1 9:05", "2026-06-01 09:05"),
        ("90d", "90d"),
        ("Friday, 27 November 2026, 17:00", "2026-11-27 17:00"),
        ("fri 27 nov 2026", "2026-11-27"),
        ("Fri 2026-11-27 9:30", "2026-11-27 09:30"),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, written: str) -> None:
    assert as_written(typed, MONDAY, LISBON) == written


def test_a_date_is_read_in_the_language_of_whoever_wrote_it() -> None:
    assert as_written("freitag 17:00", MONDAY, LISBON, "de-AT") == "2026-03-06 17:00"
    assert as_written("mañana 10:00", MONDAY, LISBON, "es") == "2026-03-03 10:00"


@pytest.mark.parametrize(
    "language, typed",
    [
        ("de", "freitag 17 uhr"), ("de", "Montag, 6. März 2026"), ("fr", "lundi 6 mars 2026"), ("fr", "vendredi 17h"),
        ("pt", "segunda-feira, 6 de março de 2026"), ("es", "lunes 6 de marzo"),
    ],
)  # fmt: skip
def test_a_weekday_that_is_another_one_is_refused_in_every_language(language: str, typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(typed)) + " is no date; write"):
        as_written(typed, MONDAY, LISBON, language)


@pytest.mark.parametrize(
    "language, typed",
    [("de", "Freitag, 6. März 2026"), ("fr", "vendredi 6 mars 2026"), ("pt", "sexta-feira, 6 de março de 2026"),
     ("es", "viernes 6 de marzo"), ("tr", "cuma"), ("pl", "w piątek"), ("ja", "金曜日")],
)  # fmt: skip
def test_a_weekday_that_falls_on_its_day_is_read_in_every_language(language: str, typed: str) -> None:
    assert as_written(typed, MONDAY, LISBON, language) == "2026-03-06"


@pytest.mark.parametrize(
    "typed",
    [
        "may", "42", "a", "17:00", "3/4/2027", "31 feb", "tomorrow 25:00", "friday at 5", "friday 17:00 EST", "soon",
        "x" * 300, "\x00", "10:00 10:00 friday friday",
    ],
)  # fmt: skip
def test_what_may_be_two_days_or_none_is_refused_with_how_to_write_it(typed: str) -> None:
    with pytest.raises(ValueError, match="is no date; write 2026-06-01"):
        as_written(typed, MONDAY, LISBON)


@pytest.mark.parametrize("typed", ["monday 1 dec 2026", "Thu 2026-11-27", "Sunday, 27 November 2026, 17:00"])
def test_a_date_of_another_weekday_than_it_says_is_refused_with_the_right_one(typed: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be: .* is a (Tuesday|Friday); change one of the two"):
        as_written(typed, MONDAY, LISBON)


@pytest.mark.parametrize("typed", ["Sun 2026-02-29", "Tue 31 nov 2026", "Tue 1 dec 2026 24:30"])
def test_a_date_with_its_weekday_that_there_is_not_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is not in the calendar"):
        as_written(typed, MONDAY, LISBON)


@given(day=st.dates(date(1900, 1, 1), date(2999, 12, 31)), clock=st.none() | st.times())
def test_what_is_said_of_a_date_is_read_as_that_date(day: date, clock: time | None) -> None:
    written = f"{day}" if clock is None else f"{day} {clock:%H:%M}"
    assert named_day(with_weekday(written)) == written
    assert as_written(with_weekday(written), MONDAY, LISBON) == written


def test_today_is_that_of_the_zone_and_days_keep_the_wall_clock() -> None:
    midnight = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert as_written("tomorrow", midnight, "Asia/Tokyo") == "2026-03-04"
    assert as_written("tomorrow", midnight, LISBON) == "2026-03-03"
    before = datetime(2026, 3, 27, 9, tzinfo=UTC)
    assert instant_of("in 3 days", before, LISBON, "09:00") == datetime(2026, 3, 30, 8, tzinfo=UTC)
    assert instant_of("friday", before, LISBON, "10:00") == datetime(2026, 4, 3, 9, tzinfo=UTC)


def test_a_day_is_said_so_that_it_can_be_checked() -> None:
    assert day_said("2026-11-27 17:00") == "Friday, 27 November 2026, 17:00"
    assert day_said("2026-11-27") == "Friday, 27 November 2026"
