"""Checks that check-ins in a config file fit the circle that they ask: whom they name, and how long they are open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final

from bot.config.model import Circle, ConfigFile, members_path
from bot.config.places import KeyPath
from bot.config.problems import Problems, shown
from governance_core.kernel.cadence import Cadence
from governance_core.kernel.occurrences import next_few
from governance_core.kernel.time import Duration, zone_exists

_SOME_DAY: Final = datetime(2024, 1, 1, tzinfo=UTC)
"""A file is right or wrong whatever the day: what only some days make so is refused when it is applied."""


def check_asked(file: ConfigFile, problems: Problems) -> None:
    """Note people who are no members of the circle that is asked, and what is still open when it is asked again."""
    for circle, path, one in _checkins(file):
        if not problems.about(path):
            _check_named(circle, path, one, file, problems)
            _check_room(circle, path, one, file, problems)


def _checkins(file: ConfigFile) -> Iterator[tuple[Circle, KeyPath, Mapping[str, object]]]:
    for circle in file.circles.values():
        for key, one in circle.checkins.items():
            yield circle, ("circles", circle.id, "checkins", key), one


def _check_named(
    circle: Circle, path: KeyPath, one: Mapping[str, object], file: ConfigFile, problems: Problems
) -> None:
    """Whoever has a role or is in a group may be a member without being named."""
    if circle.groups or problems.about(("circles", circle.id, "members")):
        return
    for which in ("optional", "observers"):
        named = one[which]
        for person in named if isinstance(named, list) else ():
            if person in file.members and person not in circle.members:
                to = ".".join(members_path(circle.id, file.located))
                message = f"{shown(person)} is not a member of this circle, and is not asked anyway."
                fix = f"Take {person} out, or add them to {to}."
                problems.note((*path, which), file.located.at((*path, which, person)), message, fix)


def _check_room(circle: Circle, path: KeyPath, one: Mapping[str, object], file: ConfigFile, problems: Problems) -> None:
    zone = str(one["zone"]) or circle.zone or file.organisation.zone
    if not zone_exists(zone):
        return
    length = Duration.parse(str(one["open_for"]))
    try:
        coming = next_few(Cadence.parse(str(one["every"])), zone, _SOME_DAY)
    except ValueError as never:
        problems.note((*path, "every"), file.located.at((*path, "every")), "The schedule cannot be used.", str(never))
        return
    if all(length.after(opens, zone) > following for opens, following in pairwise(coming)):
        message = f"Open for {length.in_words()}, it would still be open when it is asked again."
        key = (*path, "open_for") if (*path, "open_for") in file.located.places else (*path, "every")
        problems.note(key, file.located.at(key), message, "Write a shorter open_for, or a rarer schedule.")
