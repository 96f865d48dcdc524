"""Reads who holds the roles of a circle: `lead: ana`, or until a day, `lead: {person: ana, until: 2027-03-01}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from bot.config.identities import identifier
from bot.config.model import SEATS
from bot.config.problems import Problems, Unfit, shown
from bot.config.sections import Section, attempt, read_leaf
from bot.config.values import DURATION, WORDY_DURATION
from bot.config.yaml_tree import Branch, Value
from governance_core.circles.terms import checked_day

ROLE_KEYS = ("person", "until")
_SHORT = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_ITS_DAY = "Write the day on which the term ends, such as 2027-03-01, or leave until out."


def read_roles(section: Section, problems: Problems) -> tuple[dict[str, str], dict[str, str]]:
    """Who holds each role, and the day on which a term ends where one does."""
    roles: dict[str, str] = {}
    terms: dict[str, str] = {}
    for role, value in (*_seats(section), *_further(section, problems)):
        person, until = _held(value, problems)
        if person is not None:
            roles[role] = person
            terms |= {role: until} if until is not None else {}
    return roles, terms


def _seats(section: Section) -> Iterator[tuple[str, Value]]:
    found = ((seat, section.value(seat)) for seat in SEATS)
    return ((seat, value) for seat, value in found if value is not None)


def _further(section: Section, problems: Problems) -> Iterator[tuple[str, Value]]:
    for role, value in section.entries("roles"):
        if role in SEATS:
            advice = f"Write {role}: directly in the circle, not under roles."
            problems.note(value.path, value.place, f"{role} is one of the four seats.", advice)
            continue
        attempt(value.path, value.place, partial(identifier, role), problems)
        yield role, value


def _held(value: Value, problems: Problems) -> tuple[str | None, str | None]:
    if not isinstance(value, Branch):
        return read_leaf(value, str, problems), None
    inner = Section(value, problems, ROLE_KEYS, ("person",))
    return inner.read("person", str), inner.read("until", term_end)


def term_end(text: str) -> str:
    """The day on which a term ends; a length would begin anew wherever the file is applied."""
    if DURATION.fullmatch(text) or WORDY_DURATION.fullmatch(text.strip()):
        raise Unfit(f"{shown(text)} is a length, and it would not say when it began.", _ITS_DAY)
    try:
        return checked_day(text)
    except ValueError:
        raise Unfit(f"{shown(text)} is not a day.", _meant(text) or _ITS_DAY) from None


def _meant(text: str) -> str:
    """What was meant by `2027-3-1`; empty where that is no day either."""
    found = _SHORT.fullmatch(text)
    if not found:
        return ""
    try:
        return f"Did you mean {checked_day(f'{found[1]}-{found[2]:0>2}-{found[3]:0>2}')}?"
    except ValueError:
        return ""
