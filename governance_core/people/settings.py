"""What people choose for themselves: their time zone, language and quiet hours, and where reminders reach them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from governance_core.cards.plain import one_line
from governance_core.cards.text import Text, text
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import Via
from governance_core.kernel.languages import language_tag, nearest_language
from governance_core.kernel.message import Event
from governance_core.kernel.time import clock_range, clock_time
from governance_core.kernel.zones import nearest_zone, zone_meant
from governance_core.people.events import PersonSet
from governance_core.people.messages import ChooseSettings
from governance_core.people.model import CONSOLE, NOT_ALONE, Person

OF_THE_CIRCLE: Final = "circle"
"""Typed for quiet hours of one's own that are none: the circle's hold again."""
IN_PLACE, DIRECT = "place", "direct"
WHEN_OPEN: Final = "open"
"""Typed for an hour of one's own for check-ins that is none: when they open. `off` is for never alone."""
EXAMPLE: Final = "22:00-07:00"
ECHO: Final = 60
"""How much of what was typed a complaint repeats."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """One setting: how what was typed is read, and how what is kept is said."""

    read: Callable[[str, Via | None], str]
    said: Callable[[str], str]
    confirmed: bool = False
    """Whether choosing what is so already is a choice too."""


def chosen(command: ChooseSettings, person: Person, via: Via | None) -> tuple[Event, ...]:
    """What somebody sets, for those settings that they named. Raises Invalid for the first that cannot be read.

    Direct messages stay where they were asked for: a form saved on another platform moves nothing by itself.
    """
    found = []
    for name, setting in _SETTINGS.items():
        typed: str | None = getattr(command, name)
        if not typed or (name == "reminders" and typed == DIRECT and person.reminded_on()):
            continue
        value = setting.read(typed, via)
        if value != getattr(person, name) or (setting.confirmed and name not in person.own):
            found.append(PersonSet(person=person.id, setting=name, value=value, own=True))
    return tuple(found)


def as_typed(person: Person) -> Mapping[str, str]:
    """The settings as a form shows them."""
    return {
        "zone": person.zone,
        "language": person.language,
        "quiet_hours": person.quiet_hours or OF_THE_CIRCLE,
        "reminders": DIRECT if person.reminders else IN_PLACE,
        "prompts": person.prompts or WHEN_OPEN,
    }


def said(setting: str, value: str) -> str:
    """What a setting is, in words."""
    found = _SETTINGS.get(setting)
    return found.said(value) if found else value


def saved(events: tuple[PersonSet, ...]) -> Text:
    """What was set, in words."""
    lines = (f"{LABELS.get(one.setting, one.setting)}: {said(one.setting, one.value)}." for one in events)
    return text(" ".join(("Saved.", *lines)))


def platform_name(platform: str) -> str:
    """What a platform is called in sentences."""
    return "the console" if platform == CONSOLE else platform.capitalize()


def _zone(typed: str, via: Via | None) -> str:
    meant = zone_meant(typed)
    if meant is None:
        near = nearest_zone(typed)
        fix = f"Did you mean {near}?" if near else "Write it as Europe/Lisbon, or as the name of a city."
        raise Invalid(field="zone", problem=f"There is no time zone {one_line(typed, ECHO)}.", fix=fix)
    return meant


def _language(typed: str, via: Via | None) -> str:
    tag = language_tag(typed)
    if tag is None:
        near = nearest_language(typed)
        fix = f"Did you mean {near}?" if near else "Write a tag such as en, de or pt-BR."
        raise Invalid(field="language", problem=f"{one_line(typed, ECHO)} is not a language.", fix=fix)
    return tag


def _quiet_hours(typed: str, via: Via | None) -> str:
    if typed.strip().casefold() == OF_THE_CIRCLE:
        return ""
    try:
        hours = clock_range(typed)
    except ValueError:
        fix = f"Write them as {EXAMPLE}, or off for none, or {OF_THE_CIRCLE} for the circle's."
        problem = f"{one_line(typed, ECHO)} is no pair of times of day."
        raise Invalid(field="quiet_hours", problem=problem, fix=fix) from None
    starts, _, ends = hours.partition("-")
    if starts == ends:
        fix = f"Write them as {EXAMPLE}; off means that there are none."
        raise Invalid(field="quiet_hours", problem=f"Quiet hours from {starts} until {ends} are none.", fix=fix)
    return hours


def _reminders(typed: str, via: Via | None) -> str:
    """The platform they were asked for on: where a direct message comes, and nowhere else."""
    return (via.platform if via else CONSOLE) if typed == DIRECT else ""


def _prompts(typed: str, via: Via | None) -> str:
    if typed.strip().casefold() in (WHEN_OPEN, NOT_ALONE):
        return "" if typed.strip().casefold() == WHEN_OPEN else NOT_ALONE
    try:
        return clock_time(typed)
    except ValueError:
        problem = f"{one_line(typed, ECHO)} is no time of day."
        fix = f"Write it as 10:00, {WHEN_OPEN} for when they open, or {NOT_ALONE} for only in the circle's home."
        raise Invalid(field="prompts", problem=problem, fix=fix) from None


LABELS: Final[Mapping[str, str]] = {
    "zone": "Time zone",
    "language": "Language",
    "quiet_hours": "Quiet hours",
    "reminders": "Reminders",
    "prompts": "Check-ins at",
}
_SETTINGS: Final[Mapping[str, _Setting]] = {
    "zone": _Setting(_zone, lambda value: value or "that of the organisation", confirmed=True),
    "language": _Setting(_language, lambda value: value or "that of the organisation", confirmed=True),
    "quiet_hours": _Setting(
        _quiet_hours, lambda value: {"": "those of each circle", "off": "none"}.get(value, value.replace("-", " to "))
    ),
    "reminders": _Setting(
        _reminders,
        lambda value: (
            f"as a direct message on {platform_name(value)}" if value else "where the proposal stands, beside its card"
        ),
    ),
    "prompts": _Setting(
        _prompts,
        lambda value: {"": "when they open", NOT_ALONE: "never alone, only in the circle's home"}.get(value, value),
    ),
}
