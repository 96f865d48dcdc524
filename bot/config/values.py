"""Understands the small values of a policy: lengths of time, quorums, times of day and choices."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.config.problems import Unfit, did_you_mean, shown
from governance_core.budgets.treasury import MODES, USUAL
from governance_core.kernel.cadence import Cadence
from governance_core.kernel.holidays import holiday
from governance_core.kernel.ids import is_key
from governance_core.kernel.units import limit_typed, units_of, units_said

OFF = "off"
OFF_WORDS = frozenset({OFF, "none", "no", "false", "null", "~"})
TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
LONGEST_MINUTES = 3650 * MINUTES["d"]
UNITS = "Write a number and m, h, d or w, such as 72h or 90d."
LONG_UNITS = {
    "minute": (1, "m"),
    "min": (1, "m"),
    "hour": (1, "h"),
    "hr": (1, "h"),
    "day": (1, "d"),
    "week": (1, "w"),
    "month": (30, "d"),
    "y": (365, "d"),
    "year": (365, "d"),
}

DURATION = re.compile(r"([0-9]{1,12})([mhdw])")
WORDY_DURATION = re.compile(r"([0-9]{1,6}) *([a-z]+?)s?", re.IGNORECASE)
QUORUM = re.compile(r"(-?[0-9]{1,9}) *(%?)")
FRACTION = re.compile(r"0?[.,]([0-9]{1,2})")
TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
RANGE = re.compile(r"([0-9:]+) *[-–] *([0-9:]+)")
OBJECTION_REPLY = re.compile(r"([^,]+?)(?: *, *([0-9]{1,3}) reminders?)?")
MOST_REMINDERS = 10
USUAL_REMINDERS = 2


def duration(text: str) -> str:
    """A length of time that keeps its unit: 72h stays 72h, for three days follow the clock on the wall."""
    found = DURATION.fullmatch(text)
    if not found:
        raise Unfit(f"{shown(text)} is not a length of time.", _shorter_spelling(text) or UNITS)
    amount, unit = int(found[1]), found[2]
    if amount == 0:
        raise Unfit(f"{text} is no time at all.", UNITS)
    if amount * MINUTES[unit] > LONGEST_MINUTES:
        raise Unfit(f"{text} is longer than ten years.", UNITS)
    return f"{amount}{unit}"


def _shorter_spelling(text: str) -> str:
    found = WORDY_DURATION.fullmatch(text.strip())
    if found and found[2].lower() in MINUTES:
        return f'Did you mean "{found[1]}{found[2].lower()}"?'
    if found and found[2].lower() in LONG_UNITS:
        times, unit = LONG_UNITS[found[2].lower()]
        return f'Did you mean "{int(found[1]) * times}{unit}"?'
    return ""


def quorum(text: str) -> str:
    """How many real answers are needed: a count of people, or a percentage of them."""
    found = QUORUM.fullmatch(text)
    hint = "Write a count or a percentage up to 100%."
    if not found:
        fraction = FRACTION.fullmatch(text)
        raise Unfit(f"{shown(text)} is not a quorum.", f"Did you mean {fraction[1]:0<2}%?" if fraction else hint)
    amount, percent = int(found[1]), found[2]
    if amount < 1:
        raise Unfit(f"{text} asks for nobody's answer.", "Write a count or a percentage above 0.")
    if percent and amount > 100:
        raise Unfit(f"{text} is more than everybody.", hint)
    return f"{amount}{percent}"


def time_of_day(text: str) -> str:
    """A time on the clock, always as two and two digits."""
    found = TIME.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Unfit(f"{shown(text)} is not a time of day.", "Write it from 00:00 to 23:59, such as 09:00.")
    return f"{int(found[1]):02}:{found[2]}"


def quiet_hours(text: str) -> str:
    """From one time of day to another, over midnight if need be."""
    found = RANGE.fullmatch(text)
    if not found:
        raise Unfit(f"{shown(text)} is not a span of hours.", "Write two times of day, such as 20:00-08:00.")
    begin, end = time_of_day(found[1]), time_of_day(found[2])
    if begin == end:
        raise Unfit(f"{begin} is both the beginning and the end.", 'Write two different times, or "off" for none.')
    return f"{begin}-{end}"


def schedule(text: str) -> str:
    """When something happens again and again."""
    try:
        return str(Cadence.parse(text))
    except ValueError as reason:
        raise Unfit("The schedule cannot be used.", str(reason)) from None


def objection_reply(text: str) -> str:
    """How long an objector may be silent, and how often they are reminded meanwhile."""
    found = OBJECTION_REPLY.fullmatch(text)
    if not found:
        raise Unfit(f"{shown(text)} is not a waiting time with reminders.", "Write it as 72h, 2 reminders.")
    reminders = int(found[2] or USUAL_REMINDERS)
    if reminders > MOST_REMINDERS:
        raise Unfit(f"{reminders} reminders are too many.", f"Write at most {MOST_REMINDERS}.")
    return f"{duration(found[1])}, {reminders} reminder{'' if reminders == 1 else 's'}"


def reminder(text: str) -> str:
    """When to remind: half-way through the window, or a length of time before its end."""
    if text == "half":
        return text
    try:
        return duration(text)
    except Unfit as unfit:
        hint = "Write half, for half of the window, or a time before its end, such as 24h."
        raise Unfit(unfit.message, hint) from None


def plain_units(text: str) -> str:
    """Units besides currencies, each with its smallest amount."""
    try:
        return units_said(units_of(text))
    except ValueError as reason:
        raise Unfit("These are no units.", f"{reason}.") from None


def treasury(text: str) -> str:
    """How payments are recorded; empty for the usual way."""
    if text not in MODES:
        raise Unfit(f"{shown(text)} is no treasury.", f"Write one of: {', '.join(MODES)}.")
    return "" if text == USUAL else text


def amount(text: str) -> str:
    """An amount of money with its currency, such as 50 EUR, or of another unit, such as 10 hours."""
    try:
        return limit_typed(text)
    except ValueError as reason:
        raise Unfit(f"{shown(text)} is not a limit.", f"{reason}.") from None


def a_holiday(text: str) -> str:
    """A day or several on which there is no check-in, such as 2026-12-25."""
    try:
        return holiday(text)
    except ValueError as reason:
        raise Unfit(f"{shown(text)} is not a holiday.", f"{reason}.") from None


def role(text: str) -> str:
    """The name of a role."""
    if not is_key(text):
        raise Unfit(f"{shown(text)} is not a role.", "Write its name as under roles, such as treasurer.")
    return text


def boolean(text: str) -> bool:
    """Yes or no, in any of the usual words."""
    if text.lower() not in TRUTH:
        raise Unfit(f"{shown(text)} is neither true nor false.", "Write true or false.")
    return TRUTH[text.lower()]


def one_of(*options: str) -> Callable[[str], str]:
    """A parser for one of these words."""

    def choose(text: str) -> str:
        if text not in options:
            raise Unfit(f"{shown(text)} is not a choice.", did_you_mean(text, options) or f"Write {_either(options)}.")
        return text

    return choose


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A parser for a count between these two."""

    def count(text: str) -> int:
        number = int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None
        if number is None or not least <= number <= most:
            raise Unfit(f"{shown(text)} is not a count.", f"Write a whole number from {least} to {most}.")
        return number

    return count


def _either(options: tuple[str, ...]) -> str:
    return f"{', '.join(options[:-1])} or {options[-1]}" if len(options) > 1 else options[0]
